/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trainer's files: rows and checkpoints as it goes, and the way back to a checkpoint.
 *
 * A checkpoint between two epochs has index 0. Inside an epoch it holds the order stream as it was
 * before the epoch's order was drawn, so that the order is drawn again instead of stored. */
#include "engine/train/trainer-private.h"

#include <math.h>

/* Everything that a checkpoint holds, as its functions want it; valid while @self is. */
typedef struct {
  GmxCheckpointBuffer buffers[2];
  GmxCheckpointStream streams[3];
  GmxCheckpoint checkpoint;
} Snapshot;

static void describe(GmxTrainer *self, Snapshot *snapshot) {
  const gboolean adamw = gmx_config_get_enum(self->config, "optimizer") == GMX_OPTIMIZER_ADAMW;
  snapshot->buffers[0] =
      (GmxCheckpointBuffer){"momentum", gmx_optimizer_get_velocity(self->optimizer)};
  if (adamw)
    snapshot->buffers[1] =
        (GmxCheckpointBuffer){"square", gmx_optimizer_get_square(self->optimizer)};
  snapshot->streams[0] =
      (GmxCheckpointStream){"order", self->index > 0 ? &self->order_start : &self->order_stream};
  snapshot->streams[1] = (GmxCheckpointStream){"mix", &self->mix_stream};
  snapshot->streams[2] = (GmxCheckpointStream){"augment", &self->augment_stream};
  snapshot->checkpoint = (GmxCheckpoint){.model = self->model,
                                         .buffers = snapshot->buffers,
                                         .buffer_count = adamw ? 2 : 1,
                                         .streams = snapshot->streams,
                                         .stream_count = G_N_ELEMENTS(snapshot->streams),
                                         .step = self->step,
                                         .epoch = self->epoch,
                                         .index = self->index};
}

gboolean gmx_trainer_open_folder(GmxTrainer *self, GError **error) {
  if (!self->writes || self->folder)
    return TRUE;
  self->folder = gmx_run_folder_create_from(self->run_parent, self->config, self->dataset,
                                            self->weights, error);
  self->save_time = g_get_monotonic_time();
  /* Drawn weights come from the seed again; those of a file are kept. */
  return self->folder != NULL && (self->weights == NULL || gmx_trainer_save(self, error));
}

void gmx_trainer_take_folder(GmxTrainer *self, GmxRunFolder *folder) {
  g_return_if_fail(self->folder == NULL);
  self->folder = folder;
  self->writes = TRUE;
}

gboolean gmx_trainer_reopen(GmxTrainer *self, GError **error) {
  return !self->folder || !gmx_run_folder_get_state(self->folder) ||
         gmx_run_folder_drop_summary(self->folder, error);
}

/* The checkpoint on the disk is of where the run stands. */
static void note_saved(GmxTrainer *self) {
  self->saved_step = self->step;
  self->saved_epoch = self->index > 0 ? 0 : self->epoch;
}

gboolean gmx_trainer_save(GmxTrainer *self, GError **error) {
  Snapshot snapshot;
  if (!self->folder || self->state == GMX_TRAINER_DIVERGED)
    return TRUE;
  describe(self, &snapshot);
  /* What the checkpoint has seen must be on the disk before it is. */
  if (!gmx_run_folder_sync(self->folder, error) ||
      !gmx_checkpoint_save(gmx_run_folder_get_checkpoint_path(self->folder), &snapshot.checkpoint,
                           error))
    return FALSE;
  g_clear_object(&self->saved_config);
  self->saved_config = gmx_config_copy(self->config);
  note_saved(self);
  self->save_time = g_get_monotonic_time();
  return TRUE;
}

gboolean gmx_trainer_save_rest(GmxTrainer *self, GError **error) {
  return self->step == self->saved_step || gmx_trainer_save(self, error);
}

gboolean gmx_trainer_save_if_due(GmxTrainer *self, GError **error) {
  const gint64 every = gmx_config_get_int(self->config, "checkpoint-every") * G_USEC_PER_SEC;
  return every == 0 || g_get_monotonic_time() - self->save_time < every ||
         gmx_trainer_save(self, error);
}

static void set_number(JsonObject *object, const char *name, double value) {
  if (isfinite(value))
    json_object_set_double_member(object, name, value);
  else
    json_object_set_null_member(object, name);
}

gboolean gmx_trainer_write_summary(GmxTrainer *self, const char *state, GError **error) {
  const GmxEpochRecord *last = &self->last_epoch;
  g_autoptr(JsonObject) summary = json_object_new();
  set_number(summary, "test_accuracy", last->test_accuracy);
  set_number(summary, "test_loss", last->test_loss);
  set_number(summary, "train_accuracy", last->train_accuracy);
  set_number(summary, "train_loss", last->train_loss);
  set_number(summary, "ece", last->ece);
  json_object_set_int_member(summary, "steps", self->step);
  json_object_set_int_member(summary, "epochs", self->evaluated_epochs);
  json_object_set_string_member(summary, "state", state);
  return gmx_run_folder_sync(self->folder, error) &&
         gmx_run_folder_write_summary(self->folder, summary, error);
}

static gboolean append_intrusion(GmxTrainer *self, GError **error) {
  for (int i = 0; self->intrusion && i < self->intrusion->count; i++) {
    const GmxIntrusionRecord record = gmx_intrusion_get_record(self->intrusion, i);
    if (!gmx_run_folder_append_intrusion(self->folder, &record, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean append_rows(GmxTrainer *self, GError **error) {
  const GmxTrainerSummary figures = gmx_trainer_get_summary(self);
  const GmxProbeRecord *rows = gmx_probe_get_records(self->probe);
  for (int i = 0; rows && i < gmx_probe_get_count(self->probe); i++)
    if (!gmx_run_folder_append_probe(self->folder, &rows[i], error))
      return FALSE;
  return append_intrusion(self, error) &&
         gmx_run_folder_append_timing(self->folder, self->step, figures.seconds,
                                      figures.images_per_second, error) &&
         gmx_run_folder_append_epoch(self->folder, &self->last_epoch, error);
}

/* An epoch of points takes a few milliseconds, a checkpoint that is safe on the disk many more. */
static gboolean is_checkpoint_due(GmxTrainer *self) {
  return self->state == GMX_TRAINER_FINISHED || !gmx_dataset_is_points(self->dataset) ||
         !self->saved_config || g_get_monotonic_time() - self->save_time >= G_USEC_PER_SEC;
}

/* A checkpoint of weights that lead nowhere would replace the one to go back to. */
gboolean gmx_trainer_write_epoch(GmxTrainer *self, GError **error) {
  if (!self->folder)
    return TRUE;
  if (!append_rows(self, error))
    return FALSE;
  if (self->state == GMX_TRAINER_DIVERGED)
    return gmx_trainer_write_summary(self, "diverged", error);
  if (is_checkpoint_due(self) && !gmx_trainer_save(self, error))
    return FALSE;
  return self->state != GMX_TRAINER_FINISHED || gmx_trainer_write_summary(self, "finished", error);
}

static gboolean all_finite(const float *values, gsize count) {
  for (gsize i = 0; i < count; i++)
    if (!isfinite(values[i]))
      return FALSE;
  return TRUE;
}

gboolean gmx_trainer_is_finite(GmxTrainer *self) {
  return all_finite(gmx_model_parameters(self->model), gmx_model_parameter_count(self->model)) &&
         all_finite(gmx_model_running(self->model), gmx_model_running_count(self->model));
}

/* Epochs that the checkpoint has evaluated: the one under way is not among them. */
static int epochs_evaluated(GmxTrainer *self) {
  return self->index > 0 ? self->epoch - 1 : self->epoch;
}

/* Position, weights and streams from the checkpoint of folder @path. */
static gboolean load_checkpoint(GmxTrainer *self, const char *path, GError **error) {
  Snapshot snapshot;
  describe(self, &snapshot);
  snapshot.streams[0].random = &self->order_stream;
  if (!gmx_checkpoint_load(path, &snapshot.checkpoint, error))
    return FALSE;
  self->step = snapshot.checkpoint.step;
  self->epoch = snapshot.checkpoint.epoch;
  self->index = snapshot.checkpoint.index;
  note_saved(self);
  self->evaluated_epochs = epochs_evaluated(self);
  self->last_result = (GmxStepResult){0};
  self->order_start = self->order_stream;
  gmx_trail_clear(self->trail);
  return TRUE;
}

/* Goes to the place in the epoch under way, once the settings of the checkpoint are in force. */
static gboolean find_place(GmxTrainer *self, const char *path, GError **error) {
  /* Beyond the epoch there are no images. */
  if (self->index < 0 || self->index % self->batch_size != 0 ||
      self->index / self->batch_size > self->steps_per_epoch) {
    g_set_error(
        error, GMX_CHECKPOINT_ERROR, GMX_CHECKPOINT_ERROR_MISMATCH,
        "%s: its index is %d, but should be a multiple of the batch size %d within an epoch "
        "of %" G_GINT64_FORMAT " steps",
        path, self->index, self->batch_size, self->steps_per_epoch);
    return FALSE;
  }
  if (self->index > 0)
    gmx_random_permutation(&self->order_stream, self->order, self->used_count);
  return TRUE;
}

static void forget_after(GPtrArray *history, gint64 step) {
  while (history->len > 0) {
    const GmxTrainerChange *last = g_ptr_array_index(history, history->len - 1);
    if (last->step <= step)
      return;
    g_ptr_array_remove_index(history, history->len - 1);
  }
}

/* The settings to go on with: as before the newest live change, and what waits now on top. */
static GmxConfig *undo_newest(GmxTrainer *self) {
  GmxTrainerChange *newest = NULL;
  if (self->history->len > 0)
    newest = g_ptr_array_index(self->history, self->history->len - 1);
  GmxConfig *wanted = gmx_config_copy(newest ? newest->before : self->config);
  for (guint i = 0; i < self->changed->len; i++) {
    const char *name = g_ptr_array_index(self->changed, i);
    g_autofree char *text = gmx_config_to_string(self->waiting, name);
    gmx_config_set_from_string(wanted, name, text, NULL);
  }
  return wanted;
}

/* @wanted: the settings to go on with. */
static gboolean go_back(GmxTrainer *self, GmxConfig *wanted, GError **error) {
  if (!self->saved_config) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                "there is no checkpoint to go back to yet; reset starts the run again");
    return FALSE;
  }
  if (!load_checkpoint(self, gmx_run_folder_get_checkpoint_path(self->folder), error))
    return FALSE;
  g_autoptr(GmxConfig) saved = gmx_config_copy(self->saved_config);
  gmx_trainer_adopt(self, saved);
  if (!find_place(self, gmx_run_folder_get_checkpoint_path(self->folder), error))
    return FALSE;
  gmx_trainer_wait_for(self, wanted);
  forget_after(self->history, self->step);
  if (self->predictions[GMX_SPLIT_TEST] && self->predictions[GMX_SPLIT_TEST]->step > self->step)
    gmx_trainer_forget_predictions(self);
  gmx_trainer_make_plan(self);
  const gboolean cut =
      gmx_run_folder_cut(self->folder, self->step, self->evaluated_epochs, error) &&
      gmx_trainer_read_epochs(self, error);
  gmx_trainer_settle(self);
  return cut;
}

gboolean gmx_trainer_go_back(GmxTrainer *self, GError **error) {
  g_autoptr(GmxConfig) wanted = undo_newest(self);
  return go_back(self, wanted, error);
}

gboolean gmx_trainer_return(GmxTrainer *self, GError **error) {
  g_autoptr(GmxConfig) wanted = gmx_config_copy(self->waiting);
  return go_back(self, wanted, error);
}

gint64 gmx_trainer_get_saved_step(GmxTrainer *self) {
  return self->saved_config ? self->saved_step : -1;
}

int gmx_trainer_get_saved_epoch(GmxTrainer *self) {
  return self->saved_epoch;
}

/* Lets the live changes that the checkpoint has seen act again. */
static gboolean replay_events(GmxTrainer *self, const char *path, GError **error) {
  g_autoptr(GPtrArray) events = gmx_run_folder_read_events(path, error);
  g_autoptr(GmxConfig) config = gmx_config_copy(self->config);
  if (!events)
    return FALSE;
  for (guint i = 0; i < events->len; i++) {
    const GmxEventRecord *event = g_ptr_array_index(events, i);
    if (event->step > self->step)
      break;
    if (!gmx_config_set_from_string(config, event->setting, event->new_value, error))
      return FALSE;
  }
  gmx_trainer_adopt(self, config);
  g_object_unref(self->waiting);
  self->waiting = gmx_config_copy(self->config);
  return TRUE;
}

static gboolean same_data(GmxRunInfo *info, GmxDataset *dataset, GError **error) {
  if (g_strcmp0(info->dataset_checksum, gmx_dataset_get_checksum(dataset)) == 0)
    return TRUE;
  g_autofree char *data = gmx_config_get_string(info->config, "data");
  g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_CONFLICT,
              "data: “%s” is not what run “%s” was trained on; its images or labels have changed",
              data, info->name);
  return FALSE;
}

/* Killed before its first checkpoint, a run begins again; but one that has come further had a
 * checkpoint, and is not thrown away because that is missing now. */
static gboolean may_begin_again(GmxTrainer *self, GError **error) {
  const char *state = gmx_run_folder_get_state(self->folder);
  GmxEpochRecord last;
  if (gmx_run_folder_began_from_file(self->folder)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ,
                "%s is missing, and with it the weights that the run began with; train it anew "
                "with --config, its run.json and --weights",
                gmx_run_folder_get_checkpoint_path(self->folder));
    return FALSE;
  }
  if (!gmx_run_folder_read_last_epoch(gmx_run_folder_get_path(self->folder), &last, error))
    return FALSE;
  if (!state && last.epoch <= 1)
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ,
              "%s is missing, and the run has %s; train it anew with --config and its run.json",
              gmx_run_folder_get_checkpoint_path(self->folder), state ? state : "trained epochs");
  return FALSE;
}

/* Cuts the run's files back to the position, and looks whether they reach it. */
static gboolean cut_back(GmxTrainer *self, GError **error) {
  const gboolean probe = gmx_probe_get_count(self->probe) > 0;
  return gmx_run_folder_cut(self->folder, self->step, self->evaluated_epochs, error) &&
         gmx_run_folder_check_rows(self->folder, self->step, self->evaluated_epochs, probe,
                                   error) &&
         gmx_trainer_read_epochs(self, error);
}

/* The run in the folder, which @self owns from the beginning, so that nobody else goes on with it.
 */
static gboolean go_on_with(GmxTrainer *self, GError **error) {
  const char *path = gmx_run_folder_get_path(self->folder);
  const char *checkpoint = gmx_run_folder_get_checkpoint_path(self->folder);
  const gboolean begun = g_file_test(checkpoint, G_FILE_TEST_EXISTS);
  if (!(begun ? load_checkpoint(self, checkpoint, error) : may_begin_again(self, error)) ||
      !replay_events(self, path, error) || !find_place(self, checkpoint, error) ||
      !cut_back(self, error))
    return FALSE;
  self->saved_config = begun ? gmx_config_copy(self->config) : NULL;
  self->save_time = g_get_monotonic_time();
  gmx_trainer_make_plan(self);
  gmx_trainer_settle(self);
  /* Killed between its last checkpoint and its summary. */
  return self->state != GMX_TRAINER_FINISHED || gmx_run_folder_get_state(self->folder) ||
         gmx_trainer_write_summary(self, "finished", error);
}

GmxTrainer *gmx_trainer_resume_folder(GmxRunFolder *folder, GmxDataset *dataset, GError **error) {
  g_autoptr(GmxRunFolder) owned = folder;
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(gmx_run_folder_get_path(folder), error);
  if (!info || !same_data(info, dataset, error))
    return NULL;
  g_autoptr(GmxTrainer) self = gmx_trainer_new(info->config, dataset, NULL, error);
  if (!self)
    return NULL;
  gmx_trainer_take_folder(self, g_steal_pointer(&owned));
  return go_on_with(self, error) ? g_steal_pointer(&self) : NULL;
}

GmxTrainer *gmx_trainer_resume(const char *run_path, GmxDataset *dataset, GError **error) {
  GmxRunFolder *folder = gmx_run_folder_open(run_path, error);
  return folder ? gmx_trainer_resume_folder(folder, dataset, error) : NULL;
}

GmxTrainer *gmx_trainer_peek(const char *run_path, GmxDataset *dataset, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(run_path, error);
  if (!info || !same_data(info, dataset, error))
    return NULL;
  g_autofree char *checkpoint = g_build_filename(run_path, "checkpoint.safetensors", NULL);
  if (!g_file_test(checkpoint, G_FILE_TEST_EXISTS)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ,
                "run “%s” has no checkpoint yet; train it to the end of its first epoch",
                info->name);
    return NULL;
  }
  g_autoptr(GmxTrainer) self = gmx_trainer_build(info->config, dataset, NULL, error);
  if (!self || !load_checkpoint(self, checkpoint, error) || !replay_events(self, run_path, error) ||
      !find_place(self, checkpoint, error))
    return NULL;
  gmx_trainer_make_plan(self);
  gmx_trainer_look_ahead(self);
  self->state = GMX_TRAINER_FINISHED;
  return g_steal_pointer(&self);
}
