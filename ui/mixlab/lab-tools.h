/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mix lab's tool row: how to blend, what to open, whose weights, what to save. Its buttons
 * activate the page's actions. */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_LAB_TOOLS (gmx_lab_tools_get_type())
G_DECLARE_FINAL_TYPE(GmxLabTools, gmx_lab_tools, GMX, LAB_TOOLS, GtkWidget)

GtkWidget *gmx_lab_tools_new(GmxLab *lab);
/** Narrow: buttons without words, and the note in a line of its own. */
void gmx_lab_tools_set_narrow(GmxLabTools *tools, gboolean narrow);
