/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a run has learned all it will: the least held-out loss so far, and how long ago it was.
 *
 * Both follow from the rows of epochs.csv and are kept nowhere else, so that a run which goes on
 * from a checkpoint stops where the uninterrupted one does. */
#include "engine/train/trainer-private.h"

#include "engine/train/text.h"

#include <math.h>

/* As its row says it: the rows of an earlier process are compared with. */
static double as_written(double value) {
  char text[GMX_NUMBER_SIZE];
  return isfinite(value) ? g_ascii_strtod(gmx_number_csv(value, text), NULL) : value;
}

void gmx_trainer_forget_epochs(GmxTrainer *self) {
  self->last_epoch = (GmxEpochRecord){
      .train_loss = NAN, .train_accuracy = NAN, .test_loss = NAN, .test_accuracy = NAN, .ece = NAN};
  self->best_epoch = 0;
}

/* Where nothing is held out no epoch is worse than another. */
void gmx_trainer_note_epoch(GmxTrainer *self, const GmxEpochRecord *record) {
  const double loss = as_written(record->test_loss);
  self->last_epoch = *record;
  if (self->best_epoch > 0 && loss >= self->best_loss)
    return;
  self->best_epoch = record->epoch;
  self->best_loss = loss;
}

gboolean gmx_trainer_read_epochs(GmxTrainer *self, GError **error) {
  g_autoptr(GArray) rows = gmx_run_folder_read_epochs(gmx_run_folder_get_path(self->folder), error);
  if (!rows)
    return FALSE;
  gmx_trainer_forget_epochs(self);
  for (guint i = 0; i < rows->len; i++)
    gmx_trainer_note_epoch(self, &g_array_index(rows, GmxEpochRecord, i));
  return TRUE;
}

gboolean gmx_trainer_has_lost_patience(GmxTrainer *self, GmxConfig *config) {
  const int patience = gmx_config_get_int(config, "patience");
  return patience > 0 && self->best_epoch > 0 &&
         self->last_epoch.epoch - self->best_epoch >= patience;
}

int gmx_trainer_get_plateau(GmxTrainer *self) {
  return self->state == GMX_TRAINER_FINISHED && gmx_trainer_has_lost_patience(self, self->waiting)
             ? self->best_epoch
             : 0;
}
