/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run read from its folder: settings, figures, notes, and whether somebody trains it now. */
#include "engine/runs/run-private.h"

#include "engine/runs/columns.h"
#include "engine/train/run-folder.h"
#include "engine/train/run-lock.h"
#include "engine/train/trainer.h"

#include <math.h>

G_DEFINE_FINAL_TYPE(GmxRunEntry, gmx_run_entry, G_TYPE_OBJECT)

static void run_entry_finalize(GObject *object) {
  GmxRunEntry *self = GMX_RUN_ENTRY(object);
  g_free(self->path);
  g_free(self->folder);
  g_free(self->title);
  g_strfreev(self->tags);
  g_free(self->sweep);
  g_free(self->weights);
  g_clear_object(&self->config);
  g_clear_pointer(&self->events, g_ptr_array_unref);
  G_OBJECT_CLASS(gmx_run_entry_parent_class)->finalize(object);
}

static void gmx_run_entry_class_init(GmxRunEntryClass *klass) {
  G_OBJECT_CLASS(klass)->finalize = run_entry_finalize;
}

static void gmx_run_entry_init(GmxRunEntry *self) {
  self->best_accuracy = self->sharpness = self->seconds = NAN;
  self->last = (GmxEpochRecord){
      .train_loss = NAN, .train_accuracy = NAN, .test_loss = NAN, .test_accuracy = NAN, .ece = NAN};
}

/* A file that is missing, or is being replaced, leaves its figures unknown; the run stays listed.
 */
static GmxColumns *columns_of(GmxRunEntry *self, const char *file) {
  g_autofree char *path = g_build_filename(self->path, file, NULL);
  return gmx_columns_read(path, NULL);
}

static double cell(GmxColumns *columns, const char *name, int row) {
  const double *values = gmx_columns_find(columns, name);
  return values ? values[row] : NAN;
}

static void read_epochs(GmxRunEntry *self) {
  g_autoptr(GmxColumns) columns = columns_of(self, "epochs.csv");
  const int count = columns ? gmx_columns_get_count(columns) : 0;
  if (count == 0)
    return;
  self->epochs = count;
  self->last = (GmxEpochRecord){.epoch = (int)cell(columns, "epoch", count - 1),
                                .step = (gint64)cell(columns, "step", count - 1),
                                .train_loss = cell(columns, "train_loss", count - 1),
                                .train_accuracy = cell(columns, "train_accuracy", count - 1),
                                .test_loss = cell(columns, "test_loss", count - 1),
                                .test_accuracy = cell(columns, "test_accuracy", count - 1),
                                .ece = cell(columns, "ece", count - 1)};
  for (int i = 0; i < count; i++) {
    const double accuracy = cell(columns, "test_accuracy", i);
    if (isfinite(accuracy) && !(accuracy <= self->best_accuracy)) {
      self->best_accuracy = accuracy;
      self->best_epoch = (int)cell(columns, "epoch", i);
    }
  }
}

/* Mean sharpness over the last epoch's steps. */
static void read_steps(GmxRunEntry *self) {
  g_autoptr(GmxColumns) columns = columns_of(self, "steps.csv");
  const int count = columns ? gmx_columns_get_count(columns) : 0;
  if (count == 0)
    return;
  self->steps = (gint64)cell(columns, "step", count - 1);
  const double epoch = cell(columns, "epoch", count - 1);
  double sum = 0;
  int n = 0;
  for (int i = count - 1; i >= 0 && cell(columns, "epoch", i) == epoch; i--, n++)
    sum += cell(columns, "sharpness", i);
  self->sharpness = sum / n;
}

static void read_timing(GmxRunEntry *self) {
  g_autoptr(GmxColumns) columns = columns_of(self, "timing.csv");
  const int count = columns ? gmx_columns_get_count(columns) : 0;
  if (count > 0)
    self->seconds = cell(columns, "seconds", count - 1);
}

static GmxRunState state_of(GmxRunInfo *info) {
  if (gmx_run_lock_is_held(info->path))
    return GMX_RUN_TRAINING;
  const char *state =
      info->summary ? json_object_get_string_member_with_default(info->summary, "state", "") : "";
  return g_str_equal(state, "finished")   ? GMX_RUN_FINISHED
         : g_str_equal(state, "diverged") ? GMX_RUN_DIVERGED
                                          : GMX_RUN_UNFINISHED;
}

static char *sweep_of(GmxRunInfo *info) {
  JsonObject *run = json_node_get_object(info->description);
  JsonNode *sweep = json_object_get_member(run, "sweep");
  if (!sweep || !JSON_NODE_HOLDS_OBJECT(sweep))
    return NULL;
  return g_strdup(
      json_object_get_string_member_with_default(json_node_get_object(sweep), "name", NULL));
}

static char *weights_of(GmxRunInfo *info) {
  JsonNode *weights = json_object_get_member(json_node_get_object(info->description), "weights");
  if (!weights || !JSON_NODE_HOLDS_OBJECT(weights))
    return NULL;
  return g_strdup(
      json_object_get_string_member_with_default(json_node_get_object(weights), "sha256", NULL));
}

/* When the folder was made; file systems that do not know it tell when it last changed. */
static gint64 created_at(const char *path) {
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileInfo) info =
      g_file_query_info(file, G_FILE_ATTRIBUTE_TIME_CREATED "," G_FILE_ATTRIBUTE_TIME_MODIFIED,
                        G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (!info)
    return 0;
  const guint64 made = g_file_info_get_attribute_uint64(info, G_FILE_ATTRIBUTE_TIME_CREATED);
  return (gint64)(made ? made
                       : g_file_info_get_attribute_uint64(info, G_FILE_ATTRIBUTE_TIME_MODIFIED));
}

GmxRunEntry *gmx_run_entry_load(const char *path) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(path, NULL);
  if (!info)
    return NULL;
  GmxRunEntry *self = g_object_new(GMX_TYPE_RUN_ENTRY, NULL);
  self->path = g_strdup(path);
  self->folder = g_path_get_basename(path);
  self->config = g_object_ref(info->config);
  self->seed = gmx_config_get_int(info->config, "seed");
  self->state = state_of(info);
  self->sweep = sweep_of(info);
  self->weights = weights_of(info);
  self->created = created_at(path);
  self->events = gmx_run_folder_read_events(path, NULL);
  gmx_run_notes_read(path, &self->title, &self->tags);
  if (!self->title)
    self->title = g_strdup(self->folder);
  read_epochs(self);
  read_steps(self);
  read_timing(self);
  return self;
}
