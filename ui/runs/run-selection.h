/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list's checks as the selection of its table.
 *
 * A plain click or an arrow key moves the current row and checks nothing: a selection of several
 * groups is too dear to lose by one click. Space, Ctrl+click and the check boxes check. */
#pragma once

#include "ui/runs/run-list.h"

#include <gtk/gtk.h>

#define GMX_TYPE_RUN_SELECTION (gmx_run_selection_get_type())
G_DECLARE_FINAL_TYPE(GmxRunSelection, gmx_run_selection, GMX, RUN_SELECTION, GObject)

/** @rows a list of GtkTreeListRow of GmxRunRow; taken. Signal: "current-changed". */
GmxRunSelection *gmx_run_selection_new(GListModel *rows, GmxRunList *list);
/** The row that keys and menus act on; NULL before the first. Borrowed. */
GmxRunRow *gmx_run_selection_get_current(GmxRunSelection *selection);
void gmx_run_selection_set_current(GmxRunSelection *selection, GmxRunRow *row);
