/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads through a lesson, from step to step. */
#include "ui/lessons/find.h"
#include "ui/lessons/guide-private.h"

#include <glib/gi18n.h>

#define POLL 200 /* milliseconds: for what tells of no change, such as being on show */
#define OUTLINE "gmx-pointed"

enum { SIGNAL_STEP, SIGNAL_JUDGED, SIGNAL_FINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxGuide, gmx_guide, G_TYPE_OBJECT)

const GmxLesson *gmx_guide_get_lesson(GmxGuide *self) {
  return self->lesson;
}

guint gmx_guide_get_step(GmxGuide *self) {
  return self->step;
}

gboolean gmx_guide_is_done(GmxGuide *self) {
  return self->done;
}

const GmxLessonStep *gmx_guide_present(GmxGuide *self) {
  return gmx_lesson_get_step(self->lesson, self->step);
}

/* Pointing */

static void unpoint(GmxGuide *self) {
  if (!self->pointed)
    return;
  gtk_widget_remove_css_class(self->pointed, OUTLINE);
  g_object_remove_weak_pointer(G_OBJECT(self->pointed), (gpointer *)&self->pointed);
  self->pointed = NULL;
}

/* The first that is on show; else the first that could be brought there. */
static GtkWidget *find_point(GmxGuide *self) {
  GtkWidget *hidden = NULL;
  for (char **name = gmx_guide_present(self)->points; *name; name++) {
    GtkWidget *widget = gmx_widget_find(self->window, *name);
    if (widget && gmx_widget_is_on_show(widget))
      return widget;
    if (widget && !hidden)
      hidden = widget;
  }
  return hidden;
}

/* Once a step a widget is brought into sight by itself; after that the window is the learner's. */
static void point(GmxGuide *self) {
  GtkWidget *widget = find_point(self);
  if (widget != self->pointed) {
    unpoint(self);
    self->pointed = widget;
    if (widget) {
      gtk_widget_add_css_class(widget, OUTLINE);
      g_object_add_weak_pointer(G_OBJECT(widget), (gpointer *)&self->pointed);
    }
  }
  if (widget && !self->brought && (!self->cramped || gmx_widget_is_on_show(widget))) {
    self->brought = TRUE;
    gmx_widget_bring_into_sight(widget);
  }
}

/* The page may be none of this window's. */
static void show_page(GmxGuide *self, const char *page) {
  if (page && adw_view_stack_get_child_by_name(self->pages, page))
    adw_view_stack_set_visible_child_name(self->pages, page);
}

void gmx_guide_show_point(GmxGuide *self) {
  show_page(self, gmx_guide_present(self)->page);
  GtkWidget *widget = find_point(self);
  if (widget)
    gmx_widget_bring_into_sight(widget);
  point(self);
}

/* Judging */

static void note_starts(GmxGuide *self, const GmxLessonContext *context) {
  const GmxLessonStep *step = gmx_guide_present(self);
  gmx_condition_note_start(step->wait, context);
  for (guint i = 0; i < step->remarks->len; i++) {
    const GmxLessonRemark *remark = g_ptr_array_index(step->remarks, i);
    if (remark->when)
      gmx_condition_note_start(remark->when, context);
  }
}

/* Whether the learner has done something since the step began, the right thing or another. */
static gboolean has_touched(GmxGuide *self, const GmxLessonContext *context) {
  const char *page = adw_view_stack_get_visible_child_name(self->pages);
  GmxConfig *config = gmx_settings_get_config(self->settings);
  return g_hash_table_size(self->acted) > 0 || g_strcmp0(page, self->first_page) != 0 ||
         !gmx_config_equal(config, self->first_config) ||
         gmx_condition_has_moved(gmx_guide_present(self)->wait, context);
}

/* Showing a step's page tells of a change before the step has begun: that is not judged. */
void gmx_guide_judge(GmxGuide *self) {
  if (!self->lesson || self->done || !self->watches)
    return;
  const GmxLessonContext context = gmx_guide_context(self);
  gmx_guide_renew_watches(self);
  note_starts(self, &context);
  self->touched |= has_touched(self, &context);
  self->done = gmx_condition_holds(gmx_guide_present(self)->wait, &context);
  g_signal_emit(self, signals[SIGNAL_JUDGED], 0);
}

void gmx_guide_set_cramped(GmxGuide *self, gboolean cramped) {
  self->cramped = cramped;
}

gboolean gmx_guide_has_point(GmxGuide *self) {
  return self->lesson && find_point(self) != NULL;
}

static gboolean on_poll(gpointer data) {
  GmxGuide *self = data;
  point(self);
  gmx_guide_judge(self);
  if (self->done) /* what a text says may change all the same */
    g_signal_emit(self, signals[SIGNAL_JUDGED], 0);
  return G_SOURCE_CONTINUE;
}

void gmx_guide_note_action(GmxGuide *self, const char *action) {
  if (!self->lesson)
    return;
  g_hash_table_add(self->acted, g_strdup(action));
  gmx_guide_judge(self);
}

char *gmx_guide_fill(GmxGuide *self, const char *text) {
  const GmxLessonContext context = gmx_guide_context(self);
  return gmx_lesson_fill(text, &context);
}

char *gmx_guide_get_remark(GmxGuide *self) {
  const GmxLessonStep *step = gmx_guide_present(self);
  const GmxLessonContext context = gmx_guide_context(self);
  if (!step->wait)
    return NULL;
  if (self->done)
    return step->done ? gmx_lesson_fill(step->done, &context) : g_strdup(_("Done."));
  for (guint i = 0; i < step->remarks->len && self->touched; i++) {
    const GmxLessonRemark *remark = g_ptr_array_index(step->remarks, i);
    if (!remark->when || gmx_condition_holds(remark->when, &context))
      return gmx_lesson_fill(remark->say, &context);
  }
  return NULL;
}

/* From step to step */

static void end_step(GmxGuide *self) {
  unpoint(self);
  gmx_guide_unwatch(self);
  g_clear_handle_id(&self->poll, g_source_remove);
}

static void note_beginning(GmxGuide *self) {
  g_free(self->first_page);
  self->first_page = g_strdup(adw_view_stack_get_visible_child_name(self->pages));
  g_clear_object(&self->first_config);
  self->first_config = gmx_config_copy(gmx_settings_get_config(self->settings));
  g_hash_table_remove_all(self->starts);
  g_hash_table_remove_all(self->acted);
  self->first_step = gmx_measures_count_steps(self->measures);
  self->first_epoch = gmx_measures_count_epochs(self->measures);
}

static void begin_step(GmxGuide *self, guint number) {
  end_step(self);
  self->step = number;
  const GmxLessonStep *step = gmx_guide_present(self);
  self->done = step->wait == NULL;
  self->touched = self->brought = FALSE;
  show_page(self, step->page);
  note_beginning(self);
  gmx_lesson_progress_set_step(self->progress, self->lesson->name, number);
  gmx_guide_watch(self);
  self->poll = g_timeout_add(POLL, on_poll, self);
  g_signal_emit(self, signals[SIGNAL_STEP], 0);
  point(self);
  gmx_guide_judge(self);
}

void gmx_guide_begin(GmxGuide *self, const GmxLesson *lesson, guint step) {
  end_step(self);
  self->lesson = lesson;
  if (lesson)
    begin_step(self, MIN(step, lesson->steps->len - 1));
  else
    g_signal_emit(self, signals[SIGNAL_STEP], 0);
}

static void keep(GmxGuide *self) {
  const GmxLessonStep *step = gmx_guide_present(self);
  for (guint i = 0; i < step->keeps->len && self->done; i++) {
    const GmxLessonKeep *keeping = g_ptr_array_index(step->keeps, i);
    const int measure = gmx_measure_find(keeping->measure);
    gmx_lesson_progress_keep(self->progress, self->lesson->name, keeping->name,
                             gmx_measures_get(self->measures, (GmxMeasure)measure), measure);
  }
}

void gmx_guide_next(GmxGuide *self) {
  keep(self);
  if (self->step + 1 < self->lesson->steps->len) {
    begin_step(self, self->step + 1);
    return;
  }
  gmx_lesson_progress_finish(self->progress, self->lesson->name);
  gmx_guide_begin(self, NULL, 0);
  g_signal_emit(self, signals[SIGNAL_FINISHED], 0);
}

void gmx_guide_back(GmxGuide *self) {
  if (self->step > 0)
    begin_step(self, self->step - 1);
}

/* Life */

static void guide_dispose(GObject *object) {
  GmxGuide *self = GMX_GUIDE(object);
  end_step(self);
  self->lesson = NULL;
  g_clear_object(&self->measures);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->starts, g_hash_table_unref);
  g_clear_pointer(&self->acted, g_hash_table_unref);
  g_clear_pointer(&self->first_page, g_free);
  g_clear_object(&self->first_config);
  G_OBJECT_CLASS(gmx_guide_parent_class)->dispose(object);
}

static void gmx_guide_class_init(GmxGuideClass *class) {
  G_OBJECT_CLASS(class)->dispose = guide_dispose;
  signals[SIGNAL_STEP] = g_signal_new("step", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FINISHED] = g_signal_new("finished", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_JUDGED] = g_signal_new("judged", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_guide_init(GmxGuide *self) {
  self->starts = gmx_lesson_starts_new();
  self->acted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

GmxGuide *gmx_guide_new(GmxSettings *settings, GtkWidget *window, AdwViewStack *pages,
                        GmxLessonProgress *progress) {
  GmxGuide *self = g_object_new(GMX_TYPE_GUIDE, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  self->window = window;
  self->pages = pages;
  self->progress = progress;
  self->measures = gmx_measures_new(session);
  g_signal_connect_object(settings, "changed", G_CALLBACK(gmx_guide_judge), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(pages, "notify::visible-child", G_CALLBACK(gmx_guide_judge), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(gmx_guide_judge), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->measures, "changed", G_CALLBACK(gmx_guide_judge), self,
                          G_CONNECT_SWAPPED);
  return self;
}
