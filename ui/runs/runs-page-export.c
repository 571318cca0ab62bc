/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Runs page saves: the table, the curves, and the current run for other programs. */
#include "ui/runs/runs-page-private.h"

#include "engine/runs/export.h"
#include "engine/runs/tensorboard.h"
#include "ui/file-dialog.h"
#include "ui/figures/figure-file.h"
#include "ui/runs/run-chart.h"

#include <glib/gi18n.h>

/* Writes what was asked for to @path. @what is a text, a figure, or the path of a run. */
typedef gboolean (*Write)(gconstpointer what, const char *path, GError **error);

/* What is to be saved, as it was when the user asked for it. */
typedef struct {
  GmxRunsPage *page;
  gpointer what;
  GDestroyNotify free_what;
  Write write;
  gboolean in_thread; /* it reads a run's files */
  char *path;
} Saving;

static void saving_free(gpointer data) {
  Saving *saving = data;
  g_object_unref(saving->page);
  saving->free_what(saving->what);
  g_free(saving->path);
  g_free(saving);
}

static void tell(GmxRunsPage *page, const GError *error) {
  if (!page->library) /* the window has gone */
    return;
  if (error)
    gmx_runs_page_fail(page, _("The file could not be saved"), error->message);
  else
    gmx_runs_page_say(page, _("Saved"));
}

static void save_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Saving *saving = data;
  GError *error = NULL;
  if (saving->write(saving->what, saving->path, &error))
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

static void on_saved(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GError) error = NULL;
  g_task_propagate_boolean(G_TASK(result), &error);
  tell(GMX_RUNS_PAGE(source), error);
}

/* Takes @saving. */
static void save(Saving *saving) {
  g_autoptr(GError) error = NULL;
  if (saving->in_thread) {
    g_autoptr(GTask) task = g_task_new(saving->page, NULL, on_saved, NULL);
    g_task_set_task_data(task, saving, saving_free);
    g_task_run_in_thread(task, save_thread);
    return;
  }
  saving->write(saving->what, saving->path, &error);
  tell(saving->page, error);
  saving_free(saving);
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  Saving *saving = data;
  saving->path = gmx_file_dialog_finish(dialog, response);
  if (saving->path)
    save(saving);
  else
    saving_free(saving);
}

/* Asks for a place, @name by default, and saves there. Takes @what; @name NULL asks for a folder.
 */
static void ask(GmxRunsPage *self, gpointer what, GDestroyNotify free_what, Write write,
                gboolean in_thread, const char *title, const char *name) {
  Saving *saving = g_new0(Saving, 1);
  GtkFileChooserNative *dialog = gmx_file_dialog_new(
      GTK_WIDGET(self), title,
      name ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Save"));
  *saving = (Saving){.page = g_object_ref(self),
                     .what = what,
                     .free_what = free_what,
                     .write = write,
                     .in_thread = in_thread};
  if (name)
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
  g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), saving);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* The table and the curves */

static gboolean write_text(gconstpointer text, const char *path, GError **error) {
  return g_file_set_contents(path, text, -1, error);
}

static void act_table(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  ask(self, gmx_run_list_to_csv(self->list), g_free, write_text, FALSE, _("Save the Table"),
      "runs.csv");
}

static void act_curves(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxChart *chart = gmx_run_chart_get_chart(GMX_RUN_CHART(self->chart));
  if (chart)
    ask(self, gmx_chart_to_csv(chart), g_free, write_text, FALSE, _("Save the Curves"),
        "curves.csv");
}

/* The ending says which kind of picture it is. */
static gboolean write_figure(gconstpointer what, const char *path, GError **error) {
  GmxFigure *figure = (GmxFigure *)what;
  const GmxFigureLook look = {.width = 960, .height = 540, .scale = 2};
  GmxFigureFormat format;
  if (!gmx_figure_format_of(path, &format, error))
    return FALSE;
  return gmx_figures_save(&figure, 1, &look, format, path, error);
}

static void act_picture(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxChart *chart = gmx_run_chart_get_chart(GMX_RUN_CHART(self->chart));
  if (chart)
    ask(self, g_object_ref(gmx_chart_get_figure(chart)), g_object_unref, write_figure, FALSE,
        _("Save the Curves as SVG, PDF or PNG"), "curves.svg");
}

/* The current run */

static gboolean write_json(gconstpointer run, const char *path, GError **error) {
  return gmx_export_json(run, path, error);
}

static gboolean write_csv(gconstpointer run, const char *path, GError **error) {
  return gmx_export_csv(run, path, error);
}

static gboolean write_tensorboard(gconstpointer run, const char *path, GError **error) {
  return gmx_tensorboard_export(run, path, error);
}

static gboolean write_weights(gconstpointer run, const char *path, GError **error) {
  return gmx_export_weights(run, path, error);
}

static gboolean write_onnx(gconstpointer run, const char *path, GError **error) {
  return gmx_export_onnx(run, path, error);
}

/* By the action's parameter. Without an ending a folder is asked for. */
static const struct {
  const char *format, *ending, *label;
  Write write;
} formats[] = {
    {"csv", "csv", N_("Curves of the Run as CSV…"), write_csv},
    {"json", "json", N_("Run as JSON…"), write_json},
    {"tensorboard", NULL, N_("Run for TensorBoard…"), write_tensorboard},
    {"safetensors", "safetensors", N_("Weights for PyTorch…"), write_weights},
    {"onnx", "onnx", N_("Network as ONNX…"), write_onnx},
};

static void act_run(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  const char *wanted = g_variant_get_string(parameter, NULL);
  for (gsize i = 0; row && i < G_N_ELEMENTS(formats); i++) {
    if (!g_str_equal(formats[i].format, wanted))
      continue;
    GmxRunEntry *entry = gmx_run_row_get_entry(row);
    g_autofree char *name =
        formats[i].ending ? g_strdup_printf("%s.%s", entry->folder, formats[i].ending) : NULL;
    ask(self, g_strdup(entry->path), g_free, formats[i].write, TRUE, entry->title, name);
  }
}

GMenuModel *gmx_runs_page_new_export_menu(void) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) page = g_menu_new(), run = g_menu_new();
  g_menu_append(page, _("_Table as CSV…"), "runs.export-table");
  g_menu_append(page, _("_Curves as CSV…"), "runs.export-curves");
  g_menu_append(page, _("Curves as _Picture…"), "runs.export-picture");
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
    g_autofree char *action = g_strdup_printf("runs.export-run::%s", formats[i].format);
    g_menu_append(run, _(formats[i].label), action);
  }
  g_menu_append_section(menu, NULL, G_MENU_MODEL(page));
  g_menu_append_section(menu, _("Current Run"), G_MENU_MODEL(run));
  return G_MENU_MODEL(menu);
}

void gmx_runs_page_install_export_actions(GtkWidgetClass *class) {
  gtk_widget_class_install_action(class, "runs.export-table", NULL, act_table);
  gtk_widget_class_install_action(class, "runs.export-curves", NULL, act_curves);
  gtk_widget_class_install_action(class, "runs.export-picture", NULL, act_picture);
  gtk_widget_class_install_action(class, "runs.export-run", "s", act_run);
}
