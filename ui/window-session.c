/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions in files: what the window writes into a .gmix file, and how it takes one up. */
#include "ui/window-private.h"

#include "engine/train/run-folder.h"
#include "ui/file-dialog.h"

#include <glib/gi18n.h>

#define SUFFIX ".gmix"

/* Whether there is something to go on with: a run that ended before its first checkpoint, or was
 * deleted, is begun anew with the same settings. */
static gboolean can_go_on(const char *run) {
  g_autofree char *checkpoint = run ? g_build_filename(run, "checkpoint.safetensors", NULL) : NULL;
  return checkpoint && g_file_test(checkpoint, G_FILE_TEST_EXISTS);
}

void gmx_window_take_session(GmxWindow *self, const GmxSessionFile *file, const char *weights) {
  AdwViewStack *pages = ADW_VIEW_STACK(self->pages);
  if (file->page && adw_view_stack_get_child_by_name(pages, file->page))
    adw_view_stack_set_visible_child_name(pages, file->page);
  if (weights)
    gmx_settings_open_weights(self->settings, file->config, weights);
  else if (can_go_on(file->run))
    gmx_settings_resume(self->settings, file->run, file->config);
  else
    gmx_settings_open(self->settings, file->config);
}

/* Opening */

static void keep_path(GmxWindow *self, const char *path) {
  char *copy = g_strdup(path);
  g_free(self->session_path);
  self->session_path = copy;
}

void gmx_window_open_session_file(GmxWindow *self, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxSessionFile) file = gmx_session_file_load(path, &error);
  if (!file) {
    gmx_window_say(self, _("The session could not be opened."), error->message);
    return;
  }
  keep_path(self, path);
  gmx_window_take_session(self, file, NULL);
}

static void add_filters(GtkFileChooserNative *dialog) {
  gmx_file_dialog_add_filter(dialog, _("Sessions"), "*" SUFFIX);
  gmx_file_dialog_add_filter(dialog, _("All Files"), "*");
}

static void on_open_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  if (path)
    gmx_window_open_session_file(data, path);
}

void gmx_window_open_session(GtkWidget *widget, const char *name, GVariant *parameter) {
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(widget, _("Open a Session"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
  add_filters(dialog);
  g_signal_connect(dialog, "response", G_CALLBACK(on_open_chosen), widget);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* Saving */

static JsonObject *window_state(GmxWindow *self) {
  JsonObject *state = json_object_new();
  int width, height;
  gtk_window_get_default_size(GTK_WINDOW(self), &width, &height);
  json_object_set_int_member(state, "width", width);
  json_object_set_int_member(state, "height", height);
  json_object_set_boolean_member(state, "maximized", gtk_window_is_maximized(GTK_WINDOW(self)));
  return state;
}

static GmxSessionFile *describe(GmxWindow *self) {
  GmxSessionFile *file = g_new0(GmxSessionFile, 1);
  const char *run = gmx_settings_get_run(self->settings);
  file->config = gmx_config_copy(gmx_settings_get_config(self->settings));
  gmx_config_make_data_absolute(file->config, NULL);
  file->page = g_strdup(adw_view_stack_get_visible_child_name(ADW_VIEW_STACK(self->pages)));
  file->run = run ? g_canonicalize_filename(run, NULL) : NULL;
  file->window = window_state(self);
  return file;
}

static void save_file(GmxWindow *self, const char *path) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxSessionFile) file = describe(self);
  if (gmx_session_file_save(file, path, &error))
    keep_path(self, path);
  else
    gmx_window_say(self, _("The session could not be saved."), error->message);
}

/* The dialog has asked about the name that was typed, not about the one with the ending. */
static void on_save_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  g_autofree char *typed = gmx_file_dialog_finish(dialog, response);
  if (!typed)
    return;
  g_autofree char *path =
      g_str_has_suffix(typed, SUFFIX) ? g_strdup(typed) : g_strconcat(typed, SUFFIX, NULL);
  if (!g_str_equal(path, typed) && g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_autofree char *right = g_strdup_printf(_("%s exists already; choose another name."), path);
    gmx_window_say(data, _("The session was not saved."), right);
    return;
  }
  save_file(data, path);
}

/* "fashion-mnist-g-mix.gmix", or the name it has already. */
static void suggest_name(GmxWindow *self, GtkFileChooser *dialog) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *data = gmx_config_get_string(config, "data");
  g_autofree char *base = g_path_get_basename(data);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_autofree char *name = g_strdup_printf("%s-%s" SUFFIX, base, method);
  if (self->session_path) {
    g_autoptr(GFile) file = g_file_new_for_path(self->session_path);
    gtk_file_chooser_set_file(dialog, file, NULL);
  } else
    gtk_file_chooser_set_current_name(dialog, name);
}

void gmx_window_save_session(GtkWidget *widget, const char *name, GVariant *parameter) {
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(widget, _("Save the Session"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  add_filters(dialog);
  suggest_name(GMX_WINDOW(widget), GTK_FILE_CHOOSER(dialog));
  g_signal_connect(dialog, "response", G_CALLBACK(on_save_chosen), widget);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}
