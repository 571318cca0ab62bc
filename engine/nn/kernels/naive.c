/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The oracle: every loop as its formula reads, one element at a time, sums in double. The tests
 * hold the compiled sets against it; nothing else uses it. */
#include "engine/nn/kernels/kernels.h"

static void conv_row(const GmxConvRow *row, const float *input, float *output, int pixels,
                     bool accumulate) {
  for (int p = 0; p < pixels; p++)
    for (int o = 0; o < row->out; o++) {
      double sum = accumulate ? output[p * row->out_step + o] : 0;
      for (int t = 0; t < row->taps; t++)
        for (int d = 0; d < row->depth; d++)
          sum += (double)input[p * row->in_step + row->tap_offset[t] + d] *
                 row->tap_weight[t][(ptrdiff_t)d * row->out + o];
      output[p * row->out_step + o] = (float)sum;
    }
}

static void conv_weight_gradient(const GmxConvPatch *patch, float *gradient) {
  for (int t = 0; t < patch->taps; t++)
    for (int d = 0; d < patch->depth; d++)
      for (int o = 0; o < patch->out; o++) {
        double sum = 0;
        for (int r = 0; r < patch->rows; r++)
          for (int p = 0; p < patch->pixels; p++)
            sum +=
                (double)patch
                    ->input[patch->tap_offset[t] + r * patch->input_row + p * patch->in_step + d] *
                patch->delta[r * patch->delta_row + (ptrdiff_t)p * patch->out + o];
        gradient[((ptrdiff_t)t * patch->depth + d) * patch->out + o] += (float)sum;
      }
}

static void conv3_row(const GmxConv3 *conv, const float *input, float *output, int pixels,
                      bool accumulate) {
  for (int p = 0; p < pixels; p++)
    for (int o = 0; o < conv->out; o++) {
      double sum = accumulate ? output[(ptrdiff_t)p * conv->out + o] : 0;
      for (int ky = 0; ky < 3; ky++)
        for (int kx = 0; kx < 3; kx++)
          for (int i = 0; i < conv->in; i++)
            sum += (double)input[ky * conv->in_pitch + (ptrdiff_t)(p + kx) * conv->in + i] *
                   conv->weights[((ptrdiff_t)(3 * ky + kx) * conv->in + i) * conv->out + o];
      output[(ptrdiff_t)p * conv->out + o] = (float)sum;
    }
}

static void conv3_weight_gradient(const GmxConv3Patch *patch, float *gradient) {
  for (int ky = 0; ky < 3; ky++)
    for (int kx = 0; kx < 3; kx++)
      for (int i = 0; i < patch->in; i++)
        for (int o = 0; o < patch->out; o++) {
          double sum = 0;
          for (int r = 0; r < patch->rows; r++)
            for (int p = 0; p < patch->pixels; p++)
              sum +=
                  (double)patch
                      ->input[(r + ky) * patch->input_row + (ptrdiff_t)(p + kx) * patch->in + i] *
                  patch->delta[r * patch->delta_row + (ptrdiff_t)p * patch->out + o];
          gradient[((ptrdiff_t)(3 * ky + kx) * patch->in + i) * patch->out + o] += (float)sum;
        }
}

static void moments(const float *z, int pixels, int channels, double *sums, double *squares) {
  for (int p = 0; p < pixels; p++)
    for (int c = 0; c < channels; c++) {
      const double v = z[(ptrdiff_t)p * channels + c];
      sums[c] += v;
      squares[c] += v * v;
    }
}

static void gradient_moments(const float *d, const float *z, const float *mean, int pixels,
                             int channels, double *sums, double *products) {
  for (int p = 0; p < pixels; p++)
    for (int c = 0; c < channels; c++) {
      const ptrdiff_t at = (ptrdiff_t)p * channels + c;
      sums[c] += d[at];
      products[c] += (double)d[at] * ((double)z[at] - mean[c]);
    }
}

static double relu(double v) {
  return v < 0 ? 0 : v;
}

static void activate(const GmxActivation *a, int pixels, int channels, float *out) {
  for (int p = 0; p < pixels; p++)
    for (int c = 0; c < channels; c++) {
      const ptrdiff_t at = (ptrdiff_t)p * channels + c;
      double v = (double)a->scale[c] * a->z[at] + a->shift[c];
      if (a->identity)
        v += a->identity[at];
      if (a->z2)
        v += (double)a->scale2[c] * a->z2[at] + a->shift2[c];
      out[at] = (float)relu(v);
    }
}

/* Which of the 2 × 2 pixels is the largest after the affine: the first of equals. */
static int largest(const float *z, ptrdiff_t z_row, int channels, double scale, double shift,
                   double *value) {
  const ptrdiff_t place[4] = {0, channels, z_row, z_row + channels};
  int won = 0;
  *value = scale * z[0] + shift;
  for (int i = 1; i < 4; i++) {
    const double v = scale * z[place[i]] + shift;
    if (v > *value) {
      *value = v;
      won = i;
    }
  }
  return won;
}

static void activate_pooled(const float *z, ptrdiff_t z_row, const float *scale, const float *shift,
                            int out_pixels, int channels, float *out) {
  for (int p = 0; p < out_pixels; p++)
    for (int c = 0; c < channels; c++) {
      double value;
      largest(z + (ptrdiff_t)2 * p * channels + c, z_row, channels, scale[c], shift[c], &value);
      out[(ptrdiff_t)p * channels + c] = (float)relu(value);
    }
}

static void unpool(const float *z, ptrdiff_t z_row, const float *scale, const float *shift,
                   const float *d, int out_pixels, int channels, float *out, ptrdiff_t out_row) {
  for (int p = 0; p < out_pixels; p++)
    for (int c = 0; c < channels; c++) {
      const ptrdiff_t from = (ptrdiff_t)2 * p * channels + c;
      const ptrdiff_t place[4] = {0, channels, out_row, out_row + channels};
      double value;
      const int won = largest(z + from, z_row, channels, scale[c], shift[c], &value);
      for (int i = 0; i < 4; i++)
        out[from + place[i]] = i == won && value > 0 ? d[(ptrdiff_t)p * channels + c] : 0;
    }
}

static void normalize_backward(const float *d, const float *z, const float *mean, const float *a,
                               const float *b, const float *c, int pixels, int channels,
                               float *out) {
  for (int p = 0; p < pixels; p++)
    for (int k = 0; k < channels; k++) {
      const ptrdiff_t at = (ptrdiff_t)p * channels + k;
      out[at] = (float)((double)a[k] * d[at] + (double)b[k] * ((double)z[at] - mean[k]) + c[k]);
    }
}

static void relu_backward(const GmxDelta *delta, int pixels, int channels, float *out, double *sums,
                          double *products) {
  for (int p = 0; p < pixels; p++)
    for (int c = 0; c < channels; c++) {
      const ptrdiff_t at = (ptrdiff_t)p * channels + c;
      const double d = (double)delta->gradient[at] + (delta->shortcut ? delta->shortcut[at] : 0);
      out[at] = (float)(delta->value[at] > 0 ? d : 0);
      sums[c] += out[at];
      products[c] += (double)out[at] * ((double)delta->z[at] - delta->mean[c]);
    }
}

static void mask(const float *d, const float *value, size_t count, float *out) {
  for (size_t i = 0; i < count; i++)
    out[i] = value[i] > 0 ? d[i] : 0;
}

static void add_bias(const float *bias, int count, bool rectify, float *out) {
  for (int i = 0; i < count; i++)
    out[i] = (float)(rectify ? relu((double)out[i] + bias[i]) : (double)out[i] + bias[i]);
}

static void add(const float *a, const float *b, size_t count, float *out) {
  for (size_t i = 0; i < count; i++)
    out[i] = a[i] + b[i];
}

static double dot(const float *a, const float *b, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += (double)a[i] * b[i];
  return sum;
}

static void combine(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                    float *out) {
  for (size_t i = 0; i < n; i++)
    out[i] = (float)(scale_a * a[i] + scale_b * b[i]);
}

static void momentum_step(float *w, float *v, const float *g, double rate, double momentum,
                          double decay, bool nesterov, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const double slope = g[i] + decay * w[i], next = momentum * v[i] + slope;
    v[i] = (float)next;
    w[i] = (float)(w[i] - rate * (nesterov ? slope + momentum * next : next));
  }
}

const GmxKernels *gmx_kernels_naive(void) {
  static const GmxKernels naive = {.name = "naive",
                                   .lanes = 1,
                                   .conv_row = conv_row,
                                   .conv_weight_gradient = conv_weight_gradient,
                                   .conv3_row = conv3_row,
                                   .conv3_weight_gradient = conv3_weight_gradient,
                                   .moments = moments,
                                   .gradient_moments = gradient_moments,
                                   .activate = activate,
                                   .activate_pooled = activate_pooled,
                                   .unpool = unpool,
                                   .normalize_backward = normalize_backward,
                                   .relu_backward = relu_backward,
                                   .mask = mask,
                                   .add_bias = add_bias,
                                   .dot = dot,
                                   .combine = combine,
                                   .momentum_step = momentum_step,
                                   .add = add};
  return &naive;
}
