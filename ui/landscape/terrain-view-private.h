/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of the terrain's widget, shared by terrain-view.c (the picture) and
 * terrain-view-input.c (pointer and keys). */
#pragma once

#include "ui/landscape/terrain-view.h"

struct _GmxTerrainView {
  GtkWidget parent_instance;

  GmxTerrain *terrain;
  gboolean surface;
  GmxSurfaceEye eye;

  GskRenderNode *picture; /* NULL: to be drawn anew */
  int drawn_width, drawn_height, drawn_scale;
  gboolean drawn_rough;
  GmxPalette *palette;
  PangoContext *context;

  gboolean turning; /* drawn roughly */
  guint settle;     /* source that draws finely again */
  double drag_turn, drag_tilt;

  double read_x, read_y; /* place in the plane that is read; NaN: none */
  gboolean by_keys;
};

/* terrain-view.c */
/** The picture, or the reading, has changed; @rough: draw quickly, and finely soon after. */
void gmx_terrain_view_redraw(GmxTerrainView *view, gboolean rough);
/** Reads the place from now on; NaN: none. */
void gmx_terrain_view_read(GmxTerrainView *view, double x, double y, gboolean by_keys);
/** The first view again. */
void gmx_terrain_view_reset(GmxTerrainView *view);
/** Turns, tilts and zooms; tells of it. */
void gmx_terrain_view_move(GmxTerrainView *view, double turn, double tilt, double zoom);
/** The place under a pixel. */
gboolean gmx_terrain_view_find(GmxTerrainView *view, double px, double py, double *x, double *y);

/* terrain-view-input.c */
void gmx_terrain_view_add_controllers(GmxTerrainView *view);
