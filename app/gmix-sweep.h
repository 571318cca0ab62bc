/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of `gmix sweep`: options and single tasks (gmix-sweep.c), all tasks by workers
 * (gmix-sweep-jobs.c, gmix-sweep-worker.c), what is printed (gmix-sweep-print.c). */
#pragma once

#include "engine/train/sweep-run.h"

typedef struct {
  GmxSweep *sweep;
  const char *run_dir; /* NULL: the default place */
  int jobs;            /* workers at a time */
  int threads;         /* processors of each worker; 0: its share */
  gboolean json, quiet;
} GmixSweep;

/** Exit status of a single task that somebody else trains. */
#define GMIX_BUSY 3

/**
 * Trains what is missing with workers, processes of this program.
 * @returns the exit status
 */
int gmix_sweep_work(const GmixSweep *self);

/** One line, or object, a task: number, state, figures, name. */
void gmix_sweep_print_list(const GmixSweep *self);

/** The figures of each combination of values, over its seeds; with --json the objects "row". */
void gmix_sweep_print_table(const GmixSweep *self);

/** The path of a task's run folder; free it. */
char *gmix_sweep_task_path(const GmixSweep *self, int task);

/** An object about @task: its number, run, settings of the axes and seed. */
JsonObject *gmix_sweep_task_object(const GmixSweep *self, const char *event, int task);
