/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card with the overlaid curves of the selected groups: measure, alignment, mean or each run.
 *
 * Signal: "changed" (the chart is another one, or shows other curves). */
#pragma once

#include "ui/chart/chart.h"
#include "ui/runs/run-list.h"

#define GMX_TYPE_RUN_CHART (gmx_run_chart_get_type())
G_DECLARE_FINAL_TYPE(GmxRunChart, gmx_run_chart, GMX, RUN_CHART, GtkWidget)

GtkWidget *gmx_run_chart_new(GmxRunList *list);
/** The chart as it stands; NULL where nothing is drawn. Another one after the measure changed. */
GmxChart *gmx_run_chart_get_chart(GmxRunChart *card);
void gmx_run_chart_set_narrow(GmxRunChart *card, gboolean narrow);
