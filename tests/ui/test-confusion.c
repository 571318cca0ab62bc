/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said and listed of a confusion matrix, without a display. */
#include "tests/ui/sample-cases.h"
#include "ui/samples/confusion-list.h"
#include "ui/samples/confusion-words.h"

#include <math.h>

#define COUNT 8
#define DISC 0
#define RING 1
#define SQUARE 2

/* Four discs, three of them taken for rings; two rings and two squares, one square for a disc. */
static GmxPredictions *known(GmxSplit split) {
  static const guint8 label[COUNT] = {DISC, DISC, DISC, DISC, RING, RING, SQUARE, SQUARE};
  static const guint8 predicted[COUNT] = {RING, DISC, RING, RING, RING, RING, SQUARE, DISC};
  static const float probability[COUNT] = {0.5f, 0.75f, 0.875f, 0.5f, 1, 0.75f, 0.5f, 0.625f};
  static const float loss[COUNT] = {1.5f, 0.25f, NAN, 2.25f, 0, 0.25f, 0.75f, 1};
  static const int index[COUNT] = {3, 8, 9, 1204, 15, 16, 17, 18};
  return gmx_predictions_new(split, 3, 24, 10, COUNT, index, label, predicted, probability, loss);
}

static void check_text(char *text, const char *wanted) {
  g_autofree char *owned = text;
  g_assert_cmpstr(owned, ==, wanted);
}

static void test_words(void) {
  GmxDataset *shapes = gmx_case_shapes();
  g_autoptr(GmxPredictions) held_out = known(GMX_SPLIT_TEST);
  g_autoptr(GmxPredictions) training = known(GMX_SPLIT_TRAIN);
  check_text(gmx_confusion_describe(held_out), "held-out · epoch 3 · 4 wrong of 8");
  GmxPredictions within = {.split = GMX_SPLIT_TEST, .step = 45, .count = 8, .wrong = 1};
  check_text(gmx_confusion_describe(&within), "held-out · step 45 · 1 wrong of 8");
  check_text(gmx_confusion_describe(training), "training · epoch 3 · 4 wrong of 8");
  check_text(gmx_confusion_describe_cell(held_out, shapes, DISC, RING), "disc taken for ring: 3");
  check_text(gmx_confusion_describe_cell(held_out, shapes, RING, DISC), "ring taken for disc: 0");
  check_text(gmx_confusion_describe_cell(held_out, shapes, DISC, DISC),
             "disc recognised: 1 of 4 (25.0\u2009%)");
  check_text(gmx_confusion_describe_cell(held_out, shapes, 5, 5), "star recognised: 0");
  check_text(gmx_confusion_summarize(held_out, shapes),
             "50.0\u2009% recognised. Mistaken most often: disc taken for ring: 3");
}

/* Shares of the row: three of four discs, one of two squares. */
static void test_tones(void) {
  g_autoptr(GmxPredictions) predictions = known(GMX_SPLIT_TEST);
  const double worst = gmx_confusion_get_worst(predictions);
  g_assert_cmpfloat(worst, ==, 0.75);
  g_assert_cmpfloat(gmx_confusion_get_tone(predictions, DISC, RING, worst), ==, 1);
  g_assert_cmpfloat_with_epsilon(gmx_confusion_get_tone(predictions, SQUARE, DISC, worst), 2.0 / 3,
                                 1e-12);
  g_assert_cmpfloat(gmx_confusion_get_tone(predictions, RING, DISC, worst), ==, 0);
  g_assert_cmpfloat(gmx_confusion_get_tone(predictions, DISC, RING, 0.01), ==, 15);
}

/* Of 30 classes the two that are confused stay, wherever they are; of few all do. */
static void test_choice(void) {
  static const guint8 label[] = {0, 1, 28, 27, 5, 29}, predicted[] = {0, 1, 27, 28, 5, 2};
  static const float zeros[G_N_ELEMENTS(label)] = {0};
  g_autoptr(GmxPredictions) many = gmx_predictions_new(
      GMX_SPLIT_TEST, 1, 1, 30, G_N_ELEMENTS(label), NULL, label, predicted, zeros, zeros);
  g_autoptr(GmxPredictions) few = known(GMX_SPLIT_TEST);
  g_autoptr(GArray) chosen = gmx_confusion_choose(many, 3);
  g_autoptr(GArray) all = gmx_confusion_choose(few, 20);
  g_assert_cmpint(chosen->len, ==, 3);
  g_assert_cmpint(g_array_index(chosen, int, 0), ==, 2);
  g_assert_cmpint(g_array_index(chosen, int, 1), ==, 27);
  g_assert_cmpint(g_array_index(chosen, int, 2), ==, 28);
  g_assert_cmpint(all->len, ==, 10);
}

/* The examples listed, by their index in the data: "3 9 ". */
static void check_listed(GmxConfusionList *list, const char *wanted) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(list)); i++) {
    g_autoptr(GmxConfused) item = g_list_model_get_item(G_LIST_MODEL(list), i);
    g_string_append_printf(text, "%d ", item->predictions->index[item->place]);
  }
  g_assert_cmpstr(text->str, ==, wanted);
}

static void on_items(GListModel *list, guint position, guint removed, guint added, int *now) {
  g_assert_cmpint(position, ==, 0);
  g_assert_cmpint(removed, ==, *now);
  *now = (int)added;
}

static void test_list(void) {
  g_autoptr(GmxPredictions) predictions = known(GMX_SPLIT_TEST);
  GmxConfusionList *list = gmx_confusion_list_new();
  int told = 0;
  g_signal_connect(list, "items-changed", G_CALLBACK(on_items), &told);
  gmx_confusion_list_show(list, predictions, gmx_case_shapes(), DISC, RING);
  check_listed(list, "1204 3 9 "); /* what is not finite stands last, either way */
  gmx_confusion_list_sort(list, GMX_CONFUSION_BY_LOSS, TRUE);
  check_listed(list, "3 1204 9 ");
  gmx_confusion_list_sort(list, GMX_CONFUSION_BY_CONFIDENCE, FALSE);
  check_listed(list, "9 3 1204 "); /* equal ones as the data has them */
  gmx_confusion_list_sort(list, GMX_CONFUSION_BY_CONFIDENCE, TRUE);
  check_listed(list, "3 1204 9 ");
  g_autoptr(GmxConfused) item = g_list_model_get_item(G_LIST_MODEL(list), 1);
  check_text(gmx_confused_describe(item),
             "disc, held-out image 1\u2009204, taken for ring with 50\u2009%, loss 2.25");
  gmx_confusion_list_show(list, predictions, gmx_case_shapes(), RING, RING);
  check_listed(list, "16 15 ");
  gmx_confusion_list_show(list, predictions, gmx_case_shapes(), RING, DISC);
  check_listed(list, "");
  g_assert_cmpint(told, ==, 0);
  g_assert_finalize_object(list);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/confusion/words", test_words);
  g_test_add_func("/confusion/tones", test_tones);
  g_test_add_func("/confusion/choice", test_choice);
  g_test_add_func("/confusion/list", test_list);
  return g_test_run();
}
