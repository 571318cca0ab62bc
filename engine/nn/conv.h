/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One convolution of one image, inside nn: forward, weight gradient, input gradient.
 *
 * Inputs and ∂L/∂z come with a border of one zero pixel, outputs without. */
#pragma once

#include "engine/nn/kernels/kernels.h"

/** A convolution (padding size / 2, no bias) and the BatchNorm that follows it. */
typedef struct {
  int input;                 /* the value it reads */
  int output;                /* the value that uses its z */
  int in, out, size, stride; /* channels, 3 or 1, 1 or 2 */
  int in_h, in_w, out_h, out_w;
  size_t weight, scale, shift;      /* offsets in the parameters; weight is [ky][kx][in][out] */
  size_t running_mean, running_var; /* offsets in the running statistics */
  size_t z_size;                    /* floats of z for one image */
} GmxConv;

/** Floats from row to row of the padded input and of the padded ∂L/∂z. */
ptrdiff_t gmx_conv_input_pitch(const GmxConv *conv);
ptrdiff_t gmx_conv_delta_pitch(const GmxConv *conv);

/** size × size × in × out. */
size_t gmx_conv_weight_count(const GmxConv *conv);

/** Multiply-adds × 2 of one image. */
double gmx_conv_flops(const GmxConv *conv);

/** z = weights * padded, [out_h][out_w][out]; @ahead is fetched meanwhile. */
void gmx_conv_forward(const GmxConv *conv, const float *weights, const float *padded,
                      GmxAhead *ahead, float *z);

/** gradient += ∂L/∂weights of this image. */
void gmx_conv_weight_gradient(const GmxConv *conv, const float *padded, const float *padded_delta,
                              float *gradient);

/** Weights as the input gradient reads them: [last − ky][last − kx][out][in]. */
void gmx_conv_turn_weights(const GmxConv *conv, const float *weights, float *turned);

/** gradient (+)= ∂L/∂input, [in_h][in_w][in]; @ahead is fetched meanwhile. */
void gmx_conv_input_gradient(const GmxConv *conv, const float *turned, const float *padded_delta,
                             GmxAhead *ahead, float *gradient, bool accumulate);
