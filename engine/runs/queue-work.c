/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue's thread: it looks for the first task that is left, trains it step by step, and looks
 * at the flags in between. */
#include "engine/runs/queue-private.h"

#include "engine/nn/parallel.h"
#include "engine/train/run-folder.h"
#include "engine/train/sweep-run.h"

#include <errno.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NICE 15
#define OTHERS_INTERVAL 5          /* seconds between two looks at what others train */
#define TELL_INTERVAL (250 * 1000) /* µs between two words on progress */

/* Looking for work */

/* A task to train. */
typedef struct {
  GmxSweep *sweep;
  int task;
} Work;

/* A copy of the list, so that looking at folders needs no lock. */
static GPtrArray *list_sweeps(GmxQueue *self) {
  GPtrArray *copy = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_sweep_unref);
  pthread_mutex_lock(&self->lock);
  self->restless = FALSE;
  for (guint i = 0; i < self->sweeps->len; i++)
    g_ptr_array_add(copy, gmx_sweep_ref(g_ptr_array_index(self->sweeps, i)));
  pthread_mutex_unlock(&self->lock);
  return copy;
}

static gboolean has_failed(GmxQueue *self, GmxSweep *sweep, int task) {
  g_autofree char *name = gmx_sweep_get_run_name(sweep, task);
  pthread_mutex_lock(&self->lock);
  const gboolean failed = g_hash_table_contains(self->failed, name);
  pthread_mutex_unlock(&self->lock);
  return failed;
}

/* Counts what has become of all tasks, and finds the first that is left, unless paused. */
static gboolean look(GmxQueue *self, Work *work) {
  g_autoptr(GPtrArray) sweeps = list_sweeps(self);
  int waiting = 0, finished = 0, failed = 0;
  gboolean found = FALSE;
  for (guint i = 0; i < sweeps->len; i++) {
    GmxSweep *sweep = g_ptr_array_index(sweeps, i);
    for (int task = 0; task < gmx_sweep_get_count(sweep); task++) {
      g_autoptr(GmxTaskStatus) status = gmx_sweep_look(sweep, task, self->run_dir);
      if (gmx_task_state_is_done(status->state)) {
        finished++;
      } else if (status->state == GMX_TASK_BLOCKED || has_failed(self, sweep, task)) {
        failed++;
      } else {
        waiting++;
        if (!found && status->state != GMX_TASK_RUNNING) {
          found = TRUE;
          *work = (Work){gmx_sweep_ref(sweep), task};
        }
      }
    }
  }
  pthread_mutex_lock(&self->lock);
  const gboolean take = found && !self->paused;
  self->status.waiting = waiting - (take ? 1 : 0);
  self->status.finished = finished;
  self->status.failed = failed;
  self->status.running = take;
  pthread_mutex_unlock(&self->lock);
  return take;
}

/* Training */

static gboolean is_over(GmxTrainer *trainer) {
  const GmxTrainerState state = gmx_trainer_get_state(trainer);
  return state == GMX_TRAINER_FINISHED || state == GMX_TRAINER_DIVERGED;
}

/* With the lock held: where the tasks stand, taken that each waiting one takes as long as those
 * before it, or as the one that runs. */
static void reckon(GmxQueue *self, GmxTrainer *trainer, gint64 began, gint64 first_step) {
  GmxQueueStatus *status = &self->status;
  const double step = (double)gmx_trainer_get_step(trainer);
  const double total = (double)MAX(1, gmx_trainer_get_total_steps(trainer));
  const double seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  const double made = step - (double)first_step;
  const double each = made > 0 ? seconds / made : NAN;
  const int tasks = status->running + status->waiting + status->finished;
  status->current_fraction = step / total;
  status->current_seconds_left = each * (total - step);
  status->fraction = tasks > 0 ? (status->finished + status->current_fraction) / tasks : 0;
  const double task = isnan(self->task_seconds) ? each * total : self->task_seconds;
  status->seconds_left = status->current_seconds_left + status->waiting * task;
}

static void begin_task(GmxQueue *self, const Work *work) {
  pthread_mutex_lock(&self->lock);
  g_free(self->status.current);
  g_free(self->current_sweep);
  self->status.current = gmx_sweep_describe_task(work->sweep, work->task);
  self->current_sweep = g_strdup(gmx_sweep_get_name(work->sweep));
  gmx_queue_say(self, TRUE);
  pthread_mutex_unlock(&self->lock);
}

static void end_task(GmxQueue *self, double seconds) {
  pthread_mutex_lock(&self->lock);
  if (isfinite(seconds)) {
    const double sum = self->tasks_timed > 0 ? self->task_seconds * self->tasks_timed : 0;
    self->task_seconds = (sum + seconds) / ++self->tasks_timed;
  }
  g_clear_pointer(&self->status.current, g_free);
  g_clear_pointer(&self->current_sweep, g_free);
  self->status.running = 0;
  self->status.current_fraction = 0;
  self->status.current_seconds_left = self->status.seconds_left = NAN;
  gmx_queue_say(self, TRUE);
  pthread_mutex_unlock(&self->lock);
}

/* One step or evaluation. FALSE with an error where the folder can't be written. */
static gboolean advance(GmxQueue *self, GmxTrainer *trainer, GError **error) {
  GmxStepRecord record;
  g_autoptr(GError) wrong = NULL;
  if (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
    return gmx_trainer_step(trainer, &record, error);
  if (gmx_trainer_evaluate(trainer, &self->stop, NULL, &wrong) ||
      g_error_matches(wrong, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&wrong));
  return FALSE;
}

static gboolean train(GmxQueue *self, GmxTrainer *trainer, GError **error) {
  const gint64 began = g_get_monotonic_time(), first_step = gmx_trainer_get_step(trainer);
  gint64 told = 0;
  while (!is_over(trainer) && !g_atomic_int_get(&self->stop)) {
    pthread_mutex_lock(&self->lock);
    const gboolean modest = self->modest;
    pthread_mutex_unlock(&self->lock);
    gmx_parallel_set_alone(modest);
    if (!advance(self, trainer, error))
      return FALSE;
    if (g_get_monotonic_time() - told < TELL_INTERVAL)
      continue;
    told = g_get_monotonic_time();
    pthread_mutex_lock(&self->lock);
    reckon(self, trainer, began, first_step);
    gmx_queue_say(self, FALSE);
    pthread_mutex_unlock(&self->lock);
  }
  return is_over(trainer) || gmx_trainer_save(trainer, error);
}

static void give_up(GmxQueue *self, const Work *work, GError *error) {
  g_autofree char *described = gmx_sweep_describe_task(work->sweep, work->task);
  g_autoptr(GError) named =
      g_error_new(error->domain, error->code, "%s: %s", described, error->message);
  pthread_mutex_lock(&self->lock);
  g_hash_table_add(self->failed, gmx_sweep_get_run_name(work->sweep, work->task));
  pthread_mutex_unlock(&self->lock);
  gmx_queue_say_failure(self, named);
}

static void do_work(GmxQueue *self, const Work *work) {
  GmxTaskState before;
  g_autoptr(GError) error = NULL;
  const gint64 began = g_get_monotonic_time();
  GmxTrainer *trainer =
      gmx_sweep_open_task(work->sweep, work->task, self->run_dir, &before, &error);
  if (!trainer && error && !g_error_matches(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED))
    give_up(self, work, error);
  if (!trainer)
    return;
  begin_task(self, work);
  if (!train(self, trainer, &error))
    give_up(self, work, error);
  const gboolean whole = before == GMX_TASK_MISSING && is_over(trainer);
  gmx_trainer_free(trainer);
  end_task(self, whole ? (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC : (double)NAN);
}

/* Waits to be woken; where tasks wait that another process trains, looks again now and then: that
 * process may die. */
static void nap(GmxQueue *self) {
  struct timespec until;
  if (self->paused || self->status.waiting == 0) {
    pthread_cond_wait(&self->wake, &self->lock);
    return;
  }
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += OTHERS_INTERVAL;
  if (pthread_cond_timedwait(&self->wake, &self->lock, &until) == ETIMEDOUT)
    self->restless = TRUE;
}

/* Waits until there may be something to do; FALSE to end. */
static gboolean rest(GmxQueue *self, gboolean idle) {
  pthread_mutex_lock(&self->lock);
  while (!self->closing && idle && !self->restless)
    nap(self);
  const gboolean going = !self->closing;
  if (going)
    g_atomic_int_set(&self->stop, 0);
  pthread_mutex_unlock(&self->lock);
  return going;
}

static void tell_counts(GmxQueue *self) {
  pthread_mutex_lock(&self->lock);
  gmx_queue_say(self, TRUE);
  pthread_mutex_unlock(&self->lock);
}

void *gmx_queue_main(void *data) {
  GmxQueue *self = data;
  gboolean idle = FALSE;
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
  while (rest(self, idle)) {
    Work work = {0};
    idle = !look(self, &work);
    if (!idle)
      do_work(self, &work);
    else
      tell_counts(self);
    g_clear_pointer(&work.sweep, gmx_sweep_unref);
  }
  return NULL;
}
