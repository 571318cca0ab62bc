/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons in the window: where their panel stands, what opens it, and the names by which they
 * find the window's parts. */
#include "ui/window-private.h"

#include "ui/file-dialog.h"
#include "ui/adaptive-bin.h"
#include "ui/lessons/panel.h"

#include <glib/gi18n.h>

#define LEAST_WIDTH 360
/* Below it the panel beside the pages would leave them too little. */
#define BREAKPOINT 1180

static GmxLessonPanel *get_panel(GmxWindow *self) {
  return GMX_LESSON_PANEL(self->lessons);
}

/* Place */

static gboolean inspects(GmxWindow *self) {
  GtkWidget *shown = gtk_stack_get_visible_child(GTK_STACK(self->views));
  return shown && gtk_widget_is_ancestor(self->inspector, shown);
}

static void place(GmxWindow *self) {
  const gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->lesson_bin));
  GtkWidget *slot = inspects(self) ? self->lesson_under_inspector
                    : narrow       ? self->lesson_below
                                   : self->lesson_beside;
  GtkWidget *parent = gtk_widget_get_parent(self->lessons);
  if (parent == slot)
    return;
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
  const gboolean had_focus = focus && gtk_widget_is_ancestor(focus, self->lessons);
  g_object_ref(self->lessons);
  if (parent)
    gtk_box_remove(GTK_BOX(parent), self->lessons);
  gtk_box_append(GTK_BOX(slot), self->lessons);
  g_object_unref(self->lessons);
  gmx_lesson_panel_set_sheet(get_panel(self), slot != self->lesson_beside);
  if (had_focus)
    gtk_widget_grab_focus(focus);
}

/* Showing */

static void show_lessons(GmxWindow *self, gboolean shown) {
  gtk_widget_set_visible(self->lessons, shown);
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->lesson_button), shown);
  if (shown)
    gmx_lesson_panel_return(get_panel(self));
  else
    gmx_lesson_panel_leave(get_panel(self));
}

static void on_toggled(GmxWindow *self) {
  const gboolean shown = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->lesson_button));
  if (shown != gtk_widget_get_visible(self->lessons))
    show_lessons(self, shown);
}

static void on_close(GmxWindow *self) {
  show_lessons(self, FALSE);
}

static void act_lessons(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxWindow *self = GMX_WINDOW(widget);
  show_lessons(self, !gtk_widget_get_visible(self->lessons));
  if (gtk_widget_get_visible(self->lessons))
    gtk_widget_grab_focus(self->lessons);
}

static void open_file(GmxWindow *self, const char *path) {
  g_autoptr(GError) error = NULL;
  if (gmx_lesson_panel_open_file(get_panel(self), path, &error))
    show_lessons(self, TRUE);
  else
    gmx_window_say(self, _("The lesson could not be opened."), error->message);
}

void gmx_window_open_lesson(GmxWindow *self, const char *lesson) {
  if (gmx_lesson_panel_show_lesson(get_panel(self), lesson))
    show_lessons(self, TRUE);
  else
    open_file(self, lesson);
}

static void act_lesson(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_window_open_lesson(GMX_WINDOW(widget), g_variant_get_string(parameter, NULL));
}

static void on_file(GtkNativeDialog *dialog, int response, gpointer data) {
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  if (path)
    open_file(data, path);
}

static void act_open_lesson(GtkWidget *widget, const char *name, GVariant *parameter) {
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(widget, _("Open a Lesson"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
  gtk_file_filter_set_name(filter, _("Lessons"));
  gtk_file_filter_add_pattern(filter, "*.yaml");
  gtk_file_filter_add_pattern(filter, "*.yml");
  gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), filter);
  g_signal_connect(dialog, "response", G_CALLBACK(on_file), widget);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

void gmx_window_class_install_lesson_actions(GtkWidgetClass *class) {
  gtk_widget_class_install_action(class, "win.lessons", NULL, act_lessons);
  gtk_widget_class_install_action(class, "win.lesson", "s", act_lesson);
  gtk_widget_class_install_action(class, "win.open-lesson", NULL, act_open_lesson);
}

void gmx_window_note_action(GmxWindow *self, const char *action) {
  if (self->lessons)
    gmx_lesson_panel_note_action(get_panel(self), action);
}

GtkWidget *gmx_window_add_lessons(GmxWindow *self, GtkWidget *views) {
  self->lesson_bin = gmx_adaptive_bin_new(views, LEAST_WIDTH, BREAKPOINT);
  self->lessons =
      gmx_lesson_panel_new(self->settings, GTK_WIDGET(self), ADW_VIEW_STACK(self->pages));
  gtk_widget_set_visible(self->lessons, FALSE);
  place(self);
  g_signal_connect_object(self->lesson_bin, "notify::narrow", G_CALLBACK(place), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->views, "notify::visible-child", G_CALLBACK(place), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->lessons, "close", G_CALLBACK(on_close), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->lesson_button, "toggled", G_CALLBACK(on_toggled), self,
                          G_CONNECT_SWAPPED);
  return self->lesson_bin;
}

/* Names */

/* A switcher's buttons are its own, in the order of the pages. */
static void name_tabs(GmxWindow *self, GtkWidget *switcher) {
  g_autoptr(GtkSelectionModel) pages = adw_view_stack_get_pages(ADW_VIEW_STACK(self->pages));
  guint i = 0;
  for (GtkWidget *tab = gtk_widget_get_first_child(switcher);
       tab && i < g_list_model_get_n_items(G_LIST_MODEL(pages));
       tab = gtk_widget_get_next_sibling(tab), i++) {
    g_autoptr(AdwViewStackPage) page = g_list_model_get_item(G_LIST_MODEL(pages), i);
    g_autofree char *name = g_strconcat("page-", adw_view_stack_page_get_name(page), NULL);
    gtk_widget_set_name(tab, name);
  }
}

static void name_switchers(GmxWindow *self, GtkWidget *widget) {
  if (ADW_IS_VIEW_SWITCHER(widget)) {
    name_tabs(self, widget);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    name_switchers(self, child);
}

void gmx_window_name_parts(GmxWindow *self) {
  const struct {
    GtkWidget *widget;
    const char *name;
  } parts[] = {
      {self->sidebar_button, "settings"}, {self->train_button, "train"},
      {self->step_button, "step"},        {self->reset_button, "reset"},
      {self->undo_button, "undo"},        {self->lesson_button, "lessons"},
      {self->status_bar, "status"},       {self->inspector, "inspector"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    gtk_widget_set_name(parts[i].widget, parts[i].name);
  name_switchers(self, self->titles);
  name_switchers(self, self->page_bar);
}
