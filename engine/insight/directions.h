/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions in the space of the weights, and the plane that two of them span. */
#pragma once

#include "engine/nn/model.h"

#include <glib.h>

/**
 * A random direction, filter-normalised (Li et al. 2018, arXiv 1712.09913, section 4): normal
 * numbers, and each filter d_ij (an output channel of a convolution, a unit of a linear layer)
 * scaled to ‖d_ij‖ = ‖w_ij‖; 0 for biases and BatchNorm, as in that paper's figures.
 * @param direction gmx_model_parameter_count() floats, laid out like the parameters
 */
void gmx_direction_random(GmxModel *model, GmxRandom *random, float *direction);

/** out = w + x a + y b in double, rounded once; @b may be NULL. */
void gmx_direction_go(const float *w, double x, const float *a, double y, const float *b,
                      gsize count, float *out);

/** Takes out of @direction what lies along @of; leaves it where @of is 0. */
void gmx_direction_orthogonalise(float *direction, const float *of, gsize count);

/** Scales @direction to norm 1. @returns its norm before; where that is 0 or not finite nothing
 * changes. */
double gmx_direction_normalise(float *direction, gsize count);

/** ⟨a,a⟩, ⟨a,b⟩, ⟨b,b⟩. */
void gmx_direction_gram(const float *a, const float *b, gsize count, double gram[3]);

/**
 * The point of the plane w + x a + y b that is nearest to @point.
 * @param gram of a and b
 * @returns how far @point lies from it
 */
double gmx_direction_project(const float *w, const float *point, const float *a, const float *b,
                             const double gram[3], gsize count, double *x, double *y);
