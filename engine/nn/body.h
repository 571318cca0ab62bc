/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The convolutional body of a network, inside nn: a graph of convolutions and values.
 *
 * BatchNorm needs the whole batch before its output exists, and memory is slower than arithmetic.
 * So the graph is cut there: a *conv* leaves its raw output z and z's moments; a *value* is what
 * the next convs read, relu(bn(z) [+ shortcut]) [pooled], and is computed from z while it is copied
 * into the next conv's padded input. Only values that a shortcut or pooling needs again are stored.
 *
 * Convs that read the same value form a *stage*: one parallel pass over the images of the batch,
 * forward and backward. Value 0 is the batch of images itself. */
#pragma once

#include "engine/nn/conv.h"
#include "engine/nn/model.h"

#include <stdint.h>

/** What convs read. */
typedef struct {
  GmxShape shape;  /* after pooling */
  int conv;        /* whose z it is made of; −1 for value 0 */
  int identity;    /* a value (not a pooled one) added before ReLU, or −1 */
  int projection;  /* a conv whose normalised z is added before ReLU, or −1 */
  int shortcut_of; /* the value that adds this one, or −1 */
  bool pooled;     /* 2 × 2 maximum after ReLU */
  bool stored;
  size_t size;    /* floats for one image */
  size_t padded;  /* the same with a border of one pixel, in whole cache lines */
  int delta_slot; /* buffer of its gradient in the backward pass */
} GmxValue;

typedef struct {
  GmxConv *convs;
  int conv_count;
  GmxValue *values;
  int value_count;   /* the last one is averaged into the features */
  int delta_slots;   /* how many gradient buffers the backward pass needs at once */
  size_t delta_size; /* floats of the largest for one image */
} GmxBody;

/** Adds a conv that reads value @input; returns its number. */
int gmx_body_add_conv(GmxBody *body, int input, int out, int size, int stride);
/** Adds the value made of conv @conv and perhaps a shortcut (−1 for none); returns its number. */
int gmx_body_add_value(GmxBody *body, int conv, int identity, int projection, bool pooled);
/** Starts a body for images of @shape. */
void gmx_body_init(GmxBody *body, GmxShape shape);
/** Call once all is added: decides what is stored and which gradients share a buffer. */
void gmx_body_finish(GmxBody *body);
void gmx_body_clear(GmxBody *body);

/** BatchNorm of one conv for the pass at hand, by channel: x̂ and its affine, both ways. */
typedef struct {
  float *mean, *inverse; /* 1 / √(variance + 1e-5) */
  float *scale, *shift;  /* y = scale z + shift */
  float *a, *b, *c;      /* dz = a dy + b (z − mean) + c */
} GmxNorm;

/** What one pass of the body leaves behind, and its scratch. */
typedef struct {
  const GmxBody *body;
  int capacity, n;
  bool trainable, evaluating;
  const float *images;
  float **z;       /* by conv: [capacity or slices][z_size] */
  float **values;  /* by value: [capacity or slices][padded], NULL where not stored */
  GmxNorm *norms;  /* by conv */
  float *features; /* [capacity][channels of the last value] */
  /* scratch by slice */
  float *input;    /* the padded value */
  float *delta;    /* the padded ∂L/∂z */
  float *gradient; /* ∂L/∂value */
  float *weight_gradient;
  double *sums; /* moments */
  size_t input_size, delta_size, gradient_size, weight_size, sums_size;
  float *turned;  /* a stage's weights for the input gradient */
  float **deltas; /* gradient buffers by slot */
} GmxBodyTape;

bool gmx_body_tape_init(GmxBodyTape *tape, const GmxBody *body, int capacity, bool trainable);
void gmx_body_tape_clear(GmxBodyTape *tape);

/** How many slices a batch of @n images is cut into. */
int gmx_body_slices(int n);
/** The images of slice @slice: from *first to before *end. */
void gmx_body_slice_range(int n, int slice, int *first, int *end);

/** Runs @n images through; the features stand in the tape. */
void gmx_body_forward(const GmxBody *body, GmxBodyTape *tape, const float *parameters,
                      float *running, const float *images, int n, GmxPass pass);

/** From ∂L/∂features [n][channels] to the body's part of @gradient. */
void gmx_body_backward(const GmxBody *body, GmxBodyTape *tape, const float *parameters,
                       const float *feature_gradient, float *gradient);

/* Shared by the two passes. */

/** z of @conv for image @image (of slice @slice, where only one image a slice is kept). */
float *gmx_body_z(const GmxBodyTape *tape, int conv, int image, int slice);
/** The stored, padded @value of @image; only where it is stored. */
float *gmx_body_value(const GmxBodyTape *tape, int value, int image, int slice);

/**
 * Value @value of @image with its border of zeros: the stored one, or made in the slice's scratch.
 * @param again whether it was made before in this pass, so that a stored one is whole
 */
const float *gmx_body_input(GmxBodyTape *tape, int value, int image, int slice, bool again);
/** Floats from row to row of the padded input of @value. */
ptrdiff_t gmx_body_input_pitch(const GmxBody *body, int value);
