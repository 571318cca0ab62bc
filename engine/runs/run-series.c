/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves of runs, brought onto one x axis.
 *
 * Only timing.csv knows times: a point between two of its rows lies on the line between them, from
 * second 0 at step 0. */
#include "engine/runs/run-series.h"

#include "engine/runs/statistics.h"
#include "engine/runs/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where a measure stands. */
static const struct {
  const char *file, *column;
} sources[] = {
    [GMX_MEASURE_TEST_ACCURACY] = {"epochs.csv", "test_accuracy"},
    [GMX_MEASURE_TEST_LOSS] = {"epochs.csv", "test_loss"},
    [GMX_MEASURE_TRAIN_ACCURACY] = {"epochs.csv", "train_accuracy"},
    [GMX_MEASURE_TRAIN_LOSS] = {"epochs.csv", "train_loss"},
    [GMX_MEASURE_ECE] = {"epochs.csv", "ece"},
    [GMX_MEASURE_LOSS] = {"steps.csv", "loss"},
    [GMX_MEASURE_LOSS_PERTURBED] = {"steps.csv", "loss_perturbed"},
    [GMX_MEASURE_SHARPNESS] = {"steps.csv", "sharpness"},
    [GMX_MEASURE_GRADIENT_NORM] = {"steps.csv", "gradient_norm"},
};

void gmx_run_series_free(GmxRunSeries *self) {
  if (!self)
    return;
  g_free(self->x);
  g_free(self->y);
  g_free(self);
}

static GmxColumns *read_columns(const char *path, const char *file, GError **error) {
  g_autofree char *name = g_build_filename(path, file, NULL);
  return gmx_columns_read(name, error);
}

/* The value at @x on the polygon through (xs, ys), whose xs rise; NaN outside of it. */
static double interpolate(const double *xs, const double *ys, int count, double x) {
  int low = 0, high = count - 1;
  if (count == 0 || !(x >= xs[0]) || !(x <= xs[high]))
    return NAN;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (xs[middle] <= x)
      low = middle;
    else
      high = middle;
  }
  if (x == xs[low])
    return ys[low];
  return ys[low] + (ys[high] - ys[low]) * (x - xs[low]) / (xs[high] - xs[low]);
}

/* Seconds at each of @steps. timing.csv has a row each epoch. */
static gboolean to_times(const char *path, const double *steps, int count, double *x,
                         GError **error) {
  g_autoptr(GmxColumns) timing = read_columns(path, "timing.csv", error);
  if (!timing)
    return FALSE;
  const int rows = gmx_columns_get_count(timing);
  const double *at = gmx_columns_find(timing, "step"),
               *seconds = gmx_columns_find(timing, "seconds");
  g_autofree double *known_steps = g_new0(double, rows + 1);
  g_autofree double *known_seconds = g_new0(double, rows + 1);
  for (int i = 0; at && seconds && i < rows; i++) {
    known_steps[i + 1] = at[i];
    known_seconds[i + 1] = seconds[i];
  }
  for (int i = 0; i < count; i++)
    x[i] = interpolate(known_steps, known_seconds, at && seconds ? rows + 1 : 1, steps[i]);
  return TRUE;
}

/* Epochs at each step, with fractions: epoch e ends at the step of its row. */
static gboolean to_epochs(const char *path, const double *steps, int count, double *x,
                          GError **error) {
  g_autoptr(GmxColumns) epochs = read_columns(path, "epochs.csv", error);
  if (!epochs)
    return FALSE;
  const int rows = gmx_columns_get_count(epochs);
  const double *ends = gmx_columns_find(epochs, "step");
  g_autofree double *known_steps = g_new0(double, rows + 1);
  g_autofree double *known_epochs = g_new0(double, rows + 1);
  for (int i = 0; ends && i < rows; i++) {
    known_steps[i + 1] = ends[i];
    known_epochs[i + 1] = i + 1;
  }
  for (int i = 0; i < count; i++)
    x[i] = interpolate(known_steps, known_epochs, ends ? rows + 1 : 1, steps[i]);
  return TRUE;
}

static gboolean align_points(const char *path, GmxColumns *columns, GmxAlign align, double *x,
                             GError **error) {
  const int count = gmx_columns_get_count(columns);
  const double *steps = gmx_columns_find(columns, "step");
  const gboolean by_epoch = gmx_columns_find(columns, "ece") != NULL;
  if (align == GMX_ALIGN_TIME)
    return to_times(path, steps, count, x, error);
  if (align == GMX_ALIGN_EPOCH && !by_epoch)
    return to_epochs(path, steps, count, x, error);
  const double *given = align == GMX_ALIGN_EPOCH ? gmx_columns_find(columns, "epoch") : steps;
  memcpy(x, given, sizeof(double) * (gsize)count);
  return TRUE;
}

/* Points without a place (steps after the last timed one) go. */
static void drop_placeless(GmxRunSeries *self) {
  int kept = 0;
  for (int i = 0; i < self->count; i++)
    if (!isnan(self->x[i])) {
      self->x[kept] = self->x[i];
      self->y[kept++] = self->y[i];
    }
  self->count = kept;
}

GmxRunSeries *gmx_run_series_read(const char *path, GmxMeasure measure, GmxAlign align,
                                  GError **error) {
  g_autoptr(GmxColumns) columns = read_columns(path, sources[measure].file, error);
  if (!columns)
    return NULL;
  const double *y = gmx_columns_find(columns, sources[measure].column);
  if (!y || !gmx_columns_find(columns, "step") || !gmx_columns_find(columns, "epoch")) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "%s/%s must have the columns step, epoch and %s", path, sources[measure].file,
                sources[measure].column);
    return NULL;
  }
  g_autoptr(GmxRunSeries) self = g_new0(GmxRunSeries, 1);
  self->count = gmx_columns_get_count(columns);
  self->x = g_new(double, MAX(1, self->count));
  self->y = g_memdup2(y, sizeof(double) * (gsize)self->count);
  if (!align_points(path, columns, align, self->x, error))
    return NULL;
  drop_placeless(self);
  return g_steal_pointer(&self);
}

void gmx_series_spread_free(GmxSeriesSpread *self) {
  if (!self)
    return;
  g_free(self->x);
  g_free(self->mean);
  g_free(self->deviation);
  g_free(self->n);
  g_free(self);
}

static int by_value(gconstpointer a, gconstpointer b) {
  const double left = *(const double *)a, right = *(const double *)b;
  return left < right ? -1 : left > right;
}

/* Every x that one of the curves has; by time those of the first within the range of all. */
static GArray *common_places(GmxRunSeries *const *series, int count, GmxAlign align) {
  GArray *places = g_array_new(FALSE, FALSE, sizeof(double));
  double from = -INFINITY, to = INFINITY;
  for (int k = 0; k < count; k++) {
    if (series[k]->count == 0)
      continue;
    from = MAX(from, series[k]->x[0]);
    to = MIN(to, series[k]->x[series[k]->count - 1]);
    if (k == 0 || align != GMX_ALIGN_TIME)
      g_array_append_vals(places, series[k]->x, (guint)series[k]->count);
  }
  g_array_sort(places, by_value);
  guint kept = 0;
  double *x = (double *)(gpointer)places->data;
  for (guint i = 0; i < places->len; i++)
    if ((kept == 0 || x[i] != x[kept - 1]) &&
        (align != GMX_ALIGN_TIME || (x[i] >= from && x[i] <= to)))
      x[kept++] = x[i];
  g_array_set_size(places, kept);
  return places;
}

/* The value of a curve at @x: by time between its points, else only where it has one. */
static double value_at(const GmxRunSeries *series, double x, GmxAlign align) {
  const double value = interpolate(series->x, series->y, series->count, x);
  if (align == GMX_ALIGN_TIME || isnan(value))
    return value;
  return bsearch(&x, series->x, (gsize)series->count, sizeof(double), by_value) ? value : NAN;
}

GmxSeriesSpread *gmx_series_spread_new(GmxRunSeries *const *series, int count, GmxAlign align) {
  g_autoptr(GArray) places = common_places(series, count, align);
  g_autofree double *values = g_new(double, MAX(1, count));
  GmxSeriesSpread *self = g_new0(GmxSeriesSpread, 1);
  self->count = (int)places->len;
  self->x = g_memdup2(places->data, sizeof(double) * places->len);
  self->mean = g_new(double, places->len);
  self->deviation = g_new(double, places->len);
  self->n = g_new(int, places->len);
  for (int i = 0; i < self->count; i++) {
    for (int k = 0; k < count; k++)
      values[k] = value_at(series[k], self->x[i], align);
    const GmxMean mean = gmx_mean_of(values, count);
    self->mean[i] = mean.mean;
    self->deviation[i] = mean.deviation;
    self->n[i] = mean.n;
  }
  return self;
}
