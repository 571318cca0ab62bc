/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has become of the tasks of a sweep, and how one is opened for training. */
#include "engine/train/sweep-run.h"
#include "engine/train/run-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>

const char *gmx_task_state_to_string(GmxTaskState state) {
  static const char *const words[] = {
      [GMX_TASK_MISSING] = "missing",   [GMX_TASK_CUT_SHORT] = "cut short",
      [GMX_TASK_RUNNING] = "running",   [GMX_TASK_FINISHED] = "finished",
      [GMX_TASK_DIVERGED] = "diverged", [GMX_TASK_BLOCKED] = "blocked",
  };
  return words[state];
}

gboolean gmx_task_state_is_done(GmxTaskState state) {
  return state == GMX_TASK_FINISHED || state == GMX_TASK_DIVERGED;
}

static char *task_path(GmxSweep *sweep, int task, const char *run_dir) {
  g_autofree char *standard = run_dir ? NULL : gmx_run_default_parent();
  g_autofree char *parent = g_canonicalize_filename(run_dir ? run_dir : standard, NULL);
  g_autofree char *name = gmx_sweep_get_run_name(sweep, task);
  return g_build_filename(parent, name, NULL);
}

/* A folder of images may lie elsewhere on another machine (its checksum is compared when a run goes
 * on), and the number of threads changes nothing. */
static gboolean may_differ(const char *name, const char *left, const char *right) {
  if (g_str_equal(name, "threads"))
    return TRUE;
  return g_str_equal(name, "data") && g_path_is_absolute(left) && g_path_is_absolute(right);
}

/* The first setting in which a run is not that of the task, as a message; NULL where it is. */
static char *find_difference(GmxConfig *run, GmxConfig *task) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const char *name = all[i]->name;
    g_autofree char *left = gmx_config_to_string(run, name);
    g_autofree char *right = gmx_config_to_string(task, name);
    if (!g_str_equal(left, right) && !may_differ(name, left, right))
      return g_strdup_printf("it was trained with %s %s, and the sweep says %s", name, left, right);
  }
  return NULL;
}

static double number(JsonObject *summary, const char *name) {
  return json_object_get_double_member_with_default(summary, name, NAN);
}

static void read_summary(GmxTaskStatus *status, JsonObject *summary) {
  const char *state = json_object_get_string_member_with_default(summary, "state", "finished");
  status->state = g_str_equal(state, "diverged") ? GMX_TASK_DIVERGED : GMX_TASK_FINISHED;
  status->test_accuracy = number(summary, "test_accuracy");
  status->test_loss = number(summary, "test_loss");
  status->train_accuracy = number(summary, "train_accuracy");
  status->ece = number(summary, "ece");
  status->steps = json_object_get_int_member_with_default(summary, "steps", 0);
}

static void block(GmxTaskStatus *status, const char *path, const char *why) {
  status->state = GMX_TASK_BLOCKED;
  status->problem =
      g_strdup_printf("%s: %s; move that folder away, or give the sweep another name", path, why);
}

static gboolean has_description(const char *path) {
  g_autofree char *file = g_build_filename(path, "run.json", NULL);
  return g_file_test(file, G_FILE_TEST_EXISTS);
}

/* Without regard to its lock. */
static void look_at(GmxTaskStatus *status, GmxSweep *sweep, int task, const char *path) {
  g_autoptr(GError) wrong = NULL;
  if (!has_description(path))
    return;
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(path, &wrong);
  if (!info) {
    block(status, path, wrong->message);
    return;
  }
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, task);
  g_autofree char *difference = find_difference(info->config, config);
  if (difference)
    block(status, path, difference);
  else if (info->summary)
    read_summary(status, info->summary);
  else
    status->state = GMX_TASK_CUT_SHORT;
}

static GmxTaskStatus *status_new(void) {
  GmxTaskStatus *status = g_new0(GmxTaskStatus, 1);
  status->test_accuracy = status->test_loss = status->train_accuracy = status->ece = NAN;
  return status;
}

GmxTaskStatus *gmx_sweep_look(GmxSweep *sweep, int task, const char *run_dir) {
  g_autofree char *path = task_path(sweep, task, run_dir);
  GmxTaskStatus *status = status_new();
  const gboolean held = gmx_run_lock_is_held(path);
  look_at(status, sweep, task, path);
  if (held && (status->state == GMX_TASK_MISSING || status->state == GMX_TASK_CUT_SHORT))
    status->state = GMX_TASK_RUNNING;
  return status;
}

void gmx_task_status_free(GmxTaskStatus *status) {
  if (!status)
    return;
  g_free(status->problem);
  g_free(status);
}

static GmxTrainer *begin(GmxSweep *sweep, int task, GmxRunLock *lock, GmxDataset *dataset,
                         GError **error) {
  g_autoptr(GmxRunLock) owned = lock;
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, task);
  g_autoptr(GmxTrainer) trainer = gmx_trainer_new(config, dataset, NULL, error);
  if (!trainer)
    return NULL;
  g_autoptr(JsonObject) member = json_object_new();
  json_object_set_string_member(member, "name", gmx_sweep_get_name(sweep));
  json_object_set_int_member(member, "task", task);
  GmxRunFolder *folder =
      gmx_run_folder_create_locked(g_steal_pointer(&owned), config, dataset, member, error);
  if (!folder)
    return NULL;
  gmx_trainer_take_folder(trainer, folder);
  return g_steal_pointer(&trainer);
}

static GmxTrainer *go_on(GmxRunLock *lock, GmxDataset *dataset, GError **error) {
  GmxRunFolder *folder = gmx_run_folder_open_locked(lock, error);
  return folder ? gmx_trainer_resume_folder(folder, dataset, error) : NULL;
}

/* A run that was killed before its first checkpoint begins again, over what it left. */
static gboolean has_checkpoint(const char *path) {
  g_autofree char *file = g_build_filename(path, "checkpoint.safetensors", NULL);
  return g_file_test(file, G_FILE_TEST_EXISTS);
}

/* Trains in the folder that @lock has locked; @lock is used up. */
static GmxTrainer *open_locked(GmxSweep *sweep, int task, GmxRunLock *lock, GmxTaskState state,
                               GError **error) {
  g_autoptr(GmxRunLock) owned = lock;
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, task);
  g_autoptr(GmxDataset) dataset = gmx_config_load_dataset(config, NULL, NULL, NULL, error);
  if (!dataset)
    return NULL;
  if (state == GMX_TASK_CUT_SHORT && has_checkpoint(gmx_run_lock_get_folder(lock)))
    return go_on(g_steal_pointer(&owned), dataset, error);
  return begin(sweep, task, g_steal_pointer(&owned), dataset, error);
}

/* The lock of the task's folder, which is made where it is missing. */
static GmxRunLock *take_lock(const char *path, GError **error) {
  g_autofree char *parent = g_path_get_dirname(path);
  if (g_mkdir_with_parents(parent, 0755) != 0) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "run folder %s can't be made: %s",
                parent, g_strerror(errno));
    return NULL;
  }
  return gmx_run_lock_take_new(path, error);
}

GmxTrainer *gmx_sweep_open_task(GmxSweep *sweep, int task, const char *run_dir, GmxTaskState *state,
                                GError **error) {
  g_autofree char *path = task_path(sweep, task, run_dir);
  g_autoptr(GmxTaskStatus) status = status_new();
  g_autoptr(GmxRunLock) lock = take_lock(path, error);
  *state = GMX_TASK_RUNNING;
  if (!lock)
    return NULL;
  look_at(status, sweep, task, path);
  *state = status->state;
  if (status->state == GMX_TASK_BLOCKED)
    g_set_error_literal(error, GMX_SWEEP_ERROR, GMX_SWEEP_ERROR_TASK, status->problem);
  if (status->state == GMX_TASK_BLOCKED || gmx_task_state_is_done(status->state))
    return NULL;
  GmxTrainer *trainer = open_locked(sweep, task, g_steal_pointer(&lock), status->state, error);
  /* Nothing was begun: an empty folder would only be in the way. */
  if (!trainer && status->state == GMX_TASK_MISSING)
    g_rmdir(path);
  return trainer;
}

/* Adds @value to a mean and a sum of squares (Welford), the @n-th. */
static void add(double *mean, double *squares, double value, int n) {
  const double before = value - *mean;
  *mean += before / n;
  *squares += before * (value - *mean);
}

static void finish_row(GmxSweepRow *row) {
  double *deviations[] = {&row->test_accuracy_deviation, &row->test_loss_deviation,
                          &row->ece_deviation};
  for (gsize i = 0; i < G_N_ELEMENTS(deviations); i++)
    *deviations[i] = row->n > 1 ? sqrt(*deviations[i] / (row->n - 1)) : NAN;
  if (row->n == 0)
    row->test_accuracy = row->test_loss = row->ece = NAN;
}

static void add_task(GmxSweepRow *row, const GmxTaskStatus *status) {
  if (status->state == GMX_TASK_DIVERGED)
    row->diverged++;
  else if (status->state != GMX_TASK_FINISHED)
    row->left++;
  else {
    row->n++;
    add(&row->test_accuracy, &row->test_accuracy_deviation, status->test_accuracy, row->n);
    add(&row->test_loss, &row->test_loss_deviation, status->test_loss, row->n);
    add(&row->ece, &row->ece_deviation, status->ece, row->n);
  }
}

GmxSweepRow *gmx_sweep_summarise(GmxSweep *sweep, const char *run_dir, int *count) {
  int seeds;
  gmx_sweep_get_seeds(sweep, &seeds);
  *count = gmx_sweep_get_count(sweep) / seeds;
  GmxSweepRow *rows = g_new0(GmxSweepRow, *count);
  for (int i = 0; i < *count; i++) {
    rows[i].task = i * seeds;
    for (int j = 0; j < seeds; j++) {
      g_autoptr(GmxTaskStatus) status = gmx_sweep_look(sweep, i * seeds + j, run_dir);
      add_task(&rows[i], status);
    }
    finish_row(&rows[i]);
  }
  return rows;
}
