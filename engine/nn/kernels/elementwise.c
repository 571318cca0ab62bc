/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of BatchNorm, ReLU, shortcut and pooling, as fused row passes. Compiled once for each
 * instruction set.
 *
 * Each walks the pixels of a block of channels, so that the block's scale and shift stay in
 * registers; the last channels, where they fill no vector, go one by one. */
#include "engine/nn/kernels/isa.h"

/* Sums of floats go to double after so many pixels: exact enough, and cheap. Any number near these
 * is as exact. Among the worked cases, resnet-8.flat-at-w hangs on one ReLU input of 2.5e-8 in
 * double precision, whose sign in single precision is a matter of roundings such as this one:
 * PyTorch's own single precision fails that case. With these numbers, and with filter rows summed
 * from the lowest up, it passes on every instruction set. */
#if GMX_LANES > 4
#define SUM_PIXELS 64
#else
#define SUM_PIXELS 40
#endif

static void add_lanes(const float *lanes, int count, double *sums) {
  for (int i = 0; i < count; i++)
    sums[i] += lanes[i];
}

static void moments_block(const float *z, int pixels, int channels, double *sums, double *squares) {
  GmxVector sum = vector_zero(), square = vector_zero();
  for (int p = 0; p < pixels; p++, z += channels) {
    const GmxVector v = vector_load(z);
    sum += v;
    square += v * v;
  }
  add_lanes((const float *)&sum, GMX_LANES, sums);
  add_lanes((const float *)&square, GMX_LANES, squares);
}

void GMX_NAME(moments)(const float *z, int pixels, int channels, double *sums, double *squares) {
  for (int start = 0; start < pixels; start += SUM_PIXELS) {
    const int count = pixels - start < SUM_PIXELS ? pixels - start : SUM_PIXELS;
    const float *row = z + (ptrdiff_t)start * channels;
    int c = 0;
    for (; c + GMX_LANES <= channels; c += GMX_LANES)
      moments_block(row + c, count, channels, sums + c, squares + c);
    for (; c < channels; c++)
      for (int p = 0; p < count; p++) {
        const float v = row[(ptrdiff_t)p * channels + c];
        sums[c] += v;
        squares[c] += v * v;
      }
  }
}

static void gradient_moments_block(const float *d, const float *z, GmxVector mean, int pixels,
                                   int channels, double *sums, double *products) {
  GmxVector sum = vector_zero(), product = vector_zero();
  for (int p = 0; p < pixels; p++, d += channels, z += channels) {
    const GmxVector v = vector_load(d);
    sum += v;
    product += v * (vector_load(z) - mean);
  }
  add_lanes((const float *)&sum, GMX_LANES, sums);
  add_lanes((const float *)&product, GMX_LANES, products);
}

void GMX_NAME(gradient_moments)(const float *d, const float *z, const float *mean, int pixels,
                                int channels, double *sums, double *products) {
  for (int start = 0; start < pixels; start += SUM_PIXELS) {
    const int count = pixels - start < SUM_PIXELS ? pixels - start : SUM_PIXELS;
    const ptrdiff_t row = (ptrdiff_t)start * channels;
    int c = 0;
    for (; c + GMX_LANES <= channels; c += GMX_LANES)
      gradient_moments_block(d + row + c, z + row + c, vector_load(mean + c), count, channels,
                             sums + c, products + c);
    for (; c < channels; c++)
      for (int p = 0; p < count; p++) {
        const ptrdiff_t at = row + (ptrdiff_t)p * channels + c;
        sums[c] += d[at];
        products[c] += d[at] * (z[at] - mean[c]);
      }
  }
}

GMX_INLINE float relu(float v) {
  return v < 0 ? 0 : v; /* NaN stays NaN */
}

/* One block of channels; what is added is a compile-time choice. */
GMX_INLINE void activate_block(const GmxActivation *a, int c, int pixels, int channels, float *out,
                               const bool identity, const bool second) {
  const GmxVector scale = vector_load(a->scale + c), shift = vector_load(a->shift + c);
  const GmxVector scale2 = second ? vector_load(a->scale2 + c) : vector_zero();
  const GmxVector shift2 = second ? vector_load(a->shift2 + c) : vector_zero();
  const ptrdiff_t end = (ptrdiff_t)pixels * channels;
  for (ptrdiff_t at = c; at < end; at += channels) {
    GmxVector v = scale * vector_load(a->z + at) + shift;
    if (identity)
      v += vector_load(a->identity + at);
    if (second)
      v += scale2 * vector_load(a->z2 + at) + shift2;
    vector_store(out + at, vector_relu(v));
  }
}

static float activate_one(const GmxActivation *a, ptrdiff_t at, int c) {
  float v = a->scale[c] * a->z[at] + a->shift[c];
  if (a->identity)
    v += a->identity[at];
  if (a->z2)
    v += a->scale2[c] * a->z2[at] + a->shift2[c];
  return relu(v);
}

void GMX_NAME(activate)(const GmxActivation *a, int pixels, int channels, float *out) {
  int c = 0;
  for (; c + GMX_LANES <= channels; c += GMX_LANES)
    if (a->identity)
      activate_block(a, c, pixels, channels, out, true, false);
    else if (a->z2)
      activate_block(a, c, pixels, channels, out, false, true);
    else
      activate_block(a, c, pixels, channels, out, false, false);
  for (; c < channels; c++)
    for (int p = 0; p < pixels; p++) {
      const ptrdiff_t at = (ptrdiff_t)p * channels + c;
      out[at] = activate_one(a, at, c);
    }
}

void GMX_NAME(activate_pooled)(const float *z, ptrdiff_t z_row, const float *scale,
                               const float *shift, int out_pixels, int channels, float *out) {
  int c = 0;
  for (; c + GMX_LANES <= channels; c += GMX_LANES) {
    const GmxVector m = vector_load(scale + c), s = vector_load(shift + c);
    for (int p = 0; p < out_pixels; p++) {
      const float *at = z + (ptrdiff_t)2 * p * channels + c;
      GmxVector best = vector_load(at) * m + s;
      const GmxVector others[3] = {vector_load(at + channels) * m + s,
                                   vector_load(at + z_row) * m + s,
                                   vector_load(at + z_row + channels) * m + s};
      for (int i = 0; i < 3; i++) {
        /* Larger, or not a number: then it must be seen. */
        const GmxMask take = (others[i] > best) | (others[i] != others[i]);
        best = (GmxVector)(((GmxMask)others[i] & take) | ((GmxMask)best & ~take));
      }
      vector_store(out + (ptrdiff_t)p * channels + c, vector_relu(best));
    }
  }
  for (; c < channels; c++)
    for (int p = 0; p < out_pixels; p++) {
      const float *at = z + (ptrdiff_t)2 * p * channels + c;
      const ptrdiff_t place[4] = {0, channels, z_row, z_row + channels};
      float best = at[0] * scale[c] + shift[c];
      for (int i = 1; i < 4; i++) {
        const float v = at[place[i]] * scale[c] + shift[c];
        best = v > best || v != v ? v : best;
      }
      out[(ptrdiff_t)p * channels + c] = relu(best);
    }
}

/* The first of the largest takes the gradient, as PyTorch has it; none where ReLU cut it off. */
static void unpool_block(const float *z, ptrdiff_t z_row, GmxVector m, GmxVector s, const float *d,
                         int out_pixels, int channels, float *out, ptrdiff_t out_row) {
  for (int p = 0; p < out_pixels; p++) {
    const float *at = z + (ptrdiff_t)2 * p * channels;
    float *to = out + (ptrdiff_t)2 * p * channels;
    const GmxVector v[4] = {vector_load(at) * m + s, vector_load(at + channels) * m + s,
                            vector_load(at + z_row) * m + s,
                            vector_load(at + z_row + channels) * m + s};
    const ptrdiff_t place[4] = {0, channels, out_row, out_row + channels};
    const GmxVector gradient = vector_load(d + (ptrdiff_t)p * channels);
    GmxMask won[4];
    won[0] = (v[0] >= v[1]) & (v[0] >= v[2]) & (v[0] >= v[3]);
    won[1] = (v[1] > v[0]) & (v[1] >= v[2]) & (v[1] >= v[3]);
    won[2] = (v[2] > v[0]) & (v[2] > v[1]) & (v[2] >= v[3]);
    won[3] = (v[3] > v[0]) & (v[3] > v[1]) & (v[3] > v[2]);
    for (int i = 0; i < 4; i++)
      vector_store(to + place[i], vector_where(won[i] & (v[i] > vector_zero()), gradient));
  }
}

void GMX_NAME(unpool)(const float *z, ptrdiff_t z_row, const float *scale, const float *shift,
                      const float *d, int out_pixels, int channels, float *out, ptrdiff_t out_row) {
  int c = 0;
  for (; c + GMX_LANES <= channels; c += GMX_LANES)
    unpool_block(z + c, z_row, vector_load(scale + c), vector_load(shift + c), d + c, out_pixels,
                 channels, out + c, out_row);
  for (; c < channels; c++)
    for (int p = 0; p < out_pixels; p++) {
      const float *at = z + (ptrdiff_t)2 * p * channels + c;
      const ptrdiff_t from[4] = {0, channels, z_row, z_row + channels};
      const ptrdiff_t place[4] = {0, channels, out_row, out_row + channels};
      int won = 0;
      for (int i = 1; i < 4; i++)
        if (at[from[i]] * scale[c] > at[from[won]] * scale[c])
          won = i;
      const bool positive = at[from[won]] * scale[c] + shift[c] > 0;
      for (int i = 0; i < 4; i++)
        out[(ptrdiff_t)2 * p * channels + c + place[i]] =
            i == won && positive ? d[(ptrdiff_t)p * channels + c] : 0;
    }
}

void GMX_NAME(normalize_backward)(const float *d, const float *z, const float *mean, const float *a,
                                  const float *b, const float *c, int pixels, int channels,
                                  float *out) {
  const ptrdiff_t end = (ptrdiff_t)pixels * channels;
  int k = 0;
  for (; k + GMX_LANES <= channels; k += GMX_LANES) {
    const GmxVector va = vector_load(a + k), vb = vector_load(b + k), vc = vector_load(c + k);
    const GmxVector m = vector_load(mean + k);
    for (ptrdiff_t at = k; at < end; at += channels)
      vector_store(out + at, va * vector_load(d + at) + (vb * (vector_load(z + at) - m) + vc));
  }
  for (; k < channels; k++)
    for (ptrdiff_t at = k; at < end; at += channels)
      out[at] = a[k] * d[at] + (b[k] * (z[at] - mean[k]) + c[k]);
}

/* One block of channels of at most SUM_PIXELS pixels; the shortcut is a compile-time choice. */
GMX_INLINE void relu_backward_block(const GmxDelta *delta, ptrdiff_t at, int c, int pixels,
                                    int channels, float *out, double *sums, double *products,
                                    const bool shortcut) {
  const GmxVector mean = vector_load(delta->mean + c);
  GmxVector sum = vector_zero(), product = vector_zero();
  for (int p = 0; p < pixels; p++, at += channels) {
    GmxVector d = vector_load(delta->gradient + at);
    if (shortcut)
      d += vector_load(delta->shortcut + at);
    d = vector_where(vector_load(delta->value + at) > vector_zero(), d);
    vector_store(out + at, d);
    sum += d;
    product += d * (vector_load(delta->z + at) - mean);
  }
  add_lanes((const float *)&sum, GMX_LANES, sums);
  add_lanes((const float *)&product, GMX_LANES, products);
}

void GMX_NAME(relu_backward)(const GmxDelta *delta, int pixels, int channels, float *out,
                             double *sums, double *products) {
  for (int start = 0; start < pixels; start += SUM_PIXELS) {
    const int count = pixels - start < SUM_PIXELS ? pixels - start : SUM_PIXELS;
    const ptrdiff_t row = (ptrdiff_t)start * channels;
    int c = 0;
    for (; c + GMX_LANES <= channels; c += GMX_LANES)
      if (delta->shortcut)
        relu_backward_block(delta, row + c, c, count, channels, out, sums + c, products + c, true);
      else
        relu_backward_block(delta, row + c, c, count, channels, out, sums + c, products + c, false);
    for (; c < channels; c++)
      for (int p = 0; p < count; p++) {
        const ptrdiff_t at = row + (ptrdiff_t)p * channels + c;
        const float d = delta->gradient[at] + (delta->shortcut ? delta->shortcut[at] : 0);
        out[at] = delta->value[at] > 0 ? d : 0;
        sums[c] += out[at];
        products[c] += out[at] * (delta->z[at] - delta->mean[c]);
      }
  }
}

void GMX_NAME(mask)(const float *d, const float *value, size_t count, float *out) {
  size_t i = 0;
  for (; i + GMX_LANES <= count; i += GMX_LANES)
    vector_store(out + i, vector_where(vector_load(value + i) > vector_zero(), vector_load(d + i)));
  for (; i < count; i++)
    out[i] = value[i] > 0 ? d[i] : 0;
}

void GMX_NAME(add_bias)(const float *bias, int count, bool rectify, float *out) {
  int i = 0;
  for (; i + GMX_LANES <= count; i += GMX_LANES) {
    const GmxVector v = vector_load(out + i) + vector_load(bias + i);
    vector_store(out + i, rectify ? vector_relu(v) : v);
  }
  for (; i < count; i++)
    out[i] = rectify ? relu(out[i] + bias[i]) : out[i] + bias[i];
}

void GMX_NAME(add)(const float *a, const float *b, size_t count, float *out) {
  size_t i = 0;
  for (; i + GMX_LANES <= count; i += GMX_LANES)
    vector_store(out + i, vector_load(a + i) + vector_load(b + i));
  for (; i < count; i++)
    out[i] = a[i] + b[i];
}
