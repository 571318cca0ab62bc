/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filter of the examples: whom it lets through, and its conditions in words. */
#pragma once

#include "ui/samples/sample-model.h"

gboolean gmx_sample_filter_equal(const GmxSampleFilter *a, const GmxSampleFilter *b);

/** Whether @sample passes every condition. What is not known of an example does not pass. */
gboolean gmx_sample_filter_passes(const GmxSampleFilter *filter, const GmxSample *sample);

/** The conditions in words, one each, by @dataset's class names: char *, freed with the array. */
GPtrArray *gmx_sample_filter_describe(const GmxSampleFilter *filter, GmxDataset *dataset);

/** @filter without condition number @condition of its description. */
GmxSampleFilter gmx_sample_filter_drop(const GmxSampleFilter *filter, guint condition);

/** "cat", or the label's number where there is no data set. */
char *gmx_sample_class_name(GmxDataset *dataset, int label);
