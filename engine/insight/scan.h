/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluating an objective over a plane and along lines, coarse to fine: each grid's points are
 * among those of the next, so that nothing is evaluated twice. Knows no network: only origin,
 * directions and ranges. Works in the calling thread, and in further ones of its own where there
 * are processors to spare; what it finds does not depend on how many. */
#pragma once

#include "engine/insight/objective.h"

/** The finest grid that may be asked for, and how often results are told of in between. */
#define GMX_SCAN_FINEST 193

/** Loss at origin + x d₁ + y d₂. All borrowed. */
typedef struct {
  GmxObjective *objective;
  const float *origin;
  const float *first, *second;
  double box[4]; /* least x, greatest x, least y, greatest y */
} GmxScanPlane;

/** Loss at origin + x d. */
typedef struct {
  GmxObjective *objective;
  const float *origin, *along;
  double from, to;
  GmxLandscapeAxis axis; /* what the result says of it */
  int run;
  double rho, distance;
} GmxScanLine;

#define GMX_SCAN_MOST_LINES 4

typedef struct {
  const GmxScanPlane *plane; /* NULL for none */
  GmxScanLine lines[GMX_SCAN_MOST_LINES];
  int line_count;
  int finest;
  int threads;               /* 0: one a processor */
  const GmxLandscape *known; /* what every result says besides: copied into each */
  GCancellable *cancellable;
  void (*publish)(GmxLandscape *landscape, gpointer user_data); /* receives a reference */
  gpointer user_data;
} GmxScan;

/** Runs to the end. @returns FALSE with G_IO_ERROR_CANCELLED where it was cut short. */
gboolean gmx_scan_run(const GmxScan *scan, GError **error);

/** Points along a side of a grid at @level (1, 2, …): 7, 13, 25, 49, 97, 193. */
int gmx_scan_grid_size(int level);
