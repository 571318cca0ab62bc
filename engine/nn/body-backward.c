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

/* Rows of input and delta that fit the first-level cache together with the accumulators' home. */
#define PATCH_BYTES (28 * 1024)

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

static ptrdiff_t delta_pitch(const GmxConv *conv) {
  return (ptrdiff_t)(conv->out_w + 2) * conv->out;
}

static size_t weight_count(const GmxConv *conv) {
  return (size_t)conv->size * conv->size * conv->in * conv->out;
}

/* ∂L/∂z of one image into the slice's padded delta. */
static void fill_delta(GmxBodyTape *tape, int number, int image, int slice) {
  const GmxConv *conv = &tape->body->convs[number];
  const GmxNorm *norm = &tape->norms[number];
  const float *z = gmx_body_z(tape, number, image, slice);
  const float *d = delta_of(tape, conv->output, image);
  const ptrdiff_t pitch = delta_pitch(conv);
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

/* How many rows a patch takes, so that it stays in the first-level cache. */
static int patch_rows(const GmxBody *body, const GmxConv *conv) {
  const ptrdiff_t floats =
      conv->stride * gmx_body_input_pitch(body, conv->input) + delta_pitch(conv);
  return (int)(PATCH_BYTES / (floats * (ptrdiff_t)sizeof(float))) + 1;
}

static void add_conv3_gradient(const GmxBody *body, const GmxConv *conv, const float *padded,
                               const float *delta, float *gradient) {
  const int rows = patch_rows(body, conv);
  GmxConv3Patch patch = {.in = conv->in,
                         .out = conv->out,
                         .pixels = conv->out_w,
                         .input_row = gmx_body_input_pitch(body, conv->input),
                         .delta_row = delta_pitch(conv)};
  for (int y = 0; y < conv->out_h; y += rows) {
    patch.rows = conv->out_h - y < rows ? conv->out_h - y : rows;
    patch.input = padded + y * patch.input_row;
    patch.delta = delta + y * patch.delta_row;
    gmx_kernels()->conv3_weight_gradient(&patch, gradient);
  }
}

static void add_conv_gradient(const GmxBody *body, const GmxConv *conv, const float *padded,
                              const float *delta, float *gradient) {
  const bool wide = conv->size == 3;
  const int rows = patch_rows(body, conv);
  const ptrdiff_t in_pitch = gmx_body_input_pitch(body, conv->input);
  const ptrdiff_t offsets[3] = {0, in_pitch, 2 * in_pitch};
  const float *input = wide ? padded : padded + in_pitch + conv->in;
  GmxConvPatch patch = {.taps = wide ? 3 : 1,
                        .depth = wide ? 3 * conv->in : conv->in,
                        .out = conv->out,
                        .tap_offset = offsets,
                        .in_step = (ptrdiff_t)conv->stride * conv->in,
                        .pixels = conv->out_w,
                        .input_row = conv->stride * in_pitch,
                        .delta_row = delta_pitch(conv)};
  for (int y = 0; y < conv->out_h; y += rows) {
    patch.rows = conv->out_h - y < rows ? conv->out_h - y : rows;
    patch.input = input + y * patch.input_row;
    patch.delta = delta + y * patch.delta_row;
    gmx_kernels()->conv_weight_gradient(&patch, gradient);
  }
}

static void add_weight_gradient(const GmxBodyTape *tape, const GmxConv *conv, int slice,
                                const float *padded, float *gradient) {
  const float *delta =
      tape->delta + (size_t)slice * tape->delta_size + delta_pitch(conv) + conv->out;
  if (conv->size == 3 && conv->stride == 1)
    add_conv3_gradient(tape->body, conv, padded, delta, gradient);
  else
    add_conv_gradient(tape->body, conv, padded, delta, gradient);
}

/* Weights as the input gradient reads them: [2 − ky][2 − kx][out][in], a convolution again. */
static void turn_weights(const GmxConv *conv, const float *weights, float *turned) {
  const int positions = conv->size * conv->size;
  for (int k = 0; k < positions; k++) {
    const float *from = weights + (size_t)k * conv->in * conv->out;
    float *to = turned + (size_t)(positions - 1 - k) * conv->in * conv->out;
    for (int i = 0; i < conv->in; i++)
      for (int o = 0; o < conv->out; o++)
        to[(size_t)o * conv->in + i] = from[(size_t)i * conv->out + o];
  }
}

/* Stride 1: the turned filter slides over the padded delta. */
static void input_gradient_dense(const GmxConv *conv, const float *turned, const float *padded,
                                 float *gradient, bool accumulate) {
  const ptrdiff_t pitch = delta_pitch(conv), middle = pitch + conv->out, none = 0;
  const GmxConv3 conv3 = {conv->out, conv->in, pitch, turned};
  const GmxConvRow row = {.taps = 1,
                          .depth = conv->out,
                          .out = conv->in,
                          .tap_offset = &none,
                          .tap_weight = &turned,
                          .in_step = conv->out,
                          .out_step = conv->in};
  for (int y = 0; y < conv->in_h; y++) {
    float *to = gradient + (size_t)y * conv->in_w * conv->in;
    if (conv->size == 3)
      gmx_kernels()->conv3_row(&conv3, padded + y * pitch, to, conv->in_w, accumulate);
    else
      gmx_kernels()->conv_row(&row, padded + y * pitch + middle, to, conv->in_w, accumulate);
  }
}

/* The filter positions along one axis that touch input coordinates of this parity, as offsets in
 * pixels into the padded delta from coordinate / 2. */
static int parity_taps(const GmxConv *conv, int parity, int position[2], int offset[2]) {
  if (conv->size == 1) {
    position[0] = 0;
    offset[0] = 1;
    return parity == 0;
  }
  if (parity == 0) { /* 2m = 2m + 1 − 1 */
    position[0] = 1;
    offset[0] = 1;
    return 1;
  }
  position[0] = 0; /* 2m + 1 = 2(m + 1) + 0 − 1 */
  offset[0] = 2;
  position[1] = 2; /* 2m + 1 = 2m + 2 − 1 */
  offset[1] = 1;
  return 2;
}

/* Stride 2: each of the four parities of (y, x) is a small convolution of its own, so that nothing
 * is multiplied by the zeros between the outputs. */
static void input_gradient_strided(const GmxConv *conv, const float *turned, const float *padded,
                                   float *gradient, bool accumulate) {
  const ptrdiff_t pitch = delta_pitch(conv);
  const int last = conv->size - 1;
  for (int phase = 0; phase < 4; phase++) {
    const int py = phase >> 1, px = phase & 1;
    int ky[2], oy[2], kx[2], ox[2];
    const int ny = parity_taps(conv, py, ky, oy), nx = parity_taps(conv, px, kx, ox);
    ptrdiff_t offsets[4];
    const float *taps[4];
    int count = 0;
    for (int i = 0; i < ny; i++)
      for (int j = 0; j < nx; j++, count++) {
        const int turned_at = (last - ky[i]) * conv->size + last - kx[j];
        offsets[count] = oy[i] * pitch + (ptrdiff_t)ox[j] * conv->out;
        taps[count] = turned + (size_t)turned_at * conv->in * conv->out;
      }
    if (count == 0 && accumulate)
      continue;
    const GmxConvRow row = {.taps = count,
                            .depth = conv->out,
                            .out = conv->in,
                            .tap_offset = offsets,
                            .tap_weight = taps,
                            .in_step = conv->out,
                            .out_step = (ptrdiff_t)2 * conv->in};
    for (int y = py; y < conv->in_h; y += 2)
      gmx_kernels()->conv_row(&row, padded + (y / 2) * pitch,
                              gradient + ((size_t)y * conv->in_w + px) * conv->in,
                              (conv->in_w - px + 1) / 2, accumulate);
  }
}

static void input_gradient(const GmxConv *conv, const float *turned, const float *padded,
                           float *gradient, bool accumulate) {
  if (conv->stride == 1)
    input_gradient_dense(conv, turned, padded, gradient, accumulate);
  else
    input_gradient_strided(conv, turned, padded, gradient, accumulate);
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

static void stage_image(const Pass *pass, int image, int slice) {
  GmxBodyTape *tape = pass->tape;
  const GmxBody *body = tape->body;
  float *gradient = tape->gradient + (size_t)slice * tape->gradient_size;
  const float *padded = gmx_body_input(tape, pass->value, image, slice, true);
  const float *padded_delta = tape->delta + (size_t)slice * tape->delta_size;
  float *weights = tape->weight_gradient + (size_t)slice * 2 * tape->weight_size;
  const float *turned = tape->turned;
  bool started = false;
  if (pass->value == body->value_count - 1) {
    spread_features(pass, image, gradient);
    started = true;
  }
  for (int c = 0; c < body->conv_count; c++) {
    const GmxConv *conv = &body->convs[c];
    if (conv->input != pass->value)
      continue;
    fill_delta(tape, c, image, slice);
    add_weight_gradient(tape, conv, slice, padded, weights);
    if (pass->value > 0)
      input_gradient(conv, turned, padded_delta, gradient, started);
    started = true;
    weights += weight_count(conv);
    turned += weight_count(conv);
  }
  if (pass->value > 0)
    finish_delta(pass, image, slice, padded, gradient);
}

/* Floats of all weights of the convs that read value @value. */
static size_t stage_weights(const GmxBody *body, int value) {
  size_t count = 0;
  for (int c = 0; c < body->conv_count; c++)
    if (body->convs[c].input == value)
      count += weight_count(&body->convs[c]);
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
    stage_image(pass, image, slice);
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
    sum.count = weight_count(conv);
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
    turn_weights(conv, pass->parameters + conv->weight, turned);
    turned += weight_count(conv);
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
