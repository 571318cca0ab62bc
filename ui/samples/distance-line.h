/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number line of distances from a mixed image: diamonds for its neighbours (the nearest larger,
 * red where it is of a third class), squares for its parents. */
#pragma once

#include "ui/samples/neighbours.h"

#include <gtk/gtk.h>

#define GMX_TYPE_DISTANCE_LINE (gmx_distance_line_get_type())
G_DECLARE_FINAL_TYPE(GmxDistanceLine, gmx_distance_line, GMX, DISTANCE_LINE, GtkWidget)

GtkWidget *gmx_distance_line_new(void);
/** @neighbours borrowed until the next call; NULL for none. */
void gmx_distance_line_show(GmxDistanceLine *line, const GmxNeighbours *neighbours);
