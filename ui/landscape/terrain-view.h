/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a terrain: from above as a contour, or as a surface that can be turned.
 *
 * Contour: hover reads the loss; arrows move the place that is read (with Shift by less), + and −
 * ask for a closer or a wider plane. Surface: drag and arrows turn it, the wheel, + and − zoom, 0
 * or Home and a double click bring the first view back. Escape takes the reading away.
 *
 * Properties: "surface" (boolean), "level" (int, read only): columns of the grid that is shown, 0
 * without one; "turn" and "tilt" (double, read only): degrees. Action: "terrain.reset-view". */
#pragma once

#include "ui/landscape/surface.h"

#include <gtk/gtk.h>

#define GMX_TYPE_TERRAIN_VIEW (gmx_terrain_view_get_type())
G_DECLARE_FINAL_TYPE(GmxTerrainView, gmx_terrain_view, GMX, TERRAIN_VIEW, GtkWidget)

GtkWidget *gmx_terrain_view_new(void);
/** NULL: nothing is drawn. */
void gmx_terrain_view_set_terrain(GmxTerrainView *view, GmxTerrain *terrain);
GmxTerrain *gmx_terrain_view_get_terrain(GmxTerrainView *view);
GmxSurfaceEye gmx_terrain_view_get_eye(GmxTerrainView *view);
