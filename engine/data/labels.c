/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Label noise: some training labels replaced by a wrong one. */
#include "engine/data/batch.h"

int *gmx_labels_with_noise(GmxDataset *dataset, double fraction, GmxRandom *random) {
  const int count = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  const int classes = gmx_dataset_get_classes(dataset);
  g_return_val_if_fail(fraction >= 0 && fraction <= 1 && classes >= 2, NULL);
  int *labels = g_new(int, count);
  for (int i = 0; i < count; i++)
    labels[i] = gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, i);
  /* The first of a random order are replaced, so that the fraction is met exactly. */
  g_autofree int *order = g_new(int, count);
  gmx_random_permutation(random, order, count);
  const int replaced = (int)(fraction * count + 0.5);
  for (int i = 0; i < replaced; i++) {
    int *label = &labels[order[i]];
    /* One of the other classes: those from the label on move up by one. */
    const int other = (int)gmx_random_below(random, (guint32)(classes - 1));
    *label = other + (other >= *label);
  }
  return labels;
}
