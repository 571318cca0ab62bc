/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the table: a group of runs that differ by their seed alone, or one run of a group.
 *
 * Rows stay while their runs change, so that what is expanded, focused or in view stays too.
 * Signal: "changed" (anything that the row shows). */
#pragma once

#include "ui/runs/run-figures.h"
#include "ui/runs/run-style.h"

#include <gio/gio.h>

typedef enum { GMX_CHECK_NONE, GMX_CHECK_SOME, GMX_CHECK_ALL } GmxCheck;

#define GMX_TYPE_RUN_ROW (gmx_run_row_get_type())
G_DECLARE_FINAL_TYPE(GmxRunRow, gmx_run_row, GMX, RUN_ROW, GObject)
/** Read only but for the list that makes the rows. */
struct _GmxRunRow {
  GObject parent_instance;
  char *key;          /* gmx_run_group_key(), or a run's path */
  char *name;         /* "g-mix", "seed 3" */
  GPtrArray *entries; /* of GmxRunEntry, by seed; one of a run */
  GmxRunRow *group;   /* borrowed; NULL for a group, or where it is gone */
  GListStore *runs;   /* of GmxRunRow; NULL for a run */
  GmxRunFigures figures;
  GmxCheck check;
  gboolean expanded; /* a group's runs are shown */
  gboolean styled;   /* whether `style` is given yet; runs have their group's */
  GmxRunStyle style;
};

/** A group without runs yet. */
GmxRunRow *gmx_run_row_new_group(const char *key);
/** Gives a group these runs (GmxRunEntry, any order). Emits "changed" where something did. */
void gmx_run_row_take_entries(GmxRunRow *row, GPtrArray *entries);
void gmx_run_row_changed(GmxRunRow *row);

/** The first run of the row; never NULL. */
GmxRunEntry *gmx_run_row_get_entry(GmxRunRow *row);
