/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One example as the inspector's cards are given it, and the words they share. No display. */
#pragma once

#include "engine/train/intrusion.h"
#include "engine/train/recording.h"

/** Borrowed for the length of a call; cards that keep a part of it reference that. */
typedef struct {
  GmxDataset *dataset;
  GmxGallery *gallery;
  int index;               /* in the gallery */
  int rank;                /* by falling s_i (by falling loss if not climbed), from 1 */
  GmxIntrusion *intrusion; /* of the gallery; NULL where it was not searched */
  GmxRecording *recording; /* of the run; NULL where there is none */
} GmxInspected;

/** "frog", but "class 5": a number alone would read as a slip. */
char *gmx_inspected_class(GmxDataset *dataset, int label);

/** FALSE where the image is its only parent: nothing was mixed. */
gboolean gmx_inspected_is_mixed(const GmxInspected *example);

/** "frog and cat"; "frog and frog" where both parents are frogs. */
char *gmx_inspected_title(const GmxInspected *example);
/** "probe example 41 of 128, epoch 16", "example 12 of 128, step 6 512". */
char *gmx_inspected_subtitle(const GmxInspected *example);

/** How augmentation moved a parent: "shown as augmented: 2 px left, then flipped"; NULL if it did
 * not. */
char *gmx_inspected_move(const GmxBatchMove *move);

/** TRUE where example @index of @a and @b is the same mix: the same parents at the same λ. */
gboolean gmx_inspected_same(const GmxGallery *a, const GmxGallery *b, int index);
