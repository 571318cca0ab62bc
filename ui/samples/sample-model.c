/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model: every example of the gallery as an object, and three lists of those that pass the
 * filter, in their order. All lists are in their new state before any of them tells. */
#include "ui/samples/sample-model.h"

#include "ui/samples/sample-csv.h"
#include "ui/samples/sample-filter.h"
#include "ui/samples/sample-list.h"
#include "ui/samples/sample-order.h"

#include <math.h>
#include <string.h>

#define SIDES 3

struct _GmxSampleModel {
  GObject parent_instance;

  GmxDataset *dataset;
  GmxGallery *gallery;
  GmxIntrusion *intrusion;
  GPtrArray *samples; /* of the whole gallery, by place in it */
  GmxSampleList *sides[SIDES];

  GmxSampleFilter filter;
  GmxSampleSort sort;
  gboolean reversed, grouped;
  guint8 *selected; /* [samples->len] */
};

enum { CHANGED, SELECTION_CHANGED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSample, gmx_sample, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE(GmxSampleModel, gmx_sample_model, G_TYPE_OBJECT)

static void sample_finalize(GObject *object) {
  GmxSample *self = GMX_SAMPLE(object);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_object(&self->dataset);
  g_clear_pointer(&self->group, g_ref_string_release);
  G_OBJECT_CLASS(gmx_sample_parent_class)->finalize(object);
}

static void gmx_sample_class_init(GmxSampleClass *class) {
  G_OBJECT_CLASS(class)->finalize = sample_finalize;
}

static void gmx_sample_init(GmxSample *self) {
  self->change = NAN;
  self->intruded = -1;
}

/* Whether both are probes, and of the same examples. */
static gboolean are_same_examples(const GmxGallery *a, const GmxGallery *b) {
  gsize size = sizeof(int) * (a != NULL ? a->count : 0);
  return a != NULL && b != NULL && a->source == GMX_GALLERY_PROBE && b->source == a->source &&
         a->count == b->count && memcmp(a->first, b->first, size) == 0 &&
         memcmp(a->second, b->second, size) == 0 &&
         memcmp(a->lambdas, b->lambdas, sizeof(float) * a->count) == 0;
}

static GPtrArray *new_samples(GmxGallery *gallery, GmxDataset *dataset) {
  int count = gallery != NULL ? gallery->count : 0;
  GPtrArray *samples = g_ptr_array_new_full(count, g_object_unref);
  for (int i = 0; i < count; i++) {
    GmxSample *sample = g_object_new(GMX_TYPE_SAMPLE, NULL);
    sample->gallery = gmx_gallery_ref(gallery);
    sample->dataset = dataset != NULL ? g_object_ref(dataset) : NULL;
    sample->index = i;
    sample->sharp = gallery->climbed && gallery->sharp[i];
    g_ptr_array_add(samples, sample);
  }
  for (int i = 0; i < count; i++)
    GMX_SAMPLE(samples->pdata[gallery->order[i]])->rank = i + 1;
  return samples;
}

/* What may become known, or other, of examples that are listed already. */
static void note_news(GmxSampleModel *self, GmxGallery *before) {
  GmxGallery *now = self->gallery;
  gboolean comparable = are_same_examples(now, before) && now->climbed && before->climbed;
  GmxIntrusion *found = self->intrusion;
  gboolean searched = found != NULL && now != NULL && found->count == now->count;
  for (guint i = 0; i < self->samples->len; i++) {
    GmxSample *sample = self->samples->pdata[i];
    sample->change = comparable ? (double)now->s[i] - before->s[i] : NAN;
    /* What has no s has no side, and so none that it could have left. */
    sample->crossed = !isnan(sample->change) && !now->sharp[i] != !before->sharp[i];
    sample->intruded =
        searched && gmx_intrusion_is_known(found, (int)i) ? found->intruded[i] != 0 : -1;
  }
}

/* The name of @sample's pair from @names (pair → name), which is filled as pairs come. Where
 * nothing is mixed it is the class alone. */
static char *find_name(GHashTable *names, const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  gpointer pair = GINT_TO_POINTER(gmx_sample_order_pair(sample));
  char *name = g_hash_table_lookup(names, pair);
  if (name == NULL) {
    int a = gallery->first_label[sample->index], b = gallery->second_label[sample->index];
    g_autofree char *first = gmx_sample_class_name(sample->dataset, MIN(a, b));
    g_autofree char *second = gmx_sample_class_name(sample->dataset, MAX(a, b));
    const gboolean alone = a == b && !gmx_gallery_is_mixed(gallery);
    g_autofree char *text = alone ? g_strdup(first) : g_strdup_printf("%s + %s", first, second);
    name = g_ref_string_new(text);
    g_hash_table_insert(names, pair, name);
  }
  return name;
}

/* Groups are those of one side's list: the two galleries have headings of their own. */
static void name_groups(GmxSampleModel *self, GPtrArray *all) {
  g_autoptr(GHashTable) names =
      g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ref_string_release);
  int last[2] = {-1, -1};
  for (guint i = 0; i < all->len; i++) {
    GmxSample *sample = all->pdata[i];
    int pair = gmx_sample_order_pair(sample), *before = &last[sample->sharp != FALSE];
    g_clear_pointer(&sample->group, g_ref_string_release);
    sample->first_of_group = self->grouped && pair != *before;
    if (self->grouped)
      sample->group = g_ref_string_acquire(find_name(names, sample));
    *before = pair;
  }
}

/* The examples that pass, in their order. */
static GPtrArray *arrange(GmxSampleModel *self) {
  GPtrArray *all = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < self->samples->len; i++)
    if (gmx_sample_filter_passes(&self->filter, self->samples->pdata[i]))
      g_ptr_array_add(all, g_object_ref(self->samples->pdata[i]));
  gmx_sample_order_sort(all, self->sort, self->reversed, self->grouped);
  name_groups(self, all);
  return all;
}

static GPtrArray *take_side(GPtrArray *all, gboolean sharp) {
  GPtrArray *side = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < all->len; i++) {
    GmxSample *sample = all->pdata[i];
    if (sample->gallery->climbed && sample->sharp == sharp)
      g_ptr_array_add(side, g_object_ref(sample));
  }
  return side;
}

static void refresh(GmxSampleModel *self) {
  g_autoptr(GPtrArray) all = arrange(self);
  g_autoptr(GPtrArray) sharp = take_side(all, TRUE);
  g_autoptr(GPtrArray) flat = take_side(all, FALSE);
  GPtrArray *const lists[SIDES] = {
      [GMX_SIDE_SHARP] = sharp, [GMX_SIDE_FLAT] = flat, [GMX_SIDE_ALL] = all};
  GmxListChange changes[SIDES];
  g_object_ref(self);
  for (int i = 0; i < SIDES; i++)
    changes[i] = gmx_sample_list_replace(self->sides[i], lists[i]);
  for (int i = 0; i < SIDES; i++)
    gmx_sample_list_tell(self->sides[i], changes[i]);
  g_signal_emit(self, signals[CHANGED], 0);
  g_object_unref(self);
}

static void sample_model_dispose(GObject *object) {
  GmxSampleModel *self = GMX_SAMPLE_MODEL(object);
  for (int i = 0; i < SIDES; i++)
    g_clear_object(&self->sides[i]);
  g_clear_pointer(&self->samples, g_ptr_array_unref);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->intrusion, gmx_intrusion_unref);
  g_clear_pointer(&self->selected, g_free);
  g_clear_object(&self->dataset);
  G_OBJECT_CLASS(gmx_sample_model_parent_class)->dispose(object);
}

static void gmx_sample_model_class_init(GmxSampleModelClass *class) {
  G_OBJECT_CLASS(class)->dispose = sample_model_dispose;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_SAMPLE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTION_CHANGED] = g_signal_new("selection-changed", GMX_TYPE_SAMPLE_MODEL,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_sample_model_init(GmxSampleModel *self) {
  self->filter = gmx_sample_filter_none();
  self->samples = g_ptr_array_new_with_free_func(g_object_unref);
  for (int i = 0; i < SIDES; i++)
    self->sides[i] = gmx_sample_list_new(GMX_TYPE_SAMPLE);
}

GmxSampleModel *gmx_sample_model_new(void) {
  return g_object_new(GMX_TYPE_SAMPLE_MODEL, NULL);
}

/* Takes over @gallery; TRUE where a selection was lost by it. */
static gboolean set_gallery(GmxSampleModel *self, GmxDataset *dataset, GmxGallery *gallery) {
  gboolean keep = are_same_examples(self->gallery, gallery), lost = FALSE;
  for (guint i = 0; i < self->samples->len && !keep; i++)
    lost |= self->selected[i] != 0;
  g_ptr_array_unref(self->samples);
  self->samples = new_samples(gallery, dataset);
  if (gallery != NULL)
    gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  g_set_object(&self->dataset, dataset);
  if (!keep) {
    g_free(self->selected);
    self->selected = g_new0(guint8, self->samples->len);
  }
  return lost;
}

void gmx_sample_model_show(GmxSampleModel *self, GmxDataset *dataset, GmxGallery *gallery,
                           GmxGallery *before, GmxIntrusion *intrusion) {
  gboolean lost = FALSE;
  g_return_if_fail(GMX_IS_SAMPLE_MODEL(self));
  if (gallery != self->gallery || dataset != self->dataset)
    lost = set_gallery(self, dataset, gallery);
  if (intrusion != NULL)
    gmx_intrusion_ref(intrusion);
  g_clear_pointer(&self->intrusion, gmx_intrusion_unref);
  self->intrusion = intrusion;
  note_news(self, before);
  refresh(self);
  if (lost)
    g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

GmxGallery *gmx_sample_model_get_gallery(GmxSampleModel *self) {
  return self->gallery;
}

GmxDataset *gmx_sample_model_get_dataset(GmxSampleModel *self) {
  return self->dataset;
}

GmxIntrusion *gmx_sample_model_get_intrusion(GmxSampleModel *self) {
  return self->intrusion;
}

void gmx_sample_model_set_sort(GmxSampleModel *self, GmxSampleSort sort, gboolean reversed) {
  if (sort == self->sort && !reversed == !self->reversed)
    return;
  self->sort = sort;
  self->reversed = reversed;
  refresh(self);
}

GmxSampleSort gmx_sample_model_get_sort(GmxSampleModel *self, gboolean *reversed) {
  if (reversed != NULL)
    *reversed = self->reversed;
  return self->sort;
}

void gmx_sample_model_set_grouped(GmxSampleModel *self, gboolean grouped) {
  if (!grouped == !self->grouped)
    return;
  self->grouped = grouped;
  refresh(self);
}

gboolean gmx_sample_model_get_grouped(GmxSampleModel *self) {
  return self->grouped;
}

void gmx_sample_model_set_filter(GmxSampleModel *self, const GmxSampleFilter *filter) {
  if (gmx_sample_filter_equal(filter, &self->filter))
    return;
  self->filter = *filter;
  refresh(self);
}

const GmxSampleFilter *gmx_sample_model_get_filter(GmxSampleModel *self) {
  return &self->filter;
}

GPtrArray *gmx_sample_model_describe_filter(GmxSampleModel *self) {
  return gmx_sample_filter_describe(&self->filter, self->dataset);
}

void gmx_sample_model_drop_condition(GmxSampleModel *self, guint condition) {
  GmxSampleFilter rest = gmx_sample_filter_drop(&self->filter, condition);
  gmx_sample_model_set_filter(self, &rest);
}

GListModel *gmx_sample_model_get_side(GmxSampleModel *self, GmxSide side) {
  g_return_val_if_fail((guint)side < SIDES, NULL);
  return G_LIST_MODEL(self->sides[side]);
}

static GPtrArray *shown(GmxSampleModel *self, GmxSide side) {
  return gmx_sample_list_get_items(self->sides[side]);
}

int gmx_sample_model_get_shown(GmxSampleModel *self) {
  return (int)shown(self, GMX_SIDE_ALL)->len;
}

int gmx_sample_model_get_total(GmxSampleModel *self) {
  return (int)self->samples->len;
}

gboolean gmx_sample_model_is_selected(GmxSampleModel *self, int index) {
  return index >= 0 && index < (int)self->samples->len && self->selected[index];
}

/* Sets what is given; whether anything is other than before. */
static gboolean mark(GmxSampleModel *self, guint8 *marks, const int *indices, int count,
                     guint8 value) {
  gboolean changed = FALSE;
  for (int i = 0; i < count; i++) {
    if (indices[i] < 0 || indices[i] >= (int)self->samples->len)
      continue;
    changed |= marks[indices[i]] != value;
    marks[indices[i]] = value;
  }
  return changed;
}

void gmx_sample_model_select(GmxSampleModel *self, const int *indices, int count,
                             gboolean keep_others) {
  gsize size = self->samples->len;
  g_autofree guint8 *marks = g_new0(guint8, size + 1);
  if (keep_others && size > 0)
    memcpy(marks, self->selected, size);
  mark(self, marks, indices, count, 1);
  if (size == 0 || memcmp(marks, self->selected, size) == 0)
    return;
  memcpy(self->selected, marks, size);
  g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

void gmx_sample_model_unselect(GmxSampleModel *self, const int *indices, int count) {
  if (mark(self, self->selected, indices, count, 0))
    g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

static GPtrArray *select_from(GmxSampleModel *self, GmxSide side, GPtrArray *found) {
  GPtrArray *items = shown(self, side);
  for (guint i = 0; i < items->len; i++)
    if (self->selected[GMX_SAMPLE(items->pdata[i])->index])
      g_ptr_array_add(found, g_object_ref(items->pdata[i]));
  return found;
}

GPtrArray *gmx_sample_model_get_selected(GmxSampleModel *self) {
  GPtrArray *found = g_ptr_array_new_with_free_func(g_object_unref);
  if (self->gallery == NULL || !self->gallery->climbed)
    return select_from(self, GMX_SIDE_ALL, found);
  return select_from(self, GMX_SIDE_FLAT, select_from(self, GMX_SIDE_SHARP, found));
}

char *gmx_sample_model_to_csv(GmxSampleModel *self, gboolean selected_only) {
  g_autoptr(GPtrArray) rows = g_ptr_array_ref(shown(self, GMX_SIDE_ALL));
  if (selected_only) {
    g_ptr_array_unref(rows);
    rows = select_from(self, GMX_SIDE_ALL, g_ptr_array_new_with_free_func(g_object_unref));
  }
  return gmx_samples_to_csv((GmxSample *const *)rows->pdata, rows->len);
}
