/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions that each instruction set has its own version of. meson defines GMX_ISA_NAME and
 * GMX_LANES for the files that are compiled once for each. */
#pragma once

#include "engine/nn/kernels/kernels.h"
#include "engine/nn/kernels/vector.h"

void GMX_NAME(conv_row)(const GmxConvRow *row, const float *input, float *output, int pixels,
                        bool accumulate);
void GMX_NAME(conv_weight_gradient)(const GmxConvPatch *patch, float *gradient);
void GMX_NAME(conv3_row)(const GmxConv3 *conv, const float *input, float *output, int pixels,
                         bool accumulate);
void GMX_NAME(conv3_weight_gradient)(const GmxConv3Patch *patch, float *gradient);

void GMX_NAME(moments)(const float *z, int pixels, int channels, double *sums, double *squares);
void GMX_NAME(gradient_moments)(const float *d, const float *z, const float *mean, int pixels,
                                int channels, double *sums, double *products);
void GMX_NAME(activate)(const GmxActivation *a, int pixels, int channels, float *out);
void GMX_NAME(activate_pooled)(const float *z, ptrdiff_t z_row, const float *scale,
                               const float *shift, int out_pixels, int channels, float *out);
void GMX_NAME(unpool)(const float *z, ptrdiff_t z_row, const float *scale, const float *shift,
                      const float *d, int out_pixels, int channels, float *out, ptrdiff_t out_row);
void GMX_NAME(normalize_backward)(const float *d, const float *z, const float *mean, const float *a,
                                  const float *b, const float *c, int pixels, int channels,
                                  float *out);
void GMX_NAME(relu_backward)(const GmxDelta *delta, int pixels, int channels, float *out,
                             double *sums, double *products);
void GMX_NAME(mask)(const float *d, const float *value, size_t count, float *out);
void GMX_NAME(add_bias)(const float *bias, int count, bool rectify, float *out);
void GMX_NAME(add)(const float *a, const float *b, size_t count, float *out);
double GMX_NAME(multiply_add)(long rounds);
double GMX_NAME(dot)(const float *a, const float *b, size_t n);
void GMX_NAME(combine)(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                       float *out);
void GMX_NAME(momentum_step)(float *w, float *v, const float *g, double rate, double momentum,
                             double decay, bool nesterov, size_t n);
