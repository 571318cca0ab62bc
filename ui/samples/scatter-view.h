/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scatter as a widget: its axes with their names, the brush, the point under the pointer.
 *
 * Pointer: drag draws a brush that selects (with Ctrl or Shift: adds), a click selects a point, a
 * double click selects nothing. Keys: Left and Right walk the points by loss, Up and Down by s_i,
 * Home and End go to the outermost; Space selects or unselects, Escape selects nothing. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SCATTER_VIEW (gmx_scatter_view_get_type())
G_DECLARE_FINAL_TYPE(GmxScatterView, gmx_scatter_view, GMX, SCATTER_VIEW, GtkWidget)

/** @model referenced. */
GtkWidget *gmx_scatter_view_new(GmxSampleModel *model);
