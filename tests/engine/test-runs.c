/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing runs: columns, alignment, spread and statistics against figures computed by hand, and
 * the list of runs against folders that real training has left. */
#include "engine/runs/run-library.h"
#include "engine/runs/run-records.h"
#include "engine/runs/run-series.h"
#include "engine/runs/statistics.h"
#include "engine/runs/columns.h"
#include "engine/train/run-folder.h"
#include "engine/train/run-lock.h"
#include "engine/train/trainer.h"
#include "tests/engine/remove-all.h"

#include <math.h>
#include <string.h>

static void write_file(const char *folder, const char *name, const char *text) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void assert_near(double value, double wanted) {
  g_assert_cmpfloat_with_epsilon(value, wanted, 1e-9);
}

/* Two epochs of two steps; the second epoch ends at 3 s. */
static char *make_fixture(void) {
  char *folder = g_dir_make_tmp("gmix-series-XXXXXX", NULL);
  write_file(folder, "steps.csv",
             "step,epoch,lambda,loss,loss_perturbed,sharpness,gradient_norm,epsilon_norm,cosine,"
             "learning_rate\n"
             "1,1,0.5,2,2.5,0.5,1,0.05,,0.1\n2,1,0.5,1.5,2,0.5,1,0.05,,0.1\n"
             "3,2,0.5,1,1.25,0.25,1,0.05,,0.1\n4,2,0.5,0.5,,,1,0.05,,0.1\n5,3,0.5,0.4");
  write_file(folder, "epochs.csv",
             "epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,ece\n"
             "1,2,1,0.5,1.25,0.5,0.1\n2,4,0.5,0.75,1,0.625,0.125\n");
  write_file(folder, "timing.csv", "step,seconds,images_per_second\n2,1,256\n4,3,256\n");
  return folder;
}

static void test_columns(void) {
  g_autofree char *folder = make_fixture();
  g_autofree char *path = g_build_filename(folder, "steps.csv", NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(path, NULL);
  g_assert_nonnull(columns);
  g_assert_cmpint(gmx_columns_get_count(columns), ==, 4); /* the half row is left out */
  const double *perturbed = gmx_columns_find(columns, "loss_perturbed");
  assert_near(perturbed[1], 2);
  g_assert_true(isnan(perturbed[3]));
  g_assert_null(gmx_columns_find(columns, "accuracy"));
  remove_all(folder);
}

static void test_damaged_columns(void) {
  g_autofree char *folder = make_fixture();
  g_autofree char *path = g_build_filename(folder, "timing.csv", NULL);
  g_autoptr(GError) error = NULL;
  write_file(folder, "timing.csv", "step,seconds,images_per_second\n2,1,256\n4,3\n");
  g_assert_null(gmx_columns_read(path, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT);
  g_assert_nonnull(strstr(error->message, "timing.csv: line 3 must have 3 fields"));
  remove_all(folder);
}

static void test_records(void) {
  g_autofree char *folder = make_fixture();
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) steps = gmx_run_read_steps(folder, &error);
  g_autoptr(GArray) epochs = gmx_run_read_epochs(folder, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(steps->len, ==, 4);
  const GmxStepRecord *step = &g_array_index(steps, GmxStepRecord, 2);
  g_assert_cmpint(step->step, ==, 3);
  g_assert_cmpint(step->epoch, ==, 2);
  const double values[] = {step->lambda,       step->loss,          step->loss_perturbed,
                           step->sharpness,    step->gradient_norm, step->epsilon_norm,
                           step->learning_rate};
  const double wanted[] = {0.5, 1, 1.25, 0.25, 1, 0.05, 0.1};
  for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
    assert_near(values[i], wanted[i]);
  g_assert_true(isnan(step->cosine));
  g_assert_cmpuint(epochs->len, ==, 2);
  const GmxEpochRecord *epoch = &g_array_index(epochs, GmxEpochRecord, 1);
  g_assert_cmpint(epoch->epoch, ==, 2);
  g_assert_cmpint(epoch->step, ==, 4);
  assert_near(epoch->train_loss, 0.5);
  assert_near(epoch->train_accuracy, 0.75);
  assert_near(epoch->test_loss, 1);
  assert_near(epoch->test_accuracy, 0.625);
  assert_near(epoch->ece, 0.125);
  remove_all(folder);
}

/* Columns that an older run lacks are unknown; what says where a row belongs must be there. */
static void test_odd_records(void) {
  g_autofree char *folder = make_fixture();
  write_file(folder, "epochs.csv", "epoch,step,test_loss\n1,2,0.5\n");
  g_autoptr(GArray) epochs = gmx_run_read_epochs(folder, NULL);
  g_assert_cmpuint(epochs->len, ==, 1);
  assert_near(g_array_index(epochs, GmxEpochRecord, 0).test_loss, 0.5);
  g_assert_true(isnan(g_array_index(epochs, GmxEpochRecord, 0).ece));
  static const struct {
    const char *text, *reason;
  } damaged[] = {
      {"epoch,loss\n1,2\n", "steps.csv must have the columns step and epoch"},
      {"step,epoch\n1,1\n,1\n", "steps.csv: line 3 must have whole numbers as step and epoch"},
      {"step,epoch\n1,1e300\n", "steps.csv: line 2 must have whole numbers as step and epoch"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(damaged); i++) {
    g_autoptr(GError) error = NULL;
    write_file(folder, "steps.csv", damaged[i].text);
    g_assert_null(gmx_run_read_steps(folder, &error));
    g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT);
    g_assert_nonnull(strstr(error->message, damaged[i].reason));
  }
  remove_all(folder);
}

static void check_series(const char *folder, GmxMeasure measure, GmxAlign align, int count,
                         const double *x, const double *y) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxRunSeries) series = gmx_run_series_read(folder, measure, align, &error);
  g_assert_no_error(error);
  g_assert_cmpint(series->count, ==, count);
  for (int i = 0; i < count; i++) {
    assert_near(series->x[i], x[i]);
    if (isnan(y[i]))
      g_assert_true(isnan(series->y[i]));
    else
      assert_near(series->y[i], y[i]);
  }
}

static void test_alignment(void) {
  g_autofree char *folder = make_fixture();
  const double accuracy[] = {0.5, 0.625}, sharpness[] = {0.5, 0.5, 0.25, NAN};
  check_series(folder, GMX_MEASURE_TEST_ACCURACY, GMX_ALIGN_STEP, 2, (double[]){2, 4}, accuracy);
  check_series(folder, GMX_MEASURE_TEST_ACCURACY, GMX_ALIGN_EPOCH, 2, (double[]){1, 2}, accuracy);
  check_series(folder, GMX_MEASURE_TEST_ACCURACY, GMX_ALIGN_TIME, 2, (double[]){1, 3}, accuracy);
  check_series(folder, GMX_MEASURE_SHARPNESS, GMX_ALIGN_STEP, 4, (double[]){1, 2, 3, 4}, sharpness);
  check_series(folder, GMX_MEASURE_SHARPNESS, GMX_ALIGN_EPOCH, 4, (double[]){0.5, 1, 1.5, 2},
               sharpness);
  check_series(folder, GMX_MEASURE_SHARPNESS, GMX_ALIGN_TIME, 4, (double[]){0.5, 1, 2, 3},
               sharpness);
  remove_all(folder);
}

static void test_spread(void) {
  double xa[] = {1, 2, 3}, ya[] = {1, 2, 3}, xb[] = {1, 2}, yb[] = {3, 6};
  GmxRunSeries a = {3, xa, ya}, b = {2, xb, yb};
  GmxRunSeries *both[] = {&a, &b};
  g_autoptr(GmxSeriesSpread) spread = gmx_series_spread_new(both, 2, GMX_ALIGN_EPOCH);
  g_assert_cmpint(spread->count, ==, 3);
  assert_near(spread->mean[0], 2);
  assert_near(spread->deviation[0], sqrt(2));
  assert_near(spread->mean[1], 4);
  assert_near(spread->deviation[1], sqrt(8));
  assert_near(spread->mean[2], 3);
  g_assert_cmpint(spread->n[2], ==, 1);
  g_assert_true(isnan(spread->deviation[2]));
}

/* By time b has no point at 2 s; it lies between those at 1 and 3 s. */
static void test_spread_by_time(void) {
  double xa[] = {0.5, 2, 3.5}, ya[] = {1, 2, 3}, xb[] = {1, 3}, yb[] = {10, 20};
  GmxRunSeries a = {3, xa, ya}, b = {2, xb, yb};
  GmxRunSeries *both[] = {&a, &b};
  g_autoptr(GmxSeriesSpread) spread = gmx_series_spread_new(both, 2, GMX_ALIGN_TIME);
  g_assert_cmpint(spread->count, ==, 1);
  assert_near(spread->x[0], 2);
  assert_near(spread->mean[0], 8.5);
  g_assert_cmpint(spread->n[0], ==, 2);
}

static void test_statistics(void) {
  const double values[] = {2, NAN, 4, 6};
  const GmxMean mean = gmx_mean_of(values, 4);
  g_assert_cmpint(mean.n, ==, 3);
  assert_near(mean.mean, 4);
  assert_near(mean.deviation, 2);
  g_assert_true(isnan(gmx_mean_of(values, 1).deviation));
  g_assert_true(isnan(gmx_mean_of(NULL, 0).mean));
  /* Student's table: 2.776 at 4 degrees, 12.706 at 1. */
  g_assert_cmpfloat_with_epsilon(gmx_student_quantile(0.975, 4), 2.7764451, 1e-6);
  g_assert_cmpfloat_with_epsilon(gmx_student_quantile(0.975, 1), 12.7062047, 1e-6);
}

/* Seeds 1, 2, 3 are common, with differences 1, 2, 3: mean 2, deviation 1, half 4.3026527 / √3. */
static void test_paired_difference(void) {
  const int seeds_a[] = {1, 2, 3, 9}, seeds_b[] = {3, 2, 1, 4};
  const double a[] = {11, 22, 33, 5}, b[] = {30, 20, 10, 7};
  const GmxPairedDifference d = gmx_paired_difference(seeds_a, a, 4, seeds_b, b, 4);
  const double half = 4.302652729911275 / sqrt(3);
  g_assert_cmpint(d.n, ==, 3);
  assert_near(d.mean, 2);
  g_assert_cmpfloat_with_epsilon(d.low, 2 - half, 1e-6);
  g_assert_cmpfloat_with_epsilon(d.high, 2 + half, 1e-6);
  g_assert_true(isnan(gmx_paired_difference(seeds_a, a, 1, seeds_b, b, 4).low));
  g_assert_cmpint(gmx_paired_difference(seeds_a, a, 0, seeds_b, b, 4).n, ==, 0);
}

/* Real runs */

static GmxDataset *dataset;

static char *train(const char *parent, const char *method, const char *seed, const char *steps) {
  const char *const settings[] = {"model", "mlp", "hidden", "8",    "limit", "64", "batch", "16",
                                  "probe", "8",   "method", method, "seed",  seed, "steps", steps};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(settings); i += 2)
    gmx_config_set_from_string(config, settings[i], settings[i + 1], &error);
  g_assert_no_error(error);
  g_autoptr(GmxTrainer) trainer = gmx_trainer_new(config, dataset, parent, &error);
  g_assert_no_error(error);
  while (gmx_trainer_get_state(trainer) != GMX_TRAINER_FINISHED) {
    GmxStepRecord record;
    if (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
      gmx_trainer_step(trainer, &record, &error);
    else
      gmx_trainer_evaluate(trainer, NULL, NULL, &error);
    g_assert_no_error(error);
  }
  return g_strdup(gmx_trainer_get_run_path(trainer));
}

static void on_loaded(gboolean *loaded) {
  *loaded = TRUE;
}

static void wait_for_look(GmxRunLibrary *library) {
  gboolean loaded = FALSE;
  gulong id = g_signal_connect_swapped(library, "loaded", G_CALLBACK(on_loaded), &loaded);
  gmx_run_library_refresh(library);
  while (!loaded)
    g_main_context_iteration(NULL, TRUE);
  g_signal_handler_disconnect(library, id);
}

static GPtrArray *all_of(GmxRunLibrary *library) {
  GPtrArray *entries = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(library)); i++)
    g_ptr_array_add(entries, g_list_model_get_item(G_LIST_MODEL(library), i));
  return entries;
}

/* The library takes its time; two looks are enough, one of which may have been under way. */
static GmxRunLibrary *open_library(const char *parent) {
  GmxRunLibrary *library = gmx_run_library_new(parent);
  wait_for_look(library);
  wait_for_look(library);
  return library;
}

static void test_library(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-library-XXXXXX", NULL);
  g_autofree char *first = train(parent, "g-mix", "1", "8");
  g_autofree char *second = train(parent, "g-mix", "2", "8");
  g_autofree char *third = train(parent, "erm", "1", "8");
  g_autoptr(GmxRunLibrary) library = open_library(parent);
  g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(library)), ==, 3);
  GmxRunEntry *entry = gmx_run_library_find(library, first);
  g_assert_nonnull(entry);
  g_assert_cmpint(entry->state, ==, GMX_RUN_FINISHED);
  g_assert_cmpint(entry->steps, ==, 8);
  g_assert_cmpint(entry->epochs, ==, 2);
  g_assert_true(isfinite(entry->last.test_accuracy) && isfinite(entry->sharpness));
  g_assert_cmpfloat(entry->best_accuracy, >=, entry->last.test_accuracy);
  g_assert_true(isnan(gmx_run_library_find(library, third)->sharpness));
  /* What does not change stays the same object. */
  g_object_ref(entry);
  wait_for_look(library);
  g_assert_true(gmx_run_library_find(library, first) == entry);
  g_object_unref(entry);
  remove_all(parent);
}

static void count_look(int *looks) {
  ++*looks;
}

static void on_changed(gboolean *changed) {
  *changed = TRUE;
}

/* Puts a copy of the run at @path beside it, and waits until that has come round. */
static void add_run(const char *parent, const char *path, const char *name) {
  g_autofree char *folder = g_build_filename(parent, name, NULL);
  g_autofree char *from = g_build_filename(path, "run.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GFile) file = g_file_new_for_path(parent);
  g_autoptr(GFileMonitor) monitor = g_file_monitor_directory(file, G_FILE_MONITOR_NONE, NULL, NULL);
  gboolean changed = FALSE;
  g_signal_connect_swapped(monitor, "changed", G_CALLBACK(on_changed), &changed);
  g_assert_true(g_file_get_contents(from, &text, NULL, NULL));
  g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
  write_file(folder, "run.json", text);
  while (!changed)
    g_main_context_iteration(NULL, TRUE);
}

static gboolean on_time(gpointer data) {
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Long enough for a look that should not be. */
static void linger(void) {
  gboolean over = FALSE;
  g_timeout_add(300, on_time, &over);
  while (!over)
    g_main_context_iteration(NULL, TRUE);
}

/* Nobody sees the list: nothing is read. Somebody does: it follows by itself. */
static void test_watching(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-library-XXXXXX", NULL);
  g_autofree char *first = train(parent, "erm", "1", "4");
  g_autoptr(GmxRunLibrary) library = gmx_run_library_new(parent);
  GListModel *list = G_LIST_MODEL(library);
  int looks = 0;
  g_signal_connect_swapped(library, "loaded", G_CALLBACK(count_look), &looks);
  add_run(parent, first, "second");
  linger();
  g_assert_cmpint(looks, ==, 0);
  gmx_run_library_set_watching(library, TRUE);
  while (looks == 0)
    g_main_context_iteration(NULL, TRUE);
  g_assert_cmpuint(g_list_model_get_n_items(list), ==, 2);
  gmx_run_library_set_watching(library, FALSE);
  add_run(parent, first, "third");
  linger();
  g_assert_cmpuint(g_list_model_get_n_items(list), ==, 2);
  gmx_run_library_set_watching(library, TRUE);
  while (g_list_model_get_n_items(list) < 3)
    g_main_context_iteration(NULL, TRUE);
  add_run(parent, first, "fourth");
  while (g_list_model_get_n_items(list) < 4)
    g_main_context_iteration(NULL, TRUE);
  g_signal_handlers_disconnect_by_data(library, &looks); /* a look under way keeps the library */
  remove_all(parent);
}

static void test_grouping(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-library-XXXXXX", NULL);
  g_free(train(parent, "g-mix", "1", "4"));
  g_free(train(parent, "g-mix", "2", "4"));
  g_free(train(parent, "sam", "1", "4"));
  g_autoptr(GmxRunLibrary) library = open_library(parent);
  g_autoptr(GPtrArray) entries = all_of(library);
  g_autoptr(GPtrArray) groups = gmx_run_group(G_LIST_MODEL(library));
  g_assert_cmpuint(groups->len, ==, 2);
  guint sizes = 0;
  for (guint i = 0; i < groups->len; i++)
    sizes += ((GPtrArray *)g_ptr_array_index(groups, i))->len == 2;
  g_assert_cmpuint(sizes, ==, 1);
  g_auto(GStrv) differing = gmx_run_differing_settings(entries);
  g_assert_true(g_strv_contains((const char *const *)differing, "method"));
  g_assert_true(g_strv_contains((const char *const *)differing, "mix"));
  g_assert_false(g_strv_contains((const char *const *)differing, "seed"));
  remove_all(parent);
}

/* Puts a member "weights" into run.json at @path, as a run has it that began with a file. */
static void claim_weights(const char *path, const char *sha256) {
  g_autofree char *name = g_build_filename(path, "run.json", NULL);
  g_autofree char *text = NULL;
  g_assert_true(g_file_get_contents(name, &text, NULL, NULL));
  g_assert_true(text[0] == '{');
  g_autofree char *changed = g_strdup_printf(
      "{ \"weights\": {\"file\": \"m.safetensors\", \"sha256\": \"%s\"},%s", sha256, text + 1);
  write_file(path, "run.json", changed);
}

/* Runs that began with different weights are not seeds of one thing. */
static void test_grouping_by_weights(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-library-XXXXXX", NULL);
  static const char *const sums[] = {NULL, "aa", "aa", "bb"};
  for (int i = 0; i < 4; i++) {
    g_autofree char *seed = g_strdup_printf("%d", i + 1);
    g_autofree char *path = train(parent, "erm", seed, "4");
    if (sums[i])
      claim_weights(path, sums[i]);
  }
  g_autoptr(GmxRunLibrary) library = open_library(parent);
  g_autoptr(GPtrArray) groups = gmx_run_group(G_LIST_MODEL(library));
  g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(library)), ==, 4);
  g_assert_cmpuint(groups->len, ==, 3);
  remove_all(parent);
}

static void test_notes_and_trash(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-library-XXXXXX", NULL);
  g_autofree char *path = train(parent, "g-mix", "1", "4");
  g_autofree char *undo = NULL;
  g_autoptr(GError) error = NULL;
  const char *const tags[] = {"paper", "good", NULL};
  g_autoptr(GmxRunLibrary) library = open_library(parent);
  g_assert_true(gmx_run_library_rename(library, gmx_run_library_find(library, path),
                                       " the first one ", &error));
  wait_for_look(library);
  wait_for_look(library);
  g_assert_true(
      gmx_run_library_set_tags(library, gmx_run_library_find(library, path), tags, &error));
  wait_for_look(library);
  wait_for_look(library);
  GmxRunEntry *entry = gmx_run_library_find(library, path);
  g_assert_cmpstr(entry->title, ==, "the first one");
  g_assert_cmpstr(entry->tags[0], ==, "good");
  g_assert_cmpstr(entry->tags[1], ==, "paper");
  g_assert_true(gmx_run_library_delete(library, entry, &undo, &error));
  g_assert_no_error(error);
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  wait_for_look(library);
  wait_for_look(library);
  g_assert_cmpuint(g_list_model_get_n_items(G_LIST_MODEL(library)), ==, 0);
  g_assert_true(gmx_run_library_restore(library, undo, &error));
  wait_for_look(library);
  wait_for_look(library);
  entry = gmx_run_library_find(library, path);
  g_assert_nonnull(entry);
  g_assert_cmpstr(entry->title, ==, "the first one");
  remove_all(parent);
}

static void test_locked_run_stays(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-library-XXXXXX", NULL);
  g_autofree char *path = train(parent, "g-mix", "1", "4");
  g_autofree char *undo = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxRunLock) lock = gmx_run_lock_take(path, &error);
  g_autoptr(GmxRunLibrary) library = open_library(parent);
  GmxRunEntry *entry = gmx_run_library_find(library, path);
  g_assert_cmpint(entry->state, ==, GMX_RUN_TRAINING);
  g_assert_false(gmx_run_library_delete(library, entry, &undo, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED);
  g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
  remove_all(parent);
}

int main(int argc, char **argv) {
  g_autofree char *home = g_dir_make_tmp("gmix-home-XXXXXX", NULL);
  g_setenv("XDG_DATA_HOME", home, TRUE); /* the trash of this test alone */
  g_test_init(&argc, &argv, NULL);
  dataset = gmx_dataset_load("shapes", 1, NULL, NULL, NULL, NULL);
  g_test_add_func("/runs/columns", test_columns);
  g_test_add_func("/runs/damaged-columns", test_damaged_columns);
  g_test_add_func("/runs/records", test_records);
  g_test_add_func("/runs/odd-records", test_odd_records);
  g_test_add_func("/runs/alignment", test_alignment);
  g_test_add_func("/runs/spread", test_spread);
  g_test_add_func("/runs/spread-by-time", test_spread_by_time);
  g_test_add_func("/runs/statistics", test_statistics);
  g_test_add_func("/runs/paired-difference", test_paired_difference);
  g_test_add_func("/runs/library", test_library);
  g_test_add_func("/runs/watching", test_watching);
  g_test_add_func("/runs/grouping", test_grouping);
  g_test_add_func("/runs/grouping-by-weights", test_grouping_by_weights);
  g_test_add_func("/runs/notes-and-trash", test_notes_and_trash);
  g_test_add_func("/runs/locked", test_locked_run_stays);
  const int status = g_test_run();
  g_object_unref(dataset);
  remove_all(home);
  return status;
}
