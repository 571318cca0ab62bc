/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend of a chart: sample, name, newest value in bold.
 *
 * Narrow, it first takes the short names, then a second line, then an ellipsis; it never asks for
 * more than one entry's width. A click on an entry hides its layer and shows it again (the same is
 * in the chart's menu). Values change at most four times a second.
 */
#pragma once

#include "ui/chart/chart.h"

#define GMX_TYPE_CHART_LEGEND (gmx_chart_legend_get_type())
G_DECLARE_FINAL_TYPE(GmxChartLegend, gmx_chart_legend, GMX, CHART_LEGEND, GtkWidget)

/** Shows the named layers of @chart, and keys added by hand. @chart referenced. */
GtkWidget *gmx_chart_legend_new(GmxChart *chart);
/** An entry that is no layer of the chart, such as the histogram's sides. Referenced. */
void gmx_chart_legend_add_key(GmxChartLegend *legend, GmxLayer *key);
/** Width of all entries in one line, with the long or the short names. */
int gmx_chart_legend_get_line_width(GmxChartLegend *legend, gboolean short_names);
/** Whether there is nothing to show. */
gboolean gmx_chart_legend_is_empty(GmxChartLegend *legend);
