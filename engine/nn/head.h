/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fully connected end of a network, inside nn: linear layers with ReLU between them. An mlp is
 * all head. OpenBLAS does the products, single-threaded, on slices of the batch. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/** y = W x + b with W [out][in] as PyTorch has it. */
typedef struct {
  int in, out;
  size_t weight, bias; /* offsets in the parameters */
} GmxLinear;

typedef struct {
  GmxLinear layers[10];
  int count;
} GmxHead;

typedef struct {
  const GmxHead *head;
  int n;
  const float *input;  /* [n][layers[0].in] */
  float *outputs[10];  /* [capacity][out] by layer, after ReLU but for the last */
  float *gradients[2]; /* [capacity][widest], in turns */
} GmxHeadTape;

bool gmx_head_tape_init(GmxHeadTape *tape, const GmxHead *head, int capacity, bool trainable);
void gmx_head_tape_clear(GmxHeadTape *tape);

/** Logits stand in the last of tape->outputs. @input must stay until the backward pass. */
void gmx_head_forward(const GmxHead *head, GmxHeadTape *tape, const float *parameters,
                      const float *input, int n);

/** Fills the head's part of @gradient, and @input_gradient [n][in] where it is not NULL. */
void gmx_head_backward(const GmxHead *head, GmxHeadTape *tape, const float *parameters,
                       const float *logit_gradient, float *gradient, float *input_gradient);
