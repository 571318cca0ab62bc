/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What those who look at a run between two steps ask of the trainer beyond its figures: its
 * probe, its images and labels, and a climb from where the weights stand now. */
#include "engine/train/trainer-private.h"

#include "engine/method/perturb.h"

#include <math.h>

const GmxProbeFindings *gmx_trainer_get_probe_findings(GmxTrainer *self) {
  return gmx_probe_get_findings(self->probe);
}

const GmxEpochRecord *gmx_trainer_get_last_epoch(GmxTrainer *self) {
  return &self->last_epoch;
}

GmxPredictions *gmx_trainer_get_predictions(GmxTrainer *self, GmxSplit split) {
  return self->predictions[split];
}

const int *gmx_trainer_get_used(GmxTrainer *self, int *count) {
  *count = self->used_count;
  return self->used;
}

const int *gmx_trainer_get_labels(GmxTrainer *self) {
  return self->labels;
}

int gmx_trainer_get_batch_size(GmxTrainer *self) {
  return self->batch_size;
}

GPtrArray *gmx_trainer_get_trail(GmxTrainer *self, int *every) {
  *every = gmx_trail_get_every(self->trail);
  return gmx_trail_list(self->trail, self->step);
}

/* The step's own passes serve, as they do for the probe: the last results lie apart from them, and
 * a pass that is only looked at leaves weights and running statistics. */
double gmx_trainer_climb(GmxTrainer *self, const GmxStepOptions *options, GmxModel *perturbed) {
  GmxStepResult result;
  GmxStepOptions flat = *options;
  if (!self->last_result.loss)
    return NAN;
  flat.perturb = GMX_PERTURB_NONE;
  flat.combine = GMX_COMBINE_ALL;
  gmx_step_inspect(self->step_runner, self->batch, &flat, &result);
  if (!result.finite)
    return NAN;
  g_autofree float *saved = g_new(float, gmx_model_parameter_count(perturbed));
  return gmx_perturb_climb(perturbed, options, result.gradient, saved);
}
