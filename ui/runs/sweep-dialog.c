/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep is made anew at every change: the engine checks it, and what it finds stands below. */
#include "ui/runs/sweep-dialog.h"

#include "ui/file-dialog.h"
#include "ui/runs/run-names.h"
#include "ui/runs/run-sweeps.h"
#include "ui/runs/sweep-axes.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SHOWN_TASKS 3

struct _GmxSweepDialog {
  GtkWindow parent_instance;

  GPtrArray *bases; /* GmxConfig, one for each choice */
  GmxSweep *sweep;  /* as the fields say; NULL where they are wrong */
  GmxEnqueueFunc enqueue;
  GObject *owner;
  gboolean filling;

  GtkStringList *base_names;
  GtkWidget *name, *base, *axes, *seeds, *note, *add, *save;
};

G_DEFINE_FINAL_TYPE(GmxSweepDialog, gmx_sweep_dialog, GTK_TYPE_WINDOW)

/* Checking */

static GmxSweep *make_sweep(GmxSweepDialog *self, GError **error) {
  g_autoptr(GArray) seeds =
      gmx_run_parse_seeds(gtk_editable_get_text(GTK_EDITABLE(self->seeds)), error);
  g_autoptr(GArray) axes = gmx_sweep_axes_list(GMX_SWEEP_AXES(self->axes));
  const guint base = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->base));
  if (!seeds || base >= self->bases->len)
    return NULL;
  return gmx_sweep_new(gtk_editable_get_text(GTK_EDITABLE(self->name)), self->bases->pdata[base],
                       (const GmxSweepAxis *)(gpointer)axes->data, (int)axes->len,
                       (const int *)(gpointer)seeds->data, (int)seeds->len, error);
}

/* "12 runs: mixup, rho 0.02, seed 1; …" */
static char *describe(GmxSweep *sweep) {
  const int count = gmx_sweep_get_count(sweep);
  GString *text = g_string_new(NULL);
  g_string_printf(text, ngettext("%d run: ", "%d runs: ", count), count);
  for (int i = 0; i < MIN(count, SHOWN_TASKS); i++) {
    g_autofree char *task = gmx_sweep_describe_task(sweep, i);
    g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", task);
  }
  if (count > SHOWN_TASKS)
    g_string_append(text, "; …");
  return g_string_free(text, FALSE);
}

static void check(GmxSweepDialog *self) {
  g_autoptr(GError) error = NULL;
  if (self->filling)
    return;
  g_clear_pointer(&self->sweep, gmx_sweep_unref);
  self->sweep = make_sweep(self, &error);
  g_autofree char *words =
      self->sweep ? describe(self->sweep) : g_strdup(error ? error->message : "");
  gtk_label_set_text(GTK_LABEL(self->note), words);
  gtk_widget_set_sensitive(self->add, self->sweep != NULL);
  gtk_widget_set_sensitive(self->save, self->sweep != NULL);
}

static void fail(GmxSweepDialog *self, const GError *error) {
  gtk_label_set_text(GTK_LABEL(self->note), error->message);
}

/* Files */

static void take_sweep(GmxSweepDialog *self, GmxSweep *sweep, const char *file) {
  g_autoptr(GmxConfig) base = gmx_sweep_get_config(sweep, 0);
  g_autoptr(GArray) seeds = g_array_new(FALSE, FALSE, sizeof(int));
  int count = 0;
  const int *list = gmx_sweep_get_seeds(sweep, &count);
  g_array_append_vals(seeds, list, (guint)count);
  g_autofree char *text = gmx_run_print_seeds(seeds);
  self->filling = TRUE;
  gmx_sweep_axes_clear(GMX_SWEEP_AXES(self->axes));
  for (int i = 0; i < gmx_sweep_get_axis_count(sweep); i++) {
    const GmxSweepAxis *axis = gmx_sweep_get_axis(sweep, i);
    g_autofree char *values = g_strjoinv(", ", (char **)axis->values);
    gmx_sweep_axes_add(GMX_SWEEP_AXES(self->axes), axis->setting, values);
  }
  gmx_sweep_dialog_add_base(self, base, file);
  gmx_sweep_dialog_set_name(self, gmx_sweep_get_name(sweep));
  gtk_editable_set_text(GTK_EDITABLE(self->seeds), text);
  self->filling = FALSE;
  check(self);
}

static void on_opened(GtkNativeDialog *chooser, int response, gpointer data) {
  g_autoptr(GmxSweepDialog) self = data;
  g_autofree char *path = gmx_file_dialog_finish(chooser, response);
  g_autoptr(GError) error = NULL;
  if (path && self->owner) {
    g_autoptr(GmxSweep) sweep = gmx_sweep_load(path, &error);
    g_autofree char *name = g_path_get_basename(path);
    if (sweep)
      take_sweep(self, sweep, name);
    else
      fail(self, error);
  }
}

static void on_saved(GtkNativeDialog *chooser, int response, gpointer data) {
  g_autoptr(GmxSweepDialog) self = data;
  g_autofree char *path = gmx_file_dialog_finish(chooser, response);
  g_autoptr(GError) error = NULL;
  if (path && self->sweep) {
    if (gmx_sweep_save(self->sweep, path, &error))
      gtk_label_set_text(GTK_LABEL(self->note), _("Saved: gmix sweep takes this file too."));
    else
      fail(self, error);
  }
}

static void choose_file(GmxSweepDialog *self, gboolean open) {
  GtkFileChooserNative *chooser =
      gmx_file_dialog_new(GTK_WIDGET(self), open ? _("Open a Sweep") : _("Save the Sweep"),
                          open ? GTK_FILE_CHOOSER_ACTION_OPEN : GTK_FILE_CHOOSER_ACTION_SAVE,
                          open ? _("_Open") : _("_Save"));
  g_autofree char *name =
      g_strconcat(gtk_editable_get_text(GTK_EDITABLE(self->name)), ".json", NULL);
  if (!open)
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(chooser), name);
  g_signal_connect(chooser, "response", open ? G_CALLBACK(on_opened) : G_CALLBACK(on_saved),
                   g_object_ref(self));
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(chooser));
}

static void on_open(GmxSweepDialog *self) {
  choose_file(self, TRUE);
}

static void on_save(GmxSweepDialog *self) {
  choose_file(self, FALSE);
}

static void on_add(GmxSweepDialog *self) {
  g_autoptr(GError) error = NULL;
  if (self->sweep && self->enqueue(self->sweep, self->owner, &error))
    gtk_window_close(GTK_WINDOW(self));
  else if (error)
    fail(self, error);
}

/* Building */

static GtkWidget *new_header(GmxSweepDialog *self) {
  GtkWidget *header = adw_header_bar_new();
  GtkWidget *cancel = gtk_button_new_with_mnemonic(_("_Cancel"));
  self->add = gtk_button_new_with_mnemonic(_("Add to _Queue"));
  gtk_widget_add_css_class(self->add, "suggested-action");
  adw_header_bar_set_show_end_title_buttons(ADW_HEADER_BAR(header), FALSE);
  adw_header_bar_set_show_start_title_buttons(ADW_HEADER_BAR(header), FALSE);
  adw_header_bar_pack_start(ADW_HEADER_BAR(header), cancel);
  adw_header_bar_pack_end(ADW_HEADER_BAR(header), self->add);
  g_signal_connect_swapped(cancel, "clicked", G_CALLBACK(gtk_window_close), self);
  g_signal_connect_swapped(self->add, "clicked", G_CALLBACK(on_add), self);
  return header;
}

static void attach(GtkWidget *grid, int row, const char *name, GtkWidget *control) {
  GtkWidget *label = gtk_label_new_with_mnemonic(name);
  g_autofree char *plain = g_strdup(gtk_label_get_text(GTK_LABEL(label)));
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_yalign(GTK_LABEL(label), 0.5f);
  gtk_widget_set_valign(label, GTK_ALIGN_START);
  gtk_widget_set_margin_top(label, 7);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), control);
  gtk_accessible_update_property(GTK_ACCESSIBLE(control), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  gtk_widget_set_hexpand(control, TRUE);
  gtk_grid_attach(GTK_GRID(grid), label, 0, row, 1, 1);
  gtk_grid_attach(GTK_GRID(grid), control, 1, row, 1, 1);
}

static GtkWidget *new_files(GmxSweepDialog *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *open = gtk_button_new_with_mnemonic(_("_Open File…"));
  self->save = gtk_button_new_with_mnemonic(_("_Save as File…"));
  g_signal_connect_swapped(open, "clicked", G_CALLBACK(on_open), self);
  g_signal_connect_swapped(self->save, "clicked", G_CALLBACK(on_save), self);
  gtk_box_append(GTK_BOX(line), open);
  gtk_box_append(GTK_BOX(line), self->save);
  return line;
}

static GtkWidget *new_fields(GmxSweepDialog *self) {
  GtkWidget *grid = gtk_grid_new();
  self->name = gtk_entry_new();
  self->seeds = gtk_entry_new();
  self->axes = gmx_sweep_axes_new();
  self->base_names = gtk_string_list_new(NULL);
  self->base = gtk_drop_down_new(G_LIST_MODEL(g_object_ref(self->base_names)), NULL);
  gtk_editable_set_text(GTK_EDITABLE(self->seeds), "1-3");
  gtk_grid_set_row_spacing(GTK_GRID(grid), 10);
  gtk_grid_set_column_spacing(GTK_GRID(grid), 18);
  attach(grid, 0, _("_Name"), self->name);
  attach(grid, 1, _("_Base"), self->base);
  attach(grid, 2, _("_Axes"), self->axes);
  attach(grid, 3, _("See_ds"), self->seeds);
  g_signal_connect_swapped(self->name, "changed", G_CALLBACK(check), self);
  g_signal_connect_swapped(self->seeds, "changed", G_CALLBACK(check), self);
  g_signal_connect_swapped(self->axes, "changed", G_CALLBACK(check), self);
  g_signal_connect_swapped(self->base, "notify::selected", G_CALLBACK(check), self);
  return grid;
}

static void build(GmxSweepDialog *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *scroller = gtk_scrolled_window_new();
  gtk_window_set_titlebar(GTK_WINDOW(self), new_header(self));
  self->note = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(self->note), TRUE);
  gtk_label_set_wrap_mode(GTK_LABEL(self->note), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_widget_add_css_class(box, "gmx-side-card");
  gtk_box_append(GTK_BOX(box), new_fields(self));
  gtk_box_append(GTK_BOX(box), self->note);
  gtk_box_append(GTK_BOX(box), new_files(self));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
  gtk_window_set_child(GTK_WINDOW(self), scroller);
}

void gmx_sweep_dialog_add_base(GmxSweepDialog *self, GmxConfig *config, const char *name) {
  g_autofree char *title = g_strdup_printf(_("Settings of %s"), name);
  g_ptr_array_add(self->bases, gmx_config_copy(config));
  gtk_string_list_append(self->base_names, title);
  gtk_drop_down_set_selected(GTK_DROP_DOWN(self->base), self->bases->len - 1);
  check(self);
}

void gmx_sweep_dialog_set_name(GmxSweepDialog *self, const char *name) {
  gtk_editable_set_text(GTK_EDITABLE(self->name), name);
}

static gboolean on_escape(GtkWidget *widget, GVariant *arguments, gpointer data) {
  gtk_window_close(GTK_WINDOW(widget));
  return TRUE;
}

static void sweep_dialog_dispose(GObject *object) {
  GmxSweepDialog *self = GMX_SWEEP_DIALOG(object);
  self->filling = TRUE; /* controls that go tell of it */
  g_clear_object(&self->base_names);
  g_clear_object(&self->owner);
  g_clear_pointer(&self->sweep, gmx_sweep_unref);
  G_OBJECT_CLASS(gmx_sweep_dialog_parent_class)->dispose(object);
}

static void sweep_dialog_finalize(GObject *object) {
  GmxSweepDialog *self = GMX_SWEEP_DIALOG(object);
  g_ptr_array_unref(self->bases);
  G_OBJECT_CLASS(gmx_sweep_dialog_parent_class)->finalize(object);
}

static void gmx_sweep_dialog_class_init(GmxSweepDialogClass *class) {
  G_OBJECT_CLASS(class)->dispose = sweep_dialog_dispose;
  G_OBJECT_CLASS(class)->finalize = sweep_dialog_finalize;
  gtk_widget_class_add_binding(GTK_WIDGET_CLASS(class), GDK_KEY_Escape, 0, on_escape, NULL);
}

static void gmx_sweep_dialog_init(GmxSweepDialog *self) {
  self->bases = g_ptr_array_new_with_free_func(g_object_unref);
  gtk_window_set_title(GTK_WINDOW(self), _("Sweep"));
  gtk_window_set_default_size(GTK_WINDOW(self), 560, 440);
  gtk_window_set_modal(GTK_WINDOW(self), TRUE);
  gtk_window_set_destroy_with_parent(GTK_WINDOW(self), TRUE);
}

GtkWidget *gmx_sweep_dialog_new(GmxConfig *config, GmxEnqueueFunc enqueue, gpointer owner) {
  GmxSweepDialog *self = g_object_new(GMX_TYPE_SWEEP_DIALOG, NULL);
  self->enqueue = enqueue;
  self->owner = g_object_ref(owner);
  self->filling = TRUE;
  build(self);
  gmx_sweep_dialog_add_base(self, config, _("the window"));
  gmx_sweep_axes_add(GMX_SWEEP_AXES(self->axes), "method", "mixup, g-mix");
  self->filling = FALSE;
  check(self);
  return GTK_WIDGET(self);
}
