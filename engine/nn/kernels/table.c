/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of one instruction set's loops. Compiled once for each. */
#include "engine/nn/kernels/isa.h"

#define GMX_STRING2(a) #a
#define GMX_STRING(a) GMX_STRING2(a)

extern const GmxKernels GMX_NAME(gmx_kernels);

const GmxKernels GMX_NAME(gmx_kernels) = {
    .name = GMX_STRING(GMX_ISA_NAME),
    .lanes = GMX_LANES,
    .conv_row = GMX_NAME(conv_row),
    .conv_weight_gradient = GMX_NAME(conv_weight_gradient),
    .conv3_row = GMX_NAME(conv3_row),
    .conv3_weight_gradient = GMX_NAME(conv3_weight_gradient),
    .moments = GMX_NAME(moments),
    .gradient_moments = GMX_NAME(gradient_moments),
    .activate = GMX_NAME(activate),
    .activate_pooled = GMX_NAME(activate_pooled),
    .unpool = GMX_NAME(unpool),
    .normalize_backward = GMX_NAME(normalize_backward),
    .relu_backward = GMX_NAME(relu_backward),
    .mask = GMX_NAME(mask),
    .dot = GMX_NAME(dot),
    .combine = GMX_NAME(combine),
    .momentum_step = GMX_NAME(momentum_step),
    .multiply_add = GMX_NAME(multiply_add),
    .add_bias = GMX_NAME(add_bias),
    .add = GMX_NAME(add),
};
