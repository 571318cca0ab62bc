/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tool row of the Runs page: search, what is selected, and what is done with runs. */
#pragma once

#include "ui/runs/run-list.h"

#include <gtk/gtk.h>

#define GMX_TYPE_RUNS_TOOLS (gmx_runs_tools_get_type())
G_DECLARE_FINAL_TYPE(GmxRunsTools, gmx_runs_tools, GMX, RUNS_TOOLS, GtkWidget)

GtkWidget *gmx_runs_tools_new(GmxRunList *list);
void gmx_runs_tools_set_narrow(GmxRunsTools *tools, gboolean narrow);
/** Puts the focus into the search. */
void gmx_runs_tools_search(GmxRunsTools *tools);
