/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images of a data set for showing: the first few of a class, and real blends of two. */
#include "ui/dataset-pick.h"

#include "engine/data/batch.h"

int gmx_dataset_pick(GmxDataset *dataset, int label, int *indices, int most) {
  int total = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), found = 0;
  for (int i = 0; i < total && found < most; i++)
    if (gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, i) == label)
      indices[found++] = i;
  return found;
}

guint8 *gmx_dataset_blend(GmxDataset *dataset, int first, int second, double lambda) {
  GmxShape shape = gmx_dataset_get_picture_shape(dataset);
  guint8 *rgb = g_malloc((gsize)shape.width * shape.height * 3);
  gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, first, NULL, second, NULL, lambda, rgb);
  return rgb;
}
