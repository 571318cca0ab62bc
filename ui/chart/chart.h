/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart: one plot, or several lanes stacked on one x axis.
 *
 * Pointer: hover reads values in every chart of the same x axis; wheel zooms x around the pointer
 * (with Shift, or over the labels of y, it zooms y); drag zooms to an interval; Shift+drag or the
 * middle button pans; double click fits; right click has the menu. Keys: Left and Right move the
 * hair line from point to point, + and − zoom, 0 or Home fit, l logarithmic y, L logarithmic x,
 * Menu or Shift+F10 the menu, Escape takes the hair line away.
 *
 * Properties: "title", "log-x", "log-y", "outliers". Actions: "chart.fit", "chart.copy",
 * "chart.log-x", "chart.log-y", "chart.outliers". Signals: "layers-changed" (for the legend).
 */
#pragma once

#include "ui/chart/figure.h"
#include "ui/chart/palette.h"

#define GMX_TYPE_CHART (gmx_chart_get_type())
G_DECLARE_FINAL_TYPE(GmxChart, gmx_chart, GMX, CHART, GtkWidget)

/** @title plain text, the accessible name. @x_axis referenced. Lane 0 exists, with @y_axis. */
GmxChart *gmx_chart_new(const char *title, GmxAxis *x_axis, GmxAxis *y_axis);
/** A further lane below the others. Returns its number. @y_axis: gmx_axis_set_tick_count 2, 3. */
int gmx_chart_add_lane(GmxChart *chart, GmxAxis *y_axis);
/**
 * Title of a lane, over its data at the right: @markup (Pango) and the newest value of @layer
 * behind it in bold (@layer may be NULL; borrowed, must be a layer of the chart).
 */
void gmx_chart_set_lane_title(GmxChart *chart, int lane, const char *markup, GmxLayer *layer);
/** Takes a reference (of a floating-less new object use g_autoptr). @lane or ALL_LANES. */
void gmx_chart_add_layer(GmxChart *chart, int lane, GmxLayer *layer);
void gmx_chart_remove_layer(GmxChart *chart, GmxLayer *layer);

/** What is shown: it can be drawn, described and copied without a widget. */
GmxFigure *gmx_chart_get_figure(GmxChart *chart);
const char *gmx_chart_get_title(GmxChart *chart);
GmxAxis *gmx_chart_get_x_axis(GmxChart *chart);
GmxAxis *gmx_chart_get_y_axis(GmxChart *chart, int lane);
/** The layers in drawing order: GmxLayer, borrowed. */
GPtrArray *gmx_chart_get_layers(GmxChart *chart);
/** The y axis that @layer uses; lane 0's for a layer of all lanes. NULL: not in this chart. */
GmxAxis *gmx_chart_get_layer_axis(GmxChart *chart, GmxLayer *layer);

/** All in view, x and y. */
void gmx_chart_fit(GmxChart *chart);
/** Visible series as CSV: x, then one column a layer; empty cells where a layer has no point. */
char *gmx_chart_to_csv(GmxChart *chart);
/** In words, for a screen reader: "Loss: mixed, at w 1.46, falling; …". Owned by the caller. */
char *gmx_chart_describe(GmxChart *chart);

/**
 * Draws the chart without hair line or rubber band: the seam for PNG, SVG and PDF. The
 * background is left as it is. Without a display use gmx_figure_draw().
 * @param palette colours; NULL: those of the widget
 */
void gmx_chart_draw(GmxChart *chart, cairo_t *cr, double width, double height,
                    const GmxPalette *palette);
