/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mixed images of one step as bytes, with all that a tile says: taken on the engine thread
 * between two steps, then never changed. */
#include "engine/gallery.h"

#include <math.h>
#include <string.h>

typedef struct {
  GmxGallery gallery; /* first: a GmxGallery is a Gallery */
  gatomicrefcount references;
} Gallery;

G_DEFINE_BOXED_TYPE(GmxGallery, gmx_gallery, gmx_gallery_ref, gmx_gallery_unref)

GmxGallery *gmx_gallery_ref(GmxGallery *gallery) {
  g_atomic_ref_count_inc(&((Gallery *)gallery)->references);
  return gallery;
}

void gmx_gallery_unref(GmxGallery *g) {
  if (!g || !g_atomic_ref_count_dec(&((Gallery *)g)->references))
    return;
  g_free(g->order);
  g_free(g->rgb);
  g_free(g->first);
  g_free(g->second);
  g_free(g->first_label);
  g_free(g->second_label);
  g_free(g->lambdas);
  g_free(g->loss);
  g_free(g->loss_perturbed);
  g_free(g->s);
  g_free(g->sharp);
  g_free(g);
}

static void copy_batch(GmxGallery *g, const GmxBatch *batch, GmxDataset *dataset) {
  const gsize tile = (gsize)g->width * g->height * 3;
  g->rgb = g_malloc(tile * g->count);
  g->first = g_memdup2(batch->index, sizeof(int) * g->count);
  g->second = g_new(int, g->count);
  g->first_label = g_memdup2(batch->first_label, sizeof(int) * g->count);
  g->second_label = g_memdup2(batch->second_label, sizeof(int) * g->count);
  g->lambdas = g_memdup2(batch->lambda, sizeof(float) * g->count);
  for (int i = 0; i < g->count; i++) {
    g->second[i] = batch->index[batch->partner[i]];
    gmx_batch_to_rgb(batch, dataset, i, g->rgb + tile * i);
  }
}

/* NaN where λ differs within the batch. */
static double common_lambda(const float *lambda, int count) {
  for (int i = 1; i < count; i++)
    if (lambda[i] != lambda[0])
      return NAN;
  return lambda[0];
}

static void copy_result(GmxGallery *g, const GmxStepResult *result) {
  const gsize n = g->count;
  g->climbed = result->sharpness != NULL;
  g->loss = g_memdup2(result->loss, sizeof(float) * n);
  g->cut = NAN;
  if (!g->climbed)
    return;
  g->sharp_count = result->sharp_count;
  g->cut = result->cut;
  g->loss_perturbed = g_memdup2(result->loss_perturbed, sizeof(float) * n);
  g->s = g_memdup2(result->sharpness, sizeof(float) * n);
  g->sharp = g_memdup2(result->sharp, n);
}

/* Largest first, ties by position as in the partition. */
static int by_falling(gconstpointer a, gconstpointer b, gpointer values) {
  const int i = *(const int *)a, j = *(const int *)b;
  const float left = ((const float *)values)[i], right = ((const float *)values)[j];
  return left > right ? -1 : left < right ? 1 : i - j;
}

static void sort(GmxGallery *g) {
  g->order = g_new(int, g->count);
  for (int i = 0; i < g->count; i++)
    g->order[i] = i;
  g_qsort_with_data(g->order, g->count, sizeof(int), by_falling, g->climbed ? g->s : g->loss);
}

GmxGallery *gmx_gallery_new(GmxTrainer *trainer) {
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  const GmxStepResult *result = gmx_trainer_get_result(trainer);
  if (!batch || !result)
    return NULL;
  Gallery *owner = g_new0(Gallery, 1);
  GmxGallery *g = &owner->gallery;
  g_atomic_ref_count_init(&owner->references);
  g->step = gmx_trainer_get_step(trainer);
  g->epoch = gmx_trainer_get_epoch(trainer);
  g->count = batch->count;
  g->width = batch->shape.width;
  g->height = batch->shape.height;
  g->gamma = gmx_trainer_get_step_options(trainer)->gamma;
  g->lambda = common_lambda(batch->lambda, batch->count);
  copy_batch(g, batch, gmx_trainer_get_dataset(trainer));
  copy_result(g, result);
  sort(g);
  return g;
}
