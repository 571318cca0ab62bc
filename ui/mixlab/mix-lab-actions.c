/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Mix lab's buttons and menus do: browse, open, save. */
#include "ui/mixlab/mix-lab-private.h"

#include "ui/file-dialog.h"
#include "ui/mixlab/image-browser.h"
#include "ui/mixlab/lab-save.h"

#include <glib/gi18n.h>

/* Browsing */

void gmx_mix_lab_browse(GmxMixLab *self, int target) {
  GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
  if (!self->browser) {
    self->browser = gmx_image_browser_new(self->lab);
    gtk_window_set_transient_for(GTK_WINDOW(self->browser), GTK_WINDOW(root));
    gtk_window_set_destroy_with_parent(GTK_WINDOW(self->browser), TRUE);
    g_object_add_weak_pointer(G_OBJECT(self->browser), (gpointer *)&self->browser);
  }
  gtk_window_present(GTK_WINDOW(self->browser));
  gmx_image_browser_set_target(GMX_IMAGE_BROWSER(self->browser), target);
}

static void act_browse(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_mix_lab_browse(GMX_MIX_LAB(widget), GMX_PARENT_A);
}

/* Files in */

static void take_as_a(GmxPicture *picture, gpointer owner) {
  gmx_lab_set_picture(owner, GMX_PARENT_A, picture);
}

static void take_as_b(GmxPicture *picture, gpointer owner) {
  gmx_lab_set_picture(owner, GMX_PARENT_B, picture);
}

static void on_open(GtkNativeDialog *dialog, int response, gpointer data) {
  g_autoptr(GmxMixLab) self = data;
  g_autoptr(GListModel) files = gtk_file_chooser_get_files(GTK_FILE_CHOOSER(dialog));
  g_autoptr(GFile) first = g_list_model_get_item(files, 0);
  g_autoptr(GFile) second = g_list_model_get_item(files, 1);
  if (response == GTK_RESPONSE_ACCEPT && self->lab) {
    if (first)
      gmx_lab_read_file(self->lab, first, take_as_a, G_OBJECT(self->lab));
    if (second)
      gmx_lab_read_file(self->lab, second, take_as_b, G_OBJECT(self->lab));
  }
  gtk_native_dialog_destroy(dialog);
  g_object_unref(dialog);
}

static void act_open(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxMixLab *self = GMX_MIX_LAB(widget);
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(widget, _("Open PNG Pictures"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));
  gtk_file_chooser_set_select_multiple(GTK_FILE_CHOOSER(dialog), TRUE);
  gmx_file_dialog_add_filter(dialog, _("PNG pictures"), "*.png");
  g_signal_connect(dialog, "response", G_CALLBACK(on_open), g_object_ref(self));
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* Files out */

typedef enum { SAVE_SHEET, SAVE_IMAGE, SAVE_PATH } Save;

static gboolean save(GmxMixLab *self, Save what, const char *path, GError **error) {
  switch (what) {
  case SAVE_SHEET:
    return gmx_lab_save_sheet(self->lab, self->run, path, error);
  case SAVE_IMAGE:
    return gmx_lab_save_image(self->lab, path, error);
  case SAVE_PATH:
    return gmx_lab_save_path(self->lab, path, error);
  }
  return FALSE;
}

static void on_save(GtkNativeDialog *dialog, int response, gpointer data) {
  g_autoptr(GmxMixLab) self = data;
  const Save what = (Save)GPOINTER_TO_INT(g_object_get_data(G_OBJECT(dialog), "what"));
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  g_autoptr(GError) error = NULL;
  if (path && self->lab && !save(self, what, path, &error))
    gmx_lab_fail(self->lab, _("The file could not be saved"), error->message);
}

static void ask_where(GmxMixLab *self, Save what, const char *title, const char *name) {
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(GTK_WIDGET(self), title, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
  g_object_set_data(G_OBJECT(dialog), "what", GINT_TO_POINTER(what));
  g_signal_connect(dialog, "response", G_CALLBACK(on_save), g_object_ref(self));
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void act_save_sheet(GtkWidget *widget, const char *name, GVariant *parameter) {
  ask_where(GMX_MIX_LAB(widget), SAVE_SHEET, _("Save the Sheet"), "sheet.png");
}

static void act_save_image(GtkWidget *widget, const char *name, GVariant *parameter) {
  ask_where(GMX_MIX_LAB(widget), SAVE_IMAGE, _("Save the Mixed Image"), "mixed.png");
}

static void act_save_path(GtkWidget *widget, const char *name, GVariant *parameter) {
  ask_where(GMX_MIX_LAB(widget), SAVE_PATH, _("Save the Path"), "path.csv");
}

static void act_refresh(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_lab_refresh(GMX_MIX_LAB(widget)->lab);
}

void gmx_mix_lab_update_actions(GmxMixLab *self) {
  GtkWidget *widget = GTK_WIDGET(self);
  const gboolean open = gmx_lab_get_dataset(self->lab) != NULL;
  const gboolean pair = open && gmx_lab_get_picture(self->lab, GMX_PARENT_A) != NULL;
  gtk_widget_action_set_enabled(widget, "lab.browse", open);
  gtk_widget_action_set_enabled(widget, "lab.open", open);
  gtk_widget_action_set_enabled(widget, "lab.refresh", open);
  gtk_widget_action_set_enabled(widget, "lab.save-sheet", gmx_lab_get_pictures(self->lab)->len > 0);
  gtk_widget_action_set_enabled(widget, "lab.save-image", pair);
  gtk_widget_action_set_enabled(widget, "lab.save-path", gmx_lab_get_path(self->lab) != NULL);
}

void gmx_mix_lab_class_install_actions(GtkWidgetClass *class) {
  gtk_widget_class_install_action(class, "lab.browse", NULL, act_browse);
  gtk_widget_class_install_action(class, "lab.open", NULL, act_open);
  gtk_widget_class_install_action(class, "lab.refresh", NULL, act_refresh);
  gtk_widget_class_install_action(class, "lab.save-sheet", NULL, act_save_sheet);
  gtk_widget_class_install_action(class, "lab.save-image", NULL, act_save_image);
  gtk_widget_class_install_action(class, "lab.save-path", NULL, act_save_path);
}
