/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a group of runs came to: means and spreads over its seeds, and what is compared. */
#pragma once

#include "engine/runs/run-library.h"
#include "engine/runs/statistics.h"

/** Figures of runs that differ by their seed alone. Fractions and seconds, NaN where unknown. */
typedef struct {
  int runs, finished, training; /* a diverged run has finished */
  gboolean so_far;              /* none has finished: what they came to until now */
  GmxMean accuracy, loss, ece, sharpness, seconds;
  double seconds_left; /* of the training one that needs longest; NaN */
} GmxRunFigures;

/** @entries of GmxRunEntry, at least one. */
GmxRunFigures gmx_run_figures_of(GPtrArray *entries);

/** Whether the run came to its end. */
gboolean gmx_run_is_over(GmxRunEntry *entry);
/** How far the run is, from 0 to 1. */
double gmx_run_get_fraction(GmxRunEntry *entry);
/** Seconds until its end at its pace until now; NaN where it does not train, or is not known. */
double gmx_run_get_seconds_left(GmxRunEntry *entry);

/** Held-out accuracy of @a minus that of @b in points, over common seeds. Runs that have not
 * finished count only in a group of which none has. */
GmxPairedDifference gmx_run_compare(GPtrArray *a, GPtrArray *b);

/** "1–5", "1, 3, 7"; free it. */
char *gmx_run_describe_seeds(GPtrArray *entries);
