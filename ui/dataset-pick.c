/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images of a data set for showing: the first few of a class, and real blends of two. */
#include "ui/dataset-pick.h"

int gmx_dataset_pick(GmxDataset *dataset, int label, int *indices, int most) {
  int total = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), found = 0;
  for (int i = 0; i < total && found < most; i++)
    if (gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, i) == label)
      indices[found++] = i;
  return found;
}

guint8 *gmx_dataset_blend(GmxDataset *dataset, int first, int second, double lambda) {
  GmxShape shape = gmx_dataset_get_shape(dataset);
  gsize size = (gsize)shape.width * shape.height * shape.channels;
  const guint8 *a = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, first);
  const guint8 *b = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, second);
  guint8 *out = g_malloc(size);
  for (gsize i = 0; i < size; i++)
    out[i] = (guint8)(lambda * a[i] + (1 - lambda) * b[i] + 0.5);
  return out;
}
