/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lesson's conditions ask of the window, answered. */
#include "ui/lessons/find.h"
#include "ui/lessons/guide-private.h"

#include <math.h>
#include <string.h>

/* Settings, measures, pages */

static char *get_setting(gpointer data, const char *name) {
  GmxGuide *self = data;
  return gmx_config_to_string(gmx_settings_get_config(self->settings), name);
}

static double get_measure(gpointer data, const char *name) {
  GmxGuide *self = data;
  const int measure = gmx_measure_find(name);
  return measure < 0 ? NAN : gmx_measures_get(self->measures, (GmxMeasure)measure);
}

static const char *get_page(gpointer data) {
  return adw_view_stack_get_visible_child_name(((GmxGuide *)data)->pages);
}

static const char *get_state(gpointer data) {
  GmxSession *session = gmx_settings_get_session(((GmxGuide *)data)->settings);
  g_autoptr(GEnumClass) class = g_type_class_ref(GMX_TYPE_SESSION_STATE);
  return g_enum_get_value(class, (int)gmx_session_get_state(session))->value_nick;
}

static gint64 count_steps(gpointer data) {
  GmxGuide *self = data;
  return gmx_measures_count_steps(self->measures) - self->first_step;
}

static gint64 count_epochs(gpointer data) {
  GmxGuide *self = data;
  return gmx_measures_count_epochs(self->measures) - self->first_epoch;
}

static gboolean has_acted(gpointer data, const char *action) {
  return g_hash_table_contains(((GmxGuide *)data)->acted, action);
}

/* Widgets */

static GtkWidget *find(GmxGuide *self, const char *name) {
  return gmx_widget_find(self->window, name);
}

static gboolean is_visible(gpointer data, const char *name) {
  GtkWidget *widget = find(data, name);
  return widget && gmx_widget_is_on_show(widget) &&
         g_str_equal(gtk_widget_get_name(widget), name); /* not the tab that leads to it */
}

static char *get_property(gpointer data, const char *name, const char *path) {
  GtkWidget *widget = find(data, name);
  return widget ? gmx_object_get_text(G_OBJECT(widget), path) : NULL;
}

/* Signals */

typedef struct {
  GmxGuide *guide; /* borrowed */
  char *widget, *signal;
  gboolean judges; /* a notification: it is judged at once, and remembers nothing */
  gboolean emitted;
  GtkWidget *connected; /* weak */
  gulong handler;
} Watch;

static void disconnect(Watch *watch) {
  if (watch->connected) {
    g_signal_handler_disconnect(watch->connected, watch->handler);
    g_object_remove_weak_pointer(G_OBJECT(watch->connected), (gpointer *)&watch->connected);
  }
  watch->connected = NULL;
}

static void watch_free(gpointer data) {
  Watch *watch = data;
  disconnect(watch);
  g_free(watch->widget);
  g_free(watch->signal);
  g_free(watch);
}

/* Of a signal of any kind: its arguments do not matter, and what it returns is left alone. */
static void on_signal(GClosure *closure, GValue *value, guint count, const GValue *arguments,
                      gpointer hint, gpointer marshal_data) {
  Watch *watch = closure->data;
  watch->emitted = TRUE;
  gmx_guide_judge(watch->guide);
}

static gboolean has_emitted(gpointer data, const char *widget, const char *signal) {
  GmxGuide *self = data;
  for (guint i = 0; i < self->watches->len; i++) {
    const Watch *watch = g_ptr_array_index(self->watches, i);
    if (!watch->judges && g_str_equal(watch->widget, widget) && g_str_equal(watch->signal, signal))
      return watch->emitted;
  }
  return FALSE;
}

static void renew(Watch *watch) {
  GtkWidget *widget = find(watch->guide, watch->widget);
  guint id;
  GQuark detail;
  if (!widget || widget == watch->connected ||
      !g_str_equal(gtk_widget_get_name(widget), watch->widget) ||
      !g_signal_parse_name(watch->signal, G_OBJECT_TYPE(widget), &id, &detail, TRUE))
    return;
  disconnect(watch);
  GClosure *closure = g_closure_new_simple(sizeof *closure, watch);
  g_closure_set_marshal(closure, on_signal);
  watch->handler = g_signal_connect_closure(widget, watch->signal, closure, FALSE);
  watch->connected = widget;
  g_object_add_weak_pointer(G_OBJECT(widget), (gpointer *)&watch->connected);
}

static void add_watch(const char *widget, const char *property, const char *signal, gpointer data) {
  GmxGuide *self = data;
  Watch *watch = g_new0(Watch, 1);
  watch->guide = self;
  watch->widget = g_strdup(widget);
  watch->judges = property != NULL;
  if (property) {
    g_autofree char *first = g_strndup(property, strcspn(property, "."));
    watch->signal = g_strconcat("notify::", first, NULL);
  } else
    watch->signal = g_strdup(signal);
  g_ptr_array_add(self->watches, watch);
}

void gmx_guide_watch(GmxGuide *self) {
  const GmxLessonStep *step = gmx_guide_present(self);
  gmx_guide_unwatch(self);
  self->watches = g_ptr_array_new_with_free_func(watch_free);
  if (step->wait)
    gmx_condition_visit_widgets(step->wait, add_watch, self);
  for (guint i = 0; i < step->remarks->len; i++) {
    const GmxLessonRemark *remark = g_ptr_array_index(step->remarks, i);
    if (remark->when)
      gmx_condition_visit_widgets(remark->when, add_watch, self);
  }
  gmx_guide_renew_watches(self);
}

void gmx_guide_renew_watches(GmxGuide *self) {
  for (guint i = 0; i < self->watches->len; i++)
    renew(g_ptr_array_index(self->watches, i));
}

void gmx_guide_unwatch(GmxGuide *self) {
  g_clear_pointer(&self->watches, g_ptr_array_unref);
}

GmxLessonContext gmx_guide_context(GmxGuide *self) {
  static const GmxLessonWorld world = {get_setting, get_measure,  get_page,  get_state,
                                       count_steps, count_epochs, has_acted, has_emitted,
                                       is_visible,  get_property};
  return (GmxLessonContext){&world, self, self->starts,
                            gmx_lesson_progress_get_kept(self->progress, self->lesson->name)};
}
