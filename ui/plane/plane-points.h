/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of labelled points that never changes: what is being drawn, as others look at it. */
#pragma once

#include "engine/data/points.h"

typedef struct {
  int count;
  GmxPoint *points;
} GmxPlanePoints;

/** Copies @points [@count]. */
GmxPlanePoints *gmx_plane_points_new(const GmxPoint *points, int count);
GmxPlanePoints *gmx_plane_points_ref(GmxPlanePoints *points);
void gmx_plane_points_unref(GmxPlanePoints *points);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPlanePoints, gmx_plane_points_unref)
