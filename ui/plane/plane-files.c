/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialogs hold a reference on the widget that asked, as long as they are open. */
#include "ui/plane/plane-files.h"

#include "engine/train/run-folder.h"
#include "ui/file-dialog.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <errno.h>

#define SUFFIX ".csv"

char *gmx_plane_files_new_path(GError **error) {
  g_autofree char *runs = gmx_run_default_parent();
  g_autofree char *base = g_path_get_dirname(runs);
  g_autofree char *folder = g_build_filename(base, "points", NULL);
  if (g_mkdir_with_parents(folder, 0755) != 0) {
    g_set_error(error, G_FILE_ERROR, (int)g_file_error_from_errno(errno), "%s: %s", folder,
                g_strerror(errno));
    return NULL;
  }
  for (int number = 1;; number++) {
    g_autofree char *leaf = g_strdup_printf("drawn-%d" SUFFIX, number);
    g_autofree char *path = g_build_filename(folder, leaf, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&path);
  }
}

void gmx_plane_files_train_on(GmxSettings *settings, const char *path) {
  g_autoptr(GmxConfig) config = gmx_config_copy(gmx_settings_get_config(settings));
  gmx_config_set_from_string(config, "data", path, NULL);
  gmx_settings_open(settings, config);
}

/* Dialogs */

typedef struct {
  GtkWidget *widget;
  GmxPlaneChosen chosen;
  gboolean saving;
} Question;

static void free_question(gpointer data, GClosure *closure) {
  Question *question = data;
  g_object_unref(question->widget);
  g_free(question);
}

static void tell(const Question *question, const char *path) {
  g_autofree char *ended =
      question->saving && !g_str_has_suffix(path, SUFFIX) ? g_strconcat(path, SUFFIX, NULL) : NULL;
  if (!ended || !g_file_test(ended, G_FILE_TEST_EXISTS)) {
    question->chosen(ended ? ended : path, question->widget);
    return;
  }
  /* The dialog has asked about the name that was typed, not about the one with the ending. */
  g_autofree char *right = g_strdup_printf(_("%s exists already; choose another name."), ended);
  gtk_widget_activate_action(question->widget, "win.notice", "(ss)",
                             _("The points were not saved."), right);
}

static void on_response(GtkNativeDialog *dialog, int response, gpointer data) {
  const Question asked = *(const Question *)data; /* which goes with the dialog */
  g_autoptr(GtkWidget) widget = g_object_ref(asked.widget);
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  if (path)
    tell(&asked, path);
}

static GtkFileChooserNative *ask(GtkWidget *widget, GmxPlaneChosen chosen, gboolean saving) {
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(widget, saving ? _("Save Points") : _("Open Points"),
                          saving ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN,
                          saving ? _("_Save") : _("_Open"));
  Question *question = g_new(Question, 1);
  *question = (Question){g_object_ref(widget), chosen, saving};
  gmx_file_dialog_add_filter(dialog, _("Points (CSV)"), "*" SUFFIX);
  g_signal_connect_data(dialog, "response", G_CALLBACK(on_response), question, free_question, 0);
  return dialog;
}

void gmx_plane_files_choose_open(GtkWidget *widget, GmxPlaneChosen chosen) {
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(ask(widget, chosen, FALSE)));
}

void gmx_plane_files_choose_save(GtkWidget *widget, GmxPlaneChosen chosen) {
  GtkFileChooserNative *dialog = ask(widget, chosen, TRUE);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), _("points.csv"));
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}
