/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Runs page lists and what of it is selected: the model of table, curves and figures.
 *
 * It follows a list of GmxRunEntry and is itself a list of GmxRunRow: the groups that pass the
 * filter, newest first, with their runs below them. A selection is one of runs, kept by path: it
 * outlives the filter and every new reading. Signals: "changed" (rows, figures or names),
 * "selection-changed" (what is selected, or the runs that are). */
#pragma once

#include "ui/runs/run-row.h"

#define GMX_TYPE_RUN_LIST (gmx_run_list_get_type())
G_DECLARE_FINAL_TYPE(GmxRunList, gmx_run_list, GMX, RUN_LIST, GObject)

/** @entries a list of GmxRunEntry, referenced; @styles_file see gmx_run_styles_new(). */
GmxRunList *gmx_run_list_new(GListModel *entries, const char *styles_file);
/** Groups anew what has changed; it does so by itself soon after a change. */
void gmx_run_list_update(GmxRunList *list);

/** Words that must all be found in title, folder, tags, sweep, state or a setting's value;
 * "rho=0.1" is a setting of that value. NULL or "": all. */
void gmx_run_list_set_filter(GmxRunList *list, const char *text);

/** Settings that differ among the shown groups, see gmx_run_differing_columns(); borrowed. */
const char *const *gmx_run_list_get_columns(GmxRunList *list);

void gmx_run_list_select(GmxRunList *list, GmxRunRow *row, gboolean selected);
/** All shown groups; FALSE: none at all. */
void gmx_run_list_select_all(GmxRunList *list, gboolean selected);

/** A selected group, with those of its runs that are. */
typedef struct {
  GmxRunRow *row;     /* the group */
  char *name;         /* tells it from the other selected ones */
  GPtrArray *entries; /* of GmxRunEntry, by seed */
  GmxRunStyle style;
  GmxRunFigures figures; /* of the selected runs */
} GmxRunPick;
/** The selected groups, in the order in which they are listed; borrowed. */
GPtrArray *gmx_run_list_get_selected(GmxRunList *list);

/** The group that differences are taken against: the one that was marked, if it is selected, else
 * the first selected. NULL where none is. */
GmxRunPick *gmx_run_list_get_reference(GmxRunList *list);
void gmx_run_list_set_reference(GmxRunList *list, GmxRunRow *group);

/** The row of the run at @path, or of the group that it is in; NULL. Borrowed. */
GmxRunRow *gmx_run_list_find(GmxRunList *list, const char *path);

/** How many there are, whatever the filter. */
typedef struct {
  int groups, shown, selected; /* groups */
  int runs, finished;
} GmxRunCounts;
GmxRunCounts gmx_run_list_count(GmxRunList *list);

/** The shown runs as a CSV table, one row a run. Free it. */
char *gmx_run_list_to_csv(GmxRunList *list);
