/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plane of points on the screen: the decision surface in bands of the classes' colours, its
 * border, the data's points and the step's mixed points.
 *
 * The picture comes finished from a feed; the view puts it on the screen, says what is under the
 * pointer, and tells the feed when its size, its colours or what it shows has changed. Races make
 * one feed for each session and give each its view.
 *
 * Properties: "kind" (int, GmxPlaneKind), "layers" (int, GmxPlaneLayers), "step" (int64, of the
 * frame that is shown; 0 before the first). */
#pragma once

#include "ui/plane/plane-feed.h"

#define GMX_TYPE_PLANE_VIEW (gmx_plane_view_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneView, gmx_plane_view, GMX, PLANE_VIEW, GtkWidget)

/** Shows frames of @feed, which it references. */
GtkWidget *gmx_plane_view_new(GmxPlaneFeed *feed, GmxPlaneKind kind, GmxPlaneLayers layers);

void gmx_plane_view_set_kind(GmxPlaneView *view, GmxPlaneKind kind);
void gmx_plane_view_set_layers(GmxPlaneView *view, GmxPlaneLayers layers);

/** Shows @points in the place of the data set's own; NULL: those again. */
void gmx_plane_view_set_points(GmxPlaneView *view, GmxPlanePoints *points);

/** What the view asks its feed for now: where things lie. NULL before it has a size or a data set.
 */
const GmxPlaneLook *gmx_plane_view_get_look(GmxPlaneView *view);

/** A ring around a place of the data (the point under a drag or the keyboard's cursor); NULL: none.
 */
void gmx_plane_view_set_mark(GmxPlaneView *view, const double at[2]);
