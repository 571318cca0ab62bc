/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of conditions: whether it is set, how it is said, how it is taken away. So the words
 * and the numbers by which they are dropped can't part. */
#include "ui/samples/sample-filter.h"

#include <glib/gi18n.h>

GmxSampleFilter gmx_sample_filter_none(void) {
  return (GmxSampleFilter){
      .label = -1, .pair_first = -1, .pair_second = -1, .lambda_min = 0, .lambda_max = 1};
}

static gboolean has_label(const GmxSampleFilter *filter) {
  return filter->label >= 0;
}

static gboolean has_pair(const GmxSampleFilter *filter) {
  return filter->pair_first >= 0 || filter->pair_second >= 0;
}

static gboolean has_lambda(const GmxSampleFilter *filter) {
  return filter->lambda_min > 0 || filter->lambda_max < 1;
}

static gboolean has_crossed(const GmxSampleFilter *filter) {
  return filter->crossed;
}

static gboolean has_misclassified(const GmxSampleFilter *filter) {
  return filter->misclassified;
}

static gboolean has_intruded(const GmxSampleFilter *filter) {
  return filter->intruded;
}

char *gmx_sample_class_name(GmxDataset *dataset, int label) {
  return dataset != NULL && label < gmx_dataset_get_classes(dataset)
             ? g_strdup(gmx_dataset_get_class_name(dataset, label))
             : g_strdup_printf("%d", label);
}

static char *say_label(const GmxSampleFilter *filter, GmxDataset *dataset) {
  return gmx_sample_class_name(dataset, filter->label);
}

static char *say_pair(const GmxSampleFilter *filter, GmxDataset *dataset) {
  g_autofree char *first = filter->pair_first >= 0
                               ? gmx_sample_class_name(dataset, filter->pair_first)
                               : g_strdup(_("any"));
  g_autofree char *second = filter->pair_second >= 0
                                ? gmx_sample_class_name(dataset, filter->pair_second)
                                : g_strdup(_("any"));
  return g_strdup_printf("%s + %s", first, second);
}

static char *say_lambda(const GmxSampleFilter *filter, GmxDataset *dataset) {
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(low, sizeof low, "%.2f", filter->lambda_min);
  g_ascii_formatd(high, sizeof high, "%.2f", filter->lambda_max);
  return g_strdup_printf(_("λ %s to %s"), low, high);
}

static char *say_crossed(const GmxSampleFilter *filter, GmxDataset *dataset) {
  return g_strdup(_("crossed sides"));
}

static char *say_misclassified(const GmxSampleFilter *filter, GmxDataset *dataset) {
  return g_strdup(_("misclassified"));
}

static char *say_intruded(const GmxSampleFilter *filter, GmxDataset *dataset) {
  return g_strdup(_("intruded"));
}

static void drop_label(GmxSampleFilter *filter) {
  filter->label = -1;
}

static void drop_pair(GmxSampleFilter *filter) {
  filter->pair_first = filter->pair_second = -1;
}

static void drop_lambda(GmxSampleFilter *filter) {
  filter->lambda_min = 0;
  filter->lambda_max = 1;
}

static void drop_crossed(GmxSampleFilter *filter) {
  filter->crossed = FALSE;
}

static void drop_misclassified(GmxSampleFilter *filter) {
  filter->misclassified = FALSE;
}

static void drop_intruded(GmxSampleFilter *filter) {
  filter->intruded = FALSE;
}

/* In the order in which they are shown. */
static const struct {
  gboolean (*has)(const GmxSampleFilter *filter);
  char *(*say)(const GmxSampleFilter *filter, GmxDataset *dataset);
  void (*drop)(GmxSampleFilter *filter);
} conditions[] = {
    {has_label, say_label, drop_label},
    {has_pair, say_pair, drop_pair},
    {has_lambda, say_lambda, drop_lambda},
    {has_crossed, say_crossed, drop_crossed},
    {has_misclassified, say_misclassified, drop_misclassified},
    {has_intruded, say_intruded, drop_intruded},
};

gboolean gmx_sample_filter_is_none(const GmxSampleFilter *filter) {
  for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
    if (conditions[i].has(filter))
      return FALSE;
  return TRUE;
}

gboolean gmx_sample_filter_equal(const GmxSampleFilter *a, const GmxSampleFilter *b) {
  return a->label == b->label && a->pair_first == b->pair_first &&
         a->pair_second == b->pair_second && a->lambda_min == b->lambda_min &&
         a->lambda_max == b->lambda_max && !a->crossed == !b->crossed &&
         !a->misclassified == !b->misclassified && !a->intruded == !b->intruded;
}

/* Whether @label is @wanted, or any is. */
static gboolean fits(int wanted, int label) {
  return wanted < 0 || wanted == label;
}

gboolean gmx_sample_filter_passes(const GmxSampleFilter *filter, const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  int a = gallery->first_label[sample->index], b = gallery->second_label[sample->index];
  float lambda = gallery->lambdas[sample->index];
  if (!fits(filter->label, a) && !fits(filter->label, b))
    return FALSE;
  if (!(fits(filter->pair_first, a) && fits(filter->pair_second, b)) &&
      !(fits(filter->pair_first, b) && fits(filter->pair_second, a)))
    return FALSE;
  /* λ is a float: its bounds are rounded alike, so that 0.3 lets 0.3 in. */
  if (lambda < (float)filter->lambda_min || lambda > (float)filter->lambda_max)
    return FALSE;
  return (!filter->crossed || sample->crossed) && (!filter->intruded || sample->intruded == 1) &&
         (!filter->misclassified || gmx_gallery_is_misclassified(gallery, sample->index));
}

GPtrArray *gmx_sample_filter_describe(const GmxSampleFilter *filter, GmxDataset *dataset) {
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
    if (conditions[i].has(filter))
      g_ptr_array_add(words, conditions[i].say(filter, dataset));
  return words;
}

GmxSampleFilter gmx_sample_filter_drop(const GmxSampleFilter *filter, guint condition) {
  GmxSampleFilter rest = *filter;
  guint number = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++)
    if (conditions[i].has(filter) && number++ == condition)
      conditions[i].drop(&rest);
  return rest;
}
