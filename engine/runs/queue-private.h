/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue's files share: queue.c is what its owner sees, queue-work.c the thread, and
 * queue-store.c keeps the sweeps on disk. */
#pragma once

#include "engine/runs/queue.h"

#include <pthread.h>

struct _GmxQueue {
  GObject parent_instance;

  char *run_dir, *folder;
  GMainContext *context;
  pthread_t thread;
  gboolean started;

  pthread_mutex_t lock; /* guards what follows */
  pthread_cond_t wake;
  GPtrArray *sweeps; /* of GmxSweep */
  gboolean closing, paused, modest;
  gboolean restless;     /* the list has changed: look again before resting */
  gint stop;             /* atomic: leave the task under way after its step */
  GHashTable *failed;    /* run names that could not be trained by this process */
  GmxQueueStatus status; /* as of now */
  char *current_sweep;   /* name of the sweep of the running task */
  double task_seconds;   /* mean of the tasks that this process has trained; NaN */
  int tasks_timed;
  GError *error; /* to be told */
  gboolean changed, told;
};

/** With the lock held: has the owner told of the state; @changed: of more than progress. */
void gmx_queue_say(GmxQueue *queue, gboolean changed);
/** Tells of a copy of @error, unless one that was not told yet stands. */
void gmx_queue_say_failure(GmxQueue *queue, GError *error);
/** The thread, of a GmxQueue. */
void *gmx_queue_main(void *data);

/** The folder of the queue of @run_dir. */
char *gmx_queue_folder(const char *run_dir);

/** The sweeps in their order: GmxSweep. A file that can't be read is left out and reported. */
GPtrArray *gmx_queue_store_load(const char *folder, gboolean *paused, GError **error);
/** Writes sweep @sweep's file; the folder is made. */
gboolean gmx_queue_store_add(const char *folder, GmxSweep *sweep, GError **error);
gboolean gmx_queue_store_remove(const char *folder, const char *name, GError **error);
/** Writes order and pause. */
gboolean gmx_queue_store_order(const char *folder, GPtrArray *sweeps, gboolean paused,
                               GError **error);
