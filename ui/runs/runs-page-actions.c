/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with a run or a group: name it, tag it, go on with it, compare, delete. */
#include "ui/runs/runs-page-private.h"

#include "ui/runs/difference.h"
#include "ui/runs/runs-table.h"
#include "ui/runs/runs-tools.h"

#include <glib/gi18n.h>

static GtkWindow *window_of(GmxRunsPage *self) {
  return GTK_WINDOW(gtk_widget_get_root(GTK_WIDGET(self)));
}

/* Title and tags */

/* Entries are replaced while a dialog is open: it keeps paths. */
typedef struct {
  GmxRunsPage *page;
  GPtrArray *paths;
  GtkWidget *entry;
  gboolean tags;
} Naming;

static void naming_free(gpointer data, GClosure *closure) {
  Naming *naming = data;
  g_object_unref(naming->page);
  g_ptr_array_unref(naming->paths);
  g_free(naming);
}

static char **split_tags(const char *text) {
  g_auto(GStrv) parts = g_strsplit_set(text, ",;", -1);
  g_autoptr(GStrvBuilder) tags = g_strv_builder_new();
  for (int i = 0; parts[i]; i++)
    if (*g_strstrip(parts[i]))
      g_strv_builder_add(tags, parts[i]);
  return g_strv_builder_end(tags);
}

static gboolean name_run(GmxRunsPage *self, GmxRunEntry *entry, gboolean tags, const char *text,
                         GError **error) {
  if (!tags)
    return gmx_run_library_rename(self->library, entry, *text ? text : entry->folder, error);
  g_auto(GStrv) list = split_tags(text);
  return gmx_run_library_set_tags(self->library, entry, (const char *const *)list, error);
}

static void on_named(AdwMessageDialog *dialog, const char *response, Naming *naming) {
  const char *text = gtk_editable_get_text(GTK_EDITABLE(naming->entry));
  if (!g_str_equal(response, "apply") || !naming->page->library)
    return;
  for (guint i = 0; i < naming->paths->len; i++) {
    GmxRunEntry *entry = gmx_run_library_find(naming->page->library, naming->paths->pdata[i]);
    g_autoptr(GError) error = NULL;
    if (entry && !name_run(naming->page, entry, naming->tags, text, &error)) {
      gmx_runs_page_fail(naming->page, _("The run's notes could not be written"), error->message);
      return;
    }
  }
}

static GPtrArray *paths_of(GmxRunRow *row) {
  GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < row->entries->len; i++)
    g_ptr_array_add(paths, g_strdup(((GmxRunEntry *)row->entries->pdata[i])->path));
  return paths;
}

static void ask(GmxRunsPage *self, GmxRunRow *row, gboolean tags, const char *heading,
                const char *body, const char *label, const char *text) {
  GtkWidget *dialog = adw_message_dialog_new(window_of(self), heading, body);
  Naming *naming = g_new0(Naming, 1);
  naming->page = g_object_ref(self);
  naming->paths = paths_of(row);
  naming->tags = tags;
  naming->entry = gtk_entry_new();
  gtk_editable_set_text(GTK_EDITABLE(naming->entry), text);
  gtk_entry_set_activates_default(GTK_ENTRY(naming->entry), TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(naming->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 label, -1);
  adw_message_dialog_set_extra_child(ADW_MESSAGE_DIALOG(dialog), naming->entry);
  adw_message_dialog_add_responses(ADW_MESSAGE_DIALOG(dialog), "cancel", _("_Cancel"), "apply",
                                   tags ? _("_Set Tags") : _("_Rename"), NULL);
  adw_message_dialog_set_response_appearance(ADW_MESSAGE_DIALOG(dialog), "apply",
                                             ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response(ADW_MESSAGE_DIALOG(dialog), "apply");
  adw_message_dialog_set_close_response(ADW_MESSAGE_DIALOG(dialog), "cancel");
  g_signal_connect_data(dialog, "response", G_CALLBACK(on_named), naming, naming_free, 0);
  gtk_window_present(GTK_WINDOW(dialog));
  gtk_widget_grab_focus(naming->entry);
}

static void act_rename(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  GmxRunEntry *entry = gmx_run_row_get_entry(row);
  const guint count = row->entries->len;
  g_autofree char *body =
      count > 1 ? g_strdup_printf(_("All %u runs of %s get this name."), count, row->name)
                : g_strdup_printf(_("The folder %s keeps its name. Without a title it is shown by "
                                    "its method."),
                                  entry->folder);
  ask(self, row, FALSE, _("Rename"), body, _("Title"),
      g_str_equal(entry->title, entry->folder) ? "" : entry->title);
}

static void act_tags(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  g_autofree char *tags = g_strjoinv(", ", gmx_run_row_get_entry(row)->tags);
  ask(self, row, TRUE, _("Tags"), _("Words parted by commas, to find runs by."), _("Tags"), tags);
}

/* Deleting */

static void delete_entries(GmxRunsPage *self, GPtrArray *paths) {
  g_clear_pointer(&self->deleted, g_ptr_array_unref);
  self->deleted = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < paths->len; i++) {
    GmxRunEntry *entry = gmx_run_library_find(self->library, paths->pdata[i]);
    g_autoptr(GError) error = NULL;
    char *undo = NULL;
    if (!entry)
      continue;
    if (gmx_run_library_delete(self->library, entry, &undo, &error))
      g_ptr_array_add(self->deleted, undo);
    else
      gmx_runs_page_fail(self, _("The run was not deleted"), error->message);
  }
}

static void act_delete(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  g_autoptr(GPtrArray) paths = paths_of(row);
  g_autofree char *what =
      row->group ? g_strdup_printf("%s, %s", row->group->name, row->name) : g_strdup(row->name);
  delete_entries(self, paths);
  if (self->deleted->len == 0)
    return;
  g_autofree char *title =
      self->deleted->len == 1
          ? g_strdup_printf(_("“%s” was moved to the trash"), what)
          : g_strdup_printf(_("%u runs of “%s” were moved to the trash"), self->deleted->len, what);
  AdwToast *toast = adw_toast_new(title);
  if (self->deleted->len > 0 && !g_str_has_suffix(self->deleted->pdata[0], "\n")) {
    adw_toast_set_button_label(toast, _("_Undo"));
    adw_toast_set_action_name(toast, "runs.undo-delete");
  }
  adw_toast_set_timeout(toast, 10);
  adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(self->toasts), toast);
  gmx_runs_page_update_actions(self);
}

static void act_undo_delete(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  for (guint i = 0; self->deleted && i < self->deleted->len; i++) {
    g_autoptr(GError) error = NULL;
    if (!gmx_run_library_restore(self->library, self->deleted->pdata[i], &error))
      gmx_runs_page_fail(self, _("The run could not be brought back"), error->message);
  }
  g_clear_pointer(&self->deleted, g_ptr_array_unref);
  gmx_runs_page_update_actions(self);
}

/* The rest */

static void act_continue(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunRow *row = gmx_runs_page_get_row(GMX_RUNS_PAGE(widget));
  if (row)
    g_signal_emit_by_name(widget, "continue", gmx_run_row_get_entry(row)->path);
}

/* The run beside the current one: the next selected group's, else the next listed. */
static GmxRunEntry *find_other(GmxRunsPage *self, GmxRunRow *row) {
  GmxRunRow *group = row->group ? row->group : row;
  GPtrArray *picks = gmx_run_list_get_selected(self->list);
  for (guint i = 0; i < picks->len; i++) {
    GmxRunPick *pick = picks->pdata[i];
    if (pick->row != group)
      return pick->entries->pdata[0];
  }
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->list)); i++) {
    g_autoptr(GmxRunRow) other = g_list_model_get_item(G_LIST_MODEL(self->list), i);
    if (other != group)
      return gmx_run_row_get_entry(other);
  }
  return gmx_run_row_get_entry(row);
}

static void act_difference(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  GtkWidget *dialog =
      gmx_difference_new(self->list, gmx_run_row_get_entry(row), find_other(self, row));
  gtk_window_set_transient_for(GTK_WINDOW(dialog), window_of(self));
  gtk_window_present(GTK_WINDOW(dialog));
}

static void act_folder(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunRow *row = gmx_runs_page_get_row(GMX_RUNS_PAGE(widget));
  if (!row)
    return;
  g_autoptr(GFile) folder = g_file_new_for_path(gmx_run_row_get_entry(row)->path);
  g_autofree char *uri = g_file_get_uri(folder);
  gtk_show_uri(window_of(GMX_RUNS_PAGE(widget)), uri, GDK_CURRENT_TIME);
}

static void act_reference(GtkWidget *widget, const char *name, GVariant *parameter) {
  GmxRunsPage *self = GMX_RUNS_PAGE(widget);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  if (!row)
    return;
  g_autoptr(GmxRunRow) group = g_object_ref(row->group ? row->group : row);
  if (group->check == GMX_CHECK_NONE)
    gmx_run_list_select(self->list, group, TRUE);
  gmx_run_list_set_reference(self->list, group);
}

static void act_select(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_run_list_select_all(GMX_RUNS_PAGE(widget)->list, g_str_equal(name, "runs.select-all"));
}

static void act_search(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_runs_tools_search(GMX_RUNS_TOOLS(GMX_RUNS_PAGE(widget)->tools));
}

void gmx_runs_page_update_actions(GmxRunsPage *self) {
  static const char *const of_a_row[] = {"runs.rename",       "runs.tags",      "runs.difference",
                                         "runs.folder",       "runs.delete",    "runs.repeat",
                                         "runs.methods",      "runs.reference", "runs.select-all",
                                         "runs.export-table", "runs.export-run"};
  GtkWidget *widget = GTK_WIDGET(self);
  GmxRunRow *row = gmx_runs_page_get_row(self);
  const gboolean one = row && row->entries->len == 1;
  GmxRunEntry *entry = one ? gmx_run_row_get_entry(row) : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(of_a_row); i++)
    gtk_widget_action_set_enabled(widget, of_a_row[i], row != NULL);
  gtk_widget_action_set_enabled(widget, "runs.continue",
                                entry && entry->state == GMX_RUN_UNFINISHED);
  gtk_widget_action_set_enabled(widget, "runs.undo-delete", self->deleted != NULL);
  gtk_widget_action_set_enabled(widget, "runs.select-none",
                                gmx_run_list_get_selected(self->list)->len > 0);
  gtk_widget_action_set_enabled(widget, "runs.export-curves",
                                gmx_run_list_get_selected(self->list)->len > 0);
  gtk_widget_action_set_enabled(widget, "runs.export-picture",
                                gmx_run_list_get_selected(self->list)->len > 0);
}

GMenuModel *gmx_runs_page_new_menu(void) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) notes = g_menu_new(), more = g_menu_new(), views = g_menu_new();
  g_autoptr(GMenu) end = g_menu_new();
  g_menu_append(views, _("_Continue"), "runs.continue");
  g_menu_append(views, _("_Difference…"), "runs.difference");
  g_menu_append(views, _("Take as R_eference"), "runs.reference");
  g_menu_append(notes, _("Re_name…"), "runs.rename");
  g_menu_append(notes, _("_Tags…"), "runs.tags");
  g_menu_append(more, _("_Repeat with Seeds…"), "runs.repeat");
  g_menu_append(more, _("Same Seed, Other _Method…"), "runs.methods");
  g_menu_append(more, _("_Sweep…"), "runs.sweep");
  g_menu_append(end, _("Open _Folder"), "runs.folder");
  g_menu_append(end, _("Delete"), "runs.delete");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(views));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(notes));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(more));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(end));
  return G_MENU_MODEL(menu);
}

void gmx_runs_page_install_row_actions(GtkWidgetClass *class) {
  gtk_widget_class_install_action(class, "runs.rename", NULL, act_rename);
  gtk_widget_class_install_action(class, "runs.tags", NULL, act_tags);
  gtk_widget_class_install_action(class, "runs.delete", NULL, act_delete);
  gtk_widget_class_install_action(class, "runs.undo-delete", NULL, act_undo_delete);
  gtk_widget_class_install_action(class, "runs.continue", NULL, act_continue);
  gtk_widget_class_install_action(class, "runs.difference", NULL, act_difference);
  gtk_widget_class_install_action(class, "runs.folder", NULL, act_folder);
  gtk_widget_class_install_action(class, "runs.reference", NULL, act_reference);
  gtk_widget_class_install_action(class, "runs.select-all", NULL, act_select);
  gtk_widget_class_install_action(class, "runs.select-none", NULL, act_select);
  gtk_widget_class_install_action(class, "runs.search", NULL, act_search);
  gtk_widget_class_add_binding_action(class, GDK_KEY_f, GDK_CONTROL_MASK, "runs.search", NULL);
  gtk_widget_class_add_binding_action(class, GDK_KEY_z, GDK_CONTROL_MASK, "runs.undo-delete", NULL);
}
