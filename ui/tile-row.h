/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles in a line: one stop of the Tab key, within which the arrow keys move. */
#pragma once

#include "ui/tile.h"

#define GMX_TYPE_TILE_ROW (gmx_tile_row_get_type())
G_DECLARE_FINAL_TYPE(GmxTileRow, gmx_tile_row, GMX, TILE_ROW, GtkWidget)

GtkWidget *gmx_tile_row_new(int spacing);

/** Shows the examples @indices of @gallery, in that order. @count 0 empties the row. */
void gmx_tile_row_show(GmxTileRow *row, GmxGallery *gallery, const int *indices, int count,
                       GmxDataset *dataset);
