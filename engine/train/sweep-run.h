/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tasks of a sweep as runs: what has become of them, and how one is trained.
 *
 * Whoever works a task holds the lock of its run folder, from before it looks at what is there to
 * after the last row: two workers never train the same task. */
#pragma once

#include "engine/train/sweep.h"
#include "engine/train/trainer.h"

typedef enum {
  GMX_TASK_MISSING,   /* no run yet */
  GMX_TASK_CUT_SHORT, /* stopped or killed: training goes on from the last checkpoint */
  GMX_TASK_RUNNING,   /* locked: somebody trains it now */
  GMX_TASK_FINISHED,
  GMX_TASK_DIVERGED, /* its loss was not finite: done, too */
  GMX_TASK_BLOCKED,  /* a folder of its name holds something else, or can't be read */
} GmxTaskState;

/** A task under a run folder. Figures are NaN where there are none. */
typedef struct {
  GmxTaskState state;
  double test_accuracy, test_loss, train_accuracy, ece; /* of the run's summary */
  gint64 steps;
  char *problem; /* GMX_TASK_BLOCKED: why, in one line; else NULL */
} GmxTaskStatus;

/** "missing", "cut short", "running", "finished", "diverged", "blocked"; static. */
const char *gmx_task_state_to_string(GmxTaskState state);
/** Finished or diverged: nothing is left to do. */
gboolean gmx_task_state_is_done(GmxTaskState state);

/** Looks at task @task under @run_dir (NULL for the default place). */
GmxTaskStatus *gmx_sweep_look(GmxSweep *sweep, int task, const char *run_dir);
void gmx_task_status_free(GmxTaskStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxTaskStatus, gmx_task_status_free)

/**
 * Opens task @task for training in the calling thread: a new run with a folder of the task's name,
 * or the one that was cut short, at its checkpoint. Freeing the trainer gives the folder back.
 * @param run_dir NULL for the default place; made where it is missing
 * @param state receives what stood there before
 * @returns NULL without an error where there is nothing to do (the task is done), NULL with
 *   GMX_RUN_ERROR_LOCKED where somebody else trains it, NULL with an error otherwise
 */
GmxTrainer *gmx_sweep_open_task(GmxSweep *sweep, int task, const char *run_dir, GmxTaskState *state,
                                GError **error);

/** Means over the seeds of the tasks that share their places on all axes. */
typedef struct {
  int task;                             /* the first of them: its places say which */
  int n, diverged, left;                /* finished, diverged, and not done */
  double test_accuracy, test_loss, ece; /* means over the n; NaN for none */
  double test_accuracy_deviation, test_loss_deviation, ece_deviation; /* n − 1; NaN below two */
} GmxSweepRow;

/** One row for each combination of the axes' values, in the order of the tasks; free with g_free().
 */
GmxSweepRow *gmx_sweep_summarise(GmxSweep *sweep, const char *run_dir, int *count);
