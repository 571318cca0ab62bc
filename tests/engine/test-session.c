/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session on a main loop: what it says, in which order, and that it ends. No display. */
#include "engine/train/run-folder.h"
#include "tests/engine/session-heard.h"

#include <math.h>
#include <string.h>

static void test_whole_run(Heard *heard, gconstpointer data) {
  static const char *const order[] = {"loading", "opened", "ready", "training", "finished"};
  guint at = 0;
  heard_open_small(heard, NULL, NULL);
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
  heard_listen(100);
  g_assert_cmpint(heard->steps->len, ==, 24);
  g_assert_cmpint(heard->epochs->len, ==, 3);
  for (guint i = 0; i < heard->lines->len && at < G_N_ELEMENTS(order); i++)
    if (g_str_equal(g_ptr_array_index(heard->lines, i), order[at]))
      at++;
  g_assert_cmpint(at, ==, G_N_ELEMENTS(order));
  g_assert_cmpint(heard->failed, ==, 0);
  g_assert_cmpint(heard->status.step, ==, 24);
  g_assert_cmpint(heard->status.total_steps, ==, 24);
  g_assert_cmpint(heard->status.epoch, ==, 3);
  g_assert_cmpfloat(heard->status.images_per_second, >, 0);
  g_assert_cmpfloat(heard->status.seconds_left, ==, 0);
  g_assert_cmpint(heard->gallery->step, ==, 24);
  gmx_session_train(heard->session); /* does nothing */
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_listen(100);
  g_assert_cmpint(heard->steps->len, ==, 24);
}

static void test_gallery(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "method", "dg-mix");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  const GmxGallery *g = heard->gallery;
  int sharp = 0;
  g_assert_cmpint(g->step, ==, 1);
  g_assert_cmpint(g->count, ==, 32);
  g_assert_cmpint(g->sharp_count, ==, 16);
  g_assert_true(g->climbed);
  g_assert_cmpfloat(g->lambda, ==, g->lambdas[5]);
  for (int i = 0; i < g->count; i++) {
    sharp += g->sharp[i];
    g_assert_cmpint(g->sharp[g->order[i]], ==, i < 16);
    if (i > 0)
      g_assert_cmpfloat(g->s[g->order[i - 1]], >=, g->s[g->order[i]]);
    g_assert_cmpint(g->second_label[i], ==,
                    gmx_dataset_get_label(gmx_session_get_dataset(heard->session), GMX_SPLIT_TRAIN,
                                          g->second[i]));
  }
  g_assert_cmpint(sharp, ==, 16);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP); /* the newest at once, not after 250 ms */
  heard_wait_for_gallery(heard, 2);
}

/* However slow the machine, a tempo is not exceeded; what comes meanwhile acts at once, and leaving
 * it too. */
static void test_tempo(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "epochs", "10000");
  gmx_session_set_tempo(heard->session, 50);
  const gint64 began = g_get_monotonic_time();
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, 11);
  g_assert_cmpint(g_get_monotonic_time() - began, >=, 10 * G_USEC_PER_SEC / 50);
  gmx_session_set_tempo(heard->session, 1);
  heard_listen(50);
  const guint held = heard->steps->len;
  gmx_session_pause(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_cmpint(heard->steps->len, <=, held + 2);
  gmx_session_set_tempo(heard->session, 0);
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, held + 200);
  g_assert_cmpfloat(heard->status.images_per_second, >, 0);
}

static void test_pause_holds(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "epochs", "10000");
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, 20);
  gmx_session_pause(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  const guint held = heard->steps->len;
  heard_listen(200);
  g_assert_cmpint(heard->steps->len, ==, held);
  g_assert_cmpint(heard->status.step, ==, held);
  g_assert_cmpint(heard->gallery->step, ==, held);
  for (int i = 0; i < 3; i++)
    gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, held + 3);
  heard_listen(200);
  g_assert_cmpint(heard->steps->len, ==, held + 3);
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, held + 30);
}

static void test_advance_epoch(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  while (heard->epochs->len < 1)
    g_main_context_iteration(NULL, TRUE);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  heard_listen(100);
  g_assert_cmpint(heard->steps->len, ==, 8);
  g_assert_cmpint(heard->epochs->len, ==, 1);
}

static void test_live_change(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "method", "sam");
  for (int i = 0; i < 2; i++)
    gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 2);
  heard->settings = 0;
  gmx_session_set(heard->session, "rho", "0.2");
  gmx_session_set(heard->session, "rho", "0.3"); /* one answer is enough for both */
  heard_wait_for_count(heard, &heard->settings, 1);
  g_assert_cmpfloat(gmx_config_get_double(gmx_session_get_config(heard->session), "rho"), ==, 0.3);
  g_assert_cmpint(heard->events, ==, 0);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_count(heard, &heard->events, 1);
  heard_wait_for_steps(heard, 3);
  heard_listen(60);
  g_assert_cmpint(heard->events, ==, 1);
  g_assert_cmpint(heard->settings, ==, 1);
  g_assert_cmpint(heard->event_step, ==, 3);
  g_assert_true(heard_has_line(heard, "event rho 0.05 0.3"));
  g_assert_cmpfloat_with_epsilon(g_array_index(heard->steps, GmxStepRecord, 2).epsilon_norm, 0.3,
                                 1e-6);
  g_assert_cmpfloat_with_epsilon(g_array_index(heard->steps, GmxStepRecord, 1).epsilon_norm, 0.05,
                                 1e-6);
}

/* Commands act in the order in which they were sent, however fast. */
static void test_step_set_step(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "method", "sam");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  gmx_session_set(heard->session, "rho", "0.2");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_count(heard, &heard->events, 1);
  heard_wait_for_steps(heard, 3);
  heard_listen(60);
  g_assert_cmpint(heard->events, ==, 1);
  g_assert_cmpint(heard->event_step, ==, 2);
  g_assert_cmpint(heard->steps->len, ==, 3);
}

static void test_bad_value(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "method", "erm");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 1);
  heard->settings = 0;
  gmx_session_set(heard->session, "rho", "much");
  heard_wait_for_count(heard, &heard->settings, 1);
  g_assert_cmpint(heard->failed, ==, 1);
  g_assert_true(heard_has_line(heard, "setting rho"));
  gmx_session_set(heard->session, "combine", "orthogonal"); /* needs a perturbation */
  heard_wait_for_count(heard, &heard->failed, 2);
  gmx_session_set(heard->session, "no-such-setting", "1");
  heard_wait_for_count(heard, &heard->failed, 3);
  heard_listen(60);
  g_assert_cmpfloat(gmx_config_get_double(gmx_session_get_config(heard->session), "rho"), ==, 0.05);
  g_assert_cmpint(gmx_config_get_enum(gmx_session_get_config(heard->session), "combine"), ==,
                  GMX_COMBINE_ALL);
  g_assert_cmpint(gmx_session_get_state(heard->session), ==, GMX_SESSION_PAUSED);
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
}

static GArray *losses(Heard *heard) {
  GArray *values = g_array_new(FALSE, FALSE, sizeof(double));
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
  for (guint i = 0; i < heard->steps->len; i++)
    g_array_append_val(values, g_array_index(heard->steps, GmxStepRecord, i).loss);
  return values;
}

static void reset(Heard *heard, gboolean new_seed) {
  const int opened = heard->opened;
  gmx_session_reset(heard->session, new_seed);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
  g_assert_cmpint(heard->steps->len, ==, 0);
}

static void test_reset(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "epochs", "1");
  GmxDataset *first = gmx_session_get_dataset(heard->session);
  g_autoptr(GArray) a = losses(heard);
  reset(heard, FALSE);
  g_assert_true(gmx_session_get_dataset(heard->session) == first); /* not read again */
  g_autoptr(GArray) b = losses(heard);
  reset(heard, TRUE);
  g_assert_cmpint(gmx_config_get_int(gmx_session_get_config(heard->session), "seed"), ==, 2);
  g_assert_true(gmx_session_get_dataset(heard->session) != first); /* drawn from the seed */
  g_autoptr(GArray) c = losses(heard);
  g_assert_cmpint(a->len, ==, 8);
  g_assert_cmpmem(a->data, a->len * sizeof(double), b->data, b->len * sizeof(double));
  g_assert_cmpint(memcmp(a->data, c->data, a->len * sizeof(double)), !=, 0);
}

/* Resets while steps pour in: on_steps sees to it that each run begins at step 1 after "opened". */
static void test_no_stale_news(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "epochs", "10000");
  for (int i = 0; i < 8; i++) {
    gmx_session_train(heard->session);
    heard_wait_for_steps(heard, 5);
    g_usleep(20000); /* let news pile up */
    const int opened = heard->opened;
    gmx_session_reset(heard->session, FALSE);
    heard_wait_for_count(heard, &heard->opened, opened + 1);
    g_assert_cmpint(heard->steps->len, ==, 0);
    g_assert_null(heard->gallery);
  }
}

static void test_settings_that_reset(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  gmx_session_set(heard->session, "hidden", "8"); /* in READY the run opens anew */
  heard_wait_for_count(heard, &heard->opened, 2);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_gallery(heard, 1);
  heard->settings = 0;
  gmx_session_set(heard->session, "hidden", "24"); /* later it waits */
  heard_wait_for_count(heard, &heard->settings, 1);
  heard_listen(60);
  g_assert_cmpint(heard->opened, ==, 2);
  g_autofree char *hidden = gmx_config_get_string(gmx_session_get_config(heard->session), "hidden");
  g_assert_cmpstr(hidden, ==, "24");
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, 3);
}

/* The batch size acts at once before the first step, and at the next epoch after it. */
static void test_settings_of_epochs(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  gmx_session_set(heard->session, "batch", "64");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_gallery(heard, 1);
  g_assert_cmpint(heard->gallery->count, ==, 64);
  gmx_session_set(heard->session, "batch", "16");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_gallery(heard, 2);
  g_assert_cmpint(heard->gallery->count, ==, 64);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(heard, 4);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_gallery(heard, 5);
  g_assert_cmpint(heard->gallery->count, ==, 16);
  g_assert_cmpint(heard->opened, ==, 1);
}

/* Left after 11 steps, which leaves a checkpoint within the epoch; continued there with what was
 * before, to the end. */
static void test_resume(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(heard, 8);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  for (int i = 0; i < 3; i++)
    gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 11);
  heard_wait_for_gallery(heard, 11);
  g_autoptr(GPtrArray) runs = gmx_run_folder_list(heard->run_dir, NULL);
  g_assert_cmpuint(runs->len, ==, 1);
  g_autofree char *path = g_strdup(((GmxRunInfo *)g_ptr_array_index(runs, 0))->path);
  const double eighth = g_array_index(heard->steps, GmxStepRecord, 7).loss;
  gmx_session_reset(heard->session, TRUE);
  heard_wait_for_count(heard, &heard->opened, 2);
  gmx_session_resume(heard->session, path);
  heard_wait_for_count(heard, &heard->opened, 3);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_cmpuint(heard->steps->len, ==, 11);
  g_assert_cmpuint(heard->epochs->len, ==, 1);
  g_assert_cmpfloat_with_epsilon(g_array_index(heard->steps, GmxStepRecord, 7).loss, eighth, 1e-8);
  g_assert_cmpint(gmx_config_get_int(gmx_session_get_config(heard->session), "seed"), ==, 1);
  g_autoptr(GmxGallery) probe =
      gmx_recording_find_probe(gmx_session_get_recording(heard->session), 1);
  g_assert_nonnull(probe);
  gmx_session_resume(heard->session, path); /* is open already: nothing happens */
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
  g_assert_cmpuint(heard->steps->len, ==, 24);
  g_assert_cmpint(heard->opened, ==, 3);
}

static void test_failed_resume(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  gmx_session_resume(heard->session, "/no/such/run");
  heard_wait_for_count(heard, &heard->failed, 1);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  g_assert_cmpint(heard->opened, ==, 1);
}

/* A set that can't be read leaves the run, its settings and its state. */
static void test_failed_open(Heard *heard, gconstpointer data) {
  g_autoptr(GmxConfig) config = heard_small_config();
  heard_open_small(heard, NULL, NULL);
  g_assert_true(gmx_config_set_from_string(config, "data", "/no/such/folder", NULL));
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 1);
  gmx_session_open(heard->session, config);
  heard_wait_for_count(heard, &heard->failed, 1);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_true(heard_has_line(heard, "failed"));
  g_assert_cmpint(heard->opened, ==, 1);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 2);
  reset(heard, FALSE);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  gmx_session_set(heard->session, "data", "/no/such/folder");
  heard_wait_for_count(heard, &heard->failed, 2);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  heard_listen(60);
  g_autofree char *name = gmx_config_get_string(gmx_session_get_config(heard->session), "data");
  g_assert_cmpstr(name, ==, "shapes");
  g_assert_cmpint(gmx_session_get_state(heard->session), ==, GMX_SESSION_READY);
}

/* With ηδ = 100 every step multiplies the weights by about −100, whatever the gradient is; at the
 * small rate the same decay is harmless. */
static void open_fragile(Heard *heard, const char *rate) {
  heard_open_small(heard, "weight-decay", "1");
  gmx_session_set(heard->session, "epochs", "500");
  gmx_session_set(heard->session, "lr", rate);
}

static void test_diverged(Heard *heard, gconstpointer data) {
  open_fragile(heard, "0.05");
  gmx_session_go_back(heard->session); /* nothing to go back from */
  heard_wait_for_count(heard, &heard->failed, 1);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(heard, 8);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  gmx_session_set(heard->session, "lr", "100");
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_DIVERGED);
  while (heard->diverged_step == 0)
    g_main_context_iteration(NULL, TRUE);
  g_assert_cmpint(heard->diverged_step, ==, heard->status.step);
  g_assert_cmpint(heard->diverged_step, >, 8);
  g_assert_true(heard_has_line(heard, "event lr 0.05 100"));
  g_assert_cmpint(heard->gallery->step, <=, heard->diverged_step);
  gmx_session_train(heard->session); /* does nothing */
  heard_listen(60);
  g_assert_cmpint(gmx_session_get_state(heard->session), ==, GMX_SESSION_DIVERGED);
  const gint64 saved = heard->status.saved_step;
  g_assert_cmpint(saved, >=, 8);
  g_assert_cmpint(saved, ==, 8 * heard->status.saved_epoch);
  gmx_session_go_back(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_cmpint(heard->rewound_step, ==, saved);
  g_assert_cmpfloat(gmx_config_get_double(gmx_session_get_config(heard->session), "lr"), ==, 0.05);
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, 64);
  g_assert_cmpint(gmx_session_get_state(heard->session), !=, GMX_SESSION_DIVERGED);
}

static void test_diverged_at_once(Heard *heard, gconstpointer data) {
  open_fragile(heard, "100");
  gmx_session_set(heard->session, "batch", "4"); /* 64 steps an epoch: it ends in the first */
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_DIVERGED);
  g_assert_cmpint(heard->epochs->len, ==, 0);
  g_assert_cmpint(heard->status.saved_step, ==, -1); /* nothing to go back to */
  g_assert_false(isfinite(g_array_index(heard->steps, GmxStepRecord, heard->steps->len - 1).loss));
  if (heard->gallery) /* of a finite step, or none */
    g_assert_cmpint(heard->gallery->step, <, heard->steps->len);
  gmx_session_go_back(heard->session); /* there is no checkpoint */
  heard_wait_for_count(heard, &heard->failed, 1);
  g_assert_cmpint(gmx_session_get_state(heard->session), ==, GMX_SESSION_DIVERGED);
  reset(heard, FALSE);
  heard_wait_for_state(heard, GMX_SESSION_READY);
}

static void test_close_while_training(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "epochs", "10000");
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, 10);
  gmx_session_close(heard->session);
  const guint at_close = heard->steps->len;
  gmx_session_close(heard->session); /* again, and commands after it, are harmless */
  gmx_session_train(heard->session);
  heard_listen(100);
  g_assert_cmpint(heard->steps->len, ==, at_close);
}

static void test_close_while_loading(Heard *heard, gconstpointer data) {
  g_autoptr(GmxConfig) config = heard_small_config();
  gmx_session_open(heard->session, config);
  while (!heard_has_line(heard, "loading")) /* it may be over when this thread hears of it */
    g_main_context_iteration(NULL, TRUE);
  const int opened = heard->opened;
  gmx_session_close(heard->session);
  heard_listen(60);
  g_assert_cmpint(heard->opened, ==, opened);
}

/* Three opens in a row: the last is the one that stands, and the others fail silently. */
static void test_open_replaces(Heard *heard, gconstpointer data) {
  for (int i = 1; i <= 3; i++) {
    g_autoptr(GmxConfig) config = heard_small_config();
    g_autofree char *seed = g_strdup_printf("%d", i);
    gmx_config_set_from_string(config, "seed", seed, NULL);
    gmx_session_open(heard->session, config);
  }
  while (heard->opened == 0 ||
         gmx_config_get_int(gmx_session_get_config(heard->session), "seed") != 3)
    g_main_context_iteration(NULL, TRUE);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  g_assert_cmpint(heard->failed, ==, 0);
  g_assert_cmpint(heard->opened, ==, 1);
}

/* Cancelled: no error, and the run that stood goes on. */
static void test_cancel_loading(Heard *heard, gconstpointer data) {
  g_autoptr(GmxConfig) config = heard_small_config();
  heard_open_small(heard, NULL, NULL);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_true(gmx_config_set_from_string(config, "seed", "7", NULL));
  gmx_session_open(heard->session, config);
  gmx_session_cancel_loading(heard->session);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 2);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_cmpint(heard->opened, ==, 1);
  g_assert_cmpint(heard->failed, ==, 0);
}

static void close_in_handler(GmxSession *session, GArray *steps, gpointer data) {
  gmx_session_close(session);
}

static void test_close_in_handler(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  g_signal_connect(heard->session, "steps", G_CALLBACK(close_in_handler), NULL);
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, 1);
  heard_listen(100);
  g_assert_cmpint(gmx_session_get_state(heard->session), !=, GMX_SESSION_FINISHED);
}

static void test_nothing_open(Heard *heard, gconstpointer data) {
  gmx_session_train(heard->session);
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->failed, 2);
  g_assert_cmpint(gmx_session_get_state(heard->session), ==, GMX_SESSION_EMPTY);
}

int main(int argc, char *argv[]) {
  g_test_init(&argc, &argv, NULL);
  heard_add_part_tests();
  heard_add_recording_tests();
  const struct {
    const char *path;
    void (*func)(Heard *, gconstpointer);
  } tests[] = {
      {"/session/whole-run", test_whole_run},
      {"/session/gallery", test_gallery},
      {"/session/pause", test_pause_holds},
      {"/session/tempo", test_tempo},
      {"/session/advance-epoch", test_advance_epoch},
      {"/session/live-change", test_live_change},
      {"/session/step-set-step", test_step_set_step},
      {"/session/cancel-loading", test_cancel_loading},
      {"/session/bad-value", test_bad_value},
      {"/session/reset", test_reset},
      {"/session/no-stale-news", test_no_stale_news},
      {"/session/resume", test_resume},
      {"/session/failed-resume", test_failed_resume},
      {"/session/settings-that-reset", test_settings_that_reset},
      {"/session/settings-of-epochs", test_settings_of_epochs},
      {"/session/failed-open", test_failed_open},
      {"/session/diverged", test_diverged},
      {"/session/diverged-at-once", test_diverged_at_once},
      {"/session/close-while-training", test_close_while_training},
      {"/session/close-while-loading", test_close_while_loading},
      {"/session/open-replaces", test_open_replaces},
      {"/session/close-in-handler", test_close_in_handler},
      {"/session/nothing-open", test_nothing_open},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Heard, NULL, heard_setup, tests[i].func, heard_teardown);
  heard_add_weights_tests();
  return g_test_run();
}
