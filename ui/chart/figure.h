/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart without a widget: lanes, layers and axes, and the drawing of them.
 *
 * It needs no display, so that a command line can write pictures and tests can look at pixels.
 * GmxChart shows one and forwards to it. Signals: "changed" (must be drawn anew), "hair-changed",
 * "layers-changed" (layers, names or visibility: for the legend).
 */
#pragma once

#include "ui/chart/axis.h"
#include "ui/chart/layer.h"

#include <pango/pangocairo.h>

#define GMX_TYPE_FIGURE (gmx_figure_get_type())
G_DECLARE_FINAL_TYPE(GmxFigure, gmx_figure, GMX, FIGURE, GObject)

/** Draw a layer through the whole height, over all lanes. */
#define GMX_CHART_ALL_LANES (-1)

/** @title plain text. The axes are referenced. Lane 0 exists, with @y_axis. */
GmxFigure *gmx_figure_new(const char *title, GmxAxis *x_axis, GmxAxis *y_axis);
const char *gmx_figure_get_title(GmxFigure *figure);
/** The next lane below; returns its number. */
int gmx_figure_add_lane(GmxFigure *figure, GmxAxis *y_axis);
int gmx_figure_get_lane_count(GmxFigure *figure);
/** Title at the right of a lane, with the newest value of @layer (or NULL) behind it. */
void gmx_figure_set_lane_title(GmxFigure *figure, int lane, const char *markup, GmxLayer *layer);
/** Adds and references @layer. */
void gmx_figure_add_layer(GmxFigure *figure, int lane, GmxLayer *layer);
void gmx_figure_remove_layer(GmxFigure *figure, GmxLayer *layer);

GmxAxis *gmx_figure_get_x_axis(GmxFigure *figure);
GmxAxis *gmx_figure_get_y_axis(GmxFigure *figure, int lane);
/** Layers in drawing order, borrowed. */
GPtrArray *gmx_figure_get_layers(GmxFigure *figure);
/** Lane of a layer (ALL_LANES too); G_MININT if it is not in here. */
int gmx_figure_get_layer_lane(GmxFigure *figure, GmxLayer *layer);
GmxAxis *gmx_figure_get_layer_axis(GmxFigure *figure, GmxLayer *layer);
/** Changes with everything that is drawn: equal revisions draw the same. */
guint64 gmx_figure_get_revision(GmxFigure *figure);

/**
 * Draws into (0, 0, @width, @height). The background is left as it is.
 * @param context font of the charts with an absolute size; NULL: a sans font of 11 px
 */
void gmx_figure_draw(GmxFigure *figure, cairo_t *cr, double width, double height,
                     const GmxPalette *palette, PangoContext *context);
/** The charts' font from a context of the interface font: three quarters of its size. */
void gmx_figure_scale_font(PangoContext *context);

/** Where the lane (or all, for ALL_LANES) was in the last drawing; FALSE before the first. */
gboolean gmx_figure_get_area(GmxFigure *figure, int lane, cairo_rectangle_t *area);
/** Where (x, y) of @layer was in the last drawing; FALSE outside of the view. */
gboolean gmx_figure_locate(GmxFigure *figure, GmxLayer *layer, double x, double y, double *px,
                           double *py);

/** The point of a visible layer nearest to @x, or the next before or after it. */
gboolean gmx_figure_seek(GmxFigure *figure, double x, int direction, double *found);
/** What the visible layers say at @x: GmxReading, with gmx_reading_clear as clear function. */
GArray *gmx_figure_read(GmxFigure *figure, double x);
/** The text for @x: "step 4 300", or what a layer says of it. Owned by the caller. */
char *gmx_figure_heading(GmxFigure *figure, double x);
char *gmx_figure_describe(GmxFigure *figure);
char *gmx_figure_to_csv(GmxFigure *figure);
