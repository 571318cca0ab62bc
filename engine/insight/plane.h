/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network says about every place of a plane of points: the decision surface, ready to be
 * banded and drawn. For data sets of points (gmx_dataset_is_points()). */
#pragma once

#include "engine/train/gallery.h"

/**
 * Grows @bounds (least x, greatest x, least y, greatest y) about their middle to the aspect of
 * @width × @height, so that a step is equally long in both directions.
 */
void gmx_plane_fit(const double bounds[4], double width, double height, double box[4]);

/**
 * The softmax of @model at @columns × @rows places that are spread evenly over @box, its edges
 * included. Coordinates are the data's; they are normalised here by @dataset's mean and deviation.
 * Computes on the calling thread where gmx_parallel_set_alone() says so. @model's weights stay.
 * @param box least x, greatest x, least y, greatest y
 * @param probabilities [rows][columns][classes]; the first row lies at the greatest y, as on a
 *   screen
 */
void gmx_plane_evaluate(GmxModel *model, GmxDataset *dataset, const double box[4], int columns,
                        int rows, float *probabilities);

/** The mixed point i of @gallery in data coordinates, as gmx_batch_blend() mixes its parents. */
void gmx_plane_get_mix(const GmxGallery *gallery, GmxDataset *dataset, int i, double at[2]);

/** Mean loss of @gallery's mixed points (methods.md, section 2) with the weights of @model. */
double gmx_plane_mixed_loss(GmxModel *model, GmxDataset *dataset, const GmxGallery *gallery);

/** Loss and share of right answers on the held-out points with the weights of @model. */
void gmx_plane_held_out(GmxModel *model, GmxDataset *dataset, double *loss, double *accuracy);

/**
 * Manifold intrusion as the eye sees it on the plane: mixed point i is intruded where the nearest
 * of the @used_count training points @used has a label that neither parent has, and lies nearer
 * than both parents. Distances are Euclidean in data coordinates, not in the network's features.
 * @param labels of the training part with noise; NULL: the data set's own
 * @param intruded [gallery->count], filled with 0 or 1
 */
void gmx_plane_find_intruded(GmxDataset *dataset, const int *used, int used_count,
                             const int *labels, const GmxGallery *gallery, guint8 *intruded);
