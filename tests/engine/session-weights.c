/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that begin with the weights of a file: what they begin with, again after a reset, and what
 * becomes of a file that does not fit. */
#include "tests/engine/session-heard.h"

#include <string.h>

/* @file of the run whose folder's name ends in @end. */
static char *find_file(Heard *heard, const char *end, const char *file) {
  g_autoptr(GDir) folder = g_dir_open(heard->run_dir, 0, NULL);
  const char *name = g_dir_read_name(folder);
  while (name && !g_str_has_suffix(name, end))
    name = g_dir_read_name(folder);
  return g_build_filename(heard->run_dir, name, file, NULL);
}

/* A run that has trained for an epoch; returns its checkpoint. */
static char *train_an_epoch(Heard *heard) {
  heard_open_small(heard, NULL, NULL);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_count(heard, (const int *)&heard->epochs->len, 1);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  return find_file(heard, "-s1", "checkpoint.safetensors");
}

/* Opens a small run with @name set to @text from the weights of @path; whether that opened it. */
static gboolean open_weights(Heard *heard, const char *name, const char *text, const char *path) {
  g_autoptr(GmxConfig) config = heard_small_config();
  const int opened = heard->opened, failed = heard->failed;
  g_assert_true(gmx_config_set_from_string(config, name, text, NULL));
  gmx_session_open_weights(heard->session, config, path);
  while (heard->opened == opened && heard->failed == failed)
    g_main_context_iteration(NULL, TRUE);
  while (gmx_session_get_state(heard->session) == GMX_SESSION_LOADING)
    g_main_context_iteration(NULL, TRUE);
  return heard->opened > opened;
}

static double first_loss(Heard *heard) {
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 1);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  return g_array_index(heard->steps, GmxStepRecord, 0).loss;
}

static void reset(Heard *heard) {
  const int opened = heard->opened;
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
  heard_wait_for_state(heard, GMX_SESSION_READY);
}

/* What a network has learned is there at the first step, and again after a reset. */
static void test_begin(Heard *heard, gconstpointer data) {
  g_autofree char *path = train_an_epoch(heard), *run = NULL, *text = NULL;
  g_assert_null(gmx_session_get_origin(heard->session));
  g_assert_true(open_weights(heard, "seed", "2", path));
  g_assert_cmpstr(gmx_session_get_origin(heard->session), ==, path);
  const double learned = first_loss(heard);
  run = find_file(heard, "-s2", "run.json");
  g_assert_true(g_file_get_contents(run, &text, NULL, NULL));
  g_assert_nonnull(strstr(text, "\"file\": \"checkpoint.safetensors\""));
  reset(heard);
  g_assert_cmpstr(gmx_session_get_origin(heard->session), ==, path);
  g_assert_cmpfloat(first_loss(heard), ==, learned);
  heard_open_small(heard, "seed", "2");
  g_assert_null(gmx_session_get_origin(heard->session));
  g_assert_cmpfloat(first_loss(heard), >, learned);
  g_assert_cmpint(heard->failed, ==, 0);
}

/* The open run stays, where it is, and goes on. */
static void test_misfit(Heard *heard, gconstpointer data) {
  g_autofree char *path = train_an_epoch(heard), *gone = g_strconcat(path, ".gone", NULL);
  g_autofree char *said = g_strdup_printf(
      "failed %s does not fit network mlp: “fc1.weight” is [16, 3072] and must be [8, 3072]"
      " (and 2 more)",
      path);
  const guint steps = heard->steps->len;
  g_assert_false(open_weights(heard, "hidden", "8", path));
  g_assert_true(heard_has_line(heard, said));
  g_assert_false(open_weights(heard, "seed", "2", gone));
  g_assert_cmpint(heard->failed, ==, 2);
  g_assert_cmpint(heard->opened, ==, 1);
  g_assert_null(gmx_session_get_origin(heard->session));
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, steps + 1);
}

/* Another network begins with drawn weights, and that is said; the file is forgotten. */
static void test_other_network(Heard *heard, gconstpointer data) {
  g_autofree char *path = train_an_epoch(heard);
  g_assert_true(open_weights(heard, "seed", "2", path));
  const int opened = heard->opened;
  gmx_session_set(heard->session, "hidden", "8");
  heard_wait_for_count(heard, &heard->failed, 1);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  g_assert_cmpint(heard->opened, ==, opened + 1);
  g_assert_null(gmx_session_get_origin(heard->session));
  first_loss(heard);
  reset(heard);
  g_assert_cmpint(heard->failed, ==, 1);
}

void heard_add_weights_tests(void) {
  static const struct {
    const char *path;
    void (*func)(Heard *heard, gconstpointer data);
  } tests[] = {
      {"/session/weights/begin", test_begin},
      {"/session/weights/misfit", test_misfit},
      {"/session/weights/other-network", test_other_network},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Heard, NULL, heard_setup, tests[i].func, heard_teardown);
}
