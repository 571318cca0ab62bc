/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model's flat buffers and their names, and the two passes through body and head. */
#include "engine/nn/model-private.h"

#include "engine/nn/blas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct GmxTape {
  GmxBodyTape body;
  GmxHeadTape head;
  float *feature_gradient; /* [capacity][features] */
  const GmxModel *model;
};

static size_t add_tensor(GmxModel *model, const char *name, const char *part, GmxTensorKind kind,
                         const int shape[4], int rank) {
  const bool running = kind == GMX_TENSOR_RUNNING_MEAN || kind == GMX_TENSOR_RUNNING_VAR;
  size_t *end = running ? &model->running_count : &model->parameter_count;
  GmxTensorInfo info = {.kind = kind, .rank = rank, .offset = *end, .size = 1};
  snprintf(info.name, sizeof info.name, "%s.%s", name, part);
  for (int i = 0; i < rank; i++) {
    info.shape[i] = shape[i];
    info.size *= (size_t)shape[i];
  }
  if ((model->tensor_count & (model->tensor_count - 1)) == 0)
    model->tensors = realloc(
        model->tensors, (model->tensor_count ? 2 * (size_t)model->tensor_count : 1) * sizeof info);
  model->tensors[model->tensor_count++] = info;
  *end += info.size;
  return info.offset;
}

int gmx_model_add_conv(GmxModel *model, const char *conv_name, const char *norm_name, int input,
                       int out, int size, int stride) {
  const int number = gmx_body_add_conv(&model->body, input, out, size, stride);
  GmxConv *conv = &model->body.convs[number];
  const int oihw[4] = {out, conv->in, size, size}, channels[4] = {out};
  conv->weight = add_tensor(model, conv_name, "weight", GMX_TENSOR_WEIGHT, oihw, 4);
  conv->scale = add_tensor(model, norm_name, "weight", GMX_TENSOR_SCALE, channels, 1);
  conv->shift = add_tensor(model, norm_name, "bias", GMX_TENSOR_SHIFT, channels, 1);
  conv->running_mean =
      add_tensor(model, norm_name, "running_mean", GMX_TENSOR_RUNNING_MEAN, channels, 1);
  conv->running_var =
      add_tensor(model, norm_name, "running_var", GMX_TENSOR_RUNNING_VAR, channels, 1);
  return number;
}

void gmx_model_add_linear(GmxModel *model, const char *name, int in, int out) {
  GmxLinear *layer = &model->head.layers[model->head.count++];
  const int matrix[4] = {out, in}, bias[4] = {out};
  layer->in = in;
  layer->out = out;
  layer->weight = add_tensor(model, name, "weight", GMX_TENSOR_WEIGHT, matrix, 2);
  layer->bias = add_tensor(model, name, "bias", GMX_TENSOR_BIAS, bias, 1);
}

static bool refuse(char error[256], const char *format, const char *name) {
  if (error)
    snprintf(error, 256, format, name, gmx_model_known_names());
  return false;
}

static bool check_request(const char *name, GmxShape shape, int classes, int hidden_count,
                          char error[256]) {
  if (!gmx_model_is_known(name) || strlen(name) >= sizeof((GmxModel *)0)->name)
    return refuse(error, "unknown model %s; there are %s", name);
  if (shape.channels < 1 || shape.height < 1 || shape.width < 1 || classes < 2)
    return refuse(error, "model %s needs images of at least one pixel and two classes", name);
  if (hidden_count < 0 || hidden_count > 8)
    return refuse(error, "model %s takes at most 8 hidden layers", name);
  return true;
}

GmxModel *gmx_model_new(const char *name, GmxShape shape, int classes, const int *hidden,
                        int hidden_count, char error[256]) {
  char ignored[256];
  if (!check_request(name, shape, classes, hidden_count, error))
    return NULL;
  gmx_blas_quiet();
  GmxModel *model = calloc(1, sizeof *model);
  if (!model)
    return NULL;
  snprintf(model->name, sizeof model->name, "%s", name);
  model->shape = shape;
  model->classes = classes;
  model->hidden_count = hidden_count;
  for (int i = 0; i < hidden_count; i++)
    model->hidden[i] = hidden[i];
  if (!gmx_network_build(model, error ? error : ignored)) {
    gmx_model_free(model);
    return NULL;
  }
  model->parameters = calloc(model->parameter_count + 32, sizeof(float));
  model->running = calloc(model->running_count + 32, sizeof(float));
  if (model->parameters && model->running)
    return model;
  refuse(error, "model %s does not fit into memory", name);
  gmx_model_free(model);
  return NULL;
}

void gmx_model_free(GmxModel *model) {
  if (!model)
    return;
  gmx_body_clear(&model->body);
  free(model->tensors);
  free(model->parameters);
  free(model->running);
  free(model);
}

GmxModel *gmx_model_copy(const GmxModel *model) {
  GmxModel *copy = gmx_model_new(model->name, model->shape, model->classes, model->hidden,
                                 model->hidden_count, NULL);
  if (!copy)
    return NULL;
  memcpy(copy->parameters, model->parameters, model->parameter_count * sizeof(float));
  memcpy(copy->running, model->running, model->running_count * sizeof(float));
  return copy;
}

const char *gmx_model_name(const GmxModel *model) {
  return model->name;
}

GmxShape gmx_model_shape(const GmxModel *model) {
  return model->shape;
}

int gmx_model_classes(const GmxModel *model) {
  return model->classes;
}

int gmx_model_feature_count(const GmxModel *model) {
  return model->head.layers[model->head.count - 1].in;
}

double gmx_model_flops(const GmxModel *model) {
  double sum = 0;
  for (int c = 0; c < model->body.conv_count; c++)
    sum += gmx_conv_flops(&model->body.convs[c]);
  for (int l = 0; l < model->head.count; l++)
    sum += 2.0 * model->head.layers[l].in * model->head.layers[l].out;
  return sum;
}

/* Draws in PyTorch's order of elements, so that the weights of a seed outlive a change of our
 * layout. */
static bool draw_tensor(GmxModel *model, const GmxTensorInfo *info, int index, double bound,
                        GmxRandom *random) {
  float *values = malloc(info->size * sizeof(float));
  if (!values)
    return false;
  for (size_t i = 0; i < info->size; i++)
    values[i] = (float)((2 * gmx_random_uniform(random) - 1) * bound);
  gmx_model_import_tensor(model, index, model->parameters, values);
  free(values);
  return true;
}

void gmx_model_initialize(GmxModel *model, GmxRandom *random) {
  double bound = 0;
  for (int t = 0; t < model->tensor_count; t++) {
    const GmxTensorInfo *info = &model->tensors[t];
    float *running = model->running + info->offset, *values = model->parameters + info->offset;
    switch (info->kind) {
    case GMX_TENSOR_WEIGHT:
      bound = 1 / sqrt((double)info->size / info->shape[0]);
      draw_tensor(model, info, t, bound, random);
      break;
    case GMX_TENSOR_BIAS: /* the fan-in of the weight before it */
      draw_tensor(model, info, t, bound, random);
      break;
    case GMX_TENSOR_SCALE:
      for (size_t i = 0; i < info->size; i++)
        values[i] = 1;
      break;
    case GMX_TENSOR_SHIFT:
      memset(values, 0, info->size * sizeof(float));
      break;
    case GMX_TENSOR_RUNNING_MEAN:
      memset(running, 0, info->size * sizeof(float));
      break;
    case GMX_TENSOR_RUNNING_VAR:
      for (size_t i = 0; i < info->size; i++)
        running[i] = 1;
    }
  }
}

float *gmx_model_parameters(GmxModel *model) {
  return model->parameters;
}

size_t gmx_model_parameter_count(const GmxModel *model) {
  return model->parameter_count;
}

float *gmx_model_running(GmxModel *model) {
  return model->running;
}

size_t gmx_model_running_count(const GmxModel *model) {
  return model->running_count;
}

int gmx_model_tensor_count(const GmxModel *model) {
  return model->tensor_count;
}

const GmxTensorInfo *gmx_model_tensor(const GmxModel *model, int index) {
  return &model->tensors[index];
}

int gmx_model_find_tensor(const GmxModel *model, const char *name) {
  for (int t = 0; t < model->tensor_count; t++)
    if (strcmp(model->tensors[t].name, name) == 0)
      return t;
  return -1;
}

/* Where element (o, i, k) of PyTorch's OIHW lies in our [ky][kx][in][out]. */
static size_t conv_place(const GmxTensorInfo *info, size_t element) {
  const size_t in = (size_t)info->shape[1], out = (size_t)info->shape[0];
  const size_t positions = (size_t)info->shape[2] * info->shape[3];
  const size_t k = element % positions, i = element / positions % in;
  const size_t o = element / positions / in;
  return (k * in + i) * out + o;
}

/* PyTorch flattens an image by channels, we by pixels: where weight (o, c, p) lies in [out][p][c].
 */
static size_t flattened_place(const GmxTensorInfo *info, GmxShape shape, size_t element) {
  const size_t in = (size_t)info->shape[1], pixels = (size_t)shape.height * shape.width;
  const size_t i = element % in, c = i / pixels, p = i % pixels;
  return element - i + p * shape.channels + c;
}

/* Where element @element of PyTorch's order lies in our buffer, from the tensor's start. */
static size_t place(const GmxModel *model, int index, size_t element) {
  const GmxTensorInfo *info = &model->tensors[index];
  if (info->rank == 4)
    return conv_place(info, element);
  if (index == 0 && info->rank == 2) /* an mlp's first layer reads the image itself */
    return flattened_place(info, model->shape, element);
  return element;
}

void gmx_model_export_tensor(const GmxModel *model, int index, const float *buffer, float *values) {
  const GmxTensorInfo *info = &model->tensors[index];
  for (size_t e = 0; e < info->size; e++)
    values[e] = buffer[info->offset + place(model, index, e)];
}

void gmx_model_import_tensor(const GmxModel *model, int index, float *buffer, const float *values) {
  const GmxTensorInfo *info = &model->tensors[index];
  for (size_t e = 0; e < info->size; e++)
    buffer[info->offset + place(model, index, e)] = values[e];
}

GmxTape *gmx_tape_new(const GmxModel *model, int max_batch, bool trainable) {
  GmxTape *tape = calloc(1, sizeof *tape);
  if (!tape)
    return NULL;
  tape->model = model;
  bool ok = gmx_head_tape_init(&tape->head, &model->head, max_batch, trainable);
  if (ok && model->has_body) {
    ok = gmx_body_tape_init(&tape->body, &model->body, max_batch, trainable);
    tape->feature_gradient =
        malloc((size_t)max_batch * gmx_model_feature_count(model) * sizeof(float));
    ok &= tape->feature_gradient != NULL;
  }
  if (ok)
    return tape;
  gmx_tape_free(tape);
  return NULL;
}

void gmx_tape_free(GmxTape *tape) {
  if (!tape)
    return;
  gmx_body_tape_clear(&tape->body);
  gmx_head_tape_clear(&tape->head);
  free(tape->feature_gradient);
  free(tape);
}

void gmx_model_forward(GmxModel *model, GmxTape *tape, const float *images, int n, GmxPass pass) {
  const float *features = images;
  if (model->has_body) {
    gmx_body_forward(&model->body, &tape->body, model->parameters, model->running, images, n, pass);
    features = tape->body.features;
  }
  gmx_head_forward(&model->head, &tape->head, model->parameters, features, n);
}

const float *gmx_tape_logits(const GmxTape *tape) {
  return tape->head.outputs[tape->head.head->count - 1];
}

const float *gmx_tape_features(const GmxTape *tape) {
  const int count = tape->head.head->count;
  return count > 1 ? tape->head.outputs[count - 2] : tape->head.input;
}

void gmx_model_backward(GmxModel *model, GmxTape *tape, const float *logit_gradient,
                        float *gradient) {
  gmx_head_backward(&model->head, &tape->head, model->parameters, logit_gradient, gradient,
                    tape->feature_gradient);
  if (model->has_body)
    gmx_body_backward(&model->body, &tape->body, model->parameters, tape->feature_gradient,
                      gradient);
}
