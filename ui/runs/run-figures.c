/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a group, from the entries of its runs. */
#include "ui/runs/run-figures.h"

#include <math.h>

gboolean gmx_run_is_over(GmxRunEntry *entry) {
  return entry->state == GMX_RUN_FINISHED || entry->state == GMX_RUN_DIVERGED;
}

double gmx_run_get_fraction(GmxRunEntry *entry) {
  const int steps = gmx_config_get_int(entry->config, "steps");
  const int epochs = gmx_config_get_int(entry->config, "epochs");
  if (gmx_run_is_over(entry))
    return 1;
  if (steps > 0)
    return CLAMP((double)entry->steps / steps, 0, 1);
  return epochs > 0 ? CLAMP((double)entry->epochs / epochs, 0, 1) : 0;
}

double gmx_run_get_seconds_left(GmxRunEntry *entry) {
  const double fraction = gmx_run_get_fraction(entry);
  if (entry->state != GMX_RUN_TRAINING || fraction <= 0)
    return NAN;
  return entry->seconds * (1 - fraction) / fraction;
}

/* The runs that count: those that are over, or all where none is. */
static GPtrArray *counted(GPtrArray *entries) {
  GPtrArray *over = g_ptr_array_new();
  for (guint i = 0; i < entries->len; i++)
    if (gmx_run_is_over(entries->pdata[i]))
      g_ptr_array_add(over, entries->pdata[i]);
  for (guint i = 0; over->len == 0 && i < entries->len; i++)
    g_ptr_array_add(over, entries->pdata[i]);
  return over;
}

typedef double (*Figure)(GmxRunEntry *entry);

static double accuracy_of(GmxRunEntry *entry) {
  return entry->last.test_accuracy;
}
static double loss_of(GmxRunEntry *entry) {
  return entry->last.test_loss;
}
static double ece_of(GmxRunEntry *entry) {
  return entry->last.ece;
}
static double sharpness_of(GmxRunEntry *entry) {
  return entry->sharpness;
}
static double seconds_of(GmxRunEntry *entry) {
  return entry->seconds;
}

static GmxMean mean_of(GPtrArray *entries, Figure figure) {
  g_autofree double *values = g_new(double, MAX(1, entries->len));
  for (guint i = 0; i < entries->len; i++)
    values[i] = figure(entries->pdata[i]);
  return gmx_mean_of(values, (int)entries->len);
}

GmxRunFigures gmx_run_figures_of(GPtrArray *entries) {
  g_autoptr(GPtrArray) those = counted(entries);
  GmxRunFigures figures = {.runs = (int)entries->len, .seconds_left = NAN};
  for (guint i = 0; i < entries->len; i++) {
    GmxRunEntry *entry = entries->pdata[i];
    const double left = gmx_run_get_seconds_left(entry);
    figures.finished += gmx_run_is_over(entry);
    figures.training += entry->state == GMX_RUN_TRAINING;
    figures.seconds_left = fmax(figures.seconds_left, left); /* fmax passes over NaN */
  }
  figures.so_far = figures.finished == 0;
  figures.accuracy = mean_of(those, accuracy_of);
  figures.loss = mean_of(those, loss_of);
  figures.ece = mean_of(those, ece_of);
  figures.sharpness = mean_of(those, sharpness_of);
  figures.seconds = mean_of(those, seconds_of);
  return figures;
}

GmxPairedDifference gmx_run_compare(GPtrArray *a, GPtrArray *b) {
  GPtrArray *groups[2] = {counted(a), counted(b)};
  int *seeds[2];
  double *points[2];
  for (int g = 0; g < 2; g++) {
    seeds[g] = g_new(int, MAX(1, groups[g]->len));
    points[g] = g_new(double, MAX(1, groups[g]->len));
    for (guint i = 0; i < groups[g]->len; i++) {
      GmxRunEntry *entry = groups[g]->pdata[i];
      seeds[g][i] = entry->seed;
      points[g][i] = 100 * entry->last.test_accuracy;
    }
  }
  const GmxPairedDifference difference = gmx_paired_difference(
      seeds[0], points[0], (int)groups[0]->len, seeds[1], points[1], (int)groups[1]->len);
  for (int g = 0; g < 2; g++) {
    g_ptr_array_unref(groups[g]);
    g_free(seeds[g]);
    g_free(points[g]);
  }
  return difference;
}

static int by_number(gconstpointer a, gconstpointer b) {
  const int left = *(const int *)a, right = *(const int *)b;
  return left < right ? -1 : left > right;
}

/* Three in a row or more are a range. */
char *gmx_run_describe_seeds(GPtrArray *entries) {
  g_autoptr(GArray) seeds = g_array_new(FALSE, FALSE, sizeof(int));
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val(seeds, ((GmxRunEntry *)entries->pdata[i])->seed);
  g_array_sort(seeds, by_number);
  const int *seed = (const int *)(gpointer)seeds->data;
  for (guint i = 0, end; i < seeds->len; i = end) {
    for (end = i + 1; end < seeds->len && seed[end] <= seed[end - 1] + 1;)
      end++;
    const char *between = text->len > 0 ? ", " : "";
    if (seed[end - 1] - seed[i] >= 2)
      g_string_append_printf(text, "%s%d–%d", between, seed[i], seed[end - 1]);
    else if (seed[end - 1] > seed[i])
      g_string_append_printf(text, "%s%d, %d", between, seed[i], seed[end - 1]);
    else
      g_string_append_printf(text, "%s%d", between, seed[i]);
  }
  return g_string_free(text, FALSE);
}
