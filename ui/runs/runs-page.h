/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Runs page: every run of the run folder in a table, the selected ones over each other, and the
 * queue of runs to come.
 *
 * Property: "narrow" (boolean). Signal: "continue" (const char *path): go on with that run. Actions
 * begin with "runs."; they act on the current row. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_RUNS_PAGE (gmx_runs_page_get_type())
G_DECLARE_FINAL_TYPE(GmxRunsPage, gmx_runs_page, GMX, RUNS_PAGE, GtkWidget)

/** @run_dir NULL: the default place. The page owns the queue: its thread ends with the page. */
GtkWidget *gmx_runs_page_new(GmxSettings *settings, const char *run_dir);
