/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a loss is crossed: closed lines around all that is at or above it, by marching squares
 * (Lorensen and Cline 1987 in the plane). A saddle is parted by the mean of its four corners. */
#pragma once

#include "ui/landscape/terrain.h"

typedef struct {
  double x, y; /* in the plane */
  gboolean
      edge; /* on the edge of the plane, where nothing is crossed: the line is only closed there */
} GmxIsoPoint;

/** Closed lines: line n is the points from ends[n − 1] (0 for the first) to ends[n], and back to
 * its first. What is higher lies at the left of the way along. */
typedef struct {
  GArray *points; /* of GmxIsoPoint */
  GArray *ends;   /* of guint */
} GmxIso;

GmxIso *gmx_iso_new(const GmxTerrain *terrain, double level);
void gmx_iso_free(GmxIso *iso);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxIso, gmx_iso_free)
