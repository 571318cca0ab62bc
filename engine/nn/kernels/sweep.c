/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps over flat buffers in double, rounded once. Compiled once for each instruction set: with
 * small networks these passes over all weights take as long as the layers do. */
#include "engine/nn/kernels/isa.h"

/* As many doubles as a register holds, and the floats that they come from. */
typedef double Doubles __attribute__((vector_size(4 * GMX_LANES)));
typedef float Floats __attribute__((vector_size(2 * GMX_LANES), aligned(4), may_alias));
#define WIDTH (GMX_LANES / 2)

GMX_INLINE Doubles load(const float *p) {
  return __builtin_convertvector(*(const Floats *)p, Doubles);
}

GMX_INLINE void store(float *p, Doubles v) {
  *(Floats *)p = __builtin_convertvector(v, Floats);
}

double GMX_NAME(dot)(const float *a, const float *b, size_t n) {
  Doubles sums[4] = {0};
  size_t i = 0;
  for (; i + 4 * WIDTH <= n; i += 4 * WIDTH)
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++)
      sums[k] += load(a + i + k * WIDTH) * load(b + i + k * WIDTH);
  const Doubles all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double sum = 0;
  for (int k = 0; k < WIDTH; k++)
    sum += all[k];
  for (; i < n; i++)
    sum += (double)a[i] * b[i];
  return sum;
}

void GMX_NAME(combine)(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                       float *out) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH)
    store(out + i, scale_a * load(a + i) + scale_b * load(b + i));
  for (; i < n; i++)
    out[i] = (float)(scale_a * a[i] + scale_b * b[i]);
}

/* v ← μ v + (g + δ w), w ← w − η v, or Nesterov's; the form is a compile-time choice. */
GMX_INLINE void momentum_sweep(float *w, float *v, const float *g, double rate, double momentum,
                               double decay, size_t n, const bool nesterov) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) {
    const Doubles old = load(w + i), slope = load(g + i) + decay * old;
    const Doubles next = momentum * load(v + i) + slope;
    store(v + i, next);
    store(w + i, old - rate * (nesterov ? slope + momentum * next : next));
  }
  for (; i < n; i++) {
    const double old = w[i], slope = g[i] + decay * old, next = momentum * v[i] + slope;
    v[i] = (float)next;
    w[i] = (float)(old - rate * (nesterov ? slope + momentum * next : next));
  }
}

void GMX_NAME(momentum_step)(float *w, float *v, const float *g, double rate, double momentum,
                             double decay, bool nesterov, size_t n) {
  if (nesterov)
    momentum_sweep(w, v, g, rate, momentum, decay, n, true);
  else
    momentum_sweep(w, v, g, rate, momentum, decay, n, false);
}
