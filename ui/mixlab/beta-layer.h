/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density of λ ~ Beta(α, α) as an area. It rises beyond any view for α < 1: what leaves the
 * lane at the top is cut there. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_BETA_LAYER (gmx_beta_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxBetaLayer, gmx_beta_layer, GMX, BETA_LAYER, GmxLayer)

GmxBetaLayer *gmx_beta_layer_new(void);
/** α = 0: λ is 1 always. NaN: nothing is mixed, nothing is drawn. */
void gmx_beta_layer_set_alpha(GmxBetaLayer *layer, double alpha);
