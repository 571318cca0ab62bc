/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body's graph and the memory of its passes. */
#include "engine/nn/body.h"

#include <stdlib.h>
#include <string.h>

/* More slices than this would only cost memory: each has its own partial weight gradient. */
#define MOST_SLICES 16

int gmx_body_slices(int n) {
  return n < MOST_SLICES ? n : MOST_SLICES;
}

void gmx_body_slice_range(int n, int slice, int *first, int *end) {
  const int slices = gmx_body_slices(n);
  *first = (int)((int64_t)n * slice / slices);
  *end = (int)((int64_t)n * (slice + 1) / slices);
}

/* Room for one more in an array that doubles. */
static void *grow(void *array, int count, size_t size) {
  if (count & (count - 1))
    return array;
  return realloc(array, (count ? 2 * (size_t)count : 1) * size);
}

static size_t shape_size(GmxShape shape) {
  return (size_t)shape.channels * shape.height * shape.width;
}

/* Rounded up to whole cache lines, so that slices do not share one. */
static size_t lines(size_t floats) {
  return (floats + 31) / 32 * 32;
}

static size_t padded_size(GmxShape shape) {
  return lines((size_t)(shape.height + 2) * (shape.width + 2) * shape.channels);
}

void gmx_body_init(GmxBody *body, GmxShape shape) {
  *body = (GmxBody){0};
  body->values = grow(NULL, 0, sizeof *body->values);
  body->values[body->value_count++] = (GmxValue){.shape = shape,
                                                 .conv = -1,
                                                 .identity = -1,
                                                 .projection = -1,
                                                 .shortcut_of = -1,
                                                 .size = shape_size(shape),
                                                 .padded = padded_size(shape)};
}

int gmx_body_add_conv(GmxBody *body, int input, int out, int size, int stride) {
  const GmxShape from = body->values[input].shape;
  GmxConv conv = {.input = input,
                  .output = -1,
                  .in = from.channels,
                  .out = out,
                  .size = size,
                  .stride = stride,
                  .in_h = from.height,
                  .in_w = from.width};
  conv.out_h = (from.height - 1) / stride + 1;
  conv.out_w = (from.width - 1) / stride + 1;
  conv.z_size = (size_t)conv.out_h * conv.out_w * out;
  body->convs = grow(body->convs, body->conv_count, sizeof conv);
  body->convs[body->conv_count] = conv;
  return body->conv_count++;
}

int gmx_body_add_value(GmxBody *body, int conv, int identity, int projection, bool pooled) {
  const GmxConv *from = &body->convs[conv];
  GmxValue value = {.conv = conv,
                    .identity = identity,
                    .projection = projection,
                    .shortcut_of = -1,
                    .pooled = pooled};
  const int divide = pooled ? 2 : 1;
  value.shape = (GmxShape){from->out, from->out_h / divide, from->out_w / divide};
  value.size = shape_size(value.shape);
  value.padded = padded_size(value.shape);
  body->values = grow(body->values, body->value_count, sizeof value);
  const int number = body->value_count++;
  body->values[number] = value;
  body->convs[conv].output = number;
  if (projection >= 0)
    body->convs[projection].output = number;
  if (identity >= 0)
    body->values[identity].shortcut_of = number;
  return number;
}

/* A gradient buffer is free again once the stage of the value that its convs read, and of the value
 * that takes it through a shortcut, have run. Stages run from the last value to the first. */
static int last_use(const GmxBody *body, int value) {
  const GmxValue *v = &body->values[value];
  int use = body->convs[v->conv].input;
  if (v->identity >= 0 && v->identity < use)
    use = v->identity;
  if (v->projection >= 0 && body->convs[v->projection].input < use)
    use = body->convs[v->projection].input;
  return use;
}

void gmx_body_finish(GmxBody *body) {
  enum { MOST_SLOTS = 16 };
  int busy_until[MOST_SLOTS]; /* the stage after which a slot is free */
  for (int v = body->value_count - 1; v > 0; v--) {
    GmxValue *value = &body->values[v];
    value->stored =
        value->identity >= 0 || value->projection >= 0 || value->shortcut_of >= 0 || value->pooled;
    const size_t size = body->convs[value->conv].z_size;
    if (size > body->delta_size)
      body->delta_size = size;
    int slot = 0;
    while (slot < body->delta_slots && busy_until[slot] <= v)
      slot++;
    if (slot == body->delta_slots)
      body->delta_slots++;
    busy_until[slot] = last_use(body, v);
    value->delta_slot = slot;
  }
}

void gmx_body_clear(GmxBody *body) {
  free(body->convs);
  free(body->values);
  *body = (GmxBody){0};
}

static void *floats_new(size_t count) {
  void *memory = NULL;
  return posix_memalign(&memory, 128, (lines(count) + 32) * sizeof(float)) ? NULL : memory;
}

/* The border of a padded value is never written. */
static void *zeros_new(size_t count) {
  void *memory = floats_new(count);
  return memory ? memset(memory, 0, count * sizeof(float)) : NULL;
}

static size_t larger(size_t a, size_t b) {
  return a > b ? a : b;
}

static void measure_scratch(GmxBodyTape *tape) {
  const GmxBody *body = tape->body;
  for (int v = 0; v < body->value_count; v++) {
    tape->input_size = larger(tape->input_size, body->values[v].padded);
    tape->gradient_size = larger(tape->gradient_size, lines(body->values[v].size));
  }
  for (int c = 0; c < body->conv_count; c++) {
    const GmxConv *conv = &body->convs[c];
    const size_t padded = (size_t)(conv->out_h + 2) * (conv->out_w + 2) * conv->out;
    const size_t weights = (size_t)conv->size * conv->size * conv->in * conv->out;
    tape->delta_size = larger(tape->delta_size, lines(padded));
    tape->weight_size = larger(tape->weight_size, lines(weights));
    tape->sums_size = larger(tape->sums_size, 4 * lines((size_t)conv->out));
  }
}

static bool norm_init(GmxNorm *norm, int channels) {
  const size_t size = lines((size_t)channels);
  float *all = floats_new(7 * size);
  if (!all)
    return false;
  float **parts[] = {&norm->mean, &norm->inverse, &norm->scale, &norm->shift,
                     &norm->a,    &norm->b,       &norm->c};
  for (int i = 0; i < 7; i++)
    *parts[i] = all + i * size;
  return true;
}

/* What every pass needs; an evaluating tape keeps one image a slice, a training one the batch. */
static bool init_forward(GmxBodyTape *tape) {
  const GmxBody *body = tape->body;
  const size_t slices = (size_t)gmx_body_slices(tape->capacity);
  const size_t images = tape->trainable ? (size_t)tape->capacity : slices;
  bool ok = true;
  for (int c = 0; c < body->conv_count; c++) {
    ok &= (tape->z[c] = floats_new(images * body->convs[c].z_size)) != NULL;
    ok &= norm_init(&tape->norms[c], body->convs[c].out);
  }
  for (int v = 1; v < body->value_count; v++)
    if (body->values[v].stored)
      ok &= (tape->values[v] = zeros_new(images * body->values[v].padded)) != NULL;
  const int channels = body->values[body->value_count - 1].shape.channels;
  ok &= (tape->features = floats_new((size_t)tape->capacity * channels)) != NULL;
  ok &= (tape->input = floats_new(slices * tape->input_size)) != NULL;
  ok &= (tape->sums = floats_new(2 * slices * tape->sums_size)) != NULL;
  return ok;
}

static bool init_backward(GmxBodyTape *tape) {
  const GmxBody *body = tape->body;
  const size_t slices = (size_t)gmx_body_slices(tape->capacity);
  bool ok = true;
  ok &= (tape->delta = floats_new(slices * tape->delta_size)) != NULL;
  ok &= (tape->gradient = floats_new(slices * tape->gradient_size)) != NULL;
  ok &= (tape->weight_gradient = floats_new(2 * slices * tape->weight_size)) != NULL;
  ok &= (tape->turned = floats_new(2 * tape->weight_size)) != NULL;
  ok &= (tape->deltas = calloc((size_t)body->delta_slots + 1, sizeof(float *))) != NULL;
  for (int s = 0; ok && s < body->delta_slots; s++)
    ok &= (tape->deltas[s] = floats_new((size_t)tape->capacity * body->delta_size)) != NULL;
  return ok;
}

bool gmx_body_tape_init(GmxBodyTape *tape, const GmxBody *body, int capacity, bool trainable) {
  *tape = (GmxBodyTape){.body = body, .capacity = capacity, .trainable = trainable};
  tape->z = calloc((size_t)body->conv_count + 1, sizeof(float *));
  tape->norms = calloc((size_t)body->conv_count + 1, sizeof(GmxNorm));
  tape->values = calloc((size_t)body->value_count + 1, sizeof(float *));
  if (!tape->z || !tape->norms || !tape->values)
    return false;
  measure_scratch(tape);
  return init_forward(tape) && (!trainable || init_backward(tape));
}

void gmx_body_tape_clear(GmxBodyTape *tape) {
  const GmxBody *body = tape->body;
  if (!body)
    return;
  for (int c = 0; c < body->conv_count; c++) {
    if (tape->z)
      free(tape->z[c]);
    if (tape->norms)
      free(tape->norms[c].mean);
  }
  for (int v = 0; tape->values && v < body->value_count; v++)
    free(tape->values[v]);
  for (int s = 0; tape->deltas && s < body->delta_slots; s++)
    free(tape->deltas[s]);
  void *parts[] = {tape->z,      tape->norms,  tape->values,         tape->features,
                   tape->input,  tape->sums,   tape->delta,          tape->gradient,
                   tape->deltas, tape->turned, tape->weight_gradient};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    free(parts[i]);
  *tape = (GmxBodyTape){0};
}

float *gmx_body_z(const GmxBodyTape *tape, int conv, int image, int slice) {
  return tape->z[conv] + (size_t)(tape->trainable ? image : slice) * tape->body->convs[conv].z_size;
}

float *gmx_body_value(const GmxBodyTape *tape, int value, int image, int slice) {
  const size_t padded = tape->body->values[value].padded;
  return tape->values[value] + (size_t)(tape->trainable ? image : slice) * padded;
}
