/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole runs: live changes, run folders, resuming, going back. */
#include "tests/engine/train-runs.h"
#include "tests/engine/remove-all.h"

#include <math.h>
#include <string.h>

static const char *const files[] = {"steps.csv",
                                    "epochs.csv",
                                    "probe.csv",
                                    "intrusion.csv",
                                    "events.csv",
                                    "run.json",
                                    "checkpoint.safetensors"};

GmxDataset *gmx_test_shapes(void) {
  static GmxDataset *shapes;
  g_autoptr(GError) error = NULL;
  if (!shapes)
    shapes = gmx_dataset_load("shapes", 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return shapes;
}

static void apply(GmxConfig *config, const char *setting) {
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) parts = g_strsplit(setting, "=", 2);
  gmx_config_set_from_string(config, parts[0], parts[1], &error);
  g_assert_no_error(error);
}

static GmxConfig *small_config(void) {
  static const char *const settings[] = {"model=mlp", "hidden=16", "limit=256",
                                         "batch=32",  "epochs=2",  "probe=64",
                                         "lr=0.05",   "threads=2", "evaluate-training=100"};
  GmxConfig *config = gmx_config_new();
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
    apply(config, settings[i]);
  return config;
}

GmxTrainer *gmx_test_trainer(const char *setting, ...) {
  g_autoptr(GmxConfig) config = small_config();
  g_autoptr(GError) error = NULL;
  va_list list;
  va_start(list, setting);
  for (const char *next = setting; next; next = va_arg(list, const char *))
    apply(config, next);
  va_end(list);
  GmxTrainer *trainer = gmx_trainer_new(config, gmx_test_shapes(), NULL, &error);
  g_assert_no_error(error);
  return trainer;
}

/* One step, and the evaluation after it where it ends an epoch. */
static void go_on(GmxTrainer *trainer, GmxStepRecord *record) {
  g_autoptr(GError) error = NULL;
  gmx_trainer_step(trainer, record, &error);
  g_assert_no_error(error);
  if (gmx_trainer_get_state(trainer) == GMX_TRAINER_EVALUATION)
    gmx_trainer_evaluate(trainer, NULL, NULL, &error);
  g_assert_no_error(error);
}

void gmx_test_train(GmxTrainer *trainer, GmxTestStep func, gpointer data) {
  GmxStepRecord record;
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP) {
    go_on(trainer, &record);
    if (func)
      func(trainer, &record, data);
  }
}

static void set(GmxTrainer *trainer, const char *name, const char *text) {
  g_autoptr(GError) error = NULL;
  gmx_trainer_set(trainer, name, text, &error);
  g_assert_no_error(error);
}

static void assert_event(GmxTrainer *trainer, gint64 step, const char *setting, const char *from,
                         const char *to) {
  g_autoptr(GmxEventRecord) event = gmx_trainer_take_event(trainer);
  g_assert_nonnull(event);
  g_assert_cmpint(event->step, ==, step);
  g_assert_cmpstr(event->setting, ==, setting);
  g_assert_cmpstr(event->old_value, ==, from);
  g_assert_cmpstr(event->new_value, ==, to);
}

static void test_live_changes(void) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=sam", "schedule=constant", NULL);
  set(trainer, "rho", "0.1"); /* before the first step: no event */
  go_on(trainer, &record);
  g_assert_null(gmx_trainer_take_event(trainer));
  g_assert_cmpfloat_with_epsilon(record.epsilon_norm, 0.1, 1e-6);
  set(trainer, "rho", "0.3");
  set(trainer, "rho", "0.2"); /* a drag is one event */
  set(trainer, "augment", "true");
  go_on(trainer, &record);
  assert_event(trainer, 2, "rho", "0.1", "0.2");
  g_assert_null(gmx_trainer_take_event(trainer)); /* augment waits for the epoch */
  g_assert_cmpfloat_with_epsilon(record.epsilon_norm, 0.2, 1e-6);
  set(trainer, "lr", "0.5");
  set(trainer, "lr", "0.05"); /* back again before it acted: nothing has changed */
  while (record.step < 9)
    go_on(trainer, &record);
  assert_event(trainer, 9, "augment", "false", "true");
  g_assert_null(gmx_trainer_take_event(trainer));
  g_assert_false(gmx_trainer_set(trainer, "rho", "-1", &error));
  g_assert_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE);
  g_clear_error(&error);
  g_assert_false(gmx_trainer_set(trainer, "model", "cnn", &error));
  g_assert_nonnull(strstr(error->message, "reset"));
  g_clear_error(&error);
  set(trainer, "perturb", "sam");
  g_assert_false(gmx_trainer_set(trainer, "nonsense", "1", &error));
  go_on(trainer, &record);
  g_assert_cmpfloat_with_epsilon(record.epsilon_norm, 0.2, 1e-6);
}

/* A method and its axes set each other; the settings in force end as they were asked for. */
static void test_live_method(void) {
  GmxStepRecord record;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", NULL);
  go_on(trainer, &record);
  set(trainer, "method", "dg-mix");
  set(trainer, "gamma", "0.25");
  go_on(trainer, &record);
  g_assert_cmpint(gmx_trainer_get_step_options(trainer)->combine, ==, GMX_COMBINE_ORTHOGONAL);
  g_assert_cmpint(gmx_trainer_get_result(trainer)->sharp_count, ==, 8);
  g_assert_true(
      gmx_config_equal(gmx_trainer_get_config(trainer), gmx_trainer_get_waiting_config(trainer)));
  set(trainer, "method", "erm");
  go_on(trainer, &record);
  g_assert_true(isnan(record.epsilon_norm));
  g_assert_null(gmx_trainer_get_result(trainer)->sharpness);
}

static void test_epochs_moved(void) {
  GmxStepRecord record;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=1", "limit=64", NULL);
  gmx_test_train(trainer, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 2);
  set(trainer, "epochs", "4");
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_STEP);
  go_on(trainer, &record);
  assert_event(trainer, 3, "epochs", "1", "4");
  set(trainer, "epochs", "2"); /* acts when this epoch ends, which ends the run */
  gmx_test_train(trainer, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 4);
}

static char *make_parent(void) {
  char *path = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_assert_nonnull(path);
  return path;
}

static GmxTrainer *trainer_with_folder(const char *parent, const char *method) {
  g_autoptr(GmxConfig) config = small_config();
  g_autoptr(GError) error = NULL;
  apply(config, "epochs=3");
  apply(config, "augment=true");
  apply(config, "label-noise=0.1");
  gmx_config_set_from_string(config, "method", method, &error);
  GmxTrainer *trainer = gmx_trainer_new(config, gmx_test_shapes(), parent, &error);
  g_assert_no_error(error);
  return trainer;
}

static void assert_same_files(const char *left, const char *right) {
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *a = g_build_filename(left, files[i], NULL);
    g_autofree char *b = g_build_filename(right, files[i], NULL);
    g_autofree char *text_a = NULL;
    g_autofree char *text_b = NULL;
    gsize size_a, size_b;
    g_assert_true(g_file_get_contents(a, &text_a, &size_a, NULL));
    g_assert_true(g_file_get_contents(b, &text_b, &size_b, NULL));
    g_test_message("%s", files[i]);
    g_assert_cmpmem(text_a, size_a, text_b, size_b);
  }
}

/* A whole run with a live change at step 5; its folder. */
static char *run_whole(const char *parent) {
  GmxStepRecord record;
  g_autoptr(GmxTrainer) trainer = trainer_with_folder(parent, "dg-mix");
  g_assert_null(gmx_trainer_get_run_path(trainer));
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP) {
    if (gmx_trainer_get_step(trainer) == 4)
      set(trainer, "rho", "0.2");
    go_on(trainer, &record);
  }
  g_assert_cmpint(record.step, ==, 24);
  return g_strdup(gmx_trainer_get_run_path(trainer));
}

/* The same, left after step @leave (saved there where @save), resumed, and trained to its end. */
static char *run_interrupted(const char *parent, gint64 leave, gboolean save) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = trainer_with_folder(parent, "dg-mix");
  while (gmx_trainer_get_step(trainer) < leave) {
    if (gmx_trainer_get_step(trainer) == 4)
      set(trainer, "rho", "0.2");
    go_on(trainer, &record);
  }
  if (save)
    g_assert_true(gmx_trainer_save(trainer, NULL));
  char *path = g_strdup(gmx_trainer_get_run_path(trainer));
  g_autoptr(GmxTrainer) resumed = NULL;
  gmx_trainer_free(g_steal_pointer(&trainer));
  resumed = gmx_trainer_resume(path, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_step(resumed), ==, save ? leave : leave / 8 * 8);
  gmx_test_train(resumed, NULL, NULL);
  return path;
}

/* The images, the batch and the labels of epochs 2 and 3 are others: 8 steps, then 12 and 12. The
 * run is left after step @leave; 0: it is not. */
static char *run_with_other_data(const char *parent, gint64 leave) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  GmxTrainer *trainer = trainer_with_folder(parent, "dg-mix");
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP) {
    if (gmx_trainer_get_step(trainer) == 4) {
      set(trainer, "batch", "16");
      set(trainer, "limit", "192");
      set(trainer, "label-noise", "0.4");
    }
    go_on(trainer, &record);
    if (record.step != leave)
      continue;
    g_assert_true(gmx_trainer_save(trainer, NULL));
    g_autofree char *left = g_strdup(gmx_trainer_get_run_path(trainer));
    gmx_trainer_free(trainer);
    trainer = gmx_trainer_resume(left, gmx_test_shapes(), &error);
    g_assert_no_error(error);
    g_assert_cmpint(gmx_trainer_get_step(trainer), ==, leave);
  }
  g_assert_cmpint(record.step, ==, 32);
  g_assert_cmpint(gmx_trainer_get_result(trainer)->count, ==, 16);
  g_assert_cmpint(gmx_trainer_get_epochs(trainer), ==, 3);
  g_assert_cmpfloat(gmx_trainer_get_learning_rate(trainer), <, 1e-9); /* the cosine has ended */
  char *path = g_strdup(gmx_trainer_get_run_path(trainer));
  gmx_trainer_free(trainer);
  return path;
}

static void test_other_data(void) {
  g_autofree char *parent = make_parent();
  g_autofree char *whole = run_with_other_data(parent, 0);
  g_autofree char *within = run_with_other_data(parent, 13);
  g_autofree char *between = run_with_other_data(parent, 20);
  g_autofree char *events = g_build_filename(whole, "events.csv", NULL);
  g_autofree char *text = NULL;
  assert_same_files(whole, within);
  assert_same_files(whole, between);
  g_assert_true(g_file_get_contents(events, &text, NULL, NULL));
  g_assert_nonnull(strstr(text, "9,batch,32,16\n"));
  g_assert_nonnull(strstr(text, "9,label-noise,0.1,0.4\n"));
  remove_all(parent);
}

/* Before the first step another limit begins another run: its probe too. */
static void test_data_before_start(void) {
  g_autoptr(GmxTrainer) changed = gmx_test_trainer("method=sam", NULL);
  g_autoptr(GmxTrainer) other = gmx_test_trainer("method=sam", "limit=64", NULL);
  int count, wanted_count;
  set(changed, "limit", "64");
  gmx_test_train(changed, NULL, NULL);
  gmx_test_train(other, NULL, NULL);
  const GmxProbeRecord *rows = gmx_trainer_get_probe(changed, &count);
  const GmxProbeRecord *wanted = gmx_trainer_get_probe(other, &wanted_count);
  g_assert_cmpint(count, ==, wanted_count);
  for (int i = 0; i < count; i++) {
    g_assert_cmpint(rows[i].first, ==, wanted[i].first);
    g_assert_cmpfloat(rows[i].s, ==, wanted[i].s);
  }
}

static void test_refused_data(void) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=erm", NULL);
  go_on(trainer, &record);
  g_assert_false(gmx_trainer_set(trainer, "limit", "1", &error));
  g_assert_true(g_str_has_prefix(error->message, "limit: 1 image"));
  go_on(trainer, &record);
}

/* Killed before its first checkpoint, a run begins again in its folder. */
static void test_resume_without_checkpoint(void) {
  g_autofree char *parent = make_parent();
  g_autofree char *whole = run_whole(parent);
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  GmxTrainer *trainer = trainer_with_folder(parent, "dg-mix");
  go_on(trainer, &record);
  go_on(trainer, &record);
  g_autofree char *path = g_strdup(gmx_trainer_get_run_path(trainer));
  gmx_trainer_free(trainer);
  g_autoptr(GmxTrainer) again = gmx_trainer_resume(path, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_step(again), ==, 0);
  while (gmx_trainer_get_state(again) == GMX_TRAINER_STEP) {
    if (gmx_trainer_get_step(again) == 4)
      set(again, "rho", "0.2");
    go_on(again, &record);
  }
  assert_same_files(whole, path);
  remove_all(parent);
}

/* AdamW's two buffers, and a checkpoint within an epoch because a second has gone by. */
static void test_timed_checkpoint(void) {
  g_autofree char *parent = make_parent();
  g_autoptr(GmxConfig) config = small_config();
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  apply(config, "optimizer=adamw");
  apply(config, "checkpoint-every=1");
  GmxTrainer *trainer = gmx_trainer_new(config, gmx_test_shapes(), parent, &error);
  go_on(trainer, &record);
  g_usleep(1100 * 1000);
  go_on(trainer, &record);
  g_autofree char *path = g_strdup(gmx_trainer_get_run_path(trainer));
  gmx_trainer_free(trainer); /* writes no checkpoint of its own */
  g_autoptr(GmxTrainer) resumed = gmx_trainer_resume(path, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_step(resumed), ==, 2);
  g_assert_cmpint(gmx_trainer_get_saved_step(resumed), ==, 2);
  g_assert_cmpint(gmx_trainer_get_saved_epoch(resumed), ==, 0); /* within the first */
  gmx_test_train(resumed, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_saved_epoch(resumed), ==, 2);
  g_autoptr(GmxTrainer) whole = gmx_trainer_new(config, gmx_test_shapes(), parent, &error);
  gmx_test_train(whole, NULL, NULL);
  assert_same_files(gmx_trainer_get_run_path(whole), path);
  remove_all(parent);
}

static void test_resume(void) {
  g_autofree char *parent = make_parent();
  g_autofree char *whole = run_whole(parent);
  g_autofree char *killed = run_interrupted(parent, 13, FALSE);
  g_autofree char *saved = run_interrupted(parent, 19, TRUE);
  g_autofree char *between = run_interrupted(parent, 16, TRUE);
  assert_same_files(whole, killed);
  assert_same_files(whole, saved);
  assert_same_files(whole, between);
  remove_all(parent);
}

/* The weights after a run with @threads threads; the caller frees them. */
static float *weights_with(const char *threads, gsize *size) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("model=cnn", "method=dg-mix", "limit=66",
                                                   "batch=33", "epochs=1", threads, NULL);
  gmx_test_train(trainer, NULL, NULL);
  GmxModel *model = gmx_trainer_get_model(trainer);
  *size = gmx_model_parameter_count(model) * sizeof(float);
  return g_memdup2(gmx_model_parameters(model), *size);
}

static void test_threads(void) {
  gsize size;
  g_autofree float *one = weights_with("threads=1", &size);
  g_autofree float *two = weights_with("threads=2", &size);
  g_autofree float *three = weights_with("threads=3", &size);
  g_assert_cmpmem(one, size, two, size);
  g_assert_cmpmem(one, size, three, size);
}

static void test_resume_errors(void) {
  g_autofree char *parent = make_parent();
  g_autofree char *whole = run_whole(parent);
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxDataset) other = gmx_dataset_load("shapes", 2, NULL, NULL, NULL, NULL);
  g_assert_null(gmx_trainer_resume(whole, other, &error));
  g_assert_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_CONFLICT);
  g_clear_error(&error);
  g_assert_null(gmx_trainer_resume(parent, gmx_test_shapes(), &error));
  g_assert_nonnull(error);
  remove_all(parent);
}

/* Back to the checkpoint of epoch 1: same losses as before, the newest change undone, the one
 * before it standing. */
static void test_go_back(void) {
  GmxStepRecord record, ninth;
  g_autoptr(GError) error = NULL;
  g_autofree char *parent = make_parent();
  g_autoptr(GmxTrainer) trainer = trainer_with_folder(parent, "sam");
  go_on(trainer, &record);
  g_assert_false(gmx_trainer_go_back(trainer, &error));
  g_assert_nonnull(error);
  g_clear_error(&error);
  while (record.step < 9)
    go_on(trainer, &record);
  ninth = record;
  set(trainer, "rho", "0.2");
  go_on(trainer, &record);
  set(trainer, "lr", "100");
  go_on(trainer, &record);
  g_assert_true(gmx_trainer_go_back(trainer, &error));
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 8);
  g_assert_cmpfloat(gmx_config_get_double(gmx_trainer_get_waiting_config(trainer), "lr"), ==, 0.05);
  g_assert_cmpfloat(gmx_config_get_double(gmx_trainer_get_waiting_config(trainer), "rho"), ==, 0.2);
  for (GmxEventRecord *event; (event = gmx_trainer_take_event(trainer));)
    gmx_event_record_free(event);
  go_on(trainer, &record);
  g_assert_cmpint(record.step, ==, 9);
  g_assert_cmpfloat(record.loss, ==, ninth.loss); /* the loss at w does not know ρ */
  assert_event(trainer, 9, "rho", "0.05", "0.2");
  gmx_test_train(trainer, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 24);
  remove_all(parent);
}

static void test_unwritable(void) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  g_autofree char *parent = make_parent();
  g_autofree char *file = g_build_filename(parent, "file", NULL);
  g_assert_true(g_file_set_contents(file, "", 0, NULL));
  g_autoptr(GmxTrainer) trainer = trainer_with_folder(file, "sam");
  g_assert_false(gmx_trainer_step(trainer, &record, &error));
  g_assert_nonnull(strstr(error->message, file));
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 0);
  remove_all(parent);
}

void gmx_test_add_run_tests(void) {
  g_test_add_func("/train/live/changes", test_live_changes);
  g_test_add_func("/train/live/method", test_live_method);
  g_test_add_func("/train/live/epochs", test_epochs_moved);
  g_test_add_func("/train/threads", test_threads);
  g_test_add_func("/train/resume/same-bytes", test_resume);
  g_test_add_func("/train/live/data", test_other_data);
  g_test_add_func("/train/live/data-before-start", test_data_before_start);
  g_test_add_func("/train/live/refused-data", test_refused_data);
  g_test_add_func("/train/resume/no-checkpoint", test_resume_without_checkpoint);
  g_test_add_func("/train/resume/timed-checkpoint", test_timed_checkpoint);
  g_test_add_func("/train/resume/errors", test_resume_errors);
  g_test_add_func("/train/go-back", test_go_back);
  g_test_add_func("/train/unwritable", test_unwritable);
}
