/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is queued from the page. */
#include "ui/runs/runs-page-private.h"

#include "ui/runs/queue-dialogs.h"
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

void gmx_runs_page_install_queue_actions(GtkWidgetClass *class) {
  gtk_widget_class_install_action(class, "runs.repeat", NULL, act_repeat);
  gtk_widget_class_install_action(class, "runs.methods", NULL, act_methods);
  gtk_widget_class_install_action(class, "runs.sweep", NULL, act_sweep);
}
