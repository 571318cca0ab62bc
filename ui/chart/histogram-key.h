/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A legend entry without a drawing: a mark, a name and a count. */
#pragma once

#include "ui/chart/layer.h"
#include "ui/chart/marker.h"

#define GMX_TYPE_HISTOGRAM_KEY (gmx_histogram_key_get_type())
G_DECLARE_FINAL_TYPE(GmxHistogramKey, gmx_histogram_key, GMX, HISTOGRAM_KEY, GmxLayer)

/** @color static name in the palette. */
GmxLayer *gmx_histogram_key_new(const char *name, const char *color, GmxMarker marker);
/** The number behind the name; negative: none. */
void gmx_histogram_key_set_count(GmxLayer *key, int count);
