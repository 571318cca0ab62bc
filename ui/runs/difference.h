/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window with the settings of two runs side by side: those that differ, or all. */
#pragma once

#include "ui/runs/run-list.h"

#include <gtk/gtk.h>

#define GMX_TYPE_DIFFERENCE (gmx_difference_get_type())
G_DECLARE_FINAL_TYPE(GmxDifference, gmx_difference, GMX, DIFFERENCE, GtkWindow)

/** The two runs to begin with; others of @list can be chosen. */
GtkWidget *gmx_difference_new(GmxRunList *list, GmxRunEntry *left, GmxRunEntry *right);
