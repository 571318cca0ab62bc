/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A band between two curves: the interval around a line. The line itself is a layer of its own. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_BAND_LAYER (gmx_band_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxBandLayer, gmx_band_layer, GMX, BAND_LAYER, GmxLayer)

/** @color static name in the palette; @name of its reading, such as "sharp, 95 % in". */
GmxBandLayer *gmx_band_layer_new(const char *color, const char *name);
/** [@count] with rising @x; where an end is NaN the band is broken. Copied. */
void gmx_band_layer_set_values(GmxBandLayer *layer, const double *x, const double *low,
                               const double *high, int count);
