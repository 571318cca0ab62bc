/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The optimizer's state, and one fused sweep over w, v and g (nn/flat.h): each element is read and
 * written once. */
#include "engine/train/optimizer.h"

#include "engine/nn/flat.h"

#include <math.h>

struct GmxOptimizer {
  gsize count;
  float *velocity;
  float *square; /* NULL before AdamW's first step */
};

GmxOptimizer *gmx_optimizer_new(gsize count) {
  GmxOptimizer *self = g_new0(GmxOptimizer, 1);
  self->count = count;
  self->velocity = g_new0(float, count);
  return self;
}

void gmx_optimizer_free(GmxOptimizer *self) {
  if (!self)
    return;
  g_free(self->velocity);
  g_free(self->square);
  g_free(self);
}

float *gmx_optimizer_get_velocity(GmxOptimizer *self) {
  return self->velocity;
}

float *gmx_optimizer_get_square(GmxOptimizer *self) {
  if (!self->square)
    self->square = g_new0(float, self->count);
  return self->square;
}

static void step_adamw(GmxOptimizer *self, float *parameters, const float *gradient,
                       const GmxOptimizerOptions *options) {
  const double t = (double)options->step + 1;
  const GmxAdamW adamw = {.rate = options->learning_rate,
                          .beta1 = options->momentum,
                          .beta2 = options->beta2,
                          .decay = options->weight_decay,
                          .scale1 = 1 / (1 - pow(options->momentum, t)),
                          .scale2 = 1 / (1 - pow(options->beta2, t))};
  gmx_flat_adamw_step(parameters, self->velocity, gmx_optimizer_get_square(self), gradient,
                      self->count, &adamw);
}

void gmx_optimizer_step(GmxOptimizer *self, float *parameters, const float *gradient,
                        const GmxOptimizerOptions *options) {
  if (options->kind == GMX_OPTIMIZER_ADAMW)
    step_adamw(self, parameters, gradient, options);
  else
    gmx_flat_momentum_step(parameters, self->velocity, gradient, self->count,
                           options->learning_rate, options->momentum, options->weight_decay,
                           options->nesterov);
}
