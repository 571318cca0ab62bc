/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel's list of lessons with what is known of each, and the way to other files. */
#include "ui/lessons/panel-private.h"

#include <glib/gi18n.h>

static const GmxLessonEntry *entry_of(GmxLessonPanel *self, GtkListBoxRow *row) {
  return g_ptr_array_index(self->library, (guint)gtk_list_box_row_get_index(row));
}

static void on_row(GmxLessonPanel *self, GtkListBoxRow *row) {
  const GmxLessonEntry *entry = entry_of(self, row);
  if (entry->lesson)
    gmx_lesson_panel_introduce(self, entry->lesson);
}

static void on_go_back(GmxLessonPanel *self) {
  gmx_lesson_run_go_back(self->run);
}

/* "Step 3 of 8", "Finished", "4 minutes". */
static char *describe(GmxLessonPanel *self, const GmxLesson *lesson) {
  const guint step = gmx_lesson_progress_get_step(self->progress, lesson->name);
  if (step > 0)
    return g_strdup_printf(_("step %u of %u"), MIN(step + 1, lesson->steps->len),
                           lesson->steps->len);
  if (gmx_lesson_progress_is_finished(self->progress, lesson->name))
    return g_strdup(_("finished"));
  if (lesson->minutes > 0)
    return g_strdup_printf(ngettext("%d minute", "%d minutes", (gulong)lesson->minutes),
                           lesson->minutes);
  return g_strdup("");
}

static GtkWidget *new_mark(GmxLessonPanel *self, const GmxLesson *lesson) {
  GtkWidget *image = gtk_image_new_from_icon_name("object-select-symbolic");
  gtk_widget_set_opacity(image,
                         gmx_lesson_progress_is_finished(self->progress, lesson->name) ? 1 : 0);
  gtk_accessible_update_property(GTK_ACCESSIBLE(image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Finished"), -1);
  return image;
}

static GtkWidget *new_row(GmxLessonPanel *self, const GmxLesson *lesson, guint number) {
  GtkWidget *row = gtk_list_box_row_new(), *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gmx_lesson_panel_new_label(NULL);
  GtkWidget *note = gmx_lesson_panel_new_label("gmx-caption");
  g_autofree char *number_text = g_strdup_printf("%u", number);
  g_autofree char *name = g_strconcat("lesson-", lesson->name, NULL);
  g_autofree char *state = describe(self, lesson);
  GtkWidget *count = gtk_label_new(number_text);
  gtk_label_set_markup(GTK_LABEL(title), lesson->title);
  gtk_label_set_text(GTK_LABEL(note), state);
  gtk_widget_set_visible(note, *state != '\0');
  gtk_widget_add_css_class(count, "gmx-lesson-number");
  gtk_widget_add_css_class(count, "numeric");
  gtk_box_append(GTK_BOX(texts), title);
  gtk_box_append(GTK_BOX(texts), note);
  gtk_widget_set_hexpand(texts, TRUE);
  gtk_box_append(GTK_BOX(line), count);
  gtk_box_append(GTK_BOX(line), texts);
  gtk_box_append(GTK_BOX(line), new_mark(self, lesson));
  gtk_widget_add_css_class(line, "gmx-lesson-row");
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), line);
  gtk_widget_set_name(row, name);
  g_autofree char *label =
      g_strdup_printf("%u. %s, %s", number, gtk_label_get_text(GTK_LABEL(title)), state);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}

static GtkWidget *new_wrong_row(const char *wrong) {
  GtkWidget *row = gtk_list_box_row_new(), *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *image = gtk_image_new_from_icon_name("dialog-warning-symbolic");
  GtkWidget *text = gmx_lesson_panel_new_label("gmx-note");
  gtk_label_set_text(GTK_LABEL(text), wrong);
  gtk_label_set_wrap_mode(GTK_LABEL(text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class(image, "gmx-flag");
  gtk_box_append(GTK_BOX(line), image);
  gtk_box_append(GTK_BOX(line), text);
  gtk_widget_add_css_class(line, "gmx-lesson-row");
  gtk_list_box_row_set_child(GTK_LIST_BOX_ROW(row), line);
  gtk_list_box_row_set_activatable(GTK_LIST_BOX_ROW(row), FALSE);
  return row;
}

void gmx_lesson_panel_fill_list(GmxLessonPanel *self) {
  GtkWidget *child;
  guint number = 0;
  while ((child = gtk_widget_get_first_child(self->list_box)))
    gtk_list_box_remove(GTK_LIST_BOX(self->list_box), child);
  for (guint i = 0; i < self->library->len; i++) {
    const GmxLessonEntry *entry = g_ptr_array_index(self->library, i);
    gtk_list_box_append(GTK_LIST_BOX(self->list_box), entry->lesson
                                                          ? new_row(self, entry->lesson, ++number)
                                                          : new_wrong_row(entry->wrong));
  }
  gtk_widget_set_visible(self->list_box, self->library->len > 0);
}

GtkWidget *gmx_lesson_panel_new_list(GmxLessonPanel *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *open = gtk_button_new_with_label(_("Open Lesson…"));
  GtkWidget *about = gmx_lesson_panel_new_label("dim-label");
  gtk_label_set_text(GTK_LABEL(about),
                     _("Each takes a few minutes and works with the real controls."));
  self->list_box = gtk_list_box_new();
  gtk_list_box_set_selection_mode(GTK_LIST_BOX(self->list_box), GTK_SELECTION_NONE);
  gtk_widget_add_css_class(self->list_box, "boxed-list");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->list_box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Lessons"), -1);
  g_signal_connect_swapped(self->list_box, "row-activated", G_CALLBACK(on_row), self);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(open), "win.open-lesson");
  gtk_widget_set_name(open, "lesson-open");
  self->go_back = gmx_lesson_panel_new_button(_("Back to My Run"), "lesson-my-run",
                                              G_CALLBACK(on_go_back), self);
  gtk_box_append(GTK_BOX(box), about);
  gtk_box_append(GTK_BOX(box), self->list_box);
  gtk_box_append(GTK_BOX(box), self->go_back);
  gtk_box_append(GTK_BOX(box), open);
  return box;
}
