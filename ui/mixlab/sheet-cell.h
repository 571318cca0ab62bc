/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One blend of a sheet: its picture, and a flag where the network sees a third class in it. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_SHEET_CELL (gmx_sheet_cell_get_type())
G_DECLARE_FINAL_TYPE(GmxSheetCell, gmx_sheet_cell, GMX, SHEET_CELL, GtkButton)

/** @row and @column are for its owner. @size of the picture in logical pixels. */
GtkWidget *gmx_sheet_cell_new(int row, int column, int size);
int gmx_sheet_cell_get_row(GmxSheetCell *cell);
int gmx_sheet_cell_get_column(GmxSheetCell *cell);
void gmx_sheet_cell_set_image(GmxSheetCell *cell, const guint8 *rgb, int width, int height);
/** @label its accessible name and tooltip. */
void gmx_sheet_cell_set_facts(GmxSheetCell *cell, gboolean third, const char *label);
