/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Train page's part for points: tool row, planes, legend, and the drawing of points. Widget
 * name "plane".
 *
 * Properties: "mode" (int, GmxPlaneMode), "layers" (int, GmxPlaneLayers), "drawing" (boolean),
 * "step" (int64, of the frame that is shown), "narrow" (boolean). */
#pragma once

#include "ui/plane/plane-tools.h"
#include "ui/settings.h"

#define GMX_TYPE_PLANE_PART (gmx_plane_part_get_type())
G_DECLARE_FINAL_TYPE(GmxPlanePart, gmx_plane_part, GMX, PLANE_PART, GtkWidget)

GtkWidget *gmx_plane_part_new(GmxSettings *settings);
GmxPlaneMode gmx_plane_part_get_mode(GmxPlanePart *part);

/**
 * Offers a race: @race takes the place of planes and legend while the mode is Race. Its property
 * "racing" (boolean) is bound to that, "layers" (int) to what is drawn in, "narrow" to the part's.
 */
void gmx_plane_part_take_race(GmxPlanePart *part, GtkWidget *race);
