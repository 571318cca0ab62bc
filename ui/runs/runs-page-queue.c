/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is queued from the page, and what is saved from it. */
#include "ui/runs/runs-page-private.h"

#include "ui/runs/queue-dialogs.h"
#include "ui/runs/run-chart.h"
#include "ui/runs/run-sweeps.h"
#include "ui/runs/sweep-dialog.h"

#include <glib/gi18n.h>

static GtkWindow *window_of(GmxRunsPage *self) {
  return GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(self)));
}

/* Queueing */

/* Names of sweeps that are queued, or that some run belongs to. */
static char **taken_names(GmxRunsPage *self) {
  g_auto(GStrv) queued = gmx_queue_list(self->queue);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  g_strv_builder_addv(names, (const char **)queued);
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->library)); i++) {
    g_autoptr(GmxRunEntry) entry = g_list_model_get_item(G_LIST_MODEL(self->library), i);
    if (entry->sweep)
      g_strv_builder_add(names, entry->sweep);
  }
  return g_strv_builder_end(names);
}

/* Takes @sweep into the queue and says so. */
static gboolean enqueue(GmxSweep *sweep, gpointer page, GError **error) {
  GmxRunsPage *self = GMX_RUNS_PAGE(page);
  const int count = gmx_sweep_get_count(sweep);
  if (!self->queue || !gmx_queue_add(self->queue, sweep, error))
    return FALSE;
  g_autofree char *words =
      g_strdup_printf(ngettext("%d run was queued", "%d runs were queued", count), count);
  gmx_runs_page_say(self, words);
  return TRUE;
}

static char *free_name(GmxRunsPage *self, const char *prefix, const char *what) {
  g_auto(GStrv) taken = taken_names(self);
  g_autofree char *wish = g_strdup_printf("%s-%s", prefix, what);
  return gmx_run_free_name(wish, (const char *const *)taken);
}

static void act_repeat(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  GmxRunRow *group = row->group ? row->group : row;
  g_autofree char *name = free_name(self, "repeat", group->name);
  gmx_repeat_dialog_show(window_of(self), gmx_run_row_get_entry(row), group->entries, group->name,
                         name, enqueue, self);
}

static void act_methods(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  GmxRunRow *group = row->group ? row->group : row;
  g_autofree char *name = free_name(self, "methods-beside", group->name);
  gmx_methods_dialog_show(window_of(self), row->entries, group->name, name, enqueue, self);
}

static void act_sweep(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  GmxRunRow *group = row && row->group ? row->group : row;
  g_autofree char *name = free_name(self, "sweep", group ? group->name : "1");
  GtkWidget *dialog = gmx_sweep_dialog_new(gmx_settings_get_config(self->settings), enqueue, self);
  if (row)
    gmx_sweep_dialog_add_base(GMX_SWEEP_DIALOG(dialog), gmx_run_row_get_entry(row)->config,
                              group->name);
  gmx_sweep_dialog_set_name(GMX_SWEEP_DIALOG(dialog), name);
  gtk_window_set_transient_for(GTK_WINDOW(dialog), window_of(self));
  gtk_window_present(GTK_WINDOW(dialog));
}

/* Saving */

/* A text, and where to. */
typedef struct {
  GmxRunsPage *page;
  char *text;
} Saving;

static void saving_free(Saving *saving) {
  g_object_unref(saving->page);
  g_free(saving->text);
  g_free(saving);
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  Saving *saving = data;
  g_autoptr(GFile) file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
  g_autofree char *path = file ? g_file_get_path(file) : NULL;
  g_autoptr(GError) error = NULL;
  if (response == GTK_RESPONSE_ACCEPT && path && saving->page->library) {
    if (g_file_set_contents(path, saving->text, -1, &error))
      gmx_runs_page_say(saving->page, _("Saved"));
    else
      gmx_runs_page_fail(saving->page, _("The file could not be saved"), error->message);
  }
  gtk_native_dialog_destroy(dialog);
  g_object_unref(dialog);
  saving_free(saving);
}

/* Takes @text, which is as it was when the user asked for it. */
static void save_text(GmxRunsPage *self, char *text, const char *title, const char *name) {
  Saving *saving = g_new0(Saving, 1);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
      title, window_of(self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  saving->page = g_object_ref(self);
  saving->text = text;
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
  g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), saving);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void act_export_table(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  save_text(self, gmx_run_list_to_csv(self->list), _("Save the Table"), "runs.csv");
}

static void act_export_curves(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxChart *chart = gmx_run_chart_get_chart(GMX_RUN_CHART(self->chart));
  if (chart)
    save_text(self, gmx_chart_to_csv(chart), _("Save the Curves"), "curves.csv");
}

void gmx_runs_page_install_queue_actions(GtkWidgetClass *class) {
  gtk_widget_class_install_action(class, "runs.repeat", NULL, act_repeat);
  gtk_widget_class_install_action(class, "runs.methods", NULL, act_methods);
  gtk_widget_class_install_action(class, "runs.sweep", NULL, act_sweep);
  gtk_widget_class_install_action(class, "runs.export-table", NULL, act_export_table);
  gtk_widget_class_install_action(class, "runs.export-curves", NULL, act_export_curves);
}
