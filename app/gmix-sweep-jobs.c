/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All tasks of a sweep by workers. Tasks that other processes train are waited for, and taken over
 * where one of those is killed. */
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "app/gmix-report.h"
#include "app/gmix-sweep-worker.h"

#include <glib-unix.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define REDRAW 250 /* ms */
#define LOOK 500   /* ms between two looks at the tasks of others */
#define MOST_NAMED 20

typedef struct {
  const GmixSweep *sweep;
  GMainLoop *loop;
  char *text;          /* of the sweep, for the workers */
  guint8 *states;      /* GmxTaskState of each task, as last seen */
  int next;            /* tasks before it were begun, or need nothing */
  GPtrArray *workers;  /* of GmixWorker */
  GPtrArray *failures; /* of char *: "task 3 (…): why" */
  gboolean stopping, drawn, waited;
  gint64 began;
  double worked; /* tasks' worth of steps that workers have made, of those that have ended */
  int done;      /* finished or diverged */
} Jobs;

static void begin_workers(Jobs *self);

/* From what was done so far; every task counts alike. */
static double seconds_left(Jobs *self) {
  const double spent = (double)(g_get_monotonic_time() - self->began) / G_USEC_PER_SEC;
  double worked = self->worked, left = gmx_sweep_get_count(self->sweep->sweep) - self->done;

  for (guint i = 0; i < self->workers->len; i++) {
    const GmixWorker *worker = g_ptr_array_index(self->workers, i);

    worked += gmix_worker_get_worked(worker);
    if (!gmx_task_state_is_done(self->states[worker->task]))
      left -= gmix_worker_get_fraction(worker);
  }
  left -= self->failures->len;
  return worked > 0 ? spent / worked * MAX(left, 0) : NAN;
}

static gboolean is_plain(Jobs *self) {
  return !self->sweep->json && !self->sweep->quiet;
}

static void clear_bar(Jobs *self) {
  if (self->drawn)
    gmix_clear_line();
  self->drawn = FALSE;
}

static gboolean draw(gpointer data) {
  Jobs *self = data;
  g_autofree char *left = gmix_format_duration(seconds_left(self));
  g_autoptr(GString) line = g_string_new(NULL);
  const int width = gmix_terminal_width();

  g_string_printf(line, "%d of %d done · %u running", self->done,
                  gmx_sweep_get_count(self->sweep->sweep), self->workers->len);
  if (self->failures->len > 0)
    g_string_append_printf(line, " · %u failed", self->failures->len);
  g_string_append_printf(line, self->stopping ? " · stopping" : " · %s left", left);
  if (g_utf8_strlen(line->str, -1) >= width)
    g_string_truncate(line, (gsize)(g_utf8_offset_to_pointer(line->str, width - 1) - line->str));
  gmix_clear_line();
  fputs(line->str, stdout);
  fflush(stdout);
  self->drawn = TRUE;
  return G_SOURCE_CONTINUE;
}

/* Whether a worker of this call has trained @task. */
static gboolean is_trained_here(Jobs *self, int task) {
  for (guint i = 0; i < self->workers->len; i++) {
    const GmixWorker *worker = g_ptr_array_index(self->workers, i);

    if (worker->task == task)
      return worker->first >= 0;
  }
  return FALSE;
}

static void tell_json(Jobs *self, int task, const GmxTaskStatus *status) {
  JsonObject *object = gmix_sweep_task_object(self->sweep, "task", task);

  json_object_set_string_member(object, "state", gmx_task_state_to_string(status->state));
  gmix_json_set_number(object, "test_accuracy", status->test_accuracy);
  gmix_json_set_number(object, "test_loss", status->test_loss);
  gmix_json_set_number(object, "ece", status->ece);
  json_object_set_boolean_member(object, "here", is_trained_here(self, task));
  json_object_set_int_member(object, "done", self->done);
  json_object_set_int_member(object, "tasks", gmx_sweep_get_count(self->sweep->sweep));
  gmix_json_set_number(object, "seconds_left", seconds_left(self));
  gmix_json_print(object);
}

/* A task has come to its end, here or elsewhere. */
static void tell_end(Jobs *self, int task, const GmxTaskStatus *status) {
  g_autofree char *name = gmx_sweep_get_run_name(self->sweep->sweep, task);
  g_autofree char *accuracy = gmix_format_percent(status->test_accuracy);
  g_autofree char *left = gmix_format_duration(seconds_left(self));

  if (self->sweep->json && !self->sweep->quiet)
    tell_json(self, task, status);
  if (!is_plain(self))
    return;
  clear_bar(self);
  printf("%d of %d done · %s · %s %s · %s left\n", self->done,
         gmx_sweep_get_count(self->sweep->sweep), name,
         status->state == GMX_TASK_DIVERGED ? "diverged," : "held-out", accuracy, left);
  fflush(stdout);
}

/* Looks at @task anew; TRUE where a worker is needed. */
static gboolean look(Jobs *self, int task) {
  g_autoptr(GmxTaskStatus) status = gmx_sweep_look(self->sweep->sweep, task, self->sweep->run_dir);
  const gboolean was_done = gmx_task_state_is_done(self->states[task]);

  if (status->state == GMX_TASK_BLOCKED && self->states[task] != GMX_TASK_BLOCKED)
    g_ptr_array_add(self->failures, g_strdup_printf("task %d: %s", task, status->problem));
  self->states[task] = (guint8)status->state;
  if (!was_done && gmx_task_state_is_done(status->state)) {
    self->done++;
    if (self->loop != NULL)
      tell_end(self, task, status);
  }
  return status->state == GMX_TASK_MISSING || status->state == GMX_TASK_CUT_SHORT;
}

static void fail(Jobs *self, int task, const char *why) {
  g_autofree char *what = gmx_sweep_describe_task(self->sweep->sweep, task);

  self->states[task] = GMX_TASK_BLOCKED;
  g_ptr_array_add(self->failures, g_strdup_printf("task %d (%s): %s", task, what, why));
}

/* What became of a worker's task. One that found the task locked leaves it to the other process. */
static void judge(Jobs *self, const GmixWorker *worker) {
  if (look(self, worker->task) && !self->stopping && worker->status != GMIX_BUSY)
    fail(self, worker->task,
         worker->problem != NULL ? worker->problem : "its process ended without a result");
  else if (worker->status == GMIX_BUSY && !gmx_task_state_is_done(self->states[worker->task]))
    self->states[worker->task] = GMX_TASK_RUNNING;
}

static void on_worker_end(GmixWorker *worker, gpointer data) {
  Jobs *self = data;

  judge(self, worker);
  self->worked += gmix_worker_get_worked(worker);
  g_ptr_array_remove(self->workers, worker);
  gmix_worker_free(worker);
  begin_workers(self);
}

/* The next task that needs a worker, or -1. */
static int next_task(Jobs *self) {
  const int count = gmx_sweep_get_count(self->sweep->sweep);

  for (; self->next < count; self->next++) {
    const GmxTaskState state = self->states[self->next];

    if ((state == GMX_TASK_MISSING || state == GMX_TASK_CUT_SHORT) && look(self, self->next))
      return self->next++;
  }
  return -1;
}

static gboolean waits_for_others(Jobs *self) {
  for (int task = 0; task < gmx_sweep_get_count(self->sweep->sweep); task++)
    if (self->states[task] == GMX_TASK_RUNNING)
      return TRUE;
  return FALSE;
}

static void begin_workers(Jobs *self) {
  while (!self->stopping && (int)self->workers->len < self->sweep->jobs) {
    g_autoptr(GError) error = NULL;
    const int task = next_task(self);
    GmixWorker *worker;

    if (task < 0)
      break;
    worker = gmix_worker_new(self->sweep, task, self->text, on_worker_end, self, &error);
    if (worker != NULL)
      g_ptr_array_add(self->workers, worker);
    else
      fail(self, task, error->message);
  }
  if (self->workers->len == 0 && (self->stopping || !waits_for_others(self)))
    g_main_loop_quit(self->loop);
}

static gboolean is_ours(Jobs *self, int task) {
  for (guint i = 0; i < self->workers->len; i++)
    if (((GmixWorker *)g_ptr_array_index(self->workers, i))->task == task)
      return TRUE;
  return FALSE;
}

/* Tasks of other processes: done meanwhile, or left behind by one that was killed. */
static gboolean look_at_others(gpointer data) {
  Jobs *self = data;

  for (int task = 0; task < gmx_sweep_get_count(self->sweep->sweep); task++)
    if (self->states[task] == GMX_TASK_RUNNING && !is_ours(self, task) && look(self, task))
      self->next = MIN(self->next, task);
  if (self->workers->len == 0 && !self->waited && is_plain(self) && waits_for_others(self)) {
    clear_bar(self);
    printf("waiting for tasks that another process trains\n");
    fflush(stdout);
    self->waited = TRUE;
  }
  begin_workers(self);
  return G_SOURCE_CONTINUE;
}

/* First they stop after the step; if that takes too long for somebody, at once. */
static gboolean on_signal(gpointer data) {
  Jobs *self = data;

  for (guint i = 0; i < self->workers->len; i++)
    g_subprocess_send_signal(((GmixWorker *)g_ptr_array_index(self->workers, i))->process,
                             self->stopping ? SIGKILL : SIGINT);
  self->stopping = TRUE;
  begin_workers(self);
  return G_SOURCE_CONTINUE;
}

static void tell_start(Jobs *self) {
  const int count = gmx_sweep_get_count(self->sweep->sweep);
  JsonObject *object;

  if (is_plain(self)) {
    printf("%s: %d tasks, %d done\n", gmx_sweep_get_name(self->sweep->sweep), count, self->done);
    fflush(stdout);
  } else if (self->sweep->json && !self->sweep->quiet) {
    object = gmix_json_event("sweep");
    json_object_set_string_member(object, "name", gmx_sweep_get_name(self->sweep->sweep));
    json_object_set_int_member(object, "tasks", count);
    json_object_set_int_member(object, "done", self->done);
    gmix_json_print(object);
  }
}

static int count_state(Jobs *self, GmxTaskState state) {
  int count = 0;

  for (int task = 0; task < gmx_sweep_get_count(self->sweep->sweep); task++)
    count += self->states[task] == state;
  return count;
}

static void tell_summary(Jobs *self) {
  const int count = gmx_sweep_get_count(self->sweep->sweep);
  JsonObject *object;

  if (!self->sweep->quiet)
    gmix_sweep_print_table(self->sweep);
  if (is_plain(self) && self->stopping && self->done < count)
    printf("stopped with %d of %d done; the same call goes on\n", self->done, count);
  if (!self->sweep->json)
    return;
  object = gmix_json_event("summary");
  json_object_set_string_member(object, "name", gmx_sweep_get_name(self->sweep->sweep));
  json_object_set_int_member(object, "tasks", count);
  json_object_set_int_member(object, "finished", count_state(self, GMX_TASK_FINISHED));
  json_object_set_int_member(object, "diverged", count_state(self, GMX_TASK_DIVERGED));
  json_object_set_int_member(object, "failed", (gint64)self->failures->len);
  gmix_json_print(object);
}

static int finish(Jobs *self) {
  const int count = gmx_sweep_get_count(self->sweep->sweep);

  clear_bar(self);
  tell_summary(self);
  fflush(stdout);
  for (guint i = 0; i < self->failures->len && i < MOST_NAMED; i++)
    gmix_complain(GMIX_FAILED, "%s", (char *)self->failures->pdata[i]);
  if (self->failures->len > MOST_NAMED)
    gmix_complain(GMIX_FAILED, "and %u more have failed", self->failures->len - MOST_NAMED);
  if (self->done == count)
    return GMIX_DONE;
  return self->stopping ? GMIX_STOPPED : GMIX_FAILED;
}

static void run(Jobs *self) {
  const guint sources[] = {g_unix_signal_add(SIGINT, on_signal, self),
                           g_unix_signal_add(SIGTERM, on_signal, self),
                           g_timeout_add(LOOK, look_at_others, self)};
  const guint bar = is_plain(self) && isatty(STDOUT_FILENO) ? g_timeout_add(REDRAW, draw, self) : 0;

  begin_workers(self);
  if (self->workers->len > 0 || waits_for_others(self))
    g_main_loop_run(self->loop);
  for (gsize i = 0; i < G_N_ELEMENTS(sources); i++)
    g_source_remove(sources[i]);
  if (bar > 0)
    g_source_remove(bar);
}

int gmix_sweep_work(const GmixSweep *sweep) {
  g_autoptr(GPtrArray) workers = g_ptr_array_new();
  g_autoptr(GPtrArray) failures = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *text = gmx_sweep_to_text(sweep->sweep);
  g_autofree guint8 *states = g_new0(guint8, gmx_sweep_get_count(sweep->sweep));
  Jobs self = {.sweep = sweep,
               .text = text,
               .states = states,
               .workers = workers,
               .failures = failures,
               .began = g_get_monotonic_time()};
  int status;

  for (int task = 0; task < gmx_sweep_get_count(sweep->sweep); task++)
    look(&self, task);
  signal(SIGPIPE, SIG_IGN);
  tell_start(&self);
  self.loop = g_main_loop_new(NULL, FALSE);
  run(&self);
  status = finish(&self);
  g_main_loop_unref(self.loop);
  return status;
}
