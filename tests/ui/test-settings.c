/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking back changes of the settings, over a session that trains. No display. */
#include "tests/engine/session-heard.h"
#include "ui/settings.h"

/* Settings over the session of the fixture, after @steps steps with @name set to @text. */
static GmxSettings *begin(Heard *heard, const char *name, const char *text, guint steps) {
  GmxSettings *settings = gmx_settings_new(heard->session);
  g_autoptr(GmxConfig) config = heard_small_config();
  if (name)
    g_assert_true(gmx_config_set_from_string(config, name, text, NULL));
  gmx_settings_open(settings, config);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  for (guint i = 0; i < steps; i++)
    gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, steps);
  g_assert_false(gmx_settings_can_undo(settings));
  return settings;
}

static void wait_for_value(GmxSettings *settings, const char *name, const char *text) {
  for (;;) {
    g_autofree char *value = gmx_config_to_string(gmx_settings_get_config(settings), name);
    if (g_strcmp0(value, text) == 0)
      return;
    g_main_context_iteration(NULL, TRUE);
  }
}

static void set_and_wait(GmxSettings *settings, const char *name, const char *text) {
  gmx_settings_set(settings, name, text);
  wait_for_value(settings, name, text);
}

static void check_undo(GmxSettings *settings, const char *due) {
  g_autofree char *text = gmx_settings_describe_undo(settings);
  g_assert_cmpstr(text, ==, due);
  g_assert_cmpint(gmx_settings_can_undo(settings), ==, due != NULL);
}

static void check_value(GmxSettings *settings, const char *name, const char *due) {
  g_autofree char *value = gmx_config_to_string(gmx_settings_get_config(settings), name);
  g_assert_cmpstr(value, ==, due);
}

/* A change that is taken back is a change: it acts at the next step and is an event. */
static void test_undo_is_live(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, "method", "sam", 1);
  set_and_wait(settings, "rho", "0.2");
  check_undo(settings, "ρ 0.20 → 0.05");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_count(heard, &heard->events, 1);
  gmx_settings_undo(settings);
  check_undo(settings, NULL);
  wait_for_value(settings, "rho", "0.05");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_count(heard, &heard->events, 2);
  g_assert_cmpint(heard->event_step, ==, 3);
  g_assert_true(heard_has_line(heard, "event rho 0.05 0.2"));
  g_assert_true(heard_has_line(heard, "event rho 0.2 0.05"));
  gmx_settings_undo(settings); /* nothing left */
  heard_listen(60);
  check_value(settings, "rho", "0.05");
}

/* Each of two that were asked for before the first was answered is a change of its own. */
static void test_fast_changes(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 1);
  gmx_settings_set(settings, "rho", "0.2");
  gmx_settings_set(settings, "rho", "0.3");
  gmx_settings_set(settings, "alpha", "2");
  wait_for_value(settings, "alpha", "2");
  check_undo(settings, "α 2.00 → 1.00");
  gmx_settings_undo(settings);
  check_undo(settings, "ρ 0.30 → 0.20");
  gmx_settings_undo(settings);
  wait_for_value(settings, "rho", "0.2");
  check_undo(settings, "ρ 0.20 → 0.05");
  gmx_settings_set(settings, "rho", "0.3");
  gmx_settings_set(settings, "rho", "0.2"); /* there and back before the answer */
  set_and_wait(settings, "alpha", "3");
  gmx_settings_undo(settings);
  gmx_settings_undo(settings);
  gmx_settings_undo(settings);
  gmx_settings_undo(settings);
  wait_for_value(settings, "rho", "0.05");
  check_value(settings, "alpha", "1");
  check_undo(settings, NULL);
}

static void test_hold(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 1);
  gmx_settings_begin_hold(settings);
  set_and_wait(settings, "rho", "0.2");
  set_and_wait(settings, "rho", "0.3");
  gmx_settings_end_hold(settings);
  gmx_settings_begin_hold(settings);
  set_and_wait(settings, "rho", "0.4");
  gmx_settings_end_hold(settings);
  check_undo(settings, "ρ 0.40 → 0.30");
  gmx_settings_undo(settings);
  check_undo(settings, "ρ 0.30 → 0.05");
  gmx_settings_begin_hold(settings); /* back to where it was taken is no change */
  wait_for_value(settings, "rho", "0.3");
  set_and_wait(settings, "rho", "0.1");
  set_and_wait(settings, "rho", "0.3");
  gmx_settings_end_hold(settings);
  check_undo(settings, "ρ 0.30 → 0.05");
}

/* A method and all that follows it come back together, in one step, also the values set by hand. */
static void test_method(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, "method", "dg-mix", 1);
  set_and_wait(settings, "beta", "-0.4");
  set_and_wait(settings, "gamma", "0.7");
  set_and_wait(settings, "method", "asam");
  check_value(settings, "rho", "0.5");
  check_undo(settings, "Method ASAM → DG-Mix");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 2);
  gmx_settings_undo(settings);
  wait_for_value(settings, "method", "dg-mix");
  check_value(settings, "rho", "0.05");
  check_value(settings, "beta", "-0.4");
  check_value(settings, "gamma", "0.7");
  heard->events = 0;
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 3);
  heard_listen(60);
  g_assert_cmpint(heard->event_step, ==, 3);
  g_assert_true(heard_has_line(heard, "event method asam dg-mix"));
  g_assert_true(heard_has_line(heard, "event beta 0.5 -0.4"));
  check_undo(settings, "γ 0.70 → 0.50");
}

/* What the engine refuses was no change. */
static void test_refused(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, "method", "erm", 1);
  gmx_settings_set(settings, "rho", "99");
  gmx_settings_set(settings, "combine", "orthogonal"); /* needs a perturbation */
  set_and_wait(settings, "lr", "0.03");
  heard_wait_for_count(heard, &heard->failed, 2);
  check_undo(settings, "η 0.03 → 0.05");
  gmx_settings_set(settings, "rho", "99");
  heard_wait_for_count(heard, &heard->failed, 3);
  heard_listen(60);
  check_undo(settings, "η 0.03 → 0.05");
  gmx_settings_set(settings, "lr", "0.02");
  gmx_settings_set(settings, "combine", "orthogonal");
  heard_wait_for_count(heard, &heard->failed, 4);
  heard_listen(60);
  check_undo(settings, "η 0.02 → 0.03");
}

/* Before the first step a network can be taken back too; a run of its own begins without a past. */
static void test_runs(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 0);
  gmx_settings_set(settings, "hidden", "8");
  heard_wait_for_count(heard, &heard->opened, 2);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  check_undo(settings, "Hidden layers 8 → 16");
  gmx_settings_undo(settings);
  heard_wait_for_count(heard, &heard->opened, 3);
  check_value(settings, "hidden", "16");
  heard_wait_for_state(heard, GMX_SESSION_READY);
  set_and_wait(settings, "rho", "0.2");
  gmx_session_reset(heard->session, TRUE); /* goes on with these settings */
  heard_wait_for_count(heard, &heard->opened, 4);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  check_undo(settings, "ρ 0.20 → 0.05");
  g_autoptr(GmxConfig) other = heard_small_config();
  gmx_settings_open(settings, other);
  heard_wait_for_count(heard, &heard->opened, 5);
  check_undo(settings, NULL);
}

/* A data set that can't be read is not opened, and what was there can still be taken back. */
static void test_failed_open(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 0);
  set_and_wait(settings, "rho", "0.2");
  gmx_settings_set(settings, "data", "/no/such/folder");
  heard_wait_for_count(heard, &heard->failed, 1);
  heard_listen(60);
  check_undo(settings, "ρ 0.20 → 0.05");
  g_autoptr(GmxConfig) bad = heard_small_config();
  g_assert_true(gmx_config_set_from_string(bad, "data", "/no/such/folder", NULL));
  gmx_settings_open(settings, bad);
  heard_wait_for_count(heard, &heard->failed, 2);
  heard_listen(60);
  check_undo(settings, "ρ 0.20 → 0.05");
  gmx_settings_set(settings, "hidden", "8");
  heard_wait_for_count(heard, &heard->opened, 2);
  check_undo(settings, "Hidden layers 8 → 16");
}

/* Another optimizer waits for the reset with the learning rate that it brings; what is undone
 * meanwhile does not let the rate out. */
static void test_optimizer_waits(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 1);
  set_and_wait(settings, "optimizer", "adamw");
  g_assert_true(gmx_settings_waits(settings, "optimizer"));
  g_assert_true(gmx_settings_waits(settings, "lr"));
  set_and_wait(settings, "rho", "0.2");
  gmx_settings_undo(settings);
  wait_for_value(settings, "rho", "0.05");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 2);
  heard_listen(60);
  g_assert_cmpint(heard->events, ==, 0);
  g_assert_cmpfloat(heard->status.learning_rate, >, 0.02);
  check_undo(settings, "Optimizer AdamW → SGD");
  gmx_settings_undo(settings);
  wait_for_value(settings, "optimizer", "sgd");
  check_value(settings, "lr", "0.05");
  g_assert_false(gmx_settings_waits(settings, "lr"));
}

/* Points wait for the reset with the sizes that they bring; the run goes on with its own. */
static void test_points_wait(Heard *heard, gconstpointer data) {
  static const char *const waiting[] = {"data", "model", "hidden", "batch", "epochs", "probe"};
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 1);
  g_autoptr(GmxConfig) before = gmx_config_copy(gmx_settings_get_config(settings));
  set_and_wait(settings, "data", "moons");
  check_value(settings, "batch", "32");
  set_and_wait(settings, "rho", "0.2");
  gmx_settings_undo(settings);
  wait_for_value(settings, "rho", "0.05");
  for (gsize i = 0; i < G_N_ELEMENTS(waiting); i++) {
    g_autofree char *old = gmx_config_to_string(before, waiting[i]);
    g_autofree char *new = gmx_config_to_string(gmx_settings_get_config(settings), waiting[i]);
    g_assert_cmpint(gmx_settings_waits(settings, waiting[i]), ==, !g_str_equal(old, new));
  }
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_listen(60);
  g_assert_cmpint(heard->events, ==, 0);
  check_undo(settings, "Dataset moons → shapes");
  gmx_settings_undo(settings);
  wait_for_value(settings, "data", "shapes");
  g_assert_true(gmx_config_equal(before, gmx_settings_get_config(settings)));
}

/* Several at once are one change: one step, one entry, one run. */
static void test_set_all(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, "method", "erm", 0);
  g_autoptr(GmxConfig) wanted = gmx_config_copy(gmx_settings_get_config(settings));
  g_object_set(wanted, "method", "bg-mix", "hidden", "8", "optimizer", 1, "lr", 0.01, NULL);
  gmx_settings_set_all(settings, wanted, "a preset");
  heard_wait_for_count(heard, &heard->opened, 2);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  g_assert_true(gmx_config_equal(wanted, gmx_settings_get_config(settings)));
  check_undo(settings, "a preset");
  gmx_settings_undo(settings);
  heard_wait_for_count(heard, &heard->opened, 3);
  check_value(settings, "method", "erm");
  check_value(settings, "lr", "0.05");
  heard_wait_for_state(heard, GMX_SESSION_READY);
  heard_listen(60);
  g_assert_cmpint(heard->opened, ==, 3);
  check_undo(settings, NULL);
}

/* Going back after a divergence undoes the newest change; then it is not there to be undone. */
static void test_divergence(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, "epochs", "500", 0);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(heard, 8);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  set_and_wait(settings, "alpha", "2");
  set_and_wait(settings, "lr", "100");
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_DIVERGED);
  gmx_session_go_back(heard->session);
  wait_for_value(settings, "lr", "0.05");
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_autofree char *text = gmx_settings_describe_undo(settings);
  g_assert_cmpstr(text, !=, "η 100.00 → 0.05");
}

/* A run that is taken up has the settings that the session says, and no past. */
static void test_resume(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = begin(heard, NULL, NULL, 0);
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(heard, 8);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_autoptr(GDir) dir = g_dir_open(heard->run_dir, 0, NULL);
  g_autofree char *run = g_build_filename(heard->run_dir, g_dir_read_name(dir), NULL);
  set_and_wait(settings, "rho", "0.2");
  g_autoptr(GmxConfig) saved = gmx_config_copy(gmx_settings_get_config(settings));
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, 2);
  gmx_settings_resume(settings, run, saved);
  heard_wait_for_count(heard, &heard->opened, 3);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_cmpint(heard->steps->len, ==, 8);
  wait_for_value(settings, "rho", "0.2");
  check_undo(settings, NULL);
  set_and_wait(settings, "alpha", "2");
  gmx_settings_resume(settings, run, saved); /* is open already: its settings come back */
  wait_for_value(settings, "alpha", "1");
  check_undo(settings, "session");
  g_assert_cmpint(heard->opened, ==, 3);
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, 4);
  heard_listen(60);
  check_value(settings, "rho", "0.2");
  check_undo(settings, "session");
}

/* Where it can't go on, its settings open a new one; but only where nothing else is open. */
static void test_failed_resume(Heard *heard, gconstpointer data) {
  g_autoptr(GmxSettings) settings = gmx_settings_new(heard->session);
  g_autoptr(GmxConfig) config = heard_small_config();
  gmx_settings_resume(settings, "/no/such/run", config);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  g_assert_cmpint(heard->failed, ==, 1);
  g_assert_true(gmx_config_equal(config, gmx_settings_get_config(settings)));
  set_and_wait(settings, "rho", "0.2");
  gmx_settings_resume(settings, "/no/such/run", config);
  heard_wait_for_count(heard, &heard->failed, 2);
  heard_listen(60);
  g_assert_cmpint(heard->opened, ==, 1);
  check_value(settings, "rho", "0.2");
  check_undo(settings, "ρ 0.20 → 0.05");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
#define ADD(name)                                                                                  \
  g_test_add("/settings/" #name, Heard, NULL, heard_setup, test_##name, heard_teardown)
  ADD(undo_is_live);
  ADD(fast_changes);
  ADD(hold);
  ADD(method);
  ADD(refused);
  ADD(runs);
  ADD(failed_open);
  ADD(optimizer_waits);
  ADD(points_wait);
  ADD(set_all);
  ADD(divergence);
  ADD(resume);
  ADD(failed_resume);
  return g_test_run();
}
