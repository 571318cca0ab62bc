/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what the table of runs is sorted: a sorter for each column. */
#pragma once

#include "ui/runs/run-cell.h"

#define GMX_TYPE_RUN_ORDER (gmx_run_order_get_type())
G_DECLARE_FINAL_TYPE(GmxRunOrder, gmx_run_order, GMX, RUN_ORDER, GObject)

/** @view_sorter of the column view, which tells which way the chosen column sorts. */
GmxRunOrder *gmx_run_order_new(GtkSorter *view_sorter);

/** Sorts GmxRunRow by what a cell of @kind shows; @setting of GMX_CELL_SETTING, else NULL. */
GtkSorter *gmx_run_order_new_sorter(GmxRunOrder *order, GmxCellKind kind, const char *setting);
