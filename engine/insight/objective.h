/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function of the weights: value and gradient at any w. The loss of a network over a sample of
 * images is one; a quadratic, whose curvature is known, is another. What looks at landscapes and
 * Hessians knows no more than this. */
#pragma once

#include "engine/insight/landscape.h"

typedef struct GmxObjective GmxObjective;

struct GmxObjective {
  gsize count; /* of weights */
  /** L(w). NaN where @cancellable cut it short. */
  double (*value)(GmxObjective *self, const float *w, GCancellable *cancellable);
  /** ∇L(w) into @gradient, [count]; @returns L(w). NaN where @cancellable cut it short. */
  double (*gradient)(GmxObjective *self, const float *w, float *gradient,
                     GCancellable *cancellable);
  /** A second one for another thread. */
  GmxObjective *(*copy)(const GmxObjective *self);
  void (*free)(GmxObjective *self);
};

void gmx_objective_free(GmxObjective *objective);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxObjective, gmx_objective_free)

/** Images as a network sees them, with labels and λ. Reference-counted and immutable. */
typedef struct {
  GmxShape shape;
  int count, batch; /* a whole number of batches */
  float *images;    /* [count][height][width][channels], normalised, mixed */
  int *first, *second;
  float *lambda;
} GmxLossImages;

/**
 * Draws a sample: training images among those that @weights uses, with their labels, or held-out
 * ones. Mixed examples have the run's α and a λ each. NULL with an error where there are none.
 */
GmxLossImages *gmx_loss_images_new(GmxWeights *weights, const GmxLandscapeSample *sample,
                                   guint64 seed, GError **error);
GmxLossImages *gmx_loss_images_ref(GmxLossImages *images);
void gmx_loss_images_unref(GmxLossImages *images);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxLossImages, gmx_loss_images_unref)

/**
 * The mean loss of @model's network over @images (referenced), BatchNorm by each batch's own
 * statistics. Copies the model.
 */
GmxObjective *gmx_objective_new_loss(const GmxModel *model, GmxLossImages *images);
