/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loss, accuracy and calibration of a model on clean images: unmixed, not augmented. */
#pragma once

#include "engine/data/batch.h"
#include "engine/nn/model.h"
#include "engine/train/predictions.h"

/** Images that go through the network together. */
#define GMX_EVALUATION_BATCH 256

/** Bins of the calibration error. */
#define GMX_ECE_BINS 15

/** Accuracy and ece are fractions of 1; all are NaN where there was no image. */
typedef struct {
  int count;
  double loss, accuracy, ece;
} GmxEvaluation;

typedef struct GmxEvaluator GmxEvaluator;

/** Room to evaluate @model (borrowed, must outlive it) on images of @dataset (referenced). */
GmxEvaluator *gmx_evaluator_new(GmxModel *model, GmxDataset *dataset);
void gmx_evaluator_free(GmxEvaluator *evaluator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxEvaluator, gmx_evaluator_free)

/**
 * Evaluates with running statistics, in batches of a fixed size.
 * @param indices of the images of @split, @count of them; NULL for the first @count
 * @param labels replaces the data set's own, one an image of the split; NULL for its own
 * @param cancel set non-zero by another thread to cut it short; may be NULL
 * @returns FALSE when it was cut short; @evaluation is unchanged then
 */
gboolean gmx_evaluator_run(GmxEvaluator *evaluator, GmxSplit split, const int *indices, int count,
                           const int *labels, const gint *cancel, GmxEvaluation *evaluation);

/**
 * What the last run that came to its end said of each of its images, for weights of @epoch and
 * @step; NULL before there was one, and after one that was cut short. The caller's own reference.
 */
GmxPredictions *gmx_evaluator_get_predictions(GmxEvaluator *evaluator, int epoch, gint64 step);

/** Told of each batch of a run and its penultimate features, [count][gmx_model_feature_count()]. */
typedef void (*GmxEvaluatorLook)(const GmxBatch *batch, const float *features, gpointer user_data);

/** Calls @func in the runs that follow, on the thread that runs; NULL for none. */
void gmx_evaluator_set_look_func(GmxEvaluator *evaluator, GmxEvaluatorLook func,
                                 gpointer user_data);

/**
 * The batch that the evaluator works with, GMX_EVALUATION_BATCH images large: between two runs
 * others may load it, so that no second one is needed.
 */
GmxBatch *gmx_evaluator_get_batch(GmxEvaluator *evaluator);

/** Runs that batch through the model by running statistics: its penultimate features, until the
 * next call. */
const float *gmx_evaluator_get_features(GmxEvaluator *evaluator);

/**
 * Expected calibration error (Guo et al., arXiv 1706.04599): Σ_b |b|/n · |accuracy_b −
 * confidence_b| over GMX_ECE_BINS bins of equal width, (0, 1/15], (1/15, 2/15], … NaN for @n = 0.
 * @param confidence [n] the largest softmax probability
 * @param correct [n] 1 where the most probable class is the label
 */
double gmx_calibration_error(const float *confidence, const guint8 *correct, int n);
