/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mixed example of a gallery: image, λ bar, both labels, side and s_i, a flag if intruded. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_SAMPLE_TILE_WIDTH 96

#define GMX_TYPE_SAMPLE_TILE (gmx_sample_tile_get_type())
G_DECLARE_FINAL_TYPE(GmxSampleTile, gmx_sample_tile, GMX, SAMPLE_TILE, GtkWidget)

GtkWidget *gmx_sample_tile_new(void);

/** Shows @sample, referenced; NULL empties the tile and drops its texture. */
void gmx_sample_tile_show(GmxSampleTile *tile, GmxSample *sample);

/** Draws anew what has become known of the sample: its group, whether it is intruded. */
void gmx_sample_tile_refresh(GmxSampleTile *tile);

/** Outlines the image. */
void gmx_sample_tile_set_selected(GmxSampleTile *tile, gboolean selected);
