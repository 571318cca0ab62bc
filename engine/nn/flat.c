/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps, cut into ranges of a fixed length. */
#include "engine/nn/flat.h"

#include "engine/nn/kernels/kernels.h"
#include "engine/nn/parallel.h"

#include <math.h>

#define RANGE 65536
#define MOST_RANGES 1024 /* 67 million parameters; longer buffers get longer ranges */

typedef struct {
  const float *a, *b;
  float *out, *velocity, *square;
  const GmxAdamW *adamw;
  double scale_a, scale_b, rate, momentum, decay;
  bool nesterov;
  size_t n, range;
  double *sums;
} Sweep;

static void sweep(Sweep *s, GmxSliceFunc func, int *ranges) {
  s->range = RANGE;
  while ((s->n + s->range - 1) / s->range > MOST_RANGES)
    s->range *= 2;
  *ranges = (int)((s->n + s->range - 1) / s->range);
  gmx_parallel_for(*ranges, func, s);
}

static size_t range_length(const Sweep *s, size_t start) {
  return s->n - start < s->range ? s->n - start : s->range;
}

static void dot_range(void *context, int slice) {
  const Sweep *s = context;
  const size_t at = (size_t)slice * s->range;
  s->sums[slice] = gmx_kernels()->dot(s->a + at, s->b + at, range_length(s, at));
}

double gmx_flat_dot(const float *a, const float *b, size_t n) {
  double sums[MOST_RANGES], sum = 0;
  Sweep s = {.a = a, .b = b, .n = n, .sums = sums};
  int ranges;
  sweep(&s, dot_range, &ranges);
  for (int r = 0; r < ranges; r++)
    sum += sums[r];
  return sum;
}

static void combine_range(void *context, int slice) {
  const Sweep *s = context;
  const size_t at = (size_t)slice * s->range;
  gmx_kernels()->combine(s->scale_a, s->a + at, s->scale_b, s->b + at, range_length(s, at),
                         s->out + at);
}

void gmx_flat_combine(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                      float *out) {
  Sweep s = {.a = a, .b = b, .scale_a = scale_a, .scale_b = scale_b, .n = n, .out = out};
  int ranges;
  sweep(&s, combine_range, &ranges);
}

void gmx_flat_add_scaled(const float *a, double scale, const float *b, size_t n, float *out) {
  gmx_flat_combine(1, a, scale, b, n, out);
}

static void momentum_range(void *context, int slice) {
  const Sweep *s = context;
  const size_t at = (size_t)slice * s->range;
  gmx_kernels()->momentum_step(s->out + at, s->velocity + at, s->a + at, s->rate, s->momentum,
                               s->decay, s->nesterov, range_length(s, at));
}

void gmx_flat_momentum_step(float *w, float *v, const float *g, size_t n, double rate,
                            double momentum, double decay, bool nesterov) {
  Sweep s = {.a = g,
             .out = w,
             .velocity = v,
             .n = n,
             .rate = rate,
             .momentum = momentum,
             .decay = decay,
             .nesterov = nesterov};
  int ranges;
  sweep(&s, momentum_range, &ranges);
}

/* In plain C: the square root and the division, not the loads, are what it waits for. */
static void adamw_range(void *context, int slice) {
  const Sweep *s = context;
  const GmxAdamW *o = s->adamw;
  const size_t start = (size_t)slice * s->range, end = start + range_length(s, start);
  for (size_t i = start; i < end; i++) {
    const double g = s->a[i];
    const double m = o->beta1 * s->velocity[i] + (1 - o->beta1) * g;
    const double v = o->beta2 * s->square[i] + (1 - o->beta2) * g * g;
    const double w = s->out[i] * (1 - o->rate * o->decay);
    s->velocity[i] = (float)m;
    s->square[i] = (float)v;
    s->out[i] = (float)(w - o->rate * o->scale1 * m / (sqrt(o->scale2 * v) + 1e-8));
  }
}

void gmx_flat_adamw_step(float *w, float *m, float *v, const float *g, size_t n,
                         const GmxAdamW *options) {
  Sweep s = {.a = g, .out = w, .velocity = m, .square = v, .n = n, .adamw = options};
  int ranges;
  sweep(&s, adamw_range, &ranges);
}
