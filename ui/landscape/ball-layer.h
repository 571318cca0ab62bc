/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where w is in a chart along a direction, and how far the ball reaches: a line at 0 and the
 * stretch from there to ρ. No GTK. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_BALL_LAYER (gmx_ball_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxBallLayer, gmx_ball_layer, GMX, BALL_LAYER, GmxLayer)

/** Added before the curves. */
GmxBallLayer *gmx_ball_layer_new(void);
/** @rho 0: the ball is not shown. */
void gmx_ball_layer_set_rho(GmxBallLayer *layer, double rho);
