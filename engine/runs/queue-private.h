/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the queue's two files share: queue-store.c keeps its sweeps on disk, queue.c works them. */
#pragma once

#include "engine/runs/queue.h"

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
