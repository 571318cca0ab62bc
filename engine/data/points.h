/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points of the plane: sets that are drawn from a seed, and CSV files.
 *
 * A set of points is a GmxDataset of shape 2 × 1 × 1 whose examples are two floats, x and y in the
 * data's own units. Everything that takes images takes points too: a picture of 56 × 56 pixels
 * stands for an example wherever an image would be shown. */
#pragma once

#include "engine/data/dataset.h"

/** Side of the square picture that stands for a point. */
#define GMX_POINTS_PICTURE 56

/** A labelled point. */
typedef struct {
  float x, y;
  int label;
  GmxSplit split;
} GmxPoint;

/** 400 points, noise 0.15, balanced. */
extern const GmxPointsOptions gmx_points_standard;

/** NULL-terminated: "moons", "circles", "spirals", "blobs", "xor", "stripes". */
const char *const *gmx_points_names(void);

/** Whether data set @name is one of points: one of the drawn sets, or a file called ….csv. */
gboolean gmx_points_is_name(const char *name);

/** Whether @name is one of the drawn sets. */
gboolean gmx_points_is_drawn(const char *name);

/** Whether @shape is that of points. */
gboolean gmx_shape_is_points(GmxShape shape);

/** Size of the picture of an example of @shape: 3 channels; 56 × 56 for a point. */
GmxShape gmx_shape_get_picture(GmxShape shape);

/**
 * Points in memory as a data set. Errors name @title: a label out of range, a coordinate that is
 * not finite, a training part of fewer than 2 points, nothing held out.
 * @param class_names NULL-terminated, at least 2 and at most 256
 */
GmxDataset *gmx_dataset_new_points(const char *title, const GmxPoint *points, int count,
                                   const char *const *class_names, GError **error);

/**
 * Writes points as a CSV file that gmx_dataset_load() reads back to the same bits: x, y, label (the
 * class name) and part (train or test). By way of a temporary name; the error names @path.
 */
gboolean gmx_points_write_csv(const char *path, const GmxPoint *points, int count,
                              const char *const *class_names, GError **error);

/**
 * The picture of @first and @second (x and y in the data's units, of a class each) mixed at
 * @lambda, the share of the first: 56 × 56 × 3 bytes into @rgb.
 * @param mixed where the mixed point lies; NULL: where λ puts it
 */
void gmx_points_mix_rgb(GmxDataset *dataset, const float first[2], int first_label,
                        const float second[2], int second_label, double lambda, const float *mixed,
                        guint8 *rgb);

/** Colour of class @label in a picture: red, green, blue. Ten, then they begin again. */
const guint8 *gmx_points_class_colour(int label);
