/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's header bar: its buttons, the switcher of pages, and what of them stays where it is
 * narrow. */
#include "ui/window-private.h"

#include "ui/tool-parts.h"

#include <glib/gi18n.h>

/* Icon and label; the label goes where there is no room. */
static GtkWidget *new_content(const char *icon, const char *label) {
  GtkWidget *content = gmx_tool_content_new(icon, label);
  gtk_widget_add_css_class(gtk_widget_get_last_child(content), "gmx-header-button");
  return content;
}

/* The names of a split button belong to the two buttons in it. */
static void name_split(GtkWidget *split, const char *name, const char *menu_name) {
  for (GtkWidget *child = gtk_widget_get_first_child(split); child;
       child = gtk_widget_get_next_sibling(child)) {
    if (GTK_IS_MENU_BUTTON(child))
      gmx_tool_name(child, menu_name, NULL);
    else if (GTK_IS_BUTTON(child))
      gmx_tool_name(child, name, NULL);
  }
}

static GtkWidget *new_split(GtkBuilder *menus, const char *icon, const char *label,
                            const char *action, const char *menu, const char *menu_name) {
  GtkWidget *button = adw_split_button_new();
  adw_split_button_set_child(ADW_SPLIT_BUTTON(button), new_content(icon, label));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  adw_split_button_set_menu_model(ADW_SPLIT_BUTTON(button),
                                  G_MENU_MODEL(gtk_builder_get_object(menus, menu)));
  adw_split_button_set_dropdown_tooltip(ADW_SPLIT_BUTTON(button), menu_name);
  name_split(button, label, menu_name);
  return button;
}

void gmx_window_show_train_button(GmxWindow *self) {
  GmxSessionState state = gmx_session_get_state(self->session);
  gboolean training = state == GMX_SESSION_TRAINING;
  GtkWidget *content = gtk_button_get_child(GTK_BUTTON(self->train_button));
  GtkWidget *image = gtk_widget_get_first_child(content);
  const char *name = training ? _("Pause") : _("Train");
  gtk_image_set_from_icon_name(GTK_IMAGE(image), training ? "media-playback-pause-symbolic"
                                                          : "media-playback-start-symbolic");
  gtk_label_set_text(GTK_LABEL(gtk_widget_get_next_sibling(image)), name);
  gtk_widget_set_tooltip_text(self->train_button,
                              training ? _("Pause after this step (Space)")
                              : state == GMX_SESSION_FINISHED
                                  ? _("All epochs are done: raise Epochs, or reset")
                                  : _("Train until paused (Space)"));
  gmx_tool_name(self->train_button, name, NULL);
  if (state == GMX_SESSION_READY)
    gtk_widget_add_css_class(self->train_button, "suggested-action");
  else
    gtk_widget_remove_css_class(self->train_button, "suggested-action");
}

static GtkWidget *new_switcher(GmxWindow *self, AdwViewSwitcherPolicy policy) {
  GtkWidget *switcher = adw_view_switcher_new();
  adw_view_switcher_set_stack(ADW_VIEW_SWITCHER(switcher), ADW_VIEW_STACK(self->pages));
  adw_view_switcher_set_policy(ADW_VIEW_SWITCHER(switcher), policy);
  return switcher;
}

/* Icons beside the names where there is room, else above them; the title in a narrow window. */
static GtkWidget *new_titles(GmxWindow *self) {
  GtkWidget *switcher = adw_squeezer_new();
  adw_squeezer_set_homogeneous(ADW_SQUEEZER(switcher), FALSE);
  adw_squeezer_add(ADW_SQUEEZER(switcher), new_switcher(self, ADW_VIEW_SWITCHER_POLICY_WIDE));
  adw_squeezer_add(ADW_SQUEEZER(switcher), new_switcher(self, ADW_VIEW_SWITCHER_POLICY_NARROW));
  self->title = adw_window_title_new(_("Train"), NULL);
  self->titles = gtk_stack_new();
  gtk_stack_set_hhomogeneous(GTK_STACK(self->titles), FALSE);
  gtk_stack_add_named(GTK_STACK(self->titles), switcher, "switcher");
  gtk_stack_add_named(GTK_STACK(self->titles), self->title, "title");
  return self->titles;
}

static GtkWidget *new_menu_button(GtkBuilder *menus) {
  GtkWidget *button = gtk_menu_button_new();
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button),
                                 G_MENU_MODEL(gtk_builder_get_object(menus, "main_menu")));
  gtk_widget_set_tooltip_text(button, _("Main Menu"));
  gmx_tool_name(button, _("Main Menu"), NULL);
  return button;
}

static GtkWidget *new_undo_button(GmxWindow *self) {
  self->undo_button = gtk_button_new_from_icon_name("edit-undo-symbolic");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->undo_button), "win.undo");
  gmx_tool_name(self->undo_button, _("Undo"), NULL);
  return self->undo_button;
}

static GtkWidget *new_lesson_button(GmxWindow *self) {
  self->lesson_button = gtk_toggle_button_new();
  gtk_button_set_icon_name(GTK_BUTTON(self->lesson_button), "gmx-lesson-symbolic");
  gtk_widget_set_tooltip_text(self->lesson_button, _("Lessons (F1)"));
  gmx_tool_name(self->lesson_button, _("Lessons"), NULL);
  return self->lesson_button;
}

GtkWidget *gmx_window_new_header(GmxWindow *self) {
  g_autoptr(GtkBuilder) menus =
      gtk_builder_new_from_resource("/io/github/gmixstudio/Studio/ui/menus.ui");
  GtkWidget *header = adw_header_bar_new();
  self->sidebar_button = gtk_toggle_button_new();
  gtk_button_set_icon_name(GTK_BUTTON(self->sidebar_button), "gmx-sidebar-symbolic");
  gtk_widget_set_tooltip_text(self->sidebar_button, _("Settings (F9)"));
  gmx_tool_name(self->sidebar_button, _("Settings"), NULL);
  self->train_button = gtk_button_new();
  gtk_button_set_child(GTK_BUTTON(self->train_button),
                       new_content("media-playback-start-symbolic", _("Train")));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->train_button), "win.train");
  self->step_button =
      new_split(menus, "gmx-step-symbolic", _("Step"), "win.step", "step_menu", _("Step Length"));
  gtk_widget_set_tooltip_text(self->step_button, _("One step (F10)"));
  self->reset_button = new_split(menus, "view-refresh-symbolic", _("Reset"), "win.reset",
                                 "reset_menu", _("Reset Seed"));
  gtk_widget_set_tooltip_text(self->reset_button, _("Back to step 0 (Ctrl+R)"));
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), self->sidebar_button);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), self->train_button);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), self->step_button);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), self->reset_button);
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), new_menu_button(menus));
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), new_lesson_button(self));
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), new_undo_button(self));
  adw_header_bar_set_title_widget(ADW_HEADER_BAR(header), new_titles(self));
  return header;
}

/* The desktop's window buttons but for those that change the window's size. */
static char *short_decoration(GtkWidget *widget) {
  g_autofree char *layout = NULL;
  g_object_get(gtk_widget_get_settings(widget), "gtk-decoration-layout", &layout, NULL);
  g_autoptr(GString) kept = g_string_new(layout);
  g_string_replace(kept, "minimize", "", 0);
  g_string_replace(kept, "maximize", "", 0);
  return g_strdup(kept->str);
}

/* Narrow, the page's name needs the room of two window buttons. */
static void show_decoration(GmxWindow *self, gboolean narrow) {
  GtkWidget *header = gtk_widget_get_ancestor(self->sidebar_button, ADW_TYPE_HEADER_BAR);
  g_autofree char *layout = narrow ? short_decoration(header) : NULL;
  adw_header_bar_set_decoration_layout(ADW_HEADER_BAR(header), layout);
}

void gmx_window_set_header_narrow(GmxWindow *self, gboolean narrow) {
  show_decoration(self, narrow);
  gmx_tool_content_show_words(gtk_button_get_child(GTK_BUTTON(self->train_button)), !narrow);
  gmx_tool_content_show_words(adw_split_button_get_child(ADW_SPLIT_BUTTON(self->step_button)),
                              !narrow);
  gtk_widget_set_visible(self->reset_button, !narrow); /* these three stay in the main menu */
  gtk_widget_set_visible(self->undo_button, !narrow);
  gtk_widget_set_visible(self->lesson_button, !narrow);
  gtk_stack_set_visible_child_name(GTK_STACK(self->titles), narrow ? "title" : "switcher");
}
