/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mixup (methods.md, section 2; Zhang et al. 2018). */
#include "engine/method/mix.h"

#include "engine/nn/parallel.h"

#define SLICES 16

typedef struct {
  GmxBatch *batch;
  size_t size; /* floats of an image */
} Blend;

static void blend_slice(void *context, int slice) {
  const Blend *blend = context;
  const GmxBatch *batch = blend->batch;
  const int first = batch->count * slice / SLICES, end = batch->count * (slice + 1) / SLICES;
  for (int i = first; i < end; i++)
    gmx_batch_blend(batch->unmixed + (size_t)i * blend->size,
                    batch->unmixed + (size_t)batch->partner[i] * blend->size, batch->lambda[i],
                    blend->size, batch->images + (size_t)i * blend->size);
}

/* Blends by the partners and λ that stand in @batch. */
static void blend(GmxBatch *batch) {
  const GmxShape shape = batch->shape;
  Blend job = {batch, (size_t)shape.channels * shape.height * shape.width};
  float *loaded = batch->images;
  batch->images = batch->unmixed;
  batch->unmixed = loaded;
  for (int i = 0; i < batch->count; i++)
    batch->second_label[i] = batch->first_label[batch->partner[i]];
  gmx_parallel_for(SLICES, blend_slice, &job);
}

void gmx_mix_batch(GmxBatch *batch, GmxMix mix, double alpha, gboolean per_example,
                   GmxRandom *random) {
  if (mix == GMX_MIX_NONE)
    return;
  for (int i = 0; i < batch->count; i++)
    if (i == 0 || per_example)
      batch->lambda[i] = alpha > 0 ? (float)gmx_random_beta(random, alpha, alpha) : 1;
    else
      batch->lambda[i] = batch->lambda[0];
  gmx_random_permutation(random, batch->partner, batch->count);
  blend(batch);
}

void gmx_mix_batch_with(GmxBatch *batch, const int *partner, const float *lambda) {
  for (int i = 0; i < batch->count; i++) {
    batch->partner[i] = partner[i];
    batch->lambda[i] = lambda[i];
  }
  blend(batch);
}
