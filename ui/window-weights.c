/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights that another program trained, or an earlier run: a new run that begins with them, by the
 * menu or by dropping the file on the window. A session's file may be dropped as well. */
#include "ui/window-private.h"

#include "ui/file-dialog.h"

#include <glib/gi18n.h>

#define SUFFIX ".safetensors"

static void add_filters(GtkFileChooserNative *dialog) {
  gmx_file_dialog_add_filter(dialog, _("Weights"), "*" SUFFIX);
  gmx_file_dialog_add_filter(dialog, _("All Files"), "*");
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer window) {
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  if (path)
    gmx_settings_open_weights(GMX_WINDOW(window)->settings, NULL, path);
}

void gmx_window_open_weights(GtkWidget *widget, const char *name, GVariant *parameter) {
  GtkFileChooserNative *dialog = gmx_file_dialog_new(widget, _("Start From Weights"),
                                                     GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
  add_filters(dialog);
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
