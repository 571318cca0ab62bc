/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames cross over by a source of their own, so that a busy thread cannot flood the main loop: the
 * newest one that has not been looked at replaces the one before. */
#include "ui/plane/plane-worker.h"

#include "engine/nn/parallel.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE 10 /* as the engine's threads: the window draws first */

struct GmxPlaneWorker {
  GMainContext *context;
  GmxPlaneDone done;
  gpointer data;
  GThread *thread;
  GmxPlaneFrame *before; /* the thread's: the last one made */

  pthread_mutex_t lock; /* guards what follows */
  pthread_cond_t come;
  gboolean closing;
  GmxPlaneJob *job;     /* waits */
  GmxPlaneFrame *frame; /* made, not yet handed over; with its run */
  guint run;
  GSource *source; /* that will hand it over, or NULL */
};

static GmxPlaneJob *copy_job(const GmxPlaneJob *job) {
  GmxPlaneJob *copy = g_memdup2(job, sizeof *job);
  gmx_weights_ref(job->weights);
  copy->gallery = job->gallery ? gmx_gallery_ref(job->gallery) : NULL;
  copy->looks = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_plane_look_unref);
  for (guint i = 0; i < job->looks->len; i++)
    g_ptr_array_add(copy->looks, gmx_plane_look_ref(job->looks->pdata[i]));
  return copy;
}

static void free_job(GmxPlaneJob *job) {
  gmx_weights_unref(job->weights);
  g_clear_pointer(&job->gallery, gmx_gallery_unref);
  g_ptr_array_unref(job->looks);
  g_free(job);
}

static gboolean hand_over(gpointer data) {
  GmxPlaneWorker *self = data;
  pthread_mutex_lock(&self->lock);
  g_autoptr(GmxPlaneFrame) frame = g_steal_pointer(&self->frame);
  const guint run = self->run;
  g_clear_pointer(&self->source, g_source_unref);
  pthread_mutex_unlock(&self->lock);
  if (frame)
    self->done(frame, run, self->data);
  return G_SOURCE_REMOVE;
}

/* The lock is held. */
static void wake_main(GmxPlaneWorker *self) {
  if (self->source)
    return;
  self->source = g_idle_source_new();
  g_source_set_priority(self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback(self->source, hand_over, self, NULL);
  g_source_attach(self->source, self->context);
}

static GmxPlaneJob *wait_for_job(GmxPlaneWorker *self) {
  pthread_mutex_lock(&self->lock);
  while (!self->job && !self->closing)
    pthread_cond_wait(&self->come, &self->lock);
  GmxPlaneJob *job = self->closing ? NULL : g_steal_pointer(&self->job);
  pthread_mutex_unlock(&self->lock);
  return job;
}

static void make(GmxPlaneWorker *self, GmxPlaneJob *job) {
  GmxPlaneFrame *frame =
      gmx_plane_frame_new(job->weights, job->gallery, (GmxPlaneLook *const *)job->looks->pdata,
                          (int)job->looks->len, job->care, self->before);
  g_clear_pointer(&self->before, gmx_plane_frame_unref);
  self->before = gmx_plane_frame_ref(frame);
  pthread_mutex_lock(&self->lock);
  GmxPlaneFrame *older = self->frame;
  self->frame = frame;
  self->run = job->run;
  wake_main(self);
  pthread_mutex_unlock(&self->lock);
  g_clear_pointer(&older, gmx_plane_frame_unref);
}

static gpointer work(gpointer data) {
  GmxPlaneWorker *self = data;
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
  gmx_parallel_set_alone(true);
  for (GmxPlaneJob *job; (job = wait_for_job(self)); free_job(job))
    make(self, job);
  return NULL;
}

GmxPlaneWorker *gmx_plane_worker_new(GmxPlaneDone done, gpointer user_data) {
  GmxPlaneWorker *self = g_new0(GmxPlaneWorker, 1);
  self->context = g_main_context_ref_thread_default();
  self->done = done;
  self->data = user_data;
  pthread_mutex_init(&self->lock, NULL);
  pthread_cond_init(&self->come, NULL);
  self->thread = g_thread_new("gmx-plane", work, self);
  return self;
}

void gmx_plane_worker_close(GmxPlaneWorker *self) {
  pthread_mutex_lock(&self->lock);
  self->closing = TRUE;
  pthread_cond_signal(&self->come);
  pthread_mutex_unlock(&self->lock);
  g_thread_join(self->thread);
  if (self->source) {
    g_source_destroy(self->source);
    g_source_unref(self->source);
  }
  g_clear_pointer(&self->job, free_job);
  g_clear_pointer(&self->frame, gmx_plane_frame_unref);
  g_clear_pointer(&self->before, gmx_plane_frame_unref);
  pthread_cond_destroy(&self->come);
  pthread_mutex_destroy(&self->lock);
  g_main_context_unref(self->context);
  g_free(self);
}

void gmx_plane_worker_make(GmxPlaneWorker *self, const GmxPlaneJob *job) {
  GmxPlaneJob *copy = copy_job(job);
  pthread_mutex_lock(&self->lock);
  GmxPlaneJob *older = self->job;
  self->job = copy;
  pthread_cond_signal(&self->come);
  pthread_mutex_unlock(&self->lock);
  g_clear_pointer(&older, free_job);
}

gboolean gmx_plane_worker_is_full(GmxPlaneWorker *self) {
  pthread_mutex_lock(&self->lock);
  const gboolean full = self->job != NULL;
  pthread_mutex_unlock(&self->lock);
  return full;
}
