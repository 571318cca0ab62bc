/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The λ that a run drew, as marks in a row under a chart, on its x axis. */
#pragma once

#include "ui/chart/chart.h"

/** Draws that are kept: the newest. */
#define GMX_MOST_DRAWS 400

#define GMX_TYPE_DRAW_MARKS (gmx_draw_marks_get_type())
G_DECLARE_FINAL_TYPE(GmxDrawMarks, gmx_draw_marks, GMX, DRAW_MARKS, GtkWidget)

/** @chart stands right above, with the same left edge; referenced. */
GtkWidget *gmx_draw_marks_new(GmxChart *chart);
void gmx_draw_marks_add(GmxDrawMarks *marks, gint64 step, double lambda);
/** Drops the draws of steps after @step. */
void gmx_draw_marks_cut_after(GmxDrawMarks *marks, gint64 step);
int gmx_draw_marks_get_count(GmxDrawMarks *marks);
