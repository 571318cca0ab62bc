/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body's forward pass: for each stage, image by image, the value goes into a padded input and
 * its convs run over it while it is in the cache; then the batch's moments make BatchNorm. */
#include "engine/nn/body.h"
#include "engine/nn/parallel.h"

#include <math.h>
#include <string.h>

#define MOMENTUM 0.1

ptrdiff_t gmx_body_input_pitch(const GmxBody *body, int value) {
  return (ptrdiff_t)(body->values[value].shape.width + 2) * body->values[value].shape.channels;
}

/* Row @y of value @number, made from its convs' outputs. */
static void make_row(GmxBodyTape *tape, int number, int image, int slice, int y, float *out) {
  const GmxValue *value = &tape->body->values[number];
  const GmxConv *conv = &tape->body->convs[value->conv];
  const GmxNorm *norm = &tape->norms[value->conv];
  const float *z = gmx_body_z(tape, value->conv, image, slice);
  const ptrdiff_t pitch = (ptrdiff_t)conv->out_w * conv->out;
  if (value->pooled) {
    gmx_kernels()->activate_pooled(z + 2 * y * pitch, pitch, norm->scale, norm->shift,
                                   value->shape.width, conv->out, out);
    return;
  }
  GmxActivation activation = {.z = z + y * pitch, .scale = norm->scale, .shift = norm->shift};
  if (value->identity >= 0)
    activation.identity = gmx_body_value(tape, value->identity, image, slice) +
                          (y + 1) * gmx_body_input_pitch(tape->body, number) + conv->out;
  if (value->projection >= 0) {
    activation.z2 = gmx_body_z(tape, value->projection, image, slice) + y * pitch;
    activation.scale2 = tape->norms[value->projection].scale;
    activation.shift2 = tape->norms[value->projection].shift;
  }
  gmx_kernels()->activate(&activation, conv->out_w, conv->out, out);
}

/* Zeros around an image of @shape whose rows are @pitch floats apart. */
static void clear_border(float *padded, GmxShape shape, ptrdiff_t pitch) {
  const size_t edge = (size_t)shape.channels * sizeof(float);
  memset(padded, 0, (size_t)pitch * sizeof(float));
  for (int y = 1; y <= shape.height; y++) {
    memset(padded + y * pitch, 0, edge);
    memset(padded + (y + 1) * pitch - shape.channels, 0, edge);
  }
  memset(padded + (shape.height + 1) * pitch, 0, (size_t)pitch * sizeof(float));
}

const float *gmx_body_input(GmxBodyTape *tape, int number, int image, int slice, bool again) {
  const GmxValue *value = &tape->body->values[number];
  const GmxShape shape = value->shape;
  const ptrdiff_t pitch = gmx_body_input_pitch(tape->body, number);
  const size_t row = (size_t)shape.width * shape.channels;
  float *padded = value->stored ? gmx_body_value(tape, number, image, slice)
                                : tape->input + (size_t)slice * tape->input_size;
  if (value->stored && again)
    return padded;
  if (!value->stored)
    clear_border(padded, shape, pitch);
  for (int y = 0; y < shape.height; y++) {
    float *line = padded + (y + 1) * pitch + shape.channels;
    if (number == 0)
      memcpy(line, tape->images + (size_t)image * value->size + y * row, row * sizeof(float));
    else
      make_row(tape, number, image, slice, y, line);
  }
  return padded;
}

typedef struct {
  GmxBodyTape *tape;
  const float *parameters;
  int value; /* the stage; −1: all of them, image by image */
} Pass;

static double *slice_sums(const GmxBodyTape *tape, int slice) {
  return tape->sums + (size_t)slice * tape->sums_size;
}

/* What making @value of @image will read, and what its convs will write. */
static void fetch_ahead(const GmxBodyTape *tape, int number, int image, GmxAhead *ahead) {
  const GmxBody *body = tape->body;
  const GmxValue *value = &body->values[number];
  if (number == 0)
    gmx_ahead_add(ahead, tape->images + (size_t)image * value->size, value->size);
  else
    gmx_ahead_add(ahead, gmx_body_z(tape, value->conv, image, 0), body->convs[value->conv].z_size);
  if (value->identity >= 0)
    gmx_ahead_add(ahead, gmx_body_value(tape, value->identity, image, 0), value->padded);
  if (value->projection >= 0)
    gmx_ahead_add(ahead, gmx_body_z(tape, value->projection, image, 0),
                  body->convs[value->projection].z_size);
  if (value->stored)
    gmx_ahead_add(ahead, gmx_body_value(tape, number, image, 0), value->padded);
  for (int c = 0; c < body->conv_count; c++)
    if (body->convs[c].input == number)
      gmx_ahead_add(ahead, gmx_body_z(tape, c, image, 0), body->convs[c].z_size);
}

/* @next is the image that this slice computes after this one, or −1. */
static void stage_image(const Pass *pass, int value, int image, int next, int slice) {
  GmxBodyTape *tape = pass->tape;
  const GmxBody *body = tape->body;
  const float *padded = gmx_body_input(tape, value, image, slice, false);
  double *sums = slice_sums(tape, slice);
  GmxAhead ahead;
  gmx_ahead_init(&ahead, padded);
  if (next >= 0)
    fetch_ahead(tape, value, next, &ahead);
  for (int c = 0; c < body->conv_count; c++) {
    const GmxConv *conv = &body->convs[c];
    if (conv->input != value)
      continue;
    float *z = gmx_body_z(tape, c, image, slice);
    gmx_conv_forward(conv, pass->parameters + conv->weight, padded, &ahead, z);
    if (!tape->evaluating) {
      gmx_kernels()->moments(z, conv->out_h * conv->out_w, conv->out, sums, sums + conv->out);
      sums += 2 * (size_t)conv->out;
    }
  }
}

/* Global average of the last value. */
static void feature_image(const Pass *pass, int image, int slice) {
  GmxBodyTape *tape = pass->tape;
  const int last = tape->body->value_count - 1;
  const GmxShape shape = tape->body->values[last].shape;
  const ptrdiff_t pitch = gmx_body_input_pitch(tape->body, last);
  const float *padded = gmx_body_input(tape, last, image, slice, false);
  float *feature = tape->features + (size_t)image * shape.channels;
  memset(feature, 0, (size_t)shape.channels * sizeof(float));
  for (int y = 0; y < shape.height; y++)
    for (int x = 0; x < shape.width; x++)
      for (int c = 0; c < shape.channels; c++)
        feature[c] += padded[(y + 1) * pitch + (x + 1) * shape.channels + c];
  for (int c = 0; c < shape.channels; c++)
    feature[c] /= (float)(shape.height * shape.width);
}

static void stage_slice(void *context, int slice) {
  const Pass *pass = context;
  int first, end;
  gmx_body_slice_range(pass->tape->n, slice, &first, &end);
  memset(slice_sums(pass->tape, slice), 0, pass->tape->sums_size * sizeof(double));
  for (int image = first; image < end; image++)
    if (pass->value == pass->tape->body->value_count - 1)
      feature_image(pass, image, slice);
    else
      stage_image(pass, pass->value, image, image + 1 < end ? image + 1 : -1, slice);
}

/* Without batch statistics nothing waits for the batch: an image runs through while it is warm. */
static void evaluate_slice(void *context, int slice) {
  const Pass *pass = context;
  const int last = pass->tape->body->value_count - 1;
  int first, end;
  gmx_body_slice_range(pass->tape->n, slice, &first, &end);
  for (int image = first; image < end; image++) {
    for (int value = 0; value < last; value++)
      stage_image(pass, value, image, -1, slice);
    feature_image(pass, image, slice);
  }
}

static void set_affine(const GmxNorm *norm, int c, double mean, double variance, float scale,
                       float shift) {
  const double inverse = 1 / sqrt(variance + GMX_NORM_EPSILON);
  norm->mean[c] = (float)mean;
  norm->inverse[c] = (float)inverse;
  norm->scale[c] = (float)(scale * inverse);
  norm->shift[c] = (float)(shift - scale * inverse * mean);
}

/* From the slices' moments to BatchNorm's mean and variance, in double and in slice order. */
static void finish_norm(GmxBodyTape *tape, const GmxConv *conv, const GmxNorm *norm, size_t at,
                        const float *parameters, float *running) {
  const int slices = gmx_body_slices(tape->n);
  const double count = (double)tape->n * conv->out_h * conv->out_w;
  for (int c = 0; c < conv->out; c++) {
    double sum = 0, square = 0;
    for (int s = 0; s < slices; s++) {
      sum += slice_sums(tape, s)[at + c];
      square += slice_sums(tape, s)[at + conv->out + c];
    }
    const double mean = sum / count;
    /* fmax() would turn a NaN into 0 and hide it. */
    double variance = square / count - mean * mean;
    variance = variance < 0 ? 0 : variance;
    set_affine(norm, c, mean, variance, parameters[conv->scale + c], parameters[conv->shift + c]);
    if (running) {
      float *m = &running[conv->running_mean + c], *v = &running[conv->running_var + c];
      const double unbiased = count > 1 ? variance * count / (count - 1) : variance;
      *m = (float)((1 - MOMENTUM) * *m + MOMENTUM * mean);
      *v = (float)((1 - MOMENTUM) * *v + MOMENTUM * unbiased);
    }
  }
}

static void finish_stage(GmxBodyTape *tape, int value, const float *parameters, float *running) {
  const GmxBody *body = tape->body;
  size_t at = 0;
  for (int c = 0; c < body->conv_count; c++)
    if (body->convs[c].input == value) {
      finish_norm(tape, &body->convs[c], &tape->norms[c], at, parameters, running);
      at += 2 * (size_t)body->convs[c].out;
    }
}

static void norms_from_running(GmxBodyTape *tape, const float *parameters, const float *running) {
  for (int k = 0; k < tape->body->conv_count; k++) {
    const GmxConv *conv = &tape->body->convs[k];
    for (int c = 0; c < conv->out; c++)
      set_affine(&tape->norms[k], c, running[conv->running_mean + c],
                 running[conv->running_var + c], parameters[conv->scale + c],
                 parameters[conv->shift + c]);
  }
}

void gmx_body_forward(const GmxBody *body, GmxBodyTape *tape, const float *parameters,
                      float *running, const float *images, int n, GmxPass mode) {
  Pass pass = {.tape = tape, .parameters = parameters, .value = -1};
  tape->n = n;
  tape->images = images;
  tape->evaluating = mode == GMX_PASS_EVALUATE;
  if (tape->evaluating) {
    norms_from_running(tape, parameters, running);
    gmx_parallel_for(gmx_body_slices(n), evaluate_slice, &pass);
    return;
  }
  for (pass.value = 0; pass.value < body->value_count; pass.value++) {
    gmx_parallel_for(gmx_body_slices(n), stage_slice, &pass);
    finish_stage(tape, pass.value, parameters, mode == GMX_PASS_TRAIN ? running : NULL);
  }
}
