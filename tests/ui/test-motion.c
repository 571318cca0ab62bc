/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow motion over a session, without a display: phases in their order, and the run ends as one
 * that nobody slowed down. */
#include "tests/engine/session-heard.h"
#include "ui/slowmotion/motion.h"

#include <math.h>
#include <string.h>

typedef struct {
  Heard *heard;
  GmxSettings *settings;
  GmxMotion *motion;
} Slow;

static void wait_for_trace(GmxMotion *motion) {
  while (gmx_motion_is_busy(motion))
    g_main_context_iteration(NULL, TRUE);
}

/* A small run with @setting on top, after one step, with slow motion on. */
static Slow begin(Heard *heard, const char *setting, const char *value) {
  Slow slow = {.heard = heard};
  heard_open_small(heard, setting, value);
  slow.settings = gmx_settings_new(heard->session);
  slow.motion = gmx_motion_new(slow.settings);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 1);
  gmx_motion_set_active(slow.motion, TRUE);
  wait_for_trace(slow.motion);
  g_assert_nonnull(gmx_motion_get_trace(slow.motion));
  return slow;
}

/* A request that is still under way holds the machine until it is answered. */
static void end(Slow *slow) {
  gmx_motion_set_active(slow->motion, FALSE);
  g_object_add_weak_pointer(G_OBJECT(slow->motion), (gpointer *)&slow->motion);
  g_object_unref(slow->motion);
  while (slow->motion)
    g_main_context_iteration(NULL, TRUE);
  g_assert_finalize_object(slow->settings);
}

static void assert_same_step(const GmxStepRecord *a, const GmxStepRecord *b) {
  g_assert_cmpint(a->step, ==, b->step);
  g_assert_cmpfloat(a->loss, ==, b->loss);
  g_assert_cmpfloat(a->lambda, ==, b->lambda);
  g_assert_cmpfloat(a->gradient_norm, ==, b->gradient_norm);
  g_assert_true(a->loss_perturbed == b->loss_perturbed || isnan(a->loss_perturbed));
}

static const GmxStepRecord *newest(Heard *heard) {
  return &g_array_index(heard->steps, GmxStepRecord, heard->steps->len - 1);
}

/* All phases of one step; what was shown is what the run then did. */
static void play_step(Slow *slow) {
  const GmxTrace *trace = gmx_motion_get_trace(slow->motion);
  const GmxStepRecord shown = trace->record;
  const guint steps = slow->heard->steps->len;
  while (gmx_motion_get_reached(slow->motion) < GMX_PHASES) {
    g_assert_cmpint(slow->heard->steps->len, ==, steps);
    g_assert_true(gmx_trace_has_phase(trace, gmx_motion_get_phase(slow->motion)));
    gmx_motion_next(slow->motion);
  }
  heard_wait_for_steps(slow->heard, steps + 1);
  assert_same_step(&shown, newest(slow->heard));
}

static void keep_weights(GObject *session, GAsyncResult *result, gpointer data) {
  *(GmxWeights **)data = gmx_session_get_weights_finish(GMX_SESSION(session), result, NULL);
}

static GmxWeights *weights_of(GmxSession *session) {
  GmxWeights *weights = NULL;
  gmx_session_get_weights_async(session, NULL, keep_weights, &weights);
  while (!weights)
    g_main_context_iteration(NULL, TRUE);
  return weights;
}

/* Over the border of an epoch too: 8 steps are one, and one was made before. */
static void test_same_run(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", data);
  for (int i = 0; i < 9; i++) {
    play_step(&slow);
    gmx_motion_next(slow.motion);
    wait_for_trace(slow.motion);
  }
  g_autoptr(GmxWeights) slowed = weights_of(heard->session);
  g_assert_cmpint(slowed->step, ==, 10);
  end(&slow);
  const int opened = heard->opened;
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
  for (int i = 0; i < 10; i++)
    gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 10);
  g_autoptr(GmxWeights) plain = weights_of(heard->session);
  const gsize size = sizeof(float) * gmx_model_parameter_count(plain->model);
  g_assert_cmpmem(gmx_model_parameters(slowed->model), size, gmx_model_parameters(plain->model),
                  size);
}

static void test_phases(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", "g-mix");
  int phase = -1, reached = -1;
  gint64 step = 0;
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_DRAW);
  gmx_motion_next(slow.motion);
  gmx_motion_next(slow.motion);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_GRADIENT);
  gmx_motion_back(slow.motion);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_MIX);
  g_assert_true(gmx_motion_has_reached(slow.motion, GMX_PHASE_GRADIENT));
  g_object_get(slow.motion, "phase", &phase, "reached", &reached, "step", &step, NULL);
  g_assert_cmpint(phase, ==, 2);
  g_assert_cmpint(reached, ==, 3);
  g_assert_cmpint(step, ==, 2);
  gmx_motion_go(slow.motion, GMX_PHASE_PARTITION);
  g_assert_cmpint(gmx_motion_get_reached(slow.motion), ==, 6);
  g_assert_cmpint(heard->steps->len, ==, 1);
  gmx_motion_go(slow.motion, GMX_PHASE_UPDATE);
  heard_wait_for_steps(heard, 2);
  gmx_motion_back(slow.motion); /* to be looked at again; the step is made once */
  gmx_motion_next(slow.motion);
  heard_listen(60);
  g_assert_cmpint(heard->steps->len, ==, 2);
  end(&slow);
}

static void test_without_climb(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", "erm");
  gmx_motion_next(slow.motion);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_GRADIENT);
  gmx_motion_next(slow.motion);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_COMBINE);
  gmx_motion_back(slow.motion);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_GRADIENT);
  gmx_motion_go(slow.motion, GMX_PHASE_CLIMB); /* there is none */
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_GRADIENT);
  end(&slow);
}

/* A change midway: the same phase with new numbers, and a word about it; the step is that one. */
static void test_change_midway(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", "dg-mix");
  gmx_motion_go(slow.motion, GMX_PHASE_COMBINE);
  const double before = gmx_motion_get_trace(slow.motion)->combined_norm;
  gmx_settings_set(slow.settings, "beta", "-0.5");
  while (!gmx_motion_get_note(slow.motion))
    g_main_context_iteration(NULL, TRUE);
  const GmxTrace *trace = gmx_motion_get_trace(slow.motion);
  g_assert_nonnull(strstr(gmx_motion_get_note(slow.motion), "β 0.50 → −0.50"));
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_COMBINE);
  g_assert_cmpfloat(trace->options.beta, ==, -0.5);
  g_assert_cmpfloat(trace->combined_norm, !=, before);
  play_step(&slow);
  heard_wait_for_count(heard, &heard->events, 1);
  end(&slow);
}

/* To a method that lacks the phase that is shown: the one before it. */
static void test_other_method(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", "g-mix");
  gmx_motion_go(slow.motion, GMX_PHASE_PARTITION);
  gmx_settings_set(slow.settings, "method", "mixup");
  while (!gmx_motion_get_note(slow.motion))
    g_main_context_iteration(NULL, TRUE);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_GRADIENT);
  play_step(&slow);
  end(&slow);
}

/* One step by the header's button is the one under the glass; training ends slow motion. */
static void test_others_step(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "epochs", "500");
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 2);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_UPDATE);
  gmx_motion_next(slow.motion);
  wait_for_trace(slow.motion);
  g_assert_cmpint(gmx_motion_get_trace(slow.motion)->record.step, ==, 3);
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_TRAINING);
  g_assert_false(gmx_motion_get_active(slow.motion));
  gmx_motion_set_active(slow.motion, TRUE); /* pauses */
  wait_for_trace(slow.motion);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  g_assert_true(gmx_motion_get_active(slow.motion));
  g_assert_cmpint(gmx_motion_get_trace(slow.motion)->record.step, ==, newest(heard)->step + 1);
  end(&slow);
}

static void test_plays(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", "g-mix");
  gmx_motion_set_pace(slow.motion, 0.005);
  gmx_motion_set_playing(slow.motion, TRUE);
  heard_wait_for_steps(heard, 4);
  g_assert_true(gmx_motion_get_playing(slow.motion));
  gmx_motion_set_playing(slow.motion, FALSE);
  end(&slow);
}

/* After the last step there is none to look at, and playing ends there. */
static void test_end_of_run(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "steps", "2");
  gmx_motion_set_pace(slow.motion, 0.005);
  gmx_motion_set_playing(slow.motion, TRUE);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
  while (gmx_motion_get_playing(slow.motion))
    g_main_context_iteration(NULL, TRUE);
  g_assert_null(gmx_motion_get_trace(slow.motion));
  g_assert_nonnull(strstr(gmx_motion_get_note(slow.motion), "raise Epochs"));
  gmx_motion_next(slow.motion);
  gmx_motion_back(slow.motion);
  g_assert_cmpint(gmx_motion_get_reached(slow.motion), ==, 0);
  end(&slow);
}

static void test_reset(Heard *heard, gconstpointer data) {
  Slow slow = begin(heard, "method", "g-mix");
  const int opened = heard->opened;
  gmx_motion_go(slow.motion, GMX_PHASE_CLIMB);
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
  wait_for_trace(slow.motion);
  g_assert_cmpint(gmx_motion_get_trace(slow.motion)->record.step, ==, 1);
  g_assert_cmpint(gmx_motion_get_phase(slow.motion), ==, GMX_PHASE_DRAW);
  play_step(&slow);
  end(&slow);
}

static void add(const char *path, gconstpointer data, void (*test)(Heard *, gconstpointer)) {
  g_test_add(path, Heard, data, heard_setup, test, heard_teardown);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  add("/motion/same-run/dg-mix", "dg-mix", test_same_run);
  add("/motion/same-run/mixup", "mixup", test_same_run);
  add("/motion/same-run/asam", "asam", test_same_run);
  add("/motion/phases", NULL, test_phases);
  add("/motion/without-climb", NULL, test_without_climb);
  add("/motion/change-midway", NULL, test_change_midway);
  add("/motion/other-method", NULL, test_other_method);
  add("/motion/others-step", NULL, test_others_step);
  add("/motion/plays", NULL, test_plays);
  add("/motion/end-of-run", NULL, test_end_of_run);
  add("/motion/reset", NULL, test_reset);
  return g_test_run();
}
