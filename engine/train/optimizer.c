/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The optimizer's state, and one fused sweep over w, v and g (nn/flat.h): each element is read and
 * written once. */
#include "engine/train/optimizer.h"

#include "engine/nn/flat.h"

struct GmxOptimizer {
  gsize count;
  float *velocity;
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
  g_free(self);
}

float *gmx_optimizer_get_velocity(GmxOptimizer *self) {
  return self->velocity;
}

void gmx_optimizer_step(GmxOptimizer *self, float *parameters, const float *gradient,
                        const GmxOptimizerOptions *options) {
  gmx_flat_momentum_step(parameters, self->velocity, gradient, self->count, options->learning_rate,
                         options->momentum, options->weight_decay, options->nesterov);
}
