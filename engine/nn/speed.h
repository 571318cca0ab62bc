/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the kernels are, and how fast they could be: for the benchmark. */
#pragma once

#include "engine/nn/model.h"

/** The instruction set in use: "avx512", "avx2", "baseline". */
const char *gmx_speed_instruction_set(void);

/** The most FLOP/s (multiply-add = 2) that @threads threads reach in registers, measured now. */
double gmx_speed_limit(int threads);

/** A convolution's speed in FLOP/s on one thread, its image and weights warm in the cache. */
typedef struct {
  int in, out, size, stride, height, width; /* of the input */
  int count;                                /* such convolutions in the model */
  double forward, input_gradient, weight_gradient;
} GmxLayerSpeed;

/** Measures each kind of convolution of @model; @returns how many of @speeds [@most] were filled.
 */
int gmx_speed_layers(const GmxModel *model, GmxLayerSpeed *speeds, int most);
