/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every compiled instruction set against the plain oracle, on sizes that are no multiple of any
 * vector or block. */
#include "engine/nn/kernels/kernels.h"
#include "engine/nn/random.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static GmxRandom source;

static float *random_floats(gsize count) {
  float *values = g_new(float, count);
  for (gsize i = 0; i < count; i++)
    values[i] = (float)gmx_random_normal(&source);
  return values;
}

static void compare(const char *what, const GmxKernels *set, const float *ours, const float *oracle,
                    gsize count) {
  for (gsize i = 0; i < count; i++)
    if (!(fabs(ours[i] - oracle[i]) <= 2e-4 * (1 + fabs(oracle[i]))))
      g_error("%s of %s: element %" G_GSIZE_FORMAT " is %g, should be %g", what, set->name, i,
              ours[i], oracle[i]);
}

typedef struct {
  int in, out, width, height, stride;
} ConvSize;

static const ConvSize conv_sizes[] = {
    {1, 16, 28, 5, 1},  {3, 16, 32, 4, 1},  {16, 16, 31, 3, 1}, {16, 32, 33, 5, 2},
    {32, 32, 17, 3, 1}, {64, 64, 8, 8, 1},  {5, 7, 9, 4, 1},    {2, 3, 1, 1, 1},
    {7, 20, 13, 3, 2},  {17, 35, 11, 3, 1}, {32, 64, 14, 3, 2}, {8, 12, 6, 2, 1},
    {33, 49, 3, 2, 1},
};

/* A 3 × 3 convolution of one padded image, row by row. */
static void convolve(const GmxKernels *set, ConvSize s, const float *padded, const float *weights,
                     float *out, gboolean accumulate) {
  const ptrdiff_t pitch = (ptrdiff_t)(s.width + 2) * s.in;
  const ptrdiff_t offsets[3] = {0, pitch, 2 * pitch};
  const gsize tap = (gsize)3 * s.in * s.out;
  const float *taps[3] = {weights, weights + tap, weights + 2 * tap};
  const int columns = (s.width - 1) / s.stride + 1, rows = (s.height - 1) / s.stride + 1;
  const GmxConvRow row = {3, 3 * s.in, s.out, offsets, taps, (ptrdiff_t)s.stride * s.in, s.out};
  for (int y = 0; y < rows; y++)
    set->conv_row(&row, padded + y * s.stride * pitch, out + (gsize)y * columns * s.out, columns,
                  accumulate);
}

static void gradient(const GmxKernels *set, ConvSize s, const float *padded, const float *delta,
                     float *out) {
  const ptrdiff_t pitch = (ptrdiff_t)(s.width + 2) * s.in;
  const ptrdiff_t offsets[3] = {0, pitch, 2 * pitch};
  const int columns = (s.width - 1) / s.stride + 1, rows = (s.height - 1) / s.stride + 1;
  const GmxConvPatch patch = {.taps = 3,
                              .depth = 3 * s.in,
                              .out = s.out,
                              .tap_offset = offsets,
                              .in_step = (ptrdiff_t)s.stride * s.in,
                              .rows = rows,
                              .pixels = columns,
                              .input = padded,
                              .input_row = s.stride * pitch,
                              .delta = delta,
                              .delta_row = (ptrdiff_t)columns * s.out};
  set->conv_weight_gradient(&patch, out);
}

/* The same through the kernels of stride 1, whose oracle is written apart. */
static void convolve3(const GmxKernels *set, ConvSize s, const float *padded, const float *weights,
                      float *out, gboolean accumulate) {
  const ptrdiff_t pitch = (ptrdiff_t)(s.width + 2) * s.in;
  GmxAhead ahead;
  gmx_ahead_init(&ahead, weights);
  gmx_ahead_add(&ahead, padded, 40); /* fetching changes nothing */
  const GmxConv3 conv = {s.in, s.out, pitch, weights, &ahead};
  for (int y = 0; y < s.height; y++)
    set->conv3_row(&conv, padded + y * pitch, out + (gsize)y * s.width * s.out, s.width,
                   accumulate);
}

static void gradient3(const GmxKernels *set, ConvSize s, const float *padded, const float *delta,
                      float *out) {
  const GmxConv3Patch patch = {.in = s.in,
                               .out = s.out,
                               .rows = s.height,
                               .pixels = s.width,
                               .input = padded,
                               .input_row = (ptrdiff_t)(s.width + 2) * s.in,
                               .delta = delta,
                               .delta_row = (ptrdiff_t)s.width * s.out};
  set->conv3_weight_gradient(&patch, out);
}

typedef void (*Convolve)(const GmxKernels *, ConvSize, const float *, const float *, float *,
                         gboolean);
typedef void (*Gradient)(const GmxKernels *, ConvSize, const float *, const float *, float *);

/* @set through @forward and @backward against the oracle through its own. */
static void check_conv(const GmxKernels *set, ConvSize s, Convolve forward, Gradient backward) {
  const gsize pixels = (gsize)((s.width - 1) / s.stride + 1) * ((s.height - 1) / s.stride + 1);
  const gsize weight_count = (gsize)9 * s.in * s.out, out_count = pixels * s.out;
  g_autofree float *padded = random_floats((gsize)(s.width + 2) * (s.height + 2) * s.in);
  g_autofree float *weights = random_floats(weight_count);
  g_autofree float *ours = random_floats(out_count);
  g_autofree float *oracle = g_memdup2(ours, out_count * sizeof(float));
  for (int accumulate = 1; accumulate >= 0; accumulate--) {
    forward(set, s, padded, weights, ours, accumulate);
    forward(gmx_kernels_naive(), s, padded, weights, oracle, accumulate);
    compare(accumulate ? "added convolution" : "convolution", set, ours, oracle, out_count);
  }
  g_autofree float *our_gradient = random_floats(weight_count);
  g_autofree float *oracle_gradient = g_memdup2(our_gradient, weight_count * sizeof(float));
  backward(set, s, padded, ours, our_gradient);
  backward(gmx_kernels_naive(), s, padded, ours, oracle_gradient);
  compare("weight gradient", set, our_gradient, oracle_gradient, weight_count);
}

static void test_convolution(gconstpointer data) {
  for (gsize k = 0; k < G_N_ELEMENTS(conv_sizes); k++)
    check_conv(data, conv_sizes[k], convolve, gradient);
}

static void test_convolution3(gconstpointer data) {
  for (gsize k = 0; k < G_N_ELEMENTS(conv_sizes); k++) {
    ConvSize s = conv_sizes[k];
    s.stride = 1;
    check_conv(data, s, convolve3, gradient3);
  }
}

/* The two oracles say the same. */
static void test_oracles(void) {
  const ConvSize s = {5, 7, 9, 4, 1};
  g_autofree float *padded = random_floats(11 * 6 * 5), *weights = random_floats(9 * 5 * 7);
  g_autofree float *a = g_new0(float, 9 * 4 * 7), *b = g_new0(float, 9 * 4 * 7);
  g_autofree float *ga = g_new0(float, 9 * 5 * 7), *gb = g_new0(float, 9 * 5 * 7);
  convolve(gmx_kernels_naive(), s, padded, weights, a, FALSE);
  convolve3(gmx_kernels_naive(), s, padded, weights, b, FALSE);
  compare("oracle", gmx_kernels_naive(), b, a, 9 * 4 * 7);
  gradient(gmx_kernels_naive(), s, padded, a, ga);
  gradient3(gmx_kernels_naive(), s, padded, a, gb);
  compare("oracle's gradient", gmx_kernels_naive(), gb, ga, 9 * 5 * 7);
}

static void compare_sums(const char *what, const GmxKernels *set, const double *a, const double *b,
                         int count) {
  for (int i = 0; i < count; i++)
    if (!(fabs(a[i] - b[i]) <= 1e-4 * (1 + fabs(b[i]))))
      g_error("%s of %s: channel %d is %g, should be %g", what, set->name, i, a[i], b[i]);
}

static void check_sums(const GmxKernels *set, int pixels, int channels) {
  const gsize count = (gsize)pixels * channels;
  g_autofree float *z = random_floats(count), *d = random_floats(count);
  g_autofree float *mean = random_floats(channels);
  double *parts[4];
  for (int i = 0; i < 4; i++)
    parts[i] = g_new0(double, channels);
  set->moments(z, pixels, channels, parts[0], parts[1]);
  gmx_kernels_naive()->moments(z, pixels, channels, parts[2], parts[3]);
  compare_sums("sum", set, parts[0], parts[2], channels);
  compare_sums("square", set, parts[1], parts[3], channels);
  /* On top of what is there: the functions add. */
  set->gradient_moments(d, z, mean, pixels, channels, parts[0], parts[1]);
  gmx_kernels_naive()->gradient_moments(d, z, mean, pixels, channels, parts[2], parts[3]);
  compare_sums("gradient sum", set, parts[0], parts[2], channels);
  compare_sums("gradient product", set, parts[1], parts[3], channels);
  for (int i = 0; i < 4; i++)
    g_free(parts[i]);
}

static void check_activations(const GmxKernels *set, int pixels, int channels) {
  const gsize count = (gsize)pixels * channels;
  const GmxKernels *naive = gmx_kernels_naive();
  g_autofree float *z = random_floats(count), *other = random_floats(count);
  g_autofree float *scale = random_floats(channels), *shift = random_floats(channels);
  g_autofree float *scale2 = random_floats(channels), *shift2 = random_floats(channels);
  g_autofree float *ours = g_new(float, count), *oracle = g_new(float, count);
  const GmxActivation kinds[] = {
      {.z = z, .scale = scale, .shift = shift},
      {.z = z, .scale = scale, .shift = shift, .identity = other},
      {.z = z, .scale = scale, .shift = shift, .z2 = other, .scale2 = scale2, .shift2 = shift2},
  };
  for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++) {
    set->activate(&kinds[k], pixels, channels, ours);
    naive->activate(&kinds[k], pixels, channels, oracle);
    compare("activation", set, ours, oracle, count);
  }
  set->normalize_backward(z, other, shift2, scale, shift, scale2, pixels, channels, ours);
  naive->normalize_backward(z, other, shift2, scale, shift, scale2, pixels, channels, oracle);
  compare("BatchNorm backward", set, ours, oracle, count);
  set->mask(z, other, count, ours);
  naive->mask(z, other, count, oracle);
  compare("mask", set, ours, oracle, count);
  for (int rectify = 0; rectify < 2; rectify++) {
    memcpy(ours, other, count * sizeof(float));
    memcpy(oracle, other, count * sizeof(float));
    set->add_bias(z, (int)count, rectify, ours);
    naive->add_bias(z, (int)count, rectify, oracle);
    compare("bias", set, ours, oracle, count);
  }
  set->add(z, other, count, ours);
  naive->add(z, other, count, oracle);
  compare("sum", set, ours, oracle, count);
}

static void check_relu_backward(const GmxKernels *set, int pixels, int channels) {
  const gsize count = (gsize)pixels * channels;
  g_autofree float *gradient = random_floats(count), *shortcut = random_floats(count);
  g_autofree float *value = random_floats(count), *z = random_floats(count);
  g_autofree float *mean = random_floats(channels);
  g_autofree float *ours = g_new(float, count), *oracle = g_new(float, count);
  for (int with = 0; with < 2; with++) {
    const GmxDelta delta = {gradient, with ? shortcut : NULL, value, z, mean};
    g_autofree double *sums = g_new0(double, 2 * channels);
    g_autofree double *oracle_sums = g_new0(double, 2 * channels);
    set->relu_backward(&delta, pixels, channels, ours, sums, sums + channels);
    gmx_kernels_naive()->relu_backward(&delta, pixels, channels, oracle, oracle_sums,
                                       oracle_sums + channels);
    compare("ReLU backward", set, ours, oracle, count);
    compare_sums("ReLU backward's sums", set, sums, oracle_sums, 2 * channels);
  }
}

static void check_pooling(const GmxKernels *set, int out_pixels, int channels) {
  const ptrdiff_t row = (ptrdiff_t)(2 * out_pixels + 1) * channels; /* an odd width */
  const GmxKernels *naive = gmx_kernels_naive();
  g_autofree float *z = random_floats(2 * row), *d = random_floats((gsize)out_pixels * channels);
  g_autofree float *scale = random_floats(channels), *shift = random_floats(channels);
  g_autofree float *ours = g_new0(float, 2 * row), *oracle = g_new0(float, 2 * row);
  /* Equal pixels: the first takes the gradient. */
  for (int c = 0; c < channels; c++)
    if (c % 2)
      z[channels + c] = z[c];
    else
      z[channels + c] = z[row + c] = z[row + channels + c] = z[c];
  set->activate_pooled(z, row, scale, shift, out_pixels, channels, ours);
  naive->activate_pooled(z, row, scale, shift, out_pixels, channels, oracle);
  compare("pooling", set, ours, oracle, (gsize)out_pixels * channels);
  set->unpool(z, row, scale, shift, d, out_pixels, channels, ours, row);
  naive->unpool(z, row, scale, shift, d, out_pixels, channels, oracle, row);
  for (ptrdiff_t y = 0; y < 2; y++)
    compare("unpooling", set, ours + y * row, oracle + y * row, (gsize)(2 * out_pixels) * channels);
}

/* Lengths that are no multiple of anything; the sums in double must agree to the last digits. */
static void test_sweeps(gconstpointer data) {
  const GmxKernels *set = data, *naive = gmx_kernels_naive();
  const gsize lengths[] = {1, 3, 8, 17, 33, 1001};
  for (gsize l = 0; l < G_N_ELEMENTS(lengths); l++) {
    const gsize n = lengths[l];
    g_autofree float *a = random_floats(n), *b = random_floats(n), *g = random_floats(n);
    g_autofree float *ours = g_memdup2(a, n * sizeof(float)), *v = g_memdup2(b, n * sizeof(float));
    g_assert_cmpfloat_with_epsilon(set->dot(a, b, n), naive->dot(a, b, n), 1e-10);
    set->combine(0.3, a, -1.7, b, n, ours);
    naive->combine(0.3, a, -1.7, b, n, g);
    compare("combination", set, ours, g, n);
    for (int nesterov = 0; nesterov < 2; nesterov++) {
      g_autofree float *w = g_memdup2(a, n * sizeof(float)), *u = g_memdup2(b, n * sizeof(float));
      memcpy(ours, a, n * sizeof(float));
      memcpy(v, b, n * sizeof(float));
      set->momentum_step(ours, v, g, 0.1, 0.9, 5e-4, nesterov, n);
      naive->momentum_step(w, u, g, 0.1, 0.9, 5e-4, nesterov, n);
      compare("momentum step", set, ours, w, n);
      compare("velocity", set, v, u, n);
    }
  }
}

static void test_elementwise(gconstpointer data) {
  const int channels[] = {1, 3, 4, 7, 16, 21, 32, 67}, pixels[] = {1, 2, 5, 33, 130};
  for (gsize c = 0; c < G_N_ELEMENTS(channels); c++)
    for (gsize p = 0; p < G_N_ELEMENTS(pixels); p++) {
      check_sums(data, pixels[p], channels[c]);
      check_activations(data, pixels[p], channels[c]);
      check_relu_backward(data, pixels[p], channels[c]);
      check_pooling(data, pixels[p], channels[c]);
    }
}

/* A diverged network must be seen, so no loop may turn NaN into a number. */
static void test_nan(gconstpointer data) {
  const GmxKernels *set = data;
  float z[64], scale[16], shift[16], out[64];
  for (int i = 0; i < 64; i++)
    z[i] = i % 16 == 3 ? NAN : 1;
  for (int i = 0; i < 16; i++) {
    scale[i] = 1;
    shift[i] = -2;
  }
  const GmxActivation a = {.z = z, .scale = scale, .shift = shift};
  set->activate(&a, 4, 16, out);
  g_assert_true(isnan(out[3]));
  g_assert_cmpfloat(out[4], ==, 0);
  set->activate_pooled(z, 32, scale, shift, 1, 16, out);
  g_assert_true(isnan(out[3]));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  gmx_random_init(&source, 1, 1);
  g_test_add_func("/kernels/oracles", test_oracles);
  for (int i = 0; gmx_kernels_at(i); i++) {
    const GmxKernels *set = gmx_kernels_at(i);
    g_autofree char *convolution = g_strdup_printf("/kernels/%s/convolution", set->name);
    g_autofree char *convolution3 = g_strdup_printf("/kernels/%s/convolution3", set->name);
    g_autofree char *elementwise = g_strdup_printf("/kernels/%s/elementwise", set->name);
    g_autofree char *sweeps = g_strdup_printf("/kernels/%s/sweeps", set->name);
    g_autofree char *nan = g_strdup_printf("/kernels/%s/nan", set->name);
    g_test_add_data_func(convolution, set, test_convolution);
    g_test_add_data_func(convolution3, set, test_convolution3);
    g_test_add_data_func(elementwise, set, test_elementwise);
    g_test_add_data_func(sweeps, set, test_sweeps);
    g_test_add_data_func(nan, set, test_nan);
  }
  return g_test_run();
}
