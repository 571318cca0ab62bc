/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Runs page lists, selects and reckons, without a display: groups, filter, looks that
 * stay, names, figures against numbers computed by hand, curves, and the sweeps that are made of
 * runs. */
#include "ui/runs/run-cell.h"
#include "ui/runs/run-curves.h"
#include "ui/runs/run-list.h"
#include "ui/runs/run-names.h"
#include "ui/runs/run-sweeps.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* A finished run that is in no folder. */
static GmxRunEntry *new_entry(const char *method, int seed, double accuracy) {
  GmxRunEntry *entry = g_object_new(GMX_TYPE_RUN_ENTRY, NULL);
  g_autofree char *number = g_strdup_printf("%d", seed);
  entry->folder = g_strdup_printf("%s-s%d", method, seed);
  entry->path = g_build_filename("runs", entry->folder, NULL);
  entry->title = g_strdup(entry->folder);
  entry->tags = g_new0(char *, 1);
  entry->config = gmx_config_new();
  gmx_config_set_from_string(entry->config, "method", method, NULL);
  gmx_config_set_from_string(entry->config, "seed", number, NULL);
  gmx_config_set_from_string(entry->config, "hidden", "32", NULL); /* a cell without a comma */
  entry->seed = seed;
  entry->state = GMX_RUN_FINISHED;
  entry->epochs = 10;
  entry->last = (GmxEpochRecord){.epoch = 10,
                                 .step = 100,
                                 .test_accuracy = accuracy,
                                 .test_loss = 1 - accuracy,
                                 .ece = 0.05,
                                 .train_accuracy = 0.9,
                                 .train_loss = 0.1};
  entry->best_accuracy = accuracy;
  entry->best_epoch = 9;
  entry->seconds = 60;
  return entry;
}

static GmxRunEntry *add(GListStore *store, const char *method, int seed, double accuracy) {
  g_autoptr(GmxRunEntry) entry = new_entry(method, seed, accuracy);
  g_list_store_append(store, entry);
  return entry; /* the store keeps it */
}

/* dg-mix with seeds 1 to 3, g-mix with 1 and 2, erm with 2 and 3. */
static GListStore *new_store(void) {
  GListStore *store = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  add(store, "dg-mix", 2, 0.84);
  add(store, "dg-mix", 1, 0.82);
  add(store, "dg-mix", 3, 0.86);
  add(store, "g-mix", 1, 0.80);
  add(store, "g-mix", 2, 0.81);
  add(store, "erm", 2, 0.78);
  add(store, "erm", 3, 0.74);
  return store;
}

static GmxRunRow *row_at(GmxRunList *list, guint place) {
  g_autoptr(GmxRunRow) row = g_list_model_get_item(G_LIST_MODEL(list), place);
  return row; /* the list keeps it */
}

static GmxRunRow *run_at(GmxRunRow *group, guint place) {
  g_autoptr(GmxRunRow) row = g_list_model_get_item(G_LIST_MODEL(group->runs), place);
  return row;
}

static GmxRunPick *pick_at(GmxRunList *list, guint place) {
  return gmx_run_list_get_selected(list)->pdata[place];
}

static void assert_near(double value, double wanted) {
  g_assert_cmpfloat_with_epsilon(value, wanted, 1e-9);
}

static void test_groups(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_assert_cmpint(g_list_model_get_n_items(G_LIST_MODEL(list)), ==, 3);
  GmxRunRow *first = row_at(list, 0);
  g_assert_cmpstr(first->name, ==, "dg-mix");
  g_assert_cmpint(g_list_model_get_n_items(G_LIST_MODEL(first->runs)), ==, 3);
  g_assert_cmpstr(run_at(first, 0)->name, ==, "seed 1"); /* by seed, whatever the age */
  g_assert_cmpstr(run_at(first, 2)->name, ==, "seed 3");
  g_autofree char *seeds = gmx_run_describe_seeds(first->entries);
  g_assert_cmpstr(seeds, ==, "1–3");
  const GmxRunCounts counts = gmx_run_list_count(list);
  g_assert_cmpint(counts.groups, ==, 3);
  g_assert_cmpint(counts.runs, ==, 7);
  g_assert_cmpint(counts.finished, ==, 7);
}

/* Mean 0.84 of 0.82, 0.84, 0.86; deviation √(8e−4 / 2) = 0.02. */
static void test_figures(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  const GmxRunFigures *figures = &row_at(list, 0)->figures;
  assert_near(figures->accuracy.mean, 0.84);
  assert_near(figures->accuracy.deviation, 0.02);
  assert_near(figures->loss.mean, 0.16);
  assert_near(figures->seconds.mean, 60);
  g_assert_true(isnan(figures->sharpness.mean));
  g_assert_false(figures->so_far);
  assert_near(gmx_run_row_figure(row_at(list, 0), GMX_CELL_ACCURACY), 0.84);
  assert_near(gmx_run_row_figure(run_at(row_at(list, 0), 1), GMX_CELL_SEEDS), 2);
}

/* Seeds 2 and 3 are common: 84 − 78 = 6 and 86 − 74 = 12; mean 9, deviation √18, half width
 * 12.7062047 √18 / √2 = 38.1186142. */
static void test_compare(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  const GmxPairedDifference difference =
      gmx_run_compare(row_at(list, 0)->entries, row_at(list, 2)->entries);
  g_assert_cmpint(difference.n, ==, 2);
  assert_near(difference.mean, 9);
  g_assert_cmpfloat_with_epsilon(difference.high - difference.mean, 38.1186142, 1e-6);
  const GmxPairedDifference one =
      gmx_run_compare(row_at(list, 1)->entries, row_at(list, 2)->entries);
  g_assert_cmpint(one.n, ==, 1);
  assert_near(one.mean, 3);
  g_assert_true(isnan(one.low));
}

/* What has not finished counts only where nothing has. */
static void test_unfinished(void) {
  g_autoptr(GListStore) store = new_store();
  GmxRunEntry *fourth = add(store, "dg-mix", 4, 0.10), *only = add(store, "sam", 1, 0.50);
  fourth->state = GMX_RUN_TRAINING;
  fourth->epochs = 5;
  fourth->seconds = 30;
  only->state = GMX_RUN_UNFINISHED;
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  assert_near(row_at(list, 0)->figures.accuracy.mean, 0.84);
  assert_near(row_at(list, 0)->figures.seconds_left, 30);
  g_assert_cmpint(row_at(list, 0)->figures.training, ==, 1);
  g_assert_true(row_at(list, 3)->figures.so_far);
  assert_near(row_at(list, 3)->figures.accuracy.mean, 0.50);
  g_autofree char *state = gmx_run_describe_state(fourth);
  g_assert_cmpstr(state, ==, "training, epoch 6 of 10");
}

static void check_filter(GmxRunList *list, const char *text, guint shown) {
  gmx_run_list_set_filter(list, text);
  g_assert_cmpint(g_list_model_get_n_items(G_LIST_MODEL(list)), ==, shown);
}

static void test_filter(void) {
  g_autoptr(GListStore) store = new_store();
  GmxRunEntry *tagged = add(store, "sam", 1, 0.5);
  g_strfreev(tagged->tags);
  tagged->tags = g_strsplit("paper,old", ",", -1);
  gmx_config_set_from_string(tagged->config, "rho", "0.2", NULL);
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  check_filter(list, "Paper", 1);
  g_assert_cmpstr(row_at(list, 0)->name, ==, "sam");
  check_filter(list, "rho=0.2", 1);
  check_filter(list, "ρ=0.2", 1);
  check_filter(list, "rho=0", 0); /* a whole value */
  check_filter(list, "orthogonal", 1);
  check_filter(list, "g-mix", 2);
  check_filter(list, "g-mix finished", 2);
  check_filter(list, "g-mix training", 0);
  check_filter(list, "", 4);
}

static void test_columns(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_autofree char *all = g_strjoinv(" ", (char **)gmx_run_list_get_columns(list));
  g_assert_cmpstr(all, ==, "mix perturb combine");
  gmx_run_list_set_filter(list, "g-mix"); /* and dg-mix: they mix and climb alike */
  g_autofree char *two = g_strjoinv(" ", (char **)gmx_run_list_get_columns(list));
  g_assert_cmpstr(two, ==, "combine");
  g_autofree char *none = gmx_run_setting_value(gmx_run_row_get_entry(row_at(list, 1)), "beta");
  g_assert_cmpstr(none, ==, "—");
}

static void test_selection(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  GmxRunRow *group = row_at(list, 0);
  gmx_run_list_select(list, group, TRUE);
  g_assert_cmpint(group->check, ==, GMX_CHECK_ALL);
  gmx_run_list_select(list, run_at(group, 1), FALSE);
  g_assert_cmpint(group->check, ==, GMX_CHECK_SOME);
  g_assert_cmpint(pick_at(list, 0)->entries->len, ==, 2);
  assert_near(pick_at(list, 0)->figures.accuracy.mean, 0.84); /* of 0.82 and 0.86 */
  gmx_run_list_set_filter(list, "erm");                       /* what is hidden stays selected */
  g_assert_cmpint(gmx_run_list_get_selected(list)->len, ==, 1);
  gmx_run_list_select_all(list, TRUE);
  g_assert_cmpint(gmx_run_list_get_selected(list)->len, ==, 2);
  gmx_run_list_select_all(list, FALSE);
  g_assert_cmpint(gmx_run_list_get_selected(list)->len, ==, 0);
  g_assert_cmpint(group->check, ==, GMX_CHECK_NONE);
}

static void count(int *calls) {
  ++*calls;
}

/* Rows and selection outlive a new reading; a new seed joins a group that is selected as a whole.
 */
static void test_refresh(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  GmxRunRow *group = row_at(list, 0), *third = run_at(group, 2);
  int changes = 0, moves = 0;
  gmx_run_list_select(list, group, TRUE);
  g_signal_connect_swapped(group, "changed", G_CALLBACK(count), &changes);
  g_signal_connect_swapped(list, "items-changed", G_CALLBACK(count), &moves);
  g_list_store_remove(store, 2);
  g_autoptr(GmxRunEntry) again = new_entry("dg-mix", 3, 0.90);
  g_list_store_insert(store, 2, again);
  add(store, "dg-mix", 7, 0.80);
  gmx_run_list_update(list);
  g_assert_true(row_at(list, 0) == group);
  g_assert_true(run_at(group, 2) == third);
  g_assert_cmpint(changes, >, 0);
  g_assert_cmpint(moves, ==, 0);
  g_assert_cmpint(group->check, ==, GMX_CHECK_ALL);
  g_assert_cmpint(pick_at(list, 0)->entries->len, ==, 4);
  assert_near(third->figures.accuracy.mean, 0.90);
}

static void test_gone(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  gmx_run_list_select_all(list, TRUE);
  g_autoptr(GmxRunRow) run = g_object_ref(run_at(row_at(list, 2), 0));
  g_list_store_splice(store, 5, 2, NULL, 0);
  gmx_run_list_update(list);
  g_assert_cmpint(g_list_model_get_n_items(G_LIST_MODEL(list)), ==, 2);
  g_assert_cmpint(gmx_run_list_get_selected(list)->len, ==, 2);
  g_assert_null(run->group); /* whoever still holds it can tell */
  gmx_run_list_select(list, run, TRUE);
  g_assert_cmpint(gmx_run_list_get_selected(list)->len, ==, 2);
}

static gboolean same_style(const GmxRunStyle *a, const GmxRunStyle *b) {
  return g_str_equal(a->color, b->color) && a->marker == b->marker &&
         memcmp(a->dash, b->dash, sizeof a->dash) == 0;
}

/* In the order of selection, for good, and over a restart. */
static void test_looks(void) {
  g_autoptr(GListStore) store = new_store();
  g_autofree char *folder = g_dir_make_tmp("gmix-looks-XXXXXX", NULL);
  g_autofree char *file = g_build_filename(folder, "looks", NULL);
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), file);
  gmx_run_list_select(list, row_at(list, 2), TRUE);
  gmx_run_list_select(list, row_at(list, 0), TRUE);
  const GmxRunStyle erm = row_at(list, 2)->style, dg = row_at(list, 0)->style;
  g_assert_cmpstr(erm.color, ==, "gmx_run_1");
  g_assert_cmpstr(dg.color, ==, "gmx_run_2");
  g_assert_false(row_at(list, 1)->styled);
  gmx_run_list_select_all(list, FALSE);
  gmx_run_list_select_all(list, TRUE);
  g_assert_true(same_style(&row_at(list, 2)->style, &erm));
  g_assert_cmpstr(row_at(list, 1)->style.color, ==, "gmx_run_3");
  g_autoptr(GmxRunList) later = gmx_run_list_new(G_LIST_MODEL(store), file);
  g_assert_true(row_at(later, 2)->styled);
  g_assert_true(same_style(&row_at(later, 2)->style, &erm));
  g_remove(file);
  g_rmdir(folder);
}

/* Eighty groups look different; the first four have a colour each. */
static void test_styles_differ(void) {
  for (int a = 0; a < 80; a++)
    for (int b = 0; b < a; b++) {
      const GmxRunStyle left = gmx_run_style_of(a), right = gmx_run_style_of(b);
      g_assert_false(same_style(&left, &right));
      if (a < 4)
        g_assert_cmpstr(left.color, !=, right.color);
    }
}

static void check_names(GListStore *store, const char *first, const char *second) {
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  gmx_run_list_select_all(list, TRUE);
  g_assert_cmpstr(pick_at(list, 0)->name, ==, first);
  g_assert_cmpstr(pick_at(list, 1)->name, ==, second);
}

static void test_names(void) {
  g_autoptr(GListStore) radius = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  g_autoptr(GListStore) methods = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  g_autoptr(GListStore) rate = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  gmx_config_set_from_string(add(radius, "sam", 1, 0.5)->config, "rho", "0.2", NULL);
  add(radius, "sam", 1, 0.5);
  check_names(radius, "sam, ρ 0.20", "sam, ρ 0.05");
  /* erm has no radius: the method's name says all. */
  gmx_config_set_from_string(add(methods, "sam", 1, 0.5)->config, "rho", "0.2", NULL);
  add(methods, "erm", 1, 0.5);
  check_names(methods, "sam", "erm");
  /* A learning rate does not follow from a method: whoever compares must see it. */
  gmx_config_set_from_string(add(rate, "sam", 1, 0.5)->config, "lr", "0.2", NULL);
  add(rate, "erm", 1, 0.5);
  check_names(rate, "sam, Learning rate 0.20", "erm, Learning rate 0.10");
  /* Two decimals would not tell these apart. */
  g_list_store_remove_all(rate);
  gmx_config_set_from_string(add(rate, "sam", 1, 0.5)->config, "lr", "0.147", NULL);
  gmx_config_set_from_string(add(rate, "sam", 1, 0.5)->config, "lr", "0.146", NULL);
  check_names(rate, "sam, Learning rate 0.147", "sam, Learning rate 0.146");
}

static void test_title(void) {
  g_autoptr(GListStore) store = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  GmxRunEntry *entry = add(store, "sam", 4, 0.5);
  g_free(entry->title);
  entry->title = g_strdup("the good one");
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_assert_cmpstr(row_at(list, 0)->name, ==, "the good one");
  g_assert_cmpstr(run_at(row_at(list, 0), 0)->name, ==, "seed 4");
}

static void test_reference(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_assert_null(gmx_run_list_get_reference(list));
  gmx_run_list_select_all(list, TRUE);
  g_assert_true(gmx_run_list_get_reference(list)->row == row_at(list, 0));
  gmx_run_list_set_reference(list, row_at(list, 2));
  g_assert_true(gmx_run_list_get_reference(list)->row == row_at(list, 2));
  gmx_run_list_select(list, row_at(list, 2), FALSE);
  g_assert_true(gmx_run_list_get_reference(list)->row == row_at(list, 0));
}

static void test_table(void) {
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  gmx_run_list_set_filter(list, "erm");
  g_autofree char *text = gmx_run_list_to_csv(list);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpint(g_strv_length(lines), ==, 4); /* heads, two runs, the end */
  g_auto(GStrv) heads = g_strsplit(lines[0], ",", -1), cells = g_strsplit(lines[1], ",", -1);
  g_assert_cmpstr(cells[0], ==, "erm-s2");
  for (int i = 0; heads[i]; i++)
    if (g_str_equal(heads[i], "test_accuracy"))
      g_assert_cmpstr(cells[i], ==, "0.78");
    else if (g_str_equal(heads[i], "sharpness"))
      g_assert_cmpstr(cells[i], ==, "");
}

/* Seeds */

static void check_seeds(const char *text, const char *wanted) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) seeds = gmx_run_parse_seeds(text, &error);
  g_assert_no_error(error);
  g_autofree char *printed = gmx_run_print_seeds(seeds);
  g_assert_cmpstr(printed, ==, wanted);
}

static void test_seeds(void) {
  static const char *const wrong[] = {"",  "1,,2", "3-1",         "-1",
                                      "x", "1.5",  "99999999999", "1-99999"};
  check_seeds("5, 1-3", "1-3, 5");
  check_seeds("1–2 ,2", "1, 2");
  check_seeds("7", "7");
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(gmx_run_parse_seeds(wrong[i], &error));
    g_assert_nonnull(strstr(error->message, "as in 1-5, 8"));
  }
  g_autoptr(GListStore) store = new_store();
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_autoptr(GArray) next = gmx_run_next_seeds(row_at(list, 2)->entries, 3); /* 2 and 3 are there */
  g_autofree char *text = gmx_run_print_seeds(next);
  g_assert_cmpstr(text, ==, "1, 4, 5");
}

/* A repetition is of the same group as what it repeats. */
static void test_sweeps(void) {
  static const char *const taken[] = {"repeat-dg-mix", "repeat-dg-mix-2", NULL};
  static const char *const methods[] = {"sam", "erm", NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxRunEntry) entry = new_entry("dg-mix", 1, 0.5);
  gmx_config_set_from_string(entry->config, "lr", "0.03", NULL);
  gmx_config_set_from_string(entry->config, "beta", "0.25", NULL);
  g_autofree char *name = gmx_run_free_name("repeat-dg-mix", taken);
  g_assert_cmpstr(name, ==, "repeat-dg-mix-3");
  g_autoptr(GArray) seeds = gmx_run_parse_seeds("4, 6", NULL);
  g_autoptr(GmxSweep) sweep = gmx_run_repeat(entry, name, seeds, &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_sweep_get_count(sweep), ==, 2);
  g_autoptr(GmxRunEntry) made = new_entry("dg-mix", 4, 0.5);
  g_set_object(&made->config, NULL);
  made->config = gmx_sweep_get_config(sweep, 0);
  g_assert_cmpstr(gmx_run_group_key(entry), ==, gmx_run_group_key(made));
  g_autoptr(GmxSweep) beside = gmx_run_other_methods(entry, name, methods, seeds, &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_sweep_get_count(beside), ==, 4);
  g_autoptr(GmxConfig) task = gmx_sweep_get_config(beside, 2);
  g_autofree char *method = gmx_config_get_string(task, "method");
  g_assert_cmpstr(method, ==, "erm");
  assert_near(gmx_config_get_double(task, "lr"), 0.03);
}

/* Curves */

static void write_epochs(const char *folder, const char *accuracies) {
  g_auto(GStrv) values = g_strsplit(accuracies, " ", -1);
  g_autoptr(GString) text =
      g_string_new("epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,ece\n");
  g_autofree char *path = g_build_filename(folder, "epochs.csv", NULL);
  for (int i = 0; values[i]; i++)
    g_string_append_printf(text, "%d,%d,1,0.5,1,%s,0.1\n", i + 1, 10 * (i + 1), values[i]);
  g_assert_true(g_file_set_contents(path, text->str, -1, NULL));
}

static void wait_for(GmxRunCurves *curves) {
  while (gmx_run_curves_is_loading(curves))
    g_main_context_iteration(NULL, TRUE);
}

static void give_folder(GmxRunEntry *entry, const char *folder, const char *accuracies) {
  g_free(entry->path);
  entry->path = g_build_filename(folder, entry->folder, NULL);
  g_assert_cmpint(g_mkdir(entry->path, 0755), ==, 0);
  write_epochs(entry->path, accuracies);
}

static void remove_folder(GmxRunEntry *entry) {
  g_autofree char *file = g_build_filename(entry->path, "epochs.csv", NULL);
  g_remove(file);
  g_rmdir(entry->path);
}

static void check_curves(GmxRunCurves *curves, GmxRunList *list) {
  GPtrArray *picks = gmx_run_list_get_selected(list);
  gmx_run_curves_load(curves, picks, GMX_MEASURE_TEST_ACCURACY, GMX_ALIGN_EPOCH, FALSE);
  wait_for(curves);
  g_assert_cmpint(gmx_run_curves_get(curves)->len, ==, 1);
  const GmxRunCurve *curve = gmx_run_curves_get(curves)->pdata[0];
  g_assert_cmpstr(curve->name, ==, "g-mix");
  g_assert_cmpint(curve->spread->count, ==, 2);
  assert_near(curve->spread->mean[1], 0.7);
  assert_near(curve->spread->deviation[1], sqrt(0.02));
  gmx_run_curves_load(curves, picks, GMX_MEASURE_TEST_ACCURACY, GMX_ALIGN_EPOCH, TRUE);
  wait_for(curves);
  g_assert_cmpint(gmx_run_curves_get(curves)->len, ==, 2);
}

/* The mean of 0.6 and 0.8; what was read is kept as long as the entry is the same. */
static void test_curves(void) {
  g_autofree char *folder = g_dir_make_tmp("gmix-curves-XXXXXX", NULL);
  g_autoptr(GListStore) store = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  GmxRunEntry *first = add(store, "g-mix", 1, 0.6), *second = add(store, "g-mix", 2, 0.8);
  give_folder(first, folder, "0.4 0.6");
  give_folder(second, folder, "0.5 0.8");
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_autoptr(GmxRunCurves) curves = gmx_run_curves_new();
  gmx_run_list_select_all(list, TRUE);
  check_curves(curves, list);
  write_epochs(first->path, "0 0"); /* the entry has not changed: nobody looks */
  check_curves(curves, list);
  remove_folder(first);
  remove_folder(second);
  g_rmdir(folder);
}

static void test_thin(void) {
  GmxSeriesSpread *spread = g_new0(GmxSeriesSpread, 1);
  spread->count = 5;
  spread->x = g_memdup2(((double[]){1, 2, 3, 4, 5}), sizeof(double) * 5);
  spread->mean = g_memdup2(((double[]){1, 3, 5, NAN, 9}), sizeof(double) * 5);
  spread->deviation = g_memdup2(((double[]){2, 4, NAN, NAN, 1}), sizeof(double) * 5);
  spread->n = g_memdup2(((int[]){2, 2, 2, 1, 2}), sizeof(int) * 5);
  int joined = 0;
  g_autoptr(GmxSeriesSpread) thin = gmx_run_spread_thin(spread, 3, &joined);
  g_assert_cmpint(joined, ==, 2);
  g_assert_cmpint(thin->count, ==, 3);
  assert_near(thin->x[0], 2);
  assert_near(thin->mean[0], 2);
  assert_near(thin->deviation[0], 3);
  assert_near(thin->mean[1], 5);
  g_assert_true(isnan(thin->deviation[1]));
  assert_near(thin->mean[2], 9);
}

/* A thousand runs are listed and filtered; a reading that changes one keeps the other rows. */
static void test_many(void) {
  g_autoptr(GListStore) store = g_list_store_new(GMX_TYPE_RUN_ENTRY);
  for (int i = 0; i < 1000; i++) {
    g_autofree char *rate = g_strdup_printf("%g", 0.001 * (1 + i / 5));
    gmx_config_set_from_string(add(store, "g-mix", 1 + i % 5, 0.5)->config, "lr", rate, NULL);
  }
  g_autoptr(GmxRunList) list = gmx_run_list_new(G_LIST_MODEL(store), NULL);
  g_assert_cmpint(g_list_model_get_n_items(G_LIST_MODEL(list)), ==, 200);
  check_filter(list, "lr=0.05", 1);
  check_filter(list, NULL, 200);
  int moves = 0;
  g_signal_connect_swapped(list, "items-changed", G_CALLBACK(count), &moves);
  g_list_store_remove(store, 999);
  gmx_run_list_update(list);
  g_assert_cmpint(moves, ==, 0);
  g_assert_cmpint(row_at(list, 199)->entries->len, ==, 4);
}

static void test_time(void) {
  static const struct {
    double seconds;
    const char *text;
  } cases[] = {{2.14, "2.1 s"}, {59.6, "60 s"}, {120, "2 min"}, {7500, "2 h 5 min"}, {NAN, "–"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = gmx_run_format_time(cases[i].seconds);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/runs/groups", test_groups);
  g_test_add_func("/runs/figures", test_figures);
  g_test_add_func("/runs/compare", test_compare);
  g_test_add_func("/runs/unfinished", test_unfinished);
  g_test_add_func("/runs/filter", test_filter);
  g_test_add_func("/runs/columns", test_columns);
  g_test_add_func("/runs/selection", test_selection);
  g_test_add_func("/runs/refresh", test_refresh);
  g_test_add_func("/runs/gone", test_gone);
  g_test_add_func("/runs/looks", test_looks);
  g_test_add_func("/runs/styles-differ", test_styles_differ);
  g_test_add_func("/runs/names", test_names);
  g_test_add_func("/runs/title", test_title);
  g_test_add_func("/runs/reference", test_reference);
  g_test_add_func("/runs/table", test_table);
  g_test_add_func("/runs/seeds", test_seeds);
  g_test_add_func("/runs/sweeps", test_sweeps);
  g_test_add_func("/runs/curves", test_curves);
  g_test_add_func("/runs/thin", test_thin);
  g_test_add_func("/runs/many", test_many);
  g_test_add_func("/runs/time", test_time);
  return g_test_run();
}
