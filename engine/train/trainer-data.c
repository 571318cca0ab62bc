/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trainer learns from: the images in use, their labels, and the buffers of a batch's size.
 *
 * Batch size, limit and label noise may change between two epochs; everything here is then made
 * anew. The probe is not: its examples and their labels are those of the run's beginning, so that
 * one example can be followed through the change. */
#include "engine/train/trainer-private.h"

#include <string.h>

/* The sample of the clean figures does not depend on the seed: runs that differ by it alone are
 * measured on the same images. */
#define SAMPLE_SEED 0

/* The first `limit` training images, as the setting says. */
static int *use_images(int count, int limit, int *used) {
  *used = limit > 0 && limit < count ? limit : count;
  int *images = g_new(int, *used);
  for (int i = 0; i < *used; i++)
    images[i] = i;
  return images;
}

/* @wanted of the @count images (all for 0), drawn and in rising order. */
static int *draw_sample(const int *images, int count, int wanted, int *drawn) {
  *drawn = wanted > 0 && wanted < count ? wanted : count;
  g_autofree guint8 *taken = g_new0(guint8, count);
  g_autofree int *places = g_new(int, count);
  GmxRandom random;
  gmx_random_init(&random, SAMPLE_SEED, GMX_STREAM_DATA);
  gmx_random_permutation(&random, places, count);
  for (int i = 0; i < *drawn; i++)
    taken[places[i]] = 1;
  int *sample = g_new(int, *drawn);
  for (int i = 0, n = 0; i < count; i++)
    if (taken[i])
      sample[n++] = images[i];
  return sample;
}

gboolean gmx_trainer_check_data(GmxDataset *dataset, GmxConfig *config, GError **error) {
  const int count = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  if (count < 2) {
    g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE,
                "data: “%s” has %d training image(s); at least 2 are needed",
                gmx_dataset_get_title(dataset), count);
    return FALSE;
  }
  if (gmx_config_get_int(config, "limit") == 1) {
    g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE,
                "limit: 1 image can't be trained on; use 2 or more, or 0 for all");
    return FALSE;
  }
  return TRUE;
}

static void choose_images(GmxTrainer *self) {
  g_free(self->used);
  g_free(self->sample);
  self->used = use_images(gmx_dataset_get_count(self->dataset, GMX_SPLIT_TRAIN),
                          gmx_config_get_int(self->config, "limit"), &self->used_count);
  self->sample =
      draw_sample(self->used, self->used_count,
                  gmx_config_get_int(self->config, "evaluate-training"), &self->sample_count);
  self->batch_size = MIN(gmx_config_get_int(self->config, "batch"), self->used_count);
  self->steps_per_epoch = self->used_count / self->batch_size;
}

static void draw_labels(GmxTrainer *self) {
  const double noise = gmx_config_get_double(self->config, "label-noise");
  GmxRandom random;
  g_clear_pointer(&self->labels, g_free);
  if (noise <= 0)
    return;
  gmx_random_init(&random, (guint64)gmx_config_get_int(self->config, "seed"),
                  GMX_STREAM_LABEL_NOISE);
  self->labels = gmx_labels_with_noise(self->dataset, noise, &random);
}

/* The last step's results lie in what is freed here: nothing is known of it any more. */
static void make_room(GmxTrainer *self) {
  const int n = self->batch_size;
  const gsize softmax = (gsize)n * gmx_model_classes(self->model);
  gmx_trainer_free_data(self);
  self->last_result = (GmxStepResult){0};
  self->step_runner = gmx_step_new(self->model, MAX(n, GMX_PROBE_CHUNK));
  self->batch = gmx_batch_new(gmx_dataset_get_shape(self->dataset), n);
  self->order = g_new(int, self->used_count);
  self->picked = g_new(int, n);
  self->last_loss = g_new(float, n);
  self->last_perturbed = g_new(float, n);
  self->last_s = g_new(float, n);
  self->last_sharp = g_new(guint8, n);
  for (int pass = 0; pass < 2; pass++)
    self->last_probabilities[pass] = g_new(float, softmax);
  /* No step has less than one pass forward and one back, which counts two. */
  self->trail = gmx_trail_new(gmx_model_parameter_count(self->model),
                            3 * gmx_model_flops(self->model) * n);
}

void gmx_trainer_make_data(GmxTrainer *self) {
  choose_images(self);
  draw_labels(self);
  make_room(self);
}

void gmx_trainer_make_probe(GmxTrainer *self) {
  const int count = gmx_dataset_get_count(self->dataset, GMX_SPLIT_TRAIN);
  g_clear_pointer(&self->probe, gmx_probe_free);
  g_clear_pointer(&self->probe_labels, g_free);
  if (self->labels)
    self->probe_labels = g_memdup2(self->labels, sizeof(int) * (gsize)count);
  self->probe = gmx_probe_new(self->dataset, self->used, self->used_count, self->probe_labels,
                              gmx_config_get_int(self->config, "probe"),
                              (guint64)gmx_config_get_int(self->config, "seed"));
}

void gmx_trainer_free_data(GmxTrainer *self) {
  g_clear_pointer(&self->step_runner, gmx_step_free);
  g_clear_pointer(&self->batch, gmx_batch_free);
  g_clear_pointer(&self->order, g_free);
  g_clear_pointer(&self->picked, g_free);
  g_clear_pointer(&self->last_loss, g_free);
  g_clear_pointer(&self->last_perturbed, g_free);
  g_clear_pointer(&self->last_s, g_free);
  g_clear_pointer(&self->last_sharp, g_free);
  g_clear_pointer(&self->trail, gmx_trail_free);
  for (int pass = 0; pass < 2; pass++)
    g_clear_pointer(&self->last_probabilities[pass], g_free);
}
