/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run folders: what they hold, how they are cut back and read, and what is said where they can't
 * be written. */
#include "engine/train/rows.h"
#include "engine/train/run-folder.h"
#include "tests/engine/remove-all.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static GmxDataset *dataset;

typedef struct {
  char *parent;
  GmxConfig *config;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data) {
  fixture->parent = g_dir_make_tmp("gmix-runs-XXXXXX", NULL);
  fixture->config = gmx_config_new();
}

static void tear_down(Fixture *fixture, gconstpointer data) {
  remove_all(fixture->parent);
  g_free(fixture->parent);
  g_object_unref(fixture->config);
}

static GmxRunFolder *create(Fixture *fixture) {
  g_autoptr(GError) error = NULL;
  GmxRunFolder *folder = gmx_run_folder_create(fixture->parent, fixture->config, dataset, &error);

  g_assert_no_error(error);
  return folder;
}

static void assert_file(const char *folder, const char *name, const char *wanted) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_assert_cmpstr(text, ==, wanted);
}

static void write_file(const char *folder, const char *name, const char *text) {
  g_autofree char *path = g_build_filename(folder, name, NULL);

  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void test_create(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  const char *path = gmx_run_folder_get_path(folder);
  g_autoptr(GmxRunFolder) second = NULL;

  g_assert_true(g_regex_match_simple("^\\d{4}-\\d\\d-\\d\\d-\\d{4}-shapes-cnn-g-mix-s1$",
                                     gmx_run_folder_get_name(folder), 0, 0));
  assert_file(path, "steps.csv",
              "step,epoch,lambda,loss,loss_perturbed,sharpness,gradient_norm,epsilon_norm,cosine,"
              "learning_rate\n");
  assert_file(path, "epochs.csv",
              "epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,ece\n");
  assert_file(path, "probe.csv",
              "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,"
              "side,prediction\n");
  assert_file(path, "events.csv", "step,setting,old,new\n");
  assert_file(path, "timing.csv", "step,seconds,images_per_second\n");
  /* The minute may turn between the two; else the second gets a number. */
  second = create(fixture);
  g_assert_cmpstr(gmx_run_folder_get_path(second), !=, path);
}

static void test_name_of_a_path(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = NULL;

  g_object_set(fixture->config, "data", "/data/My Images, 2/", "seed", 7, "method", "erm", NULL);
  folder = create(fixture);
  g_assert_true(g_str_has_suffix(gmx_run_folder_get_name(folder), "-my-images-2-cnn-erm-s7"));
}

static void append_all(GmxRunFolder *folder, int row) {
  const GmxStepRecord step = {row, 1, 0.25, 1.5, NAN, INFINITY, 1e-30, 0.1f, -1, 0.1};
  const GmxEpochRecord epoch = {row, 10 * row, 1.0 / 3, 0.5, NAN, 0.75, 0.0625};
  const GmxProbeRecord probe = {row, 3, 4, 5, 6, 7, 0.5, 2, 2.5, 0.5, TRUE, TRUE, 6};
  const GmxProbeRecord plain = {row, 4, 4, 5, 6, 7, 1, 2, NAN, NAN, FALSE, FALSE, 0};
  const GmxEventRecord event = {row, (char *)"rho", (char *)"0,\"05", (char *)"0.1"};
  g_autoptr(GError) error = NULL;

  gmx_run_folder_append_step(folder, &step, &error);
  gmx_run_folder_append_probe(folder, &probe, &error);
  gmx_run_folder_append_probe(folder, &plain, &error);
  gmx_run_folder_append_event(folder, &event, &error);
  gmx_run_folder_append_timing(folder, row, 1.25, 1000, &error);
  gmx_run_folder_append_epoch(folder, &epoch, &error);
  g_assert_no_error(error);
}

#define STEPS                                                                                      \
  "step,epoch,lambda,loss,loss_perturbed,sharpness,gradient_norm,epsilon_norm,cosine,"             \
  "learning_rate\n"
#define EPOCHS "epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,ece\n"
#define PROBE                                                                                      \
  "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,side,"         \
  "prediction\n"

/* A row of epochs.csv brings everything to the disk: nothing is flushed here. */
static void test_rows(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  const char *path = gmx_run_folder_get_path(folder);

  append_all(folder, 1);
  assert_file(path, "steps.csv", STEPS "1,1,0.25,1.5,,inf,1e-30,0.100000001,-1,0.1\n");
  assert_file(path, "epochs.csv", EPOCHS "1,10,0.3333333333333333,0.5,,0.75,0.0625\n");
  assert_file(path, "probe.csv", PROBE "1,3,4,5,6,7,0.5,2,2.5,0.5,sharp,6\n1,4,4,5,6,7,1,2,,,,\n");
  assert_file(path, "events.csv", "step,setting,old,new\n1,rho,\"0,\"\"05\",0.1\n");
  assert_file(path, "timing.csv", "step,seconds,images_per_second\n1,1.25,1000\n");
}

static void test_cut(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  const char *path = gmx_run_folder_get_path(folder);
  g_autoptr(GError) error = NULL;

  for (int row = 1; row <= 3; row++)
    append_all(folder, row);
  g_assert_true(gmx_run_folder_cut(folder, 2, 1, &error));
  append_all(folder, 9);
  assert_file(path, "timing.csv",
              "step,seconds,images_per_second\n1,1.25,1000\n2,1.25,1000\n"
              "9,1.25,1000\n");
  assert_file(path, "epochs.csv",
              EPOCHS "1,10,0.3333333333333333,0.5,,0.75,0.0625\n"
                     "9,90,0.3333333333333333,0.5,,0.75,0.0625\n");
}

/* A killed run leaves half a row; the run that goes on must not lengthen it. */
static void test_open(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture), again = NULL;
  g_autofree char *path = g_strdup(gmx_run_folder_get_path(folder));
  g_autoptr(GError) error = NULL;

  append_all(folder, 1);
  g_clear_pointer(&folder, gmx_run_folder_free);
  write_file(path, "timing.csv", "step,seconds,images_per_second\n1,1.25,1000\n2,1.");
  again = gmx_run_folder_open(path, &error);
  g_assert_no_error(error);
  g_assert_true(gmx_run_folder_cut(again, 5, 5, &error));
  append_all(again, 2);
  assert_file(path, "timing.csv", "step,seconds,images_per_second\n1,1.25,1000\n2,1.25,1000\n");
  assert_file(path, "steps.csv",
              STEPS "1,1,0.25,1.5,,inf,1e-30,0.100000001,-1,0.1\n"
                    "2,1,0.25,1.5,,inf,1e-30,0.100000001,-1,0.1\n");
}

static void test_open_wrong(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  g_autofree char *path = g_strdup(gmx_run_folder_get_path(folder));
  g_autoptr(GError) error = NULL, missing = NULL;

  g_clear_pointer(&folder, gmx_run_folder_free);
  write_file(path, "steps.csv", "step,epoch\n");
  g_assert_null(gmx_run_folder_open(path, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT);
  g_assert_nonnull(strstr(error->message, "steps.csv"));
  g_assert_null(gmx_run_folder_open(fixture->parent, &missing));
  g_assert_error(missing, GMX_RUN_ERROR, GMX_RUN_ERROR_READ);
}

static void test_read_back(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  const char *path = gmx_run_folder_get_path(folder);
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  GmxEpochRecord last;

  g_assert_true(gmx_run_folder_read_last_epoch(path, &last, &error));
  g_assert_cmpint(last.epoch, ==, 0);
  g_assert_true(isnan(last.test_accuracy));
  append_all(folder, 1);
  append_all(folder, 2);
  events = gmx_run_folder_read_events(path, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(events->len, ==, 2);
  g_assert_cmpint(((GmxEventRecord *)events->pdata[1])->step, ==, 2);
  g_assert_cmpstr(((GmxEventRecord *)events->pdata[1])->old_value, ==, "0,\"05");
  g_assert_cmpstr(((GmxEventRecord *)events->pdata[1])->new_value, ==, "0.1");
  g_assert_true(gmx_run_folder_read_last_epoch(path, &last, &error));
  g_assert_cmpint(last.epoch, ==, 2);
  g_assert_cmpint(last.step, ==, 20);
  g_assert_cmpfloat(last.train_loss, ==, 1.0 / 3);
  g_assert_true(isnan(last.test_loss));
  g_assert_cmpfloat(last.ece, ==, 0.0625);
}

static void test_summary(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = NULL;
  g_autoptr(GmxRunInfo) before = NULL, after = NULL;
  g_autoptr(JsonObject) summary = json_object_new();
  g_autoptr(GError) error = NULL;

  g_object_set(fixture->config, "method", "bg-mix", "rho", 0.1, NULL);
  folder = create(fixture);
  before = gmx_run_info_load(gmx_run_folder_get_path(folder), &error);
  g_assert_no_error(error);
  g_assert_null(before->summary);
  g_assert_true(gmx_config_equal(before->config, fixture->config));
  g_assert_cmpstr(before->dataset_checksum, ==, gmx_dataset_get_checksum(dataset));
  json_object_set_double_member(summary, "test_accuracy", 0.1);
  g_assert_true(gmx_run_folder_write_summary(folder, summary, &error));
  after = gmx_run_info_load(gmx_run_folder_get_path(folder), &error);
  g_assert_cmpfloat(json_object_get_double_member(after->summary, "test_accuracy"), ==, 0.1);
  g_assert_true(gmx_config_equal(after->config, fixture->config));
}

static void test_list(Fixture *fixture, gconstpointer data) {
  static const char *const names[] = {"2026-01-02-1134-a-s1", "2026-01-02-1134-a-s1-2",
                                      "2026-01-02-1134-a-s1-10", "2026-01-03-0001-a-s1"};
  g_autofree char *foreign = g_build_filename(fixture->parent, "foreign", NULL);
  g_autofree char *nowhere = g_build_filename(fixture->parent, "nowhere", NULL);
  g_autoptr(GPtrArray) runs = NULL, none = NULL;
  g_autoptr(GError) error = NULL;

  /* Made in another order than the names'. */
  for (int i = G_N_ELEMENTS(names) - 1; i >= 0; i--) {
    g_autoptr(GmxRunFolder) folder = create(fixture);
    g_autofree char *path = g_build_filename(fixture->parent, names[i], NULL);

    g_assert_cmpint(g_rename(gmx_run_folder_get_path(folder), path), ==, 0);
  }
  g_mkdir(foreign, 0755);
  write_file(foreign, "run.json", "{\"settings\": 1}");
  runs = gmx_run_folder_list(fixture->parent, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(runs->len, ==, G_N_ELEMENTS(names));
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    g_assert_cmpstr(((GmxRunInfo *)runs->pdata[i])->name, ==, names[i]);
  none = gmx_run_folder_list(nowhere, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(none->len, ==, 0);
}

static void refuse_description(const char *path, const char *text, int code, const char *said) {
  g_autoptr(GError) error = NULL;

  write_file(path, "run.json", text);
  g_assert_null(gmx_run_info_load(path, &error));
  g_assert_error(error, GMX_RUN_ERROR, code);
  g_assert_nonnull(strstr(error->message, path));
  g_assert_nonnull(strstr(error->message, said));
  g_assert_null(strchr(error->message, '\n'));
}

static void test_wrong_description(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  const char *path = gmx_run_folder_get_path(folder);

  refuse_description(path, "", GMX_RUN_ERROR_FORMAT, "holds no run");
  refuse_description(path, "{", GMX_RUN_ERROR_READ, "no run");
  refuse_description(path, "[]", GMX_RUN_ERROR_FORMAT, "holds no run");
  refuse_description(path, "{\"dataset\": {}}", GMX_RUN_ERROR_FORMAT, "“settings”");
  refuse_description(path, "{\"settings\": {}}", GMX_RUN_ERROR_FORMAT, "“dataset”");
  refuse_description(path, "{\"settings\": {\"rho\": -1}, \"dataset\": {}}", GMX_RUN_ERROR_FORMAT,
                     "rho must be a number from 0 to 10");
  refuse_description(path, "{\"settings\": {\"rhu\": 1}, \"dataset\": {}}", GMX_RUN_ERROR_FORMAT,
                     "rhu");
}

static void test_find(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxRunFolder) folder = create(fixture);
  const char *path = gmx_run_folder_get_path(folder);
  g_autofree char *by_path = gmx_run_find(NULL, path, NULL);
  g_autofree char *by_name = gmx_run_find(fixture->parent, gmx_run_folder_get_name(folder), NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr(by_path, ==, path);
  g_assert_cmpstr(by_name, ==, path);
  g_assert_null(gmx_run_find(fixture->parent, "other", &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ);
  g_assert_nonnull(strstr(error->message, "“other”"));
}

/* A file where the folder should be: that stops root too. */
static void test_unwritable_parent(Fixture *fixture, gconstpointer data) {
  g_autofree char *file = g_build_filename(fixture->parent, "file", NULL);
  g_autofree char *below = g_build_filename(file, "runs", NULL);
  g_autoptr(GError) error = NULL;

  write_file(fixture->parent, "file", "");
  g_assert_null(gmx_run_folder_create(below, fixture->config, dataset, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE);
  g_assert_nonnull(strstr(error->message, below));
  g_assert_null(strchr(error->message, '\n'));
}

/* A full disk is told where it happens, and the rows stay whole. */
static void test_full_disk(void) {
  g_autoptr(GError) error = NULL;

  if (!g_file_test("/dev/full", G_FILE_TEST_EXISTS)) {
    g_test_skip("there is no /dev/full");
    return;
  }
  g_assert_null(gmx_rows_create("/dev/full", "a,b", &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE);
  g_assert_nonnull(strstr(error->message, "/dev/full"));
}

#define ADD(name, func) g_test_add(name, Fixture, NULL, set_up, func, tear_down)

int main(int argc, char **argv) {
  int status;

  g_test_init(&argc, &argv, NULL);
  dataset = gmx_dataset_load("shapes", 1, NULL, NULL, NULL, NULL);
  ADD("/run-folder/create", test_create);
  ADD("/run-folder/name-of-a-path", test_name_of_a_path);
  ADD("/run-folder/rows", test_rows);
  ADD("/run-folder/cut", test_cut);
  ADD("/run-folder/open", test_open);
  ADD("/run-folder/open-wrong", test_open_wrong);
  ADD("/run-folder/read-back", test_read_back);
  ADD("/run-folder/summary", test_summary);
  ADD("/run-folder/list", test_list);
  ADD("/run-folder/wrong-description", test_wrong_description);
  ADD("/run-folder/find", test_find);
  ADD("/run-folder/unwritable-parent", test_unwritable_parent);
  g_test_add_func("/run-folder/full-disk", test_full_disk);
  status = g_test_run();
  g_object_unref(dataset);
  return status;
}
