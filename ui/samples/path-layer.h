/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart layer: s_i of one example over the epochs, a mark by side at each, joined by a line. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_PATH_LAYER (gmx_path_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxPathLayer, gmx_path_layer, GMX, PATH_LAYER, GmxLayer)

GmxPathLayer *gmx_path_layer_new(void);
/** @path of gmx_sample_path(), referenced; @epoch is the one looked at, its mark stands out. */
void gmx_path_layer_set_path(GmxPathLayer *layer, GArray *path, int epoch);
