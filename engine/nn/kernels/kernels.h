/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hot loops, compiled once for each instruction set and chosen at start.
 *
 * Activations are NHWC. A convolution's input lies in a zero-padded image, so that no loop asks
 * where the border is; its weights lie as [ky][kx][in][out], so that the taps of one filter row
 * read one contiguous run of (kx, in) floats: a filter row is one tap of depth 3 × in. */
#pragma once

#include "engine/nn/kernels/ahead.h"

#include <stdbool.h>
#include <stddef.h>

/** What a convolution reads for one output pixel: @taps runs of @depth floats. */
typedef struct {
  int taps;
  int depth;                      /* floats of a run */
  int out;                        /* output channels */
  const ptrdiff_t *tap_offset;    /* of each run, in floats from the pixel's first input */
  const float *const *tap_weight; /* [depth][out] for each tap */
  ptrdiff_t in_step;              /* floats from one pixel's first input to the next pixel's */
  ptrdiff_t out_step;             /* floats from one output pixel to the next */
} GmxConvRow;

/** Rows of pixels whose outer product is summed into a weight gradient. */
typedef struct {
  int taps, depth, out; /* as above */
  const ptrdiff_t *tap_offset;
  ptrdiff_t in_step;
  int rows, pixels;    /* rows of so many pixels */
  const float *input;  /* first row */
  ptrdiff_t input_row; /* floats from row to row */
  const float *delta;  /* ∂L/∂z, pixels of `out` floats */
  ptrdiff_t delta_row;
} GmxConvPatch;

/** A 3 × 3 convolution of stride 1 over a padded image. */
typedef struct {
  int in, out;          /* channels */
  ptrdiff_t in_pitch;   /* floats from one padded input row to the next */
  const float *weights; /* [3][3][in][out] */
  GmxAhead *ahead;      /* what to fetch meanwhile */
} GmxConv3;

/** Rows whose outer product with the three input rows around them is its weight gradient. */
typedef struct {
  int in, out;
  int rows, pixels;
  const float *input; /* the padded row above the first, padding included */
  ptrdiff_t input_row;
  const float *delta; /* ∂L/∂z of the first row */
  ptrdiff_t delta_row;
} GmxConv3Patch;

/** Where an activation row comes from: relu(scale z + shift + other). All rows have @pixels pixels.
 */
typedef struct {
  const float *z, *scale, *shift;
  const float *identity;             /* added as it is, or NULL */
  const float *z2, *scale2, *shift2; /* added as scale2 z2 + shift2, or NULL */
} GmxActivation;

/** What a row of a value's delta is made of: gradient + shortcut where the value is positive. */
typedef struct {
  const float *gradient;
  const float *shortcut; /* what comes back through a shortcut, or NULL */
  const float *value;
  const float *z, *mean; /* for the sums of BatchNorm */
} GmxDelta;

/** One instruction set's loops. */
typedef struct {
  const char *name;
  int lanes;

  /** output[p][o] (+)= Σ over taps and depth, for @pixels pixels. */
  void (*conv_row)(const GmxConvRow *row, const float *input, float *output, int pixels,
                   bool accumulate);

  /** gradient[tap][depth][out] += Σ over the patch's pixels of input × delta. */
  void (*conv_weight_gradient)(const GmxConvPatch *patch, float *gradient);

  /** One row of @pixels outputs of a 3 × 3 convolution of stride 1 from the padded rows at @input.
   */
  void (*conv3_row)(const GmxConv3 *conv, const float *input, float *output, int pixels,
                    bool accumulate);

  /** gradient[3][3][in][out] += its weight gradient over the patch. */
  void (*conv3_weight_gradient)(const GmxConv3Patch *patch, float *gradient);

  /** sums[c] += Σ z, squares[c] += Σ z². */
  void (*moments)(const float *z, int pixels, int channels, double *sums, double *squares);

  /** sums[c] += Σ d, products[c] += Σ d (z − mean). */
  void (*gradient_moments)(const float *d, const float *z, const float *mean, int pixels,
                           int channels, double *sums, double *products);

  /** out = relu(…) of one row; channels are contiguous in every array. */
  void (*activate)(const GmxActivation *a, int pixels, int channels, float *out);

  /** out[x] = max over the 2 × 2 pixels of relu(scale z + shift); @z_row floats to the lower row.
   */
  void (*activate_pooled)(const float *z, ptrdiff_t z_row, const float *scale, const float *shift,
                          int out_pixels, int channels, float *out);

  /** The gradient of activate_pooled at the larger of each 2 × 2, zero elsewhere. */
  void (*unpool)(const float *z, ptrdiff_t z_row, const float *scale, const float *shift,
                 const float *d, int out_pixels, int channels, float *out, ptrdiff_t out_row);

  /** out = one row of a delta; sums[c] += Σ out, products[c] += Σ out (z − mean). */
  void (*relu_backward)(const GmxDelta *delta, int pixels, int channels, float *out, double *sums,
                        double *products);

  /** out = a d + b (z − mean) + c by channel: BatchNorm's backward pass. */
  void (*normalize_backward)(const float *d, const float *z, const float *mean, const float *a,
                             const float *b, const float *c, int pixels, int channels, float *out);

  /** out = d where value > 0, else 0; the arrays may be the same. */
  void (*mask)(const float *d, const float *value, size_t count, float *out);

  /** ⟨a, b⟩ in double. */
  double (*dot)(const float *a, const float *b, size_t n);

  /** out = scale_a a + scale_b b in double, rounded once; @out may be either. */
  void (*combine)(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                  float *out);

  /** v ← μ v + (g + δ w), w ← w − η v (Nesterov: w − η (g + δ w + μ v)), in double. */
  void (*momentum_step)(float *w, float *v, const float *g, double rate, double momentum,
                        double decay, bool nesterov, size_t n);

  /** Multiply-adds in registers alone, to measure the processor; @returns the FLOP done. */
  double (*multiply_add)(long rounds);

  /** out += bias, and its ReLU if asked for. */
  void (*add_bias)(const float *bias, int count, bool rectify, float *out);

  /** out = a + b. */
  void (*add)(const float *a, const float *b, size_t count, float *out);
} GmxKernels;

/** The set for this processor; GMX_ISA = avx512, avx2 or baseline asks for another. */
const GmxKernels *gmx_kernels(void);

/** The sets this processor can run, best first; NULL after the last. The oracle is not among them.
 */
const GmxKernels *gmx_kernels_at(int index);

/** Plain loops without vectors or blocks: the oracle of the tests. */
const GmxKernels *gmx_kernels_naive(void);
