/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The histogram of s_i: flat bars solid teal, sharp bars hatched orange, the cut between them.
 *
 * The x axis of its chart is a value axis (gmx_axis_new_y(NULL)), not the steps; its y axis counts
 * (least step 1, include 0). */
#pragma once

#include "ui/chart/histogram.h"
#include "ui/chart/layer.h"

#define GMX_TYPE_HISTOGRAM_LAYER (gmx_histogram_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxHistogramLayer, gmx_histogram_layer, GMX, HISTOGRAM_LAYER, GmxLayer)

GmxHistogramLayer *gmx_histogram_layer_new(void);
/**
 * @values [@count] s_i; @sharp [@count] 1 = in S. Copied.
 * @cut value between the sides, as the engine gives it
 * @note second line of the cut's label, such as "k = 64 of 128, γ = 0.50"; or NULL
 */
void gmx_histogram_layer_set_values(GmxHistogramLayer *layer, const float *values,
                                    const guint8 *sharp, int count, double cut, const char *note);
void gmx_histogram_layer_clear(GmxHistogramLayer *layer);

/** Legend entries "flat 64" and "sharp 64": two layers without a drawing, for the legend. */
GmxLayer *gmx_histogram_layer_get_flat_key(GmxHistogramLayer *layer);
GmxLayer *gmx_histogram_layer_get_sharp_key(GmxHistogramLayer *layer);
