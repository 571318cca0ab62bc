/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A computation in a thread of its own, off the worker pool and at low priority, whose results come
 * to the main context of whoever started it. */
#pragma once

#include <gio/gio.h>

typedef struct GmxJob GmxJob;

/** What a job is. Everything but @context runs where it says. */
typedef struct {
  gboolean (*run)(GmxJob *job, gpointer work, GError **error); /* in the thread */
  GDestroyNotify free_work;                                    /* in the thread */
  gpointer work;                                               /* handed over */
  GCancellable *cancellable;                                   /* referenced; may be NULL */
  void (*update)(gpointer result, gpointer user_data);         /* starter's context; may be NULL */
  GDestroyNotify free_result;                                  /* any thread */
  void (*done)(const GError *error, gpointer user_data);       /* starter's context; may be NULL */
  gpointer user_data;
  GDestroyNotify free_data; /* starter's context; may be NULL */
} GmxJobOptions;

void gmx_job_start(const GmxJobOptions *options);

/** From the thread: @result, handed over, replaces one that was not delivered yet. */
void gmx_job_post(GmxJob *job, gpointer result);

GCancellable *gmx_job_get_cancellable(GmxJob *job);

/** Makes the calling thread one that computes alone and gives way to the window; a @helper beside
 * the job's own thread gives way to training too. */
void gmx_job_be_modest(gboolean helper);
