/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terrain seen from above: bands of colour, lines of equal loss with their values, the ball, w,
 * w + ε̂ and the last steps. Drawn without a display. */
#pragma once

#include "ui/chart/paint.h"
#include "ui/landscape/terrain.h"

#include <pango/pangocairo.h>

/** Where the plane stands in a picture of that size; lengths along both axes are alike. */
void gmx_contour_get_area(const GmxTerrain *terrain, double width, double height,
                          cairo_rectangle_t *area);
/** The place in the plane under a pixel; FALSE beside it. */
gboolean gmx_contour_find(const GmxTerrain *terrain, const cairo_rectangle_t *area, double px,
                          double py, double *x, double *y);
double gmx_contour_x(const GmxTerrain *terrain, const cairo_rectangle_t *area, double x);
double gmx_contour_y(const GmxTerrain *terrain, const cairo_rectangle_t *area, double y);

/**
 * Draws into (0, 0, @width, @height). The background is left as it is.
 * @param context font with an absolute size; NULL: a sans font of 11 px
 */
void gmx_contour_draw(const GmxTerrain *terrain, cairo_t *cr, double width, double height,
                      const GmxPalette *palette, PangoContext *context);
