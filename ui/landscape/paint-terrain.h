/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both pictures of a terrain have in common: colours, texts, marks, and the key under them. */
#pragma once

#include "ui/chart/plot.h"
#include "ui/landscape/terrain.h"

/** Height of the key that tells the colours. */
#define GMX_TERRAIN_KEY 30.0

/** The colour of a band, from the paper (0) to the highest (GMX_TERRAIN_BANDS − 1). */
void gmx_terrain_color(const GmxPalette *palette, int band, double rgb[3]);

/** A plot for texts alone; its `taken` is new. Close it with gmx_terrain_close(). */
void gmx_terrain_open(GmxPlot *plot, cairo_t *cr, double width, const GmxPalette *palette,
                      PangoContext *context);
void gmx_terrain_close(GmxPlot *plot);

/** Draws @text at (@x, @y), which is at the share (@across, @down) of its size. */
void gmx_terrain_text(GmxPlot *plot, const char *text, double x, double y, double across,
                      double down, const char *color, double alpha, gboolean bold);
/** The same with a halo, kept within @area (NULL: where it falls); it takes its place. */
void gmx_terrain_label(GmxPlot *plot, const char *text, double x, double y, double across,
                       double down, const char *color, gboolean bold,
                       const cairo_rectangle_t *area);

/** "loss", the colours, what they span, and the distance of the lines, in a line of @width. */
void gmx_terrain_draw_key(GmxPlot *plot, const GmxTerrain *terrain, double x, double y,
                          double width);

/** An arrow to (@to_x, @to_y) in the colour of w + ε̂. */
void gmx_terrain_draw_arrow(GmxPlot *plot, double x, double y, double to_x, double to_y);
/** Its head alone, from the direction of (@x, @y); no longer than the arrow. */
void gmx_terrain_draw_head(GmxPlot *plot, double x, double y, double to_x, double to_y,
                           double alpha);
/** How much of an arrow of @length pixels its head takes. */
double gmx_terrain_head_length(double length);
/** The dot of w. */
void gmx_terrain_draw_w(GmxPlot *plot, double x, double y);
/** The square of another run's weights. */
void gmx_terrain_draw_other(GmxPlot *plot, double x, double y);
/** "16 steps ago". Free it. */
char *gmx_terrain_ago(const GmxTerrain *terrain);
