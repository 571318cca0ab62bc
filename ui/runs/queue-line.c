/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue in one line, its sweeps in a popover. Numbers change at most four times a second. */
#include "ui/runs/queue-line.h"

#include "engine/train/sweep-run.h"
#include "ui/format.h"
#include "ui/runs/run-names.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define SEPARATOR "  ·  "

struct _GmxQueueLine {
  GtkWidget parent_instance;

  GmxQueue *queue;
  GmxThrottle renew;
  gboolean narrow;

  GtkWidget *label, *sweeps, *pause, *progress, *bar, *percent;
  GtkWidget *popover, *sweep_list;
};

G_DEFINE_FINAL_TYPE(GmxQueueLine, gmx_queue_line, GTK_TYPE_WIDGET)

static void append(GString *text, const char *words) {
  g_string_append_printf(text, "%s%s", text->len > 0 ? SEPARATOR : "", words);
}

static void append_counts(GString *text, const GmxQueueStatus *status) {
  g_autofree char *counts =
      status->paused
          ? g_strdup_printf(_("paused, %d waiting"), status->waiting + status->running)
          : g_strdup_printf(_("%d running, %d waiting"), status->running, status->waiting);
  append(text, counts);
  if (status->failed > 0) {
    g_autofree char *failed = g_strdup_printf(_("%d failed"), status->failed);
    append(text, failed);
  }
}

static char *describe(GmxQueueLine *self, const GmxQueueStatus *status) {
  GString *text = g_string_new(NULL);
  if (status->running + status->waiting + status->failed == 0) {
    g_string_append(text, status->finished > 0 ? _("all is done") : _("empty"));
    return g_string_free(text, FALSE);
  }
  append_counts(text, status);
  if (status->current && !self->narrow) {
    g_autofree char *now = g_strdup_printf(_("now: %s"), status->current);
    append(text, now);
  }
  if (isfinite(status->seconds_left) && !status->paused) {
    g_autofree char *time = gmx_run_format_time(status->seconds_left);
    g_autofree char *left = g_strdup_printf(_("%s left"), time);
    append(text, left);
  }
  return g_string_free(text, FALSE);
}

static void renew(gpointer data) {
  GmxQueueLine *self = data;
  g_autoptr(GmxQueueStatus) status = gmx_queue_get_status(self->queue);
  g_autofree char *words = describe(self, status);
  g_autofree char *markup =
      g_markup_printf_escaped("<b>%s</b>   <span alpha=\"66%%\">%s</span>", _("Queue"), words);
  g_autofree char *percent = gmx_format_percent(status->fraction, 0);
  const int left = status->running + status->waiting;
  const gboolean any = left + status->failed + status->finished > 0;
  gtk_label_set_markup(GTK_LABEL(self->label), markup);
  gtk_label_set_text(GTK_LABEL(self->percent), percent);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), CLAMP(status->fraction, 0, 1));
  gtk_button_set_label(GTK_BUTTON(self->pause),
                       status->paused ? _("Resume Queue") : _("Pause Queue"));
  gtk_widget_set_visible(self->pause, left > 0 || status->paused);
  gtk_widget_set_visible(self->progress, left > 0);
  gtk_widget_set_visible(self->sweeps, any);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Queue"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void on_progress(GmxQueueLine *self) {
  gmx_throttle_call(&self->renew);
}

static void on_pause(GmxQueueLine *self) {
  g_autoptr(GmxQueueStatus) status = gmx_queue_get_status(self->queue);
  gmx_queue_set_paused(self->queue, !status->paused);
  gmx_throttle_flush(&self->renew);
}

/* The sweeps */

static void fill_sweeps(GmxQueueLine *self);

static void on_remove(GmxQueueLine *self, GtkWidget *button) {
  g_autofree char *name = g_strdup(g_object_get_data(G_OBJECT(button), "name"));
  gmx_queue_remove(self->queue, name, NULL); /* its failure is the queue's "failed" */
  fill_sweeps(self);
  gmx_throttle_flush(&self->renew);
}

static GtkWidget *new_sweep(GmxQueueLine *self, const char *name) {
  g_autoptr(GmxSweep) sweep = gmx_queue_find(self->queue, name);
  const int count = sweep ? gmx_sweep_get_count(sweep) : 0;
  g_autofree char *runs = g_strdup_printf(ngettext("%d run", "%d runs", count), count);
  g_autofree char *label = g_strdup_printf(_("Remove %s from the queue"), name);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new(name), *note = gtk_label_new(runs);
  GtkWidget *remove = gtk_button_new_from_icon_name("list-remove-symbolic");
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_label_set_ellipsize(GTK_LABEL(title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(title, TRUE);
  gtk_widget_add_css_class(note, "gmx-caption");
  gtk_widget_add_css_class(remove, "flat");
  gtk_widget_set_tooltip_text(remove, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(remove), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full(G_OBJECT(remove), "name", g_strdup(name), g_free);
  g_signal_connect_swapped(remove, "clicked", G_CALLBACK(on_remove), self);
  gtk_box_append(GTK_BOX(line), title);
  gtk_box_append(GTK_BOX(line), note);
  gtk_box_append(GTK_BOX(line), remove);
  return line;
}

static void fill_sweeps(GmxQueueLine *self) {
  g_auto(GStrv) names = gmx_queue_list(self->queue);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(self->sweep_list)))
    gtk_box_remove(GTK_BOX(self->sweep_list), child);
  for (int i = 0; names[i]; i++)
    gtk_box_append(GTK_BOX(self->sweep_list), new_sweep(self, names[i]));
  if (names[0])
    return;
  GtkWidget *none = gtk_label_new(_("No sweep is queued."));
  gtk_widget_add_css_class(none, "dim-label");
  gtk_box_append(GTK_BOX(self->sweep_list), none);
}

static GtkWidget *new_sweeps(GmxQueueLine *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *note = gtk_label_new(_("What a sweep has finished stays when it is removed."));
  GtkWidget *scroller = gtk_scrolled_window_new();
  self->sweep_list = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  self->popover = gtk_popover_new();
  self->sweeps = gtk_menu_button_new();
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), self->sweep_list);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(scroller), TRUE);
  gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scroller), 300);
  gtk_widget_set_size_request(scroller, 300, -1);
  gtk_widget_add_css_class(note, "gmx-caption");
  gtk_widget_add_css_class(box, "gmx-popover");
  gtk_box_append(GTK_BOX(box), scroller);
  gtk_box_append(GTK_BOX(box), note);
  gtk_popover_set_child(GTK_POPOVER(self->popover), box);
  gtk_menu_button_set_popover(GTK_MENU_BUTTON(self->sweeps), self->popover);
  gtk_menu_button_set_label(GTK_MENU_BUTTON(self->sweeps), _("Sweeps"));
  gtk_menu_button_set_direction(GTK_MENU_BUTTON(self->sweeps), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text(self->sweeps, _("What is queued"));
  gtk_widget_set_valign(self->sweeps, GTK_ALIGN_CENTER);
  g_signal_connect_swapped(self->popover, "map", G_CALLBACK(fill_sweeps), self);
  return self->sweeps;
}

static GtkWidget *new_progress(GmxQueueLine *self) {
  self->progress = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->bar = gtk_progress_bar_new();
  self->percent = gtk_label_new(NULL);
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request(self->bar, 220, -1);
  gtk_label_set_width_chars(GTK_LABEL(self->percent), 5);
  gtk_label_set_xalign(GTK_LABEL(self->percent), 1);
  gtk_widget_add_css_class(self->percent, "numeric");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Queue progress"), -1);
  gtk_box_append(GTK_BOX(self->progress), self->bar);
  gtk_box_append(GTK_BOX(self->progress), self->percent);
  return self->progress;
}

void gmx_queue_line_set_narrow(GmxQueueLine *self, gboolean narrow) {
  self->narrow = narrow;
  gtk_widget_set_visible(self->bar, !narrow);
  renew(self);
}

static void queue_line_dispose(GObject *object) {
  GmxQueueLine *self = GMX_QUEUE_LINE(object);
  GtkWidget *child;
  gmx_throttle_stop(&self->renew);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->queue);
  G_OBJECT_CLASS(gmx_queue_line_parent_class)->dispose(object);
}

static void gmx_queue_line_class_init(GmxQueueLineClass *class) {
  G_OBJECT_CLASS(class)->dispose = queue_line_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_queue_line_init(GmxQueueLine *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  gmx_throttle_init(&self->renew, 250, renew, self);
  self->label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(self->label, "numeric");
  gtk_widget_set_hexpand(self->label, TRUE);
  self->pause = gtk_button_new_with_label(_("Pause Queue"));
  g_signal_connect_swapped(self->pause, "clicked", G_CALLBACK(on_pause), self);
  gtk_widget_set_valign(self->pause, GTK_ALIGN_CENTER);
  gtk_widget_set_parent(self->label, GTK_WIDGET(self));
  gtk_widget_set_parent(new_sweeps(self), GTK_WIDGET(self));
  gtk_widget_set_parent(self->pause, GTK_WIDGET(self));
  gtk_widget_set_parent(new_progress(self), GTK_WIDGET(self));
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-status");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-queue");
}

GtkWidget *gmx_queue_line_new(GmxQueue *queue) {
  GmxQueueLine *self = g_object_new(GMX_TYPE_QUEUE_LINE, NULL);
  self->queue = g_object_ref(queue);
  g_signal_connect_object(queue, "changed", G_CALLBACK(on_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(queue, "progress", G_CALLBACK(on_progress), self, G_CONNECT_SWAPPED);
  renew(self);
  return GTK_WIDGET(self);
}
