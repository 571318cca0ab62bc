/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks that stand on points: the second cue beside colour. */
#pragma once

#include <cairo.h>

typedef enum {
  GMX_MARKER_NONE,
  GMX_MARKER_SQUARE,
  GMX_MARKER_DIAMOND, /* open: filled with the paper's colour */
  GMX_MARKER_CIRCLE,
  GMX_MARKER_TRIANGLE,
  GMX_MARKER_CROSS,
} GmxMarker;

/** Appends the path of @marker centred at (x, y), @size wide (5 to 6 as a rule). */
void gmx_marker_path(cairo_t *cr, GmxMarker marker, double x, double y, double size);
/** TRUE: the path is stroked (diamond: filled with paper first), FALSE: filled. */
int gmx_marker_is_open(GmxMarker marker);
