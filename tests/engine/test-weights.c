/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights copied out of a run: what they are, and that the run doesn't notice. */
#include "engine/insight/predict.h"
#include "engine/insight/weights.h"
#include "engine/nn/flat.h"
#include "engine/train/recording.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

static void make_step(GmxTrainer *trainer) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  gmx_trainer_step(trainer, &record, &error);
  g_assert_no_error(error);
}

static void assert_same_model(GmxModel *a, GmxModel *b) {
  const gsize bytes = gmx_model_parameter_count(a) * sizeof(float);
  const gsize running = gmx_model_running_count(a) * sizeof(float);
  g_assert_cmpmem(gmx_model_parameters(a), bytes, gmx_model_parameters(b), bytes);
  g_assert_cmpmem(gmx_model_running(a), running, gmx_model_running(b), running);
}

/* ‖(w + ε̂) − w‖ */
static double distance(const GmxWeights *weights) {
  const gsize count = gmx_model_parameter_count(weights->model);
  const float *w = gmx_model_parameters(weights->model);
  const float *climbed = gmx_model_parameters(weights->perturbed);
  double square = 0;
  for (gsize i = 0; i < count; i++)
    square += ((double)climbed[i] - w[i]) * ((double)climbed[i] - w[i]);
  return sqrt(square);
}

static void test_before(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", "limit=200", NULL);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_assert_cmpint(weights->step, ==, 0);
  g_assert_null(weights->perturbed);
  g_assert_true(isnan(weights->epsilon_norm));
  assert_same_model(weights->model, gmx_trainer_get_model(trainer));
  g_assert_cmpint(weights->used_count, ==, 200);
  g_assert_cmpint(weights->used[199], ==, 199);
  g_assert_null(weights->labels);
  g_assert_true(weights->dataset == gmx_test_shapes());
}

static void test_climb(void) {
  const struct {
    const char *method;
    GmxPerturb perturb;
    gboolean borrowed;
  } cases[] = {{"method=g-mix", GMX_PERTURB_SAM, FALSE},
               {"method=dg-mix", GMX_PERTURB_SAM, FALSE},
               {"method=asam", GMX_PERTURB_ASAM, FALSE},
               {"method=mixup", GMX_PERTURB_SAM, TRUE}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GmxTrainer) trainer =
        gmx_test_trainer(cases[i].method, "rho=0.25", "model=cnn", NULL);
    make_step(trainer);
    make_step(trainer);
    g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
    g_assert_cmpint(weights->step, ==, 2);
    g_assert_cmpint(weights->epoch, ==, 1);
    g_assert_cmpfloat(weights->rho, ==, 0.25);
    g_assert_cmpint(weights->perturb, ==, cases[i].perturb);
    g_assert_cmpint(weights->borrowed, ==, cases[i].borrowed);
    assert_same_model(weights->model, gmx_trainer_get_model(trainer));
    g_assert_cmpfloat_with_epsilon(distance(weights), weights->epsilon_norm, 1e-5);
    if (cases[i].perturb == GMX_PERTURB_SAM)
      g_assert_cmpfloat_with_epsilon(distance(weights), 0.25, 1e-5);
  }
}

/* ε̂ points uphill on the batch that it is of. */
static void test_uphill(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=sam", "rho=0.5", NULL);
  make_step(trainer);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  GmxModel *models[] = {weights->model, weights->perturbed};
  double mean[2] = {0};
  float loss[32];
  for (int pass = 0; pass < 2; pass++) {
    GmxTape *tape = gmx_tape_new(models[pass], batch->count, FALSE);
    gmx_model_forward(models[pass], tape, batch->images, batch->count, GMX_PASS_EVALUATE);
    gmx_loss_cross_entropy(gmx_tape_logits(tape), batch->count, 10, gmx_batch_targets(batch), NULL,
                           loss);
    for (int i = 0; i < batch->count; i++)
      mean[pass] += loss[i] / batch->count;
    gmx_tape_free(tape);
  }
  g_assert_cmpfloat(mean[1], >, mean[0] + 0.05);
}

/* It outlives the run, and the run's later steps do not reach it. */
static void test_apart(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", "label-noise=0.5", NULL);
  make_step(trainer);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_autoptr(GmxWeights) again = gmx_weights_ref(weights);
  GmxModel *copy = gmx_model_copy(weights->model);
  const gsize size = sizeof(int) * 10000;
  g_assert_cmpmem(weights->labels, size, gmx_trainer_get_labels(trainer), size);
  gmx_test_train(trainer, NULL, NULL);
  g_clear_pointer(&trainer, gmx_trainer_free);
  assert_same_model(again->model, copy);
  g_assert_cmpint(weights->labels[9999], >=, 0);
  gmx_model_free(copy);
}

/* Rows of a run, with somebody who looks at every step or without. */
static void note_row(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  g_array_append_val((GArray *)data, *record);
}

typedef struct {
  GArray *rows;
  GmxRecording *recording;
} Watcher;

static void watch(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  Watcher *watcher = data;
  g_array_append_val(watcher->rows, *record);
  gmx_recording_add_step(watcher->recording, trainer);
  gmx_recording_add_probe(watcher->recording, trainer);
  gmx_weights_unref(gmx_weights_new(trainer));
}

static void test_unnoticed(gconstpointer method) {
  const char *setting = method;
  g_autoptr(GmxTrainer) alone = gmx_test_trainer("model=cnn", "augment=true", setting, NULL);
  g_autoptr(GmxTrainer) watched =
      gmx_test_trainer("model=cnn", "augment=true", "record-every=3", setting, NULL);
  g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(GmxStepRecord));
  g_autoptr(GArray) watched_rows = g_array_new(FALSE, TRUE, sizeof(GmxStepRecord));
  g_autoptr(GmxRecording) recording = gmx_recording_new(10, 100000, 1);
  Watcher watcher = {watched_rows, recording};
  gmx_test_train(alone, note_row, rows);
  gmx_test_train(watched, watch, &watcher);
  g_assert_cmpint(rows->len, ==, 16);
  g_assert_cmpint(watched_rows->len, ==, 16);
  for (guint i = 0; i < rows->len; i++) {
    const GmxStepRecord *a = &g_array_index(rows, GmxStepRecord, i);
    const GmxStepRecord *b = &g_array_index(watched_rows, GmxStepRecord, i);
    g_assert_cmpfloat(a->loss, ==, b->loss);
    g_assert_cmpfloat(a->gradient_norm, ==, b->gradient_norm);
  }
  assert_same_model(gmx_trainer_get_model(alone), gmx_trainer_get_model(watched));
  const GmxEpochRecord *a = gmx_trainer_get_last_epoch(alone);
  const GmxEpochRecord *b = gmx_trainer_get_last_epoch(watched);
  g_assert_cmpfloat(a->test_loss, ==, b->test_loss);
}

static void assert_same_predictions(const GmxPredictions *a, const GmxPredictions *b) {
  const gsize count = (gsize)a->count;
  g_assert_cmpint(a->count, ==, b->count);
  g_assert_cmpint(a->wrong, ==, b->wrong);
  g_assert_cmpmem(a->predicted, count, b->predicted, count);
  g_assert_cmpmem(a->probability, sizeof(float) * count, b->probability, sizeof(float) * count);
  g_assert_cmpmem(a->loss, sizeof(float) * count, b->loss, sizeof(float) * count);
}

static void note_fraction(double fraction, gpointer last) {
  g_assert_cmpfloat(fraction, >, *(double *)last);
  *(double *)last = fraction;
}

/* Copied weights say of each example what the run's own evaluation said of it. */
static void test_predict(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("model=cnn", "epochs=1", NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  double fraction = 0;
  gmx_test_train(trainer, NULL, NULL);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_autoptr(GmxPredictions) apart =
      gmx_predict(weights, note_fraction, &fraction, cancellable, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(fraction, ==, 1);
  g_assert_cmpint(apart->epoch, ==, 0);
  g_assert_cmpint(apart->step, ==, gmx_trainer_get_step(trainer));
  assert_same_predictions(apart, gmx_trainer_get_predictions(trainer, GMX_SPLIT_TEST));
  g_cancellable_cancel(cancellable);
  g_assert_null(gmx_predict(weights, NULL, NULL, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/weights/before", test_before);
  g_test_add_func("/weights/climb", test_climb);
  g_test_add_func("/weights/uphill", test_uphill);
  g_test_add_func("/weights/apart", test_apart);
  g_test_add_func("/weights/predict", test_predict);
  g_test_add_data_func("/weights/unnoticed/flat-at-w", "combine=flat-at-w", test_unnoticed);
  g_test_add_data_func("/weights/unnoticed/dg-mix", "method=dg-mix", test_unnoticed);
  g_test_add_data_func("/weights/unnoticed/erm", "method=erm", test_unnoticed);
  return g_test_run();
}
