/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a curvature job computes, for any objective. */
#pragma once

#include "engine/insight/objective.h"

typedef struct {
  GmxObjective *objective; /* borrowed */
  const float *w;          /* borrowed */
  GmxCurvatureOptions options;
  const GmxCurvature *known; /* what every result says besides */
  GCancellable *cancellable;
  void (*publish)(GmxCurvature *curvature, gpointer user_data); /* receives a reference */
  gpointer user_data;
} GmxCurvatureSurvey;

/** Runs to the end. @returns FALSE with G_IO_ERROR_CANCELLED where it was cut short. */
gboolean gmx_curvature_survey(const GmxCurvatureSurvey *survey, GError **error);
