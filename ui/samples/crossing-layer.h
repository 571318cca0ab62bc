/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart layer: a tick at the foot between two epochs wherever an example changed sides. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_CROSSING_LAYER (gmx_crossing_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxCrossingLayer, gmx_crossing_layer, GMX, CROSSING_LAYER, GmxLayer)

GmxCrossingLayer *gmx_crossing_layer_new(void);
/** @path of gmx_sample_path(), referenced. */
void gmx_crossing_layer_set_path(GmxCrossingLayer *layer, GArray *path);
