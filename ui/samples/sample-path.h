/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One probe example followed through the epochs: its s_i, its side, and the cut. No display. */
#pragma once

#include "ui/samples/inspected.h"

typedef struct {
  int epoch;
  double s, cut;
  gboolean sharp;
  gboolean crossed; /* on another side than at the point before */
} GmxPathPoint;

/**
 * The same example in every probe that the recording kept, by rising epoch: GmxPathPoint. Empty for
 * an example of a step, and where nothing is recorded.
 */
GArray *gmx_sample_path(const GmxInspected *example);

/** Points on the sharp and on the flat side. */
void gmx_sample_path_count(const GArray *path, int *sharp, int *flat);
/** "13 sharp, 3 flat". */
char *gmx_sample_path_sides(const GArray *path);
