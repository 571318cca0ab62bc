/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series of a run and the layers that draw them: what the session reports, made into curves. */
#pragma once

#include "engine/train/records.h"
#include "ui/chart/event-layer.h"
#include "ui/chart/line-layer.h"

typedef enum {
  GMX_CURVE_LOSS,
  GMX_CURVE_LOSS_PERTURBED,
  GMX_CURVE_TEST_LOSS,
  GMX_CURVE_TRAIN_ACCURACY,
  GMX_CURVE_TEST_ACCURACY,
  GMX_CURVE_SHARPNESS,
  GMX_CURVE_GRADIENT_NORM,
  GMX_CURVE_COSINE,
  GMX_CURVE_COUNT
} GmxCurve;

/** The value axis of the chart, or the lane, in which @curve stands. */
GmxAxis *gmx_curve_new_axis(GmxCurve curve);

typedef struct GmxCurves GmxCurves;

GmxCurves *gmx_curves_new(void);
void gmx_curves_free(GmxCurves *curves);

/** The layer of @curve, borrowed. */
GmxLayer *gmx_curves_get_layer(GmxCurves *curves, GmxCurve curve);

/** A layer of the live changes and of the stop, borrowed; one for each chart. */
GmxLayer *gmx_curves_add_events(GmxCurves *curves, gboolean labels);

void gmx_curves_clear(GmxCurves *curves);
/** Adds rows; a step that was there before (after going back) first takes all later ones away. */
void gmx_curves_add_steps(GmxCurves *curves, GArray *records);
void gmx_curves_add_epochs(GmxCurves *curves, GArray *records);
void gmx_curves_add_event(GmxCurves *curves, const GmxEventRecord *event);
/** Where the loss ceased to be finite. */
void gmx_curves_stop(GmxCurves *curves, gint64 step);
/** Drops everything after @step: training goes on from there. */
void gmx_curves_cut_after(GmxCurves *curves, gint64 step);
