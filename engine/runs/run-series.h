/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves of a run as its folder has them, and curves of several runs brought together. */
#pragma once

#include <gio/gio.h>

typedef enum {
  GMX_MEASURE_TEST_ACCURACY,
  GMX_MEASURE_TEST_LOSS,
  GMX_MEASURE_TRAIN_ACCURACY,
  GMX_MEASURE_TRAIN_LOSS,
  GMX_MEASURE_ECE,
  GMX_MEASURE_LOSS, /* by step, at w */
  GMX_MEASURE_LOSS_PERTURBED,
  GMX_MEASURE_SHARPNESS,
  GMX_MEASURE_GRADIENT_NORM,
} GmxMeasure;

/** What runs are aligned by. */
typedef enum { GMX_ALIGN_STEP, GMX_ALIGN_EPOCH, GMX_ALIGN_TIME } GmxAlign;

/** Points of one curve, x rising. Epochs of a step count as fractions; times are seconds. */
typedef struct {
  int count;
  double *x, *y; /* NaN y: nothing was measured there */
} GmxRunSeries;

/** Reads one measure of the run in folder @path. */
GmxRunSeries *gmx_run_series_read(const char *path, GmxMeasure measure, GmxAlign align,
                                  GError **error);
void gmx_run_series_free(GmxRunSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRunSeries, gmx_run_series_free)

/** Mean and standard deviation (n − 1) of several curves at each x. */
typedef struct {
  int count;
  double *x, *mean, *deviation; /* deviation NaN where one curve alone has a value */
  int *n;                       /* curves with a value there */
} GmxSeriesSpread;

/** Curves of one group: by step and epoch at the x they share; by time interpolated linearly on
 * the x of the first, within the range that all have. */
GmxSeriesSpread *gmx_series_spread_new(GmxRunSeries *const *series, int count, GmxAlign align);
void gmx_series_spread_free(GmxSeriesSpread *spread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSeriesSpread, gmx_series_spread_free)
