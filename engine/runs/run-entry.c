/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run read from its folder: settings, figures, notes, and whether somebody trains it now. */
#include "engine/runs/run-private.h"

#include "engine/runs/columns.h"
#include "engine/runs/run-records.h"
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
  g_free(self->group_key);
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
static void read_epochs(GmxRunEntry *self) {
  g_autoptr(GArray) records = gmx_run_read_epochs(self->path, NULL);
  if (!records || records->len == 0)
    return;
  self->epochs = (int)records->len;
  self->last = g_array_index(records, GmxEpochRecord, records->len - 1);
  for (guint i = 0; i < records->len; i++) {
    const GmxEpochRecord *record = &g_array_index(records, GmxEpochRecord, i);
    if (isfinite(record->test_accuracy) && !(record->test_accuracy <= self->best_accuracy)) {
      self->best_accuracy = record->test_accuracy;
      self->best_epoch = record->epoch;
    }
  }
}

/* Mean sharpness over the last epoch's steps. */
static void read_steps(GmxRunEntry *self) {
  g_autoptr(GArray) records = gmx_run_read_steps(self->path, NULL);
  if (!records || records->len == 0)
    return;
  const GmxStepRecord *first = (const GmxStepRecord *)(gpointer)records->data;
  const GmxStepRecord *last = first + records->len - 1, *record = last;
  double sum = 0;
  for (; record >= first && record->epoch == last->epoch; record--)
    sum += record->sharpness;
  self->steps = last->step;
  self->sharpness = sum / (double)(last - record);
}

static void read_timing(GmxRunEntry *self) {
  g_autofree char *path = g_build_filename(self->path, "timing.csv", NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(path, NULL);
  const double *seconds = columns ? gmx_columns_find(columns, "seconds") : NULL;
  if (seconds && gmx_columns_get_count(columns) > 0)
    self->seconds = seconds[gmx_columns_get_count(columns) - 1];
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
