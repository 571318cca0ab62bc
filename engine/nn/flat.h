/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps over flat buffers (weights, gradients). They run in double and round once, over fixed
 * ranges, so that they are exact enough for a norm and the same for any number of threads. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/** ⟨a, b⟩. */
double gmx_flat_dot(const float *a, const float *b, size_t n);

/** out = a + scale b; @out may be @a. */
void gmx_flat_add_scaled(const float *a, double scale, const float *b, size_t n, float *out);

/** out = scale_a a + scale_b b; @out may be either. */
void gmx_flat_combine(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                      float *out);

/**
 * Gradient descent with momentum (methods.md, section 5): v ← μ v + (g + δ w);  w ← w − η v
 * (Nesterov: w ← w − η (g + δ w + μ v)).
 */
void gmx_flat_momentum_step(float *w, float *v, const float *g, size_t n, double rate,
                            double momentum, double decay, bool nesterov);

/** What one step of AdamW uses. */
typedef struct {
  double rate, beta1, beta2, decay;
  double scale1, scale2; /* 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ) */
} GmxAdamW;

/**
 * AdamW (arXiv 1711.05101) with ε = 1e-8: w ← w − η δ w; m and v move towards g and g²;
 * w ← w − η scale1 m / (√(scale2 v) + ε).
 */
void gmx_flat_adamw_step(float *w, float *m, float *v, const float *g, size_t n,
                         const GmxAdamW *options);
