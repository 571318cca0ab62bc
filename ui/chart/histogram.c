/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting values into bins that start at the cut and go outward on either side. */
#include "ui/chart/histogram.h"

#include <math.h>
#include <stdlib.h>

#include "ui/chart/ticks.h"

/* However wide the values spread, no more bins than this on a side. */
#define MOST_BINS 200

static int compare(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* The ends of what is binned: the outermost values within Tukey's far fences. FALSE: no value is
 * finite. */
static gboolean find_ends(const float *values, int count, double *low, double *high) {
  g_autofree float *sorted = g_new(float, MAX(count, 1));
  int finite = 0;
  for (int i = 0; i < count; i++)
    if (isfinite(values[i]))
      sorted[finite++] = values[i];
  if (finite == 0)
    return FALSE;
  qsort(sorted, (size_t)finite, sizeof *sorted, compare);
  double first = sorted[finite / 4], third = sorted[finite - 1 - finite / 4];
  double fence = third > first ? 3.0 * (third - first) : INFINITY;
  int bottom = 0, top = finite - 1;
  while (sorted[bottom] < first - fence)
    bottom++;
  while (sorted[top] > third + fence)
    top--;
  *low = sorted[bottom];
  *high = sorted[top];
  return TRUE;
}

/* A round width that gives about @bins bins: 1, 2, 2.5 or 5 × 10ⁿ. */
static double bin_width(double range, double size, int bins) {
  double least = fmax(range, fmax(size, 1e-12) * 1e-5) / MAX(bins, 1);
  double nice = gmx_nice_step(least);
  /* Between 2 and 5 there is a quarter. */
  return 0.5 * nice >= least * (1.0 - 1e-9) ? 0.5 * nice : nice;
}

/* The bin of @value on one side, counted outward; −1: beyond the last. Ties and values on the
 * wrong side of the cut go next to it. */
static int bin_of(double distance, double width, int bins) {
  double bin = floor(distance / width);
  if (bin < 0.0)
    return 0;
  return bin < bins ? (int)bin : -1;
}

static void count_value(GmxHistogram *self, double value, gboolean sharp) {
  int *side = sharp ? self->sharp : self->flat;
  int bins = sharp ? self->sharp_bins : self->flat_bins;
  double distance = sharp ? value - self->cut : self->cut - value;
  /* [from, to) on the sharp side mirrors to (from, to] on the flat one. */
  if (!sharp)
    distance = nextafter(distance, -INFINITY);
  int bin = bin_of(distance, self->width, bins);
  if (bin < 0) {
    if (sharp)
      self->above++;
    else
      self->below++;
    return;
  }
  side[bin]++;
  self->tallest = MAX(self->tallest, side[bin]);
}

GmxHistogram *gmx_histogram_new(const float *values, const guint8 *sharp, int count, double cut,
                                int bins) {
  GmxHistogram *self = g_new0(GmxHistogram, 1);
  gboolean two_sides = isfinite(cut);
  double low = 0.0, high = 0.0;
  gboolean any = find_ends(values, count, &low, &high);
  self->width = bin_width(high - low, fmax(fabs(low), fabs(high)), bins);
  self->cut = two_sides ? cut : floor(low / self->width) * self->width;
  if (any) {
    /* A bin next to the cut on either side, so that ties have a place. */
    self->sharp_bins =
        (int)CLAMP(floor((high - self->cut) / self->width + 1e-9) + 1.0, 1.0, MOST_BINS);
    self->flat_bins =
        two_sides ? (int)CLAMP(ceil((self->cut - low) / self->width - 1e-9), 1.0, MOST_BINS) : 0;
  }
  self->sharp = g_new0(int, MAX(self->sharp_bins, 1));
  self->flat = g_new0(int, MAX(self->flat_bins, 1));
  self->low = self->cut - self->flat_bins * self->width;
  self->high = self->cut + self->sharp_bins * self->width;
  for (int i = 0; i < count; i++) {
    gboolean is_sharp = !two_sides || sharp[i];
    self->sharp_total += two_sides && sharp[i];
    self->flat_total += !two_sides || !sharp[i];
    if (isfinite(values[i]))
      count_value(self, values[i], is_sharp);
    else
      self->not_finite++;
  }
  return self;
}

void gmx_histogram_free(GmxHistogram *self) {
  g_free(self->flat);
  g_free(self->sharp);
  g_free(self);
}
