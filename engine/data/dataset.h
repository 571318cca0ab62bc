/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A labelled set of images in memory, as stored: uint8, with a training and a held-out part. Or of
 * points of the plane: two floats each (engine/data/points.h).
 *
 * Whatever the source, images lie as [n][height][width][channels], so that a batch, a tile and a
 * PNG read them the same way. A data set never changes after it was loaded and may be read from
 * any thread. */
#pragma once

#include "engine/nn/model.h"

#include <gio/gio.h>

#define GMX_DATA_ERROR (gmx_data_error_quark())
GQuark gmx_data_error_quark(void);

/** Why a data set could not be loaded. */
typedef enum {
  GMX_DATA_ERROR_MISSING,   /* no such file, folder or package */
  GMX_DATA_ERROR_TRUNCATED, /* shorter than its header says */
  GMX_DATA_ERROR_FORMAT,    /* wrong magic, wrong size, not this format */
  GMX_DATA_ERROR_LABELS,    /* out of range, or not as many as images */
  GMX_DATA_ERROR_READ,      /* it is there, but cannot be read */
} GmxDataError;

/** The two parts of a data set. */
typedef enum {
  GMX_SPLIT_TRAIN,
  GMX_SPLIT_TEST, /* held-out */
} GmxSplit;

#define GMX_TYPE_DATASET (gmx_dataset_get_type())
G_DECLARE_FINAL_TYPE(GmxDataset, gmx_dataset, GMX, DATASET, GObject)

/** What the drawn sets of points are drawn by. */
typedef struct {
  int count;        /* points of the training part, 2 or more; half as many are held out */
  double noise;     /* standard deviation that is added to x and to y */
  double imbalance; /* 0 … 1: the last class has that share fewer points than the first */
} GmxPointsOptions;

/** Progress of a load: @fraction in [0, 1], @what is read now. Called on the loading thread. */
typedef void (*GmxDataProgress)(double fraction, const char *what, gpointer user_data);

/**
 * Loads data set @name: "shapes", "fashion-mnist", the path of a folder that holds IDX files
 * (MNIST's four, plain or gzipped) or CIFAR-10's binary batches, a set of points ("moons" …) of the
 * standard size and noise, or the path of a CSV file of points. Errors name the file, what was
 * wrong and what would be right.
 * @param seed of the drawn sets; files ignore it
 */
GmxDataset *gmx_dataset_load(const char *name, guint64 seed, GmxDataProgress progress,
                             gpointer progress_data, GCancellable *cancellable, GError **error);

/** The same, with what the drawn points are drawn by; NULL for the standard. */
GmxDataset *gmx_dataset_load_with(const char *name, guint64 seed, const GmxPointsOptions *points,
                                  GmxDataProgress progress, gpointer progress_data,
                                  GCancellable *cancellable, GError **error);

/**
 * @count random images and labels in each part: for measuring speed, which does not depend on what
 * the images show. NULL where memory is short.
 * @param shape of at most 3 channels
 * @param classes at most 256: a label is a byte
 */
GmxDataset *gmx_dataset_new_random(GmxShape shape, int classes, int count, guint64 seed);

/** Whether Fashion-MNIST is installed, and a line on how to install it where it is not. */
gboolean gmx_dataset_fashion_mnist_available(void);
const char *gmx_dataset_fashion_mnist_hint(void);

/** The name for people: "shapes", "Fashion-MNIST", "CIFAR-10", or the folder's name. */
const char *gmx_dataset_get_title(GmxDataset *dataset);
GmxShape gmx_dataset_get_shape(GmxDataset *dataset);
int gmx_dataset_get_classes(GmxDataset *dataset);
/** "frog"; never NULL for a label in range. */
const char *gmx_dataset_get_class_name(GmxDataset *dataset, int label);
int gmx_dataset_get_count(GmxDataset *dataset, GmxSplit split);
/** Image @index: height × width × channels bytes, owned by the data set. Not of points. */
const guint8 *gmx_dataset_get_image(GmxDataset *dataset, GmxSplit split, int index);
int gmx_dataset_get_label(GmxDataset *dataset, GmxSplit split, int index);
/** Whether the examples are points of the plane: shape 2 × 1 × 1, floats. */
gboolean gmx_dataset_is_points(GmxDataset *dataset);
/** What the examples are, in English: "images" or "points". */
const char *gmx_dataset_get_unit(GmxDataset *dataset);
/** Point @index: x and y in the data's units, owned by the data set; NULL for images. */
const float *gmx_dataset_get_point(GmxDataset *dataset, GmxSplit split, int index);
/** Least x, greatest x, least y, greatest y of all points, with a margin. Not of images. */
void gmx_dataset_get_bounds(GmxDataset *dataset, double box[4]);
/** Size of the picture that stands for an example: the image's own with 3 channels, or 56 × 56. */
GmxShape gmx_dataset_get_picture_shape(GmxDataset *dataset);
/** Example @index of @split as a picture: height × width × 3 bytes of its picture shape. */
void gmx_dataset_get_rgb(GmxDataset *dataset, GmxSplit split, int index, guint8 *rgb);
/**
 * Per channel over the training part: what batches are normalised by. Of pixel / 255; of points,
 * x and y as they are.
 */
const float *gmx_dataset_get_mean(GmxDataset *dataset);
const float *gmx_dataset_get_deviation(GmxDataset *dataset);
/** SHA-256 (hex) over sizes, labels and examples of both parts, for run.json. */
const char *gmx_dataset_get_checksum(GmxDataset *dataset);
