/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Images of a data set for showing: the first few of a class, and real blends of two. */
#pragma once

#include "engine/data/dataset.h"

/** Indices of the first @most training images of class @label; returns how many there are. */
int gmx_dataset_pick(GmxDataset *dataset, int label, int *indices, int most);

/** λ of example @first and 1 − λ of @second, in the picture shape; free with g_free(). */
guint8 *gmx_dataset_blend(GmxDataset *dataset, int first, int second, double lambda);
