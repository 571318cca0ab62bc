/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Direct convolution in registers for any taps: strides, 1 × 1 filters, and the parts that the
 * input gradient of a strided convolution falls into. (convolution3.c has the common case.)
 * Compiled once for each instruction set.
 *
 * Forward keeps P pixels × V vectors of output channels in registers and walks the depth: one load
 * of V weight vectors serves P pixels, one broadcast of an input serves V vectors. The weight
 * gradient keeps I depths × V vectors and walks the pixels. P, I and V are compile-time constants,
 * chosen so that the accumulators hide the latency of the FMA and fit the register file. */
#include "engine/nn/kernels/isa.h"

#define MOST_BLOCK 8                              /* pixels or depths, for one vector */
#define MOST_BLOCK_WIDE (GMX_LANES == 16 ? 8 : 4) /* for two */

/* P pixels × V vectors of output channels from @channel on. */
GMX_INLINE void forward_block(const GmxConvRow *row, const float *input, float *output, int channel,
                              bool accumulate, const int P, const int V) {
  GmxVector sum[MOST_BLOCK][2];
#pragma GCC unroll 16
  for (int p = 0; p < P; p++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      sum[p][v] =
          accumulate ? vector_load(output + p * row->out_step + v * GMX_LANES) : vector_zero();
  const ptrdiff_t out = row->out, in_step = row->in_step;
  for (int t = 0; t < row->taps; t++) {
    const float *x = input + row->tap_offset[t];
    const float *w = row->tap_weight[t] + channel;
    for (const float *end = x + row->depth; x < end; x++, w += out) {
      GmxVector weight[2];
#pragma GCC unroll 2
      for (int v = 0; v < V; v++)
        weight[v] = vector_load(w + v * GMX_LANES);
#pragma GCC unroll 16
      for (int p = 0; p < P; p++)
#pragma GCC unroll 2
        for (int v = 0; v < V; v++)
          sum[p][v] += weight[v] * x[p * in_step];
    }
  }
#pragma GCC unroll 16
  for (int p = 0; p < P; p++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      vector_store(output + p * row->out_step + v * GMX_LANES, sum[p][v]);
}

/* What is left when the channels are no multiple of the vector. */
static void forward_rest(const GmxConvRow *row, const float *input, float *output, int pixels,
                         int channel, bool accumulate) {
  for (int p = 0; p < pixels; p++)
    for (int o = channel; o < row->out; o++) {
      float sum = accumulate ? output[p * row->out_step + o] : 0;
      for (int t = 0; t < row->taps; t++) {
        const float *x = input + p * row->in_step + row->tap_offset[t];
        for (int d = 0; d < row->depth; d++)
          sum += x[d] * row->tap_weight[t][(ptrdiff_t)d * row->out + o];
      }
      output[p * row->out_step + o] = sum;
    }
}

/* The largest size that there is code for. */
GMX_INLINE int block_size(int left, const int V) {
  const int most = V == 1 ? MOST_BLOCK : MOST_BLOCK_WIDE;
  if (left == 7 && most == 8)
    return 7;
  return left >= most ? most : left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

#define CASE(P)                                                                                    \
  case P:                                                                                          \
    forward_block(row, input, output, channel, accumulate, P, V);                                  \
    break;

/* All pixels of a row for V vectors of channels. */
GMX_INLINE void forward_pixels(const GmxConvRow *row, const float *input, float *output, int pixels,
                               int channel, bool accumulate, const int V) {
  output += channel;
  for (int left = pixels; left > 0;) {
    const int count = block_size(left, V);
    switch (count) {
      CASE(1)
      CASE(2)
      CASE(4)
    default:
      if (V == 1 || MOST_BLOCK_WIDE == 8)
        switch (count) {
          CASE(7)
          CASE(8)
        }
    }
    left -= count;
    input += count * row->in_step;
    output += count * row->out_step;
  }
}
#undef CASE

void GMX_NAME(conv_row)(const GmxConvRow *row, const float *input, float *output, int pixels,
                        bool accumulate) {
  int channel = 0;
  for (; channel + 2 * GMX_LANES <= row->out; channel += 2 * GMX_LANES)
    forward_pixels(row, input, output, pixels, channel, accumulate, 2);
  for (; channel + GMX_LANES <= row->out; channel += GMX_LANES)
    forward_pixels(row, input, output, pixels, channel, accumulate, 1);
  if (channel < row->out)
    forward_rest(row, input, output, pixels, channel, accumulate);
}

/* I depths × V vectors of output channels of one tap. */
GMX_INLINE void gradient_block(const GmxConvPatch *patch, const float *input, const float *delta,
                               float *gradient, const int I, const int V) {
  GmxVector sum[MOST_BLOCK][2];
  const ptrdiff_t out = patch->out, in_step = patch->in_step;
#pragma GCC unroll 16
  for (int i = 0; i < I; i++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      sum[i][v] = vector_load(gradient + i * out + v * GMX_LANES);
  for (int r = 0; r < patch->rows; r++) {
    const float *x = input + r * patch->input_row;
    const float *d = delta + r * patch->delta_row;
    for (int p = 0; p < patch->pixels; p++, x += in_step, d += out) {
      GmxVector pixel[2];
#pragma GCC unroll 2
      for (int v = 0; v < V; v++)
        pixel[v] = vector_load(d + v * GMX_LANES);
#pragma GCC unroll 16
      for (int i = 0; i < I; i++)
#pragma GCC unroll 2
        for (int v = 0; v < V; v++)
          sum[i][v] += pixel[v] * x[i];
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < I; i++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      vector_store(gradient + i * out + v * GMX_LANES, sum[i][v]);
}

#define CASE(I)                                                                                    \
  case I:                                                                                          \
    gradient_block(patch, input + depth, delta, gradient + depth * out, I, V);                     \
    break;

/* All depths of one tap for V vectors of channels. */
GMX_INLINE void gradient_depths(const GmxConvPatch *patch, const float *input, const float *delta,
                                float *gradient, const int V) {
  const ptrdiff_t out = patch->out;
  for (ptrdiff_t depth = 0; depth < patch->depth;) {
    const int count = block_size((int)(patch->depth - depth), V);
    switch (count) {
      CASE(1)
      CASE(2)
      CASE(4)
    default:
      if (V == 1 || MOST_BLOCK_WIDE == 8)
        switch (count) {
          CASE(7)
          CASE(8)
        }
    }
    depth += count;
  }
}
#undef CASE

static void gradient_rest(const GmxConvPatch *patch, const float *input, float *gradient,
                          int channel) {
  for (int d = 0; d < patch->depth; d++)
    for (int o = channel; o < patch->out; o++) {
      float sum = 0;
      for (int r = 0; r < patch->rows; r++)
        for (int p = 0; p < patch->pixels; p++)
          sum += input[r * patch->input_row + p * patch->in_step + d] *
                 patch->delta[r * patch->delta_row + (ptrdiff_t)p * patch->out + o];
      gradient[(ptrdiff_t)d * patch->out + o] += sum;
    }
}

void GMX_NAME(conv_weight_gradient)(const GmxConvPatch *patch, float *gradient) {
  for (int t = 0; t < patch->taps; t++) {
    const float *input = patch->input + patch->tap_offset[t];
    float *tap = gradient + (ptrdiff_t)t * patch->depth * patch->out;
    int channel = 0;
    for (; channel + 2 * GMX_LANES <= patch->out; channel += 2 * GMX_LANES)
      gradient_depths(patch, input, patch->delta + channel, tap + channel, 2);
    for (; channel + GMX_LANES <= patch->out; channel += GMX_LANES)
      gradient_depths(patch, input, patch->delta + channel, tap + channel, 1);
    if (channel < patch->out)
      gradient_rest(patch, input, tap, channel);
  }
}
