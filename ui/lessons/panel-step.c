/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson's step in the panel: its text and formula, how it stands, and where one goes from it. */
#include "ui/lessons/panel-private.h"

#include <glib/gi18n.h>

/* Filling in */

/* Only a text that is another is set: labels that are set anew lose what was selected in them. */
static void set_markup(GtkWidget *label, const char *markup) {
  if (g_strcmp0(gtk_label_get_label(GTK_LABEL(label)), markup) != 0)
    gtk_label_set_markup(GTK_LABEL(label), markup);
}

static const GmxLessonStep *present(GmxLessonPanel *self) {
  return gmx_lesson_get_step(gmx_guide_get_lesson(self->guide), gmx_guide_get_step(self->guide));
}

static void show_text(GmxLessonPanel *self) {
  g_autofree char *text = gmx_guide_fill(self->guide, present(self)->text);
  set_markup(self->text, text);
}

static void show_buttons(GmxLessonPanel *self) {
  const GmxLesson *lesson = gmx_guide_get_lesson(self->guide);
  const gboolean done = gmx_guide_is_done(self->guide);
  const gboolean last = gmx_guide_get_step(self->guide) + 1 == lesson->steps->len;
  const gboolean had_focus = gtk_widget_has_focus(self->skip);
  gtk_button_set_label(GTK_BUTTON(self->next), last ? _("Finish") : _("Next"));
  gtk_widget_set_visible(self->next, done);
  gtk_widget_set_visible(self->skip, !done);
  gtk_widget_set_sensitive(self->back, gmx_guide_get_step(self->guide) > 0);
  gtk_widget_set_visible(self->show, present(self)->points[0] != NULL);
  gtk_widget_set_sensitive(self->show, gmx_guide_has_point(self->guide));
  if (done && had_focus)
    gtk_widget_grab_focus(self->next);
}

void gmx_lesson_panel_update_remark(GmxLessonPanel *self) {
  if (!gmx_guide_get_lesson(self->guide))
    return;
  const gboolean done = gmx_guide_is_done(self->guide);
  g_autofree char *remark = gmx_guide_get_remark(self->guide);
  show_text(self);
  gtk_image_set_from_icon_name(GTK_IMAGE(self->remark_icon),
                               done ? "object-select-symbolic" : "dialog-information-symbolic");
  set_markup(self->remark_text, remark ? remark : "");
  gtk_widget_set_visible(self->remark, remark != NULL);
  if (done)
    gtk_widget_add_css_class(self->remark, "done");
  else
    gtk_widget_remove_css_class(self->remark, "done");
  show_buttons(self);
}

void gmx_lesson_panel_update_step(GmxLessonPanel *self) {
  const GmxLesson *lesson = gmx_guide_get_lesson(self->guide);
  const GmxLessonStep *step = present(self);
  const guint number = gmx_guide_get_step(self->guide) + 1, count = lesson->steps->len;
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(self->scroller));
  g_autofree char *text = g_strdup_printf(_("step %u of %u"), number, count);
  gtk_label_set_text(GTK_LABEL(self->count), text);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), (double)number / count);
  set_markup(self->step_title, step->title);
  set_markup(self->formula, step->formula ? step->formula : "");
  gtk_widget_set_visible(self->formula, step->formula != NULL);
  gtk_adjustment_set_value(place, 0);
  gmx_lesson_panel_update_remark(self);
}

/* Acting */

static void on_next(GmxLessonPanel *self) {
  gmx_guide_next(self->guide);
}

static void on_back(GmxLessonPanel *self) {
  gmx_guide_back(self->guide);
}

static void on_show(GmxLessonPanel *self) {
  gmx_guide_show_point(self->guide);
}

/* Building */

static GtkWidget *new_remark(GmxLessonPanel *self) {
  self->remark = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->remark_icon = gtk_image_new();
  self->remark_text = gmx_lesson_panel_new_label(NULL);
  gtk_widget_set_valign(self->remark_icon, GTK_ALIGN_START);
  gtk_box_append(GTK_BOX(self->remark), self->remark_icon);
  gtk_box_append(GTK_BOX(self->remark), self->remark_text);
  gtk_widget_add_css_class(self->remark, "gmx-lesson-remark");
  gtk_widget_set_name(self->remark_text, "lesson-remark");
  return self->remark;
}

static GtkWidget *new_progress(GmxLessonPanel *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->count = gmx_lesson_panel_new_label("gmx-caption");
  self->bar = gtk_progress_bar_new();
  gtk_widget_add_css_class(self->count, "numeric");
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand(self->bar, TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Progress of the lesson"), -1);
  gtk_box_append(GTK_BOX(line), self->count);
  gtk_box_append(GTK_BOX(line), self->bar);
  return line;
}

static GtkWidget *new_texts(GmxLessonPanel *self) {
  GtkWidget *texts = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->step_title = gmx_lesson_panel_new_label("title-4");
  self->text = gmx_lesson_panel_new_label(NULL);
  self->formula = gmx_lesson_panel_new_label("gmx-lesson-formula");
  gtk_widget_set_name(self->text, "lesson-text");
  gtk_box_append(GTK_BOX(texts), new_progress(self));
  gtk_box_append(GTK_BOX(texts), self->step_title);
  gtk_box_append(GTK_BOX(texts), self->text);
  gtk_box_append(GTK_BOX(texts), self->formula);
  gtk_box_append(GTK_BOX(texts), new_remark(self));
  gtk_widget_add_css_class(texts, "gmx-lesson-page");
  return texts;
}

static GtkWidget *new_buttons(GmxLessonPanel *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *space = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->back = gmx_lesson_panel_new_button(_("Back"), "lesson-back", G_CALLBACK(on_back), self);
  self->show = gmx_lesson_panel_new_button(_("Show Me"), "lesson-show", G_CALLBACK(on_show), self);
  self->skip = gmx_lesson_panel_new_button(_("Skip"), "lesson-skip", G_CALLBACK(on_next), self);
  self->next = gmx_lesson_panel_new_button(_("Next"), "lesson-next", G_CALLBACK(on_next), self);
  gtk_widget_add_css_class(self->next, "suggested-action");
  gtk_widget_add_css_class(self->skip, "flat");
  gtk_widget_set_hexpand(space, TRUE);
  gtk_box_append(GTK_BOX(line), self->back);
  gtk_box_append(GTK_BOX(line), self->show);
  gtk_box_append(GTK_BOX(line), space);
  gtk_box_append(GTK_BOX(line), self->skip);
  gtk_box_append(GTK_BOX(line), self->next);
  gtk_widget_add_css_class(line, "gmx-lesson-buttons");
  return line;
}

GtkWidget *gmx_lesson_panel_new_step(GmxLessonPanel *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->scroller = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), new_texts(self));
  gtk_widget_set_vexpand(self->scroller, TRUE);
  gtk_box_append(GTK_BOX(box), self->scroller);
  gtk_box_append(GTK_BOX(box), new_buttons(self));
  return box;
}
