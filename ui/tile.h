/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mixed example: its image, the λ bar in the parents' colours, both labels, side and s_i. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

#define GMX_TILE_WIDTH 64
#define GMX_TILE_HEIGHT 120

#define GMX_TYPE_TILE (gmx_tile_get_type())
G_DECLARE_FINAL_TYPE(GmxTile, gmx_tile, GMX, TILE, GtkWidget)

GtkWidget *gmx_tile_new(void);

/** Shows example @index of @gallery; labels are named by @dataset. Both are referenced. */
void gmx_tile_show(GmxTile *tile, GmxGallery *gallery, int index, GmxDataset *dataset);
