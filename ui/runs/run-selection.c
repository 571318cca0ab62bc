/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A selection model over the sorted rows, whose state is the rows' own checks. */
#include "ui/runs/run-selection.h"

struct _GmxRunSelection {
  GObject parent_instance;
  GListModel *rows;
  GmxRunList *list;
  GmxRunRow *current;
};

enum { CURRENT_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType get_item_type(GListModel *model) {
  return GTK_TYPE_TREE_LIST_ROW;
}

static guint get_n_items(GListModel *model) {
  return g_list_model_get_n_items(GMX_RUN_SELECTION(model)->rows);
}

static gpointer get_item(GListModel *model, guint position) {
  return g_list_model_get_item(GMX_RUN_SELECTION(model)->rows, position);
}

static void list_model_init(GListModelInterface *iface) {
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* The row at @position; the caller owns it. */
static GmxRunRow *row_at(GmxRunSelection *self, guint position) {
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item(self->rows, position);
  return row ? gtk_tree_list_row_get_item(row) : NULL;
}

static gboolean is_selected(GtkSelectionModel *model, guint position) {
  g_autoptr(GmxRunRow) row = row_at(GMX_RUN_SELECTION(model), position);
  return row && row->check != GMX_CHECK_NONE;
}

static gboolean check(GmxRunSelection *self, guint position, gboolean checked) {
  g_autoptr(GmxRunRow) row = row_at(self, position);
  if (!row)
    return FALSE;
  gmx_run_selection_set_current(self, row);
  gmx_run_list_select(self->list, row, checked);
  return TRUE;
}

static gboolean select_item(GtkSelectionModel *model, guint position, gboolean unselect_rest) {
  GmxRunSelection *self = GMX_RUN_SELECTION(model);
  g_autoptr(GmxRunRow) row = row_at(self, position);
  if (!unselect_rest)
    return check(self, position, TRUE);
  if (row)
    gmx_run_selection_set_current(self, row);
  return TRUE;
}

static gboolean unselect_item(GtkSelectionModel *model, guint position) {
  return check(GMX_RUN_SELECTION(model), position, FALSE);
}

static gboolean select_range(GtkSelectionModel *model, guint position, guint count,
                             gboolean unselect_rest) {
  for (guint i = 0; i < count; i++)
    check(GMX_RUN_SELECTION(model), position + i, TRUE);
  return TRUE;
}

static gboolean unselect_range(GtkSelectionModel *model, guint position, guint count) {
  for (guint i = 0; i < count; i++)
    check(GMX_RUN_SELECTION(model), position + i, FALSE);
  return TRUE;
}

static gboolean select_all(GtkSelectionModel *model) {
  gmx_run_list_select_all(GMX_RUN_SELECTION(model)->list, TRUE);
  return TRUE;
}

static gboolean unselect_all(GtkSelectionModel *model) {
  gmx_run_list_select_all(GMX_RUN_SELECTION(model)->list, FALSE);
  return TRUE;
}

static void selection_model_init(GtkSelectionModelInterface *iface) {
  iface->is_selected = is_selected;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxRunSelection, gmx_run_selection, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init)
                                  G_IMPLEMENT_INTERFACE(GTK_TYPE_SELECTION_MODEL,
                                                        selection_model_init))

static void on_items(GmxRunSelection *self, guint position, guint removed, guint added) {
  g_list_model_items_changed(G_LIST_MODEL(self), position, removed, added);
}

static void on_selection(GmxRunSelection *self) {
  const guint count = g_list_model_get_n_items(self->rows);
  if (count > 0)
    gtk_selection_model_selection_changed(GTK_SELECTION_MODEL(self), 0, count);
}

GmxRunRow *gmx_run_selection_get_current(GmxRunSelection *self) {
  return self->current;
}

void gmx_run_selection_set_current(GmxRunSelection *self, GmxRunRow *row) {
  if (g_set_object(&self->current, row))
    g_signal_emit(self, signals[CURRENT_CHANGED], 0);
}

static void run_selection_dispose(GObject *object) {
  GmxRunSelection *self = GMX_RUN_SELECTION(object);
  if (self->list)
    g_signal_handlers_disconnect_by_data(self->list, self);
  if (self->rows)
    g_signal_handlers_disconnect_by_data(self->rows, self);
  g_clear_object(&self->list);
  g_clear_object(&self->current);
  G_OBJECT_CLASS(gmx_run_selection_parent_class)->dispose(object);
}

static void run_selection_finalize(GObject *object) {
  g_clear_object(&GMX_RUN_SELECTION(object)->rows);
  G_OBJECT_CLASS(gmx_run_selection_parent_class)->finalize(object);
}

static void gmx_run_selection_class_init(GmxRunSelectionClass *klass) {
  G_OBJECT_CLASS(klass)->dispose = run_selection_dispose;
  G_OBJECT_CLASS(klass)->finalize = run_selection_finalize;
  signals[CURRENT_CHANGED] = g_signal_new("current-changed", GMX_TYPE_RUN_SELECTION,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_run_selection_init(GmxRunSelection *self) {
}

GmxRunSelection *gmx_run_selection_new(GListModel *rows, GmxRunList *list) {
  GmxRunSelection *self = g_object_new(GMX_TYPE_RUN_SELECTION, NULL);
  self->rows = rows;
  self->list = g_object_ref(list);
  g_signal_connect_swapped(rows, "items-changed", G_CALLBACK(on_items), self);
  g_signal_connect_swapped(list, "selection-changed", G_CALLBACK(on_selection), self);
  return self;
}
