/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples behind a cell, sorted. */
#include "ui/samples/confusion-list.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

/* Items */

G_DEFINE_FINAL_TYPE(GmxConfused, gmx_confused, G_TYPE_OBJECT)

static void confused_finalize(GObject *object) {
  GmxConfused *self = GMX_CONFUSED(object);
  g_clear_pointer(&self->predictions, gmx_predictions_unref);
  g_clear_object(&self->dataset);
  G_OBJECT_CLASS(gmx_confused_parent_class)->finalize(object);
}

static void gmx_confused_class_init(GmxConfusedClass *class) {
  G_OBJECT_CLASS(class)->finalize = confused_finalize;
}

static void gmx_confused_init(GmxConfused *self) {
}

static const char *part_of(const GmxConfused *self) {
  const gboolean points = gmx_dataset_is_points(self->dataset);
  if (self->predictions->split == GMX_SPLIT_TEST)
    return points ? _("held-out point") : _("held-out image");
  return points ? _("training point") : _("training image");
}

char *gmx_confused_describe(const GmxConfused *self) {
  const GmxPredictions *predictions = self->predictions;
  const int label = predictions->label[self->place];
  const int predicted = predictions->predicted[self->place];
  const char *name = gmx_dataset_get_class_name(self->dataset, label);
  g_autofree char *index = gmx_format_count(predictions->index[self->place]);
  g_autofree char *sure = gmx_format_percent(predictions->probability[self->place], 0);
  g_autofree char *loss = gmx_format_number(predictions->loss[self->place], 2);
  if (label == predicted)
    return g_strdup_printf(_("%s, %s %s, recognised with %s, loss %s"), name, part_of(self), index,
                           sure, loss);
  return g_strdup_printf(_("%s, %s %s, taken for %s with %s, loss %s"), name, part_of(self), index,
                         gmx_dataset_get_class_name(self->dataset, predicted), sure, loss);
}

/* The list */

struct _GmxConfusionList {
  GObject parent_instance;
  GmxPredictions *predictions; /* NULL: empty */
  GmxDataset *dataset;
  GArray *places; /* int */
  GmxConfusionSort sort;
  gboolean reversed;
};

static void list_model_init(GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxConfusionList, gmx_confusion_list, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static GType get_item_type(GListModel *model) {
  return GMX_TYPE_CONFUSED;
}

static guint get_n_items(GListModel *model) {
  return GMX_CONFUSION_LIST(model)->places->len;
}

static gpointer get_item(GListModel *model, guint position) {
  GmxConfusionList *self = GMX_CONFUSION_LIST(model);
  if (position >= self->places->len)
    return NULL;
  GmxConfused *item = g_object_new(GMX_TYPE_CONFUSED, NULL);
  item->predictions = gmx_predictions_ref(self->predictions);
  item->dataset = g_object_ref(self->dataset);
  item->place = g_array_index(self->places, int, position);
  return item;
}

static void list_model_init(GListModelInterface *interface) {
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static int compare(gconstpointer a, gconstpointer b, gpointer data) {
  const GmxConfusionList *self = data;
  const int first = *(const int *)a, second = *(const int *)b;
  const float *values = self->sort == GMX_CONFUSION_BY_LOSS ? self->predictions->loss
                                                            : self->predictions->probability;
  const float one = values[first], other = values[second];
  if (isfinite(one) && isfinite(other) && one != other)
    return (one > other) == !self->reversed ? -1 : 1;
  if (!isfinite(one) != !isfinite(other))
    return isfinite(one) ? -1 : 1;
  return first - second;
}

static void arrange(GmxConfusionList *self, guint before) {
  if (self->predictions)
    g_array_sort_with_data(self->places, compare, self);
  g_list_model_items_changed(G_LIST_MODEL(self), 0, before, self->places->len);
}

void gmx_confusion_list_show(GmxConfusionList *self, GmxPredictions *predictions,
                             GmxDataset *dataset, int label, int predicted) {
  const guint before = self->places->len;
  GmxPredictions *earlier = self->predictions;
  self->predictions = gmx_predictions_ref(predictions);
  if (earlier)
    gmx_predictions_unref(earlier);
  g_set_object(&self->dataset, dataset);
  g_array_unref(self->places);
  self->places = gmx_predictions_find(predictions, label, predicted);
  arrange(self, before);
}

void gmx_confusion_list_sort(GmxConfusionList *self, GmxConfusionSort sort, gboolean reversed) {
  self->sort = sort;
  self->reversed = reversed;
  arrange(self, self->places->len);
}

static void confusion_list_finalize(GObject *object) {
  GmxConfusionList *self = GMX_CONFUSION_LIST(object);
  g_clear_pointer(&self->predictions, gmx_predictions_unref);
  g_clear_object(&self->dataset);
  g_array_unref(self->places);
  G_OBJECT_CLASS(gmx_confusion_list_parent_class)->finalize(object);
}

static void gmx_confusion_list_class_init(GmxConfusionListClass *class) {
  G_OBJECT_CLASS(class)->finalize = confusion_list_finalize;
}

static void gmx_confusion_list_init(GmxConfusionList *self) {
  self->places = g_array_new(FALSE, FALSE, sizeof(int));
}

GmxConfusionList *gmx_confusion_list_new(void) {
  return g_object_new(GMX_TYPE_CONFUSION_LIST, NULL);
}
