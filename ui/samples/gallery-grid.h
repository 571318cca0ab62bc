/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card with one side's examples as a grid of tiles: mark, count and rate of intrusion above.
 *
 * Signals: "inspect" (int index) by double click or Enter, the place in the model's gallery;
 * "search" and "stop", the buttons of the search for intrusion. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_GALLERY_GRID (gmx_gallery_grid_get_type())
G_DECLARE_FINAL_TYPE(GmxGalleryGrid, gmx_gallery_grid, GMX, GALLERY_GRID, GtkWidget)

/** @model is referenced. */
GtkWidget *gmx_gallery_grid_new(GmxSampleModel *model, GmxSide side);

/** @fraction of the search under way, in [0, 1]; NaN: none is. @detail is its tooltip. */
void gmx_gallery_grid_set_search(GmxGalleryGrid *grid, double fraction, const char *detail);
