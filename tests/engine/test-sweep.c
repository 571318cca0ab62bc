/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps: what a file means, task by task, what is said of a wrong one, and who may train a task.
 * Session files, which are read in the same way, are tested here too. */
#include "engine/train/run-folder.h"
#include "engine/train/session-file.h"
#include "engine/train/sweep-run.h"
#include "tests/engine/remove-all.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BASE                                                                                       \
  "\"base\": {\"model\": \"mlp\", \"hidden\": \"8\", \"limit\": 64, \"batch\": 32, "               \
  "\"epochs\": 2, \"probe\": 0, \"evaluate-training\": 64}"

static GmxSweep *parse(const char *text) {
  g_autoptr(GError) error = NULL;
  GmxSweep *sweep = gmx_sweep_parse(text, -1, "s.json", NULL, &error);
  g_assert_no_error(error);
  return sweep;
}

static const char methods[] = "{\"name\": \"rho-by-method\", " BASE ",\n"
                              " \"axes\": {\"method\": [\"mixup\", \"bg-mix\"],\n"
                              "            \"rho\": [0.02, 5e-2]},\n"
                              " \"seeds\": [7, 1, 3]}";

/* Twelve tasks by hand: the last axis before the first, the seed before both. */
static void test_order(void) {
  g_autoptr(GmxSweep) sweep = parse(methods);
  int seeds;
  g_assert_cmpint(gmx_sweep_get_count(sweep), ==, 12);
  g_assert_cmpint(gmx_sweep_get_axis_count(sweep), ==, 2);
  g_assert_cmpstr(gmx_sweep_get_axis(sweep, 0)->setting, ==, "method");
  g_assert_cmpstr(gmx_sweep_get_axis(sweep, 1)->values[1], ==, "0.05");
  g_assert_cmpint(gmx_sweep_get_seeds(sweep, &seeds)[0], ==, 7);
  g_assert_cmpint(seeds, ==, 3);
  static const char *const names[] = {
      "rho-by-method_mixup_rho0.02_s7",  "rho-by-method_mixup_rho0.02_s1",
      "rho-by-method_mixup_rho0.02_s3",  "rho-by-method_mixup_rho0.05_s7",
      "rho-by-method_mixup_rho0.05_s1",  "rho-by-method_mixup_rho0.05_s3",
      "rho-by-method_bg-mix_rho0.02_s7", "rho-by-method_bg-mix_rho0.02_s1",
      "rho-by-method_bg-mix_rho0.02_s3", "rho-by-method_bg-mix_rho0.05_s7",
      "rho-by-method_bg-mix_rho0.05_s1", "rho-by-method_bg-mix_rho0.05_s3",
  };
  for (int task = 0; task < 12; task++) {
    g_autofree char *name = gmx_sweep_get_run_name(sweep, task);
    g_assert_cmpstr(name, ==, names[task]);
  }
  g_autofree char *words = gmx_sweep_describe_task(sweep, 10);
  g_assert_cmpstr(words, ==, "bg-mix, rho 0.05, seed 1");
}

/* A task says its method, whether an axis names it or not. */
static void test_described_method(void) {
  static const struct {
    const char *members, *words;
  } sweeps[] = {
      {"\"base\": {\"method\": \"sam\"}", "sam, seed 4"},
      {"\"base\": {\"method\": \"sam\"}, \"axes\": {\"rho\": [0.1]}", "sam, rho 0.1, seed 4"},
      {"\"axes\": {\"mix\": [\"none\"]}", "none, seed 4"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(sweeps); i++) {
    g_autofree char *text =
        g_strdup_printf("{\"name\": \"s\", %s, \"seeds\": [4]}", sweeps[i].members);
    g_autoptr(GmxSweep) sweep = parse(text);
    g_autofree char *words = gmx_sweep_describe_task(sweep, 0);
    g_assert_cmpstr(words, ==, sweeps[i].words);
  }
}

/* A method sets its preset, the base stays where it says otherwise, the seed is the task's. */
static void test_config(void) {
  g_autoptr(GmxSweep) sweep = parse(methods);
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, 8);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_assert_cmpstr(method, ==, "bg-mix");
  g_assert_cmpfloat(gmx_config_get_double(config, "gamma"), ==, 0.8);
  g_assert_cmpfloat(gmx_config_get_double(config, "rho"), ==, 0.02);
  g_assert_cmpint(gmx_config_get_int(config, "seed"), ==, 3);
  g_assert_cmpint(gmx_config_get_int(config, "limit"), ==, 64);
  g_autoptr(GmxSweep) gamma = parse("{\"name\": \"g\", \"base\": {\"gamma\": 0.3}, "
                                    "\"axes\": {\"method\": [\"sam\", \"bg-mix\"]}}");
  g_autoptr(GmxConfig) kept = gmx_sweep_get_config(gamma, 1);
  g_assert_cmpfloat(gmx_config_get_double(kept, "gamma"), ==, 0.3);
  g_assert_cmpint(gmx_sweep_get_count(gamma), ==, 2);
  g_assert_cmpint(gmx_sweep_get_seed(gamma, 1), ==, 1);
}

/* A file that the program writes means the same tasks. */
static void test_round_trip(void) {
  g_autoptr(GmxSweep) sweep = parse(methods);
  g_autofree char *text = gmx_sweep_to_text(sweep);
  g_autoptr(GmxSweep) again = parse(text);
  g_autofree char *second = gmx_sweep_to_text(again);
  g_assert_cmpstr(text, ==, second);
  g_assert_nonnull(strstr(text, "0.02"));
  for (int task = 0; task < 12; task++) {
    g_autoptr(GmxConfig) a = gmx_sweep_get_config(sweep, task);
    g_autoptr(GmxConfig) b = gmx_sweep_get_config(again, task);
    g_assert_true(gmx_config_equal(a, b));
  }
}

static void test_names(void) {
  g_autoptr(GmxSweep) sweep =
      parse("{\"name\": \"n\", \"axes\": {\"augment\": [true, false], \"beta\": [-0.5], "
            "\"hidden\": [\"8,4\", \"84\"], \"data\": [\"/a/Some Set\", \"/b/some-set\"]}}");
  g_autofree char *first = gmx_sweep_get_run_name(sweep, 0);
  g_autofree char *second = gmx_sweep_get_run_name(sweep, 1);
  g_autofree char *last = gmx_sweep_get_run_name(sweep, 6);
  g_assert_cmpstr(first, ==, "n_augment_beta-0.5_8-4_some-set_s1");
  g_assert_cmpstr(last, ==, "n_no-augment_beta-0.5_84_some-set_s1");
  /* A folder of the same name gets a mark, so that no two tasks share a run. */
  g_assert_true(
      g_regex_match_simple("^n_augment_beta-0.5_8-4_some-set-[0-9a-f]{8}_s1$", second, 0, 0));
  g_autofree char *made = gmx_sweep_make_name("  ρ, by_method!");
  g_assert_cmpstr(made, ==, "by-method");
}

/* From the settings of a window: a preset's γ is the preset's, a γ set by hand is for all. */
static void test_new(void) {
  static const char *const values[] = {"erm", "dg-mix", NULL};
  const GmxSweepAxis axis = {"method", values};
  const int seeds[] = {4, 5};
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) base = gmx_config_new();
  g_object_set(base, "method", "bg-mix", "lr", 0.05, "seed", 9, NULL);
  g_autoptr(GmxSweep) sweep = gmx_sweep_new("new", base, &axis, 1, seeds, 2, &error);
  g_assert_no_error(error);
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, 3);
  g_assert_cmpfloat(gmx_config_get_double(config, "gamma"), ==, 0.5);
  g_assert_cmpfloat(gmx_config_get_double(config, "lr"), ==, 0.05);
  g_assert_cmpint(gmx_config_get_int(config, "seed"), ==, 5);
  g_object_set(base, "mix", GMX_MIX_NONE, NULL);
  g_autoptr(GmxSweep) repeated = gmx_sweep_new("repeat", base, NULL, 0, seeds, 2, &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_sweep_get_count(repeated), ==, 2);
  g_autoptr(GmxConfig) same = gmx_sweep_get_config(repeated, 0);
  g_object_set(base, "seed", 4, NULL);
  g_assert_true(gmx_config_equal(same, base));
}

static void test_wrong(void) {
  static const struct {
    const char *text, *said;
  } wrong[] = {
      {"", "s.json: a sweep is one JSON object"},
      {"[]", "s.json: a sweep is one JSON object"},
      {"{\n\"name\" \"x\"}", "s.json:2:"},
      {"{}", "s.json: name is missing"},
      {"{\"name\": 3}", "s.json:1: name must be a text"},
      {"{\"name\": \"a b\"}", "s.json:1: name must be a word"},
      {"{\"name\": \"../x\"}", "not “../x”"},
      {"{\"name\": \"a\",\n\"axis\": {}}", "s.json:2: there is no member “axis”"},
      {"{\"name\": \"a\",\n\"base\": []}", "s.json:2: base must be an object"},
      {"{\"name\": \"a\", \"base\": {\n\n\"rhu\": 1}}",
       "s.json:3: base: there is no setting “rhu”"},
      {"{\"name\": \"a\", \"base\": {\n\"rho\": 99\n}}",
       "s.json:2: base: rho must be a number from 0 to 10, not “99”"},
      {"{\"name\": \"a\", \"base\": {\"rho\": [1, 2]}}", "base: rho must be one value"},
      {"{\"name\": \"a\", \"base\": {\"seed\": 1}, \"seeds\": [1]}", "base: seed and"},
      {"{\"name\": \"a\", \"axes\": {\n\"rhu\": [1]}}",
       "s.json:2: axes: there is no setting “rhu”"},
      {"{\"name\": \"a\", \"axes\": {\n\"rho\": []}}", "s.json:2: axes: rho must be a list"},
      {"{\"name\": \"a\", \"axes\": {\"rho\": 0.1}}", "axes: rho must be a list"},
      {"{\"name\": \"a\", \"axes\": {\"rho\": [0.1,\n0.2,\n\"x\"]}}",
       "s.json:3: axes: rho must be a number from 0 to 10, not “x”"},
      {"{\"name\": \"a\", \"axes\": {\"rho\": [null]}}", "each value of rho must be one"},
      {"{\"name\": \"a\", \"axes\": {\"rho\": [0.05,\n5e-2]}}",
       "s.json:2: axes: rho has the value “0.05” twice"},
      {"{\"name\": \"a\", \"axes\": {\"seed\": [1]}}", "seed is no axis"},
      {"{\"name\": \"a\", \"axes\": {\"rho\": [1],\n\"rho\": [2]}}",
       "s.json:2: “rho” stands twice"},
      {"{\"name\": \"a\", \"base\": {\"rho\": 1}, \"axes\": {\"rho\": [2]}}",
       "base: rho is an axis, too"},
      {"{\"name\": \"a\", \"seeds\": []}", "seeds must be a list"},
      {"{\"name\": \"a\", \"seeds\": 3}", "seeds must be a list"},
      {"{\"name\": \"a\", \"seeds\": [1,\n2.5]}", "s.json:2: seeds must be whole numbers"},
      {"{\"name\": \"a\", \"seeds\": [-1]}", "from 0 to 2147483647, not -1"},
      {"{\"name\": \"a\", \"seeds\": [1, 1]}", "seed 1 stands twice"},
      {"{\"name\": \"a\", \"base\": {\"perturb\": \"none\"}, "
       "\"axes\": {\"combine\": [\"all\", \"sharp-only\"]}}",
       "task 1 (sharp-only, seed 1): combine sharp-only needs a perturbation"},
      {"{\"name\": \"a\", \"base\": {\"mix\": \"none\"}, \"axes\": {\"method\": [\"sam\", "
       "\"g-mix\"]}}",
       "task 1 (g-mix, seed 1): method g-mix and the mix"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_test_message("%s", wrong[i].text);
    g_assert_null(gmx_sweep_parse(wrong[i].text, -1, "s.json", NULL, &error));
    g_assert_error(error, GMX_SWEEP_ERROR, GMX_SWEEP_ERROR_FORMAT);
    if (!strstr(error->message, wrong[i].said))
      g_assert_cmpstr(error->message, ==, wrong[i].said);
    g_assert_null(strchr(error->message, '\n'));
  }
}

/* 1000 · 1000 tasks are the most; with one value more none is made. */
static void test_too_many(void) {
  g_autoptr(GString) text = g_string_new("{\"name\": \"a\", \"axes\": {\"limit\": [2");
  g_autoptr(GError) error = NULL;
  for (int i = 3; i < 1003; i++)
    g_string_append_printf(text, ",%d", i);
  g_string_append(text, "]}, \"seeds\": [0");
  for (int i = 1; i < 1000; i++)
    g_string_append_printf(text, ",%d", i);
  g_string_append(text, "]}");
  g_assert_null(gmx_sweep_parse(text->str, -1, "s.json", NULL, &error));
  g_assert_nonnull(strstr(error->message, "more than 1000000 runs"));
}

static void train(GmxTrainer *trainer, gint64 last) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP &&
         gmx_trainer_get_step(trainer) < last) {
    g_assert_true(gmx_trainer_step(trainer, &record, &error));
    if (gmx_trainer_get_state(trainer) == GMX_TRAINER_EVALUATION)
      g_assert_true(gmx_trainer_evaluate(trainer, NULL, NULL, &error));
    g_assert_no_error(error);
  }
}

static GmxTrainer *open_task(GmxSweep *sweep, int task, const char *parent, GmxTaskState before) {
  g_autoptr(GError) error = NULL;
  GmxTaskState state;
  GmxTrainer *trainer = gmx_sweep_open_task(sweep, task, parent, &state, &error);
  g_assert_no_error(error);
  g_assert_cmpint(state, ==, before);
  return trainer;
}

static void assert_state(GmxSweep *sweep, int task, const char *parent, GmxTaskState state) {
  g_autoptr(GmxTaskStatus) status = gmx_sweep_look(sweep, task, parent);
  g_assert_cmpint(status->state, ==, state);
}

/* Missing, running, cut short, running again, finished; a second worker is refused meanwhile. */
static void test_life(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-sweep-XXXXXX", NULL);
  g_autoptr(GmxSweep) sweep = parse("{\"name\": \"life\", " BASE ", \"seeds\": [1, 2]}");
  g_autoptr(GError) error = NULL;
  GmxTaskState state;
  assert_state(sweep, 0, parent, GMX_TASK_MISSING);
  GmxTrainer *trainer = open_task(sweep, 0, parent, GMX_TASK_MISSING);
  train(trainer, 3);
  assert_state(sweep, 0, parent, GMX_TASK_RUNNING);
  assert_state(sweep, 1, parent, GMX_TASK_MISSING);
  g_assert_null(gmx_sweep_open_task(sweep, 0, parent, &state, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED);
  g_assert_nonnull(strstr(error->message, "life_s1 is being trained by another process"));
  g_assert_cmpint(state, ==, GMX_TASK_RUNNING);
  g_clear_pointer(&trainer, gmx_trainer_free);
  assert_state(sweep, 0, parent, GMX_TASK_CUT_SHORT);
  /* What a process that was killed while it wrote leaves goes with the next. */
  g_autofree char *leftover =
      g_build_filename(parent, "life_s1", "checkpoint.safetensors.A1B2C3", NULL);
  g_assert_true(g_file_set_contents(leftover, "half", -1, NULL));
  trainer = open_task(sweep, 0, parent, GMX_TASK_CUT_SHORT);
  g_assert_false(g_file_test(leftover, G_FILE_TEST_EXISTS));
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 2);
  train(trainer, G_MAXINT64);
  g_clear_pointer(&trainer, gmx_trainer_free);
  g_autoptr(GmxTaskStatus) status = gmx_sweep_look(sweep, 0, parent);
  g_assert_cmpint(status->state, ==, GMX_TASK_FINISHED);
  g_assert_cmpint(status->steps, ==, 4);
  g_assert_true(isfinite(status->test_accuracy));
  g_assert_null(open_task(sweep, 0, parent, GMX_TASK_FINISHED));
  g_autofree char *lock = g_build_filename(parent, "life_s1", ".lock", NULL);
  g_assert_false(g_file_test(lock, G_FILE_TEST_EXISTS));
  remove_all(parent);
}

/* What has a task's name but was trained otherwise is neither counted nor written over. */
static void test_blocked(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-sweep-XXXXXX", NULL);
  g_autoptr(GmxSweep) sweep = parse("{\"name\": \"b\", " BASE "}");
  g_autoptr(GmxSweep) other = parse("{\"name\": \"b\", \"base\": {\"model\": \"mlp\", \"hidden\": "
                                    "\"8\", \"limit\": 64, \"threads\": 1}}");
  g_autoptr(GError) error = NULL;
  GmxTaskState state;
  GmxTrainer *trainer = open_task(sweep, 0, parent, GMX_TASK_MISSING);
  gmx_trainer_free(trainer);
  g_autoptr(GmxTaskStatus) status = gmx_sweep_look(other, 0, parent);
  g_assert_cmpint(status->state, ==, GMX_TASK_BLOCKED);
  g_assert_nonnull(strstr(status->problem, "trained with batch 32, and the sweep says 128"));
  g_assert_null(gmx_sweep_open_task(other, 0, parent, &state, &error));
  g_assert_error(error, GMX_SWEEP_ERROR, GMX_SWEEP_ERROR_TASK);
  remove_all(parent);
}

/* Data that can't be read leaves no empty folder behind. */
static void test_bad_data(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-sweep-XXXXXX", NULL);
  g_autoptr(GmxSweep) sweep = parse("{\"name\": \"d\", \"base\": {\"data\": \"/nowhere/at/all\"}}");
  g_autofree char *folder = g_build_filename(parent, "d_s1", NULL);
  g_autoptr(GError) error = NULL;
  GmxTaskState state;
  g_assert_null(gmx_sweep_open_task(sweep, 0, parent, &state, &error));
  g_assert_nonnull(strstr(error->message, "/nowhere/at/all"));
  g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
  remove_all(parent);
}

static void write_summary(const char *parent, GmxSweep *sweep, int task, const char *summary) {
  g_autofree char *name = gmx_sweep_get_run_name(sweep, task);
  g_autofree char *folder = g_build_filename(parent, name, NULL);
  g_autofree char *path = g_build_filename(folder, "run.json", NULL);
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, task);
  g_autoptr(JsonNode) settings = gmx_config_to_json(config);
  g_autofree char *text = json_to_string(settings, FALSE);
  g_autofree char *whole =
      g_strdup_printf("{\"settings\": %s, \"dataset\": {}, \"summary\": %s}", text, summary);
  g_assert_cmpint(g_mkdir(folder, 0755), ==, 0);
  g_assert_true(g_file_set_contents(path, whole, -1, NULL));
}

/* By hand: 0.5, 0.6 and 0.7 have the mean 0.6 and the standard deviation 0.1. */
static void test_summary(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-sweep-XXXXXX", NULL);
  g_autoptr(GmxSweep) sweep = parse("{\"name\": \"t\", \"axes\": {\"rho\": [0.1, 0.2]}, "
                                    "\"seeds\": [1, 2, 3, 4]}");
  int count;
  write_summary(parent, sweep, 0, "{\"test_accuracy\": 0.5, \"test_loss\": 2, \"ece\": 0.1}");
  write_summary(parent, sweep, 1, "{\"test_accuracy\": 0.6, \"test_loss\": 2, \"ece\": 0.1}");
  write_summary(parent, sweep, 3, "{\"test_accuracy\": 0.7, \"test_loss\": 5, \"ece\": 0.1}");
  write_summary(parent, sweep, 4, "{\"state\": \"diverged\", \"test_accuracy\": null}");
  write_summary(parent, sweep, 5, "{\"test_accuracy\": 0.25, \"test_loss\": 1, \"ece\": 0}");
  g_autofree GmxSweepRow *rows = gmx_sweep_summarise(sweep, parent, &count);
  g_assert_cmpint(count, ==, 2);
  g_assert_cmpint(rows[0].n, ==, 3);
  g_assert_cmpint(rows[0].left, ==, 1);
  g_assert_cmpfloat_with_epsilon(rows[0].test_accuracy, 0.6, 1e-12);
  g_assert_cmpfloat_with_epsilon(rows[0].test_accuracy_deviation, 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon(rows[0].test_loss, 3, 1e-12);
  g_assert_cmpfloat_with_epsilon(rows[0].test_loss_deviation, sqrt(3), 1e-12);
  g_assert_cmpfloat_with_epsilon(rows[0].ece_deviation, 0, 1e-12);
  g_assert_cmpint(rows[1].task, ==, 4);
  g_assert_cmpint(rows[1].n, ==, 1);
  g_assert_cmpint(rows[1].diverged, ==, 1);
  g_assert_cmpint(rows[1].left, ==, 2);
  g_assert_cmpfloat(rows[1].test_accuracy, ==, 0.25);
  g_assert_true(isnan(rows[1].test_accuracy_deviation));
  remove_all(parent);
}

/* Processes that take and give back one lock as fast as they can; each adds one to a number in a
 * file while it holds it. A lock that two hold at once would lose some. */
static void count_under_lock(const char *folder, const char *file, int times) {
  for (int done = 0; done < times;) {
    GmxRunLock *lock = gmx_run_lock_take_new(folder, NULL);
    g_autofree char *text = NULL;
    if (!lock)
      continue;
    if (!g_file_get_contents(file, &text, NULL, NULL))
      _exit(1);
    g_autofree char *next = g_strdup_printf("%d", atoi(text) + 1);
    FILE *stream = fopen(file, "w");
    if (!stream || fputs(next, stream) < 0 || fclose(stream) != 0)
      _exit(1);
    gmx_run_lock_free(lock);
    done++;
  }
}

static void test_lock_race(void) {
  enum { WORKERS = 4, TIMES = 150 };
  g_autofree char *parent = g_dir_make_tmp("gmix-lock-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename(parent, "run", NULL);
  g_autofree char *file = g_build_filename(parent, "number", NULL);
  g_autofree char *text = NULL;
  pid_t workers[WORKERS];
  g_assert_true(g_file_set_contents(file, "0", -1, NULL));
  for (int i = 0; i < WORKERS; i++) {
    workers[i] = fork();
    if (workers[i] == 0) {
      count_under_lock(folder, file, TIMES);
      _exit(0);
    }
  }
  for (int i = 0; i < WORKERS; i++) {
    int status;
    g_assert_cmpint(waitpid(workers[i], &status, 0), ==, workers[i]);
    g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
  g_assert_cmpint(atoi(text), ==, WORKERS * TIMES);
  remove_all(parent);
}

/* The kernel takes the lock of a killed process back; the file it leaves means nothing. */
static void test_killed_lock(void) {
  g_autofree char *folder = g_dir_make_tmp("gmix-lock-XXXXXX", NULL);
  g_autofree char *file = g_build_filename(folder, ".lock", NULL);
  g_autoptr(GError) error = NULL;
  int ready[2];
  char byte;
  g_assert_cmpint(pipe(ready), ==, 0);
  const pid_t worker = fork();
  if (worker == 0) {
    if (!gmx_run_lock_take(folder, NULL) || write(ready[1], "x", 1) != 1)
      _exit(1);
    pause();
  }
  g_assert_cmpint(read(ready[0], &byte, 1), ==, 1);
  g_assert_true(gmx_run_lock_is_held(folder));
  g_assert_null(gmx_run_lock_take(folder, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED);
  kill(worker, SIGKILL);
  waitpid(worker, NULL, 0);
  close(ready[0]);
  close(ready[1]);
  g_assert_true(g_file_test(file, G_FILE_TEST_EXISTS));
  g_assert_false(gmx_run_lock_is_held(folder));
  g_clear_error(&error);
  GmxRunLock *lock = gmx_run_lock_take(folder, &error);
  g_assert_no_error(error);
  g_assert_true(gmx_run_lock_is_held(folder));
  gmx_run_lock_free(lock);
  g_assert_false(g_file_test(file, G_FILE_TEST_EXISTS));
  remove_all(folder);
}

/* A run that is trained can't be resumed beside it, in this process neither. */
static void test_locked_run(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-lock-XXXXXX", NULL);
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GmxDataset) dataset = gmx_dataset_load("shapes", 1, NULL, NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;
  g_object_set(config, "model", "mlp", "hidden", "8", "limit", 64, "batch", 32, NULL);
  g_autoptr(GmxTrainer) trainer = gmx_trainer_new(config, dataset, parent, &error);
  train(trainer, 2);
  g_autofree char *path = g_strdup(gmx_trainer_get_run_path(trainer));
  g_assert_null(gmx_trainer_resume(path, dataset, &error));
  g_assert_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED);
  g_clear_error(&error);
  g_clear_pointer(&trainer, gmx_trainer_free);
  trainer = gmx_trainer_resume(path, dataset, &error);
  g_assert_no_error(error);
  remove_all(parent);
}

static char *write_text(const char *folder, const char *name, const char *text) {
  char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static void test_session_file(void) {
  g_autofree char *folder = g_dir_make_tmp("gmix-session-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "a.gmix", NULL);
  g_autoptr(GError) error = NULL;
  GmxSessionFile file = {.page = (char *)"samples", .run = (char *)"some/run"};
  g_autoptr(GmxConfig) config = file.config = gmx_config_new();
  g_autoptr(JsonObject) window = file.window = json_object_new();
  g_object_set(config, "method", "asam", "mix", GMX_MIX_MIXUP, "rho", 0.3, NULL);
  json_object_set_int_member(window, "width", 800);
  g_assert_true(gmx_session_file_save(&file, path, &error));
  g_autoptr(GmxSessionFile) read = gmx_session_file_load(path, &error);
  g_assert_no_error(error);
  g_assert_true(gmx_config_equal(read->config, config));
  g_assert_cmpstr(read->page, ==, "samples");
  g_assert_cmpstr(read->run, ==, "some/run");
  g_assert_cmpint(json_object_get_int_member(read->window, "width"), ==, 800);
  g_autoptr(GmxConfig) alone = gmx_config_load(path, &error);
  g_assert_true(gmx_config_equal(alone, config));
  remove_all(folder);
}

static void test_config_files(void) {
  g_autofree char *folder = g_dir_make_tmp("gmix-session-XXXXXX", NULL);
  g_autofree char *images = g_build_filename(folder, "images", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_cmpint(g_mkdir(images, 0755), ==, 0);
  g_autofree char *plain = write_text(folder, "plain", "{\"rho\": 0.2, \"data\": \"images\"}");
  g_autofree char *run = write_text(folder, "run.json",
                                    "{\"format\": 1, \"settings\": {\"rho\": 0.3}, \"seeds\": {}}");
  g_autoptr(GmxConfig) first = gmx_config_load(plain, &error);
  g_autoptr(GmxConfig) second = gmx_config_load(run, &error);
  g_autofree char *data = gmx_config_get_string(first, "data");
  g_assert_no_error(error);
  g_assert_cmpfloat(gmx_config_get_double(first, "rho"), ==, 0.2);
  g_assert_cmpfloat(gmx_config_get_double(second, "rho"), ==, 0.3);
  /* It counts from the file's folder, wherever the program was started. */
  g_assert_cmpstr(data, ==, images);
  remove_all(folder);
}

static void test_wrong_session_files(void) {
  static const struct {
    const char *text, *said;
  } wrong[] = {
      {"", "must be a JSON object"},
      {"{\"rhu\": 1}", "there is no setting “rhu”"},
      {"{\"rho\": 99}", "rho must be a number from 0 to 10"},
      {"{\"rho\": ", ":1:"},
      {"{\"name\": \"a\", \"axes\": {}}", "gmix sweep"},
      {"{\"gmix\": 2}", "newer version (format 2)"},
      {"{\"gmix\": \"x\"}", "gmix must be the number 1"},
      {"{\"gmix\": 1, \"pages\": \"train\"}", "there is no member “pages”"},
      {"{\"gmix\": 1, \"page\": 3}", "page must be a text"},
      {"{\"gmix\": 1, \"window\": []}", "window must be an object"},
      {"{\"gmix\": 1, \"settings\": {\"rhu\": 1}}", "there is no setting “rhu”"},
  };
  g_autofree char *folder = g_dir_make_tmp("gmix-session-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *path = write_text(folder, "file", wrong[i].text);
    g_autoptr(GError) error = NULL;
    g_assert_null(gmx_config_load(path, &error));
    g_assert_error(error, GMX_SESSION_FILE_ERROR, GMX_SESSION_FILE_ERROR_FORMAT);
    g_assert_true(g_str_has_prefix(error->message, path));
    if (!strstr(error->message, wrong[i].said))
      g_assert_cmpstr(error->message, ==, wrong[i].said);
  }
  remove_all(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sweep/order", test_order);
  g_test_add_func("/sweep/described-method", test_described_method);
  g_test_add_func("/sweep/config", test_config);
  g_test_add_func("/sweep/round-trip", test_round_trip);
  g_test_add_func("/sweep/names", test_names);
  g_test_add_func("/sweep/new", test_new);
  g_test_add_func("/sweep/wrong", test_wrong);
  g_test_add_func("/sweep/too-many", test_too_many);
  g_test_add_func("/lock/race", test_lock_race);
  g_test_add_func("/lock/killed", test_killed_lock);
  g_test_add_func("/sweep/life", test_life);
  g_test_add_func("/sweep/blocked", test_blocked);
  g_test_add_func("/sweep/bad-data", test_bad_data);
  g_test_add_func("/sweep/summary", test_summary);
  g_test_add_func("/lock/run", test_locked_run);
  g_test_add_func("/session-file/round-trip", test_session_file);
  g_test_add_func("/session-file/config", test_config_files);
  g_test_add_func("/session-file/wrong", test_wrong_session_files);
  return g_test_run();
}
