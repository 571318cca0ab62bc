/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations of the network as messages of ONNX. Field numbers: onnx/onnx.proto; operators:
 * ONNX's Operators.md, version 13. */
#include "engine/runs/onnx.h"

#include "engine/nn/graph.h"
#include "engine/runs/protobuf.h"

#include <stdlib.h>

#define IR_VERSION 7
#define OPSET 13

/* Field numbers by message. */
enum {
  MODEL_IR_VERSION = 1,
  MODEL_PRODUCER = 2,
  MODEL_PRODUCER_VERSION = 3,
  MODEL_GRAPH = 7,
  MODEL_OPSET = 8,
  MODEL_NOTE = 14
};
enum { OPSET_VERSION = 2 };
enum { NOTE_KEY = 1, NOTE_VALUE = 2 };
enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_INITIALIZER = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_NAME = 3, NODE_TYPE = 4, NODE_ATTRIBUTE = 5 };
enum {
  ATTRIBUTE_NAME = 1,
  ATTRIBUTE_F = 2,
  ATTRIBUTE_I = 3,
  ATTRIBUTE_INTS = 8,
  ATTRIBUTE_TYPE = 20
};
enum { TYPE_FLOAT = 1, TYPE_INT = 2, TYPE_INTS = 7 }; /* of attributes */
enum { TENSOR_DIM = 1, TENSOR_TYPE = 2, TENSOR_NAME = 8, TENSOR_RAW = 9 };
enum { DATA_FLOAT = 1 };
enum { VALUE_NAME = 1, VALUE_TYPE = 2, TYPE_TENSOR = 1, TENSOR_ELEMENT = 1, TENSOR_SHAPE = 2 };
enum { SHAPE_DIM = 1, DIM_VALUE = 1, DIM_NAME = 2 };

static GByteArray *new_message(void) {
  return g_byte_array_new();
}

/* Attributes */

static GByteArray *new_attribute(const char *name, int type) {
  GByteArray *attribute = new_message();
  gmx_protobuf_add_text(attribute, ATTRIBUTE_NAME, name);
  gmx_protobuf_add_int(attribute, ATTRIBUTE_TYPE, type);
  return attribute;
}

static void add_float(GByteArray *node, const char *name, float value) {
  GByteArray *attribute = new_attribute(name, TYPE_FLOAT);
  gmx_protobuf_add_float(attribute, ATTRIBUTE_F, value);
  gmx_protobuf_take_message(node, NODE_ATTRIBUTE, attribute);
}

static void add_int(GByteArray *node, const char *name, int value) {
  GByteArray *attribute = new_attribute(name, TYPE_INT);
  gmx_protobuf_add_int(attribute, ATTRIBUTE_I, value);
  gmx_protobuf_take_message(node, NODE_ATTRIBUTE, attribute);
}

/* @value @count times: squares are all that occurs here. */
static void add_ints(GByteArray *node, const char *name, int value, int count) {
  GByteArray *attribute = new_attribute(name, TYPE_INTS);
  for (int i = 0; i < count; i++)
    gmx_protobuf_add_int(attribute, ATTRIBUTE_INTS, value);
  gmx_protobuf_take_message(node, NODE_ATTRIBUTE, attribute);
}

/* Tensors */

static void add_tensor(GByteArray *graph, const char *name, const int *shape, int rank,
                       const float *values) {
  GByteArray *tensor = new_message();
  gsize size = 1;
  for (int i = 0; i < rank; i++) {
    gmx_protobuf_add_int(tensor, TENSOR_DIM, shape[i]);
    size *= (gsize)shape[i];
  }
  gmx_protobuf_add_int(tensor, TENSOR_TYPE, DATA_FLOAT);
  gmx_protobuf_add_text(tensor, TENSOR_NAME, name);
  g_autofree guint32 *words = g_memdup2(values, size * sizeof *words);
  for (gsize i = 0; i < size; i++)
    words[i] = GUINT32_TO_LE(words[i]);
  gmx_protobuf_add_bytes(tensor, TENSOR_RAW, words, size * sizeof *words);
  gmx_protobuf_take_message(graph, GRAPH_INITIALIZER, tensor);
}

static void add_weights(GByteArray *graph, GmxModel *model) {
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    const gboolean running =
        info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
    g_autofree float *values = g_new(float, info->size);
    gmx_model_export_tensor(
        model, t, running ? gmx_model_running(model) : gmx_model_parameters(model), values);
    add_tensor(graph, info->name, info->shape, info->rank, values);
  }
}

/* Input or output @name: N × @shape; a dimension of 0 ends it. */
static void add_value(GByteArray *graph, guint field, const char *name, const int shape[4]) {
  GByteArray *value = new_message(), *type = new_message(), *tensor = new_message();
  GByteArray *dims = new_message(), *batch = new_message();
  gmx_protobuf_add_text(batch, DIM_NAME, "N");
  gmx_protobuf_take_message(dims, SHAPE_DIM, batch);
  for (int i = 0; shape[i] > 0; i++) {
    GByteArray *dim = new_message();
    gmx_protobuf_add_int(dim, DIM_VALUE, shape[i]);
    gmx_protobuf_take_message(dims, SHAPE_DIM, dim);
  }
  gmx_protobuf_add_int(tensor, TENSOR_ELEMENT, DATA_FLOAT);
  gmx_protobuf_take_message(tensor, TENSOR_SHAPE, dims);
  gmx_protobuf_take_message(type, TYPE_TENSOR, tensor);
  gmx_protobuf_add_text(value, VALUE_NAME, name);
  gmx_protobuf_take_message(value, VALUE_TYPE, type);
  gmx_protobuf_take_message(graph, field, value);
}

/* Nodes */

static GByteArray *new_node(const char *type, const char *output) {
  GByteArray *node = new_message();
  gmx_protobuf_add_text(node, NODE_OUTPUT, output);
  gmx_protobuf_add_text(node, NODE_NAME, output);
  gmx_protobuf_add_text(node, NODE_TYPE, type);
  return node;
}

/* pixel / 255 → (pixel / 255 − mean) / deviation */
static void add_normalisation(GByteArray *graph, int channels, const float *mean,
                              const float *deviation) {
  static const struct {
    const char *type, *input, *by, *output;
  } steps[] = {{"Sub", "images", "images.mean", "images.centred"},
               {"Div", "images.centred", "images.deviation", "images.normalised"}};
  const int shape[4] = {1, channels, 1, 1};
  add_tensor(graph, "images.mean", shape, 4, mean);
  add_tensor(graph, "images.deviation", shape, 4, deviation);
  for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
    GByteArray *node = new_node(steps[i].type, steps[i].output);
    gmx_protobuf_add_text(node, NODE_INPUT, steps[i].input);
    gmx_protobuf_add_text(node, NODE_INPUT, steps[i].by);
    gmx_protobuf_take_message(graph, GRAPH_NODE, node);
  }
}

/* What each operation is called, and how many tensors of the model it reads. */
static const struct {
  const char *type;
  int inputs, tensors;
} operators[] = {
    [GMX_NODE_CONV] = {"Conv", 1, 1},       [GMX_NODE_NORM] = {"BatchNormalization", 1, 4},
    [GMX_NODE_ADD] = {"Add", 2, 0},         [GMX_NODE_RELU] = {"Relu", 1, 0},
    [GMX_NODE_POOL] = {"MaxPool", 1, 0},    [GMX_NODE_AVERAGE] = {"GlobalAveragePool", 1, 0},
    [GMX_NODE_FLATTEN] = {"Flatten", 1, 0}, [GMX_NODE_LINEAR] = {"Gemm", 1, 2},
};

static void add_attributes(GByteArray *message, const GmxNode *node) {
  switch (node->kind) {
  case GMX_NODE_CONV:
    add_ints(message, "kernel_shape", node->size, 2);
    add_ints(message, "strides", node->stride, 2);
    add_ints(message, "pads", node->size / 2, 4);
    break;
  case GMX_NODE_NORM:
    add_float(message, "epsilon", (float)GMX_NORM_EPSILON);
    break;
  case GMX_NODE_POOL:
    add_ints(message, "kernel_shape", 2, 2);
    add_ints(message, "strides", 2, 2);
    break;
  case GMX_NODE_LINEAR:
    add_int(message, "transB", 1);
    break;
  default:
    break;
  }
}

/* What the result of node @number of @count is called; free it. */
static char *name_result(const GmxNode *nodes, int number, int count) {
  if (number < 0)
    return g_strdup("images.normalised");
  return number == count - 1 ? g_strdup("logits")
                             : g_strdup_printf("%s_%d", operators[nodes[number].kind].type, number);
}

static void add_node(GByteArray *graph, const GmxModel *model, const GmxNode *nodes, int number,
                     int count) {
  const GmxNode *node = &nodes[number];
  g_autofree char *output = name_result(nodes, number, count);
  GByteArray *message = new_node(operators[node->kind].type, output);
  for (int i = 0; i < operators[node->kind].inputs; i++) {
    g_autofree char *input = name_result(nodes, node->inputs[i], count);
    gmx_protobuf_add_text(message, NODE_INPUT, input);
  }
  for (int t = 0; t < operators[node->kind].tensors; t++)
    gmx_protobuf_add_text(message, NODE_INPUT, gmx_model_tensor(model, node->tensor + t)->name);
  add_attributes(message, node);
  gmx_protobuf_take_message(graph, GRAPH_NODE, message);
}

static GByteArray *make_graph(GmxModel *model, const float *mean, const float *deviation) {
  const GmxShape shape = gmx_model_shape(model);
  GByteArray *graph = new_message();
  int count = 0;
  GmxNode *nodes = gmx_model_describe(model, &count);
  gmx_protobuf_add_text(graph, GRAPH_NAME, gmx_model_name(model));
  add_normalisation(graph, shape.channels, mean, deviation);
  for (int i = 0; i < count; i++)
    add_node(graph, model, nodes, i, count);
  free(nodes);
  add_weights(graph, model);
  add_value(graph, GRAPH_INPUT, "images",
            (const int[4]){shape.channels, shape.height, shape.width, 0});
  add_value(graph, GRAPH_OUTPUT, "logits", (const int[4]){gmx_model_classes(model)});
  return graph;
}

GByteArray *gmx_onnx_from_model(GmxModel *model, const float *mean, const float *deviation,
                                const char *const *notes) {
  GByteArray *file = new_message(), *opset = new_message();
  gmx_protobuf_add_int(file, MODEL_IR_VERSION, IR_VERSION);
  gmx_protobuf_add_text(file, MODEL_PRODUCER, "G-Mix Studio");
  gmx_protobuf_take_message(file, MODEL_GRAPH, make_graph(model, mean, deviation));
  gmx_protobuf_add_int(opset, OPSET_VERSION, OPSET);
  gmx_protobuf_take_message(file, MODEL_OPSET, opset);
  for (int i = 0; notes && notes[i]; i += 2) {
    GByteArray *note = new_message();
    gmx_protobuf_add_text(note, NOTE_KEY, notes[i]);
    gmx_protobuf_add_text(note, NOTE_VALUE, notes[i + 1]);
    gmx_protobuf_take_message(file, MODEL_NOTE, note);
  }
  return file;
}
