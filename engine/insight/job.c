/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results go through a letter box with room for one: a window that is busy gets the newest, and
 * never a queue of old ones. */
#include "engine/insight/job.h"

#include "engine/nn/parallel.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE 10  /* as the engine's threads: the window draws first */
#define LOWER 15 /* training comes first too */

struct GmxJob {
  GmxJobOptions options;
  GMainContext *context;
  pthread_mutex_t lock; /* guards what follows */
  gpointer result;
  gboolean waiting; /* a source that will look into the box */
  gboolean ended;
  GError *error;
  GThread *thread;
};

void gmx_job_be_modest(gboolean helper) {
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), helper ? LOWER : NICE);
  gmx_parallel_set_alone(true);
}

GCancellable *gmx_job_get_cancellable(GmxJob *self) {
  return self->options.cancellable;
}

static void job_free(GmxJob *self) {
  g_thread_join(self->thread); /* it has ended but for its last unlock */
  if (self->options.free_data)
    self->options.free_data(self->options.user_data);
  g_clear_object(&self->options.cancellable);
  g_clear_error(&self->error);
  g_main_context_unref(self->context);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
}

/* On the starter's context. */
static gboolean deliver(gpointer data) {
  GmxJob *self = data;
  const GmxJobOptions *options = &self->options;
  pthread_mutex_lock(&self->lock);
  gpointer result = g_steal_pointer(&self->result);
  const gboolean ended = self->ended;
  self->waiting = FALSE;
  pthread_mutex_unlock(&self->lock);
  if (result && options->update && !g_cancellable_is_cancelled(options->cancellable))
    options->update(result, options->user_data);
  if (result)
    options->free_result(result);
  if (!ended)
    return G_SOURCE_REMOVE;
  /* Cancelled after the last result: that was the end for whoever cancelled. */
  if (!self->error)
    g_cancellable_set_error_if_cancelled(options->cancellable, &self->error);
  if (options->done)
    options->done(self->error, options->user_data);
  job_free(self);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void wake(GmxJob *self) {
  if (self->waiting)
    return;
  self->waiting = TRUE;
  g_autoptr(GSource) source = g_idle_source_new();
  g_source_set_priority(source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback(source, deliver, self, NULL);
  g_source_attach(source, self->context);
}

void gmx_job_post(GmxJob *self, gpointer result) {
  pthread_mutex_lock(&self->lock);
  gpointer older = self->result;
  self->result = result;
  wake(self);
  pthread_mutex_unlock(&self->lock);
  if (older)
    self->options.free_result(older);
}

static gpointer job_main(gpointer data) {
  GmxJob *self = data;
  GError *error = NULL;
  gmx_job_be_modest(FALSE);
  self->options.run(self, self->options.work, &error);
  self->options.free_work(self->options.work);
  pthread_mutex_lock(&self->lock);
  self->error = error;
  self->ended = TRUE;
  wake(self);
  pthread_mutex_unlock(&self->lock);
  return NULL;
}

void gmx_job_start(const GmxJobOptions *options) {
  GmxJob *self = g_new0(GmxJob, 1);
  self->options = *options;
  if (options->cancellable)
    g_object_ref(options->cancellable);
  self->context = g_main_context_ref_thread_default();
  pthread_mutex_init(&self->lock, NULL);
  pthread_mutex_lock(&self->lock);
  self->thread = g_thread_new("landscape", job_main, self);
  pthread_mutex_unlock(&self->lock);
}
