/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "?" behind a control. Its popover is made when somebody asks, for formulas change with the
 * settings, and there is a "?" for each of some forty rows. */
#include "ui/help.h"

#include "ui/lessons/lesson-library.h"

#include <glib/gi18n.h>

#define WIDTH 320
#define LESSONS "/io/github/gmixstudio/Studio/lessons"

typedef struct {
  GmxHelpFunc func;
  gpointer data;
} Asking;

static GtkWidget *new_label(const char *style) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 30); /* the box asks for more: its width holds */
  if (style)
    gtk_widget_add_css_class(label, style);
  return label;
}

static void add_text(GtkWidget *box, const char *text, const char *style) {
  GtkWidget *label = new_label(style);
  gtk_label_set_text(GTK_LABEL(label), text);
  gtk_box_append(GTK_BOX(box), label);
}

static void add_formula(GtkWidget *box, const char *formula) {
  GtkWidget *label = new_label("gmx-help-formula");
  gtk_label_set_markup(GTK_LABEL(label), formula);
  gtk_box_append(GTK_BOX(box), label);
}

static void add_source(GtkWidget *box, const char *source) {
  g_autofree char *text = g_strdup_printf(_("Source: %s"), source);
  add_text(box, text, "gmx-caption");
}

/* Below a popover, "clicked" comes before the action: the popover is gone when the lesson opens. */
static void on_lesson(GtkWidget *button) {
  gtk_popover_popdown(GTK_POPOVER(gtk_widget_get_ancestor(button, GTK_TYPE_POPOVER)));
}

static void add_lesson(GtkWidget *box, const char *name) {
  g_autofree char *folder = gmx_lesson_folder();
  g_autoptr(GPtrArray) library = gmx_lesson_library_load(LESSONS, folder, NULL);
  const GmxLesson *lesson = gmx_lesson_library_find(library, name);
  if (!lesson)
    return;
  GtkWidget *button = gtk_button_new(), *label = gtk_label_new(NULL);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *markup = g_strdup_printf(_("Lesson: %s"), lesson->title);
  gtk_label_set_markup(GTK_LABEL(label), markup);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_box_append(GTK_BOX(line), gtk_image_new_from_icon_name("gmx-lesson-symbolic"));
  gtk_box_append(GTK_BOX(line), label);
  gtk_button_set_child(GTK_BUTTON(button), line);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 gtk_label_get_text(GTK_LABEL(label)), -1);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.lesson");
  gtk_actionable_set_action_target(GTK_ACTIONABLE(button), "s", name);
  g_signal_connect(button, "clicked", G_CALLBACK(on_lesson), NULL);
  gtk_box_append(GTK_BOX(box), button);
}

static GtkWidget *new_content(const GmxHelp *help) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
  add_text(box, help->title, "heading");
  if (help->text)
    add_text(box, help->text, NULL);
  if (help->formula)
    add_formula(box, help->formula);
  if (help->source)
    add_source(box, help->source);
  if (help->lesson)
    add_lesson(box, help->lesson);
  gtk_widget_add_css_class(box, "gmx-popover");
  gtk_widget_set_size_request(box, WIDTH, -1);
  return box;
}

static void on_ask(GtkMenuButton *button, gpointer data) {
  const Asking *asking = data;
  GtkWidget *popover = gtk_popover_new();
  GmxHelp help = {NULL};
  asking->func(asking->data ? asking->data : button, &help);
  gtk_popover_set_child(GTK_POPOVER(popover), new_content(&help));
  gtk_menu_button_set_popover(button, popover);
}

void gmx_help_button_set_name(GtkWidget *button, const char *name) {
  g_autofree char *label = g_strdup_printf(_("Help on %s"), name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

GtkWidget *gmx_help_button_new(const char *name, GmxHelpFunc func, gpointer data) {
  GtkWidget *button = gtk_menu_button_new();
  Asking *asking = g_new0(Asking, 1);
  *asking = (Asking){func, data};
  gtk_menu_button_set_child(GTK_MENU_BUTTON(button), gtk_label_new("?")); /* without an arrow */
  gtk_menu_button_set_has_frame(GTK_MENU_BUTTON(button), FALSE);
  gtk_menu_button_set_create_popup_func(GTK_MENU_BUTTON(button), on_ask, asking, g_free);
  gtk_widget_add_css_class(button, "gmx-help");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  /* By keyboard it opens from its control: it would double the stops of Tab. */
  gtk_widget_set_focusable(gtk_widget_get_first_child(button), FALSE);
  gtk_widget_set_tooltip_text(button, _("Formula, source and lesson"));
  gmx_help_button_set_name(button, name);
  return button;
}
