/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One fused sweep over w, v and g: each element is read and written once, so the sweep runs at the
 * speed of memory. Elements do not depend on one another, so any cut into slices gives the same
 * bits. */
#include "engine/train/optimizer.h"

#include "engine/nn/parallel.h"

#define SLICE 32768 /* elements: three arrays of it stay in a core's cache */

struct GmxOptimizer {
  gsize count;
  float *velocity;
};

typedef struct {
  float *restrict w;
  float *restrict v;
  const float *restrict g;
  gsize count;
  /* In double, rounded once: 0.1 as a float would move every weight by a little too much. */
  double rate, momentum, decay;
  gboolean nesterov;
} Sweep;

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

static void sweep_slice(void *context, int slice) {
  const Sweep *s = context;
  const gsize from = (gsize)slice * SLICE;
  const gsize to = MIN(from + SLICE, s->count);
  float *restrict w = s->w;
  float *restrict v = s->v;
  const float *restrict g = s->g;
  const double rate = s->rate, momentum = s->momentum, decay = s->decay;
  if (s->nesterov)
    for (gsize i = from; i < to; i++) {
      const double d = g[i] + decay * w[i];
      v[i] = (float)(momentum * v[i] + d);
      w[i] = (float)(w[i] - rate * (d + momentum * v[i]));
    }
  else
    for (gsize i = from; i < to; i++) {
      const double next = momentum * v[i] + (g[i] + decay * w[i]);
      v[i] = (float)next;
      w[i] = (float)(w[i] - rate * next);
    }
}

void gmx_optimizer_step(GmxOptimizer *self, float *parameters, const float *gradient,
                        const GmxOptimizerOptions *options) {
  Sweep sweep = {.w = parameters,
                 .v = self->velocity,
                 .g = gradient,
                 .count = self->count,
                 .rate = options->learning_rate,
                 .momentum = options->momentum,
                 .decay = options->weight_decay,
                 .nesterov = options->nesterov};
  gmx_parallel_for((int)((self->count + SLICE - 1) / SLICE), sweep_slice, &sweep);
}
