/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array behind GListModel. GListStore would need a call for every item that moved, and looks an
 * item up by a tree; a sorted gallery is new from end to end and is read by place. */
#include "ui/samples/sample-list.h"

struct _GmxSampleList {
  GObject parent_instance;

  GType type;
  GPtrArray *items;
};

static GType list_get_item_type(GListModel *model) {
  return GMX_SAMPLE_LIST(model)->type;
}

static guint list_get_n_items(GListModel *model) {
  return GMX_SAMPLE_LIST(model)->items->len;
}

static gpointer list_get_item(GListModel *model, guint position) {
  GPtrArray *items = GMX_SAMPLE_LIST(model)->items;
  return position < items->len ? g_object_ref(items->pdata[position]) : NULL;
}

static void list_model_init(GListModelInterface *interface) {
  interface->get_item_type = list_get_item_type;
  interface->get_n_items = list_get_n_items;
  interface->get_item = list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxSampleList, gmx_sample_list, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static void sample_list_finalize(GObject *object) {
  g_ptr_array_unref(GMX_SAMPLE_LIST(object)->items);
  G_OBJECT_CLASS(gmx_sample_list_parent_class)->finalize(object);
}

static void gmx_sample_list_class_init(GmxSampleListClass *class) {
  G_OBJECT_CLASS(class)->finalize = sample_list_finalize;
}

static void gmx_sample_list_init(GmxSampleList *self) {
  self->items = g_ptr_array_new_with_free_func(g_object_unref);
}

GmxSampleList *gmx_sample_list_new(GType type) {
  GmxSampleList *self = g_object_new(GMX_TYPE_SAMPLE_LIST, NULL);
  self->type = type;
  return self;
}

GmxListChange gmx_sample_list_replace(GmxSampleList *self, GPtrArray *items) {
  GPtrArray *old = self->items;
  guint shorter = MIN(old->len, items->len), head = 0, tail = 0;
  while (head < shorter && old->pdata[head] == items->pdata[head])
    head++;
  while (tail < shorter - head &&
         old->pdata[old->len - 1 - tail] == items->pdata[items->len - 1 - tail])
    tail++;
  GmxListChange change = {head, old->len - head - tail, items->len - head - tail};
  self->items = g_ptr_array_ref(items);
  g_ptr_array_unref(old);
  return change;
}

void gmx_sample_list_tell(GmxSampleList *self, GmxListChange change) {
  if (change.removed > 0 || change.added > 0)
    g_list_model_items_changed(G_LIST_MODEL(self), change.position, change.removed, change.added);
}

GPtrArray *gmx_sample_list_get_items(GmxSampleList *self) {
  return self->items;
}
