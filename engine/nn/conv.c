/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A convolution by rows: which kernel serves which filter and stride, and how the gradients become
 * convolutions again. */
#include "engine/nn/conv.h"

/* Rows of input and delta that fit the first-level cache together with the accumulators' home. */
#define PATCH_BYTES (28 * 1024)

ptrdiff_t gmx_conv_input_pitch(const GmxConv *conv) {
  return (ptrdiff_t)(conv->in_w + 2) * conv->in;
}

ptrdiff_t gmx_conv_delta_pitch(const GmxConv *conv) {
  return (ptrdiff_t)(conv->out_w + 2) * conv->out;
}

size_t gmx_conv_weight_count(const GmxConv *conv) {
  return (size_t)conv->size * conv->size * conv->in * conv->out;
}

double gmx_conv_flops(const GmxConv *conv) {
  return 2.0 * conv->size * conv->size * conv->in * (double)conv->z_size;
}

/* Stride 1, 3 × 3: the common case has kernels of its own. */
static void forward3(const GmxConv *conv, const float *weights, const float *padded,
                     GmxAhead *ahead, float *z) {
  const ptrdiff_t pitch = gmx_conv_input_pitch(conv);
  const GmxConv3 conv3 = {conv->in, conv->out, pitch, weights, ahead};
  for (int y = 0; y < conv->out_h; y++)
    gmx_kernels()->conv3_row(&conv3, padded + y * pitch, z + (size_t)y * conv->out_w * conv->out,
                             conv->out_w, false);
}

void gmx_conv_forward(const GmxConv *conv, const float *weights, const float *padded,
                      GmxAhead *ahead, float *z) {
  const bool wide = conv->size == 3;
  const ptrdiff_t pitch = gmx_conv_input_pitch(conv);
  if (wide && conv->stride == 1) {
    forward3(conv, weights, padded, ahead, z);
    return;
  }
  const ptrdiff_t offsets[3] = {0, pitch, 2 * pitch};
  const size_t row_weights = (size_t)3 * conv->in * conv->out;
  const float *taps[3] = {weights, weights + row_weights, weights + 2 * row_weights};
  const GmxConvRow row = {.taps = wide ? 3 : 1,
                          .depth = wide ? 3 * conv->in : conv->in,
                          .out = conv->out,
                          .tap_offset = offsets,
                          .tap_weight = taps,
                          .in_step = (ptrdiff_t)conv->stride * conv->in,
                          .out_step = conv->out};
  /* A 1 × 1 filter reads the middle of where a 3 × 3 one would. */
  const float *from = wide ? padded : padded + pitch + conv->in;
  for (int y = 0; y < conv->out_h; y++)
    gmx_kernels()->conv_row(&row, from + (ptrdiff_t)y * conv->stride * pitch,
                            z + (size_t)y * conv->out_w * conv->out, conv->out_w, false);
}

/* How many rows a patch takes, so that it stays in the first-level cache. */
static int patch_rows(const GmxConv *conv) {
  const ptrdiff_t floats = conv->stride * gmx_conv_input_pitch(conv) + gmx_conv_delta_pitch(conv);
  return (int)(PATCH_BYTES / (floats * (ptrdiff_t)sizeof(float))) + 1;
}

static void add_conv3_gradient(const GmxConv *conv, const float *padded, const float *delta,
                               float *gradient) {
  const int rows = patch_rows(conv);
  GmxConv3Patch patch = {.in = conv->in,
                         .out = conv->out,
                         .pixels = conv->out_w,
                         .input_row = gmx_conv_input_pitch(conv),
                         .delta_row = gmx_conv_delta_pitch(conv)};
  for (int y = 0; y < conv->out_h; y += rows) {
    patch.rows = conv->out_h - y < rows ? conv->out_h - y : rows;
    patch.input = padded + y * patch.input_row;
    patch.delta = delta + y * patch.delta_row;
    gmx_kernels()->conv3_weight_gradient(&patch, gradient);
  }
}

static void add_conv_gradient(const GmxConv *conv, const float *padded, const float *delta,
                              float *gradient) {
  const bool wide = conv->size == 3;
  const int rows = patch_rows(conv);
  const ptrdiff_t in_pitch = gmx_conv_input_pitch(conv);
  const ptrdiff_t offsets[3] = {0, in_pitch, 2 * in_pitch};
  const float *input = wide ? padded : padded + in_pitch + conv->in;
  GmxConvPatch patch = {.taps = wide ? 3 : 1,
                        .depth = wide ? 3 * conv->in : conv->in,
                        .out = conv->out,
                        .tap_offset = offsets,
                        .in_step = (ptrdiff_t)conv->stride * conv->in,
                        .pixels = conv->out_w,
                        .input_row = conv->stride * in_pitch,
                        .delta_row = gmx_conv_delta_pitch(conv)};
  for (int y = 0; y < conv->out_h; y += rows) {
    patch.rows = conv->out_h - y < rows ? conv->out_h - y : rows;
    patch.input = input + y * patch.input_row;
    patch.delta = delta + y * patch.delta_row;
    gmx_kernels()->conv_weight_gradient(&patch, gradient);
  }
}

void gmx_conv_weight_gradient(const GmxConv *conv, const float *padded, const float *padded_delta,
                              float *gradient) {
  const float *delta = padded_delta + gmx_conv_delta_pitch(conv) + conv->out;
  if (conv->size == 3 && conv->stride == 1)
    add_conv3_gradient(conv, padded, delta, gradient);
  else
    add_conv_gradient(conv, padded, delta, gradient);
}

void gmx_conv_turn_weights(const GmxConv *conv, const float *weights, float *turned) {
  const int positions = conv->size * conv->size;
  for (int k = 0; k < positions; k++) {
    const float *from = weights + (size_t)k * conv->in * conv->out;
    float *to = turned + (size_t)(positions - 1 - k) * conv->in * conv->out;
    for (int i = 0; i < conv->in; i++)
      for (int o = 0; o < conv->out; o++)
        to[(size_t)o * conv->in + i] = from[(size_t)i * conv->out + o];
  }
}

/* Stride 1: the turned filter slides over the padded delta. */
static void input_gradient_dense(const GmxConv *conv, const float *turned, const float *padded,
                                 GmxAhead *ahead, float *gradient, bool accumulate) {
  const ptrdiff_t pitch = gmx_conv_delta_pitch(conv), middle = pitch + conv->out, none = 0;
  const GmxConv3 conv3 = {conv->out, conv->in, pitch, turned, ahead};
  const GmxConvRow row = {.taps = 1,
                          .depth = conv->out,
                          .out = conv->in,
                          .tap_offset = &none,
                          .tap_weight = &turned,
                          .in_step = conv->out,
                          .out_step = conv->in};
  for (int y = 0; y < conv->in_h; y++) {
    float *to = gradient + (size_t)y * conv->in_w * conv->in;
    if (conv->size == 3)
      gmx_kernels()->conv3_row(&conv3, padded + y * pitch, to, conv->in_w, accumulate);
    else
      gmx_kernels()->conv_row(&row, padded + y * pitch + middle, to, conv->in_w, accumulate);
  }
}

/* The filter positions along one axis that touch input coordinates of this parity, as offsets in
 * pixels into the padded delta from coordinate / 2. */
static int parity_taps(const GmxConv *conv, int parity, int position[2], int offset[2]) {
  if (conv->size == 1) {
    position[0] = 0;
    offset[0] = 1;
    return parity == 0;
  }
  if (parity == 0) { /* 2m = 2m + 1 − 1 */
    position[0] = 1;
    offset[0] = 1;
    return 1;
  }
  position[0] = 0; /* 2m + 1 = 2(m + 1) + 0 − 1 */
  offset[0] = 2;
  position[1] = 2; /* 2m + 1 = 2m + 2 − 1 */
  offset[1] = 1;
  return 2;
}

/* Stride 2: each of the four parities of (y, x) is a small convolution of its own, so that nothing
 * is multiplied by the zeros between the outputs. */
static void input_gradient_strided(const GmxConv *conv, const float *turned, const float *padded,
                                   float *gradient, bool accumulate) {
  const ptrdiff_t pitch = gmx_conv_delta_pitch(conv);
  const int last = conv->size - 1;
  for (int phase = 0; phase < 4; phase++) {
    const int py = phase >> 1, px = phase & 1;
    int ky[2], oy[2], kx[2], ox[2];
    const int ny = parity_taps(conv, py, ky, oy), nx = parity_taps(conv, px, kx, ox);
    ptrdiff_t offsets[4];
    const float *taps[4];
    int count = 0;
    for (int i = 0; i < ny; i++)
      for (int j = 0; j < nx; j++, count++) {
        const int turned_at = (last - ky[i]) * conv->size + last - kx[j];
        offsets[count] = oy[i] * pitch + (ptrdiff_t)ox[j] * conv->out;
        taps[count] = turned + (size_t)turned_at * conv->in * conv->out;
      }
    if (count == 0 && accumulate)
      continue;
    const GmxConvRow row = {.taps = count,
                            .depth = conv->out,
                            .out = conv->in,
                            .tap_offset = offsets,
                            .tap_weight = taps,
                            .in_step = conv->out,
                            .out_step = (ptrdiff_t)2 * conv->in};
    for (int y = py; y < conv->in_h; y += 2)
      gmx_kernels()->conv_row(&row, padded + (y / 2) * pitch,
                              gradient + ((size_t)y * conv->in_w + px) * conv->in,
                              (conv->in_w - px + 1) / 2, accumulate);
  }
}

void gmx_conv_input_gradient(const GmxConv *conv, const float *turned, const float *padded_delta,
                             GmxAhead *ahead, float *gradient, bool accumulate) {
  if (conv->stride == 1)
    input_gradient_dense(conv, turned, padded_delta, ahead, gradient, accumulate);
  else
    input_gradient_strided(conv, turned, padded_delta, gradient, accumulate);
}
