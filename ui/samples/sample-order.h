/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The orders in which examples are shown, and the pairs of classes they are grouped by. */
#pragma once

#include "ui/samples/sample-model.h"

/**
 * Sorts @samples (GmxSample *) in place. Equal ones stand by their place in the gallery, whichever
 * way round; a value that is not finite counts as the largest, as in the partition, and a change
 * that is not known stands last always.
 */
void gmx_sample_order_sort(GPtrArray *samples, GmxSampleSort sort, gboolean reversed,
                           gboolean grouped);

/** The pair of classes of @sample as one number, whichever parent is the first. */
int gmx_sample_order_pair(const GmxSample *sample);

/** The word for @sort on the command line and in files: "loss-perturbed". */
const char *gmx_sample_sort_get_name(GmxSampleSort sort);
/** FALSE where no sort has that name. */
gboolean gmx_sample_sort_from_name(const char *name, GmxSampleSort *sort);
/** All names, NULL-terminated. */
const char *const *gmx_sample_sort_names(void);
/** The order in people's words: "largest loss at w first". "s_i" stands for the letter with its
 * index. @climbed: without a climb there is no s_i to sort by. */
char *gmx_sample_order_describe(GmxSampleSort sort, gboolean reversed, gboolean grouped,
                                gboolean climbed);
