/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures over seeds. Means and quantiles come from the GNU Scientific Library. */
#include "engine/runs/statistics.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define CONFIDENCE 0.95

GmxMean gmx_mean_of(const double *values, int count) {
  g_autofree double *finite = g_new(double, MAX(1, count));
  int n = 0;
  for (int i = 0; i < count; i++)
    if (isfinite(values[i]))
      finite[n++] = values[i];
  return (GmxMean){.n = n,
                   .mean = n > 0 ? gsl_stats_mean(finite, 1, (gsize)n) : NAN,
                   .deviation = n > 1 ? gsl_stats_sd(finite, 1, (gsize)n) : NAN};
}

double gmx_student_quantile(double p, int degrees) {
  return degrees > 0 && p > 0 && p < 1 ? gsl_cdf_tdist_Pinv(p, degrees) : NAN;
}

/* The value of @seed, NaN where there is none; the first counts where a seed was run twice. */
static double value_of_seed(const int *seeds, const double *values, int count, int seed) {
  for (int i = 0; i < count; i++)
    if (seeds[i] == seed)
      return values[i];
  return NAN;
}

static gboolean came_before(const int *seeds, int place) {
  for (int i = 0; i < place; i++)
    if (seeds[i] == seeds[place])
      return TRUE;
  return FALSE;
}

GmxPairedDifference gmx_paired_difference(const int *seeds_a, const double *a, int count_a,
                                          const int *seeds_b, const double *b, int count_b) {
  g_autofree double *differences = g_new(double, MAX(1, count_a));
  int n = 0;
  for (int i = 0; i < count_a; i++) {
    const double other = value_of_seed(seeds_b, b, count_b, seeds_a[i]);
    if (isfinite(a[i]) && isfinite(other) && !came_before(seeds_a, i))
      differences[n++] = a[i] - other;
  }
  const GmxMean mean = gmx_mean_of(differences, n);
  const double half =
      gmx_student_quantile((1 + CONFIDENCE) / 2, n - 1) * mean.deviation / sqrt((double)n);
  return (GmxPairedDifference){
      .n = n, .mean = mean.mean, .low = mean.mean - half, .high = mean.mean + half};
}
