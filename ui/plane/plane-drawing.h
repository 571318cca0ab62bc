/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row of tools for drawing points: what the pointer does, which class, undo, files, and
 * training on what was drawn. Widget name "plane-drawing".
 *
 * Signal "done" (): the points are used, or given up. Properties: "points" (int, how many there
 * are), "active" (boolean, read only). */
#pragma once

#include "ui/plane/plane-editor.h"
#include "ui/settings.h"

#define GMX_TYPE_PLANE_DRAWING (gmx_plane_drawing_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneDrawing, gmx_plane_drawing, GMX, PLANE_DRAWING, GtkWidget)

GtkWidget *gmx_plane_drawing_new(GmxSettings *settings);
/** A plane that can be drawn on while the row is active. */
void gmx_plane_drawing_add_view(GmxPlaneDrawing *drawing, GmxPlaneView *view);
/** Begins with the points of the open data set; or gives up what was drawn. */
void gmx_plane_drawing_set_active(GmxPlaneDrawing *drawing, gboolean active);
void gmx_plane_drawing_set_narrow(GmxPlaneDrawing *drawing, gboolean narrow);
