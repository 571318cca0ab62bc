/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe and its intrusion of an earlier run: what was written reads back, half an epoch is
 * left out, and damage is one line that names file and line. */
#include "engine/train/intrusion.h"
#include "engine/train/run-folder.h"
#include "tests/engine/remove-all.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define EXAMPLES 3
#define PROBE                                                                                      \
  "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,side,"         \
  "prediction\n"
#define INTRUSION                                                                                  \
  "epoch,example,nearest,nearest_label,distance,first_distance,second_distance,intruded,"          \
  "searched\n"

static GmxDataset *dataset;

typedef struct {
  char *parent, *path;
  GmxRunFolder *folder;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  fixture->parent = g_dir_make_tmp("gmix-probe-XXXXXX", NULL);
  fixture->folder = gmx_run_folder_create(fixture->parent, config, dataset, &error);
  g_assert_no_error(error);
  fixture->path = g_strdup(gmx_run_folder_get_path(fixture->folder));
}

static void tear_down(Fixture *fixture, gconstpointer data) {
  gmx_run_folder_free(fixture->folder);
  remove_all(fixture->parent);
  g_free(fixture->parent);
  g_free(fixture->path);
}

/* Example @i of @epoch; the last was not climbed. */
static GmxProbeRecord probe_of(int epoch, int i) {
  const gboolean climbed = i < EXAMPLES - 1;
  return (GmxProbeRecord){.epoch = epoch,
                          .example = i,
                          .first = 10 * i,
                          .second = 10 * i + epoch,
                          .first_label = i,
                          .second_label = 9 - i,
                          .lambda = (float)(0.1 * i),
                          .loss = climbed ? (float)(1.0 / (epoch + i)) : INFINITY,
                          .loss_perturbed = climbed ? 2.5 : NAN,
                          .s = climbed ? (float)-0.3 : NAN,
                          .sharp = i == 1,
                          .predicted = climbed,
                          .prediction = climbed ? 9 - i : 0};
}

/* The last has no neighbour. */
static GmxIntrusionRecord intrusion_of(int epoch, int i) {
  const gboolean known = i < EXAMPLES - 1;
  return (GmxIntrusionRecord){.epoch = epoch,
                              .example = i,
                              .nearest = known ? 40 + epoch : -1,
                              .nearest_label = known ? i : -1,
                              .distance = known ? (float)(0.1 * epoch) : NAN,
                              .first_distance = known ? 0.75 : NAN,
                              .second_distance = (float)1e-5,
                              .known = known,
                              .intruded = i == 1,
                              .searched = 100};
}

static void append(Fixture *fixture, int epoch, gboolean searched, gboolean whole) {
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < EXAMPLES; i++) {
    const GmxProbeRecord probe = probe_of(epoch, i);
    const GmxIntrusionRecord intrusion = intrusion_of(epoch, i);
    gmx_run_folder_append_probe(fixture->folder, &probe, &error);
    if (searched)
      gmx_run_folder_append_intrusion(fixture->folder, &intrusion, &error);
  }
  if (whole)
    gmx_run_folder_append_epoch(fixture->folder, &(GmxEpochRecord){.epoch = epoch}, &error);
  gmx_run_folder_flush(fixture->folder, &error);
  g_assert_no_error(error);
}

static void assert_same(double a, double b) {
  g_assert_true(a == b || (isnan(a) && isnan(b)));
}

static void assert_probe(Fixture *fixture, int asked, int epoch) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rows = gmx_run_folder_read_probe(fixture->path, asked, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(rows->len, ==, EXAMPLES);
  for (int i = 0; i < EXAMPLES; i++) {
    const GmxProbeRecord due = probe_of(epoch, i);
    const GmxProbeRecord *row = &g_array_index(rows, GmxProbeRecord, i);
    g_assert_cmpint(row->epoch, ==, epoch);
    g_assert_cmpint(row->example, ==, i);
    g_assert_cmpint(row->first, ==, due.first);
    g_assert_cmpint(row->second, ==, due.second);
    g_assert_cmpint(row->first_label, ==, due.first_label);
    g_assert_cmpint(row->second_label, ==, due.second_label);
    assert_same((float)row->lambda, due.lambda); /* nine digits tell one float from the next */
    assert_same((float)row->loss, due.loss);
    assert_same((float)row->loss_perturbed, due.loss_perturbed);
    assert_same((float)row->s, due.s);
    g_assert_cmpint(row->sharp, ==, due.sharp);
    g_assert_cmpint(row->predicted, ==, due.predicted);
    g_assert_cmpint(row->prediction, ==, due.prediction);
  }
}

static void assert_intrusion(Fixture *fixture, int asked, int epoch) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxIntrusion) found = gmx_run_folder_read_intrusion(fixture->path, asked, &error);
  g_assert_no_error(error);
  g_assert_cmpint(found->count, ==, EXAMPLES);
  g_assert_cmpint(found->epoch, ==, epoch);
  g_assert_cmpint(found->searched, ==, 100);
  for (int i = 0; i < EXAMPLES; i++) {
    const GmxIntrusionRecord due = intrusion_of(epoch, i);
    const GmxIntrusionRecord row = gmx_intrusion_get_record(found, i);
    g_assert_cmpint(row.nearest, ==, due.nearest);
    g_assert_cmpint(row.nearest_label, ==, due.nearest_label);
    assert_same(row.distance, due.distance);
    assert_same(row.first_distance, due.first_distance);
    assert_same(row.second_distance, due.second_distance);
    g_assert_cmpint(row.known, ==, due.known);
    g_assert_cmpint(row.intruded, ==, due.intruded);
    g_assert_cmpint(found->nearest[i * GMX_NEIGHBOURS + 1], ==, -1);
  }
}

static void assert_epochs(GArray *epochs, const int *due, guint count) {
  g_assert_nonnull(epochs);
  g_assert_cmpmem(epochs->data, epochs->len * sizeof(int), due, count * sizeof(int));
  g_array_unref(epochs);
}

static void test_read_back(Fixture *fixture, gconstpointer data) {
  append(fixture, 1, TRUE, TRUE);
  append(fixture, 2, FALSE, TRUE); /* not searched in this epoch */
  append(fixture, 3, TRUE, TRUE);
  append(fixture, 4, TRUE, FALSE); /* cut short before its row in epochs.csv */
  assert_epochs(gmx_run_folder_list_probe(fixture->path, NULL), (const int[]){1, 2, 3}, 3);
  assert_epochs(gmx_run_folder_list_intrusion(fixture->path, NULL), (const int[]){1, 3}, 2);
  assert_probe(fixture, 0, 3);
  assert_probe(fixture, 1, 1);
  assert_probe(fixture, 2, 2);
  assert_intrusion(fixture, 0, 3);
  assert_intrusion(fixture, 1, 1);
}

/* Both readers refuse @epoch of the fixture's run in one line with @said. */
static void refuse(Fixture *fixture, gboolean intrusion, int epoch, int code, const char *said) {
  g_autoptr(GError) error = NULL;
  if (intrusion)
    g_assert_null(gmx_run_folder_read_intrusion(fixture->path, epoch, &error));
  else
    g_assert_null(gmx_run_folder_read_probe(fixture->path, epoch, &error));
  g_assert_error(error, GMX_RUN_ERROR, code);
  g_test_message("%s", error->message);
  g_assert_nonnull(strstr(error->message, fixture->path));
  g_assert_nonnull(strstr(error->message, said));
  g_assert_null(strchr(error->message, '\n'));
}

static void test_no_such_epoch(Fixture *fixture, gconstpointer data) {
  g_autofree char *file = g_build_filename(fixture->path, "intrusion.csv", NULL);
  assert_epochs(gmx_run_folder_list_probe(fixture->path, NULL), NULL, 0);
  refuse(fixture, FALSE, 0, GMX_RUN_ERROR_READ, "probe.csv holds no whole epoch");
  for (int epoch = 1; epoch <= 6; epoch++)
    append(fixture, epoch, epoch != 4, TRUE);
  refuse(fixture, FALSE, 7, GMX_RUN_ERROR_READ, "probe.csv holds no epoch 7; it has 1 to 6");
  refuse(fixture, FALSE, -1, GMX_RUN_ERROR_READ, "no epoch -1");
  refuse(fixture, TRUE, 4, GMX_RUN_ERROR_READ,
         "intrusion.csv holds no epoch 4; it has 1 to 3, 5 to 6");
  g_remove(file);
  assert_epochs(gmx_run_folder_list_intrusion(fixture->path, NULL), NULL, 0);
  refuse(fixture, TRUE, 1, GMX_RUN_ERROR_READ, "intrusion.csv can't be read");
  remove_all(fixture->path);
  refuse(fixture, FALSE, 1, GMX_RUN_ERROR_READ, "run.json can't be read: No such file or directory");
}

/* A folder that an earlier version wrote gets the file when its run goes on. */
static void test_older_run(Fixture *fixture, gconstpointer data) {
  g_autofree char *file = g_build_filename(fixture->path, "intrusion.csv", NULL);
  g_autoptr(GError) error = NULL;
  append(fixture, 1, FALSE, TRUE);
  g_clear_pointer(&fixture->folder, gmx_run_folder_free);
  g_remove(file);
  fixture->folder = gmx_run_folder_open(fixture->path, &error);
  g_assert_no_error(error);
  g_assert_true(gmx_run_folder_cut(fixture->folder, 10, 1, &error));
  append(fixture, 2, TRUE, TRUE);
  assert_epochs(gmx_run_folder_list_intrusion(fixture->path, NULL), (const int[]){2}, 1);
  assert_intrusion(fixture, 0, 2);
  g_assert_true(gmx_run_folder_cut(fixture->folder, 10, 1, &error));
  assert_epochs(gmx_run_folder_list_intrusion(fixture->path, NULL), NULL, 0);
}

static void write_rows(Fixture *fixture, const char *name, const char *header, const char *rows) {
  g_autofree char *path = g_build_filename(fixture->path, name, NULL);
  g_autofree char *text = g_strconcat(header, rows, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void refuse_probe(Fixture *fixture, const char *rows, const char *said) {
  write_rows(fixture, "probe.csv", PROBE, rows);
  refuse(fixture, FALSE, 0, GMX_RUN_ERROR_FORMAT, said);
}

#define ROW "1,0,5,6,7,8,0.5,2,2.5,0.5,sharp\n"

static void test_damaged(Fixture *fixture, gconstpointer data) {
  append(fixture, 1, TRUE, TRUE);
  refuse_probe(fixture, "x\n", "probe.csv, line 2: it must begin with an epoch");
  refuse_probe(fixture, ROW "0,1\n", "line 3: it must begin with an epoch, from 1 on");
  refuse_probe(fixture, ROW "99999999999,1\n", "line 3");
  refuse_probe(fixture, "\n", "line 2");
  refuse_probe(fixture, "1,0,5,6\n", "line 2: 4 fields are there, 11 are due");
  refuse_probe(fixture, "1,1,5,6,7,8,0.5,2,2.5,0.5,sharp\n", "example 0 is due, not 1");
  refuse_probe(fixture, ROW ROW, "line 3: example 1 is due, not 0");
  refuse_probe(fixture, "1,0,-5,6,7,8,0.5,2,2.5,0.5,sharp\n", "first must be a whole number");
  refuse_probe(fixture, "1,0,5,99999999,7,8,0.5,2,2.5,0.5,sharp\n", "second must be");
  refuse_probe(fixture, "1,0,5,6,7,10,0.5,2,2.5,0.5,sharp\n", "from 0 to 9, not “10”");
  refuse_probe(fixture, "1,0,5,6,7,8,1.5,2,2.5,0.5,sharp\n", "lambda must be from 0 to 1");
  refuse_probe(fixture, "1,0,5,6,7,8,,2,2.5,0.5,sharp\n", "lambda must be from 0 to 1");
  refuse_probe(fixture, "1,0,5,6,7,8,0.5,2x,2.5,0.5,sharp\n", "loss must be a number, not “2x”");
  refuse_probe(fixture, "1,0,5,6,7,8,0.5,2,2.5,0.5,blunt\n", "side must be sharp or flat");
  refuse_probe(fixture, "1,0,5,6,7,8,0.5,2,2.5,0.5,flat,10\n",
               "prediction must be a whole number from 0 to 9, not “10”");
  write_rows(fixture, "intrusion.csv", INTRUSION, "1,0,5,,1,1,1,1,100\n");
  refuse(fixture, TRUE, 1, GMX_RUN_ERROR_FORMAT, "line 2: nearest_label");
  write_rows(fixture, "intrusion.csv", INTRUSION, "1,0,5,1,1,1,1,yes,100\n");
  refuse(fixture, TRUE, 1, GMX_RUN_ERROR_FORMAT, "intruded must be 1 or 0, not “yes”");
  write_rows(fixture, "intrusion.csv", "epoch,example\n", "1,0\n");
  refuse(fixture, TRUE, 1, GMX_RUN_ERROR_FORMAT, "intrusion.csv, line 1: it must begin with");
  write_rows(fixture, "intrusion.csv", "", "");
  refuse(fixture, TRUE, 1, GMX_RUN_ERROR_FORMAT, "line 1");
}

/* Columns that a later version adds at the end, and half a row of a killed run. */
static void test_tolerated(Fixture *fixture, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  append(fixture, 1, TRUE, TRUE);
  write_rows(fixture, "probe.csv",
             "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,"
             "side,more\n",
             "1,0,5,6,7,8,0.5,2,2.5,0.5,sharp,x\n1,1,5");
  g_autoptr(GArray) rows = gmx_run_folder_read_probe(fixture->path, 0, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(rows->len, ==, 1);
  write_rows(fixture, "run.json", "", "{\"settings\": {}, \"dataset\": {\"training\": []}}");
  refuse(fixture, FALSE, 0, GMX_RUN_ERROR_FORMAT, "“training”");
}

#define ADD(name, func) g_test_add(name, Fixture, NULL, set_up, func, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  dataset = gmx_dataset_new_random((GmxShape){1, 4, 4}, 10, 60, 1);
  ADD("/run-probe/read-back", test_read_back);
  ADD("/run-probe/no-such-epoch", test_no_such_epoch);
  ADD("/run-probe/older-run", test_older_run);
  ADD("/run-probe/damaged", test_damaged);
  ADD("/run-probe/tolerated", test_tolerated);
  const int status = g_test_run();
  g_object_unref(dataset);
  return status;
}
