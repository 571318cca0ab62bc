/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's fields, shared by runs-page.c (what stands where), runs-page-actions.c (what is done
 * with a run), runs-page-queue.c (what is queued) and runs-page-export.c (what is saved). */
#pragma once

#include "engine/runs/queue.h"
#include "ui/runs/run-list.h"
#include "ui/runs/runs-page.h"

#include <adwaita.h>

struct _GmxRunsPage {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxRunLibrary *library;
  GmxRunList *list;
  GmxQueue *queue;
  gboolean narrow;
  GPtrArray *deleted; /* what undo takes: char *, of the last deletion */

  GtkWidget *toasts, *tools, *notice, *stack, *table, *cards, *chart, *figures,
      *queue_line, *scroller, *columns;
};

/** The row that actions act on: the current one, else the first selected, else the first. NULL
 * where there is none. Borrowed. */
GmxRunRow *gmx_runs_page_get_row(GmxRunsPage *page);
/** Says in the bar what could not be done. */
void gmx_runs_page_fail(GmxRunsPage *page, const char *what, const char *why);
void gmx_runs_page_update_actions(GmxRunsPage *page);
/** A toast without a button. */
void gmx_runs_page_say(GmxRunsPage *page, const char *words);

void gmx_runs_page_install_row_actions(GtkWidgetClass *class);
void gmx_runs_page_install_queue_actions(GtkWidgetClass *class);
void gmx_runs_page_install_export_actions(GtkWidgetClass *class);
/** The menu of what can be saved; the caller owns it. */
GMenuModel *gmx_runs_page_new_export_menu(void);
/** The menu of a row; the caller owns it. */
GMenuModel *gmx_runs_page_new_menu(void);
