/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a race begins, begins anew and ends, over sessions that train. No display. */
#include "tests/engine/session-heard.h"
#include "ui/plane/race.h"

typedef struct {
  Heard heard; /* the window's session */
  GmxSettings *settings;
  GmxRace *race;
  int changed;
  GmxSession *rival; /* whose steps are noted; borrowed */
  gint64 rival_step;
} Fixture;

static void on_status(Fixture *f, const GmxStatus *status) {
  f->rival_step = status->step;
}

static void on_changed(Fixture *f) {
  GmxSession *rival = gmx_race_get_rival(f->race);
  f->changed++;
  f->rival_step = -1;
  if (rival && rival != f->rival)
    g_signal_connect_swapped(rival, "status", G_CALLBACK(on_status), f);
  f->rival = rival;
}

static void setup(Fixture *f, gconstpointer data) {
  heard_setup(&f->heard, data);
  f->settings = gmx_settings_new(f->heard.session);
  f->race = gmx_race_new(f->settings);
  g_signal_connect_swapped(f->race, "changed", G_CALLBACK(on_changed), f);
}

static void teardown(Fixture *f, gconstpointer data) {
  g_assert_finalize_object(f->race);
  g_assert_null(gmx_session_get_rival(f->heard.session));
  g_object_unref(f->settings);
  heard_teardown(&f->heard, data);
}

static void open_data(Fixture *f, const char *data) {
  static const char *const settings[][2] = {
      {"epochs", "10000"}, {"probe", "0"}, {"points", "64"}, {"method", "dg-mix"}};
  g_autoptr(GmxConfig) config = heard_small_config();
  g_assert_true(gmx_config_set_from_string(config, "data", data, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
    g_assert_true(gmx_config_set_from_string(config, settings[i][0], settings[i][1], NULL));
  const int opened = f->heard.opened;
  gmx_settings_open(f->settings, config);
  heard_wait_for_count(&f->heard, &f->heard.opened, opened + 1);
  heard_wait_for_state(&f->heard, GMX_SESSION_READY);
}

static void iterate(void) {
  g_main_context_iteration(NULL, TRUE);
}

/* Trains the window's run, and the rival's with it, to some step, where both rest. */
static gint64 train(Fixture *f, guint steps) {
  const guint goal = f->heard.steps->len + steps;
  gmx_session_train(f->heard.session);
  heard_wait_for_steps(&f->heard, goal);
  gmx_session_pause(f->heard.session);
  heard_wait_for_state(&f->heard, GMX_SESSION_PAUSED);
  heard_wait_for_gallery(&f->heard, f->heard.steps->len);
  return f->heard.steps->len;
}

/* Until the rival rests at @step. */
static void wait_for_rival(Fixture *f, gint64 step) {
  GmxSession *rival = gmx_race_get_rival(f->race);
  const GmxSessionState state = step > 0 ? GMX_SESSION_PAUSED : GMX_SESSION_READY;
  while (gmx_session_get_state(rival) != state || f->rival_step != step)
    iterate();
}

static char *method_of(GmxSession *session) {
  return gmx_config_get_string(gmx_session_get_config(session), "method");
}

static void assert_methods(Fixture *f, const char *own, const char *rival) {
  g_autofree char *first = method_of(f->heard.session);
  g_autofree char *second = method_of(gmx_race_get_rival(f->race));
  g_assert_cmpstr(first, ==, own);
  g_assert_cmpstr(second, ==, rival);
}

static void test_images(Fixture *f, gconstpointer data) {
  open_data(f, "shapes");
  g_assert_false(gmx_race_is_possible(f->race));
  gmx_race_begin(f->race);
  g_assert_null(gmx_race_get_rival(f->race));
  open_data(f, "moons");
  g_assert_true(gmx_race_is_possible(f->race));
  gmx_race_begin(f->race);
  wait_for_rival(f, 0);
  assert_methods(f, "dg-mix", "mixup");
  open_data(f, "shapes"); /* and it is over */
  g_assert_null(gmx_race_get_rival(f->race));
  g_assert_cmpint(f->changed, ==, 2);
}

/* A rival that comes later runs after; the window's run stands as it was. */
static void test_runs_after(Fixture *f, gconstpointer data) {
  open_data(f, "moons");
  const gint64 step = train(f, 40);
  const int opened = f->heard.opened;
  gmx_race_begin(f->race);
  wait_for_rival(f, step);
  gmx_race_set_rival_method(f->race, "sam");
  wait_for_rival(f, step);
  assert_methods(f, "dg-mix", "sam");
  g_assert_cmpint(f->heard.opened, ==, opened);
}

/* Its past would not be that of the window's run, which was bent by hand. */
static void test_bent(Fixture *f, gconstpointer data) {
  open_data(f, "moons");
  train(f, 10);
  gmx_settings_set(f->settings, "lr", "0.03");
  train(f, 10);
  g_assert_cmpint(f->heard.events, ==, 1);
  gmx_race_begin(f->race);
  heard_wait_for_state(&f->heard, GMX_SESSION_READY);
  wait_for_rival(f, 0);
  g_assert_cmpfloat(
      gmx_config_get_double(gmx_session_get_config(gmx_race_get_rival(f->race)), "lr"), ==, 0.03);
  train(f, 10);
  g_assert_cmpint(f->heard.events, ==, 1);
}

/* A setting that waits for the reset would be in force in the rival's run alone. */
static void test_waits(Fixture *f, gconstpointer data) {
  open_data(f, "moons");
  train(f, 10);
  gmx_settings_set(f->settings, "noise", "0.3");
  while (!gmx_settings_waits(f->settings, "noise"))
    iterate();
  gmx_race_begin(f->race);
  heard_wait_for_state(&f->heard, GMX_SESSION_READY);
  wait_for_rival(f, 0);
}

static void test_own_method(Fixture *f, gconstpointer data) {
  open_data(f, "moons");
  gmx_race_begin(f->race);
  wait_for_rival(f, 0);
  const gint64 step = train(f, 10);
  wait_for_rival(f, step);
  gmx_race_set_own_method(f->race, "bg-mix");
  heard_wait_for_state(&f->heard, GMX_SESSION_READY);
  wait_for_rival(f, 0);
  assert_methods(f, "bg-mix", "mixup");
}

/* A run that is taken up again has a past that no rival shares. */
static void test_resumed(Fixture *f, gconstpointer data) {
  open_data(f, "moons");
  train(f, 10);
  g_autofree char *run = g_strdup(gmx_settings_get_run(f->settings));
  open_data(f, "circles");
  gmx_race_begin(f->race);
  wait_for_rival(f, 0);
  gmx_settings_resume(f->settings, run, NULL);
  heard_wait_for_state(&f->heard, GMX_SESSION_PAUSED);
  g_assert_null(gmx_race_get_rival(f->race));
}

static void test_end(Fixture *f, gconstpointer data) {
  open_data(f, "moons");
  gmx_race_begin(f->race);
  wait_for_rival(f, 0);
  gmx_session_train(f->heard.session);
  heard_wait_for_steps(&f->heard, 20);
  gmx_race_end(f->race);
  g_assert_null(gmx_race_get_rival(f->race));
  heard_wait_for_steps(&f->heard, f->heard.steps->len + 50);
}

int main(int argc, char **argv) {
  static const struct {
    const char *path;
    void (*func)(Fixture *, gconstpointer);
  } tests[] = {
      {"/race-rules/images", test_images},
      {"/race-rules/runs-after", test_runs_after},
      {"/race-rules/bent", test_bent},
      {"/race-rules/waits", test_waits},
      {"/race-rules/own-method", test_own_method},
      {"/race-rules/resumed", test_resumed},
      {"/race-rules/end", test_end},
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Fixture, NULL, setup, tests[i].func, teardown);
  return g_test_run();
}
