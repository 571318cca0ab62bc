/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's actions: what the buttons, menus and keys do. */
#include "ui/window-private.h"

#include "resources/gmix-studio-resources.h"
#include "ui/file-dialog.h"
#include "ui/plane/plane-files.h"

#include <glib/gi18n.h>

static void act_train(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxWindow *self = GMX_WINDOW(widget);
  if (gmx_session_get_state(self->session) == GMX_SESSION_TRAINING)
    gmx_session_pause(self->session);
  else
    gmx_session_train(self->session);
}

static void act_step(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_session_advance(GMX_WINDOW(widget)->session, GMX_ADVANCE_STEP);
}

static void act_step_epoch(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_session_advance(GMX_WINDOW(widget)->session, GMX_ADVANCE_EPOCH);
}

/* Slow motion stands in the Train page: there it begins, and there it ends. */
static void act_slow_motion(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxWindow *self = GMX_WINDOW(widget);
  AdwViewStack *pages = ADW_VIEW_STACK(self->pages);
  gboolean away = g_strcmp0(adw_view_stack_get_visible_child_name(pages), "train") != 0;
  adw_view_stack_set_visible_child_name(pages, "train");
  gmx_motion_set_active(self->motion, away || !gmx_motion_get_active(self->motion));
}

static void act_reset(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_session_reset(GMX_WINDOW(widget)->session, FALSE);
}

static void act_reset_new_seed(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_session_reset(GMX_WINDOW(widget)->session, TRUE);
}

static void act_toggle_sidebar(GtkWidget *widget, const char *name, GVariant *parameter) {
  AdwFlap *flap = ADW_FLAP(GMX_WINDOW(widget)->flap);
  adw_flap_set_reveal_flap(flap, !adw_flap_get_reveal_flap(flap));
}

static void on_folder_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  GmxWindow *self = data;
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  if (path)
    gmx_settings_set(self->settings, "data", path);
}

static void act_open_folder(GtkWidget *widget, const char *name, GVariant *parameter) {
  GtkFileChooserNative *dialog = gmx_file_dialog_new(
      widget, _("Open a Folder of Images"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Open"));
  g_signal_connect(dialog, "response", G_CALLBACK(on_folder_chosen), widget);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void on_points_chosen(const char *path, gpointer window) {
  gmx_settings_set(GMX_WINDOW(window)->settings, "data", path);
}

static void act_open_points(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_plane_files_choose_open(widget, on_points_chosen);
}

static void act_undo(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_settings_undo(GMX_WINDOW(widget)->settings);
}

/* For what has no window to say it in: ("what went wrong", "what would be right"). */
static void act_notice(GtkWidget *widget, const char *name, GVariant *parameter) {
  const char *what, *right;
  g_variant_get(parameter, "(&s&s)", &what, &right);
  gmx_window_say(GMX_WINDOW(widget), what, right);
}

void gmx_window_update_undo(GmxWindow *self) {
  g_autofree char *what = gmx_settings_describe_undo(self->settings);
  g_autofree char *tooltip =
      what ? g_strdup_printf(_("Undo: %s"), what) : g_strdup(_("Undo the last change"));
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "win.undo", what != NULL);
  gtk_widget_set_tooltip_text(self->undo_button, tooltip);
}

void gmx_window_update_actions(GmxWindow *self) {
  GtkWidget *widget = GTK_WIDGET(self);
  GmxSessionState state = gmx_session_get_state(self->session);
  gboolean can_go =
      state == GMX_SESSION_READY || state == GMX_SESSION_TRAINING || state == GMX_SESSION_PAUSED;
  gtk_widget_action_set_enabled(widget, "win.train", can_go);
  gtk_widget_action_set_enabled(widget, "win.step", can_go);
  gtk_widget_action_set_enabled(widget, "win.step-epoch", can_go);
  gtk_widget_action_set_enabled(widget, "win.slow-motion", can_go);
  gtk_widget_action_set_enabled(widget, "win.reset", state > GMX_SESSION_READY);
  gtk_widget_action_set_enabled(widget, "win.reset-new-seed", state >= GMX_SESSION_READY);
}

static const struct {
  const char *name, *parameter;
  GtkWidgetActionActivateFunc func;
} actions[] = {
    {"win.train", NULL, act_train},
    {"win.step", NULL, act_step},
    {"win.step-epoch", NULL, act_step_epoch},
    {"win.slow-motion", NULL, act_slow_motion},
    {"win.reset", NULL, act_reset},
    {"win.reset-new-seed", NULL, act_reset_new_seed},
    {"win.toggle-sidebar", NULL, act_toggle_sidebar},
    {"win.open-folder", NULL, act_open_folder},
    {"win.open-points", NULL, act_open_points},
    {"win.open-session", NULL, gmx_window_open_session},
    {"win.open-weights", NULL, gmx_window_open_weights},
    {"win.save-session", NULL, gmx_window_save_session},
    {"win.notice", "(ss)", act_notice},
    {"win.undo", NULL, act_undo},
};

/* A lesson may wait for any of them. */
static void act(GtkWidget *widget, const char *name, GVariant *parameter) {
  for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
    if (g_str_equal(actions[i].name, name))
      actions[i].func(widget, name, parameter);
  gmx_window_note_action(GMX_WINDOW(widget), name);
}

void gmx_window_class_install_actions(GtkWidgetClass *class) {
  for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
    gtk_widget_class_install_action(class, actions[i].name, actions[i].parameter, act);
  gmx_window_class_install_lesson_actions(class);
  /* No accelerator: an entry, or a page, that has something of its own to undo comes first. */
  gtk_widget_class_add_binding_action(class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
}

static void on_tempo(GSimpleAction *action, GVariant *value, gpointer data) {
  GmxWindow *self = data;
  gmx_session_set_tempo(self->session, g_variant_get_int32(value));
  g_simple_action_set_state(action, value);
}

/* A choice has a state, which actions of a class do not have. */
void gmx_window_add_choices(GmxWindow *self) {
  g_autoptr(GSimpleAction) tempo =
      g_simple_action_new_stateful("tempo", G_VARIANT_TYPE_INT32, g_variant_new_int32(0));
  g_signal_connect(tempo, "change-state", G_CALLBACK(on_tempo), self);
  g_action_map_add_action(G_ACTION_MAP(self), G_ACTION(tempo));
}

/* Application-wide */

static void on_style(GSimpleAction *action, GVariant *value, gpointer data) {
  const char *style = g_variant_get_string(value, NULL);
  AdwColorScheme scheme = g_str_equal(style, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                          : g_str_equal(style, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                        : ADW_COLOR_SCHEME_DEFAULT;
  adw_style_manager_set_color_scheme(adw_style_manager_get_default(), scheme);
  g_simple_action_set_state(action, value);
}

static void on_about(GSimpleAction *action, GVariant *parameter, gpointer data) {
  GtkApplication *application = data;
  adw_show_about_window(
      gtk_application_get_active_window(application), "application-name", _("G-Mix Studio"),
      "application-icon", g_application_get_application_id(G_APPLICATION(application)),
      "developer-name", _("The G-Mix Studio developers"), "version", GMX_VERSION, "comments",
      _("Watch mixup, SAM and G-Mix train a network."), "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void on_quit(GSimpleAction *action, GVariant *parameter, gpointer data) {
  GtkWindow *window = gtk_application_get_active_window(data);
  if (window)
    gtk_window_close(window);
}

static void add_actions(GtkApplication *application) {
  GSimpleAction *style =
      g_simple_action_new_stateful("style", G_VARIANT_TYPE_STRING, g_variant_new_string("system"));
  GSimpleAction *about = g_simple_action_new("about", NULL);
  GSimpleAction *quit = g_simple_action_new("quit", NULL);
  g_signal_connect(style, "change-state", G_CALLBACK(on_style), NULL);
  g_signal_connect(about, "activate", G_CALLBACK(on_about), application);
  g_signal_connect(quit, "activate", G_CALLBACK(on_quit), application);
  g_action_map_add_action(G_ACTION_MAP(application), G_ACTION(style));
  g_action_map_add_action(G_ACTION_MAP(application), G_ACTION(about));
  g_action_map_add_action(G_ACTION_MAP(application), G_ACTION(quit));
  g_object_unref(style);
  g_object_unref(about);
  g_object_unref(quit);
}

void gmx_window_register_resources(void) {
  g_resources_register(gmx_studio_get_resource());
}

void gmx_window_prepare_application(AdwApplication *application) {
  static const struct {
    const char *action;
    const char *keys[3];
  } shortcuts[] = {
      {"win.train", {"F5"}},
      {"win.step", {"F10"}},
      {"win.step-epoch", {"<Control>F10"}},
      {"win.reset", {"<Control>r"}},
      {"win.reset-new-seed", {"<Control><Shift>r"}},
      {"win.slow-motion", {"F8"}},
      {"win.toggle-sidebar", {"F9"}},
      {"win.open-session", {"<Control>o"}},
      {"win.open-folder", {"<Control><Shift>o"}},
      {"win.save-session", {"<Control>s"}},
      {"win.lessons", {"F1"}},
      {"win.show-help-overlay", {"<Control>question"}},
      {"app.quit", {"<Control>q"}},
  };
  add_actions(GTK_APPLICATION(application));
  for (gsize i = 0; i < G_N_ELEMENTS(shortcuts); i++)
    gtk_application_set_accels_for_action(GTK_APPLICATION(application), shortcuts[i].action,
                                          shortcuts[i].keys);
}
