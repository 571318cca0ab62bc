/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines on which a decision surface goes from one class to another. No GTK. */
#pragma once

#include "ui/plane/plane-frame.h"

/** A place on a grid: column and row, with fractions. */
typedef struct {
  double column, row;
} GmxPlanePlace;

/**
 * Traces the border between the regions in which each class is the most probable one; ties go to
 * the lower class. Places lie on the grid's lines, where the two greatest probabilities are equal
 * by linear interpolation between neighbours. A closed line ends where it began.
 * @returns lines: GPtrArray of GArray of GmxPlanePlace
 */
GPtrArray *gmx_plane_trace_border(const GmxPlaneSurface *surface);
