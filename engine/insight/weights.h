/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights of a run at one moment, copied out of the trainer with all that is needed to ask
 * about them later: w, w + ε̂, the training images used and their labels.
 *
 * ε̂ is the climb of the newest step's batch at these weights, by the run's own perturbation; a
 * method that does not climb is looked at with SAM at its ρ, as the probe does. Immutable but for
 * the models, whose passes need a tape: one job uses one GmxWeights at a time, or copies the
 * models. */
#pragma once

#include "engine/train/trail.h"
#include "engine/train/trainer.h"

typedef struct {
  gint64 step; /* steps done */
  int epoch;
  GmxModel *model; /* at w */
  GmxModel
      *perturbed;      /* at w + ε̂; NULL where there is no batch to climb by: before the
                          first step, after going back until the next, where its loss is not finite */
  double epsilon_norm; /* NaN without `perturbed` */
  double rho, eta;
  GmxPerturb perturb; /* that made ε̂ */
  gboolean borrowed;  /* the method itself does not climb: SAM was lent to it */
  GmxDataset *dataset;
  int *used, used_count; /* training images of the run */
  int *labels;           /* of the training part with noise; NULL: the data set's own */
  double alpha;          /* of the run's mixup, also where its method does not mix */
  int batch;             /* images a step */
  GPtrArray *trail;      /* of GmxTrailPoint: the last steps' weights, oldest first; may be empty */
  int trail_every;       /* of each how many steps one is among them */
} GmxWeights;

#define GMX_TYPE_WEIGHTS (gmx_weights_get_type())
GType gmx_weights_get_type(void);
/** Copies from @trainer; costs one forward and one backward pass of a batch. */
GmxWeights *gmx_weights_new(GmxTrainer *trainer);

/**
 * The weights that a run's checkpoint holds, and w + ε̂ by the batch that its next step would take.
 * Reads only: the run may be training. Blocks; for a thread of its own.
 * @param dataset the one the run was trained on (its checksum is compared)
 */
GmxWeights *gmx_weights_new_from_run(const char *run_path, GmxDataset *dataset, GError **error);

/**
 * Other weights of @trainer's run, with its images: copies of @model and of @perturbed, which may be
 * NULL. There is no trail.
 */
GmxWeights *gmx_weights_new_from_models(GmxTrainer *trainer, const GmxModel *model,
                                        const GmxModel *perturbed);

GmxWeights *gmx_weights_ref(GmxWeights *weights);
void gmx_weights_unref(GmxWeights *weights);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxWeights, gmx_weights_unref)
