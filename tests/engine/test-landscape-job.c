/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landscapes as jobs: what is told when, on which thread, and how it ends. */
#include "engine/insight/job.h"
#include "engine/insight/landscape.h"
#include "tests/engine/train-runs.h"

static GmxTrainer *stepped(GmxTrainer *trainer, int steps) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  for (int i = 0; i < steps; i++) {
    gmx_trainer_step(trainer, &record, &error);
    g_assert_no_error(error);
  }
  return trainer;
}

static GmxWeights *weights_after(const char *model, const char *method, int steps) {
  g_autoptr(GmxTrainer) trainer = stepped(gmx_test_trainer(model, method, "rho=0.1", NULL), steps);
  return gmx_weights_new(trainer);
}

/* A job and who waits for it. */
typedef struct {
  GMainLoop *loop;
  GThread *thread;
  int updates, level, done, freed;
  int cancel_at;
  GCancellable *cancellable;
  GError *error;
  gint64 evaluations, total;
} Waiter;

static void updated(GmxLandscape *landscape, gpointer data) {
  Waiter *w = data;
  g_assert_true(g_thread_self() == w->thread);
  g_assert_false(g_cancellable_is_cancelled(w->cancellable));
  g_assert_cmpint(landscape->level, >=, w->level);
  w->level = landscape->level;
  w->evaluations = landscape->done;
  w->total = landscape->total;
  w->updates++;
  if (w->cancel_at && w->level >= w->cancel_at)
    g_cancellable_cancel(w->cancellable);
}

static void ended(const GError *error, gpointer data) {
  Waiter *w = data;
  g_assert_true(g_thread_self() == w->thread);
  g_assert_cmpint(w->freed, ==, 0);
  w->error = error ? g_error_copy(error) : NULL;
  w->done++;
}

static void freed(gpointer data) {
  Waiter *w = data;
  w->freed++;
  g_main_loop_quit(w->loop);
}

static Waiter wait_for(GmxWeights *weights, GmxWeights *other, const GmxLandscapeOptions *options,
                       int cancel_at) {
  g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Waiter w = {
      .loop = loop, .thread = g_thread_self(), .cancel_at = cancel_at, .cancellable = cancellable};
  gmx_landscape_start(weights, other, options, cancellable, updated, ended, &w, freed);
  g_main_loop_run(loop);
  g_assert_cmpint(w.done, ==, 1);
  g_assert_cmpint(w.freed, ==, 1);
  return w;
}

static void test_job(void) {
  g_autoptr(GmxWeights) weights = weights_after("model=mlp", "method=g-mix", 4);
  GmxLandscapeOptions options = gmx_landscape_options_default();
  options.finest = 25;
  options.plane.images = 32;
  Waiter w = wait_for(weights, NULL, &options, 0);
  g_assert_no_error(w.error);
  g_assert_cmpint(w.level, ==, 3);
  g_assert_cmpint(w.evaluations, ==, w.total);
}

static void test_job_cancel(void) {
  g_autoptr(GmxWeights) weights = weights_after("model=cnn", "method=g-mix", 4);
  GmxLandscapeOptions options = gmx_landscape_options_default();
  options.finest = 193; /* would take minutes */
  Waiter w = wait_for(weights, NULL, &options, 1);
  g_assert_error(w.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The first level may have been overtaken; whichever came, it was the last to be told of. */
  g_assert_cmpint(w.level, >=, 1);
  g_assert_cmpint(w.evaluations, <, w.total);
  g_clear_error(&w.error);
}

static void test_job_error(void) {
  g_autoptr(GmxWeights) weights = weights_after("model=mlp", "method=g-mix", 1);
  GmxLandscapeOptions options = gmx_landscape_options_default();
  options.axes = GMX_LANDSCAPE_OTHER;
  Waiter w = wait_for(weights, NULL, &options, 0);
  g_assert_error(w.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_cmpint(w.updates, ==, 0);
  g_clear_error(&w.error);
}

/* A result that lies in the box when somebody cancels is not delivered. */
static gboolean post_two(GmxJob *job, gpointer posted, GError **error) {
  gmx_job_post(job, g_strdup("older"));
  gmx_job_post(job, g_strdup("newer"));
  g_atomic_int_set((gint *)posted, 1);
  return TRUE;
}

static void note_text(gpointer result, gpointer data) {
  g_assert_cmpstr(result, ==, "newer");
  ((Waiter *)data)->updates++;
}

static void keep_nothing(gpointer work) {
}

static void check_late(gboolean cancel, int updates) {
  g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  gint posted = 0;
  Waiter w = {.loop = loop, .thread = g_thread_self(), .cancellable = cancellable};
  gmx_job_start(&(GmxJobOptions){.run = post_two,
                                 .free_work = keep_nothing,
                                 .work = &posted,
                                 .cancellable = cancellable,
                                 .update = note_text,
                                 .free_result = g_free,
                                 .done = ended,
                                 .user_data = &w,
                                 .free_data = freed});
  while (!g_atomic_int_get(&posted))
    g_usleep(1000);
  if (cancel)
    g_cancellable_cancel(cancellable);
  g_main_loop_run(loop);
  g_assert_cmpint(w.updates, ==, updates);
  g_assert_cmpint(w.done, ==, 1);
  g_assert_cmpint(w.freed, ==, 1);
  g_assert_true(cancel == g_error_matches(w.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  g_clear_error(&w.error);
}

static void test_job_late(void) {
  check_late(FALSE, 1); /* the older gave way */
  check_late(TRUE, 0);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/landscape-job/whole", test_job);
  g_test_add_func("/landscape-job/cancel", test_job_cancel);
  g_test_add_func("/landscape-job/late", test_job_late);
  g_test_add_func("/landscape-job/error", test_job_error);
  return g_test_run();
}
