/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for manifold intrusion as a job.
 *
 * The thread leaves its progress in one number and wakes the main loop at most once until that has
 * looked at it, so that a fast search cannot flood the window. */
#include "ui/samples/intrusion-job.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE 10 /* as the engine's threads: the window draws first */
#define STEPS 1000

typedef struct {
  GmxGallery *gallery;
  GmxWeights *weights;
  GmxIntrusionProgress progress;
  gpointer progress_data;
  gint done;    /* atomic: thousandths */
  gint waiting; /* atomic: the main loop has yet to look at it */
} Job;

static void job_free(gpointer data) {
  Job *job = data;
  gmx_gallery_unref(job->gallery);
  g_clear_pointer(&job->weights, gmx_weights_unref);
  g_free(job);
}

static gboolean tell_progress(gpointer data) {
  GTask *task = data;
  Job *job = g_task_get_task_data(task);
  g_atomic_int_set(&job->waiting, 0);
  if (!g_task_get_completed(task) && !g_cancellable_is_cancelled(g_task_get_cancellable(task)))
    job->progress((double)g_atomic_int_get(&job->done) / STEPS, job->progress_data);
  return G_SOURCE_REMOVE;
}

static void on_progress(double fraction, gpointer data) {
  GTask *task = data;
  Job *job = g_task_get_task_data(task);
  g_atomic_int_set(&job->done, (gint)(fraction * STEPS));
  if (job->progress && g_atomic_int_compare_and_exchange(&job->waiting, 0, 1))
    g_main_context_invoke_full(g_task_get_context(task), G_PRIORITY_DEFAULT, tell_progress,
                               g_object_ref(task), g_object_unref);
}

/* Owns a reference of the task. */
static gpointer search(gpointer data) {
  g_autoptr(GTask) task = data;
  Job *job = g_task_get_task_data(task);
  GmxWeights *weights = job->weights;
  GError *error = NULL;
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
  GmxIntrusion *found = gmx_intrusion_run(weights->model, weights->dataset, weights->used,
                                          weights->used_count, weights->labels, job->gallery,
                                          on_progress, task, g_task_get_cancellable(task), &error);
  if (found)
    g_task_return_pointer(task, found, (GDestroyNotify)gmx_intrusion_unref);
  else
    g_task_return_error(task, error);
  return NULL;
}

static void on_weights(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GTask) task = data;
  Job *job = g_task_get_task_data(task);
  GError *error = NULL;
  job->weights = gmx_session_get_weights_finish(GMX_SESSION(source), result, &error);
  if (!job->weights) {
    g_task_return_error(task, error);
    return;
  }
  g_autoptr(GThread) thread = g_thread_new("intrusion", search, g_object_ref(task));
}

void gmx_intrusion_job_run_async(GmxSession *session, GmxGallery *gallery,
                                 GCancellable *cancellable, GmxIntrusionProgress progress,
                                 gpointer progress_data, GAsyncReadyCallback callback,
                                 gpointer user_data) {
  GTask *task = g_task_new(session, cancellable, callback, user_data);
  Job *job = g_new0(Job, 1);
  g_task_set_source_tag(task, gmx_intrusion_job_run_async);
  job->gallery = gmx_gallery_ref(gallery);
  job->progress = progress;
  job->progress_data = progress_data;
  g_task_set_task_data(task, job, job_free);
  gmx_session_get_weights_async(session, cancellable, on_weights, task);
}

GmxIntrusion *gmx_intrusion_job_run_finish(GAsyncResult *result, GError **error) {
  return g_task_propagate_pointer(G_TASK(result), error);
}
