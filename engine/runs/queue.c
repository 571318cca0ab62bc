/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The owner's side of the queue.
 *
 * The owner changes the list of sweeps under the lock and wakes the thread (queue-work.c). What
 * that has to say lies under the same lock; one source a time wakes the owner's main context to say
 * it.
 */
#include "engine/runs/queue-private.h"

#include "engine/train/run-folder.h"

#include <math.h>

enum { CHANGED, PROGRESS, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxQueue, gmx_queue, G_TYPE_OBJECT)

/* Towards the owner */

static gboolean tell(gpointer data) {
  GmxQueue *self = data;
  pthread_mutex_lock(&self->lock);
  const gboolean changed = self->changed, closing = self->closing;
  g_autoptr(GError) error = g_steal_pointer(&self->error);
  self->changed = self->told = FALSE;
  pthread_mutex_unlock(&self->lock);
  if (closing)
    return G_SOURCE_REMOVE;
  if (error)
    g_signal_emit(self, signals[FAILED], 0, error);
  g_signal_emit(self, signals[changed ? CHANGED : PROGRESS], 0);
  return G_SOURCE_REMOVE;
}

void gmx_queue_say(GmxQueue *self, gboolean changed) {
  self->changed |= changed;
  if (self->told || self->closing)
    return;
  self->told = TRUE;
  GSource *source = g_idle_source_new();
  g_source_set_priority(source, G_PRIORITY_DEFAULT);
  g_source_set_callback(source, tell, g_object_ref(self), g_object_unref);
  g_source_attach(source, self->context);
  g_source_unref(source);
}

void gmx_queue_say_failure(GmxQueue *self, GError *error) {
  pthread_mutex_lock(&self->lock);
  if (!self->error)
    self->error = g_error_copy(error);
  gmx_queue_say(self, TRUE);
  pthread_mutex_unlock(&self->lock);
}

/* The owner's side */

/* With the lock held: lets the thread see that the list or the pause has changed. */
static void disturb(GmxQueue *self, gboolean stop) {
  self->restless = TRUE;
  if (stop)
    g_atomic_int_set(&self->stop, 1);
  pthread_cond_broadcast(&self->wake);
  gmx_queue_say(self, TRUE);
}

static int index_of(GPtrArray *sweeps, const char *name) {
  for (guint i = 0; i < sweeps->len; i++)
    if (g_str_equal(gmx_sweep_get_name(g_ptr_array_index(sweeps, i)), name))
      return (int)i;
  return -1;
}

gboolean gmx_queue_add(GmxQueue *self, GmxSweep *sweep, GError **error) {
  if (!gmx_queue_store_add(self->folder, sweep, error))
    return FALSE;
  pthread_mutex_lock(&self->lock);
  const int place = index_of(self->sweeps, gmx_sweep_get_name(sweep));
  if (place >= 0)
    g_ptr_array_remove_index(self->sweeps, (guint)place);
  g_ptr_array_add(self->sweeps, gmx_sweep_ref(sweep));
  self->status.waiting += gmx_sweep_get_count(sweep); /* until the thread has looked */
  const gboolean stored = gmx_queue_store_order(self->folder, self->sweeps, self->paused, error);
  disturb(self, FALSE);
  pthread_mutex_unlock(&self->lock);
  return stored;
}

char **gmx_queue_list(GmxQueue *self) {
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  pthread_mutex_lock(&self->lock);
  for (guint i = 0; i < self->sweeps->len; i++)
    g_strv_builder_add(names, gmx_sweep_get_name(g_ptr_array_index(self->sweeps, i)));
  pthread_mutex_unlock(&self->lock);
  return g_strv_builder_end(names);
}

GmxSweep *gmx_queue_find(GmxQueue *self, const char *name) {
  pthread_mutex_lock(&self->lock);
  const int place = index_of(self->sweeps, name);
  GmxSweep *sweep = place < 0 ? NULL : gmx_sweep_ref(g_ptr_array_index(self->sweeps, (guint)place));
  pthread_mutex_unlock(&self->lock);
  return sweep;
}

gboolean gmx_queue_remove(GmxQueue *self, const char *name, GError **error) {
  pthread_mutex_lock(&self->lock);
  const int place = index_of(self->sweeps, name);
  if (place >= 0)
    g_ptr_array_remove_index(self->sweeps, (guint)place);
  const gboolean stored = gmx_queue_store_order(self->folder, self->sweeps, self->paused, error) &&
                          gmx_queue_store_remove(self->folder, name, error);
  disturb(self, g_strcmp0(self->current_sweep, name) == 0);
  pthread_mutex_unlock(&self->lock);
  return stored;
}

void gmx_queue_set_paused(GmxQueue *self, gboolean paused) {
  pthread_mutex_lock(&self->lock);
  if (self->paused != paused) {
    self->paused = self->status.paused = paused;
    gmx_queue_store_order(self->folder, self->sweeps, paused, NULL);
    disturb(self, paused);
  }
  pthread_mutex_unlock(&self->lock);
}

void gmx_queue_set_modest(GmxQueue *self, gboolean modest) {
  pthread_mutex_lock(&self->lock);
  self->modest = modest;
  pthread_mutex_unlock(&self->lock);
}

GmxQueueStatus *gmx_queue_get_status(GmxQueue *self) {
  pthread_mutex_lock(&self->lock);
  GmxQueueStatus *status = g_memdup2(&self->status, sizeof self->status);
  status->current = g_strdup(self->status.current);
  pthread_mutex_unlock(&self->lock);
  return status;
}

void gmx_queue_status_free(GmxQueueStatus *status) {
  if (!status)
    return;
  g_free(status->current);
  g_free(status);
}

void gmx_queue_close(GmxQueue *self) {
  pthread_mutex_lock(&self->lock);
  const gboolean running = self->started;
  self->started = FALSE;
  self->closing = TRUE;
  g_atomic_int_set(&self->stop, 1);
  pthread_cond_broadcast(&self->wake);
  pthread_mutex_unlock(&self->lock);
  if (running)
    pthread_join(self->thread, NULL);
}

static void queue_dispose(GObject *object) {
  gmx_queue_close(GMX_QUEUE(object));
  G_OBJECT_CLASS(gmx_queue_parent_class)->dispose(object);
}

static void queue_finalize(GObject *object) {
  GmxQueue *self = GMX_QUEUE(object);
  g_ptr_array_unref(self->sweeps);
  g_hash_table_unref(self->failed);
  g_free(self->status.current);
  g_free(self->current_sweep);
  g_clear_error(&self->error);
  g_free(self->run_dir);
  g_free(self->folder);
  g_main_context_unref(self->context);
  pthread_mutex_destroy(&self->lock);
  pthread_cond_destroy(&self->wake);
  G_OBJECT_CLASS(gmx_queue_parent_class)->finalize(object);
}

static void gmx_queue_class_init(GmxQueueClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  object_class->dispose = queue_dispose;
  object_class->finalize = queue_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[PROGRESS] = g_signal_new("progress", GMX_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new("failed", GMX_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void gmx_queue_init(GmxQueue *self) {
  self->context = g_main_context_ref_thread_default();
  self->failed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  self->task_seconds = NAN;
  self->status.current_seconds_left = self->status.seconds_left = NAN;
  pthread_mutex_init(&self->lock, NULL);
  pthread_cond_init(&self->wake, NULL);
}

GmxQueue *gmx_queue_new(const char *run_dir) {
  GmxQueue *self = g_object_new(GMX_TYPE_QUEUE, NULL);
  g_autoptr(GError) error = NULL;
  self->run_dir = run_dir ? g_strdup(run_dir) : gmx_run_default_parent();
  self->folder = gmx_queue_folder(self->run_dir);
  self->sweeps = gmx_queue_store_load(self->folder, &self->paused, &error);
  self->status.paused = self->paused;
  if (error)
    gmx_queue_say_failure(self, error);
  self->started = pthread_create(&self->thread, NULL, gmx_queue_main, self) == 0;
  return self;
}
