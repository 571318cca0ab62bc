/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of the plane: title, whose weights they are, contour or surface, and the picture. */
#pragma once

#include "ui/landscape/explorer.h"
#include "ui/landscape/terrain-view.h"

#define GMX_TYPE_TERRAIN_CARD (gmx_terrain_card_get_type())
G_DECLARE_FINAL_TYPE(GmxTerrainCard, gmx_terrain_card, GMX, TERRAIN_CARD, GtkWidget)

GtkWidget *gmx_terrain_card_new(GmxExplorer *explorer);
GmxTerrainView *gmx_terrain_card_get_view(GmxTerrainCard *card);
/** Narrow: the note stands under the title. */
void gmx_terrain_card_set_narrow(GmxTerrainCard *card, gboolean narrow);
