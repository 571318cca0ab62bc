/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting by a key that is computed once an example. Both sides are sorted in one go: a side's list
 * is what is left of the whole one. */
#include "ui/samples/sample-order.h"

#include <glib/gi18n.h>
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

/* By GmxSampleSort, ended by NULL. */
static const char *const names[] = {
    "side", "s", "loss", "loss-perturbed", "lambda", "change", NULL,
};

const char *gmx_sample_sort_get_name(GmxSampleSort sort) {
  return names[sort];
}

gboolean gmx_sample_sort_from_name(const char *name, GmxSampleSort *sort) {
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal(names[i], name)) {
      *sort = i;
      return TRUE;
    }
  return FALSE;
}

const char *const *gmx_sample_sort_names(void) {
  return names;
}

char *gmx_sample_order_describe(GmxSampleSort sort, gboolean reversed, gboolean grouped,
                                gboolean climbed) {
  static const char *const words[][2] = {
      [GMX_SORT_SIDE] = {N_("most extreme s_i of each side first"),
                         N_("least extreme s_i of each side first")},
      [GMX_SORT_S] = {N_("largest s_i first"), N_("smallest s_i first")},
      [GMX_SORT_LOSS] = {N_("largest loss at w first"), N_("smallest loss at w first")},
      [GMX_SORT_LOSS_PERTURBED] = {N_("largest loss at w + ε̂ first"),
                                   N_("smallest loss at w + ε̂ first")},
      [GMX_SORT_LAMBDA] = {N_("largest λ first"), N_("smallest λ first")},
      [GMX_SORT_CHANGE] = {N_("largest change of s_i first"), N_("smallest change of s_i first")},
  };
  if (!climbed && sort != GMX_SORT_LAMBDA && sort != GMX_SORT_CHANGE)
    sort = GMX_SORT_LOSS;
  return g_strconcat(grouped ? _("by pair of classes, ") : "", _(words[sort][reversed != FALSE]),
                     NULL);
}
