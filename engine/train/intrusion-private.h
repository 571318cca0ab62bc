/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the intrusion search share: the search while it is under way.
 *
 * The examples are taken first, then the training images in portions as a network sees them, so
 * that the features of a whole data set never lie in memory together. */
#pragma once

#include "engine/train/intrusion.h"

typedef struct GmxIntrusionSearch GmxIntrusionSearch;

/** Room for @count results that say nothing yet: no neighbours, distances NaN. */
GmxIntrusion *gmx_intrusion_new(int count);

/** A search for @count examples with features of @width numbers; they are given next. */
GmxIntrusionSearch *gmx_intrusion_search_new(int count, int width);
void gmx_intrusion_search_free(GmxIntrusionSearch *search);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxIntrusionSearch, gmx_intrusion_search_free)

/** Gives the next examples (copied): @queries->count of them. All, before the first bank. */
void gmx_intrusion_search_take(GmxIntrusionSearch *search, const GmxFeatureQueries *queries);

/** Compares the images of @bank with every example; each image once in a search. */
void gmx_intrusion_search_add(GmxIntrusionSearch *search, const GmxFeatureBank *bank);

/** What was found; epoch and step are 0. */
GmxIntrusion *gmx_intrusion_search_finish(GmxIntrusionSearch *search);
