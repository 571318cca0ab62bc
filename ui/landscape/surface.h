/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terrain as a surface that can be turned: seen from afar (parallel projection), heights are
 * losses. Drawn by cairo, the far cells first, without a display. */
#pragma once

#include "ui/chart/paint.h"
#include "ui/landscape/terrain.h"

#include <pango/pangocairo.h>

/** From where it is seen. */
typedef struct {
  double turn; /* degrees about the upright axis; 0: along y, x to the right */
  double tilt; /* degrees above the plane, GMX_SURFACE_LEAST_TILT to 90 */
  double zoom; /* 1: all of it in the picture from every side */
} GmxSurfaceEye;

#define GMX_SURFACE_LEAST_TILT 5.0
#define GMX_SURFACE_MOST_ZOOM 8.0

GmxSurfaceEye gmx_surface_eye_default(void);
/** Turns and tilts by degrees and zooms by a factor, within what is allowed. */
void gmx_surface_eye_move(GmxSurfaceEye *eye, double turn, double tilt, double zoom);
/** "seen from 30° to the right, 35° above". Free it. */
char *gmx_surface_eye_describe(const GmxSurfaceEye *eye);

/** Where (@x, @y) at height @loss stands in a picture of that size. */
void gmx_surface_place(const GmxTerrain *terrain, const GmxSurfaceEye *eye, double width,
                       double height, double x, double y, double loss, double *px, double *py);
/** The place of the surface under a pixel, the nearest to the eye; FALSE beside it. */
gboolean gmx_surface_find(const GmxTerrain *terrain, const GmxSurfaceEye *eye, double width,
                          double height, double px, double py, double *x, double *y);

/**
 * Draws into (0, 0, @width, @height). The background is left as it is.
 * @param most cells along an axis, so that a turning picture keeps up; 0: all
 * @param context font with an absolute size; NULL: a sans font of 11 px
 */
void gmx_surface_draw(const GmxTerrain *terrain, const GmxSurfaceEye *eye, int most, cairo_t *cr,
                      double width, double height, const GmxPalette *palette,
                      PangoContext *context);
