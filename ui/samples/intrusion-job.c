/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for manifold intrusion as a job.
 *
 * The thread knows nothing of the task: the session would go with the task's last reference, and
 * has to go on the thread that made it. It leaves what it has in the job and wakes the main loop;
 * for its progress at most once until that has looked at it, so that a fast search cannot flood the
 * window. */
#include "ui/samples/intrusion-job.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE 10 /* as the engine's threads: the window draws first */
#define STEPS 1000

/* Counted: the thread and the main loop each have it as long as they need it. */
typedef struct {
  GMainContext *context;
  GTask *task; /* the main thread's alone; NULL when it has returned */
  GCancellable *cancellable;
  GmxGallery *gallery;
  GmxWeights *weights;
  GmxIntrusionProgress progress;
  gpointer progress_data;
  gint done;    /* atomic: thousandths */
  gint waiting; /* atomic: the main loop has yet to look at it */

  /* The thread's, until it has ended. */
  GmxIntrusion *found;
  GError *error;
} Job;

static void job_clear(gpointer data) {
  Job *job = data;
  g_clear_object(&job->cancellable);
  g_clear_pointer(&job->gallery, gmx_gallery_unref);
  g_clear_pointer(&job->weights, gmx_weights_unref);
  g_clear_pointer(&job->context, g_main_context_unref);
}

static void job_unref(gpointer job) {
  g_atomic_rc_box_release_full(job, job_clear);
}

/* Never at once, as g_main_context_invoke() would where the main loop happens to rest. */
static void wake(Job *job, GSourceFunc func) {
  g_autoptr(GSource) source = g_idle_source_new();
  g_source_set_priority(source, G_PRIORITY_DEFAULT);
  g_source_set_callback(source, func, g_atomic_rc_box_acquire(job), job_unref);
  g_source_attach(source, job->context);
}

static gboolean tell_progress(gpointer data) {
  Job *job = data;
  g_atomic_int_set(&job->waiting, 0);
  if (job->task && !g_cancellable_is_cancelled(job->cancellable))
    job->progress((double)g_atomic_int_get(&job->done) / STEPS, job->progress_data);
  return G_SOURCE_REMOVE;
}

static void on_progress(double fraction, gpointer data) {
  Job *job = data;
  g_atomic_int_set(&job->done, (gint)(fraction * STEPS));
  if (job->progress && g_atomic_int_compare_and_exchange(&job->waiting, 0, 1))
    wake(job, tell_progress);
}

static gboolean tell_result(gpointer data) {
  Job *job = data;
  g_autoptr(GTask) task = g_steal_pointer(&job->task);
  if (job->found)
    g_task_return_pointer(task, g_steal_pointer(&job->found), (GDestroyNotify)gmx_intrusion_unref);
  else
    g_task_return_error(task, g_steal_pointer(&job->error));
  return G_SOURCE_REMOVE;
}

/* Owns a reference of the job. */
static gpointer search(gpointer data) {
  Job *job = data;
  const GmxWeights *weights = job->weights;
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
  job->found = gmx_intrusion_run(weights->model, weights->dataset, weights->used,
                                 weights->used_count, weights->labels, job->gallery, on_progress,
                                 job, job->cancellable, &job->error);
  wake(job, tell_result);
  job_unref(job);
  return NULL;
}

static void on_weights(GObject *source, GAsyncResult *result, gpointer data) {
  Job *job = data;
  job->weights = gmx_session_get_weights_finish(GMX_SESSION(source), result, &job->error);
  if (!job->weights) {
    tell_result(job);
    job_unref(job);
    return;
  }
  g_autoptr(GThread) thread = g_thread_new("intrusion", search, job);
}

void gmx_intrusion_job_run_async(GmxSession *session, GmxGallery *gallery,
                                 GCancellable *cancellable, GmxIntrusionProgress progress,
                                 gpointer progress_data, GAsyncReadyCallback callback,
                                 gpointer user_data) {
  Job *job = g_atomic_rc_box_new0(Job);
  job->task = g_task_new(session, cancellable, callback, user_data);
  g_task_set_source_tag(job->task, gmx_intrusion_job_run_async);
  job->context = g_main_context_ref(g_task_get_context(job->task));
  job->cancellable = cancellable ? g_object_ref(cancellable) : NULL;
  job->gallery = gmx_gallery_ref(gallery);
  job->progress = progress;
  job->progress_data = progress_data;
  gmx_session_get_weights_async(session, cancellable, on_weights, job);
}

GmxIntrusion *gmx_intrusion_job_run_finish(GAsyncResult *result, GError **error) {
  return g_task_propagate_pointer(G_TASK(result), error);
}
