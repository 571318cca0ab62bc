/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of the table of runs: it shows one thing of a row and follows the row. */
#pragma once

#include "ui/runs/run-list.h"

#include <gtk/gtk.h>

typedef enum {
  GMX_CELL_CHECK,
  GMX_CELL_SAMPLE,
  GMX_CELL_NAME,
  GMX_CELL_DATA, /* of a run: how it stands, over the cells that follow */
  GMX_CELL_MODEL,
  GMX_CELL_SETTING,
  GMX_CELL_SEEDS,
  GMX_CELL_ACCURACY,
  GMX_CELL_LOSS,
  GMX_CELL_ECE,
  GMX_CELL_SHARPNESS,
  GMX_CELL_TIME,
  GMX_CELLS
} GmxCellKind;

#define GMX_TYPE_RUN_CELL (gmx_run_cell_get_type())
G_DECLARE_FINAL_TYPE(GmxRunCell, gmx_run_cell, GMX, RUN_CELL, GtkWidget)

/** @setting of a setting's cell, else NULL. */
GtkWidget *gmx_run_cell_new(GmxRunList *list, GmxCellKind kind, const char *setting);
/** Follows @row, or nothing where NULL. */
void gmx_run_cell_set_row(GmxRunCell *cell, GtkTreeListRow *row);
GmxRunRow *gmx_run_cell_get_row(GmxRunCell *cell);

/** The figure that a cell of @kind shows, in a unit to sort by; NaN where there is none. */
double gmx_run_row_figure(GmxRunRow *row, GmxCellKind kind);
/** Whether cells of @kind stand at the right. */
gboolean gmx_cell_kind_is_number(GmxCellKind kind);
