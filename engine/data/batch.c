/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches: normalised, augmented, and turned back into pictures. In the hot path of small
 * networks: a load allocates nothing and normalises by a table of 256 values a channel. */
#include "engine/data/batch.h"
#include "engine/data/content.h"
#include "engine/data/points.h"
#include "engine/nn/parallel.h"

#include <string.h>

#define ALIGNMENT 64 /* a cache line, and the widest vector */
#define SLICE 8      /* images a slice */

static gsize pixel_values(GmxShape shape) {
  return (gsize)shape.height * shape.width * shape.channels;
}

GmxBatch *gmx_batch_new(GmxShape shape, int capacity) {
  g_return_val_if_fail(capacity > 0, NULL);
  GmxBatch *batch = g_new0(GmxBatch, 1);
  const gsize values = pixel_values(shape) * (gsize)capacity;
  batch->capacity = capacity;
  batch->shape = shape;
  batch->images = g_aligned_alloc0(values, sizeof(float), ALIGNMENT);
  batch->unmixed = g_aligned_alloc0(values, sizeof(float), ALIGNMENT);
  batch->index = g_new0(int, capacity);
  batch->partner = g_new0(int, capacity);
  batch->first_label = g_new0(int, capacity);
  batch->second_label = g_new0(int, capacity);
  batch->lambda = g_new0(float, capacity);
  batch->moves = g_new0(GmxBatchMove, capacity);
  return batch;
}

void gmx_batch_free(GmxBatch *batch) {
  if (batch == NULL)
    return;
  g_aligned_free(batch->images);
  g_aligned_free(batch->unmixed);
  g_free(batch->index);
  g_free(batch->partner);
  g_free(batch->first_label);
  g_free(batch->second_label);
  g_free(batch->lambda);
  g_free(batch->moves);
  g_free(batch);
}

/* The plain case: every value through its channel's table. */
static void normalise(GmxDataset *dataset, const guint8 *image, float *out) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  const gsize values = pixel_values(shape);
  const int channels = shape.channels;
  if (channels == 1) {
    const float *table = gmx_dataset_lookup(dataset, 0);
    for (gsize i = 0; i < values; i++)
      out[i] = table[image[i]];
    return;
  }
  for (int c = 0; c < channels; c++) {
    const float *table = gmx_dataset_lookup(dataset, c);
    for (gsize i = (gsize)c; i < values; i += (gsize)channels)
      out[i] = table[image[i]];
  }
}

/* Column @x of the moved image shows this column of the stored one (which may lie outside). */
static int source_column(GmxBatchMove move, int x, int width) {
  return (move.flip ? width - 1 - x : x) + move.right;
}

/* Cropped and flipped; what comes from outside is black before normalisation. */
static void normalise_moved(GmxDataset *dataset, const guint8 *image, GmxBatchMove move,
                            float *out) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  const int channels = shape.channels;
  for (int c = 0; c < channels; c++) {
    const float *table = gmx_dataset_lookup(dataset, c);
    for (int y = 0; y < shape.height; y++) {
      const int row = y + move.down;
      const gboolean inside = row >= 0 && row < shape.height;
      const guint8 *line = image + (inside ? (gsize)row * shape.width * channels : 0);
      float *to = out + (gsize)y * shape.width * channels + c;
      for (int x = 0; x < shape.width; x++, to += channels) {
        const int column = source_column(move, x, shape.width);
        *to = inside && column >= 0 && column < shape.width ? table[line[column * channels + c]]
                                                            : table[0];
      }
    }
  }
}

static void normalise_point(GmxDataset *dataset, const float *point, float *out) {
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  for (int axis = 0; axis < 2; axis++)
    out[axis] = (point[axis] - mean[axis]) / deviation[axis];
}

/* A stored image as a network sees it before mixing. Points do not move. */
static void load_image(GmxDataset *dataset, GmxSplit split, int index, GmxBatchMove move,
                       float *out) {
  const float *point = gmx_dataset_get_point(dataset, split, index);
  if (point != NULL) {
    normalise_point(dataset, point, out);
    return;
  }
  const guint8 *image = gmx_dataset_get_image(dataset, split, index);
  if (move.down == 0 && move.right == 0 && !move.flip)
    normalise(dataset, image, out);
  else
    normalise_moved(dataset, image, move, out);
}

/* One load; its slices fill batch->images. */
typedef struct {
  GmxBatch *batch;
  GmxDataset *dataset;
  GmxSplit split;
} Load;

static void load_slice(void *context, int slice) {
  const Load *load = context;
  GmxBatch *batch = load->batch;
  const int end = MIN((slice + 1) * SLICE, batch->count);
  for (int i = slice * SLICE; i < end; i++)
    load_image(load->dataset, load->split, batch->index[i], batch->moves[i],
               batch->images + (gsize)i * pixel_values(batch->shape));
}

/* Top of the crop, left of the crop, flip: always three draws an image, in this order. */
static GmxBatchMove draw_move(GmxRandom *random) {
  const int span = 2 * GMX_BATCH_PADDING + 1;
  GmxBatchMove move;
  move.down = (gint8)((int)gmx_random_below(random, (guint32)span) - GMX_BATCH_PADDING);
  move.right = (gint8)((int)gmx_random_below(random, (guint32)span) - GMX_BATCH_PADDING);
  move.flip = gmx_random_uniform(random) < 0.5;
  return move;
}

/* Notes where each example comes from, before it is mixed. */
static gboolean describe_load(GmxBatch *batch, GmxDataset *dataset, GmxSplit split,
                              const int *indices, int count, const int *labels) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_return_val_if_fail(count >= 0 && count <= batch->capacity, FALSE);
  g_return_val_if_fail(memcmp(&shape, &batch->shape, sizeof shape) == 0, FALSE);
  batch->count = count;
  batch->split = split;
  for (int i = 0; i < count; i++) {
    const int index = indices[i];
    const int label = labels != NULL ? labels[index] : gmx_dataset_get_label(dataset, split, index);
    batch->index[i] = index;
    batch->partner[i] = i;
    batch->first_label[i] = batch->second_label[i] = label;
    batch->lambda[i] = 1;
  }
  return TRUE;
}

static void load_all(GmxBatch *batch, GmxDataset *dataset, GmxSplit split) {
  Load load = {batch, dataset, split};
  gmx_parallel_for((batch->count + SLICE - 1) / SLICE, load_slice, &load);
}

void gmx_batch_load(GmxBatch *batch, GmxDataset *dataset, GmxSplit split, const int *indices,
                    int count, const int *labels, GmxRandom *augment) {
  if (!describe_load(batch, dataset, split, indices, count, labels))
    return;
  const gboolean moves = augment != NULL && !gmx_shape_is_points(batch->shape);
  for (int i = 0; i < count; i++)
    batch->moves[i] = moves ? draw_move(augment) : (GmxBatchMove){0};
  load_all(batch, dataset, split);
}

void gmx_batch_load_moved(GmxBatch *batch, GmxDataset *dataset, GmxSplit split, const int *indices,
                          const GmxBatchMove *moves, int count, const int *labels) {
  if (!describe_load(batch, dataset, split, indices, count, labels))
    return;
  for (int i = 0; i < count; i++)
    batch->moves[i] = moves != NULL ? moves[i] : (GmxBatchMove){0};
  load_all(batch, dataset, split);
}

GmxTargets gmx_batch_targets(const GmxBatch *batch) {
  return (GmxTargets){
      .first = batch->first_label, .second = batch->second_label, .lambda = batch->lambda};
}

void gmx_batch_blend(const float *a, const float *b, double lambda, gsize values, float *out) {
  const double rest = 1 - lambda;
  for (gsize i = 0; i < values; i++)
    out[i] = (float)(lambda * a[i] + rest * b[i]);
}

static void to_rgb(const float *image, GmxDataset *dataset, guint8 *rgb) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  const int channels = shape.channels;
  const int pixels = shape.height * shape.width;
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  for (int p = 0; p < pixels; p++)
    for (int colour = 0; colour < 3; colour++) {
      const int c = MIN(colour, channels - 1);
      const float level = (image[p * channels + c] * deviation[c] + mean[c]) * 255 + 0.5f;
      *rgb++ = (guint8)CLAMP(level, 0, 255);
    }
}

/* A mixed point as a picture, from what the network sees. */
static void point_to_rgb(GmxDataset *dataset, GmxSplit split, int first, int second,
                         const float *seen, double lambda, guint8 *rgb) {
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  const float mixed[2] = {seen[0] * deviation[0] + mean[0], seen[1] * deviation[1] + mean[1]};
  gmx_points_mix_rgb(dataset, gmx_dataset_get_point(dataset, split, first),
                     gmx_dataset_get_label(dataset, split, first),
                     gmx_dataset_get_point(dataset, split, second),
                     gmx_dataset_get_label(dataset, split, second), lambda, mixed, rgb);
}

void gmx_batch_to_rgb(const GmxBatch *batch, GmxDataset *dataset, int i, guint8 *rgb) {
  g_return_if_fail(i >= 0 && i < batch->count);
  const float *seen = batch->images + (gsize)i * pixel_values(batch->shape);
  if (gmx_shape_is_points(batch->shape))
    point_to_rgb(dataset, batch->split, batch->index[i], batch->index[batch->partner[i]], seen,
                 batch->lambda[i], rgb);
  else
    to_rgb(seen, dataset, rgb);
}

void gmx_batch_mix_rgb(GmxDataset *dataset, GmxSplit split, int first,
                       const GmxBatchMove *first_move, int second, const GmxBatchMove *second_move,
                       double lambda, guint8 *rgb) {
  const GmxBatchMove still = {0};
  const gsize values = pixel_values(gmx_dataset_get_shape(dataset));
  g_autofree float *a = g_new(float, 2 * values);
  float *b = a + values;
  load_image(dataset, split, first, first_move ? *first_move : still, a);
  load_image(dataset, split, second, second_move ? *second_move : still, b);
  gmx_batch_blend(a, b, lambda, values, a);
  if (gmx_dataset_is_points(dataset))
    point_to_rgb(dataset, split, first, second, a, lambda, rgb);
  else
    to_rgb(a, dataset, rgb);
}

void gmx_dataset_get_rgb(GmxDataset *dataset, GmxSplit split, int index, guint8 *rgb) {
  gmx_batch_mix_rgb(dataset, split, index, NULL, index, NULL, 1, rgb);
}
