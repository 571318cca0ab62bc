/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where λ stands in a chart along λ: a line with a dot on each curve, stretches that are shaded,
 * and entries of the legend that give a curve's value there. */
#pragma once

#include "ui/chart/line-layer.h"

#define GMX_TYPE_LAMBDA_LAYER (gmx_lambda_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxLambdaLayer, gmx_lambda_layer, GMX, LAMBDA_LAYER, GmxLayer)

GmxLambdaLayer *gmx_lambda_layer_new(void);
void gmx_lambda_layer_set_lambda(GmxLambdaLayer *layer, double lambda);
/** A dot on @series where λ stands; @color name in the palette, static. */
void gmx_lambda_layer_add_curve(GmxLambdaLayer *layer, GmxSeries *series, const char *color);

#define GMX_TYPE_STRETCH_LAYER (gmx_stretch_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxStretchLayer, gmx_stretch_layer, GMX, STRETCH_LAYER, GmxLayer)

/** Shaded stretches of the x axis with their names at the foot. Added before the curves. */
GmxStretchLayer *gmx_stretch_layer_new(void);
void gmx_stretch_layer_clear(GmxStretchLayer *layer);
void gmx_stretch_layer_add(GmxStretchLayer *layer, double from, double to, const char *name);

#define GMX_TYPE_LAMBDA_KEY (gmx_lambda_key_get_type())
G_DECLARE_FINAL_TYPE(GmxLambdaKey, gmx_lambda_key, GMX, LAMBDA_KEY, GmxLayer)

/** The legend's entry of @curve: its sample and name, and its value at λ. For
 * gmx_chart_legend_add_key(); @curve itself is to stay out of the legend. */
GmxLambdaKey *gmx_lambda_key_new(GmxLineLayer *curve, const char *name, const char *short_name);
void gmx_lambda_key_set_lambda(GmxLambdaKey *key, double lambda);
