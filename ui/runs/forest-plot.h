/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differences with their intervals, one line each on a common axis with zero in it. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_FOREST_PLOT (gmx_forest_plot_get_type())
G_DECLARE_FINAL_TYPE(GmxForestPlot, gmx_forest_plot, GMX, FOREST_PLOT, GtkWidget)

typedef struct {
  double mean, low, high; /* the ends NaN: a point without an interval */
} GmxForestLine;

#define GMX_FOREST_ROW 30  /* height of a line */
#define GMX_FOREST_AXIS 24 /* and of the axis below them */

GtkWidget *gmx_forest_plot_new(void);
/** [@count], copied. */
void gmx_forest_plot_set_lines(GmxForestPlot *plot, const GmxForestLine *lines, int count);
