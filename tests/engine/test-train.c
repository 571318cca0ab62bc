/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of training against numbers worked by hand, and whole runs against each other. */
#include "engine/nn/parallel.h"
#include "engine/train/evaluation.h"
#include "engine/train/optimizer.h"
#include "engine/train/probe.h"
#include "engine/train/schedule.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

/* Two steps of one parameter from w = 1 with g = 0.5, then g = −1. */
static void check_optimizer(GmxOptimizerOptions options, float after_one, float after_two) {
  g_autoptr(GmxOptimizer) optimizer = gmx_optimizer_new(1);
  float w = 1, g = 0.5f;
  gmx_optimizer_step(optimizer, &w, &g, &options);
  g_assert_cmpfloat_with_epsilon(w, after_one, 1e-6);
  g = -1;
  gmx_optimizer_step(optimizer, &w, &g, &options);
  g_assert_cmpfloat_with_epsilon(w, after_two, 1e-6);
}

static void test_optimizer_values(void) {
  /* 1 − 0.1 · 0.5 = 0.95;  0.95 + 0.1 = 1.05 */
  check_optimizer((GmxOptimizerOptions){.learning_rate = 0.1}, 0.95f, 1.05f);
  /* v: 0.5, then 0.9 · 0.5 − 1 = −0.55;  0.95 + 0.055 = 1.005 */
  check_optimizer((GmxOptimizerOptions){.learning_rate = 0.1, .momentum = 0.9}, 0.95f, 1.005f);
  /* 1 − 0.1 (0.5 + 0.45) = 0.905;  v = −0.55: 0.905 − 0.1 (−1 − 0.495) = 1.0545 */
  check_optimizer((GmxOptimizerOptions){.learning_rate = 0.1, .momentum = 0.9, .nesterov = TRUE},
                  0.905f, 1.0545f);
  /* d = 0.6, v = 0.6: 0.94;  d = −1 + 0.094 = −0.906, v = 0.54 − 0.906 = −0.366: 0.9766 */
  check_optimizer((GmxOptimizerOptions){.learning_rate = 0.1, .momentum = 0.9, .weight_decay = 0.1},
                  0.94f, 0.9766f);
}

/* Against torch.optim.AdamW (PyTorch 1.13) with the same numbers. */
static void test_adamw_values(void) {
  static const float gradients[3][3] = {{0.5f, -1, 0}, {0.25f, 2, 1}, {-1, 0.125f, 1}};
  static const float wanted[3][3] = {{0.989000022f, -1.98800004f, 0.499500006f},
                                     {0.978689253f, -1.98967314f, 0.491559148f},
                                     {0.979774177f, -1.99086583f, 0.48248297f}};
  g_autoptr(GmxOptimizer) optimizer = gmx_optimizer_new(3);
  float w[3] = {1, -2, 0.5f};
  for (int step = 0; step < 3; step++) {
    const GmxOptimizerOptions options = {.kind = GMX_OPTIMIZER_ADAMW,
                                         .learning_rate = 0.01,
                                         .momentum = 0.9,
                                         .beta2 = 0.999,
                                         .weight_decay = 0.1,
                                         .step = step};
    gmx_optimizer_step(optimizer, w, gradients[step], &options);
    for (int i = 0; i < 3; i++)
      g_assert_cmpfloat_with_epsilon(w[i], wanted[step][i], 3e-7);
  }
}

/* Long enough for several slices: every element moves, as a plain loop moves it. */
static void test_optimizer_slices(void) {
  enum { COUNT = 100003 };
  const GmxOptimizerOptions options = {
      .learning_rate = 0.03, .momentum = 0.9, .weight_decay = 5e-4, .nesterov = TRUE};
  g_autoptr(GmxOptimizer) optimizer = gmx_optimizer_new(COUNT);
  g_autofree float *w = g_new(float, COUNT);
  g_autofree float *g = g_new(float, COUNT);
  for (int i = 0; i < COUNT; i++) {
    w[i] = sinf((float)i);
    g[i] = cosf((float)i);
  }
  gmx_optimizer_step(optimizer, w, g, &options);
  gmx_optimizer_step(optimizer, w, g, &options);
  for (int i = 0; i < COUNT; i++) {
    double alone = sin(i), v = 0;
    for (int step = 0; step < 2; step++) {
      const double d = cos(i) + 5e-4 * alone;
      v = 0.9 * v + d;
      alone -= 0.03 * (d + 0.9 * v);
    }
    g_assert_cmpfloat_with_epsilon(w[i], alone, 1e-6);
  }
}

static void test_schedule(void) {
  GmxScheduleOptions o = {.kind = GMX_SCHEDULE_CONSTANT,
                          .rate = 0.2,
                          .total_steps = 100,
                          .steps_per_epoch = 10,
                          .decay_every = 3,
                          .decay_factor = 0.5};
  g_assert_cmpfloat(gmx_schedule_rate(&o, 77), ==, 0.2);
  o.kind = GMX_SCHEDULE_COSINE;
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 0), 0.2, 1e-15);
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 50), 0.1, 1e-15);
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 25), 0.1 * (1 + sqrt(0.5)), 1e-15);
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 100), 0, 1e-15);
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 140), 0, 1e-15);
  o.kind = GMX_SCHEDULE_STEP;
  g_assert_cmpfloat(gmx_schedule_rate(&o, 29), ==, 0.2);
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 30), 0.1, 1e-15);
  g_assert_cmpfloat_with_epsilon(gmx_schedule_rate(&o, 60), 0.05, 1e-15);
}

/* Two bins in use: (2/15, 1/5] with confidences 0.2 and 0.15, one right; (14/15, 1] with 1 and
 * 0.95, both right. |1 − 0.35| + |2 − 1.95| over 4. */
static void test_calibration(void) {
  const float confidence[] = {0.2f, 1, 0.15f, 0.95f};
  const guint8 correct[] = {1, 1, 0, 1};
  g_assert_cmpfloat_with_epsilon(gmx_calibration_error(confidence, correct, 4), 0.7 / 4, 1e-7);
  /* 3/15 ends the third bin and does not begin the fourth: over and under must not cancel. */
  const float edge[] = {3.0f / 15, 3.1f / 15};
  const guint8 half[] = {0, 1};
  g_assert_cmpfloat_with_epsilon(gmx_calibration_error(edge, half, 2),
                                 (3.0 / 15 + 1 - 3.1 / 15) / 2, 1e-6);
  g_assert_true(isnan(gmx_calibration_error(confidence, correct, 0)));
}

/* A model whose weights are 0 gives every class 1/10: loss log 10, and a tie goes to class 0. */
static void test_evaluation(void) {
  GmxDataset *shapes = gmx_test_shapes();
  GmxModel *model = gmx_model_new("mlp", gmx_dataset_get_shape(shapes), 10, (int[]){4}, 1, NULL);
  g_autoptr(GmxEvaluator) evaluator = gmx_evaluator_new(model, shapes);
  GmxEvaluation all, cut = {.count = -1};
  int zeros = 0;
  const gint cancelled = 1;
  for (int i = 0; i < 300; i++)
    zeros += gmx_dataset_get_label(shapes, GMX_SPLIT_TEST, i) == 0;
  g_assert_true(gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, 300, NULL, NULL, &all));
  g_assert_cmpint(all.count, ==, 300);
  g_assert_cmpfloat_with_epsilon(all.loss, log(10), 1e-6);
  g_assert_cmpfloat_with_epsilon(all.accuracy, zeros / 300.0, 1e-12);
  g_assert_cmpfloat_with_epsilon(all.ece, fabs(zeros / 300.0 - 0.1), 1e-6);
  g_assert_false(gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, 300, NULL, &cancelled, &cut));
  g_assert_cmpint(cut.count, ==, -1);
  g_assert_true(gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, 0, NULL, NULL, &all));
  g_assert_true(isnan(all.accuracy));
  gmx_model_free(model);
}

static const GmxProbeRecord *run_to_probe(GmxTrainer *trainer, int *count) {
  gmx_test_train(trainer, NULL, NULL);
  const GmxProbeRecord *rows = gmx_trainer_get_probe(trainer, count);
  g_assert_nonnull(rows);
  return rows;
}

/* Pairs and λ belong to the seed; a method without a climb is probed with SAM at its ρ. */
static void test_probe_same_for_methods(void) {
  int erm_count, mix_count, sharp = 0;
  double spread = 0; /* of a uniform λ 1/12, of a Beta(0.2, 0.2) 0.18 */
  g_autoptr(GmxTrainer) erm = gmx_test_trainer("method=erm", "epochs=1", "probe=200", NULL);
  g_autoptr(GmxTrainer) mix =
      gmx_test_trainer("method=dg-mix", "alpha=0.2", "gamma=0.3", "epochs=1", "probe=200", NULL);
  const GmxProbeRecord *a = run_to_probe(erm, &erm_count);
  const GmxProbeRecord *b = run_to_probe(mix, &mix_count);
  g_assert_cmpint(erm_count, ==, 200);
  g_assert_cmpint(mix_count, ==, 200);
  for (int i = 0; i < 200; i++) {
    g_assert_cmpint(a[i].first, ==, b[i].first);
    g_assert_cmpint(a[i].second, ==, b[i].second);
    g_assert_cmpint(a[i].first, !=, a[i].second);
    g_assert_cmpint(a[i].second_label, ==,
                    gmx_dataset_get_label(gmx_test_shapes(), GMX_SPLIT_TRAIN, a[i].second));
    g_assert_cmpfloat(a[i].lambda, ==, b[i].lambda);
    g_assert_cmpfloat_with_epsilon(a[i].s, a[i].loss_perturbed - a[i].loss, 1e-6);
    sharp += b[i].sharp;
    spread += (a[i].lambda - 0.5) * (a[i].lambda - 0.5) / 200;
  }
  g_assert_cmpfloat_with_epsilon(spread, 1.0 / 12, 0.02);
  g_assert_cmpint(sharp, ==, 60);
  g_assert_cmpfloat(a[0].lambda, !=, a[1].lambda);
  g_assert_cmpfloat(fabs(a[0].s), >, 0);
}

/* γ cuts the whole probe: the least s among the sharp is not below the largest among the flat. */
static void test_probe_partition(void) {
  int count;
  double least = INFINITY, largest = -INFINITY;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", "epochs=1", "probe=256", NULL);
  const GmxProbeRecord *rows = run_to_probe(trainer, &count);
  for (int i = 0; i < count; i++) {
    if (rows[i].sharp)
      least = MIN(least, rows[i].s);
    else
      largest = MAX(largest, rows[i].s);
  }
  g_assert_cmpfloat(least, >=, largest);
  g_assert_true(isfinite(least) && isfinite(largest));
}

static void test_probe_seed(void) {
  GmxDataset *shapes = gmx_test_shapes();
  int indices[300];
  for (int i = 0; i < 300; i++)
    indices[i] = i;
  g_autoptr(GmxProbe) more = gmx_probe_new(shapes, indices, 300, NULL, 512, 1);
  g_autoptr(GmxProbe) none = gmx_probe_new(shapes, indices, 1, NULL, 512, 1);
  g_assert_cmpint(gmx_probe_get_count(more), ==, 300);
  g_assert_cmpint(gmx_probe_get_count(none), ==, 0);
  g_assert_null(gmx_probe_get_records(more));
}

/* The images of each batch, in order. */
static void note_images(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  g_array_append_vals(data, batch->index, batch->count);
}

static void test_same_order_for_methods(void) {
  g_autoptr(GArray) a = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) b = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) c = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GmxTrainer) erm = gmx_test_trainer("method=erm", "augment=true", NULL);
  g_autoptr(GmxTrainer) mix = gmx_test_trainer("method=bg-mix", NULL);
  g_autoptr(GmxTrainer) other = gmx_test_trainer("method=erm", "seed=2", NULL);
  gmx_test_train(erm, note_images, a);
  gmx_test_train(mix, note_images, b);
  gmx_test_train(other, note_images, c);
  g_assert_cmpmem(a->data, a->len * sizeof(int), b->data, b->len * sizeof(int));
  g_assert_cmpint(memcmp(a->data, c->data, MIN(a->len, c->len) * sizeof(int)), !=, 0);
}

/* 100 images in batches of 32: three full batches an epoch, no image twice; of 20, one batch. */
static void test_epoch(void) {
  g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("limit=100", "batch=32", "epochs=1", NULL);
  g_assert_cmpint(gmx_trainer_get_steps_per_epoch(trainer), ==, 3);
  gmx_test_train(trainer, note_images, seen);
  g_assert_cmpint(seen->len, ==, 96);
  gboolean taken[100] = {FALSE};
  for (guint i = 0; i < seen->len; i++) {
    const int image = g_array_index(seen, int, i);
    g_assert_cmpint(image, <, 100);
    g_assert_false(taken[image]);
    taken[image] = TRUE;
  }
  g_autoptr(GmxTrainer) small = gmx_test_trainer("limit=20", "batch=32", "epochs=2", NULL);
  gmx_test_train(small, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_step(small), ==, 2);
  g_assert_cmpint(gmx_trainer_get_batch(small)->count, ==, 20);
}

static void test_steps_end_a_run(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("limit=96", "batch=32", "steps=4", NULL);
  gmx_test_train(trainer, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 4);
  g_assert_cmpint(gmx_trainer_get_epoch(trainer), ==, 2);
  g_assert_cmpint(gmx_trainer_get_summary(trainer).epochs, ==, 2);
}

static void test_learns(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=erm", "epochs=12", "lr=0.02", NULL);
  gmx_test_train(trainer, NULL, NULL);
  const GmxTrainerSummary summary = gmx_trainer_get_summary(trainer);
  g_assert_cmpfloat(summary.train_accuracy, >, 0.6);
  g_assert_cmpfloat(summary.test_accuracy, >, 0.1);
  g_assert_cmpfloat(summary.images_per_second, >, 0);
  g_assert_cmpint(summary.steps, ==, 96);
}

/* The whole of an evaluation that was cut short is made again. */
static void test_evaluation_cut(void) {
  GmxStepRecord step;
  GmxEpochRecord epoch;
  g_autoptr(GError) error = NULL;
  const gint cancelled = 1;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=1", "limit=32", NULL);
  g_assert_true(gmx_trainer_step(trainer, &step, NULL));
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_EVALUATION);
  g_assert_false(gmx_trainer_evaluate(trainer, &cancelled, &epoch, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_EVALUATION);
  g_assert_true(gmx_trainer_evaluate(trainer, NULL, &epoch, NULL));
  g_assert_cmpint(epoch.epoch, ==, 1);
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_FINISHED);
}

/* Weights after a step that is not finite are those before it. */
static void test_divergence_keeps_weights(void) {
  GmxStepRecord record;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=sam", NULL);
  g_assert_true(gmx_trainer_step(trainer, &record, NULL));
  GmxModel *model = gmx_trainer_get_model(trainer);
  const gsize size = gmx_model_parameter_count(model) * sizeof(float);
  gmx_model_parameters(model)[3] = NAN;
  g_autofree float *before = g_memdup2(gmx_model_parameters(model), size);
  g_assert_true(gmx_trainer_step(trainer, &record, NULL));
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_DIVERGED);
  g_assert_cmpint(record.step, ==, 2);
  g_assert_false(isfinite(record.loss));
  g_assert_cmpmem(gmx_model_parameters(model), size, before, size);
  g_assert_nonnull(gmx_trainer_get_batch(trainer));
  g_assert_false(gmx_trainer_step(trainer, &record, NULL));
}

int main(int argc, char *argv[]) {
  g_test_init(&argc, &argv, NULL);
  gmx_parallel_set_threads(2);
  g_test_add_func("/train/optimizer/values", test_optimizer_values);
  g_test_add_func("/train/optimizer/adamw", test_adamw_values);
  g_test_add_func("/train/optimizer/slices", test_optimizer_slices);
  g_test_add_func("/train/schedule", test_schedule);
  g_test_add_func("/train/evaluation/calibration", test_calibration);
  g_test_add_func("/train/evaluation/values", test_evaluation);
  g_test_add_func("/train/evaluation/cut", test_evaluation_cut);
  g_test_add_func("/train/probe/same-for-methods", test_probe_same_for_methods);
  g_test_add_func("/train/probe/partition", test_probe_partition);
  g_test_add_func("/train/probe/size", test_probe_seed);
  g_test_add_func("/train/order/same-for-methods", test_same_order_for_methods);
  g_test_add_func("/train/order/epoch", test_epoch);
  g_test_add_func("/train/steps", test_steps_end_a_run);
  g_test_add_func("/train/learns", test_learns);
  g_test_add_func("/train/divergence", test_divergence_keeps_weights);
  gmx_test_add_run_tests();
  gmx_test_add_intrusion_tests();
  return g_test_run();
}
