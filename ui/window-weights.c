/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights that another program trained, or an earlier run: a new run that begins with them, by the
 * menu or by dropping the file on the window. A session's file may be dropped as well. */
#include "ui/window-private.h"

#include <glib/gi18n.h>

#define SUFFIX ".safetensors"

static void add_filters(GtkFileChooser *dialog) {
  g_autoptr(GtkFileFilter) weights = gtk_file_filter_new();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new();
  gtk_file_filter_set_name(weights, _("Weights"));
  gtk_file_filter_add_pattern(weights, "*" SUFFIX);
  gtk_file_filter_set_name(all, _("All Files"));
  gtk_file_filter_add_pattern(all, "*");
  gtk_file_chooser_add_filter(dialog, weights);
  gtk_file_chooser_add_filter(dialog, all);
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer window) {
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  gtk_native_dialog_destroy(dialog);
  g_object_unref(dialog);
  if (response == GTK_RESPONSE_ACCEPT && path)
    gmx_settings_open_weights(GMX_WINDOW(window)->settings, NULL, path);
}

void gmx_window_open_weights(GtkWidget *widget, const char *name, GVariant *parameter) {
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new(_("Start From Weights"), GTK_WINDOW(widget),
                                  GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
  add_filters(GTK_FILE_CHOOSER(dialog));
  g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), widget);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* What is dropped on a part of the window that takes files itself does not come here. */
static gboolean on_drop(GmxWindow *self, const GValue *value) {
  g_autoptr(GSList) files = gdk_file_list_get_files(g_value_get_boxed(value));
  g_autofree char *path = files ? g_file_get_path(files->data) : NULL;
  if (path && g_str_has_suffix(path, SUFFIX))
    gmx_settings_open_weights(self->settings, NULL, path);
  else if (path && g_str_has_suffix(path, ".gmix"))
    gmx_window_open_session_file(self, path);
  else
    return FALSE;
  return TRUE;
}

void gmx_window_add_drop(GmxWindow *self) {
  GtkDropTarget *drop = gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_swapped(drop, "drop", G_CALLBACK(on_drop), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drop));
}
