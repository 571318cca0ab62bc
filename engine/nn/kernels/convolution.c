/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Direct convolution in registers: forward (and, with turned weights, the input gradient) and the
 * weight gradient. Compiled once for each instruction set.
 *
 * Forward keeps P pixels × V vectors of output channels in registers and walks the depth: one load
 * of V weight vectors serves P pixels, one broadcast of an input serves V vectors. The weight
 * gradient keeps I depths × V vectors and walks the pixels. P, I and V are compile-time constants,
 * chosen so that the accumulators fill the register file and hide the latency of the FMA. */
#include "engine/nn/kernels/isa.h"

#if GMX_LANES == 16 /* 32 registers */
#define BLOCK_PIXELS 14
#define BLOCK_PIXELS_NARROW 16
#define BLOCK_DEPTH 8
#define BLOCK_DEPTH_NARROW 16
#elif GMX_LANES == 8 /* 16 registers */
#define BLOCK_PIXELS 6
#define BLOCK_PIXELS_NARROW 12
#define BLOCK_DEPTH 6
#define BLOCK_DEPTH_NARROW 12
#else /* 16 registers, and a product needs one of its own */
#define BLOCK_PIXELS 5
#define BLOCK_PIXELS_NARROW 10
#define BLOCK_DEPTH 5
#define BLOCK_DEPTH_NARROW 10
#endif

/* P pixels × V vectors of output channels from @channel on. */
GMX_INLINE void forward_block(const GmxConvRow *row, const float *input, float *output, int channel,
                              bool accumulate, ptrdiff_t in_step, const int P, const int V) {
  GmxVector sum[BLOCK_PIXELS_NARROW][2];
#pragma GCC unroll 16
  for (int p = 0; p < P; p++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      sum[p][v] =
          accumulate ? vector_load(output + p * row->out_step + v * GMX_LANES) : vector_zero();
  const ptrdiff_t out = row->out;
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

/* How many pixels the next block takes: the largest block, unless an even split serves better. */
GMX_INLINE int next_block(int left, int most) {
  if (left <= most)
    return left;
  if (left % most == 0)
    return most;
  const int blocks = (left + most - 1) / most;
  return (left + blocks - 1) / blocks;
}

#define CASE(P)                                                                                    \
  case P:                                                                                          \
    forward_block(row, input, output, channel, accumulate, step, P, V);                            \
    break;

/* All pixels of a row for V vectors of channels. The step is a constant where it can be, because
 * the addresses of P pixels then need no registers. */
GMX_INLINE void forward_pixels(const GmxConvRow *row, const float *input, float *output, int pixels,
                               int channel, bool accumulate, ptrdiff_t step, const int V) {
  output += channel;
  for (int left = pixels; left > 0;) {
    const int count = next_block(left, V == 1 ? BLOCK_PIXELS_NARROW : BLOCK_PIXELS);
    switch (count) {
      CASE(1)
      CASE(2)
      CASE(3)
      CASE(4)
      CASE(5)
#if GMX_LANES >= 8
      CASE(6)
#endif
#if GMX_LANES == 16
      CASE(7)
      CASE(8)
      CASE(9)
      CASE(10)
      CASE(11)
      CASE(12)
      CASE(13)
      CASE(14)
#endif
    default:
      if (V == 1)
        switch (count) {
#if GMX_LANES == 16
          CASE(15)
          CASE(16)
#else
#if GMX_LANES == 4
          CASE(6)
#endif
          CASE(7)
          CASE(8)
          CASE(9)
          CASE(10)
#if GMX_LANES == 8
          CASE(11)
          CASE(12)
#endif
#endif
        }
    }
    left -= count;
    input += count * step;
    output += count * row->out_step;
  }
}
#undef CASE

GMX_INLINE void forward_channels(const GmxConvRow *row, const float *input, float *output,
                                 int pixels, bool accumulate, ptrdiff_t step) {
  int channel = 0;
  for (; channel + 2 * GMX_LANES <= row->out; channel += 2 * GMX_LANES)
    forward_pixels(row, input, output, pixels, channel, accumulate, step, 2);
  for (; channel + GMX_LANES <= row->out; channel += GMX_LANES)
    forward_pixels(row, input, output, pixels, channel, accumulate, step, 1);
  if (channel < row->out)
    forward_rest(row, input, output, pixels, channel, accumulate);
}

void GMX_NAME(conv_row)(const GmxConvRow *row, const float *input, float *output, int pixels,
                        bool accumulate) {
  switch (row->in_step) {
  case 16:
    forward_channels(row, input, output, pixels, accumulate, 16);
    break;
  case 32:
    forward_channels(row, input, output, pixels, accumulate, 32);
    break;
  case 64:
    forward_channels(row, input, output, pixels, accumulate, 64);
    break;
  default:
    forward_channels(row, input, output, pixels, accumulate, row->in_step);
  }
}

/* I depths × V vectors of output channels of one tap. */
GMX_INLINE void gradient_block(const GmxConvPatch *patch, const float *input, const float *delta,
                               float *gradient, const int I, const int V) {
  GmxVector sum[BLOCK_DEPTH_NARROW][2];
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
    const int count =
        next_block((int)(patch->depth - depth), V == 1 ? BLOCK_DEPTH_NARROW : BLOCK_DEPTH);
    switch (count) {
      CASE(1)
      CASE(2)
      CASE(3)
      CASE(4)
      CASE(5)
#if GMX_LANES >= 8
      CASE(6)
#endif
#if GMX_LANES == 16
      CASE(7)
      CASE(8)
#endif
    default:
      if (V == 1)
        switch (count) {
#if GMX_LANES == 4
          CASE(6)
#endif
#if GMX_LANES <= 8
          CASE(7)
          CASE(8)
#endif
          CASE(9)
          CASE(10)
#if GMX_LANES >= 8
          CASE(11)
          CASE(12)
#endif
#if GMX_LANES == 16
          CASE(13)
          CASE(14)
          CASE(15)
          CASE(16)
#endif
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
