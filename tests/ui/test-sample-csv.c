/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the listed examples against the probe.csv of a real run, and its further columns. */
#include "engine/train/trainer.h"
#include "tests/ui/sample-cases.h"

#include <glib/gstdio.h>
#include <string.h>

static void remove_run(const char *path) {
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_remove(file);
  }
  g_rmdir(path);
}

/* Trains two epochs below @parent; the text of probe.csv, and the last epoch's gallery. */
static char *train(const char *parent, GmxGallery **gallery) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  GmxStepRecord record;
  char *text = NULL;
  g_object_set(config, "model", "mlp", "hidden", "16", "limit", 96, "batch", 32, "epochs", 2,
               "probe", 40, "evaluate-training", 10, "threads", 1, NULL);
  g_autoptr(GmxTrainer) trainer = gmx_trainer_new(config, gmx_case_shapes(), parent, &error);
  g_assert_no_error(error);
  while (gmx_trainer_get_state(trainer) != GMX_TRAINER_FINISHED) {
    if (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
      gmx_trainer_step(trainer, &record, &error);
    else
      gmx_trainer_evaluate(trainer, NULL, NULL, &error);
    g_assert_no_error(error);
  }
  *gallery = gmx_gallery_new_probe(trainer);
  path = g_build_filename(gmx_trainer_get_run_path(trainer), "probe.csv", NULL);
  g_assert_true(g_file_get_contents(path, &text, NULL, &error));
  remove_run(gmx_trainer_get_run_path(trainer));
  return text;
}

/* Each row of the table begins with its example's row in probe.csv, byte for byte. */
static void check_rows(GmxSampleModel *model, char **kept, int epoch_rows) {
  g_autofree char *csv = gmx_sample_model_to_csv(model, FALSE);
  g_auto(GStrv) rows = g_strsplit(csv, "\n", -1);
  GListModel *all = gmx_sample_model_get_side(model, GMX_SIDE_ALL);
  g_assert_cmpuint(g_strv_length(rows), ==, epoch_rows + 2); /* header, and the end's "" */
  g_assert_true(g_str_has_prefix(rows[0], kept[0]));
  g_assert_cmpstr(rows[0] + strlen(kept[0]), ==, ",rank,change,intruded");
  for (int i = 0; i < epoch_rows; i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(all, i);
    const char *row = kept[1 + epoch_rows + sample->index]; /* of the second epoch */
    g_assert_true(g_str_has_prefix(rows[i + 1], row));
    g_assert_cmpint(rows[i + 1][strlen(row)], ==, ',');
    g_assert_cmpint(g_ascii_strtoll(rows[i + 1] + strlen(row) + 1, NULL, 10), ==, sample->rank);
  }
}

static void test_csv(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-samples-XXXXXX", NULL);
  g_autoptr(GmxGallery) gallery = NULL;
  g_autofree char *text = train(parent, &gallery);
  g_auto(GStrv) kept = g_strsplit(text, "\n", -1);
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  gmx_sample_model_show(model, gmx_case_shapes(), gallery, NULL, NULL);
  for (int sort = GMX_SORT_SIDE; sort <= GMX_SORT_LAMBDA; sort++) {
    gmx_sample_model_set_sort(model, sort, FALSE);
    check_rows(model, kept, 40);
  }
  g_rmdir(parent);
}

/* What is known beside probe.csv's columns stands at the end; what is selected can stand alone. */
static void test_csv_columns(void) {
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  g_autoptr(GmxGallery) probe = gmx_case_probe(2);
  g_autoptr(GmxGallery) before = gmx_case_probe_before(1);
  g_autoptr(GmxIntrusion) intrusion = gmx_case_intrusion();
  g_autofree char *csv = NULL;
  gmx_sample_model_show(model, gmx_case_shapes(), probe, before, intrusion);
  gmx_sample_model_select(model, (const int[]){5, 2}, 2, FALSE);
  csv = gmx_sample_model_to_csv(model, TRUE);
  g_assert_cmpstr(csv, ==,
                  "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,"
                  "s,side,prediction,rank,change,intruded\n"
                  "2,2,12,48,2,2,0.75,3,3.25,0.25,sharp,,3,0.1875,0\n"
                  "2,5,15,45,3,4,1,0.25,0.1875,-0.0625,flat,,8,0,0\n");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/samples/csv", test_csv);
  g_test_add_func("/samples/csv-columns", test_csv_columns);
  return g_test_run();
}
