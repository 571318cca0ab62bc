/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linear layers through OpenBLAS. A product is cut into a few slices by its size alone, each a
 * single-threaded call of a fixed shape, so that its result does not depend on the threads. */
#include "engine/nn/head.h"
#include "engine/nn/kernels/kernels.h"
#include "engine/nn/parallel.h"

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

/* Products below this many multiply-adds are not worth waking another thread. */
#define SMALL_PRODUCT (1 << 18)
#define SLICES 4

static int product_slices(int rows, int a, int b) {
  const double work = (double)rows * a * b;
  return work < SMALL_PRODUCT ? 1 : rows < SLICES ? rows : SLICES;
}

static int slice_at(int rows, int slices, int slice) {
  return (int)((long)rows * slice / slices);
}

bool gmx_head_tape_init(GmxHeadTape *tape, const GmxHead *head, int capacity, bool trainable) {
  *tape = (GmxHeadTape){.head = head};
  size_t widest = 0;
  bool ok = true;
  for (int l = 0; l < head->count; l++) {
    const size_t size = (size_t)capacity * head->layers[l].out;
    widest = (size_t)head->layers[l].out > widest ? (size_t)head->layers[l].out : widest;
    ok &= (tape->outputs[l] = malloc((size + 16) * sizeof(float))) != NULL;
  }
  for (int i = 0; trainable && i < 2; i++)
    ok &= (tape->gradients[i] = malloc((capacity * widest + 16) * sizeof(float))) != NULL;
  return ok;
}

void gmx_head_tape_clear(GmxHeadTape *tape) {
  for (int l = 0; l < 10; l++)
    free(tape->outputs[l]);
  free(tape->gradients[0]);
  free(tape->gradients[1]);
  *tape = (GmxHeadTape){0};
}

/* One layer's product, for the slices. */
typedef struct {
  const GmxLinear *layer;
  const float *parameters;
  const float *input;
  float *output;
  const float *delta; /* ∂L/∂output, before ReLU */
  float *gradient;
  float *input_gradient;
  int n, slices;
  bool relu;
} Product;

/* Slice @slice of a side of @size rows or columns; false where it has none. */
static bool slice_range(const Product *p, int size, int slice, int *first, int *end) {
  const int slices = p->slices < size ? p->slices : size;
  *first = slice_at(size, slices, slice);
  *end = slice_at(size, slices, slice + 1);
  return slice < slices;
}

/* y = x Wᵀ, sliced by rows of W, so that no two slices pack the same weights. */
static void forward_slice(void *context, int slice) {
  const Product *p = context;
  const GmxLinear *layer = p->layer;
  int first, end;
  if (!slice_range(p, layer->out, slice, &first, &end))
    return;
  const int width = end - first;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, p->n, width, layer->in, 1, p->input,
              layer->in, p->parameters + layer->weight + (size_t)first * layer->in, layer->in, 0,
              p->output + first, layer->out);
  for (int i = 0; i < p->n; i++)
    gmx_kernels()->add_bias(p->parameters + layer->bias + first, width, p->relu,
                            p->output + (size_t)i * layer->out + first);
}

void gmx_head_forward(const GmxHead *head, GmxHeadTape *tape, const float *parameters,
                      const float *input, int n) {
  tape->n = n;
  tape->input = input;
  for (int l = 0; l < head->count; l++) {
    const GmxLinear *layer = &head->layers[l];
    Product p = {.layer = layer,
                 .parameters = parameters,
                 .input = l ? tape->outputs[l - 1] : input,
                 .output = tape->outputs[l],
                 .n = n,
                 .slices = product_slices(n, layer->in, layer->out),
                 .relu = l + 1 < head->count};
    gmx_parallel_for(p.slices, forward_slice, &p);
  }
}

#define BIAS_BLOCK 64

/* The bias's gradient: sums over the batch of @count neighbouring columns, in double. */
static void sum_deltas(const float *delta, int n, int width, int count, float *out) {
  double sums[BIAS_BLOCK] = {0};
  for (int i = 0; i < n; i++)
    for (int o = 0; o < count; o++)
      sums[o] += delta[(size_t)i * width + o];
  for (int o = 0; o < count; o++)
    out[o] = (float)sums[o];
}

/* ∂L/∂W = deltaᵀ input, sliced by rows of W, so that nothing is summed across slices. */
static void weight_slice(void *context, int slice) {
  const Product *p = context;
  const GmxLinear *layer = p->layer;
  int first, end;
  if (!slice_range(p, layer->out, slice, &first, &end))
    return;
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, end - first, layer->in, p->n, 1,
              p->delta + first, layer->out, p->input, layer->in, 0,
              p->gradient + layer->weight + (size_t)first * layer->in, layer->in);
  for (int o = first; o < end; o += BIAS_BLOCK)
    sum_deltas(p->delta + o, p->n, layer->out, end - o < BIAS_BLOCK ? end - o : BIAS_BLOCK,
               p->gradient + layer->bias + o);
}

/* ∂L/∂input = delta W, masked where the input is a ReLU's output; sliced by columns of W. */
static void input_slice(void *context, int slice) {
  const Product *p = context;
  const GmxLinear *layer = p->layer;
  int first, end;
  if (!slice_range(p, layer->in, slice, &first, &end))
    return;
  const int width = end - first;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, p->n, width, layer->out, 1, p->delta,
              layer->out, p->parameters + layer->weight + first, layer->in, 0,
              p->input_gradient + first, layer->in);
  for (int i = 0; p->relu && i < p->n; i++) {
    const size_t at = (size_t)i * layer->in + first;
    gmx_kernels()->mask(p->input_gradient + at, p->input + at, (size_t)width,
                        p->input_gradient + at);
  }
}

void gmx_head_backward(const GmxHead *head, GmxHeadTape *tape, const float *parameters,
                       const float *logit_gradient, float *gradient, float *input_gradient) {
  const float *delta = logit_gradient;
  for (int l = head->count - 1; l >= 0; l--) {
    const GmxLinear *layer = &head->layers[l];
    float *below = l ? tape->gradients[l % 2] : input_gradient;
    Product p = {.layer = layer,
                 .parameters = parameters,
                 .input = l ? tape->outputs[l - 1] : tape->input,
                 .delta = delta,
                 .gradient = gradient,
                 .input_gradient = below,
                 .n = tape->n,
                 .slices = product_slices(tape->n, layer->in, layer->out),
                 .relu = l > 0};
    gmx_parallel_for(p.slices, weight_slice, &p);
    if (below)
      gmx_parallel_for(p.slices, input_slice, &p);
    delta = below;
  }
}
