/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of groups and runs.
 *
 * Columns of settings come and go with what differs. Rows act through the page's actions
 * ("runs.rename" …); right click, Menu and Shift+F10 have them in a menu. Keys: Space checks,
 * Right and Left open and close a group. */
#pragma once

#include "ui/runs/run-selection.h"

#define GMX_TYPE_RUNS_TABLE (gmx_runs_table_get_type())
G_DECLARE_FINAL_TYPE(GmxRunsTable, gmx_runs_table, GMX, RUNS_TABLE, GtkWidget)

/** @menu of the context menu; both referenced. */
GtkWidget *gmx_runs_table_new(GmxRunList *list, GMenuModel *menu);
GmxRunSelection *gmx_runs_table_get_selection(GmxRunsTable *table);
void gmx_runs_table_set_narrow(GmxRunsTable *table, gboolean narrow);
/** How far the words on a run's state may reach. */
int gmx_runs_table_get_state_width(GmxRunsTable *table);
