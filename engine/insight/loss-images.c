/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample of images that a landscape is made of: loaded and mixed once, because the network sees
 * the same ones thousands of times. */
#include "engine/insight/objective.h"
#include "engine/method/mix.h"

#include <string.h>

#define CHUNK 256 /* images that go together through a network that looks at each alone */

static void clear(gpointer data) {
  GmxLossImages *self = data;
  g_aligned_free(self->images);
  g_free(self->first);
  g_free(self->second);
  g_free(self->lambda);
}

GmxLossImages *gmx_loss_images_ref(GmxLossImages *self) {
  return g_atomic_rc_box_acquire(self);
}

void gmx_loss_images_unref(GmxLossImages *self) {
  g_atomic_rc_box_release_full(self, clear);
}

/* BatchNorm makes the batch part of the function: it is the run's. Without it any size will do, and
 * a large one is faster. */
static int choose_batch(GmxWeights *weights, int count) {
  const int batch = gmx_model_running_count(weights->model) > 0 ? weights->batch : CHUNK;
  return CLAMP(batch, 1, count);
}

/* All images that may be drawn, in a random order. */
static int *draw(GmxWeights *weights, GmxSplit split, GmxRandom *random, int *count) {
  const gboolean training = split == GMX_SPLIT_TRAIN;
  *count = training ? weights->used_count : gmx_dataset_get_count(weights->dataset, split);
  int *order = g_new(int, *count);
  gmx_random_permutation(random, order, *count);
  for (int i = 0; training && i < *count; i++)
    order[i] = weights->used[order[i]];
  return order;
}

static void take_batch(GmxLossImages *self, int from, const GmxBatch *batch, gsize values) {
  const gsize n = (gsize)batch->count;
  memcpy(self->images + (gsize)from * values, batch->images, n * values * sizeof(float));
  memcpy(self->first + from, batch->first_label, n * sizeof(int));
  memcpy(self->second + from, batch->second_label, n * sizeof(int));
  memcpy(self->lambda + from, batch->lambda, n * sizeof(float));
}

static void load(GmxLossImages *self, GmxWeights *weights, const GmxLandscapeSample *sample,
                 const int *order, GmxRandom *random) {
  const gsize values = (gsize)self->shape.channels * self->shape.height * self->shape.width;
  g_autoptr(GmxBatch) batch = gmx_batch_new(self->shape, self->batch);
  self->images = g_aligned_alloc((gsize)self->count * values, sizeof(float), 64);
  self->first = g_new(int, self->count);
  self->second = g_new(int, self->count);
  self->lambda = g_new(float, self->count);
  for (int from = 0; from < self->count; from += self->batch) {
    gmx_batch_load(batch, weights->dataset, sample->split, order + from, self->batch,
                   sample->split == GMX_SPLIT_TRAIN ? weights->labels : NULL, NULL);
    gmx_mix_batch(batch, sample->mixed ? GMX_MIX_MIXUP : GMX_MIX_NONE, weights->alpha, TRUE,
                  random);
    take_batch(self, from, batch, values);
  }
}

GmxLossImages *gmx_loss_images_new(GmxWeights *weights, const GmxLandscapeSample *sample,
                                   guint64 seed, GError **error) {
  GmxRandom random;
  int all;
  gmx_random_init(&random, seed, GMX_STREAM_LANDSCAPE);
  g_autofree int *order = draw(weights, sample->split, &random, &all);
  if (all == 0) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                "“%s” has no held-out images; choose training images",
                gmx_dataset_get_title(weights->dataset));
    return NULL;
  }
  GmxLossImages *self = g_atomic_rc_box_new0(GmxLossImages);
  const int wanted = CLAMP(sample->images, 1, all);
  self->shape = gmx_dataset_get_shape(weights->dataset);
  self->batch = choose_batch(weights, wanted);
  self->count = wanted / self->batch * self->batch;
  load(self, weights, sample, order, &random);
  return self;
}
