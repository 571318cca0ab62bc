/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting by a key that is computed once an example. Both sides are sorted in one go: a side's list
 * is what is left of the whole one. */
#include "ui/samples/sample-order.h"

#include <math.h>

/* What an example is sorted by: the lesser stands first, field by field. */
typedef struct {
  int pair, side;
  double key;
  int index;
  GmxSample *sample;
} Entry;

static float value_of(const GmxSample *sample, GmxSampleSort sort) {
  const GmxGallery *gallery = sample->gallery;
  int i = sample->index;
  switch (sort) {
  case GMX_SORT_LOSS:
    return gallery->loss[i];
  case GMX_SORT_LOSS_PERTURBED:
    return gallery->climbed ? gallery->loss_perturbed[i] : gallery->loss[i];
  case GMX_SORT_LAMBDA:
    return gallery->lambdas[i];
  case GMX_SORT_SIDE:
  case GMX_SORT_S:
  default:
    /* Without a climb the order by s is the gallery's own, by loss. */
    return gallery->climbed ? gallery->s[i] : gallery->loss[i];
  }
}

/* Falling values are rising keys. */
static double key_of(const GmxSample *sample, GmxSampleSort sort, gboolean reversed) {
  double value = sort == GMX_SORT_CHANGE ? sample->change : value_of(sample, sort);
  gboolean rising = reversed;
  if (sort == GMX_SORT_CHANGE && isnan(value))
    return INFINITY;
  if (isnan(value))
    value = INFINITY;
  if (sort == GMX_SORT_SIDE && sample->gallery->climbed && !sample->sharp)
    rising = !rising;
  return rising ? value : -value;
}

int gmx_sample_order_pair(const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  int a = gallery->first_label[sample->index], b = gallery->second_label[sample->index];
  return MIN(a, b) * gallery->classes + MAX(a, b);
}

static int compare(const void *left, const void *right) {
  const Entry *a = left, *b = right;
  if (a->pair != b->pair)
    return a->pair < b->pair ? -1 : 1;
  if (a->side != b->side)
    return a->side < b->side ? -1 : 1;
  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  return a->index - b->index;
}

void gmx_sample_order_sort(GPtrArray *samples, GmxSampleSort sort, gboolean reversed,
                           gboolean grouped) {
  g_autofree Entry *entries = g_new(Entry, samples->len);
  for (guint i = 0; i < samples->len; i++) {
    GmxSample *sample = samples->pdata[i];
    entries[i] = (Entry){
        .pair = grouped ? gmx_sample_order_pair(sample) : 0,
        .side = sort == GMX_SORT_SIDE && sample->gallery->climbed && !sample->sharp,
        .key = key_of(sample, sort, reversed),
        .index = sample->index,
        .sample = sample,
    };
  }
  if (samples->len > 1)
    qsort(entries, samples->len, sizeof *entries, compare);
  for (guint i = 0; i < samples->len; i++)
    samples->pdata[i] = entries[i].sample;
}
