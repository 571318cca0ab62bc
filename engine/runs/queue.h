/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue: runs that wait to be trained, one after another, beside the session.
 *
 * It lies in files (a folder `.queue` beside the runs, with sweep files, their order and whether it
 * is paused), so that it survives a restart; what is finished, cut short or missing is told by the
 * run folders. A thread of low priority works it off. Signals, on the main context of the thread
 * that made it: "changed" (tasks, their order or states), "progress" (the running task has gone
 * on), "failed" (const GError *: a task that could not be trained; the queue goes on). */
#pragma once

#include "engine/train/sweep.h"

#define GMX_TYPE_QUEUE (gmx_queue_get_type())
G_DECLARE_FINAL_TYPE(GmxQueue, gmx_queue, GMX, QUEUE, GObject)

/** Where the queue stands. Seconds are NaN before they are known. */
typedef struct {
  int running, waiting, finished, failed; /* tasks; failed ones could not be trained */
  char *current;                          /* "dg-mix, seed 5"; NULL */
  double fraction;                        /* of all steps of all tasks */
  double current_fraction, current_seconds_left, seconds_left;
  gboolean paused;
} GmxQueueStatus;

/** @run_dir NULL: the default place. Goes on where the last one ended, unless paused. */
GmxQueue *gmx_queue_new(const char *run_dir);
/** Stops after the step under way (a checkpoint is written) and waits for the thread. */
void gmx_queue_close(GmxQueue *queue);

GmxQueueStatus *gmx_queue_get_status(GmxQueue *queue);
void gmx_queue_status_free(GmxQueueStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxQueueStatus, gmx_queue_status_free)

/** Adds a sweep's missing tasks at the end; written to disk before it returns. */
gboolean gmx_queue_add(GmxQueue *queue, GmxSweep *sweep, GError **error);
/** Names of the sweeps in the queue, in order; free with g_strfreev(). */
char **gmx_queue_list(GmxQueue *queue);
GmxSweep *gmx_queue_find(GmxQueue *queue, const char *name); /* referenced, or NULL */
/** Takes a sweep out; runs that it has made stay. */
gboolean gmx_queue_remove(GmxQueue *queue, const char *name, GError **error);
/** Stops after the step under way, or goes on; remembered over a restart. */
void gmx_queue_set_paused(GmxQueue *queue, gboolean paused);
/** While something else trains, the queue keeps off the worker pool and computes on one thread. */
void gmx_queue_set_modest(GmxQueue *queue, gboolean modest);
