/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker of `gmix sweep`: this program again, with --task and the sweep on its standard input. */
#pragma once

#include "app/gmix-sweep.h"

typedef struct GmixWorker GmixWorker;

/** Called once, on the main context, when the process has ended and all it said was read. */
typedef void (*GmixWorkerEnd)(GmixWorker *worker, gpointer data);

struct GmixWorker {
  int task;
  double steps, first, now; /* in all, where it began (-1: it has not), where it is */
  char *problem;            /* the last line on its standard error, or what ended it; NULL */
  int status;               /* exit status once it has ended; -1 where a signal ended it */
  GmixWorkerEnd end;
  gpointer data;
  GSubprocess *process;
  GDataInputStream *out, *err;
  int open; /* streams and process that have not ended */
};

/** Starts one for @task. @text is the sweep's file. */
GmixWorker *gmix_worker_new(const GmixSweep *sweep, int task, const char *text, GmixWorkerEnd end,
                            gpointer data, GError **error);
/** To be called when it has ended. */
void gmix_worker_free(GmixWorker *worker);

/** The part of its task that it has trained, and the part that is trained in all. */
double gmix_worker_get_worked(const GmixWorker *worker);
double gmix_worker_get_fraction(const GmixWorker *worker);
