/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue: works off what it is given, survives a restart, goes on after a task that fails. */
#include "engine/runs/queue.h"
#include "engine/train/run-folder.h"
#include "engine/train/sweep-run.h"
#include "tests/engine/remove-all.h"

#include <string.h>

/* Two methods, two seeds; @data is "shapes" or something that is not there. */
static GmxSweep *new_sweep(const char *name, const char *data, const char *steps) {
  g_autofree char *text = g_strdup_printf(
      "{\"name\": \"%s\", \"base\": {\"data\": \"%s\", \"model\": \"mlp\", \"hidden\": \"8\","
      " \"limit\": 64, \"batch\": 16, \"probe\": 8, \"steps\": %s},"
      " \"axes\": {\"method\": [\"erm\", \"g-mix\"]}, \"seeds\": [1, 2]}",
      name, data, steps);
  g_autoptr(GError) error = NULL;
  GmxSweep *sweep = gmx_sweep_parse(text, -1, "test", NULL, &error);
  g_assert_no_error(error);
  return sweep;
}

static int done_of(GmxSweep *sweep, const char *run_dir) {
  int done = 0;
  for (int i = 0; i < gmx_sweep_get_count(sweep); i++) {
    g_autoptr(GmxTaskStatus) status = gmx_sweep_look(sweep, i, run_dir);
    done += gmx_task_state_is_done(status->state);
  }
  return done;
}

static gboolean wake_up(gpointer data) {
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until as many tasks wait, have finished and failed, and none runs. On a busy
 * machine that is long: the queue's thread gives way to whatever else there is. */
static void wait_for_counts(GmxQueue *queue, int waiting, int finished, int failed) {
  const guint timer = g_timeout_add(20, wake_up, NULL);
  for (gboolean there = FALSE; !there;) {
    g_autoptr(GmxQueueStatus) status = gmx_queue_get_status(queue);
    there = status->waiting == waiting && status->finished == finished &&
            status->failed == failed && !status->current;
    g_main_context_iteration(NULL, TRUE);
  }
  g_source_remove(timer);
}

static void wait_for(GmxQueue *queue, int finished, int failed) {
  wait_for_counts(queue, 0, finished, failed);
}

static void count(int *calls) {
  ++*calls;
}

static void keep_message(char **message, GError *error) {
  g_free(*message);
  *message = g_strdup(error->message);
}

static void test_works_off(void) {
  g_autofree char *run_dir = g_dir_make_tmp("gmix-queue-XXXXXX", NULL);
  g_autoptr(GmxSweep) sweep = new_sweep("pair", "shapes", "4");
  g_autoptr(GmxQueue) queue = gmx_queue_new(run_dir);
  g_autoptr(GError) error = NULL;
  int changes = 0;
  g_signal_connect_swapped(queue, "changed", G_CALLBACK(count), &changes);
  g_assert_true(gmx_queue_add(queue, sweep, &error));
  wait_for(queue, 4, 0);
  g_assert_cmpint(done_of(sweep, run_dir), ==, 4);
  g_assert_cmpint(changes, >, 0);
  g_auto(GStrv) names = gmx_queue_list(queue);
  g_assert_cmpstr(names[0], ==, "pair");
  g_assert_true(gmx_queue_remove(queue, "pair", &error));
  g_assert_cmpint(done_of(sweep, run_dir), ==, 4); /* the runs stay */
  g_signal_handlers_disconnect_by_data(queue, &changes);
  remove_all(run_dir);
}

static void test_survives(void) {
  g_autofree char *run_dir = g_dir_make_tmp("gmix-queue-XXXXXX", NULL);
  g_autoptr(GmxSweep) sweep = new_sweep("later", "shapes", "4");
  g_autoptr(GmxQueue) first = gmx_queue_new(run_dir);
  g_autoptr(GError) error = NULL;
  gmx_queue_set_paused(first, TRUE);
  g_assert_true(gmx_queue_add(first, sweep, &error));
  gmx_queue_close(first);
  g_assert_cmpint(done_of(sweep, run_dir), ==, 0);
  g_autoptr(GmxQueue) second = gmx_queue_new(run_dir);
  g_autoptr(GmxQueueStatus) status = gmx_queue_get_status(second);
  g_assert_true(status->paused);
  wait_for_counts(second, 4, 0, 0);
  gmx_queue_set_paused(second, FALSE);
  wait_for(second, 4, 0);
  g_assert_cmpint(done_of(sweep, run_dir), ==, 4);
  remove_all(run_dir);
}

/* Paused, the task that was cut short waits with the others, and what is taken out does not. */
static void test_counts_while_paused(void) {
  g_autofree char *run_dir = g_dir_make_tmp("gmix-queue-XXXXXX", NULL);
  g_autoptr(GmxSweep) endless = new_sweep("endless", "shapes", "1000000");
  g_autoptr(GmxQueue) queue = gmx_queue_new(run_dir);
  g_assert_true(gmx_queue_add(queue, endless, NULL));
  for (gboolean begun = FALSE; !begun;) {
    g_autoptr(GmxQueueStatus) status = gmx_queue_get_status(queue);
    begun = status->current_fraction > 0;
    g_main_context_iteration(NULL, FALSE);
    g_usleep(1000);
  }
  gmx_queue_set_paused(queue, TRUE);
  wait_for_counts(queue, 4, 0, 0);
  g_assert_true(gmx_queue_remove(queue, "endless", NULL));
  wait_for_counts(queue, 0, 0, 0);
  remove_all(run_dir);
}

/* A queue that trains @sweep into @run_dir, closed amid the first task. FALSE where that task was
 * over before it could be closed. */
static gboolean interrupt(GmxSweep *sweep, const char *run_dir) {
  g_autoptr(GmxQueue) queue = gmx_queue_new(run_dir);
  g_assert_true(gmx_queue_add(queue, sweep, NULL));
  for (gboolean begun = FALSE; !begun;) {
    g_autoptr(GmxQueueStatus) status = gmx_queue_get_status(queue);
    begun = status->current_fraction > 0 || status->finished > 0;
    g_main_context_iteration(NULL, FALSE);
    g_usleep(1000);
  }
  gmx_queue_close(queue);
  g_autoptr(GmxTaskStatus) left = gmx_sweep_look(sweep, 0, run_dir);
  return left->state == GMX_TASK_CUT_SHORT;
}

/* Makes the newest row of @path one that training would not write, and returns it. */
static char *mark_last_step(const char *path) {
  g_autofree char *text = NULL;
  gsize length = 0;
  g_assert_true(g_file_get_contents(path, &text, &length, NULL));
  g_assert_true(length > 0 && text[length - 1] == '\n');
  text[length - 2] = text[length - 2] == '7' ? '8' : '7';
  g_assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
  text[length - 1] = '\0';
  return g_strdup(strrchr(text, '\n'));
}

/* A run that is left in the middle is taken up again where it was left: the rows that it has
 * written stay. */
static void test_interrupted(void) {
  g_autofree char *run_dir = g_dir_make_tmp("gmix-queue-XXXXXX", NULL);
  static const char text_of_sweep[] =
      "{\"name\": \"long\", \"seeds\": [1], \"axes\": {\"method\": [\"g-mix\"]},"
      " \"base\": {\"data\": \"shapes\", \"model\": \"mlp\", \"hidden\": \"64\", \"batch\": 16,"
      " \"probe\": 8, \"steps\": 400, \"evaluate-training\": 64}}";
  g_autoptr(GmxSweep) sweep = gmx_sweep_parse(text_of_sweep, -1, "test", NULL, NULL);
  g_assert_nonnull(sweep);
  while (!interrupt(sweep, run_dir)) { /* this thread was not let in, in all that time */
    remove_all(run_dir);
    g_assert_cmpint(g_mkdir(run_dir, 0700), ==, 0);
  }
  g_autofree char *name = gmx_sweep_get_run_name(sweep, 0);
  g_autofree char *steps = g_build_filename(run_dir, name, "steps.csv", NULL);
  g_autofree char *row = mark_last_step(steps);
  g_autoptr(GmxQueue) queue = gmx_queue_new(run_dir);
  wait_for(queue, 1, 0);
  g_autoptr(GmxTaskStatus) done = gmx_sweep_look(sweep, 0, run_dir);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(steps, &text, NULL, NULL));
  g_assert_cmpint(done->steps, ==, 400);
  g_assert_nonnull(strstr(text, row));
  remove_all(run_dir);
}

static void test_failure(void) {
  g_autofree char *run_dir = g_dir_make_tmp("gmix-queue-XXXXXX", NULL);
  g_autoptr(GmxSweep) bad = new_sweep("bad", "/nowhere/at/all", "4");
  g_autoptr(GmxSweep) good = new_sweep("good", "shapes", "4");
  g_autoptr(GmxQueue) queue = gmx_queue_new(run_dir);
  g_autofree char *message = NULL;
  g_signal_connect_swapped(queue, "failed", G_CALLBACK(keep_message), &message);
  g_assert_true(gmx_queue_add(queue, bad, NULL));
  g_assert_true(gmx_queue_add(queue, good, NULL));
  wait_for(queue, 4, 4);
  g_assert_cmpint(done_of(good, run_dir), ==, 4);
  g_assert_nonnull(message);
  g_assert_nonnull(strstr(message, "/nowhere/at/all"));
  g_signal_handlers_disconnect_by_data(queue, &message);
  remove_all(run_dir);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/queue/works-off", test_works_off);
  g_test_add_func("/queue/survives", test_survives);
  g_test_add_func("/queue/counts-while-paused", test_counts_while_paused);
  g_test_add_func("/queue/interrupted", test_interrupted);
  g_test_add_func("/queue/failure", test_failure);
  return g_test_run();
}
