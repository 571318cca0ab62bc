/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `gmix samples` was asked for, read from the texts of its options. */
#pragma once

#include "ui/samples/sample-model.h"

/** The options as given; NULL where one was not. */
typedef struct {
  char *run_dir, *epoch, *side, *sort, *label, *pair, *lambda, *top;
  char *png, *csv, *scale, *columns;
  gboolean reverse, crossed, misclassified, intruded, json;
} GmixSampleTexts;

/** The same understood; classes stay names until the data set is known. */
typedef struct {
  int epoch; /* 0: the newest */
  GmxSide side;
  GmxSampleSort sort;
  int top;            /* 0: all */
  int scale, columns; /* columns 0: chosen by the count */
  GmxSampleFilter filter;
} GmixSampleWishes;

/** Reads all that needs no data set. Errors (G_OPTION_ERROR) name the option and what it takes. */
gboolean gmix_sample_wishes_read(GmixSampleWishes *wishes, const GmixSampleTexts *texts,
                                 GError **error);
/** Finds the classes of --class and --pair in @dataset: by name, in capitals or not, or number. */
gboolean gmix_sample_wishes_find_classes(GmixSampleWishes *wishes, const GmixSampleTexts *texts,
                                         GmxDataset *dataset, GError **error);
void gmix_sample_texts_clear(GmixSampleTexts *texts);
