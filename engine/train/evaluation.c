/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation runs in batches of one fixed size, so that its sums do not depend on the batch size of
 * training. Sums are kept in double and in order: the same bits for any number of threads. */
#include "engine/train/evaluation.h"

#include <math.h>
#include <string.h>

#define BATCH GMX_EVALUATION_BATCH

struct GmxEvaluator {
  GmxEvaluatorLook look_func;
  gpointer look_data;
  GmxModel *model;
  GmxDataset *dataset;
  GmxTape *tape;
  GmxBatch *batch;
  int *indices;         /* [BATCH] where the caller gave none */
  float *loss;          /* [BATCH] */
  float *probabilities; /* [BATCH][classes] */

  /* Of all images of the last run */
  GmxSplit split;
  int *index;           /* [capacity] */
  guint8 *label;        /* [capacity] */
  guint8 *predicted;    /* [capacity] */
  guint8 *correct;      /* [capacity] */
  float *confidence;    /* [capacity] */
  float *losses;        /* [capacity] */
  int capacity, judged; /* judged −1: it was cut short, or there was none */
};

GmxEvaluator *gmx_evaluator_new(GmxModel *model, GmxDataset *dataset) {
  GmxEvaluator *self = g_new0(GmxEvaluator, 1);
  self->model = model;
  self->dataset = g_object_ref(dataset);
  self->tape = gmx_tape_new(model, BATCH, false);
  self->batch = gmx_batch_new(gmx_dataset_get_shape(dataset), BATCH);
  self->indices = g_new(int, BATCH);
  self->loss = g_new(float, BATCH);
  self->probabilities = g_new(float, (gsize)BATCH *gmx_model_classes(model));
  self->judged = -1;
  return self;
}

void gmx_evaluator_free(GmxEvaluator *self) {
  if (!self)
    return;
  gmx_tape_free(self->tape);
  gmx_batch_free(self->batch);
  g_free(self->indices);
  g_free(self->loss);
  g_free(self->probabilities);
  g_free(self->index);
  g_free(self->label);
  g_free(self->predicted);
  g_free(self->correct);
  g_free(self->confidence);
  g_free(self->losses);
  g_object_unref(self->dataset);
  g_free(self);
}

static void reserve(GmxEvaluator *self, int count) {
  if (count <= self->capacity)
    return;
  self->capacity = count;
  self->index = g_renew(int, self->index, count);
  self->label = g_renew(guint8, self->label, count);
  self->predicted = g_renew(guint8, self->predicted, count);
  self->correct = g_renew(guint8, self->correct, count);
  self->confidence = g_renew(float, self->confidence, count);
  self->losses = g_renew(float, self->losses, count);
}

/* Notes what is said of the batch whose first image is number @from of the run. */
static int judge(GmxEvaluator *self, int from) {
  const int classes = gmx_model_classes(self->model);
  int right = 0;
  memcpy(self->index + from, self->batch->index, sizeof(int) * (gsize)self->batch->count);
  memcpy(self->losses + from, self->loss, sizeof(float) * (gsize)self->batch->count);
  for (int i = 0; i < self->batch->count; i++) {
    const float *p = self->probabilities + (gsize)i * classes;
    int best = 0;
    for (int k = 1; k < classes; k++)
      if (p[k] > p[best])
        best = k;
    self->confidence[from + i] = p[best];
    self->predicted[from + i] = (guint8)best;
    self->label[from + i] = (guint8)self->batch->first_label[i];
    self->correct[from + i] = best == self->batch->first_label[i];
    right += self->correct[from + i];
  }
  return right;
}

static const int *next_indices(GmxEvaluator *self, const int *indices, int from, int n) {
  if (indices)
    return indices + from;
  for (int i = 0; i < n; i++)
    self->indices[i] = from + i;
  return self->indices;
}

void gmx_evaluator_set_look_func(GmxEvaluator *self, GmxEvaluatorLook func, gpointer user_data) {
  self->look_func = func;
  self->look_data = user_data;
}

GmxBatch *gmx_evaluator_get_batch(GmxEvaluator *self) {
  return self->batch;
}

const float *gmx_evaluator_get_features(GmxEvaluator *self) {
  gmx_model_forward(self->model, self->tape, self->batch->images, self->batch->count,
                    GMX_PASS_EVALUATE);
  return gmx_tape_features(self->tape);
}

gboolean gmx_evaluator_run(GmxEvaluator *self, GmxSplit split, const int *indices, int count,
                           const int *labels, const gint *cancel, GmxEvaluation *evaluation) {
  double loss = 0;
  gint64 right = 0;
  reserve(self, count);
  self->split = split;
  self->judged = -1;
  for (int from = 0; from < count; from += BATCH) {
    if (cancel && g_atomic_int_get(cancel))
      return FALSE;
    const int n = MIN(BATCH, count - from);
    gmx_batch_load(self->batch, self->dataset, split, next_indices(self, indices, from, n), n,
                   labels, NULL);
    const float *features = gmx_evaluator_get_features(self);
    if (self->look_func)
      self->look_func(self->batch, features, self->look_data);
    gmx_loss_cross_entropy(gmx_tape_logits(self->tape), n, gmx_model_classes(self->model),
                           gmx_batch_targets(self->batch), self->probabilities, self->loss);
    for (int i = 0; i < n; i++)
      loss += self->loss[i];
    right += judge(self, from);
  }
  self->judged = count;
  *evaluation =
      (GmxEvaluation){.count = count,
                      .loss = count ? loss / count : NAN,
                      .accuracy = count ? (double)right / count : NAN,
                      .ece = gmx_calibration_error(self->confidence, self->correct, count)};
  return TRUE;
}

GmxPredictions *gmx_evaluator_get_predictions(GmxEvaluator *self, int epoch, gint64 step) {
  if (self->judged < 0)
    return NULL;
  return gmx_predictions_new(self->split, epoch, step, gmx_model_classes(self->model), self->judged,
                             self->index, self->label, self->predicted, self->confidence,
                             self->losses);
}

/* A confidence on a bin's upper edge belongs to that bin, in floats, where 0.2 is 3/15; what is not
 * finite counts as the last. */
static int bin_of(float confidence) {
  const float place = ceilf(confidence * GMX_ECE_BINS) - 1;
  if (!(place < GMX_ECE_BINS - 1))
    return GMX_ECE_BINS - 1;
  return place < 0 ? 0 : (int)place;
}

double gmx_calibration_error(const float *confidence, const guint8 *correct, int n) {
  double sum[GMX_ECE_BINS] = {0}, right[GMX_ECE_BINS] = {0};
  for (int i = 0; i < n; i++) {
    const int b = bin_of(confidence[i]);
    sum[b] += confidence[i];
    right[b] += correct[i];
  }
  double gap = 0;
  for (int b = 0; b < GMX_ECE_BINS; b++)
    gap += fabs(right[b] - sum[b]);
  return n > 0 ? gap / n : NAN;
}
