/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Title and legend over a figure that is drawn into a file. */
#pragma once

#include "ui/chart/figure.h"

/**
 * Draws the title of @figure at (0, 0), in bold, and its legend: behind the title where there is
 * room, else on lines of its own.
 * @param context font with an absolute size
 * @returns the height they take
 */
double gmx_figure_draw_head(GmxFigure *figure, cairo_t *cr, PangoContext *context, double width,
                            const GmxPalette *palette);
