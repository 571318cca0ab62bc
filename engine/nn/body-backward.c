/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body's backward pass, stage by stage from the last value to the images.
 *
 * A value's delta is ∂L/∂(what entered its ReLU). For each image of a stage: the deltas of the
 * values behind its convs become ∂L/∂z through BatchNorm, that gives the convs' weight gradients
 * and, turned, ∂L/∂value; masked by ReLU it is the value's own delta, and its sums are taken while
 * it is in the cache. Between stages the sums become BatchNorm's gradients. */
#include "engine/nn/body.h"
#include "engine/nn/parallel.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  GmxBodyTape *tape;
  const float *parameters;
  const float *feature_gradient;
  float *gradient;
  int value; /* the stage */
} Pass;

static float *delta_of(const GmxBodyTape *tape, int value, int image) {
  const GmxValue *v = &tape->body->values[value];
  const size_t size = tape->body->convs[v->conv].z_size;
  return tape->deltas[v->delta_slot] + (size_t)image * size;
}

/* ∂L/∂z of one image into the slice's padded delta. */
static void fill_delta(GmxBodyTape *tape, int number, int image, int slice) {
  const GmxConv *conv = &tape->body->convs[number];
  const GmxNorm *norm = &tape->norms[number];
  const float *z = gmx_body_z(tape, number, image, slice);
  const float *d = delta_of(tape, conv->output, image);
  const ptrdiff_t pitch = gmx_conv_delta_pitch(conv);
  const size_t row = (size_t)conv->out_w * conv->out, edge = (size_t)conv->out * sizeof(float);
  float *padded = tape->delta + (size_t)slice * tape->delta_size;
  memset(padded, 0, (size_t)pitch * sizeof(float));
  for (int y = 0; y < conv->out_h; y++) {
    float *line = padded + (y + 1) * pitch;
    memset(line, 0, edge);
    gmx_kernels()->normalize_backward(d + y * row, z + y * row, norm->mean, norm->a, norm->b,
                                      norm->c, conv->out_w, conv->out, line + conv->out);
    memset(line + conv->out + row, 0, edge);
  }
  memset(padded + (conv->out_h + 1) * pitch, 0, (size_t)pitch * sizeof(float));
}

/* Pooling backward: the gradient goes to the larger of each 2 × 2, the rest is zero. */
static void unpool_image(const Pass *pass, const float *z, const float *gradient, float *delta) {
  const GmxValue *value = &pass->tape->body->values[pass->value];
  const GmxConv *conv = &pass->tape->body->convs[value->conv];
  const GmxNorm *norm = &pass->tape->norms[value->conv];
  const size_t row = (size_t)value->shape.width * value->shape.channels;
  const ptrdiff_t z_row = (ptrdiff_t)conv->out_w * conv->out;
  if (conv->out_h % 2 || conv->out_w % 2)
    memset(delta, 0, conv->z_size * sizeof(float));
  for (int y = 0; y < value->shape.height; y++)
    gmx_kernels()->unpool(z + 2 * y * z_row, z_row, norm->scale, norm->shift, gradient + y * row,
                          value->shape.width, conv->out, delta + 2 * y * z_row, z_row);
}

/* ReLU and pooling backward: from ∂L/∂value, without what comes through the value's shortcut, to
 * the value's delta, and the delta's sums. */
static void finish_delta(const Pass *pass, int image, int slice, const float *padded,
                         const float *gradient) {
  GmxBodyTape *tape = pass->tape;
  const GmxValue *value = &tape->body->values[pass->value];
  const GmxConv *conv = &tape->body->convs[value->conv];
  const ptrdiff_t pitch = gmx_body_input_pitch(tape->body, pass->value);
  const size_t row = (size_t)conv->out_w * conv->out;
  const float *z = gmx_body_z(tape, value->conv, image, slice);
  const float *mean = tape->norms[value->conv].mean;
  const float *shortcut =
      value->shortcut_of >= 0 ? delta_of(tape, value->shortcut_of, image) : NULL;
  float *delta = delta_of(tape, pass->value, image);
  double *sums = tape->sums + (size_t)slice * tape->sums_size;
  double *products = sums + conv->out;
  if (value->pooled) {
    unpool_image(pass, z, gradient, delta);
    gmx_kernels()->gradient_moments(delta, z, mean, conv->out_h * conv->out_w, conv->out, sums,
                                    products);
  } else {
    for (int y = 0; y < conv->out_h; y++) {
      const size_t at = y * row;
      const GmxDelta d = {.gradient = gradient + at,
                          .shortcut = shortcut ? shortcut + at : NULL,
                          .value = padded + (y + 1) * pitch + conv->out,
                          .z = z + at,
                          .mean = mean};
      gmx_kernels()->relu_backward(&d, conv->out_w, conv->out, delta + at, sums, products);
    }
  }
  if (value->projection >= 0)
    gmx_kernels()->gradient_moments(delta, gmx_body_z(tape, value->projection, image, slice),
                                    tape->norms[value->projection].mean, conv->out_h * conv->out_w,
                                    conv->out, sums + 2 * conv->out, sums + 3 * conv->out);
}

/* ∂L/∂(last value) of the global average. */
static void spread_features(const Pass *pass, int image, float *gradient) {
  const GmxValue *value = &pass->tape->body->values[pass->value];
  const GmxShape shape = value->shape;
  const float *d = pass->feature_gradient + (size_t)image * shape.channels;
  const float share = 1.0f / (float)(shape.height * shape.width);
  for (int p = 0; p < shape.height * shape.width; p++)
    for (int c = 0; c < shape.channels; c++)
      gradient[(size_t)p * shape.channels + c] = d[c] * share;
}

/* What the stage will read and write for @image. */
static void fetch_ahead(const Pass *pass, int image, GmxAhead *ahead) {
  const GmxBodyTape *tape = pass->tape;
  const GmxBody *body = tape->body;
  const GmxValue *value = &body->values[pass->value];
  if (pass->value > 0) {
    const size_t size = body->convs[value->conv].z_size;
    gmx_ahead_add(ahead, gmx_body_z(tape, value->conv, image, 0), size);
    gmx_ahead_add(ahead, delta_of(tape, pass->value, image), size);
  }
  if (value->stored)
    gmx_ahead_add(ahead, gmx_body_value(tape, pass->value, image, 0), value->padded);
  if (value->shortcut_of >= 0)
    gmx_ahead_add(ahead, delta_of(tape, value->shortcut_of, image), value->size);
  for (int c = 0; c < body->conv_count; c++)
    if (body->convs[c].input == pass->value) {
      gmx_ahead_add(ahead, gmx_body_z(tape, c, image, 0), body->convs[c].z_size);
      gmx_ahead_add(ahead, delta_of(tape, body->convs[c].output, image), body->convs[c].z_size);
    }
}

/* @next is the image that this slice computes after this one, or −1. */
static void stage_image(const Pass *pass, int image, int next, int slice) {
  GmxBodyTape *tape = pass->tape;
  const GmxBody *body = tape->body;
  float *gradient = tape->gradient + (size_t)slice * tape->gradient_size;
  const float *padded = gmx_body_input(tape, pass->value, image, slice, true);
  const float *padded_delta = tape->delta + (size_t)slice * tape->delta_size;
  float *weights = tape->weight_gradient + (size_t)slice * 2 * tape->weight_size;
  const float *turned = tape->turned;
  bool started = false;
  GmxAhead ahead;
  gmx_ahead_init(&ahead, padded);
  if (next >= 0)
    fetch_ahead(pass, next, &ahead);
  if (pass->value == body->value_count - 1) {
    spread_features(pass, image, gradient);
    started = true;
  }
  for (int c = 0; c < body->conv_count; c++) {
    const GmxConv *conv = &body->convs[c];
    if (conv->input != pass->value)
      continue;
    fill_delta(tape, c, image, slice);
    gmx_conv_weight_gradient(conv, padded, padded_delta, weights);
    if (pass->value > 0)
      gmx_conv_input_gradient(conv, turned, padded_delta, &ahead, gradient, started);
    started = true;
    weights += gmx_conv_weight_count(conv);
    turned += gmx_conv_weight_count(conv);
  }
  if (pass->value > 0)
    finish_delta(pass, image, slice, padded, gradient);
}

/* Floats of all weights of the convs that read value @value. */
static size_t stage_weights(const GmxBody *body, int value) {
  size_t count = 0;
  for (int c = 0; c < body->conv_count; c++)
    if (body->convs[c].input == value)
      count += gmx_conv_weight_count(&body->convs[c]);
  return count;
}

static void stage_slice(void *context, int slice) {
  const Pass *pass = context;
  GmxBodyTape *tape = pass->tape;
  int first, end;
  gmx_body_slice_range(tape->n, slice, &first, &end);
  memset(tape->sums + (size_t)slice * tape->sums_size, 0, tape->sums_size * sizeof(double));
  memset(tape->weight_gradient + (size_t)slice * 2 * tape->weight_size, 0,
         stage_weights(tape->body, pass->value) * sizeof(float));
  for (int image = first; image < end; image++)
    stage_image(pass, image, image + 1 < end ? image + 1 : -1, slice);
}

/* Weight gradients are added over the slices in ranges of this many. */
#define SUM_RANGE 4096

typedef struct {
  const GmxBodyTape *tape;
  size_t from, count; /* in each slice's weight gradient */
  float *to;
} Sum;

static void sum_range(void *context, int range) {
  const Sum *sum = context;
  const int slices = gmx_body_slices(sum->tape->n);
  const size_t start = (size_t)range * SUM_RANGE;
  const size_t end = start + SUM_RANGE < sum->count ? start + SUM_RANGE : sum->count;
  const float *part = sum->tape->weight_gradient + sum->from;
  memcpy(sum->to + start, part + start, (end - start) * sizeof(float));
  for (int s = 1; s < slices; s++) {
    part += 2 * sum->tape->weight_size;
    gmx_kernels()->add(sum->to + start, part + start, end - start, sum->to + start);
  }
}

static void sum_weight_gradients(const Pass *pass) {
  Sum sum = {.tape = pass->tape};
  for (int c = 0; c < pass->tape->body->conv_count; c++) {
    const GmxConv *conv = &pass->tape->body->convs[c];
    if (conv->input != pass->value)
      continue;
    sum.count = gmx_conv_weight_count(conv);
    sum.to = pass->gradient + conv->weight;
    gmx_parallel_for((int)((sum.count + SUM_RANGE - 1) / SUM_RANGE), sum_range, &sum);
    sum.from += sum.count;
  }
}

/* BatchNorm's gradients of @conv from its delta's sums, and what its ∂L/∂z is made with. */
static void finish_norm(const Pass *pass, int number, size_t at) {
  GmxBodyTape *tape = pass->tape;
  const GmxConv *conv = &tape->body->convs[number];
  const GmxNorm *norm = &tape->norms[number];
  const double count = (double)tape->n * conv->out_h * conv->out_w;
  for (int c = 0; c < conv->out; c++) {
    double sum = 0, product = 0;
    for (int s = 0; s < gmx_body_slices(tape->n); s++) {
      const double *sums = tape->sums + (size_t)s * tape->sums_size + at;
      sum += sums[c];
      product += sums[conv->out + c];
    }
    const double inverse = norm->inverse[c], slope = pass->parameters[conv->scale + c] * inverse;
    const double scale_gradient = product * inverse;
    pass->gradient[conv->scale + c] = (float)scale_gradient;
    pass->gradient[conv->shift + c] = (float)sum;
    norm->a[c] = (float)slope;
    norm->b[c] = (float)(-slope * inverse * scale_gradient / count);
    norm->c[c] = (float)(-slope * sum / count);
  }
}

static void turn_stage(const Pass *pass) {
  float *turned = pass->tape->turned;
  for (int c = 0; c < pass->tape->body->conv_count; c++) {
    const GmxConv *conv = &pass->tape->body->convs[c];
    if (conv->input != pass->value)
      continue;
    gmx_conv_turn_weights(conv, pass->parameters + conv->weight, turned);
    turned += gmx_conv_weight_count(conv);
  }
}

void gmx_body_backward(const GmxBody *body, GmxBodyTape *tape, const float *parameters,
                       const float *feature_gradient, float *gradient) {
  Pass pass = {.tape = tape,
               .parameters = parameters,
               .feature_gradient = feature_gradient,
               .gradient = gradient};
  for (pass.value = body->value_count - 1; pass.value >= 0; pass.value--) {
    const GmxValue *value = &body->values[pass.value];
    turn_stage(&pass);
    gmx_parallel_for(gmx_body_slices(tape->n), stage_slice, &pass);
    sum_weight_gradients(&pass);
    if (pass.value == 0)
      break;
    finish_norm(&pass, value->conv, 0);
    if (value->projection >= 0)
      finish_norm(&pass, value->projection, 2 * (size_t)body->convs[value->conv].out);
  }
}
