/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network told as plain operations, for whoever draws it or writes it in another format. */
#pragma once

#include "engine/nn/model.h"

typedef enum {
  GMX_NODE_CONV,    /* size × size, padding size / 2, without bias: one tensor */
  GMX_NODE_NORM,    /* BatchNorm (GMX_NORM_EPSILON): weight, bias, running mean and variance */
  GMX_NODE_ADD,     /* of both inputs */
  GMX_NODE_RELU,    /* max(0, x) */
  GMX_NODE_POOL,    /* the maximum of each 2 × 2; an odd last row or column is left out */
  GMX_NODE_AVERAGE, /* the mean over the image: channels × 1 × 1 */
  GMX_NODE_FLATTEN, /* by channels, then rows, as PyTorch flattens */
  GMX_NODE_LINEAR,  /* weight [out, in] and bias */
} GmxNodeKind;

/** One operation; its result is known by its place in the list. */
typedef struct {
  GmxNodeKind kind;
  int inputs[2];    /* nodes; −1 for the images. The second counts for GMX_NODE_ADD alone */
  int tensor;       /* its first tensor in the model's list, the others follow; −1 for none */
  int size, stride; /* of a convolution */
} GmxNode;

/**
 * The operations of a GMX_PASS_EVALUATE in an order in which they can be computed; the last one
 * gives the logits.
 * @returns *@count nodes, to be released with free(); NULL where memory is short
 */
GmxNode *gmx_model_describe(const GmxModel *model, int *count);
