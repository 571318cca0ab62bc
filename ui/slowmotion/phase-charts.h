/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts among a phase's pictures. Each is made once and shows one trace after another. */
#pragma once

#include "engine/insight/trace.h"
#include "ui/chart/chart.h"

typedef struct GmxPhaseCharts GmxPhaseCharts;

GmxPhaseCharts *gmx_phase_charts_new(void);
void gmx_phase_charts_free(GmxPhaseCharts *charts);

/** The chart of draw, gradient, loss there or partition; NULL for other phases. */
GmxChart *gmx_phase_charts_get(GmxPhaseCharts *charts, GmxPhase phase);
/** Fills the chart of @phase. */
void gmx_phase_charts_show(GmxPhaseCharts *charts, const GmxTrace *trace, GmxPhase phase);
