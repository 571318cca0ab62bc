/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sessions that race: the same batches and λ, at rest the same step, and nobody waits for one
 * that can't go on. */
#include "tests/engine/session-heard.h"

#include "engine/pace.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct {
  Heard leader, rival;
} Race;

static void race_setup(Race *race, gconstpointer data) {
  heard_setup(&race->leader, data);
  heard_setup(&race->rival, data);
}

static void race_teardown(Race *race, gconstpointer data) {
  if (race->leader.session)
    gmx_session_race(race->leader.session, NULL);
  heard_teardown(&race->leader, data);
  heard_teardown(&race->rival, data);
}

static GmxConfig *config_of(const char *method, const char *epochs) {
  GmxConfig *config = heard_small_config();
  g_assert_true(gmx_config_set_from_string(config, "method", method, NULL));
  g_assert_true(gmx_config_set_from_string(config, "epochs", epochs, NULL));
  return config;
}

static void open_one(Heard *heard, const char *method, const char *epochs) {
  g_autoptr(GmxConfig) config = config_of(method, epochs);
  const int opened = heard->opened;
  gmx_session_open(heard->session, config);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
}

/* mixup against DG-Mix: both draw λ. */
static void begin_race(Race *race, const char *epochs) {
  open_one(&race->leader, "dg-mix", epochs);
  gmx_session_race(race->leader.session, race->rival.session);
  open_one(&race->rival, "mixup", epochs);
  gmx_session_train(race->rival.session);
}

static gint64 last_step(Heard *heard) {
  return heard->steps->len;
}

/* Both rest, and what they said of it is here. */
static void wait_for_rest(Race *race) {
  while (gmx_session_get_state(race->leader.session) != GMX_SESSION_PAUSED ||
         gmx_session_get_state(race->rival.session) != GMX_SESSION_PAUSED ||
         race->leader.status.step != last_step(&race->leader) ||
         race->rival.status.step != race->leader.status.step)
    g_main_context_iteration(NULL, TRUE);
}

static void assert_same_order(Race *race) {
  const guint count = MIN(race->leader.steps->len, race->rival.steps->len);
  g_assert_cmpint(count, >, 0);
  for (guint i = 0; i < count; i++) {
    const GmxStepRecord *a = &g_array_index(race->leader.steps, GmxStepRecord, i);
    const GmxStepRecord *b = &g_array_index(race->rival.steps, GmxStepRecord, i);
    g_assert_cmpint(a->step, ==, b->step);
    g_assert_true(a->lambda == b->lambda);
    g_assert_true(isfinite(a->loss_perturbed) && isnan(b->loss_perturbed));
  }
}

static void assert_same_batch(Race *race, gint64 step) {
  g_autoptr(GmxGallery) a =
      gmx_recording_find(gmx_session_get_recording(race->leader.session), step);
  g_autoptr(GmxGallery) b =
      gmx_recording_find(gmx_session_get_recording(race->rival.session), step);
  g_assert_cmpint(a->step, ==, step);
  g_assert_cmpint(b->step, ==, step);
  g_assert_cmpint(a->count, ==, b->count);
  for (int i = 0; i < a->count; i++) {
    g_assert_cmpint(a->first[i], ==, b->first[i]);
    g_assert_cmpint(a->second[i], ==, b->second[i]);
    g_assert_true(a->lambdas[i] == b->lambdas[i]);
  }
}

static void test_whole_race(Race *race, gconstpointer data) {
  begin_race(race, "3");
  gmx_session_train(race->leader.session);
  heard_wait_for_state(&race->leader, GMX_SESSION_FINISHED);
  heard_wait_for_state(&race->rival, GMX_SESSION_FINISHED);
  heard_wait_for_steps(&race->leader, 24);
  heard_wait_for_steps(&race->rival, 24);
  assert_same_order(race);
  for (gint64 step = 1; step <= 24; step++)
    assert_same_batch(race, step);
  g_assert_cmpint(race->leader.epochs->len, ==, 3);
  g_assert_cmpint(race->rival.epochs->len, ==, 3);
}

/* What a run learns does not depend on whom it races. */
static void test_same_run(Race *race, gconstpointer data) {
  Heard alone;
  heard_setup(&alone, NULL);
  open_one(&alone, "dg-mix", "3");
  gmx_session_train(alone.session);
  begin_race(race, "3");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 24);
  heard_wait_for_steps(&alone, 24);
  for (guint i = 0; i < 24; i++) {
    const GmxStepRecord *a = &g_array_index(race->leader.steps, GmxStepRecord, i);
    const GmxStepRecord *b = &g_array_index(alone.steps, GmxStepRecord, i);
    g_assert_true(a->loss == b->loss && a->loss_perturbed == b->loss_perturbed);
  }
  heard_teardown(&alone, NULL);
}

static void test_rest(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  for (int i = 0; i < 20; i++) {
    const guint before = race->leader.steps->len;
    gmx_session_train(race->leader.session);
    heard_wait_for_steps(&race->leader, before + 1 + (guint)(i % 3) * 9);
    gmx_session_pause(race->leader.session);
    if (i % 2) { /* changes its mind */
      gmx_session_train(race->leader.session);
      gmx_session_pause(race->leader.session);
    }
    wait_for_rest(race);
    heard_listen(10);
    g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
    g_assert_cmpint(race->leader.epochs->len, ==, race->rival.epochs->len);
  }
  assert_same_order(race);
}

static void test_single_steps(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_advance(race->leader.session, GMX_ADVANCE_STEP);
  wait_for_rest(race);
  g_assert_cmpint(race->rival.steps->len, ==, 1);
  for (int i = 0; i < 5; i++)
    gmx_session_advance(race->leader.session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(&race->leader, 6);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, 6);
  g_assert_cmpint(race->rival.steps->len, ==, 6);
  gmx_session_advance(race->leader.session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(&race->leader, 8);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, 8);
  g_assert_cmpint(race->rival.steps->len, ==, 8);
  g_assert_cmpint(race->rival.epochs->len, ==, 1);
}

/* A rival that comes late runs after, and the leader waits for it. */
static void test_comes_after(Race *race, gconstpointer data) {
  open_one(&race->leader, "dg-mix", "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 50);
  gmx_session_pause(race->leader.session);
  heard_wait_for_state(&race->leader, GMX_SESSION_PAUSED);
  gmx_session_race(race->leader.session, race->rival.session);
  open_one(&race->rival, "mixup", "100000");
  gmx_session_train(race->rival.session);
  heard_wait_for_steps(&race->rival, 50);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
  assert_same_order(race);
}

static void test_joins_while_training(Race *race, gconstpointer data) {
  open_one(&race->leader, "dg-mix", "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 50);
  gmx_session_race(race->leader.session, race->rival.session);
  open_one(&race->rival, "mixup", "100000");
  gmx_session_train(race->rival.session);
  heard_wait_for_steps(&race->rival, 200);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
  assert_same_order(race);
}

/* Two threads over a pace alone, one much slower, that note how far each was ahead. */
typedef struct {
  GmxPace *pace;
  int steps[GMX_PACE_MEMBERS];
  gint made[GMX_PACE_MEMBERS]; /* atomic */
  gint lead[GMX_PACE_MEMBERS]; /* the greatest while the other had steps to make */
} Runners;

static void run(Runners *runners, GmxPaceMember member, gulong each) {
  const GmxPaceMember other = member == GMX_PACE_LEADER ? GMX_PACE_RIVAL : GMX_PACE_LEADER;
  gmx_pace_tell(runners->pace, member, 0, 0, FALSE);
  gmx_pace_join(runners->pace, member, GMX_PACE_ENDLESS);
  for (int step = 1; step <= runners->steps[member]; step++) {
    while (gmx_pace_begin_step(runners->pace, member) != GMX_PACE_GO)
      gmx_pace_look(runners->pace, member);
    const int made = g_atomic_int_get(&runners->made[other]);
    if (made < runners->steps[other])
      runners->lead[member] = MAX(runners->lead[member], step - made);
    g_usleep(each);
    g_atomic_int_set(&runners->made[member], step);
    gmx_pace_tell(runners->pace, member, step, 0, FALSE);
  }
  gmx_pace_leave(runners->pace, member);
}

static gpointer run_rival(gpointer data) {
  run(data, GMX_PACE_RIVAL, 200);
  return NULL;
}

static void run_both(int ahead) {
  Runners runners = {.pace = gmx_pace_new(), .steps = {400, 200}};
  gmx_pace_set_ahead(runners.pace, ahead);
  gmx_pace_join(runners.pace, GMX_PACE_RIVAL, 0);
  GThread *thread = g_thread_new("rival", run_rival, &runners);
  run(&runners, GMX_PACE_LEADER, 0);
  g_thread_join(thread);
  g_assert_cmpint(runners.lead[GMX_PACE_LEADER], ==, ahead);
  g_assert_cmpint(runners.lead[GMX_PACE_RIVAL], <=, ahead);
  gmx_pace_unref(runners.pace);
}

static void test_pace(void) {
  run_both(GMX_PACE_AHEAD);
  run_both(1);
}

/* Both keep to the leader's tempo, one beside the other. */
static void test_tempo(Race *race, gconstpointer data) {
  gmx_session_set_tempo(race->leader.session, 100);
  begin_race(race, "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->rival, 20);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
  gmx_session_set_tempo(race->leader.session, 0);
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->rival, 300);
}

static void test_settings(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 20);
  gmx_session_set(race->leader.session, "alpha", "0.3");
  gmx_session_set(race->leader.session, "lr", "0.01");
  heard_wait_for_count(&race->leader, &race->leader.events, 2);
  heard_wait_for_count(&race->rival, &race->rival.events, 2);
  g_assert_cmpint(race->leader.event_step, ==, race->rival.event_step);
  heard_wait_for_steps(&race->leader, 60);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  assert_same_order(race); /* λ of the new α too */
  g_assert_cmpfloat(gmx_config_get_double(gmx_session_get_config(race->rival.session), "alpha"), ==,
                    0.3);
}

/* The rival hears of a change by way of its own thread. */
static void wait_for_value(Heard *heard, const char *setting, const char *text) {
  for (gboolean there = FALSE; !there;) {
    g_autofree char *value = gmx_config_to_string(gmx_session_get_config(heard->session), setting);
    there = g_str_equal(value, text);
    if (!there)
      g_main_context_iteration(NULL, TRUE);
  }
}

static void assert_method(Heard *heard, const char *method, double gamma) {
  GmxConfig *config = gmx_session_get_config(heard->session);
  g_autofree char *name = gmx_config_get_string(config, "method");
  g_assert_cmpstr(name, ==, method);
  g_assert_cmpfloat(gmx_config_get_double(config, "gamma"), ==, gamma);
}

/* The method is each one's own, and so is what comes with it. */
static void test_methods_apart(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_set(race->rival.session, "method", "bg-mix");
  heard_wait_for_count(&race->rival, &race->rival.settings, 1);
  gmx_session_set(race->leader.session, "method", "g-mix");
  gmx_session_set(race->leader.session, "rho", "0.2");
  wait_for_value(&race->leader, "rho", "0.2");
  wait_for_value(&race->rival, "rho", "0.2");
  assert_method(&race->leader, "g-mix", 0.5);
  assert_method(&race->rival, "bg-mix", 0.8);
  g_autoptr(GmxConfig) all = gmx_config_copy(gmx_session_get_config(race->leader.session));
  g_assert_true(gmx_config_set_from_string(all, "lr", "0.02", NULL));
  g_assert_true(gmx_config_set_from_string(all, "batch", "16", NULL));
  gmx_session_set_all(race->leader.session, all);
  wait_for_value(&race->rival, "batch", "16");
  assert_method(&race->rival, "bg-mix", 0.8);
  GmxConfig *rival = gmx_session_get_config(race->rival.session);
  g_assert_cmpfloat(gmx_config_get_double(rival, "rho"), ==, 0.2);
  g_assert_cmpfloat(gmx_config_get_double(rival, "lr"), ==, 0.02);
  g_assert_cmpint(gmx_config_get_int(rival, "batch"), ==, 16);
}

static void test_reset(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 30);
  const int opened = race->rival.opened;
  gmx_session_reset(race->leader.session, TRUE);
  gmx_session_train(race->leader.session);
  heard_wait_for_count(&race->rival, &race->rival.opened, opened + 1);
  heard_wait_for_steps(&race->rival, 30);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
  assert_same_order(race);
  g_assert_cmpint(gmx_config_get_int(gmx_session_get_config(race->rival.session), "seed"), ==, 2);
}

/* An epoch is ordered of runs that are not open again yet. */
static void test_reset_and_epoch(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_advance(race->leader.session, GMX_ADVANCE_EPOCH);
  wait_for_rest(race);
  const int opened = race->rival.opened;
  gmx_session_reset(race->leader.session, FALSE);
  gmx_session_advance(race->leader.session, GMX_ADVANCE_EPOCH);
  heard_wait_for_count(&race->rival, &race->rival.opened, opened + 1);
  heard_wait_for_steps(&race->rival, 8);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, 8);
  g_assert_cmpint(race->rival.steps->len, ==, 8);
}

/* The leader opens other settings: the rival does so too, with its own method. */
static void test_open(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  const int opened = race->rival.opened;
  g_autoptr(GmxConfig) config = config_of("sam", "5");
  gmx_session_open(race->leader.session, config);
  heard_wait_for_count(&race->rival, &race->rival.opened, opened + 1);
  heard_wait_for_state(&race->leader, GMX_SESSION_READY);
  assert_method(&race->rival, "mixup", 0.5);
  g_assert_cmpint(gmx_config_get_int(gmx_session_get_config(race->rival.session), "epochs"), ==, 5);
}

/* A rival that diverges is out; the leader trains on. */
static void test_rival_diverges(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_set(race->rival.session, "lr", "100");
  gmx_session_set(race->rival.session, "perturb", "sam");
  gmx_session_set(race->rival.session, "rho", "10");
  gmx_session_train(race->leader.session);
  heard_wait_for_state(&race->rival, GMX_SESSION_DIVERGED);
  heard_wait_for_steps(&race->leader, race->rival.steps->len + 50);
  g_assert_cmpint(gmx_session_get_state(race->leader.session), ==, GMX_SESSION_TRAINING);
  gmx_session_pause(race->leader.session);
  heard_wait_for_state(&race->leader, GMX_SESSION_PAUSED);
}

/* A leader that diverges stops the rival too, near where it stopped. */
static void test_leader_diverges(Race *race, gconstpointer data) {
  open_one(&race->leader, "g-mix", "100000");
  gmx_session_race(race->leader.session, race->rival.session);
  open_one(&race->rival, "erm", "100000");
  gmx_session_train(race->rival.session);
  heard_listen(20);
  gmx_session_set(race->rival.session, "optimizer", "adamw");
  gmx_session_set(race->leader.session, "rho", "10");
  gmx_session_train(race->leader.session);
  while (gmx_session_get_state(race->leader.session) != GMX_SESSION_DIVERGED) {
    gmx_session_set(race->leader.session, "lr", "100");
    gmx_session_set(race->rival.session, "lr", "0.001");
    heard_listen(20);
  }
  while (gmx_session_get_state(race->rival.session) == GMX_SESSION_TRAINING)
    g_main_context_iteration(NULL, TRUE);
  heard_listen(20);
  const guint leader = race->leader.steps->len, rival = race->rival.steps->len;
  g_assert_cmpint(rival, <=, leader + GMX_PACE_AHEAD);
  g_assert_cmpint(leader, <=, rival + GMX_PACE_AHEAD);
}

/* With ηδ = 100 every step multiplies the weights by about −100, whatever the gradient is. */
static void diverge(Race *race, const char *rival_decay) {
  begin_race(race, "100000");
  gmx_session_set(race->leader.session, "weight-decay", "1");
  gmx_session_set(race->rival.session, "weight-decay", rival_decay);
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 20);
  heard_wait_for_steps(&race->rival, 20);
  gmx_session_set(race->leader.session, "lr", "100");
  heard_wait_for_state(&race->leader, GMX_SESSION_DIVERGED);
  while (race->leader.diverged_step == 0 ||
         gmx_session_get_state(race->rival.session) == GMX_SESSION_TRAINING)
    g_main_context_iteration(NULL, TRUE);
}

/* Both stand at the leader's checkpoint, the change is undone in both, and they go on together. */
static void go_back_together(Race *race) {
  gint64 own = 0, rival = 0;
  gmx_session_go_back(race->leader.session);
  while (race->leader.rewound_step == 0)
    g_main_context_iteration(NULL, TRUE);
  wait_for_rest(race);
  heard_listen(10);
  g_assert_cmpint(race->leader.rewound_step % 8, ==, 0);
  g_assert_cmpint(race->leader.status.step, ==, race->leader.rewound_step);
  g_assert_cmpint(race->rival.status.step, ==, race->leader.rewound_step);
  g_assert_true(gmx_session_get_race_steps(race->leader.session, &own, &rival));
  g_assert_cmpint(own, ==, rival);
  GmxConfig *configs[] = {gmx_session_get_config(race->leader.session),
                          gmx_session_get_config(race->rival.session)};
  for (int i = 0; i < 2; i++)
    g_assert_cmpfloat(gmx_config_get_double(configs[i], "lr"), <, 1);
  const guint before = race->leader.steps->len;
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->rival, before + 20);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
  assert_same_order(race);
  g_assert_false(race->leader.wrong_order || race->rival.wrong_order);
}

static void test_both_go_back(Race *race, gconstpointer data) {
  diverge(race, "1");
  go_back_together(race);
}

static void test_healthy_rival_goes_back(Race *race, gconstpointer data) {
  diverge(race, "0");
  go_back_together(race);
}

/* Another rival was chosen meanwhile: it stands at the beginning. */
static void test_new_rival_goes_back(Race *race, gconstpointer data) {
  gint64 own = 0, rival = 0;
  diverge(race, "0");
  open_one(&race->rival, "sam", "100000");
  gmx_session_set(race->rival.session, "weight-decay", "0");
  g_assert_false(gmx_session_get_race_steps(race->leader.session, &own, &rival));
  g_assert_cmpint(own, ==, race->leader.diverged_step);
  g_assert_cmpint(rival, ==, 0);
  gmx_session_go_back(race->leader.session);
  while (race->leader.rewound_step == 0)
    g_main_context_iteration(NULL, TRUE);
  wait_for_rest(race);
  g_assert_cmpint(race->rival.status.step, ==, race->leader.rewound_step);
}

/* Those who go on at once do so from there. */
static void test_back_and_on(Race *race, gconstpointer data) {
  diverge(race, "1");
  gmx_session_go_back(race->leader.session);
  gmx_session_train(race->leader.session);
  while (race->leader.rewound_step == 0)
    g_main_context_iteration(NULL, TRUE);
  heard_wait_for_steps(&race->rival, (guint)race->leader.rewound_step + 20);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  assert_same_order(race);
}

/* The rival's files can't be written: both rest, and go on when told to. */
static void test_rival_fails(Race *race, gconstpointer data) {
  const char *place = race->rival.run_dir;
  g_autofree char *moved = g_strconcat(place, "-moved", NULL);
  begin_race(race, "100000");
  g_assert_cmpint(g_rename(place, moved), ==, 0);
  g_assert_true(g_file_set_contents(place, "", 0, NULL)); /* no folder any more */
  gmx_session_train(race->leader.session);
  heard_wait_for_count(&race->rival, &race->rival.failed, 1);
  while (gmx_session_get_state(race->leader.session) != GMX_SESSION_PAUSED)
    g_main_context_iteration(NULL, TRUE);
  g_assert_cmpint(g_unlink(place), ==, 0);
  g_assert_cmpint(g_rename(moved, place), ==, 0);
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->rival, 20);
  gmx_session_pause(race->leader.session);
  wait_for_rest(race);
  g_assert_cmpint(race->leader.steps->len, ==, race->rival.steps->len);
}

/* Nobody waits for one that was closed. */
static void test_close_rival(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 10);
  gmx_session_close(race->rival.session);
  heard_wait_for_steps(&race->leader, race->leader.steps->len + 100);
}

static void test_end_race(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 10);
  gmx_session_race(race->leader.session, NULL);
  gmx_session_close(race->rival.session);
  heard_wait_for_steps(&race->leader, race->leader.steps->len + 100);
  gmx_session_pause(race->leader.session);
  gmx_session_race(race->leader.session, race->rival.session); /* closed: nobody to wait for */
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, race->leader.steps->len + 10);
}

/* A pause that was ordered holds, though the race ends before it is reached. */
static void test_end_after_pause(Race *race, gconstpointer data) {
  begin_race(race, "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 10);
  gmx_session_pause(race->leader.session);
  gmx_session_race(race->leader.session, NULL);
  heard_wait_for_state(&race->leader, GMX_SESSION_PAUSED);
}

/* Closed while the other is far behind and opening: it waits, and ends all the same. */
static void test_close_while_waiting(Race *race, gconstpointer data) {
  open_one(&race->leader, "dg-mix", "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 50);
  gmx_session_race(race->leader.session, race->rival.session);
  open_one(&race->rival, "mixup", "100000"); /* and is not told to train */
  const guint before = race->leader.steps->len;
  heard_listen(100);
  g_assert_cmpint(race->leader.steps->len, <=, before + 400); /* those on their way */
  gmx_session_close(race->leader.session);
  gmx_session_close(race->rival.session);
}

static GmxWeights *weights;

static void on_weights(GObject *session, GAsyncResult *result, gpointer data) {
  g_autoptr(GError) error = NULL;
  weights = gmx_session_get_weights_finish(GMX_SESSION(session), result, &error);
  g_assert_no_error(error);
}

/* One that waits for the other still answers. */
static void test_answers_while_waiting(Race *race, gconstpointer data) {
  open_one(&race->leader, "dg-mix", "100000");
  gmx_session_train(race->leader.session);
  heard_wait_for_steps(&race->leader, 50);
  gmx_session_race(race->leader.session, race->rival.session);
  open_one(&race->rival, "mixup", "100000");
  gmx_session_get_weights_async(race->leader.session, NULL, on_weights, NULL);
  while (!weights)
    g_main_context_iteration(NULL, TRUE);
  g_clear_pointer(&weights, gmx_weights_unref);
}

int main(int argc, char **argv) {
  static const struct {
    const char *path;
    void (*func)(Race *, gconstpointer);
  } tests[] = {
      {"/race/whole", test_whole_race},
      {"/race/same-run", test_same_run},
      {"/race/rest", test_rest},
      {"/race/single-steps", test_single_steps},
      {"/race/comes-after", test_comes_after},
      {"/race/joins-while-training", test_joins_while_training},
      {"/race/settings", test_settings},
      {"/race/tempo", test_tempo},
      {"/race/methods-apart", test_methods_apart},
      {"/race/reset", test_reset},
      {"/race/reset-and-epoch", test_reset_and_epoch},
      {"/race/open", test_open},
      {"/race/rival-diverges", test_rival_diverges},
      {"/race/leader-diverges", test_leader_diverges},
      {"/race/both-go-back", test_both_go_back},
      {"/race/healthy-rival-goes-back", test_healthy_rival_goes_back},
      {"/race/new-rival-goes-back", test_new_rival_goes_back},
      {"/race/back-and-on", test_back_and_on},
      {"/race/rival-fails", test_rival_fails},
      {"/race/close-rival", test_close_rival},
      {"/race/end", test_end_race},
      {"/race/end-after-pause", test_end_after_pause},
      {"/race/close-while-waiting", test_close_while_waiting},
      {"/race/answers-while-waiting", test_answers_while_waiting},
  };
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/race/pace", test_pace);
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Race, NULL, race_setup, tests[i].func, race_teardown);
  return g_test_run();
}
