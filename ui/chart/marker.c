/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths of the marks, sized so that all look equally heavy. */
#include "ui/chart/marker.h"

#include <math.h>

void gmx_marker_path(cairo_t *cr, GmxMarker marker, double x, double y, double size) {
  double half = 0.5 * size;
  switch (marker) {
  case GMX_MARKER_SQUARE:
    cairo_rectangle(cr, x - half, y - half, size, size);
    break;
  case GMX_MARKER_DIAMOND:
    half *= 1.2;
    cairo_move_to(cr, x, y - half);
    cairo_line_to(cr, x + half, y);
    cairo_line_to(cr, x, y + half);
    cairo_line_to(cr, x - half, y);
    cairo_close_path(cr);
    break;
  case GMX_MARKER_CIRCLE:
    cairo_new_sub_path(cr);
    cairo_arc(cr, x, y, 1.1 * half, 0.0, 2.0 * M_PI);
    break;
  case GMX_MARKER_TRIANGLE:
    half *= 1.25;
    cairo_move_to(cr, x, y - half);
    cairo_line_to(cr, x + half, y + 0.8 * half);
    cairo_line_to(cr, x - half, y + 0.8 * half);
    cairo_close_path(cr);
    break;
  case GMX_MARKER_CROSS:
    cairo_move_to(cr, x - half, y - half);
    cairo_line_to(cr, x + half, y + half);
    cairo_move_to(cr, x - half, y + half);
    cairo_line_to(cr, x + half, y - half);
    break;
  case GMX_MARKER_NONE:
    break;
  }
}

int gmx_marker_is_open(GmxMarker marker) {
  return marker == GMX_MARKER_DIAMOND || marker == GMX_MARKER_CROSS;
}
