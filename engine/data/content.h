/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers hand to the data set object, and what they tell the caller on the way.
 *
 * Inside engine/data only: everybody else sees a finished, unchanging GmxDataset. */
#pragma once

#include "engine/data/dataset.h"

/** Images (or points) and labels of one part; the arrays are owned by the content. */
typedef struct {
  int count;
  guint8 *images; /* [count][height][width][channels]; NULL for points */
  float *points;  /* [count][2]; NULL for images */
  guint8 *labels; /* [count] */
} GmxDataPart;

/** A data set as a reader leaves it. */
typedef struct {
  char *title;
  GmxShape shape;
  int classes;
  char **class_names;   /* NULL-terminated; NULL: the labels' numbers serve as names */
  GmxDataPart parts[2]; /* by GmxSplit */
} GmxDataContent;

GmxDataContent *gmx_data_content_new(const char *title);
void gmx_data_content_free(GmxDataContent *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxDataContent, gmx_data_content_free)

/**
 * Gives @part room for @count images of @image_bytes and their labels. Sizes come from files, so
 * the product is checked and a failed allocation is an error that names @path.
 */
gboolean gmx_data_part_allocate(GmxDataPart *part, int count, gsize image_bytes, const char *path,
                                GError **error);

/** The same for points: room for @count of them. */
gboolean gmx_data_part_allocate_points(GmxDataPart *part, int count, const char *path,
                                       GError **error);

/** A load under way: whom to tell, who may stop it, and which share of it runs now. */
typedef struct {
  GmxDataProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  double from, to;  /* share of the whole load, in [0, 1] */
  const char *what; /* what is read now */
} GmxDataReading;

/** Starts the share [@from, @to] of the load, called @what (borrowed until the next share). */
void gmx_data_reading_share(GmxDataReading *reading, double from, double to, const char *what);

/** Tells that @fraction of the present share is done; FALSE and @error when it was cancelled. */
gboolean gmx_data_reading_report(GmxDataReading *reading, double fraction, GError **error);

/** Compares two char * of an array in natural order: "class 2" before "class 10". */
int gmx_data_by_name(gconstpointer a, gconstpointer b);

/** Bytes of one image of @dataset. */
gsize gmx_dataset_image_bytes(GmxDataset *dataset);

/** (v / 255 − mean) / deviation for each byte v of @channel: 256 floats. */
const float *gmx_dataset_lookup(GmxDataset *dataset, int channel);
