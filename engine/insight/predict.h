/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What weights that were copied out of a run say of each held-out example: the evaluation that the
 * run makes at the end of an epoch, at any other moment. */
#pragma once

#include "engine/insight/job.h"
#include "engine/insight/weights.h"

/** Progress in [0, 1]; called on the thread that evaluates. */
typedef void (*GmxPredictProgress)(double fraction, gpointer user_data);

/**
 * Evaluates @weights on all held-out examples, on the calling thread alone. The predictions' step
 * is that of the weights, their epoch 0: it need not have ended.
 * @param progress may be NULL
 * @returns NULL with G_IO_ERROR_CANCELLED when it was cut short
 */
GmxPredictions *gmx_predict(GmxWeights *weights, GmxPredictProgress progress, gpointer user_data,
                            GCancellable *cancellable, GError **error);

/** News of such an evaluation. */
typedef struct {
  double fraction;
  GmxPredictions *predictions; /* NULL before the end */
} GmxPredicting;

/**
 * The same as a job. @weights are referenced.
 * @param update gets a GmxPredicting, on the calling thread's context; the last has the predictions
 * @param done called last; with G_IO_ERROR_CANCELLED where it was cut short
 */
void gmx_predict_start(GmxWeights *weights, GCancellable *cancellable,
                       void (*update)(gpointer predicting, gpointer user_data),
                       void (*done)(const GError *error, gpointer user_data), gpointer user_data,
                       GDestroyNotify free_data);
