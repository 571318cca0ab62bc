/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that makes frames of the plane: one at a time, always of the newest moment. */
#pragma once

#include "ui/plane/plane-frame.h"

typedef struct GmxPlaneWorker GmxPlaneWorker;

/** What is to be made. */
typedef struct {
  GmxWeights *weights;
  GmxGallery *gallery; /* may be NULL */
  GPtrArray *looks;    /* of GmxPlaneLook */
  GmxPlaneCare care;
  guint run; /* comes back with the frame */
} GmxPlaneJob;

/** Called on the main context of the thread that made the worker. */
typedef void (*GmxPlaneDone)(GmxPlaneFrame *frame, guint run, gpointer user_data);

GmxPlaneWorker *gmx_plane_worker_new(GmxPlaneDone done, gpointer user_data);

/** Ends the thread after the frame under way and waits for it. Nothing is called any more. */
void gmx_plane_worker_close(GmxPlaneWorker *worker);

/** Copies @job with references to what it points to; it replaces one that has not begun. */
void gmx_plane_worker_make(GmxPlaneWorker *worker, const GmxPlaneJob *job);

/** Whether a job has not begun yet. */
gboolean gmx_plane_worker_is_full(GmxPlaneWorker *worker);
