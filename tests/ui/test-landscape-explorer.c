/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Landscape page looks at, over a session that trains: which weights, what is computed
 * anew by which choice, another run beside it. No display. */
#include "tests/engine/session-heard.h"
#include "ui/landscape/explorer.h"

#include <math.h>

typedef struct {
  Heard heard;
  GmxSettings *settings;
  GmxExplorer *explorer;
  int planes, lines, failed; /* signals */
  GArray *levels;            /* columns of each plane that came */
  char *complaint;
} Scene;

static void on_plane(Scene *scene) {
  const GmxLandscape *plane = gmx_explorer_get_plane(scene->explorer);
  scene->planes++;
  if (plane)
    g_array_append_val(scene->levels, plane->columns);
}

static void on_lines(Scene *scene) {
  scene->lines++;
}

static void on_failed(Scene *scene, const char *what, const char *message) {
  scene->failed++;
  g_free(scene->complaint);
  scene->complaint = g_strdup_printf("%s: %s", what, message);
}

static void open_run(Scene *scene, const char *method) {
  g_autoptr(GmxConfig) config = heard_small_config();
  g_assert_true(gmx_config_set_from_string(config, "method", method, NULL));
  gmx_settings_open(scene->settings, config);
  heard_wait_for_state(&scene->heard, GMX_SESSION_READY);
}

static void make_steps(Scene *scene, guint steps) {
  const guint before = scene->heard.steps->len;
  for (guint i = 0; i < steps; i++)
    gmx_session_advance(scene->heard.session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(&scene->heard, before + steps);
}

static void set_up(Scene *scene, gconstpointer data) {
  GmxExplorerChoice choice;
  heard_setup(&scene->heard, NULL);
  scene->settings = gmx_settings_new(scene->heard.session);
  scene->explorer = gmx_explorer_new(scene->settings, scene->heard.run_dir);
  scene->levels = g_array_new(FALSE, FALSE, sizeof(int));
  scene->planes = scene->lines = scene->failed = 0;
  scene->complaint = NULL;
  choice = gmx_explorer_get_choice(scene->explorer);
  choice.finest = 13;
  choice.images = 32;
  gmx_explorer_set_choice(scene->explorer, &choice);
  g_signal_connect_swapped(scene->explorer, "plane-changed", G_CALLBACK(on_plane), scene);
  g_signal_connect_swapped(scene->explorer, "lines-changed", G_CALLBACK(on_lines), scene);
  g_signal_connect_swapped(scene->explorer, "failed", G_CALLBACK(on_failed), scene);
  open_run(scene, "g-mix");
}

static void tear_down(Scene *scene, gconstpointer data) {
  gpointer left = scene->explorer;
  g_object_add_weak_pointer(left, &left);
  g_object_run_dispose(G_OBJECT(scene->explorer));
  g_object_unref(scene->explorer);
  while (left) /* jobs that were ended let go of it */
    g_main_context_iteration(NULL, TRUE);
  g_object_unref(scene->settings);
  g_array_unref(scene->levels);
  g_free(scene->complaint);
  heard_teardown(&scene->heard, NULL);
}

static gboolean is_busy(Scene *scene) {
  double fraction;
  g_autofree char *work = gmx_explorer_get_work(scene->explorer, &fraction);
  g_assert_true(fraction >= 0 && fraction <= 1);
  return work != NULL;
}

static void wait_until_done(Scene *scene) {
  while (is_busy(scene))
    g_main_context_iteration(NULL, TRUE);
}

/* A level that is finished before the earlier one was shown takes its place: any may be missing
 * but the last, and none comes late. */
static void assert_levels_rise_to(Scene *scene, int finest) {
  int last = 0;
  for (guint i = 0; i < scene->levels->len; i++) {
    const int level = g_array_index(scene->levels, int, i);
    g_assert_cmpint(level, >=, last);
    last = level;
  }
  g_assert_cmpint(last, ==, finest);
}

/* Looking begins by itself once there is a step, coarse results first; all of one copy. */
static void test_first_look(Scene *scene, gconstpointer data) {
  gmx_explorer_set_in_sight(scene->explorer, TRUE);
  heard_listen(20);
  g_assert_null(gmx_explorer_get_weights(scene->explorer)); /* no step yet */
  make_steps(scene, 3);
  while (!gmx_explorer_get_weights(scene->explorer))
    g_main_context_iteration(NULL, TRUE);
  wait_until_done(scene);
  const GmxWeights *weights = gmx_explorer_get_weights(scene->explorer);
  const GmxLandscape *plane = gmx_explorer_get_plane(scene->explorer);
  const GmxLandscape *lines = gmx_explorer_get_lines(scene->explorer);
  const GmxCurvature *curvature = gmx_explorer_get_curvature(scene->explorer, 0);
  assert_levels_rise_to(scene, 13);
  g_assert_cmpint(plane->columns, ==, 13);
  g_assert_cmpint(plane->step, ==, weights->step);
  g_assert_cmpint(lines->step, ==, weights->step);
  g_assert_cmpint(curvature->step, ==, weights->step);
  g_assert_cmpint(lines->line_count, ==, 2);
  g_assert_cmpint(curvature->iterations, ==, curvature->iterations_total);
  g_assert_null(gmx_explorer_get_curvature(scene->explorer, 1));
  g_assert_cmpint(scene->failed, ==, 0);
}

static void look(Scene *scene, guint steps) {
  make_steps(scene, steps);
  gmx_explorer_refresh(scene->explorer);
  wait_until_done(scene);
}

/* The copy stays what it is while training goes on, until another is asked for. */
static void test_copy_stays(Scene *scene, gconstpointer data) {
  look(scene, 2);
  const gint64 step = gmx_explorer_get_weights(scene->explorer)->step;
  g_assert_cmpint(step, ==, 2);
  g_assert_false(gmx_explorer_is_behind(scene->explorer));
  make_steps(scene, 2);
  while (!gmx_explorer_is_behind(scene->explorer)) /* "status" comes with the next news */
    g_main_context_iteration(NULL, TRUE);
  g_assert_cmpint(gmx_explorer_get_weights(scene->explorer)->step, ==, 2);
  gmx_explorer_refresh(scene->explorer);
  g_assert_nonnull(gmx_explorer_get_plane(scene->explorer)); /* the earlier one, until then */
  wait_until_done(scene);
  g_assert_cmpint(gmx_explorer_get_weights(scene->explorer)->step, ==, 4);
  g_assert_cmpint(gmx_explorer_get_plane(scene->explorer)->step, ==, 4);
}

/* Another loss is another plane; the lines, which are always of images as stored, stay. */
static void test_choices(Scene *scene, gconstpointer data) {
  look(scene, 2);
  GmxExplorerChoice choice = gmx_explorer_get_choice(scene->explorer);
  const double mixed = gmx_explorer_get_plane(scene->explorer)->loss;
  const int lines = scene->lines;
  choice.mixed = FALSE;
  gmx_explorer_set_choice(scene->explorer, &choice);
  g_assert_true(is_busy(scene));
  wait_until_done(scene);
  const double unmixed = gmx_explorer_get_plane(scene->explorer)->loss;
  g_assert_true(isfinite(mixed) && isfinite(unmixed) && mixed != unmixed);
  g_assert_cmpint(scene->lines, ==, lines);
  choice.plane = GMX_LANDSCAPE_RANDOM;
  choice.split = GMX_SPLIT_TEST;
  gmx_explorer_set_choice(scene->explorer, &choice);
  wait_until_done(scene);
  g_assert_cmpint(gmx_explorer_get_plane(scene->explorer)->axis[1], ==, GMX_LANDSCAPE_AXIS_RANDOM);
  g_assert_cmpint(scene->lines, >, lines);
  const int planes = scene->planes;
  gmx_explorer_set_choice(scene->explorer, &choice); /* the same */
  g_assert_false(is_busy(scene));
  g_assert_cmpint(scene->planes, ==, planes);
}

/* Ended, what is known stays, and nothing comes any more. */
static void test_cancel(Scene *scene, gconstpointer data) {
  GmxExplorerChoice choice = gmx_explorer_get_choice(scene->explorer);
  choice.finest = 193;
  gmx_explorer_set_choice(scene->explorer, &choice);
  make_steps(scene, 2);
  gmx_explorer_refresh(scene->explorer);
  while (!gmx_explorer_get_plane(scene->explorer))
    g_main_context_iteration(NULL, TRUE);
  gmx_explorer_cancel(scene->explorer);
  g_assert_false(is_busy(scene));
  const int columns = gmx_explorer_get_plane(scene->explorer)->columns, planes = scene->planes;
  heard_listen(100);
  g_assert_cmpint(scene->planes, ==, planes);
  g_assert_cmpint(gmx_explorer_get_plane(scene->explorer)->columns, ==, columns);
  g_assert_cmpint(columns, <, 193);
  g_assert_cmpint(scene->failed, ==, 0);
}

/* Another run of the same data beside the open one. */
static void test_other_run(Scene *scene, gconstpointer data) {
  look(scene, 2);
  g_autofree char *first = g_strdup(gmx_settings_get_run(scene->settings));
  gmx_session_train(scene->heard.session); /* to its end: there is a checkpoint */
  heard_wait_for_state(&scene->heard, GMX_SESSION_FINISHED);
  open_run(scene, "erm");
  g_assert_null(gmx_explorer_get_plane(scene->explorer)); /* of the run before */
  g_assert_null(gmx_explorer_get_weights(scene->explorer));
  look(scene, 3);
  gmx_explorer_set_in_sight(scene->explorer, TRUE);
  GPtrArray *others = NULL;
  do {
    g_clear_pointer(&others, g_ptr_array_unref);
    g_main_context_iteration(NULL, TRUE);
    others = gmx_explorer_list_others(scene->explorer);
  } while (others->len == 0);
  g_assert_cmpuint(others->len, ==, 1); /* not the open one */
  GmxRunEntry *entry = others->pdata[0];
  g_autofree char *name = gmx_explorer_name_entry(scene->explorer, entry);
  g_assert_cmpstr(name, ==, "g-mix, seed 1");
  gmx_explorer_set_other(scene->explorer, entry->path);
  g_ptr_array_unref(others);
  wait_until_done(scene);
  g_assert_cmpstr(gmx_explorer_get_name(scene->explorer, 0), ==, "erm, seed 1");
  g_assert_cmpstr(gmx_explorer_get_name(scene->explorer, 1), ==, "g-mix, seed 1");
  const GmxLandscape *lines = gmx_explorer_get_lines(scene->explorer);
  g_assert_cmpint(lines->line_count, ==, 4);
  g_assert_cmpint(lines->other_step, ==, 24);
  g_assert_nonnull(gmx_explorer_get_curvature(scene->explorer, 1));
  g_assert_cmpint(gmx_explorer_get_curvature(scene->explorer, 1)->step, ==, 24);
  GmxExplorerChoice choice = gmx_explorer_get_choice(scene->explorer);
  choice.plane = GMX_LANDSCAPE_OTHER;
  gmx_explorer_set_choice(scene->explorer, &choice);
  wait_until_done(scene);
  g_assert_cmpint(gmx_explorer_get_plane(scene->explorer)->axis[0], ==, GMX_LANDSCAPE_AXIS_OTHER);
  gmx_explorer_set_other(scene->explorer, NULL);
  wait_until_done(scene);
  g_assert_null(gmx_explorer_get_name(scene->explorer, 1));
  g_assert_cmpint(gmx_explorer_get_choice(scene->explorer).plane, ==, GMX_LANDSCAPE_PATH);
  g_assert_cmpint(gmx_explorer_get_lines(scene->explorer)->line_count, ==, 2);
  g_assert_cmpint(scene->failed, ==, 0);
}

static void test_no_run_there(Scene *scene, gconstpointer data) {
  look(scene, 1);
  gmx_explorer_set_other(scene->explorer, "no-such-folder");
  wait_until_done(scene);
  g_assert_cmpint(scene->failed, ==, 1);
  g_assert_nonnull(strstr(scene->complaint, "no-such-folder"));
  g_assert_null(gmx_explorer_get_other(scene->explorer));
  g_assert_cmpint(gmx_explorer_get_lines(scene->explorer)->line_count, ==, 2);
}

/* If asked, the curvature of each epoch's end. */
static void test_follow(Scene *scene, gconstpointer data) {
  gmx_explorer_set_follow(scene->explorer, TRUE);
  for (guint epoch = 1; epoch <= 2; epoch++) {
    gmx_session_advance(scene->heard.session, GMX_ADVANCE_EPOCH);
    while (gmx_explorer_get_records(scene->explorer)->len < epoch || is_busy(scene))
      g_main_context_iteration(NULL, TRUE);
  }
  const GArray *records = gmx_explorer_get_records(scene->explorer);
  g_assert_cmpuint(records->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const GmxCurvatureRecord *record = &g_array_index(records, GmxCurvatureRecord, i);
    g_assert_cmpint(record->epoch, ==, (int)i + 1);
    g_assert_cmpint(record->step, ==, 8 * (i + 1));
    g_assert_true(isfinite(record->largest) && isfinite(record->trace));
  }
  g_assert_null(gmx_explorer_get_plane(scene->explorer)); /* nobody asked for it */
}

int main(int argc, char *argv[]) {
  g_test_init(&argc, &argv, NULL);
#define ADD(name, test) g_test_add("/explorer/" name, Scene, NULL, set_up, test, tear_down)
  ADD("first-look", test_first_look);
  ADD("copy-stays", test_copy_stays);
  ADD("choices", test_choices);
  ADD("cancel", test_cancel);
  ADD("other-run", test_other_run);
  ADD("no-run-there", test_no_run_there);
  ADD("follow", test_follow);
#undef ADD
  return g_test_run();
}
