/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the matrices of classes have in common: names at their sides, numbers in their cells. */
#pragma once

#include "ui/chart/palette.h"
#include "ui/chart/plot.h"

/** Height that the slanted names of the columns take, and width that a row's name takes at most. */
#define GMX_MATRIX_FOOT 34
#define GMX_MATRIX_NAME_MOST 84

/** Width of @name as a row's name. */
double gmx_matrix_measure_name(const GmxPlot *plot, const char *name);
/** A row's name, ending at @right, around the height @middle; cut to @width. */
void gmx_matrix_draw_row_name(const GmxPlot *plot, const char *name, double right, double middle,
                              double width);
/** A column's name, brief and slanted so that narrow columns can be named, under @top. */
void gmx_matrix_draw_column_name(const GmxPlot *plot, const char *name, double middle, double top);
/**
 * A number around (@x, @y), in whichever of ink and paper is read better on @ground; made smaller
 * where it would not fit into @width × @height.
 */
void gmx_matrix_draw_number(const GmxPlot *plot, const char *text, double x, double y, double width,
                            double height, const GdkRGBA *ground, double alpha, gboolean bold);
/** @from mixed with @to, of which it gets the share @at. */
void gmx_matrix_mix_colors(const GdkRGBA *from, const GdkRGBA *to, double at, GdkRGBA *color);
