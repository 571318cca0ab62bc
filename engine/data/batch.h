/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch: stored images made into what a network sees, and where each came from.
 *
 * Loading normalises (and augments); mixing (method/mix.h) then blends the images in place and
 * fills in partner, second label and λ. Right after loading λ is 1 and every example is its own
 * partner. */
#pragma once

#include "engine/data/dataset.h"
#include "engine/nn/loss.h"

/** Pixels of padding around an image from which a crop of the old size is taken. */
#define GMX_BATCH_PADDING 4

/** How augmentation moved an image: pixel (x, y) shows the stored (x + right, y + down), after a
 * flip of x. All 0: not at all. */
typedef struct {
  gint8 down, right; /* within ±GMX_BATCH_PADDING */
  gboolean flip;
} GmxBatchMove;

/** All arrays have room for `capacity` examples; the first `count` are in use. */
typedef struct {
  int capacity, count;
  GmxShape shape;
  GmxSplit split;      /* of the last load */
  float *images;       /* [count][height][width][channels], normalised; mixed after mixing */
  float *unmixed;      /* scratch of the same size: the images before mixing */
  int *index;          /* in the data set's split */
  int *partner;        /* position in this batch of the second parent */
  int *first_label;    /* label of the first parent, after label noise */
  int *second_label;   /* label of the second parent */
  float *lambda;       /* weight of the first parent */
  GmxBatchMove *moves; /* of the last load */
} GmxBatch;

GmxBatch *gmx_batch_new(GmxShape shape, int capacity);
void gmx_batch_free(GmxBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxBatch, gmx_batch_free)

/**
 * Fills @batch with @count images of @split at @indices.
 * @param labels replaces the data set's own labels, one entry an image of the split (label noise);
 *   NULL for the data set's own
 * @param augment NULL for none; else the stream that draws the random crop (4 pixels of padding)
 *   and the horizontal flip (p = ½) of each image: three draws an image in the batch's order. The
 *   padding is black in the stored image, as where PyTorch's RandomCrop(padding=4) and
 *   RandomHorizontalFlip stand before ToTensor and Normalize.
 *
 * The result does not depend on the number of threads. Nothing is allocated.
 */
void gmx_batch_load(GmxBatch *batch, GmxDataset *dataset, GmxSplit split, const int *indices,
                    int count, const int *labels, GmxRandom *augment);

/**
 * The same with the moves of an earlier load: image i is moved by @moves[i]; NULL moves none.
 */
void gmx_batch_load_moved(GmxBatch *batch, GmxDataset *dataset, GmxSplit split, const int *indices,
                          const GmxBatchMove *moves, int count, const int *labels);

/** The labels and λ of @batch as the loss wants them. */
GmxTargets gmx_batch_targets(const GmxBatch *batch);

/** mixup of two images of @values floats: out = λ a + (1 − λ) b, with @lambda as λ. */
void gmx_batch_blend(const float *a, const float *b, double lambda, gsize values, float *out);

/**
 * Image @i of @batch turned back into bytes, height × width × 3 (grey is repeated), into @rgb. Of
 * points the picture of the mixed point between its parents, of gmx_dataset_get_picture_shape().
 */
void gmx_batch_to_rgb(const GmxBatch *batch, GmxDataset *dataset, int i, guint8 *rgb);

/**
 * The same bytes without the batch: image @first of @split, moved by @first_move, mixed at @lambda
 * with image @second, moved by @second_move. A move of NULL is none. Any thread may ask.
 */
void gmx_batch_mix_rgb(GmxDataset *dataset, GmxSplit split, int first,
                       const GmxBatchMove *first_move, int second, const GmxBatchMove *second_move,
                       double lambda, guint8 *rgb);

/**
 * Labels of the training part with @fraction of them (rounded to a whole number of images) replaced
 * by another class drawn uniformly from @random (symmetric label noise). The caller frees the array
 * with g_free().
 */
int *gmx_labels_with_noise(GmxDataset *dataset, double fraction, GmxRandom *random);
