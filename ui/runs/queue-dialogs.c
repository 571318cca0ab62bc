/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both dialogs make their sweep anew at every change, so that what is wrong is said before the
 * button is pressed. */
#include "ui/runs/queue-dialogs.h"

#include "ui/runs/run-sweeps.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SEEDS 4 /* offered at first */
#define MOST_SEEDS 100

typedef struct {
  GmxRunEntry *entry;
  GPtrArray *siblings;
  char *name;
  GmxEnqueueFunc enqueue;
  GObject *owner;
  GmxSweep *sweep; /* as it would be queued now; NULL where it can't be */

  GtkWidget *dialog, *count, *seeds, *note;
  GPtrArray *checks; /* of methods, GtkCheckButton */
} Asking;

static void asking_free(gpointer data) {
  Asking *asking = data;
  g_object_unref(asking->entry);
  g_ptr_array_unref(asking->siblings);
  g_object_unref(asking->owner);
  g_clear_pointer(&asking->sweep, gmx_sweep_unref);
  g_clear_pointer(&asking->checks, g_ptr_array_unref);
  g_free(asking->name);
  g_free(asking);
}

/* What would be queued, or why it can't be. Takes @sweep. */
static void show_sweep(Asking *asking, GmxSweep *sweep, const GError *error) {
  const int count = sweep ? gmx_sweep_get_count(sweep) : 0;
  g_autofree char *words =
      sweep ? g_strdup_printf(ngettext("%d run is queued.", "%d runs are queued.", count), count)
            : g_strdup(error ? error->message : "");
  g_clear_pointer(&asking->sweep, gmx_sweep_unref);
  asking->sweep = sweep;
  gtk_label_set_text(GTK_LABEL(asking->note), words);
  adw_message_dialog_set_response_enabled(ADW_MESSAGE_DIALOG(asking->dialog), "queue",
                                          sweep != NULL);
}

static void on_response(Asking *asking, const char *response) {
  g_autoptr(GError) error = NULL;
  if (!g_str_equal(response, "queue") || !asking->sweep)
    return;
  if (!asking->enqueue(asking->sweep, asking->owner, &error)) {
    GtkWidget *wrong =
        adw_message_dialog_new(gtk_window_get_transient_for(GTK_WINDOW(asking->dialog)),
                               _("Nothing Was Queued"), error->message);
    adw_message_dialog_add_response(ADW_MESSAGE_DIALOG(wrong), "close", _("_Close"));
    gtk_window_present(GTK_WINDOW(wrong));
  }
}

static Asking *new_dialog(GtkWindow *parent, GmxRunEntry *entry, GPtrArray *siblings,
                          const char *name, GmxEnqueueFunc enqueue, gpointer owner,
                          const char *heading, const char *body) {
  Asking *asking = g_new0(Asking, 1);
  asking->entry = g_object_ref(entry);
  asking->siblings = g_ptr_array_ref(siblings);
  asking->name = g_strdup(name);
  asking->enqueue = enqueue;
  asking->owner = g_object_ref(owner);
  asking->dialog = adw_message_dialog_new(parent, heading, body);
  asking->note = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(asking->note), TRUE);
  gtk_widget_add_css_class(asking->note, "gmx-caption");
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG(asking->dialog);
  adw_message_dialog_add_responses(dialog, "cancel", _("_Cancel"), "queue", _("Add to _Queue"),
                                   NULL);
  adw_message_dialog_set_response_appearance(dialog, "queue", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response(dialog, "queue");
  adw_message_dialog_set_close_response(dialog, "cancel");
  g_object_set_data_full(G_OBJECT(dialog), "asking", asking, asking_free);
  g_signal_connect_swapped(dialog, "response", G_CALLBACK(on_response), asking);
  return asking;
}

/* Seeds */

static void on_seeds(Asking *asking) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) seeds =
      gmx_run_parse_seeds(gtk_editable_get_text(GTK_EDITABLE(asking->seeds)), &error);
  GmxSweep *sweep = seeds ? gmx_run_repeat(asking->entry, asking->name, seeds, &error) : NULL;
  show_sweep(asking, sweep, error);
}

static void on_count(Asking *asking) {
  const int count = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(asking->count));
  g_autoptr(GArray) seeds = gmx_run_next_seeds(asking->siblings, count);
  g_autofree char *text = gmx_run_print_seeds(seeds);
  gtk_editable_set_text(GTK_EDITABLE(asking->seeds), text);
}

static void attach(GtkWidget *grid, int row, const char *name, GtkWidget *control) {
  GtkWidget *label = gtk_label_new_with_mnemonic(name);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), control);
  gtk_widget_set_hexpand(control, TRUE);
  gtk_grid_attach(GTK_GRID(grid), label, 0, row, 1, 1);
  gtk_grid_attach(GTK_GRID(grid), control, 1, row, 1, 1);
}

void gmx_repeat_dialog_show(GtkWindow *parent, GmxRunEntry *entry, GPtrArray *siblings,
                            const char *group, const char *name, GmxEnqueueFunc enqueue,
                            gpointer owner) {
  g_autoptr(GArray) there = gmx_run_list_seeds(siblings);
  g_autofree char *seeds = gmx_run_print_seeds(there);
  g_autofree char *body = g_strdup_printf(
      _("The settings of %s with other seeds. There are runs of seed %s."), group, seeds);
  Asking *asking =
      new_dialog(parent, entry, siblings, name, enqueue, owner, _("Repeat with Seeds"), body);
  GtkWidget *grid = gtk_grid_new();
  asking->count = gtk_spin_button_new_with_range(1, MOST_SEEDS, 1);
  asking->seeds = gtk_entry_new();
  gtk_entry_set_activates_default(GTK_ENTRY(asking->seeds), TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(asking->count), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Runs"), -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(asking->seeds), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Seeds"), -1);
  gtk_grid_set_row_spacing(GTK_GRID(grid), 8);
  gtk_grid_set_column_spacing(GTK_GRID(grid), 12);
  attach(grid, 0, _("_Runs"), asking->count);
  attach(grid, 1, _("_Seeds"), asking->seeds);
  gtk_grid_attach(GTK_GRID(grid), asking->note, 0, 2, 2, 1);
  adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(asking->dialog), grid);
  g_signal_connect_swapped(asking->count, "value-changed", G_CALLBACK(on_count), asking);
  g_signal_connect_swapped(asking->seeds, "changed", G_CALLBACK(on_seeds), asking);
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(asking->count), SEEDS);
  on_count(asking);
  gtk_window_present(GTK_WINDOW(asking->dialog));
}

/* Methods */

static void on_methods(Asking *asking) {
  g_autoptr(GPtrArray) methods = g_ptr_array_new();
  g_autoptr(GArray) seeds = gmx_run_list_seeds(asking->siblings);
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < asking->checks->len; i++)
    if (gtk_check_button_get_active(asking->checks->pdata[i]))
      g_ptr_array_add(methods, g_object_get_data(asking->checks->pdata[i], "method"));
  g_ptr_array_add(methods, NULL);
  if (methods->len == 1) {
    show_sweep(asking, NULL, NULL);
    gtk_label_set_text(GTK_LABEL(asking->note), _("Choose one method or more."));
    return;
  }
  GmxSweep *sweep = gmx_run_other_methods(asking->entry, asking->name,
                                          (const char *const *)methods->pdata, seeds, &error);
  show_sweep(asking, sweep, error);
}

static GtkWidget *new_methods(Asking *asking) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  const char *const *names = gmx_method_names();
  g_autofree char *own = gmx_config_get_string(asking->entry->config, "method");
  asking->checks = g_ptr_array_new();
  for (int i = 0; names[i]; i++) {
    if (g_str_equal(names[i], own))
      continue;
    GtkWidget *check = gtk_check_button_new_with_label(gmx_method_title(names[i]));
    gtk_widget_set_tooltip_text(check, gmx_method_blurb(names[i]));
    g_object_set_data(G_OBJECT(check), "method", (gpointer)names[i]);
    g_signal_connect_swapped(check, "toggled", G_CALLBACK(on_methods), asking);
    g_ptr_array_add(asking->checks, check);
    gtk_box_append(GTK_BOX(box), check);
  }
  gtk_box_append(GTK_BOX(box), asking->note);
  gtk_widget_set_margin_top(asking->note, 8);
  return box;
}

void gmx_methods_dialog_show(GtkWindow *parent, GPtrArray *entries, const char *group,
                             const char *name, GmxEnqueueFunc enqueue, gpointer owner) {
  g_autoptr(GArray) list = gmx_run_list_seeds(entries);
  g_autofree char *seeds = gmx_run_print_seeds(list);
  g_autofree char *body = g_strdup_printf(
      ngettext("All other settings of %s, and its seed %s: the same images in the same order.",
               "All other settings of %s, and its seeds %s: the same images in the same order.",
               list->len),
      group, seeds);
  Asking *asking = new_dialog(parent, entries->pdata[0], entries, name, enqueue, owner,
                              _("Same Seed, Other Method"), body);
  adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(asking->dialog), new_methods(asking));
  on_methods(asking);
  gtk_window_present(GTK_WINDOW(asking->dialog));
}
