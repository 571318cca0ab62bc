/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying a run's weights out of the trainer, on the thread that trains; after that the trainer may
 * do what it likes. */
#include "engine/insight/weights.h"

#include <math.h>

typedef struct {
  GmxWeights weights; /* first: a GmxWeights is an Owner */
  gint references;
} Owner;

G_DEFINE_BOXED_TYPE(GmxWeights, gmx_weights, gmx_weights_ref, gmx_weights_unref)

GmxWeights *gmx_weights_ref(GmxWeights *weights) {
  g_atomic_int_inc(&((Owner *)weights)->references);
  return weights;
}

void gmx_weights_unref(GmxWeights *weights) {
  if (!weights || !g_atomic_int_dec_and_test(&((Owner *)weights)->references))
    return;
  gmx_model_free(weights->model);
  gmx_model_free(weights->perturbed);
  g_clear_object(&weights->dataset);
  g_free(weights->used);
  g_free(weights->labels);
  g_clear_pointer(&weights->trail, g_ptr_array_unref);
  g_free(weights);
}

/* The method's own climb; SAM where it has none, as for the probe. */
static void copy_perturbed(GmxWeights *self, GmxTrainer *trainer) {
  GmxStepOptions options = gmx_config_get_step_options(gmx_trainer_get_config(trainer));
  self->borrowed = options.perturb == GMX_PERTURB_NONE;
  if (self->borrowed)
    options.perturb = GMX_PERTURB_SAM;
  self->perturb = options.perturb;
  self->rho = options.rho;
  self->eta = options.eta;
  self->perturbed = gmx_model_copy(self->model);
  self->epsilon_norm = gmx_trainer_climb(trainer, &options, self->perturbed);
  if (isnan(self->epsilon_norm))
    g_clear_pointer(&self->perturbed, gmx_model_free);
}

static void copy_images(GmxWeights *self, GmxTrainer *trainer) {
  const int *used = gmx_trainer_get_used(trainer, &self->used_count);
  const int *labels = gmx_trainer_get_labels(trainer);
  self->dataset = g_object_ref(gmx_trainer_get_dataset(trainer));
  self->used = g_memdup2(used, sizeof(int) * (gsize)self->used_count);
  const gsize images = (gsize)gmx_dataset_get_count(self->dataset, GMX_SPLIT_TRAIN);
  self->labels = labels ? g_memdup2(labels, sizeof(int) * images) : NULL;
}

static GmxWeights *new_of(GmxTrainer *trainer, const GmxModel *model) {
  Owner *owner = g_new0(Owner, 1);
  GmxWeights *self = &owner->weights;
  owner->references = 1;
  self->step = gmx_trainer_get_step(trainer);
  self->epoch = gmx_trainer_get_epoch(trainer);
  self->model = gmx_model_copy(model);
  copy_images(self, trainer);
  self->alpha = gmx_config_get_double(gmx_trainer_get_config(trainer), "alpha");
  self->batch = gmx_trainer_get_batch_size(trainer);
  return self;
}

GmxWeights *gmx_weights_new(GmxTrainer *trainer) {
  GmxWeights *self = new_of(trainer, gmx_trainer_get_model(trainer));
  copy_perturbed(self, trainer);
  self->trail = gmx_trainer_get_trail(trainer, &self->trail_every);
  return self;
}

GmxWeights *gmx_weights_new_from_models(GmxTrainer *trainer, const GmxModel *model,
                                        const GmxModel *perturbed) {
  const GmxStepOptions options = gmx_config_get_step_options(gmx_trainer_get_config(trainer));
  GmxWeights *self = new_of(trainer, model);
  self->perturbed = perturbed ? gmx_model_copy(perturbed) : NULL;
  self->epsilon_norm = NAN;
  self->perturb = options.perturb;
  self->rho = options.rho;
  self->eta = options.eta;
  self->trail = g_ptr_array_new();
  self->trail_every = 1;
  return self;
}
