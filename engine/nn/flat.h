/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps over flat buffers (weights, gradients). Sums run in double over fixed ranges, so that they
 * are exact enough for a norm and the same for any number of threads. */
#pragma once

#include <stddef.h>

/** ⟨a, b⟩. */
double gmx_flat_dot(const float *a, const float *b, size_t n);

/** out = a + scale b; @out may be @a. */
void gmx_flat_add_scaled(const float *a, double scale, const float *b, size_t n, float *out);

/** out = scale_a a + scale_b b; @out may be either. */
void gmx_flat_combine(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                      float *out);
