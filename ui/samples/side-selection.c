/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One side of a GmxSampleModel as a GtkSelectionModel.
 *
 * A choice that replaces the others replaces those on the other side too; one made with Ctrl, or
 * all of a side, adds to them. */
#include "ui/samples/side-selection.h"

struct _GmxSideSelection {
  GObject parent_instance;

  GmxSampleModel *model;
  GListModel *list; /* of the side, owned by the model */
};

static guint get_n_items(GListModel *list) {
  return g_list_model_get_n_items(GMX_SIDE_SELECTION(list)->list);
}

static gpointer get_item(GListModel *list, guint position) {
  return g_list_model_get_item(GMX_SIDE_SELECTION(list)->list, position);
}

static GType get_item_type(GListModel *list) {
  return GMX_TYPE_SAMPLE;
}

static void list_model_init(GListModelInterface *iface) {
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Places in the gallery of the items in @positions; returns how many there are. */
static int get_indices(GmxSideSelection *self, GtkBitset *positions, int **indices) {
  guint64 count = gtk_bitset_get_size(positions);
  int found = 0;
  *indices = g_new(int, MAX(1, count));
  for (guint64 i = 0; i < count; i++) {
    guint position = gtk_bitset_get_nth(positions, (guint)i);
    g_autoptr(GmxSample) sample = g_list_model_get_item(self->list, position);
    if (sample)
      (*indices)[found++] = sample->index;
  }
  return found;
}

static gboolean is_selected(GtkSelectionModel *selection, guint position) {
  GmxSideSelection *self = GMX_SIDE_SELECTION(selection);
  g_autoptr(GmxSample) sample = g_list_model_get_item(self->list, position);
  return sample && gmx_sample_model_is_selected(self->model, sample->index);
}

static gboolean select_range(GtkSelectionModel *selection, guint position, guint n_items,
                             gboolean unselect_rest) {
  GmxSideSelection *self = GMX_SIDE_SELECTION(selection);
  g_autoptr(GtkBitset) range = gtk_bitset_new_range(position, n_items);
  g_autofree int *indices = NULL;
  int count = get_indices(self, range, &indices);
  gmx_sample_model_select(self->model, indices, count, !unselect_rest);
  return TRUE;
}

static gboolean select_item(GtkSelectionModel *selection, guint position, gboolean unselect_rest) {
  return select_range(selection, position, 1, unselect_rest);
}

static gboolean set_selection(GtkSelectionModel *selection, GtkBitset *selected, GtkBitset *mask) {
  GmxSideSelection *self = GMX_SIDE_SELECTION(selection);
  g_autoptr(GtkBitset) off = gtk_bitset_copy(mask), on = gtk_bitset_copy(mask);
  g_autofree int *off_indices = NULL, *on_indices = NULL;
  gtk_bitset_subtract(off, selected);
  gtk_bitset_intersect(on, selected);
  int off_count = get_indices(self, off, &off_indices);
  int on_count = get_indices(self, on, &on_indices);
  if (off_count > 0)
    gmx_sample_model_unselect(self->model, off_indices, off_count);
  if (on_count > 0)
    gmx_sample_model_select(self->model, on_indices, on_count, TRUE);
  return TRUE;
}

static gboolean unselect_all(GtkSelectionModel *selection) {
  gmx_sample_model_select(GMX_SIDE_SELECTION(selection)->model, NULL, 0, FALSE);
  return TRUE;
}

static void selection_model_init(GtkSelectionModelInterface *iface) {
  iface->is_selected = is_selected;
  iface->select_item = select_item;
  iface->select_range = select_range;
  iface->set_selection = set_selection;
  iface->unselect_all = unselect_all;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxSideSelection, gmx_side_selection, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init)
                                  G_IMPLEMENT_INTERFACE(GTK_TYPE_SELECTION_MODEL,
                                                        selection_model_init))

static void on_items_changed(GmxSideSelection *self, guint position, guint removed, guint added) {
  g_list_model_items_changed(G_LIST_MODEL(self), position, removed, added);
}

static void on_selection_changed(GmxSideSelection *self) {
  guint count = g_list_model_get_n_items(self->list);
  if (count > 0)
    gtk_selection_model_selection_changed(GTK_SELECTION_MODEL(self), 0, count);
}

static void side_selection_dispose(GObject *object) {
  GmxSideSelection *self = GMX_SIDE_SELECTION(object);
  if (self->model) {
    g_signal_handlers_disconnect_by_data(self->list, self);
    g_signal_handlers_disconnect_by_data(self->model, self);
  }
  g_clear_object(&self->list);
  g_clear_object(&self->model);
  G_OBJECT_CLASS(gmx_side_selection_parent_class)->dispose(object);
}

static void gmx_side_selection_class_init(GmxSideSelectionClass *class) {
  G_OBJECT_CLASS(class)->dispose = side_selection_dispose;
}

static void gmx_side_selection_init(GmxSideSelection *self) {
}

GmxSideSelection *gmx_side_selection_new(GmxSampleModel *model, GmxSide side) {
  GmxSideSelection *self = g_object_new(GMX_TYPE_SIDE_SELECTION, NULL);
  self->model = g_object_ref(model);
  self->list = g_object_ref(gmx_sample_model_get_side(model, side));
  g_signal_connect_swapped(self->list, "items-changed", G_CALLBACK(on_items_changed), self);
  g_signal_connect_swapped(model, "selection-changed", G_CALLBACK(on_selection_changed), self);
  return self;
}
