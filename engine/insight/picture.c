/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures in the shape of a data set: its own images or points, and PNG files made to fit. */
#include "engine/insight/blend.h"

#include "engine/data/png.h"
#include "engine/data/points.h"

#include <math.h>

G_DEFINE_BOXED_TYPE(GmxPicture, gmx_picture, gmx_picture_ref, gmx_picture_unref)

/* "31 844", in thin spaces as the window groups numbers. */
static char *group_digits(int number) {
  g_autofree char *plain = g_strdup_printf("%d", number);
  GString *text = g_string_new(NULL);
  const gsize length = strlen(plain);
  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append(text, "\u2009");
    g_string_append_c(text, plain[i]);
  }
  return g_string_free(text, FALSE);
}

static void picture_clear(gpointer data) {
  GmxPicture *picture = data;
  g_free(picture->pixels);
  g_clear_object(&picture->dataset);
  g_free(picture->name);
}

GmxPicture *gmx_picture_ref(GmxPicture *picture) {
  return g_atomic_rc_box_acquire(picture);
}

void gmx_picture_unref(GmxPicture *picture) {
  g_atomic_rc_box_release_full(picture, picture_clear);
}

static gsize picture_bytes(GmxShape shape) {
  return (gsize)shape.height * shape.width * shape.channels;
}

static void take_image(GmxPicture *picture, GmxDataset *dataset) {
  picture->shape = picture->input;
  picture->pixels = g_memdup2(gmx_dataset_get_image(dataset, picture->split, picture->index),
                              picture_bytes(picture->shape));
}

static void take_point(GmxPicture *picture, GmxDataset *dataset) {
  picture->shape = gmx_dataset_get_picture_shape(dataset);
  picture->pixels = g_malloc(picture_bytes(picture->shape));
  picture->dataset = g_object_ref(dataset);
  memcpy(picture->point, gmx_dataset_get_point(dataset, picture->split, picture->index),
         sizeof picture->point);
  gmx_dataset_get_rgb(dataset, picture->split, picture->index, picture->pixels);
}

GmxPicture *gmx_picture_new_stored(GmxDataset *dataset, GmxSplit split, int index) {
  g_return_val_if_fail(index >= 0 && index < gmx_dataset_get_count(dataset, split), NULL);
  GmxPicture *picture = g_atomic_rc_box_new0(GmxPicture);
  g_autofree char *number = group_digits(index);
  const gboolean point = gmx_dataset_is_points(dataset);
  picture->input = gmx_dataset_get_shape(dataset);
  picture->label = gmx_dataset_get_label(dataset, split, index);
  picture->split = split;
  picture->index = index;
  picture->name = g_strdup_printf(
      "%s, %s %s %s", gmx_dataset_get_class_name(dataset, picture->label),
      split == GMX_SPLIT_TRAIN ? "training" : "held-out", point ? "point" : "image", number);
  if (point)
    take_point(picture, dataset);
  else
    take_image(picture, dataset);
  return picture;
}

GmxPicture *gmx_picture_new_labelled(const GmxPicture *picture, int label) {
  GmxPicture *copy = g_atomic_rc_box_new0(GmxPicture);
  *copy = *picture;
  copy->pixels = g_memdup2(picture->pixels, picture_bytes(picture->shape));
  copy->name = g_strdup(picture->name);
  if (copy->dataset)
    g_object_ref(copy->dataset);
  copy->label = label;
  return copy;
}

/* The largest middle part of a file that has the data set's aspect. */
typedef struct {
  int left, top, width, height;
} Crop;

static Crop find_crop(int width, int height, GmxShape shape) {
  Crop crop = {0, 0, width, height};
  if ((gint64)width * shape.height > (gint64)height * shape.width)
    crop.width = MAX(1, (int)((gint64)height * shape.width / shape.height));
  else
    crop.height = MAX(1, (int)((gint64)width * shape.height / shape.width));
  crop.left = (width - crop.width) / 2;
  crop.top = (height - crop.height) / 2;
  return crop;
}

/* Share of source pixel @i that lies in [@from, @to). */
static double overlap(int i, double from, double to) {
  return fmin(i + 1, to) - fmax(i, from);
}

/* Mean colour of the crop's pixels under one pixel of the picture, by the area they cover. */
static void average(const GmxPng *png, const Crop *crop, GmxShape shape, int x, int y,
                    double mean[3]) {
  const double left = (double)x * crop->width / shape.width;
  const double right = (double)(x + 1) * crop->width / shape.width;
  const double top = (double)y * crop->height / shape.height;
  const double bottom = (double)(y + 1) * crop->height / shape.height;
  double area = 0;
  mean[0] = mean[1] = mean[2] = 0;
  for (int row = (int)top; row < MIN((int)ceil(bottom), crop->height); row++)
    for (int column = (int)left; column < MIN((int)ceil(right), crop->width); column++) {
      const double share = overlap(column, left, right) * overlap(row, top, bottom);
      const guint8 *pixel =
          png->rgb + ((gsize)(crop->top + row) * png->width + crop->left + column) * 3;
      for (int c = 0; c < 3; c++)
        mean[c] += share * pixel[c];
      area += share;
    }
  for (int c = 0; c < 3; c++)
    mean[c] /= area;
}

static guint8 to_byte(double level) {
  return (guint8)CLAMP(floor(level + 0.5), 0, 255);
}

static void shrink(const GmxPng *png, GmxPicture *picture) {
  const GmxShape shape = picture->shape;
  const Crop crop = find_crop(png->width, png->height, shape);
  guint8 *out = picture->pixels;
  for (int y = 0; y < shape.height; y++)
    for (int x = 0; x < shape.width; x++, out += shape.channels) {
      double mean[3];
      average(png, &crop, shape, x, y, mean);
      if (shape.channels == 1)
        out[0] = to_byte(0.299 * mean[0] + 0.587 * mean[1] + 0.114 * mean[2]); /* BT.601 luma */
      else
        for (int c = 0; c < shape.channels; c++)
          out[c] = to_byte(mean[MIN(c, 2)]);
    }
}

GmxPicture *gmx_picture_new_file(const char *path, GmxShape shape, GError **error) {
  if (gmx_shape_is_points(shape)) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: a picture can't be compared with points; choose a dataset of images first",
                path);
    return NULL;
  }
  g_autoptr(GmxPng) png = gmx_png_read(path, error);
  if (!png)
    return NULL;
  GmxPicture *picture = g_atomic_rc_box_new0(GmxPicture);
  picture->input = picture->shape = shape;
  picture->pixels = g_malloc(picture_bytes(shape));
  picture->label = picture->index = -1;
  picture->name = g_path_get_basename(path);
  shrink(png, picture);
  return picture;
}
