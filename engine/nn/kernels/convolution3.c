/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 3 × 3 convolution of stride 1, where nearly all arithmetic is: forward (and, with turned
 * weights, the input gradient) and the weight gradient. Compiled once for each instruction set.
 *
 * The loads are what limits a plain direct convolution: a broadcast input serves one product for
 * each vector of channels. Here the three taps of a filter row share it: an input pixel, broadcast
 * once, is multiplied into the three outputs (or, for the weight gradient, the three taps) that it
 * belongs to, so that a product needs a third of a load. */
#include "engine/nn/kernels/isa.h"

#if GMX_LANES == 16 /* 32 registers */
#define MOST_VECTORS 2
#define MOST_PIXELS 16 /* of one vector; half as many of two */
#define MOST_DEPTH 8   /* likewise */
#elif GMX_LANES == 8   /* 16 registers */
#define MOST_VECTORS 1
#define MOST_PIXELS 10
#define MOST_DEPTH 4
#else /* 16 registers, and a product needs one of its own */
#define MOST_VECTORS 1
#define MOST_PIXELS 8
#define MOST_DEPTH 2
#endif

/* P output pixels × V vectors of channels from @channel on, of one row. */
GMX_INLINE void forward_block(const GmxConv3 *conv, const float *input, float *output, int channel,
                              bool accumulate, ptrdiff_t step, const int P, const int V) {
  GmxVector sum[MOST_PIXELS][MOST_VECTORS];
  const ptrdiff_t out = conv->out, tap = (ptrdiff_t)conv->in * conv->out;
#pragma GCC unroll 16
  for (int p = 0; p < P; p++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      sum[p][v] = accumulate ? vector_load(output + p * out + v * GMX_LANES) : vector_zero();
  /* From the lowest row up: see SUM_PIXELS in elementwise.c. */
  const float *weights = conv->weights + 6 * tap + channel;
  const char *ahead = conv->ahead->at;
  const ptrdiff_t ahead_step = conv->ahead->step;
  input += 2 * conv->in_pitch;
  for (int ky = 2; ky >= 0; ky--, input -= conv->in_pitch, weights -= 3 * tap) {
    const float *x = input, *w = weights;
    for (const float *end = x + conv->in; x < end; x++, w += out) {
      GmxVector weight[3][MOST_VECTORS];
      __builtin_prefetch(ahead, 0, 2);
      ahead += ahead_step;
#pragma GCC unroll 3
      for (int kx = 0; kx < 3; kx++)
#pragma GCC unroll 2
        for (int v = 0; v < V; v++)
          weight[kx][v] = vector_load(w + kx * tap + v * GMX_LANES);
#pragma GCC unroll 18
      for (int q = 0; q < P + 2; q++) {
        const float pixel = x[q * step];
#pragma GCC unroll 3
        for (int kx = 0; kx < 3; kx++)
          if (q >= kx && q - kx < P)
#pragma GCC unroll 2
            for (int v = 0; v < V; v++)
              sum[q - kx][v] += weight[kx][v] * pixel;
      }
    }
  }
#pragma GCC unroll 16
  for (int p = 0; p < P; p++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++)
      vector_store(output + p * out + v * GMX_LANES, sum[p][v]);
  conv->ahead->at = ahead;
  gmx_ahead_advance(conv->ahead);
}

/* The output channels that fill no vector. */
static void forward_rest(const GmxConv3 *conv, const float *input, float *output, int pixels,
                         int channel, bool accumulate) {
  const ptrdiff_t tap = (ptrdiff_t)conv->in * conv->out;
  for (int p = 0; p < pixels; p++)
    for (int o = channel; o < conv->out; o++) {
      float sum = accumulate ? output[(ptrdiff_t)p * conv->out + o] : 0;
      for (int k = 0; k < 9; k++) {
        const float *x = input + k / 3 * conv->in_pitch + (ptrdiff_t)(p + k % 3) * conv->in;
        for (int i = 0; i < conv->in; i++)
          sum += x[i] * conv->weights[k * tap + (ptrdiff_t)i * conv->out + o];
      }
      output[(ptrdiff_t)p * conv->out + o] = sum;
    }
}

/* The block sizes that there is code for, largest first; any width is a sum of them. */
static int block_pixels(int left, int most) {
  static const int sizes[] = {16, 14, 10, 8, 7, 4, 2, 1};
  int i = 0;
  while (sizes[i] > most || sizes[i] > left)
    i++;
  /* 28 is better cut into 14 + 14 or 7 × 4 than into the largest block and a rest. */
  const int size = sizes[i];
  if (left % size && size > 8 && left % 14 == 0 && most >= 14)
    return 14;
  if (left % size && size == 8 && left % 7 == 0)
    return 7;
  return size;
}

#define CASE(P)                                                                                    \
  case P:                                                                                          \
    forward_block(conv, input, output, channel, accumulate, step, P, V);                           \
    break;

/* A row for V vectors of channels. The step is a constant where it can be, because the addresses
 * of the pixels then need no registers. */
GMX_INLINE void forward_pixels(const GmxConv3 *conv, const float *input, float *output, int pixels,
                               int channel, bool accumulate, ptrdiff_t step, const int V) {
  output += channel;
  for (int left = pixels; left > 0;) {
    const int count = block_pixels(left, MOST_PIXELS / V);
    switch (count) {
      CASE(1)
      CASE(2)
      CASE(4)
      CASE(7)
      CASE(8)
    default:
      if (V == 1)
        switch (count) {
#if GMX_LANES == 8
          CASE(10)
#elif GMX_LANES == 16
          CASE(10)
          CASE(14)
          CASE(16)
#endif
        }
    }
    left -= count;
    input += count * step;
    output += (ptrdiff_t)count * conv->out;
  }
}
#undef CASE

GMX_INLINE void forward_channels(const GmxConv3 *conv, const float *input, float *output,
                                 int pixels, bool accumulate, ptrdiff_t step) {
  int channel = 0;
#if MOST_VECTORS == 2
  for (; channel + 2 * GMX_LANES <= conv->out; channel += 2 * GMX_LANES)
    forward_pixels(conv, input, output, pixels, channel, accumulate, step, 2);
#endif
  for (; channel + GMX_LANES <= conv->out; channel += GMX_LANES)
    forward_pixels(conv, input, output, pixels, channel, accumulate, step, 1);
  if (channel < conv->out)
    forward_rest(conv, input, output, pixels, channel, accumulate);
}

void GMX_NAME(conv3_row)(const GmxConv3 *conv, const float *input, float *output, int pixels,
                         bool accumulate) {
  switch (conv->in) {
  case 16:
    forward_channels(conv, input, output, pixels, accumulate, 16);
    break;
  case 32:
    forward_channels(conv, input, output, pixels, accumulate, 32);
    break;
  case 64:
    forward_channels(conv, input, output, pixels, accumulate, 64);
    break;
  default:
    forward_channels(conv, input, output, pixels, accumulate, conv->in);
  }
}

/* Multiplies the I inputs at @x into the taps kx = from … to; the pixel's delta is d[kx]. */
GMX_INLINE void gradient_pixel(GmxVector sum[3][MOST_DEPTH][MOST_VECTORS], const float *x,
                               GmxVector d[3][MOST_VECTORS], const int from, const int to,
                               const int I, const int V) {
#pragma GCC unroll 8
  for (int i = 0; i < I; i++)
#pragma GCC unroll 3
    for (int kx = from; kx <= to; kx++)
#pragma GCC unroll 2
      for (int v = 0; v < V; v++)
        sum[kx][i][v] += d[kx][v] * x[i];
}

/* Moves the window of three deltas one pixel on: d[0] is the newest. */
GMX_INLINE void next_delta(GmxVector d[3][MOST_VECTORS], const float *delta, const int V) {
#pragma GCC unroll 2
  for (int v = 0; v < V; v++) {
    d[2][v] = d[1][v];
    d[1][v] = d[0][v];
    d[0][v] = vector_load(delta + v * GMX_LANES);
  }
}

/* One row: input pixel q meets the deltas of the outputs q, q − 1 and q − 2 that exist. */
GMX_INLINE void gradient_row(GmxVector sum[3][MOST_DEPTH][MOST_VECTORS], const float *x,
                             ptrdiff_t in_step, const float *delta, ptrdiff_t out, int pixels,
                             const int I, const int V) {
  GmxVector d[3][MOST_VECTORS] = {0};
  next_delta(d, delta, V);
  gradient_pixel(sum, x, d, 0, 0, I, V);
  next_delta(d, delta + out, V);
  gradient_pixel(sum, x += in_step, d, 0, 1, I, V);
  for (int q = 2; q < pixels; q++) {
    next_delta(d, delta + q * out, V);
    gradient_pixel(sum, x += in_step, d, 0, 2, I, V);
  }
#pragma GCC unroll 2
  for (int v = 0; v < V; v++) {
    d[2][v] = d[1][v];
    d[1][v] = d[0][v];
  }
  gradient_pixel(sum, x += in_step, d, 1, 2, I, V);
#pragma GCC unroll 2
  for (int v = 0; v < V; v++)
    d[2][v] = d[1][v];
  gradient_pixel(sum, x += in_step, d, 2, 2, I, V);
}

/* I inputs × three taps × V vectors of output channels of one filter row. */
GMX_INLINE void gradient_block(const GmxConv3Patch *patch, const float *input, const float *delta,
                               float *gradient, const int I, const int V) {
  GmxVector sum[3][MOST_DEPTH][MOST_VECTORS];
  const ptrdiff_t out = patch->out, tap = (ptrdiff_t)patch->in * out;
#pragma GCC unroll 3
  for (int kx = 0; kx < 3; kx++)
#pragma GCC unroll 8
    for (int i = 0; i < I; i++)
#pragma GCC unroll 2
      for (int v = 0; v < V; v++)
        sum[kx][i][v] = vector_load(gradient + kx * tap + i * out + v * GMX_LANES);
  for (int r = 0; r < patch->rows; r++)
    gradient_row(sum, input + r * patch->input_row, patch->in, delta + r * patch->delta_row, out,
                 patch->pixels, I, V);
#pragma GCC unroll 3
  for (int kx = 0; kx < 3; kx++)
#pragma GCC unroll 8
    for (int i = 0; i < I; i++)
#pragma GCC unroll 2
      for (int v = 0; v < V; v++)
        vector_store(gradient + kx * tap + i * out + v * GMX_LANES, sum[kx][i][v]);
}

#define CASE(I)                                                                                    \
  case I:                                                                                          \
    gradient_block(patch, input + depth, delta, gradient + depth * out, I, V);                     \
    break;

/* All inputs of one filter row for V vectors of channels. */
GMX_INLINE void gradient_depths(const GmxConv3Patch *patch, const float *input, const float *delta,
                                float *gradient, const int V) {
  const ptrdiff_t out = patch->out;
  for (ptrdiff_t depth = 0; depth < patch->in;) {
    const int left = (int)(patch->in - depth), most = MOST_DEPTH / V;
    const int count = left < most ? left == 3 ? 3 : left >= 4 ? 4 : left >= 2 ? 2 : 1 : most;
    switch (count) {
      CASE(1)
      CASE(2)
#if GMX_LANES >= 8
      CASE(3)
      CASE(4)
#endif
    default:
      if (V == 1)
        switch (count) {
#if GMX_LANES == 16
          CASE(8)
#endif
        }
    }
    depth += count;
  }
}
#undef CASE

/* What blocks can't do: channels that fill no vector, rows of a single pixel. */
static void gradient_rest(const GmxConv3Patch *patch, float *gradient, int channel) {
  const ptrdiff_t tap = (ptrdiff_t)patch->in * patch->out;
  for (int k = 0; k < 9; k++)
    for (int i = 0; i < patch->in; i++)
      for (int o = channel; o < patch->out; o++) {
        float sum = 0;
        for (int r = 0; r < patch->rows; r++)
          for (int p = 0; p < patch->pixels; p++)
            sum += patch->input[(r + k / 3) * patch->input_row +
                                (ptrdiff_t)(p + k % 3) * patch->in + i] *
                   patch->delta[r * patch->delta_row + (ptrdiff_t)p * patch->out + o];
        gradient[k * tap + (ptrdiff_t)i * patch->out + o] += sum;
      }
}

void GMX_NAME(conv3_weight_gradient)(const GmxConv3Patch *patch, float *gradient) {
  const ptrdiff_t tap = (ptrdiff_t)patch->in * patch->out;
  int channel = 0;
  for (; patch->pixels > 1 && channel + GMX_LANES <= patch->out;) {
    const int vectors =
        MOST_VECTORS == 2 && channel + 2 * GMX_LANES <= patch->out ? MOST_VECTORS : 1;
    for (int ky = 0; ky < 3; ky++) {
      const float *input = patch->input + ky * patch->input_row;
      float *taps = gradient + 3 * ky * tap + channel;
      if (vectors == 1)
        gradient_depths(patch, input, patch->delta + channel, taps, 1);
      else
        gradient_depths(patch, input, patch->delta + channel, taps, MOST_VECTORS);
    }
    channel += vectors * GMX_LANES;
  }
  if (channel < patch->out)
    gradient_rest(patch, gradient, channel);
}
