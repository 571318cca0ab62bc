/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The networks by name (methods.md, section 6). A new one is a function here and a line in the
 * table below. */
#include "engine/nn/model-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool build_mlp(GmxModel *model, char error[256]) {
  int in = model->shape.channels * model->shape.height * model->shape.width;
  char name[16];
  for (int l = 0; l <= model->hidden_count; l++) {
    const int out = l < model->hidden_count ? model->hidden[l] : model->classes;
    snprintf(name, sizeof name, "fc%d", l + 1);
    gmx_model_add_linear(model, name, in, out);
    in = out;
  }
  return true;
}

static bool too_small(const GmxModel *model, int least, char error[256]) {
  if (model->shape.height >= least && model->shape.width >= least)
    return false;
  snprintf(error, 256, "model %s needs images of at least %d × %d pixels, these are %d × %d",
           model->name, least, least, model->shape.width, model->shape.height);
  return true;
}

static bool build_cnn(GmxModel *model, char error[256]) {
  if (too_small(model, 4, error))
    return false;
  int value = 0;
  for (int l = 0; l < 3; l++) {
    char conv[16], norm[16];
    snprintf(conv, sizeof conv, "conv%d", l + 1);
    snprintf(norm, sizeof norm, "bn%d", l + 1);
    const int c = gmx_model_add_conv(model, conv, norm, value, 16 << l, 3, 1);
    value = gmx_body_add_value(&model->body, c, -1, -1, l > 0);
  }
  gmx_model_add_linear(model, "fc", 64, model->classes);
  return true;
}

/* Two 3 × 3 convs and the way around them; returns the value they end in. */
static int add_block(GmxModel *model, int number, int value, int width, int stride) {
  char conv[32], norm[32];
  const int in = model->body.values[value].shape.channels;
  snprintf(conv, sizeof conv, "blocks.%d.conv1", number);
  snprintf(norm, sizeof norm, "blocks.%d.bn1", number);
  const int first = gmx_model_add_conv(model, conv, norm, value, width, 3, stride);
  const int middle = gmx_body_add_value(&model->body, first, -1, -1, false);
  snprintf(conv, sizeof conv, "blocks.%d.conv2", number);
  snprintf(norm, sizeof norm, "blocks.%d.bn2", number);
  const int second = gmx_model_add_conv(model, conv, norm, middle, width, 3, 1);
  if (stride == 1 && in == width)
    return gmx_body_add_value(&model->body, second, value, -1, false);
  snprintf(conv, sizeof conv, "blocks.%d.proj", number);
  snprintf(norm, sizeof norm, "blocks.%d.bnp", number);
  const int projection = gmx_model_add_conv(model, conv, norm, value, width, 1, stride);
  return gmx_body_add_value(&model->body, second, -1, projection, false);
}

/* n of resnet-(6n + 2), or 0. */
static int resnet_n(const char *name) {
  char *end;
  if (strncmp(name, "resnet-", 7) != 0)
    return 0;
  const long depth = strtol(name + 7, &end, 10);
  if (*end || end == name + 7 || depth < 8 || depth > 200 || (depth - 2) % 6)
    return 0;
  return (int)(depth - 2) / 6;
}

static bool build_resnet(GmxModel *model, char error[256]) {
  if (too_small(model, 4, error))
    return false;
  const int n = resnet_n(model->name);
  const int conv = gmx_model_add_conv(model, "conv1", "bn1", 0, 16, 3, 1);
  int value = gmx_body_add_value(&model->body, conv, -1, -1, false);
  for (int b = 0; b < 3 * n; b++)
    value = add_block(model, b, value, 16 << (b / n), b % n == 0 && b > 0 ? 2 : 1);
  gmx_model_add_linear(model, "fc", 64, model->classes);
  return true;
}

const char *gmx_model_known_names(void) {
  return "mlp, cnn, resnet-8, resnet-14, resnet-20, resnet-32 and so on (resnet-(6n + 2))";
}

bool gmx_model_is_known(const char *name) {
  return strcmp(name, "mlp") == 0 || strcmp(name, "cnn") == 0 || resnet_n(name) > 0;
}

bool gmx_network_build(GmxModel *model, char error[256]) {
  if (strcmp(model->name, "mlp") == 0)
    return build_mlp(model, error);
  model->has_body = true;
  gmx_body_init(&model->body, model->shape);
  if (strcmp(model->name, "cnn") == 0 ? !build_cnn(model, error) : !build_resnet(model, error))
    return false;
  gmx_body_finish(&model->body);
  return true;
}
