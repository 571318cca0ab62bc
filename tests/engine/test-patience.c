/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ending a run when its held-out loss falls no more: at the right epoch, after a resume too. */
#include "tests/engine/remove-all.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

#define EPOCHS 60

static GmxConfig *memorising_config(int patience) {
  static const char *const settings[] = {
      "model=mlp",          "hidden=16",      "limit=64",        "batch=32",
      "epochs=60",          "probe=16",       "threads=2",       "schedule=constant",
      "method=erm",         "lr=0.1",         "label-noise=0.4", "evaluate-training=64",
      "checkpoint-every=0", "intrusion=false"};
  GmxConfig *config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strdup_printf("%d", patience);
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
    g_auto(GStrv) parts = g_strsplit(settings[i], "=", 2);
    gmx_config_set_from_string(config, parts[0], parts[1], &error);
    g_assert_no_error(error);
  }
  g_assert_true(gmx_config_set_from_string(config, "patience", text, NULL));
  return config;
}

static GmxTrainer *new_trainer(const char *parent, int patience) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) config = memorising_config(patience);
  GmxTrainer *trainer = gmx_trainer_new(config, gmx_test_shapes(), parent, &error);
  g_assert_no_error(error);
  return trainer;
}

/* Trains for at most @epochs more, and keeps what was held out of each. */
static void train(GmxTrainer *trainer, int epochs, GArray *losses) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord step;
  GmxEpochRecord epoch;
  for (int n = 0; n < epochs && gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP;) {
    gmx_trainer_step(trainer, &step, &error);
    g_assert_no_error(error);
    if (gmx_trainer_get_state(trainer) != GMX_TRAINER_EVALUATION)
      continue;
    gmx_trainer_evaluate(trainer, NULL, &epoch, &error);
    g_assert_no_error(error);
    if (losses)
      g_array_append_val(losses, epoch.test_loss);
    n++;
  }
}

/* The epoch from 1 after which @patience has run out, by the definition; 0: never. */
static int find_end(GArray *losses, guint patience) {
  guint best = 0;
  for (guint i = 1; i < losses->len; i++) {
    if (g_array_index(losses, double, i) < g_array_index(losses, double, best))
      best = i;
    if (i - best == patience)
      return (int)i + 1;
  }
  return 0;
}

static void test_end(void) {
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GmxTrainer) endless = new_trainer(NULL, 0);
  train(endless, EPOCHS, all);
  g_assert_cmpuint(all->len, ==, EPOCHS);
  g_assert_cmpint(gmx_trainer_get_plateau(endless), ==, 0);
  for (int patience = 1; patience <= 4; patience++) {
    const int end = find_end(all, (guint)patience);
    g_assert_cmpint(end, >, 0);
    g_autoptr(GmxTrainer) trainer = new_trainer(NULL, patience);
    train(trainer, EPOCHS, NULL);
    g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_FINISHED);
    g_assert_cmpint(gmx_trainer_get_epoch(trainer), ==, end);
    g_assert_cmpint(gmx_trainer_get_plateau(trainer), ==, end - patience);
  }
}

static GmxTrainer *slow_trainer(int patience) {
  GmxTrainer *trainer = new_trainer(NULL, patience);
  g_assert_true(gmx_trainer_set(trainer, "lr", "0.0005", NULL));
  g_assert_true(gmx_trainer_set(trainer, "epochs", "30", NULL));
  return trainer;
}

/* However little it rises, it has not fallen, and the other way round. */
static void test_slow(void) {
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GmxTrainer) endless = slow_trainer(0);
  train(endless, EPOCHS, all);
  const int end = find_end(all, 1);
  g_assert_cmpint(end, >, 2);
  const double best = g_array_index(all, double, end - 2);
  g_assert_cmpfloat(g_array_index(all, double, end - 1), <, 1.005 * best);
  g_assert_cmpfloat(g_array_index(all, double, end - 3), <, 1.005 * best);
  g_autoptr(GmxTrainer) trainer = slow_trainer(1);
  train(trainer, EPOCHS, NULL);
  g_assert_cmpint(gmx_trainer_get_epoch(trainer), ==, end);
}

/* More patience lets a run go on that had lost it; the epochs of before count. */
static void test_more(void) {
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GmxTrainer) trainer = new_trainer(NULL, 2);
  train(trainer, EPOCHS, all);
  const int end = gmx_trainer_get_epoch(trainer);
  g_assert_true(gmx_trainer_set(trainer, "patience", "5", NULL));
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_STEP);
  g_assert_cmpint(gmx_trainer_get_plateau(trainer), ==, 0);
  train(trainer, EPOCHS, all);
  g_assert_cmpint(gmx_trainer_get_epoch(trainer), >, end);
  g_assert_cmpint(gmx_trainer_get_epoch(trainer), ==, find_end(all, 5));
}

static char *read_table(const char *run, const char *name) {
  g_autofree char *path = g_build_filename(run, name, NULL);
  char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

/* Left in the middle of a plateau, the run ends where it would have ended. */
static void test_resume(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_autoptr(GmxTrainer) whole = new_trainer(parent, 3);
  train(whole, EPOCHS, NULL);
  const int end = gmx_trainer_get_epoch(whole);
  g_autoptr(GmxTrainer) first = new_trainer(parent, 3);
  train(first, end - 1, NULL);
  g_autofree char *path = g_strdup(gmx_trainer_get_run_path(first));
  g_clear_pointer(&first, gmx_trainer_free);
  g_autoptr(GmxTrainer) resumed = gmx_trainer_resume(path, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_epoch(resumed), ==, end - 1);
  train(resumed, EPOCHS, NULL);
  g_assert_cmpint(gmx_trainer_get_epoch(resumed), ==, end);
  g_autofree char *wanted = read_table(gmx_trainer_get_run_path(whole), "epochs.csv");
  g_autofree char *got = read_table(path, "epochs.csv");
  g_assert_cmpstr(got, ==, wanted);
  /* Taken up again it is still at its end. */
  g_clear_pointer(&resumed, gmx_trainer_free);
  resumed = gmx_trainer_resume(path, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_state(resumed), ==, GMX_TRAINER_FINISHED);
  g_assert_cmpint(gmx_trainer_get_plateau(resumed), ==, end - 3);
  remove_all(parent);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/patience/end", test_end);
  g_test_add_func("/patience/slow", test_slow);
  g_test_add_func("/patience/more", test_more);
  g_test_add_func("/patience/resume", test_resume);
  return g_test_run();
}
