/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for manifold intrusion as a job: the weights are asked of the session, the search runs
 * on a thread of its own below the window's priority, and the window is never held up. */
#pragma once

#include "engine/session.h"
#include "engine/train/intrusion.h"

/**
 * Searches for the examples of @gallery with the weights as they are now.
 * @param progress called on the main thread, never after @callback; may be NULL
 * @param callback gets the result on the main thread; gmx_intrusion_job_run_finish() there
 */
void gmx_intrusion_job_run_async(GmxSession *session, GmxGallery *gallery,
                                 GCancellable *cancellable, GmxIntrusionProgress progress,
                                 gpointer progress_data, GAsyncReadyCallback callback,
                                 gpointer user_data);

/** The caller owns what was found. NULL with G_IO_ERROR_CANCELLED when it was cut short. */
GmxIntrusion *gmx_intrusion_job_run_finish(GAsyncResult *result, GError **error);
