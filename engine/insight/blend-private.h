/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the blends' files share: a picture as a network sees it, and what a network says of many. */
#pragma once

#include "engine/insight/blend.h"

#include "engine/nn/loss.h"

/** @picture normalised as a batch of @dataset is: height × width × channels floats. */
void gmx_picture_normalise(const GmxPicture *picture, GmxDataset *dataset, float *out);

/** Two normalised pictures blended; the mixup is the training's own arithmetic. */
void gmx_blend_floats(const float *a, const float *b, GmxShape shape, GmxBlend blend, double lambda,
                      float *out);

/** Makes image number @i of a list for a network. */
typedef void (*GmxBlendImage)(gpointer data, int i, float *image);

/**
 * What @model says of @count images.
 * @param image makes them, one after the other
 * @param logits [@count][classes]
 * @returns FALSE with G_IO_ERROR_CANCELLED when cut short
 */
gboolean gmx_blend_forward(GmxModel *model, int count, GmxBlendImage image, gpointer data,
                           float *logits, GCancellable *cancellable, GError **error);

/** Most probable of @classes; the first of several. */
int gmx_blend_best(const float *probabilities, int classes);

/**
 * Appends to @found the stretches of GmxThirdClass on which neither @first nor @second is the most
 * probable class, by rising λ. Nothing where one of the two is −1.
 * @param probabilities [@points][@classes]
 */
void gmx_blend_find_third(const float *probabilities, const double *lambda, int points, int classes,
                          int first, int second, gboolean perturbed, GArray *found);
