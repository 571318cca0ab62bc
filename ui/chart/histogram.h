/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bins laid out from a cut, so that no bar holds examples of both sides. No GTK in here. */
#pragma once

#include <glib.h>

typedef struct {
  double cut, width; /* bin j of the sharp side is [cut + j·width, cut + (j+1)·width) */
  double low, high;  /* ends of the bins: cut − flat_bins·width, cut + sharp_bins·width */
  int flat_bins, sharp_bins;
  int *flat, *sharp;           /* counts, outward from the cut */
  int below, above;            /* examples beyond the ends */
  int not_finite;              /* examples whose value is no number */
  int flat_total, sharp_total; /* all examples of each side, wherever they lie */
  int tallest;                 /* count of the fullest bin */
} GmxHistogram;

/**
 * Sorts @count values into about @bins bins of a round width (1, 2, 5 × 10ⁿ, or quarters).
 * The side of an example is @sharp[i], not its value: ties at the cut stay where the method put
 * them, in the bin next to the cut. Values beyond Tukey's far fences are only counted.
 * Not finite @cut: one side only, bins from the smallest value. Free with gmx_histogram_free().
 */
GmxHistogram *gmx_histogram_new(const float *values, const guint8 *sharp, int count, double cut,
                                int bins);
void gmx_histogram_free(GmxHistogram *histogram);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxHistogram, gmx_histogram_free)
