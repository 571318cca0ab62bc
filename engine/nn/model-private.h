/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model is made of; for model.c and networks.c alone. */
#pragma once

#include "engine/nn/body.h"
#include "engine/nn/head.h"
#include "engine/nn/model.h"

struct GmxModel {
  char name[32];
  GmxShape shape;
  int classes;
  int hidden[8], hidden_count;
  bool has_body;
  GmxBody body;
  GmxHead head;
  GmxTensorInfo *tensors;
  int tensor_count;
  float *parameters, *running;
  size_t parameter_count, running_count;
};

/** Adds a conv and its BatchNorm under their PyTorch names ("conv1", "bn1"); returns the conv. */
int gmx_model_add_conv(GmxModel *model, const char *conv_name, const char *norm_name, int input,
                       int out, int size, int stride);

/** Adds a linear layer under its PyTorch name ("fc"). */
void gmx_model_add_linear(GmxModel *model, const char *name, int in, int out);

/** Lays out the layers of the network that model->name names; false with @error when unknown. */
bool gmx_network_build(GmxModel *model, char error[256]);
