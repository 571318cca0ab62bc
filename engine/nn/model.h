/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network: its layers, its parameters in one flat buffer, and its two passes.
 *
 * Parameters lie in one buffer, so that the climb to w + ε̂ and the optimizer are each one sweep.
 * What a forward pass leaves behind for the backward pass lies in a tape, apart from the model, so
 * that a step can keep the pass at w while it computes the one at w + ε̂ (methods.md, section 4).
 * Images are NHWC floats. Definitions and names of the networks: methods.md, section 6. */
#pragma once

#include "engine/nn/random.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct GmxModel GmxModel;
typedef struct GmxTape GmxTape;

/** Size of one image. */
typedef struct {
  int channels, height, width;
} GmxShape;

/** What a tensor is: ASAM scales weights only, and running statistics are not trained. */
typedef enum {
  GMX_TENSOR_WEIGHT,
  GMX_TENSOR_BIAS,
  GMX_TENSOR_SCALE, /* BatchNorm weight (γ of its formula) */
  GMX_TENSOR_SHIFT, /* BatchNorm bias */
  GMX_TENSOR_RUNNING_MEAN,
  GMX_TENSOR_RUNNING_VAR,
} GmxTensorKind;

/** One named tensor as PyTorch's state_dict has it. */
typedef struct {
  char name[48]; /* "blocks.0.conv1.weight" */
  GmxTensorKind kind;
  int rank, shape[4]; /* PyTorch's order: OIHW, [out, in], [channels] */
  size_t offset;      /* of the first element, in the parameter or in the running buffer */
  size_t size;        /* elements */
} GmxTensorInfo;

/** How a forward pass treats BatchNorm. */
typedef enum {
  GMX_PASS_TRAIN,    /* batch statistics, and the running statistics move */
  GMX_PASS_FROZEN,   /* batch statistics, the running statistics stay (every pass but the first) */
  GMX_PASS_EVALUATE, /* running statistics; no backward may follow */
} GmxPass;

/** What BatchNorm adds to a variance before it takes the root (section 6). */
#define GMX_NORM_EPSILON 1e-5

/** Names a user may ask for, for messages and lists: "mlp, cnn, resnet-8, resnet-20, …". */
const char *gmx_model_known_names(void);

/** Whether @name is a known network. */
bool gmx_model_is_known(const char *name);

/**
 * Builds network @name for images of @shape and @classes classes; weights are zero until
 * gmx_model_initialize().
 * @param hidden widths of an mlp's hidden layers, @hidden_count of them; ignored by other networks
 * @param error on failure a sentence for the user is written here (256 bytes); may be NULL
 * @returns the model, or NULL
 */
GmxModel *gmx_model_new(const char *name, GmxShape shape, int classes, const int *hidden,
                        int hidden_count, char error[256]);
void gmx_model_free(GmxModel *model);

/** A second model of the same definition with the same weights and running statistics. */
GmxModel *gmx_model_copy(const GmxModel *model);

const char *gmx_model_name(const GmxModel *model);
GmxShape gmx_model_shape(const GmxModel *model);
int gmx_model_classes(const GmxModel *model);

/** Width of the penultimate features, those that enter the last linear layer. */
int gmx_model_feature_count(const GmxModel *model);

/** Multiply-adds × 2 of one forward pass of one image. */
double gmx_model_flops(const GmxModel *model);

/** Initial weights, U(−1/√fan_in, 1/√fan_in); BatchNorm scale 1, shift 0 (section 6). */
void gmx_model_initialize(GmxModel *model, GmxRandom *random);

/** Trainable parameters: the flat buffer w (owned by the model, writable) and its length. */
float *gmx_model_parameters(GmxModel *model);
size_t gmx_model_parameter_count(const GmxModel *model);

/** Running statistics: the flat buffer (owned by the model, writable) and its length. */
float *gmx_model_running(GmxModel *model);
size_t gmx_model_running_count(const GmxModel *model);

/** The tensors in PyTorch's order; parameters and running statistics are interleaved as there. */
int gmx_model_tensor_count(const GmxModel *model);
const GmxTensorInfo *gmx_model_tensor(const GmxModel *model, int index);
/** Index of the tensor called @name, or −1. */
int gmx_model_find_tensor(const GmxModel *model, const char *name);

/**
 * Copies tensor @index out of / into a flat buffer laid out like the model's parameters (weights,
 * a gradient, momentum) or, for running statistics, like the model's running buffer.
 * @param values info->size floats in PyTorch's order of elements
 */
void gmx_model_export_tensor(const GmxModel *model, int index, const float *buffer, float *values);
void gmx_model_import_tensor(const GmxModel *model, int index, float *buffer, const float *values);

/** Room for the passes of up to @max_batch images. @trainable false: only GMX_PASS_EVALUATE fits.
 */
GmxTape *gmx_tape_new(const GmxModel *model, int max_batch, bool trainable);
void gmx_tape_free(GmxTape *tape);

/** Runs @n images (@n × H × W × C floats) through the model with its present weights. */
void gmx_model_forward(GmxModel *model, GmxTape *tape, const float *images, int n, GmxPass pass);

/** Results of the last forward pass: [n][classes] and [n][features]; owned by the tape. */
const float *gmx_tape_logits(const GmxTape *tape);
const float *gmx_tape_features(const GmxTape *tape);

/**
 * The gradient of Σ_i ⟨logit_gradient_i, logits_i⟩ at the weights of the tape's forward pass, which
 * must be the model's present weights. The tape stays as it is: a second call with other logit
 * gradients is allowed. The images of the forward pass must still be in place.
 * @param logit_gradient [n][classes]
 * @param gradient gmx_model_parameter_count() floats, overwritten
 */
void gmx_model_backward(GmxModel *model, GmxTape *tape, const float *logit_gradient,
                        float *gradient);
