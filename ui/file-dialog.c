/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's own dialogs. */
#include "ui/file-dialog.h"

#include <glib/gi18n.h>

GtkFileChooserNative *gmx_file_dialog_new(GtkWidget *widget, const char *title,
                                          GtkFileChooserAction action, const char *accept) {
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
      title, GTK_WINDOW(gtk_widget_get_root(widget)), action, accept, _("_Cancel"));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
  return dialog;
}

void gmx_file_dialog_add_filter(GtkFileChooserNative *dialog, const char *name,
                                const char *pattern) {
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new();
  gtk_file_filter_set_name(filter, name);
  gtk_file_filter_add_pattern(filter, pattern);
  gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), filter);
}

char *gmx_file_dialog_finish(GtkNativeDialog *dialog, int response) {
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
  gtk_native_dialog_destroy(dialog);
  g_object_unref(dialog);
  return response == GTK_RESPONSE_ACCEPT && file ? g_file_get_path(file) : NULL;
}
