/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays its children out in two columns where there is room for them, else in one. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_COLUMN_BOX (gmx_column_box_get_type())
G_DECLARE_FINAL_TYPE(GmxColumnBox, gmx_column_box, GMX, COLUMN_BOX, GtkWidget)

/** @least_width: a column is never narrower while there are two; @spacing between children. */
GtkWidget *gmx_column_box_new(int least_width, int spacing);

/** Adds @child at the end. Hidden children take no place. */
void gmx_column_box_append(GmxColumnBox *box, GtkWidget *child);
