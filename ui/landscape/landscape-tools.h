/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape page's tool row: which plane, which loss, which other run, what is under way, and
 * what to save. Its buttons and menus activate the page's actions. */
#pragma once

#include "ui/landscape/explorer.h"

#include <gtk/gtk.h>

#define GMX_TYPE_LANDSCAPE_TOOLS (gmx_landscape_tools_get_type())
G_DECLARE_FINAL_TYPE(GmxLandscapeTools, gmx_landscape_tools, GMX, LANDSCAPE_TOOLS, GtkWidget)

GtkWidget *gmx_landscape_tools_new(GmxExplorer *explorer);
/** Narrow: what is under way stands in a line of its own. */
void gmx_landscape_tools_set_narrow(GmxLandscapeTools *tools, gboolean narrow);
