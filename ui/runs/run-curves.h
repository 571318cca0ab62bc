/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves of the selected groups, read on a thread of their own and kept.
 *
 * A run's curve is read again only when its entry is another one: its files have changed.
 * Signal: "changed" (the curves that were asked for last are there). */
#pragma once

#include "engine/runs/run-series.h"
#include "ui/runs/run-list.h"

#define GMX_TYPE_RUN_CURVES (gmx_run_curves_get_type())
G_DECLARE_FINAL_TYPE(GmxRunCurves, gmx_run_curves, GMX, RUN_CURVES, GObject)

/** One line: of a group, or of one of its runs. */
typedef struct {
  char *name;
  GmxRunStyle style;
  GmxSeriesSpread *spread; /* at most GMX_CURVE_POINTS points */
} GmxRunCurve;

/** Longer curves are given as means over equal parts. */
#define GMX_CURVE_POINTS 800

GmxRunCurves *gmx_run_curves_new(void);
/** Asks for the curves of @picks (GmxRunPick). @each: one for every run, else one for a group. */
void gmx_run_curves_load(GmxRunCurves *curves, GPtrArray *picks, GmxMeasure measure, GmxAlign align,
                         gboolean each);
gboolean gmx_run_curves_is_loading(GmxRunCurves *curves);

/** The newest curves that are whole: GmxRunCurve, borrowed, in the order of the picks. */
GPtrArray *gmx_run_curves_get(GmxRunCurves *curves);
/** What those are: a later load may be under way. */
GmxMeasure gmx_run_curves_get_measure(GmxRunCurves *curves);
GmxAlign gmx_run_curves_get_align(GmxRunCurves *curves);
/** Points that one shown point is the mean of; 1 where none was joined. */
int gmx_run_curves_get_joined(GmxRunCurves *curves);
/** Runs whose files could not be read. */
int gmx_run_curves_get_unread(GmxRunCurves *curves);

/** @spread with at most @most points: means over equal parts; @joined receives how many a part
 * has. Takes @spread. */
GmxSeriesSpread *gmx_run_spread_thin(GmxSeriesSpread *spread, int most, int *joined);
