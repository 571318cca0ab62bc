/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss of a network as a function of its weights: passes over a sample, batch by batch. */
#include "engine/insight/objective.h"

#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

typedef struct {
  GmxObjective base;
  GmxModel *model; /* a copy: its weights are wherever somebody looked last */
  GmxTape *tape;
  GmxLossImages *images;
  float *probabilities, *logit_gradient; /* [batch][classes] */
  float *loss, *weight;                  /* [batch] */
  float *part;                           /* a batch's gradient; made when it is first asked for */
} Loss;

void gmx_objective_free(GmxObjective *self) {
  if (self)
    self->free(self);
}

static void loss_free(GmxObjective *base) {
  Loss *self = (Loss *)base;
  gmx_tape_free(self->tape);
  gmx_model_free(self->model);
  gmx_loss_images_unref(self->images);
  g_free(self->probabilities);
  g_free(self->logit_gradient);
  g_free(self->loss);
  g_free(self->weight);
  g_free(self->part);
  g_free(self);
}

static GmxTargets targets_of(const GmxLossImages *images, int from) {
  return (GmxTargets){images->first + from, images->second + from, images->lambda + from};
}

/* The batch from image @from on; @returns the sum of its losses. */
static double forward(Loss *self, int from, gboolean with_softmax) {
  const GmxLossImages *images = self->images;
  const gsize values = (gsize)images->shape.channels * images->shape.height * images->shape.width;
  double sum = 0;
  gmx_model_forward(self->model, self->tape, images->images + (gsize)from * values, images->batch,
                    GMX_PASS_FROZEN);
  gmx_loss_cross_entropy(gmx_tape_logits(self->tape), images->batch, gmx_model_classes(self->model),
                         targets_of(images, from), with_softmax ? self->probabilities : NULL,
                         self->loss);
  for (int i = 0; i < images->batch; i++)
    sum += self->loss[i];
  return sum;
}

/* Adds ∇ of the batch's share of the mean to @gradient. */
static void backward(Loss *self, int from, float *gradient) {
  const GmxLossImages *images = self->images;
  if (!self->part)
    self->part = g_new(float, self->base.count);
  gmx_loss_gradient(self->probabilities, images->batch, gmx_model_classes(self->model),
                    targets_of(images, from), self->weight, self->logit_gradient);
  gmx_model_backward(self->model, self->tape, self->logit_gradient, self->part);
  if (from == 0)
    memcpy(gradient, self->part, self->base.count * sizeof(float));
  else
    gmx_flat_add_scaled(gradient, 1, self->part, self->base.count, gradient);
}

static double walk(Loss *self, const float *w, float *gradient, GCancellable *cancellable) {
  double sum = 0;
  memcpy(gmx_model_parameters(self->model), w, self->base.count * sizeof(float));
  for (int from = 0; from < self->images->count; from += self->images->batch) {
    if (g_cancellable_is_cancelled(cancellable))
      return NAN;
    sum += forward(self, from, gradient != NULL);
    if (gradient)
      backward(self, from, gradient);
  }
  return sum / self->images->count;
}

static double loss_value(GmxObjective *base, const float *w, GCancellable *cancellable) {
  return walk((Loss *)base, w, NULL, cancellable);
}

static double loss_gradient(GmxObjective *base, const float *w, float *gradient,
                            GCancellable *cancellable) {
  return walk((Loss *)base, w, gradient, cancellable);
}

static GmxObjective *loss_copy(const GmxObjective *base) {
  const Loss *self = (const Loss *)base;
  return gmx_objective_new_loss(self->model, self->images);
}

GmxObjective *gmx_objective_new_loss(const GmxModel *model, GmxLossImages *images) {
  Loss *self = g_new0(Loss, 1);
  const gsize softmax = (gsize)images->batch * gmx_model_classes(model);
  self->base = (GmxObjective){.count = gmx_model_parameter_count(model),
                              .value = loss_value,
                              .gradient = loss_gradient,
                              .copy = loss_copy,
                              .free = loss_free};
  self->model = gmx_model_copy(model);
  self->images = gmx_loss_images_ref(images);
  self->tape = gmx_tape_new(self->model, images->batch, true);
  self->probabilities = g_new(float, softmax);
  self->logit_gradient = g_new(float, softmax);
  self->loss = g_new(float, images->batch);
  self->weight = g_new(float, images->batch);
  for (int i = 0; i < images->batch; i++)
    self->weight[i] = 1.0f / (float)images->count;
  return &self->base;
}
