/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first axis of a step: which images it sees (methods.md, section 2). */
#pragma once

#include "engine/data/batch.h"

typedef enum {
  GMX_MIX_NONE,
  GMX_MIX_MIXUP, /* arXiv 1710.09412 */
} GmxMix;

/**
 * Draws λ ~ Beta(α, α) (once, or for each example) and a permutation from @random and mixes
 * @batch in place: x̃_i = λ x_i + (1 − λ) x_π(i). α = 0 means λ = 1. With GMX_MIX_NONE nothing is
 * drawn and nothing changes.
 */
void gmx_mix_batch(GmxBatch *batch, GmxMix mix, double alpha, gboolean per_example,
                   GmxRandom *random);

/** Mixes @batch with given partners and λ, both [count]: the probe, worked cases. */
void gmx_mix_batch_with(GmxBatch *batch, const int *partner, const float *lambda);
