/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tool row over a plane of points: which weights, what is drawn in, and what can be done.
 *
 * Properties: "mode" (int, GmxPlaneMode), "layers" (int, GmxPlaneLayers), "drawing" (boolean: Draw
 * Points is pressed). A race remembers layers of its own. */
#pragma once

#include "ui/plane/plane-frame.h"

#include <gtk/gtk.h>

typedef enum {
  GMX_PLANE_MODE_AT_W,
  GMX_PLANE_MODE_SIDE_BY_SIDE,
  GMX_PLANE_MODE_BLEND,
  GMX_PLANE_MODE_RACE,
  GMX_PLANE_MODES,
} GmxPlaneMode;

#define GMX_TYPE_PLANE_TOOLS (gmx_plane_tools_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneTools, gmx_plane_tools, GMX, PLANE_TOOLS, GtkWidget)

GtkWidget *gmx_plane_tools_new(void);
GmxPlaneMode gmx_plane_tools_get_mode(GmxPlaneTools *tools);
void gmx_plane_tools_set_mode(GmxPlaneTools *tools, GmxPlaneMode mode);
GmxPlaneLayers gmx_plane_tools_get_layers(GmxPlaneTools *tools);
void gmx_plane_tools_set_drawing(GmxPlaneTools *tools, gboolean drawing);
gboolean gmx_plane_tools_get_drawing(GmxPlaneTools *tools);
/** Whether a race is offered; not before this was called. */
void gmx_plane_tools_offer_race(GmxPlaneTools *tools);
/** In two lines. */
void gmx_plane_tools_set_narrow(GmxPlaneTools *tools, gboolean narrow);
/** Names that fit where the window itself is narrow. */
void gmx_plane_tools_set_short(GmxPlaneTools *tools, gboolean short_names);
