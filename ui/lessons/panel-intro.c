/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lesson begins with, which asks before a run is opened, and what it ends with. */
#include "ui/lessons/panel-private.h"

#include "ui/format.h"
#include "ui/lessons/find.h"
#include "ui/plane/plane-tools.h"

#include <glib/gi18n.h>

/* Beginning */

/* "Dataset shapes, Method mixup, α 1" */
static char *describe_setup(const GmxLesson *lesson) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (char **name = lesson->setup_names; *name; name++) {
    GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(lesson->config), *name);
    const char *symbol = gmx_setting_info(spec)->symbol;
    g_autofree char *value = gmx_config_to_string(lesson->config, *name);
    g_autofree char *label = g_markup_escape_text(g_param_spec_get_nick(spec), -1);
    const gboolean method = g_str_equal(*name, "method");
    g_autofree char *shown =
        g_markup_escape_text(method ? gmx_method_title(value) : gmx_value_title(value), -1);
    g_string_append_printf(text, "%s%s <b>%s</b>", text->len > 0 ? "\n" : "",
                           symbol ? symbol : label, shown);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean is_first_run(GmxLessonPanel *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  return gmx_session_get_state(session) <= GMX_SESSION_READY;
}

static void show_setup(GmxLessonPanel *self, const GmxLesson *lesson, gboolean goes_on) {
  const gboolean opens = lesson->config != NULL;
  g_autofree char *setup = opens ? describe_setup(lesson) : g_strdup("");
  gtk_label_set_markup(GTK_LABEL(self->intro_setup), setup);
  gtk_widget_set_visible(self->intro_setup, opens);
  gtk_label_set_text(
      GTK_LABEL(self->intro_note),
      !opens ? _("It works with the run that is open.")
      : is_first_run(self)
          ? _("It opens a run of its own with these settings. Yours come back with “Back to My "
              "Run”.")
          : _("It opens a run of its own with these settings. Yours is kept where it stands, and "
              "comes back with “Back to My Run”."));
  gtk_button_set_label(GTK_BUTTON(self->start), goes_on ? _("Begin Again") : _("Begin"));
  gtk_button_set_label(GTK_BUTTON(self->keep_run),
                       goes_on ? _("Go On") : _("Begin With the Open Run"));
  gtk_widget_set_visible(self->keep_run, goes_on || opens);
}

void gmx_lesson_panel_introduce(GmxLessonPanel *self, const GmxLesson *lesson) {
  const gboolean goes_on = gmx_lesson_progress_get_step(self->progress, lesson->name) > 0;
  gmx_guide_begin(self->guide, NULL, 0);
  self->lesson = lesson;
  self->opening = FALSE;
  gtk_widget_set_sensitive(self->start, TRUE);
  gtk_label_set_markup(GTK_LABEL(self->intro_title), lesson->title);
  gtk_label_set_markup(GTK_LABEL(self->intro_summary), lesson->summary);
  show_setup(self, lesson, goes_on);
  if (goes_on)
    gtk_widget_add_css_class(self->keep_run, "suggested-action");
  else
    gtk_widget_remove_css_class(self->keep_run, "suggested-action");
  if (goes_on)
    gtk_widget_remove_css_class(self->start, "suggested-action");
  else
    gtk_widget_add_css_class(self->start, "suggested-action");
  gmx_lesson_panel_show_page(self, "intro");
  gtk_widget_grab_focus(goes_on ? self->keep_run : self->start);
}

/* The lesson's run is looked at alone: a race would open a second one beside it. */
static void end_race(GmxLessonPanel *self) {
  GtkWidget *window = GTK_WIDGET(gtk_widget_get_root(GTK_WIDGET(self)));
  GtkWidget *plane = gmx_widget_find(window, "plane");
  if (plane && gmx_session_get_rival(gmx_settings_get_session(self->settings)))
    g_object_set(plane, "mode", GMX_PLANE_MODE_SIDE_BY_SIDE, NULL);
}

static void on_start(GmxLessonPanel *self) {
  if (!self->lesson->config) {
    gmx_guide_begin(self->guide, self->lesson, 0);
    return;
  }
  self->opening = TRUE;
  gtk_widget_set_sensitive(self->start, FALSE);
  end_race(self);
  gmx_lesson_run_open(self->run, self->lesson->config);
}

/* What its first step is judged by must be its own run, not the one before. */
static void on_opened(GmxLessonPanel *self) {
  const gboolean begins = self->opening;
  self->opening = FALSE;
  gtk_widget_set_sensitive(self->start, TRUE);
  if (begins && self->lesson)
    gmx_guide_begin(self->guide, self->lesson, 0);
}

/* It could not be opened; the window says why. */
static void on_failed(GmxLessonPanel *self) {
  self->opening = FALSE;
  gtk_widget_set_sensitive(self->start, TRUE);
}

/* On with a lesson that was left, or from its beginning without a run of its own. */
static void on_keep_run(GmxLessonPanel *self) {
  gmx_guide_begin(self->guide, self->lesson,
                  gmx_lesson_progress_get_step(self->progress, self->lesson->name));
}

GtkWidget *gmx_lesson_panel_new_intro(GmxLessonPanel *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->intro_title = gmx_lesson_panel_new_label("title-4");
  self->intro_summary = gmx_lesson_panel_new_label(NULL);
  self->intro_setup = gmx_lesson_panel_new_label("gmx-lesson-setup");
  self->intro_note = gmx_lesson_panel_new_label("gmx-caption");
  self->start = gmx_lesson_panel_new_button(_("Begin"), "lesson-begin", G_CALLBACK(on_start), self);
  self->keep_run =
      gmx_lesson_panel_new_button(_("Go On"), "lesson-go-on", G_CALLBACK(on_keep_run), self);
  gtk_box_append(GTK_BOX(box), self->intro_title);
  gtk_box_append(GTK_BOX(box), self->intro_summary);
  gtk_box_append(GTK_BOX(box), self->intro_setup);
  gtk_box_append(GTK_BOX(box), self->intro_note);
  gtk_box_append(GTK_BOX(box), self->start);
  gtk_box_append(GTK_BOX(box), self->keep_run);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "failed", G_CALLBACK(on_failed), self, G_CONNECT_SWAPPED);
  return box;
}

/* Ending */

static const GmxLesson *find_following(GmxLessonPanel *self, const GmxLesson *lesson) {
  gboolean passed = FALSE;
  for (guint i = 0; i < self->library->len; i++) {
    const GmxLessonEntry *entry = g_ptr_array_index(self->library, i);
    if (passed && entry->lesson)
      return entry->lesson;
    passed |= entry->lesson == lesson;
  }
  return NULL;
}

void gmx_lesson_panel_show_end(GmxLessonPanel *self, const GmxLesson *lesson) {
  const GmxLesson *following = find_following(self, lesson);
  self->lesson = lesson;
  gtk_label_set_markup(GTK_LABEL(self->end_text), lesson->title);
  gtk_widget_set_visible(self->end_next, following != NULL);
  if (following) {
    GtkWidget *label = gtk_button_get_child(GTK_BUTTON(self->end_next));
    g_autofree char *markup = g_strdup_printf(_("Next: %s"), following->title);
    gtk_label_set_markup(GTK_LABEL(label), markup);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
  }
  gmx_lesson_panel_show_page(self, "end");
  gtk_widget_grab_focus(following ? self->end_next : self->to_list);
}

static void on_next_lesson(GmxLessonPanel *self) {
  gmx_lesson_panel_introduce(self, find_following(self, self->lesson));
}

static void on_go_back(GmxLessonPanel *self) {
  gmx_lesson_run_go_back(self->run);
}

static void on_all(GmxLessonPanel *self) {
  gmx_lesson_panel_show_list(self);
}

GtkWidget *gmx_lesson_panel_new_end(GmxLessonPanel *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name("object-select-symbolic");
  GtkWidget *done = gmx_lesson_panel_new_label("title-4");
  gtk_image_set_pixel_size(GTK_IMAGE(image), 48);
  gtk_widget_add_css_class(image, "gmx-lesson-done");
  gtk_label_set_text(GTK_LABEL(done), _("Lesson finished"));
  self->end_text = gmx_lesson_panel_new_label(NULL);
  self->end_next =
      gmx_lesson_panel_new_button("", "lesson-following", G_CALLBACK(on_next_lesson), self);
  self->end_back = gmx_lesson_panel_new_button(_("Back to My Run"), "lesson-end-my-run",
                                               G_CALLBACK(on_go_back), self);
  gtk_widget_add_css_class(self->end_next, "suggested-action");
  gtk_box_append(GTK_BOX(box), image);
  gtk_box_append(GTK_BOX(box), done);
  gtk_box_append(GTK_BOX(box), self->end_text);
  gtk_box_append(GTK_BOX(box), self->end_next);
  gtk_box_append(GTK_BOX(box), self->end_back);
  gtk_box_append(GTK_BOX(box), gmx_lesson_panel_new_button(_("All Lessons"), "lesson-end-list",
                                                           G_CALLBACK(on_all), self));
  return box;
}

void gmx_lesson_panel_update_run(GmxLessonPanel *self) {
  const gboolean earlier = gmx_lesson_run_has_earlier(self->run);
  gtk_widget_set_visible(self->go_back, earlier);
  gtk_widget_set_visible(self->end_back, earlier);
}
