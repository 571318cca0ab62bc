/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a run, new or continued, on the engine thread: data set, trainer, recording. Where it
 * fails the earlier run is as it was. */
#include "engine/session-private.h"

#include "engine/train/run-folder.h"

#include <string.h>

static void report_loading(double fraction, const char *what, gpointer data) {
  GmxEngine *self = data;
  gmx_mailbox_post_loading(self->mailbox, fraction, what);
}

static void report_phase(const char *phase, gpointer data) {
  gmx_engine_post_status(data, phase);
}

/* Sets that lie in files are the same for every seed; the others are drawn from it. */
static gboolean lies_in_files(GmxConfig *config) {
  g_autofree char *data = gmx_config_get_string(config, "data");
  return g_strcmp0(data, "fashion-mnist") == 0 || strchr(data, G_DIR_SEPARATOR) != NULL;
}

/* The open run's data set where @config wants the same, else NULL. Points are always made anew: it
 * takes no time, several settings tell what they are, and a CSV file may have been edited. */
static GmxDataset *keep_dataset(GmxEngine *self, GmxConfig *config) {
  if (!self->trainer || gmx_dataset_is_points(gmx_trainer_get_dataset(self->trainer)))
    return NULL;
  GmxConfig *old = gmx_trainer_get_config(self->trainer);
  if (!gmx_config_agree(old, config, "data") ||
      (!lies_in_files(config) && !gmx_config_agree(old, config, "seed")))
    return NULL;
  return g_object_ref(gmx_trainer_get_dataset(self->trainer));
}

/* Puts the cancellable of a load where the owner's thread finds it; NULL takes it away. */
static void show_load(GmxEngine *self, GCancellable *cancellable) {
  pthread_mutex_lock(&self->lock);
  g_set_object(&self->load, cancellable);
  pthread_mutex_unlock(&self->lock);
  if (cancellable && g_atomic_int_get(&self->closing))
    g_cancellable_cancel(cancellable);
}

static GmxDataset *load_dataset(GmxEngine *self, GmxConfig *config, GError **error) {
  GmxDataset *kept = keep_dataset(self, config);
  if (kept)
    return kept;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  show_load(self, cancellable);
  GmxDataset *dataset = gmx_config_load_dataset(config, report_loading, self, cancellable, error);
  show_load(self, NULL);
  return dataset;
}

static GmxTrainer *make_trainer(GmxEngine *self, GmxConfig *config, GError **error) {
  g_autofree char *standard = self->run_dir ? NULL : gmx_run_default_parent();
  if (!gmx_config_validate(config, error))
    return NULL;
  g_autoptr(GmxDataset) dataset = load_dataset(self, config, error);
  if (!dataset)
    return NULL;
  return gmx_trainer_new(config, dataset, self->run_dir ? self->run_dir : standard, error);
}

static GmxRecording *make_recording(GmxTrainer *trainer) {
  GmxConfig *config = gmx_trainer_get_config(trainer);
  return gmx_recording_new(gmx_dataset_get_classes(gmx_trainer_get_dataset(trainer)),
                           (gsize)gmx_config_get_int(config, "record-memory") << 20,
                           gmx_config_get_int(config, "record-every"));
}

/* A checkpoint first, so that a run that is continued later loses no step; where it can't be
 * written there is the one before it. */
void gmx_engine_leave_run(GmxEngine *self) {
  if (self->trainer)
    gmx_trainer_save_rest(self->trainer, NULL);
  g_clear_pointer(&self->trainer, gmx_trainer_free);
}

/* @past: folder of a run that is continued; NULL for a new one.
 * @origin: file of its first weights; NULL where they were drawn */
static void install(GmxEngine *self, GmxTrainer *trainer, GmxConfig *config, const char *past,
                    const char *origin) {
  gmx_engine_leave_run(self);
  self->trainer = trainer;
  char *file = g_strdup(origin); /* it may be what is freed */
  g_free(self->origin);
  self->origin = file;
  g_clear_pointer(&self->recording, gmx_recording_unref);
  self->recording = make_recording(trainer);
  g_set_object(&self->wanted, config);
  self->mode = GMX_MODE_IDLE;
  self->failed = FALSE;
  self->rate = (GmxRate){0};
  self->gallery_time = self->gallery_step = 0;
  gmx_trainer_set_phase_func(trainer, report_phase, self);
  const GmxNews news = {
      .kind = GMX_NEWS_OPENED,
      .dataset = g_object_ref(gmx_trainer_get_dataset(trainer)),
      .parameters = gmx_model_parameter_count(gmx_trainer_get_model(trainer)),
      .origin = g_strdup(file),
      .config = gmx_config_copy(config),
      .recording = gmx_recording_ref(self->recording),
      .serial = self->serial,
  };
  gmx_mailbox_take_news(self->mailbox, &news);
  if (past)
    gmx_engine_send_past(self, past);
  gmx_engine_post_status(self, "training");
  gmx_engine_set_state(self, gmx_trainer_get_step(trainer) == 0 ? GMX_SESSION_READY
                             : gmx_trainer_get_state(trainer) == GMX_TRAINER_FINISHED
                                 ? GMX_SESSION_FINISHED
                                 : GMX_SESSION_PAUSED);
}

static gboolean load_weights(GmxTrainer *trainer, const char *path, GError **error) {
  g_autoptr(GError) wrong = NULL;
  if (!path || gmx_trainer_load_weights(trainer, path, &wrong))
    return TRUE;
  g_set_error_literal(error, GMX_SESSION_ERROR, GMX_SESSION_ERROR_WEIGHTS, wrong->message);
  return FALSE;
}

gboolean gmx_engine_open_run(GmxEngine *self, GmxConfig *config, const char *weights,
                             gboolean needed) {
  const GmxSessionState earlier = self->state;
  g_autoptr(GError) error = NULL;
  gmx_engine_set_state(self, GMX_SESSION_LOADING);
  GmxTrainer *trainer = make_trainer(self, config, &error);
  const gboolean fits = trainer && load_weights(trainer, weights, &error);
  if (trainer && !fits && needed)
    g_clear_pointer(&trainer, gmx_trainer_free);
  if (trainer)
    install(self, trainer, config, NULL, fits ? weights : NULL);
  if (trainer && !fits)
    error->code = GMX_SESSION_ERROR_WEIGHTS_DRAWN;
  if (error && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gmx_engine_fail(self, g_steal_pointer(&error));
  if (!trainer)
    gmx_engine_set_state(self, earlier);
  return trainer != NULL;
}

/* Another network, or a file that has gone, is no reason to stay with what there is. */
gboolean gmx_engine_reopen_run(GmxEngine *self, GmxConfig *config) {
  return gmx_engine_open_run(self, config, self->origin, FALSE);
}

gboolean gmx_engine_is_open(GmxEngine *self, const char *path) {
  const char *open = self->trainer ? gmx_trainer_get_run_path(self->trainer) : NULL;
  g_autofree char *left = open ? g_canonicalize_filename(open, NULL) : NULL;
  g_autofree char *right = g_canonicalize_filename(path, NULL);
  return g_strcmp0(left, right) == 0;
}

static GmxTrainer *resume_trainer(GmxEngine *self, const char *path, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(path, error);
  g_autoptr(GmxDataset) dataset = info ? load_dataset(self, info->config, error) : NULL;
  return dataset ? gmx_trainer_resume(path, dataset, error) : NULL;
}

void gmx_engine_resume_run(GmxEngine *self, const char *path) {
  const GmxSessionState earlier = self->state;
  g_autoptr(GError) error = NULL;
  gmx_engine_set_state(self, GMX_SESSION_LOADING);
  GmxTrainer *trainer = resume_trainer(self, path, &error);
  if (trainer) {
    g_autoptr(GmxConfig) config = gmx_config_copy(gmx_trainer_get_waiting_config(trainer));
    install(self, trainer, config, path, NULL);
    return;
  }
  if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gmx_engine_fail(self, g_steal_pointer(&error));
  gmx_engine_set_state(self, earlier);
}
