/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of curvature as a table: a run a row, and λ₁, trace and ε-sharpness beside it. */
#pragma once

#include "ui/landscape/explorer.h"

#include <gtk/gtk.h>

#define GMX_TYPE_CURVATURE_TABLE (gmx_curvature_table_get_type())
G_DECLARE_FINAL_TYPE(GmxCurvatureTable, gmx_curvature_table, GMX, CURVATURE_TABLE, GtkWidget)

GtkWidget *gmx_curvature_table_new(GmxExplorer *explorer);
/** Narrow: runs are told by their marks alone. */
void gmx_curvature_table_set_narrow(GmxCurvatureTable *table, gboolean narrow);

/** A measure with a few significant digits: "5.42", "383", "1.2e6"; "–" for NaN. Free it. */
char *gmx_curvature_format(double value);
