/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A step looked at before it is made: the run makes it bit for bit, whether somebody looked or not,
 * and what the look says of the step's vectors fits the formulas of methods.md. */
#include "engine/insight/trace.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

static void assert_same_floats(const float *a, const float *b, gsize count) {
  g_assert_cmpmem(a, count * sizeof(float), b, count * sizeof(float));
}

static void assert_same_model(GmxModel *a, GmxModel *b) {
  assert_same_floats(gmx_model_parameters(a), gmx_model_parameters(b),
                     gmx_model_parameter_count(a));
  assert_same_floats(gmx_model_running(a), gmx_model_running(b), gmx_model_running_count(a));
}

static void assert_same_gallery(const GmxGallery *a, const GmxGallery *b) {
  const gsize n = (gsize)a->count;
  g_assert_cmpint(a->count, ==, b->count);
  g_assert_cmpint(a->climbed, ==, b->climbed);
  g_assert_cmpint(a->sharp_count, ==, b->sharp_count);
  g_assert_cmpmem(a->first, n * 4, b->first, n * 4);
  g_assert_cmpmem(a->second, n * 4, b->second, n * 4);
  g_assert_cmpmem(a->lambdas, n * 4, b->lambdas, n * 4);
  assert_same_floats(a->loss, b->loss, n);
  if (!a->climbed)
    return;
  assert_same_floats(a->loss_perturbed, b->loss_perturbed, n);
  assert_same_floats(a->s, b->s, n);
  g_assert_cmpmem(a->sharp, n, b->sharp, n);
  g_assert_true(memcmp(&a->cut, &b->cut, sizeof a->cut) == 0);
}

/* Bytes, because NaN is a value here. */
static void assert_same_record(const GmxStepRecord *a, const GmxStepRecord *b) {
  g_assert_cmpint(a->step, ==, b->step);
  g_assert_cmpint(a->epoch, ==, b->epoch);
  const double left[] = {a->lambda,        a->loss,         a->loss_perturbed, a->sharpness,
                         a->gradient_norm, a->epsilon_norm, a->cosine,         a->learning_rate};
  const double right[] = {b->lambda,        b->loss,         b->loss_perturbed, b->sharpness,
                          b->gradient_norm, b->epsilon_norm, b->cosine,         b->learning_rate};
  for (gsize i = 0; i < G_N_ELEMENTS(left); i++)
    g_assert_true(left[i] == right[i] || (isnan(left[i]) && isnan(right[i])));
}

static void assert_near(double a, double b, double tolerance) {
  g_assert_cmpfloat_with_epsilon(a, b, tolerance * MAX(1, fabs(b)));
}

/* What the look found against the formulas, to the rounding of floats. */
static void assert_adds_up(const GmxTrace *trace) {
  const GmxTraceCombine *c = &trace->combine;
  const double n = trace->gallery->count, beta = trace->options.beta;
  double along = c->kept.x, across = 0;
  if (!trace->gallery->climbed) {
    assert_near(trace->combined_norm, trace->record.gradient_norm, 1e-6);
    return;
  }
  g_assert_cmpint(c->kept_count + c->other_count, ==, trace->gallery->count);
  switch (trace->options.combine) {
  case GMX_COMBINE_ALL:
  case GMX_COMBINE_FLAT_AT_W:
    along = (c->kept_count * c->kept.x + c->other_count * c->other.x) / n;
    across = c->other_count * c->other.y / n;
    break;
  case GMX_COMBINE_ORTHOGONAL:
    across = beta * c->other.y;
    assert_near(c->cosine, trace->record.cosine, 1e-6);
    assert_near(c->projection, c->dot / (c->kept.norm * c->kept.norm), 1e-9);
    break;
  case GMX_COMBINE_SHARP_ONLY:
    break;
  }
  assert_near(c->kept.y, 0, 1e-6);
  assert_near(c->combined.x, along, 1e-5);
  assert_near(c->combined.y, across, 1e-5);
  assert_near(c->combined.outside, 0, 2e-3);
  assert_near(c->combined.norm, trace->combined_norm, 1e-9);
  assert_near(c->kept.x * c->other.x + c->kept.y * c->other.y, c->dot, 1e-5);
}

static void assert_climbs(const GmxTrace *trace) {
  if (!trace->gallery->climbed) {
    g_assert_null(trace->perturbed);
    g_assert_true(isnan(trace->slope) && isnan(trace->path[0]) && isnan(trace->combine.dot));
    return;
  }
  g_assert_cmpfloat(trace->path[0], ==, trace->record.loss);
  g_assert_cmpfloat(trace->path[GMX_TRACE_PATH - 1], ==, trace->record.loss_perturbed);
  for (int i = 1; i < GMX_TRACE_PATH; i++) /* no jumps on so short a way */
    g_assert_cmpfloat(fabs(trace->path[i] - trace->path[i - 1]), <, 0.5);
  if (trace->options.perturb == GMX_PERTURB_SAM) {
    assert_near(trace->climb_cosine, 1, 1e-4);
    assert_near(trace->slope, trace->options.rho * trace->record.gradient_norm, 1e-4);
  } else {
    g_assert_cmpfloat(trace->climb_cosine, <, 0.999);
    g_assert_cmpfloat(trace->slope, >, 0);
  }
}

static void assert_updates(const GmxTrace *trace) {
  const GmxTraceUpdate *u = &trace->update;
  const double rate = trace->record.learning_rate;
  assert_near(u->sum.x, u->carried.x + u->pull.x, 1e-5);
  assert_near(u->sum.y, u->carried.y + u->pull.y, 1e-5);
  assert_near(u->sum.outside, 0, 1e-3);
  if (trace->optimizer.kind == GMX_OPTIMIZER_SGD && !trace->optimizer.nesterov) {
    assert_near(u->move.x, -rate * u->sum.x, 1e-5);
    assert_near(u->move.y, -rate * u->sum.y, 1e-5);
    assert_near(trace->weight.after, trace->weight.before - rate * trace->weight.velocity, 1e-6);
  }
  g_assert_cmpfloat(fabs(trace->weight.after - trace->weight.before), >, 0);
  g_assert_cmpint(trace->weight.rank, >, 0);
  g_assert_cmpfloat(u->weight_norm, >, 0);
  g_assert_true(isfinite(u->loss_after));
}

/* Looks, makes the step, and compares. */
static void look_and_step(GmxTrainer *trainer) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  g_autoptr(GmxTrace) trace = gmx_trace_new(trainer, NULL, &error);
  g_assert_no_error(error);
  if (gmx_trainer_get_state(trainer) == GMX_TRAINER_EVALUATION)
    gmx_trainer_evaluate(trainer, NULL, NULL, &error);
  assert_same_model(trace->before, gmx_trainer_get_model(trainer));
  gmx_trainer_step(trainer, &record, &error);
  g_assert_no_error(error);
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_step(trainer);
  assert_same_record(&trace->record, &record);
  assert_same_gallery(trace->gallery, gallery);
  assert_same_floats(trace->mixed->loss, gallery->loss, (gsize)gallery->count);
  g_assert_false(trace->mixed->climbed);
  assert_same_model(trace->after, gmx_trainer_get_model(trainer));
  g_assert_true(gmx_config_equal(trace->config, gmx_trainer_get_config(trainer)));
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  const gsize size = sizeof(int) * (gsize)batch->count;
  g_assert_cmpmem(trace->partner, size, batch->partner, size);
  g_assert_cmpint(trace->place, ==, gmx_trainer_get_place(trainer));
  g_assert_cmpint(trace->steps_per_epoch, ==, gmx_trainer_get_steps_per_epoch(trainer));
  assert_adds_up(trace);
  assert_climbs(trace);
  assert_updates(trace);
}

/* A run of which every step is looked at, also those over the border of an epoch, ends as one that
 * nobody looked at. */
static void test_unnoticed(gconstpointer data) {
  g_auto(GStrv) settings = g_strsplit(data, " ", -1);
  g_autoptr(GError) error = NULL;
  const char *s[4] = {NULL};
  for (guint i = 0; settings[i]; i++)
    s[i] = settings[i];
  g_autoptr(GmxTrainer) alone =
      gmx_test_trainer("limit=96", "epochs=2", s[0], s[1], s[2], s[3], NULL);
  g_autoptr(GmxTrainer) watched =
      gmx_test_trainer("limit=96", "epochs=2", s[0], s[1], s[2], s[3], NULL);
  gmx_test_train(alone, NULL, NULL);
  while (gmx_trainer_get_step(watched) < gmx_trainer_get_total_steps(watched))
    look_and_step(watched);
  gmx_trainer_evaluate(watched, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_step(watched), ==, 6);
  assert_same_model(gmx_trainer_get_model(alone), gmx_trainer_get_model(watched));
  g_assert_cmpfloat(gmx_trainer_get_last_epoch(alone)->test_loss, ==,
                    gmx_trainer_get_last_epoch(watched)->test_loss);
}

/* A run on points, with a setting on top. */
static GmxTrainer *new_points_trainer(const char *setting) {
  const char *const settings[] = {"data=moons", "points=96", "epochs=2", "probe=0", setting};
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) config = gmx_config_new();
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
    g_auto(GStrv) parts = g_strsplit(settings[i], "=", 2);
    gmx_config_set_from_string(config, parts[0], parts[1], &error);
    g_assert_no_error(error);
  }
  g_autoptr(GmxDataset) dataset = gmx_config_load_dataset(config, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  GmxTrainer *trainer = gmx_trainer_new(config, dataset, NULL, &error);
  g_assert_no_error(error);
  return trainer;
}

static void test_points(gconstpointer setting) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) alone = new_points_trainer(setting);
  g_autoptr(GmxTrainer) watched = new_points_trainer(setting);
  g_autoptr(GmxTrace) trace = gmx_trace_new(watched, NULL, &error);
  assert_same_model(trace->points[0]->model, trace->before);
  assert_same_model(trace->points[1]->model, trace->after);
  g_assert_cmpint(trace->points[0]->perturbed != NULL, ==, trace->perturbed != NULL);
  g_assert_cmpint(trace->points[0]->used_count, ==, 96);
  gmx_test_train(alone, NULL, NULL);
  while (gmx_trainer_get_step(watched) < gmx_trainer_get_total_steps(watched))
    look_and_step(watched);
  g_assert_cmpint(gmx_trainer_get_step(watched), ==, 6);
  assert_same_model(gmx_trainer_get_model(alone), gmx_trainer_get_model(watched));
}

static void set(GmxTrainer *trainer, const char *name, const char *text) {
  g_autoptr(GError) error = NULL;
  gmx_trainer_set(trainer, name, text, &error);
  g_assert_no_error(error);
}

/* Settings that wait act in the look as they will in the step: at once, or with the epoch. */
static void test_live_changes(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("limit=96", "method=g-mix", "epochs=9", NULL);
  look_and_step(trainer);
  set(trainer, "rho", "0.2");
  set(trainer, "method", "dg-mix");
  g_autoptr(GmxTrace) trace = gmx_trace_new(trainer, NULL, &error);
  g_assert_cmpfloat(trace->options.rho, ==, 0.2);
  g_assert_cmpint(trace->options.combine, ==, GMX_COMBINE_ORTHOGONAL);
  g_assert_cmpint(trace->changes->len, ==, 2); /* a method brings its axes along */
  g_assert_cmpstr(((GmxEventRecord *)g_ptr_array_index(trace->changes, 0))->setting, ==, "rho");
  set(trainer, "batch", "16");
  look_and_step(trainer);
  g_assert_cmpint(gmx_trainer_get_batch(trainer)->count, ==, 32);
  look_and_step(trainer);
  look_and_step(trainer); /* over the border: the smaller batch acts */
  g_assert_cmpint(gmx_trainer_get_batch(trainer)->count, ==, 16);
  set(trainer, "label-noise", "0.5");
  set(trainer, "augment", "true");
  for (int i = 0; i < 7; i++)
    look_and_step(trainer);
}

/* The look leaves no event behind, and its own copy has none of the run's. */
static void test_events_stay(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", NULL);
  GmxStepRecord record;
  gmx_trainer_step(trainer, &record, &error);
  set(trainer, "rho", "0.2");
  g_autoptr(GmxTrace) first = gmx_trace_new(trainer, NULL, &error);
  g_autoptr(GmxTrace) second = gmx_trace_new(trainer, NULL, &error);
  g_assert_cmpint(first->changes->len, ==, 1);
  g_assert_cmpint(second->changes->len, ==, 1);
  g_assert_null(gmx_trainer_take_event(trainer));
  gmx_trainer_step(trainer, &record, &error);
  g_autoptr(GmxEventRecord) event = gmx_trainer_take_event(trainer);
  g_assert_cmpint(event->step, ==, 2);
  g_autoptr(GmxTrace) third = gmx_trace_new(trainer, NULL, &error);
  g_assert_cmpint(third->changes->len, ==, 0);
}

/* It outlives the run and is not reached by its later steps. */
static void test_apart(void) {
  g_autoptr(GError) error = NULL;
  GmxTrainer *trainer = gmx_test_trainer("method=dg-mix", NULL);
  g_autoptr(GmxTrace) trace = gmx_trace_new(trainer, NULL, &error);
  g_autoptr(GmxTrace) again = gmx_trace_ref(trace);
  GmxModel *after = gmx_model_copy(trace->after);
  gmx_test_train(trainer, NULL, NULL);
  gmx_trainer_free(trainer);
  assert_same_model(again->after, after);
  gmx_model_free(after);
}

static void test_no_step(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=erm", NULL);
  gmx_test_train(trainer, NULL, NULL);
  g_assert_null(gmx_trace_new(trainer, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull(strstr(error->message, "raise Epochs"));
}

static void test_cancel(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_cancellable_cancel(cancellable);
  g_assert_null(gmx_trace_new(trainer, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  look_and_step(trainer);
}

/* A step that will stop the run is shown as far as its numbers go. */
static void test_not_finite(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", NULL);
  GmxStepRecord record;
  gmx_model_parameters(gmx_trainer_get_model(trainer))[0] = NAN;
  g_autoptr(GmxTrace) trace = gmx_trace_new(trainer, NULL, &error);
  g_assert_no_error(error);
  g_assert_false(trace->finite);
  g_assert_true(isnan(trace->combined_norm));
  g_assert_cmpint(trace->gallery->count, ==, 32);
  g_assert_true(gmx_trace_has_phase(trace, GMX_PHASE_GRADIENT));
  g_assert_false(gmx_trace_has_phase(trace, GMX_PHASE_PARTITION)); /* it has no sides */
  g_assert_false(gmx_trace_has_phase(trace, GMX_PHASE_COMBINE));
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_STEP);
  gmx_trainer_step(trainer, &record, &error);
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_DIVERGED);
  g_assert_null(gmx_trace_new(trainer, NULL, &error));
  g_assert_nonnull(strstr(error->message, "not finite"));
}

static void test_phases(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) erm = gmx_test_trainer("method=erm", NULL);
  g_autoptr(GmxTrainer) g_mix = gmx_test_trainer("method=g-mix", NULL);
  g_autoptr(GmxTrace) plain = gmx_trace_new(erm, NULL, &error);
  g_autoptr(GmxTrace) whole = gmx_trace_new(g_mix, NULL, &error);
  const gboolean expected[GMX_PHASES] = {TRUE, FALSE, TRUE, FALSE, FALSE, FALSE, TRUE, TRUE};
  for (int phase = 0; phase < GMX_PHASES; phase++) {
    g_assert_cmpint(gmx_trace_has_phase(plain, (GmxPhase)phase), ==, expected[phase]);
    g_assert_true(gmx_trace_has_phase(whole, (GmxPhase)phase));
  }
}

int main(int argc, char **argv) {
  static const char *const runs[] = {
      "method=erm",
      "method=mixup optimizer=adamw lr=0.001",
      "method=sam nesterov=true",
      "method=g-mix model=cnn augment=true",
      "method=bg-mix gamma=0.3",
      "method=dg-mix model=cnn augment=true lambda-per-example=true",
      "method=dg-mix optimizer=adamw lr=0.001 beta=-0.5",
      "method=esam-sds keep=flat",
      "method=asam model=cnn",
      "method=asam combine=orthogonal keep=flat",
      "method=g-mix combine=flat-at-w label-noise=0.2",
      "method=g-mix combine=flat-at-w keep=flat model=cnn",
      "method=g-mix keep=flat threads=1",
  };
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(runs); i++) {
    g_autofree char *path = g_strdup_printf("/trace/unnoticed/%s", runs[i]);
    g_strdelimit(path + strlen("/trace/unnoticed/"), " =", '-');
    g_test_add_data_func(path, runs[i], test_unnoticed);
  }
  g_test_add_data_func("/trace/points/dg-mix", "method=dg-mix", test_points);
  g_test_add_data_func("/trace/points/mixup", "method=mixup", test_points);
  g_test_add_data_func("/trace/points/asam", "method=asam", test_points);
  g_test_add_func("/trace/live-changes", test_live_changes);
  g_test_add_func("/trace/events-stay", test_events_stay);
  g_test_add_func("/trace/apart", test_apart);
  g_test_add_func("/trace/no-step", test_no_step);
  g_test_add_func("/trace/cancel", test_cancel);
  g_test_add_func("/trace/not-finite", test_not_finite);
  g_test_add_func("/trace/phases", test_phases);
  return g_test_run();
}
