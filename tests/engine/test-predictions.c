/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network says of each example: counted by hand, and against the figures of its epochs. */
#include "engine/train/evaluation.h"
#include "tests/engine/train-runs.h"

#include <math.h>

#define COUNT 7
#define CLASSES 3

/* Seven examples of three classes. Class 0: two right, one taken for 2; class 1: all three taken
 * for another, two of them for 2; class 2 has one example, which is right. */
static GmxPredictions *known(void) {
  static const int index[COUNT] = {4, 5, 6, 10, 11, 12, 30};
  static const guint8 label[COUNT] = {0, 1, 0, 1, 2, 0, 1};
  static const guint8 predicted[COUNT] = {0, 2, 2, 0, 2, 0, 2};
  static const float probability[COUNT] = {0.5f, 0.75f, 0.625f, 1, 0.5f, 0.875f, NAN};
  static const float loss[COUNT] = {0.25f, 1.5f, 2, 8, 0.5f, 0.125f, NAN};
  return gmx_predictions_new(GMX_SPLIT_TEST, 3, 24, CLASSES, COUNT, index, label, predicted,
                             probability, loss);
}

static void test_counts(void) {
  static const int wanted[CLASSES][CLASSES] = {{2, 0, 1}, {1, 0, 2}, {0, 0, 1}};
  g_autoptr(GmxPredictions) predictions = known();
  for (int label = 0; label < CLASSES; label++)
    for (int predicted = 0; predicted < CLASSES; predicted++)
      g_assert_cmpint(gmx_predictions_get_count(predictions, label, predicted), ==,
                      wanted[label][predicted]);
  g_assert_cmpint(predictions->wrong, ==, 4);
  g_assert_cmpint(gmx_predictions_get_total(predictions, 1), ==, 3);
  g_assert_cmpfloat(gmx_predictions_get_recall(predictions, 0), ==, 2.0 / 3);
  g_assert_cmpfloat(gmx_predictions_get_recall(predictions, 1), ==, 0);
  g_assert_cmpfloat(gmx_predictions_get_recall(predictions, 2), ==, 1);
  g_assert_cmpfloat(gmx_predictions_get_accuracy(predictions), ==, 3.0 / 7);
}

static void test_find(void) {
  g_autoptr(GmxPredictions) predictions = known();
  g_autoptr(GArray) some = gmx_predictions_find(predictions, 1, 2);
  g_autoptr(GArray) none = gmx_predictions_find(predictions, 2, 1);
  g_assert_cmpint(some->len, ==, 2);
  g_assert_cmpint(g_array_index(some, int, 0), ==, 1);
  g_assert_cmpint(g_array_index(some, int, 1), ==, 6);
  g_assert_cmpint(none->len, ==, 0);
}

/* What is not finite is an empty field. */
static void test_csv(void) {
  g_autoptr(GmxPredictions) predictions = known();
  g_autofree char *table = gmx_predictions_to_csv(predictions);
  g_assert_cmpstr(table, ==,
                  "example,label,predicted,probability,loss\n"
                  "4,0,0,0.5,0.25\n"
                  "5,1,2,0.75,1.5\n"
                  "6,0,2,0.625,2\n"
                  "10,1,0,1,8\n"
                  "11,2,2,0.5,0.5\n"
                  "12,0,0,0.875,0.125\n"
                  "30,1,2,,\n");
}

static void test_empty(void) {
  g_autoptr(GmxPredictions) none =
      gmx_predictions_new(GMX_SPLIT_TEST, 0, 0, 2, 0, NULL, NULL, NULL, NULL, NULL);
  g_assert_true(isnan(gmx_predictions_get_accuracy(none)));
  g_assert_true(isnan(gmx_predictions_get_recall(none, 1)));
  g_assert_cmpint(gmx_predictions_get_count(none, 1, 1), ==, 0);
}

/* A model whose weights are 0 takes everything for class 0, at 1/10. */
static void test_evaluator(void) {
  GmxDataset *shapes = gmx_test_shapes();
  GmxModel *model = gmx_model_new("mlp", gmx_dataset_get_shape(shapes), 10, (int[]){4}, 1, NULL);
  g_autoptr(GmxEvaluator) evaluator = gmx_evaluator_new(model, shapes);
  static const int some[] = {7, 3, 300};
  const gint cancelled = 1;
  GmxEvaluation figures;
  g_assert_null(gmx_evaluator_get_predictions(evaluator, 1, 1));
  g_assert_true(gmx_evaluator_run(evaluator, GMX_SPLIT_TRAIN, some, 3, NULL, NULL, &figures));
  g_autoptr(GmxPredictions) predictions = gmx_evaluator_get_predictions(evaluator, 2, 9);
  g_assert_cmpint(predictions->count, ==, 3);
  g_assert_cmpint(predictions->split, ==, GMX_SPLIT_TRAIN);
  g_assert_cmpint(predictions->epoch, ==, 2);
  g_assert_cmpint(predictions->step, ==, 9);
  for (int i = 0; i < 3; i++) {
    const int label = gmx_dataset_get_label(shapes, GMX_SPLIT_TRAIN, some[i]);
    g_assert_cmpint(predictions->index[i], ==, some[i]);
    g_assert_cmpint(predictions->label[i], ==, label);
    g_assert_cmpint(predictions->predicted[i], ==, 0);
    g_assert_cmpfloat_with_epsilon(predictions->probability[i], 0.1, 1e-7);
    g_assert_cmpfloat_with_epsilon(predictions->loss[i], log(10), 1e-6);
  }
  g_assert_false(gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, 3, NULL, &cancelled, &figures));
  g_assert_null(gmx_evaluator_get_predictions(evaluator, 2, 9));
  gmx_model_free(model);
}

static void check_part(GmxTrainer *trainer, GmxSplit split, double accuracy, double loss) {
  const GmxPredictions *predictions = gmx_trainer_get_predictions(trainer, split);
  double sum = 0;
  g_assert_nonnull(predictions);
  g_assert_cmpint(predictions->split, ==, split);
  g_assert_cmpint(predictions->epoch, ==, gmx_trainer_get_epoch(trainer));
  g_assert_cmpint(predictions->step, ==, gmx_trainer_get_step(trainer));
  for (int i = 0; i < predictions->count; i++)
    sum += predictions->loss[i];
  g_assert_cmpfloat(gmx_predictions_get_accuracy(predictions), ==, accuracy);
  g_assert_cmpfloat(sum / predictions->count, ==, loss);
}

/* Every epoch's predictions are those that its row is made of, for both parts; an evaluation that
 * is cut short leaves the earlier ones. */
static void test_epochs(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=3", "label-noise=0.2", NULL);
  const gint cancelled = 1;
  GmxStepRecord step;
  GmxEpochRecord epoch;
  g_assert_null(gmx_trainer_get_predictions(trainer, GMX_SPLIT_TEST));
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP) {
    g_assert_true(gmx_trainer_step(trainer, &step, NULL));
    if (gmx_trainer_get_state(trainer) != GMX_TRAINER_EVALUATION)
      continue;
    const GmxPredictions *before = gmx_trainer_get_predictions(trainer, GMX_SPLIT_TEST);
    g_assert_false(gmx_trainer_evaluate(trainer, &cancelled, &epoch, NULL));
    g_assert_true(gmx_trainer_get_predictions(trainer, GMX_SPLIT_TEST) == before);
    g_assert_true(gmx_trainer_evaluate(trainer, NULL, &epoch, NULL));
    check_part(trainer, GMX_SPLIT_TEST, epoch.test_accuracy, epoch.test_loss);
    check_part(trainer, GMX_SPLIT_TRAIN, epoch.train_accuracy, epoch.train_loss);
  }
  g_assert_cmpint(epoch.epoch, ==, 3);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/predictions/counts", test_counts);
  g_test_add_func("/predictions/find", test_find);
  g_test_add_func("/predictions/csv", test_csv);
  g_test_add_func("/predictions/empty", test_empty);
  g_test_add_func("/predictions/evaluator", test_evaluator);
  g_test_add_func("/predictions/epochs", test_epochs);
  return g_test_run();
}
