/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel of the lessons: its shell, and what goes on in it. */
#include "ui/lessons/panel-private.h"

#include <glib/gi18n.h>

#define RESOURCES "/io/github/gmixstudio/Studio/lessons"
#define WIDTH 300 /* with the settings and a race beside it in 1280 pixels */
#define SHEET_HEIGHT 300

enum { SIGNAL_CLOSE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxLessonPanel, gmx_lesson_panel, GTK_TYPE_WIDGET)

GtkWidget *gmx_lesson_panel_new_label(const char *style) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_natural_wrap_mode(GTK_LABEL(label), GTK_NATURAL_WRAP_NONE);
  if (style)
    gtk_widget_add_css_class(label, style);
  return label;
}

GtkWidget *gmx_lesson_panel_new_button(const char *label, const char *name, GCallback clicked,
                                       GmxLessonPanel *self) {
  GtkWidget *button = gtk_button_new();
  gtk_button_set_label(GTK_BUTTON(button), label);
  gtk_widget_set_name(button, name);
  g_signal_connect_swapped(button, "clicked", clicked, self);
  return button;
}

/* Shell */

static void update_shell(GmxLessonPanel *self) {
  const char *page = gtk_stack_get_visible_child_name(GTK_STACK(self->stack));
  const gboolean list = g_strcmp0(page, "list") == 0;
  const gboolean folded = self->sheet && self->folded;
  gtk_widget_set_visible(self->to_list, !list);
  gtk_widget_set_visible(self->fold, self->sheet);
  gtk_widget_set_visible(self->stack, !folded);
  gtk_button_set_icon_name(GTK_BUTTON(self->fold),
                           folded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_widget_set_tooltip_text(self->fold, folded ? _("Unfold") : _("Fold"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->fold), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 folded ? _("Unfold the Lesson") : _("Fold the Lesson"), -1);
  if (g_strcmp0(page, "step") != 0 || !self->lesson)
    gtk_label_set_text(GTK_LABEL(self->title), _("Lessons"));
  else
    gtk_label_set_markup(GTK_LABEL(self->title), self->lesson->title);
}

void gmx_lesson_panel_show_page(GmxLessonPanel *self, const char *page) {
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), page);
  self->folded = FALSE;
  update_shell(self);
}

static void on_fold(GmxLessonPanel *self) {
  self->folded = !self->folded;
  update_shell(self);
}

static void on_close(GmxLessonPanel *self) {
  g_signal_emit(self, signals[SIGNAL_CLOSE], 0);
}

static void on_list(GmxLessonPanel *self) {
  gmx_lesson_panel_show_list(self);
}

void gmx_lesson_panel_set_sheet(GmxLessonPanel *self, gboolean sheet) {
  self->sheet = sheet;
  self->folded = FALSE;
  gmx_guide_set_cramped(self->guide, sheet);
  gtk_widget_set_size_request(GTK_WIDGET(self), sheet ? -1 : WIDTH, -1);
  gtk_widget_set_size_request(self->stack, -1, sheet ? SHEET_HEIGHT : -1);
  gtk_widget_set_vexpand(self->stack, !sheet);
  if (sheet)
    gtk_widget_add_css_class(GTK_WIDGET(self), "sheet");
  else
    gtk_widget_remove_css_class(GTK_WIDGET(self), "sheet");
  update_shell(self);
}

/* Lessons */

static void save_progress(GmxLessonPanel *self) {
  g_autoptr(GError) error = NULL;
  if (!gmx_lesson_progress_save(self->progress, &error))
    gtk_widget_activate_action(GTK_WIDGET(self), "win.notice", "(ss)",
                               _("The progress in the lessons could not be kept."), error->message);
}

static void on_step(GmxLessonPanel *self) {
  const GmxLesson *lesson = gmx_guide_get_lesson(self->guide);
  if (!lesson)
    return;
  self->lesson = lesson;
  gmx_lesson_panel_show_page(self, "step");
  gmx_lesson_panel_update_step(self);
  save_progress(self);
}

static void on_finished(GmxLessonPanel *self) {
  gmx_lesson_panel_show_end(self, self->lesson);
  save_progress(self);
}

/* The list is read anew each time: a teacher changes a file and looks at it. */
static void read_library(GmxLessonPanel *self) {
  g_autofree char *folder = gmx_lesson_folder();
  g_clear_pointer(&self->library, g_ptr_array_unref);
  self->library = gmx_lesson_library_load(RESOURCES, folder, NULL);
}

void gmx_lesson_panel_show_list(GmxLessonPanel *self) {
  gmx_guide_begin(self->guide, NULL, 0);
  self->lesson = NULL;
  self->opening = FALSE;
  g_clear_pointer(&self->opened, gmx_lesson_free);
  read_library(self);
  gmx_lesson_panel_fill_list(self);
  gmx_lesson_panel_show_page(self, "list");
}

gboolean gmx_lesson_panel_show_lesson(GmxLessonPanel *self, const char *name) {
  GmxLesson *lesson = gmx_lesson_library_find(self->library, name);
  if (lesson)
    gmx_lesson_panel_introduce(self, lesson);
  return lesson != NULL;
}

gboolean gmx_lesson_panel_open_file(GmxLessonPanel *self, const char *path, GError **error) {
  GmxLesson *lesson = gmx_lesson_load(path, NULL, error);
  if (!lesson)
    return FALSE;
  gmx_guide_begin(self->guide, NULL, 0);
  g_clear_pointer(&self->opened, gmx_lesson_free);
  self->opened = lesson;
  gmx_lesson_panel_introduce(self, lesson);
  return TRUE;
}

const char *gmx_lesson_panel_get_title(GmxLessonPanel *self, const char *name) {
  const GmxLesson *lesson = gmx_lesson_library_find(self->library, name);
  return lesson ? lesson->title : NULL;
}

void gmx_lesson_panel_leave(GmxLessonPanel *self) {
  if (self->away)
    return;
  self->resume = gmx_guide_get_lesson(self->guide) ? gmx_guide_get_step(self->guide) : G_MAXUINT;
  self->away = TRUE;
  gmx_guide_begin(self->guide, NULL, 0);
}

void gmx_lesson_panel_return(GmxLessonPanel *self) {
  if (!self->away)
    return;
  self->away = FALSE;
  if (self->lesson && self->resume != G_MAXUINT)
    gmx_guide_begin(self->guide, self->lesson, self->resume);
}

static gboolean lesson_panel_grab_focus(GtkWidget *widget) {
  return gtk_widget_child_focus(GMX_LESSON_PANEL(widget)->stack, GTK_DIR_TAB_FORWARD);
}

void gmx_lesson_panel_note_action(GmxLessonPanel *self, const char *action) {
  gmx_guide_note_action(self->guide, action);
}

/* Building */

static GtkWidget *new_flat(GmxLessonPanel *self, const char *icon, const char *name,
                           const char *label, GCallback clicked) {
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_name(button, name);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_set_tooltip_text(button, label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped(button, "clicked", clicked, self);
  return button;
}

static GtkWidget *new_head(GmxLessonPanel *self) {
  self->head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  self->to_list =
      new_flat(self, "go-previous-symbolic", "lesson-list", _("All Lessons"), G_CALLBACK(on_list));
  self->fold = new_flat(self, "pan-down-symbolic", "lesson-fold", _("Fold"), G_CALLBACK(on_fold));
  self->title = gtk_label_new(_("Lessons"));
  gtk_label_set_ellipsize(GTK_LABEL(self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(self->title), 0);
  gtk_widget_add_css_class(self->title, "heading");
  gtk_widget_set_hexpand(self->title, TRUE);
  gtk_box_append(GTK_BOX(self->head), self->to_list);
  gtk_box_append(GTK_BOX(self->head), self->title);
  gtk_box_append(GTK_BOX(self->head), self->fold);
  gtk_box_append(GTK_BOX(self->head), new_flat(self, "window-close-symbolic", "lesson-close",
                                               _("Close the Lessons"), G_CALLBACK(on_close)));
  gtk_widget_add_css_class(self->head, "gmx-lesson-head");
  return self->head;
}

static void add_scrolled(GmxLessonPanel *self, GtkWidget *page, const char *name) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), page);
  gtk_widget_add_css_class(page, "gmx-lesson-page");
  gtk_stack_add_named(GTK_STACK(self->stack), scroller, name);
}

static void build(GmxLessonPanel *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->stack = gtk_stack_new();
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  add_scrolled(self, gmx_lesson_panel_new_list(self), "list");
  add_scrolled(self, gmx_lesson_panel_new_intro(self), "intro");
  gtk_stack_add_named(GTK_STACK(self->stack), gmx_lesson_panel_new_step(self), "step");
  add_scrolled(self, gmx_lesson_panel_new_end(self), "end");
  gtk_box_append(GTK_BOX(self->box), new_head(self));
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

static void lesson_panel_dispose(GObject *object) {
  GmxLessonPanel *self = GMX_LESSON_PANEL(object);
  if (self->guide)
    g_object_run_dispose(G_OBJECT(self->guide));
  g_clear_object(&self->guide);
  g_clear_object(&self->run);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_pointer(&self->progress, gmx_lesson_progress_free);
  g_clear_pointer(&self->opened, gmx_lesson_free);
  g_clear_pointer(&self->library, g_ptr_array_unref);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_lesson_panel_parent_class)->dispose(object);
}

static void gmx_lesson_panel_class_init(GmxLessonPanelClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = lesson_panel_dispose;
  signals[SIGNAL_CLOSE] = g_signal_new("close", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  widget_class->grab_focus = lesson_panel_grab_focus;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_lesson_panel_init(GmxLessonPanel *self) {
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-lessons");
  gtk_widget_set_name(GTK_WIDGET(self), "lesson-panel");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lessons"),
                                 -1);
}

static void load_progress(GmxLessonPanel *self) {
  g_autofree char *path = gmx_lesson_progress_path(), *wrong = NULL;
  self->progress = gmx_lesson_progress_load(path, &wrong);
  if (wrong)
    g_message("The progress in the lessons can't be read and begins anew: %s", wrong);
}

GtkWidget *gmx_lesson_panel_new(GmxSettings *settings, GtkWidget *window, AdwViewStack *pages) {
  g_autofree char *path = gmx_lesson_run_path();
  GmxLessonPanel *self = g_object_new(GMX_TYPE_LESSON_PANEL, NULL);
  self->settings = g_object_ref(settings);
  load_progress(self);
  read_library(self);
  self->guide = gmx_guide_new(settings, window, pages, self->progress);
  self->run = gmx_lesson_run_new(settings, path);
  build(self);
  gmx_lesson_panel_update_run(self);
  gmx_lesson_panel_fill_list(self);
  gmx_lesson_panel_show_page(self, "list");
  g_signal_connect_object(self->guide, "step", G_CALLBACK(on_step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->guide, "finished", G_CALLBACK(on_finished), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->guide, "judged", G_CALLBACK(gmx_lesson_panel_update_remark), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->run, "changed", G_CALLBACK(gmx_lesson_panel_update_run), self,
                          G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
