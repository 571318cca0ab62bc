/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body's values and the head's layers, taken apart again into single operations. */
#include "engine/nn/graph.h"

#include "engine/nn/model-private.h"

#include <stdlib.h>

/* The list as it grows. */
typedef struct {
  const GmxModel *model;
  GmxNode *nodes;
  int count;
} List;

static int add(List *list, GmxNode node) {
  list->nodes[list->count] = node;
  return list->count++;
}

static int add_plain(List *list, GmxNodeKind kind, int input) {
  return add(list, (GmxNode){.kind = kind, .inputs = {input, -1}, .tensor = -1});
}

/* The tensor that begins at @offset of the parameters. */
static int find_tensor(const GmxModel *model, size_t offset) {
  for (int t = 0; t < model->tensor_count; t++) {
    const GmxTensorInfo *info = &model->tensors[t];
    if (info->offset == offset && info->kind != GMX_TENSOR_RUNNING_MEAN &&
        info->kind != GMX_TENSOR_RUNNING_VAR)
      return t;
  }
  return -1;
}

/* Conv @number and its BatchNorm; @values has the node of each value. */
static int add_conv(List *list, int number, const int *values) {
  const GmxConv *conv = &list->model->body.convs[number];
  const int z = add(list, (GmxNode){.kind = GMX_NODE_CONV,
                                    .inputs = {values[conv->input], -1},
                                    .tensor = find_tensor(list->model, conv->weight),
                                    .size = conv->size,
                                    .stride = conv->stride});
  return add(list, (GmxNode){.kind = GMX_NODE_NORM,
                             .inputs = {z, -1},
                             .tensor = find_tensor(list->model, conv->scale)});
}

static int add_value(List *list, const GmxValue *value, const int *values) {
  int node = add_conv(list, value->conv, values), other = -1;
  if (value->identity >= 0)
    other = values[value->identity];
  if (value->projection >= 0)
    other = add_conv(list, value->projection, values);
  if (other >= 0)
    node = add(list, (GmxNode){.kind = GMX_NODE_ADD, .inputs = {node, other}, .tensor = -1});
  node = add_plain(list, GMX_NODE_RELU, node);
  return value->pooled ? add_plain(list, GMX_NODE_POOL, node) : node;
}

static int add_body(List *list, int *values) {
  const GmxBody *body = &list->model->body;
  values[0] = -1;
  for (int v = 1; v < body->value_count; v++)
    values[v] = add_value(list, &body->values[v], values);
  return add_plain(list, GMX_NODE_AVERAGE, values[body->value_count - 1]);
}

static void add_head(List *list, int node) {
  const GmxHead *head = &list->model->head;
  node = add_plain(list, GMX_NODE_FLATTEN, node);
  for (int l = 0; l < head->count; l++) {
    node = add(list, (GmxNode){.kind = GMX_NODE_LINEAR,
                               .inputs = {node, -1},
                               .tensor = find_tensor(list->model, head->layers[l].weight)});
    if (l + 1 < head->count)
      node = add_plain(list, GMX_NODE_RELU, node);
  }
}

GmxNode *gmx_model_describe(const GmxModel *model, int *count) {
  /* A value has at most two convs with their norms, a sum, ReLU and a pool. */
  const size_t most = 7 * (size_t)model->body.value_count + 2 * (size_t)model->head.count + 2;
  int *values = malloc(((size_t)model->body.value_count + 1) * sizeof *values);
  List list = {.model = model, .nodes = malloc(most * sizeof *list.nodes)};
  if (values && list.nodes)
    add_head(&list, model->has_body ? add_body(&list, values) : -1);
  free(values);
  *count = list.count;
  if (list.count > 0)
    return list.nodes;
  free(list.nodes);
  return NULL;
}
