/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures over seeds: mean, spread, and paired differences with their interval. */
#pragma once

#include <glib.h>

/** Mean and standard deviation (n − 1) of the finite values; NaN where there are too few. */
typedef struct {
  int n;
  double mean, deviation;
} GmxMean;
GmxMean gmx_mean_of(const double *values, int count);

/** The quantile of Student's t: P(T ≤ t) = @p with @degrees degrees of freedom. */
double gmx_student_quantile(double p, int degrees);

/** Mean of a_i − b_i over common seeds, and its 95 % interval by Student's t. */
typedef struct {
  int n;                  /* common seeds */
  double mean, low, high; /* the interval is NaN below two pairs */
} GmxPairedDifference;
GmxPairedDifference gmx_paired_difference(const int *seeds_a, const double *a, int count_a,
                                          const int *seeds_b, const double *b, int count_b);
