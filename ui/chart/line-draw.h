/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing of a series as columns, a line and markers; private to the line layer. */
#pragma once

#include "ui/chart/line-layer.h"
#include "ui/chart/plot.h"

void gmx_line_draw_raw(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style);
void gmx_line_draw_line(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style);
void gmx_line_draw_markers(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style);
/** A cross at the top for each place with values that are not finite. */
void gmx_line_draw_not_finite(GmxPlot *plot, GmxSeries *series);
/**
 * How many stand at a cross, what lies above and below, and what has no place on the scale.
 * @param raw each value is drawn, not only the smoothed line
 */
void gmx_line_draw_notes(GmxPlot *plot, GmxSeries *series, gboolean raw, const char *name,
                         const char *color);
