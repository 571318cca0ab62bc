/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way back from a lesson to the learner's own run, over a session; it outlives the window. */
#include "tests/engine/session-heard.h"
#include "ui/lessons/own-run.h"

#include <glib/gstdio.h>

typedef struct {
  Heard heard;
  GmxSettings *settings;
  char *path;
} Learner;

static void setup(Learner *learner, gconstpointer data) {
  heard_setup(&learner->heard, data);
  learner->settings = gmx_settings_new(learner->heard.session);
  learner->path = g_build_filename(learner->heard.run_dir, "lesson-run.json", NULL);
}

static void teardown(Learner *learner, gconstpointer data) {
  g_clear_object(&learner->settings);
  g_unlink(learner->path);
  g_free(learner->path);
  heard_teardown(&learner->heard, data);
}

static void wait_opened(Learner *learner, int count) {
  heard_wait_for_count(&learner->heard, &learner->heard.opened, count);
}

/* Two steps of the learner's own. */
static void begin_own(Learner *learner) {
  g_autoptr(GmxConfig) config = heard_small_config();
  gmx_settings_open(learner->settings, config);
  wait_opened(learner, 1);
  for (guint step = 1; step <= 2; step++) {
    gmx_session_advance(learner->heard.session, GMX_ADVANCE_STEP);
    heard_wait_for_steps(&learner->heard, step);
    heard_wait_for_state(&learner->heard, GMX_SESSION_PAUSED);
  }
  while (!gmx_settings_get_run(learner->settings))
    g_main_context_iteration(NULL, TRUE);
}

static void open_lesson(Learner *learner, GmxLessonRun *run, int opened) {
  g_autoptr(GmxConfig) config = heard_small_config();
  g_assert_true(gmx_config_set_from_string(config, "seed", "7", NULL));
  gmx_lesson_run_open(run, config);
  wait_opened(learner, opened);
}

static void test_restart(Learner *learner, gconstpointer data) {
  begin_own(learner);
  g_autofree char *own = g_strdup(gmx_settings_get_run(learner->settings));
  GmxLessonRun *run = gmx_lesson_run_new(learner->settings, learner->path);
  g_assert_false(gmx_lesson_run_has_earlier(run));
  open_lesson(learner, run, 2);
  g_assert_true(gmx_lesson_run_has_earlier(run));
  g_object_unref(run); /* the window is closed */
  run = gmx_lesson_run_new(learner->settings, learner->path);
  g_assert_true(gmx_lesson_run_has_earlier(run));
  open_lesson(learner, run, 3); /* over a run without a step: the way stays */
  gmx_lesson_run_go_back(run);
  wait_opened(learner, 4);
  heard_wait_for_state(&learner->heard, GMX_SESSION_PAUSED);
  while (learner->heard.status.step != 2)
    g_main_context_iteration(NULL, TRUE);
  g_assert_cmpstr(gmx_settings_get_run(learner->settings), ==, own);
  g_assert_cmpint(gmx_config_get_int(gmx_settings_get_config(learner->settings), "seed"), !=, 7);
  g_assert_false(gmx_lesson_run_has_earlier(run));
  g_object_unref(run);
  run = gmx_lesson_run_new(learner->settings, learner->path);
  g_assert_false(gmx_lesson_run_has_earlier(run));
  g_object_unref(run);
}

/* A file that is none of ours is as none. */
static void test_broken(Learner *learner, gconstpointer data) {
  static const char *const texts[] = {"", "[1]", "{\"run\": 3}", "{\"settings\": 4}"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_assert_true(g_file_set_contents(learner->path, texts[i], -1, NULL));
    g_autoptr(GmxLessonRun) run = gmx_lesson_run_new(learner->settings, learner->path);
    g_assert_false(gmx_lesson_run_has_earlier(run));
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add("/lesson-run/restart", Learner, NULL, setup, test_restart, teardown);
  g_test_add("/lesson-run/broken", Learner, NULL, setup, test_broken, teardown);
  return g_test_run();
}
