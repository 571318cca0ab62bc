/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of the explorer, shared by explorer.c (what is asked for), explorer-work.c (the jobs)
 * and explorer-other.c (another run). */
#pragma once

#include "ui/landscape/explorer.h"

typedef enum { GMX_TASK_NONE, GMX_TASK_PLANE, GMX_TASK_LINES, GMX_TASK_CURVATURE } GmxTaskKind;

/** One job under way. It lives until the engine is done with it. */
typedef struct {
  GmxExplorer *explorer; /* referenced */
  GmxTaskKind kind;
  int run; /* of a curvature; −1: of an epoch that is followed */
  GCancellable *cancellable;
  double fraction;
  char *words;
} GmxTask;

struct _GmxExplorer {
  GObject parent_instance;

  GmxSettings *settings;
  GmxRunLibrary *library;
  GmxExplorerChoice choice;
  GmxDataset *dataset;

  GmxWeights *weights, *other;
  char *name, *other_path, *other_name;
  GCancellable *reading; /* of the other run that is being read */
  char *reading_name;
  gint64 step; /* of the open run */

  GmxLandscape *plane, *lines;
  GmxCurvature *curvature[2];

  gboolean in_sight, looked;  /* looked: the first look at this run was begun */
  GCancellable *asking;       /* of weights asked for */
  GmxTask *plane_task, *side; /* under way, or NULL */
  gboolean lines_due, curvature_due[2];

  gboolean follow;
  GmxWeights *followed; /* of an epoch, its curvature due */
  gboolean follow_asked;
  GArray *records; /* of GmxCurvatureRecord */
};

typedef enum {
  GMX_EXPLORER_PLANE,
  GMX_EXPLORER_LINES,
  GMX_EXPLORER_CURVATURE,
  GMX_EXPLORER_WORK,
  GMX_EXPLORER_CHOICE,
  GMX_EXPLORER_WEIGHTS,
  GMX_EXPLORER_FAILED,
  GMX_EXPLORER_SIGNALS
} GmxExplorerSignal;

void gmx_explorer_emit(GmxExplorer *explorer, GmxExplorerSignal id);
void gmx_explorer_fail(GmxExplorer *explorer, const char *what, const char *message);

/* explorer-work.c */

/** Starts the plane anew, ending the one under way. */
void gmx_explorer_start_plane(GmxExplorer *explorer);
/** Marks what has to be computed, and starts it. */
void gmx_explorer_want_lines(GmxExplorer *explorer);
void gmx_explorer_want_curvature(GmxExplorer *explorer, int run);
/** Ends the jobs under way, what is due forgotten. */
void gmx_explorer_stop(GmxExplorer *explorer);
/** Starts what is due in the second thread. */
void gmx_explorer_work(GmxExplorer *explorer);

/* explorer-other.c */

/** "g-mix, seed 1" of the settings of the open run. Free it. */
char *gmx_explorer_name_config(GmxConfig *config);
/** Gives up reading; @forget: and the comparison. */
void gmx_explorer_drop_other(GmxExplorer *explorer, gboolean forget);
