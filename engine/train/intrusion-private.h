/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the intrusion search share: the search while it is under way.
 *
 * The examples are taken first, then the training images in portions as a network sees them, so
 * that the features of a whole data set never lie in memory together. */
#pragma once

#include "engine/train/evaluation.h"
#include "engine/train/intrusion.h"

typedef struct GmxIntrusionSearch GmxIntrusionSearch;

/** Room for @count results that say nothing yet: no neighbours, distances NaN. */
GmxIntrusion *gmx_intrusion_new(int count);

/** A search for @count examples with features of @width numbers; they are given next. */
GmxIntrusionSearch *gmx_intrusion_search_new(int count, int width);
void gmx_intrusion_search_free(GmxIntrusionSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxIntrusionSearch, gmx_intrusion_search_free)

/** Numbers in a feature vector. */
int gmx_intrusion_search_get_width(GmxIntrusionSearch *search);

/** Gives the next examples (copied): @queries->count of them. All, before the first bank. */
void gmx_intrusion_search_take(GmxIntrusionSearch *search, const GmxFeatureQueries *queries);

/** Compares the images of @bank with every example; each image once in a search. */
void gmx_intrusion_search_add(GmxIntrusionSearch *search, const GmxFeatureBank *bank);

/** What was found; epoch and step are 0. */
GmxIntrusion *gmx_intrusion_search_finish(GmxIntrusionSearch *search);

/** Mixed examples by their parents in the training part. Arrays of @count entries, borrowed. */
typedef struct {
  int count;
  const int *first, *second, *first_label, *second_label;
  const float *lambda;
  const GmxBatchMove *first_move, *second_move; /* NULL where nothing was augmented */
} GmxMixedExamples;

/**
 * Mixes @examples again as their step did, and gives them and their parents to @search as the model
 * of @evaluator sees them.
 * @param cancel as everywhere; @returns FALSE when it was cut short
 */
gboolean gmx_intrusion_search_take_mixed(GmxIntrusionSearch *search, GmxEvaluator *evaluator,
                                         GmxDataset *dataset, const GmxMixedExamples *examples,
                                         const gint *cancel);

/** Lets @search, a GmxIntrusionSearch, see the images of an evaluation: a GmxEvaluatorLook. */
void gmx_intrusion_search_look(const GmxBatch *batch, const float *features, gpointer search);
