/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of a data set that a search finds, as a list model. */
#include "ui/mixlab/image-list.h"

#include <string.h>

/* Items */

G_DEFINE_FINAL_TYPE(GmxImageItem, gmx_image_item, G_TYPE_OBJECT)

static void image_item_finalize(GObject *object) {
  g_clear_object(&GMX_IMAGE_ITEM(object)->dataset);
  G_OBJECT_CLASS(gmx_image_item_parent_class)->finalize(object);
}

static void gmx_image_item_class_init(GmxImageItemClass *class) {
  G_OBJECT_CLASS(class)->finalize = image_item_finalize;
}

static void gmx_image_item_init(GmxImageItem *self) {
}

/* The list */

struct _GmxImageList {
  GObject parent_instance;
  GmxDataset *dataset;
  GmxSplit split;
  GArray *indices; /* int */
};

static void list_model_init(GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxImageList, gmx_image_list, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static GType get_item_type(GListModel *model) {
  return GMX_TYPE_IMAGE_ITEM;
}

static guint get_n_items(GListModel *model) {
  return GMX_IMAGE_LIST(model)->indices->len;
}

static gpointer get_item(GListModel *model, guint position) {
  GmxImageList *self = GMX_IMAGE_LIST(model);
  if (position >= self->indices->len)
    return NULL;
  GmxImageItem *item = g_object_new(GMX_TYPE_IMAGE_ITEM, NULL);
  item->dataset = g_object_ref(self->dataset);
  item->split = self->split;
  item->index = g_array_index(self->indices, int, position);
  return item;
}

static void list_model_init(GListModelInterface *interface) {
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* Searching */

/* The digits of a number as people write it, "31 844"; NULL where it is none. */
static char *read_number(const char *search) {
  GString *digits = g_string_new(NULL);
  for (const char *at = search; *at; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    if (g_unichar_isspace(c))
      continue;
    if (c < '0' || c > '9') {
      g_string_free(digits, TRUE);
      return NULL;
    }
    g_string_append_c(digits, (char)c);
  }
  return g_string_free(digits, digits->len == 0);
}

static int find_class(GmxDataset *dataset, const char *name) {
  for (int label = 0; label < gmx_dataset_get_classes(dataset); label++)
    if (g_str_equal(gmx_dataset_get_class_name(dataset, label), name))
      return label;
  return -1;
}

static void find_number(GmxImageList *self, const char *digits, int count) {
  const gint64 number = g_ascii_strtoll(digits, NULL, 10);
  const int exact = number < count ? (int)number : -1;
  const int label = find_class(self->dataset, digits); /* where classes are numbers themselves */
  char text[16];
  if (exact >= 0)
    g_array_append_val(self->indices, exact);
  for (int i = 0; i < count; i++) {
    g_snprintf(text, sizeof text, "%d", i);
    const gboolean found = label >= 0
                               ? gmx_dataset_get_label(self->dataset, self->split, i) == label
                               : g_str_has_prefix(text, digits);
    if (i != exact && found)
      g_array_append_val(self->indices, i);
  }
}

/* Whether @name holds all of @words, whatever their case. */
static gboolean holds_all(const char *name, char *const *words) {
  g_autofree char *folded = g_utf8_casefold(name, -1);
  for (; *words; words++)
    if (!strstr(folded, *words))
      return FALSE;
  return TRUE;
}

static void find_words(GmxImageList *self, const char *search, int count) {
  const int classes = gmx_dataset_get_classes(self->dataset);
  g_autofree char *folded = g_utf8_casefold(search, -1);
  g_auto(GStrv) words = g_strsplit_set(g_strstrip(folded), " \t", -1);
  g_autofree gboolean *found = g_new(gboolean, classes);
  for (int label = 0; label < classes; label++)
    found[label] = holds_all(gmx_dataset_get_class_name(self->dataset, label), words);
  for (int i = 0; i < count; i++)
    if (found[gmx_dataset_get_label(self->dataset, self->split, i)])
      g_array_append_val(self->indices, i);
}

void gmx_image_list_show(GmxImageList *self, GmxDataset *dataset, GmxSplit split,
                         const char *search) {
  const guint before = self->indices->len;
  g_set_object(&self->dataset, dataset);
  self->split = split;
  g_array_set_size(self->indices, 0);
  if (dataset) {
    const int count = gmx_dataset_get_count(dataset, split);
    g_autofree char *digits = read_number(search);
    if (digits)
      find_number(self, digits, count);
    else
      find_words(self, search, count);
  }
  g_list_model_items_changed(G_LIST_MODEL(self), 0, before, self->indices->len);
}

static void image_list_finalize(GObject *object) {
  GmxImageList *self = GMX_IMAGE_LIST(object);
  g_clear_object(&self->dataset);
  g_array_unref(self->indices);
  G_OBJECT_CLASS(gmx_image_list_parent_class)->finalize(object);
}

static void gmx_image_list_class_init(GmxImageListClass *class) {
  G_OBJECT_CLASS(class)->finalize = image_list_finalize;
}

static void gmx_image_list_init(GmxImageList *self) {
  self->indices = g_array_new(FALSE, FALSE, sizeof(int));
}

GmxImageList *gmx_image_list_new(void) {
  return g_object_new(GMX_TYPE_IMAGE_LIST, NULL);
}
