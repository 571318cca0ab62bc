/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a plane of points that says what the marks are, and how many mixes are intruded.
 */
#pragma once

#include "ui/plane/plane-feed.h"

#define GMX_TYPE_PLANE_LEGEND (gmx_plane_legend_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneLegend, gmx_plane_legend, GMX, PLANE_LEGEND, GtkWidget)

/** @feed gives the counts. */
GtkWidget *gmx_plane_legend_new(GmxPlaneFeed *feed);
/** The classes of @dataset; NULL or images: none. */
void gmx_plane_legend_set_dataset(GmxPlaneLegend *legend, GmxDataset *dataset);
void gmx_plane_legend_set_layers(GmxPlaneLegend *legend, GmxPlaneLayers layers);
void gmx_plane_legend_set_narrow(GmxPlaneLegend *legend, gboolean narrow);
