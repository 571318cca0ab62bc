/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MNIST's four IDX files, plain or gzipped.
 *
 * The format (Y. LeCun, "The MNIST database", section "The IDX file format"): two zero bytes, the
 * element type (8: unsigned byte), the number of dimensions, each dimension as a big-endian 32-bit
 * number, then the elements, the last dimension fastest. */
#include "engine/data/idx.h"
#include "engine/data/source.h"

#include <string.h>

#define MAX_SIDE 1024
#define IMAGE_HEADER 16
#define LABEL_HEADER 8

/* Where a role's file may lie; the first name is the one that messages use. */
static const char *const image_names[2][2] = {
    {"train-images-idx3-ubyte", "train-images.idx3-ubyte"},
    {"t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"}};
static const char *const label_names[2][2] = {
    {"train-labels-idx1-ubyte", "train-labels.idx1-ubyte"},
    {"t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"}};

/* The path of the first of @names in @folder, plain or with .gz; NULL when there is none. */
static char *find_file(const char *folder, const char *const names[2]) {
  for (int i = 0; i < 2; i++) {
    g_autofree char *plain = g_build_filename(folder, names[i], NULL);
    if (g_file_test(plain, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&plain);
    g_autofree char *packed = g_strconcat(plain, ".gz", NULL);
    if (g_file_test(packed, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&packed);
  }
  return NULL;
}

static int count_present(const char *folder) {
  int present = 0;
  for (int split = 0; split < 2; split++) {
    g_autofree char *images = find_file(folder, image_names[split]);
    g_autofree char *labels = find_file(folder, label_names[split]);
    present += (images != NULL) + (labels != NULL);
  }
  return present;
}

gboolean gmx_idx_present(const char *folder) {
  return count_present(folder) > 0;
}

gboolean gmx_idx_complete(const char *folder) {
  return count_present(folder) == 4;
}

static char *find_or_explain(const char *folder, const char *const names[2], GError **error) {
  char *path = find_file(folder, names);
  if (path == NULL)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
                "%s%c%s: there is no such file, plain or with .gz, beside the folder's other IDX "
                "files",
                folder, G_DIR_SEPARATOR, names[0]);
  return path;
}

static guint32 big_endian(const guint8 *bytes) {
  guint32 value;
  memcpy(&value, bytes, sizeof value);
  return GUINT32_FROM_BE(value);
}

/* Reads the header: magic and @dimensions numbers, at most three. */
static gboolean read_header(GmxSource *source, int dimensions, guint32 *sizes,
                            GmxDataReading *reading, GError **error) {
  guint8 header[IMAGE_HEADER];
  const gsize size = 4 + 4 * (gsize)dimensions;
  if (!gmx_source_read(source, header, size, size, reading, error))
    return FALSE;
  if (header[0] != 0 || header[1] != 0 || header[2] != 8 || header[3] != dimensions) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: starts with %02x %02x %02x %02x, an IDX file of %s starts with 00 00 08 %02x",
                source->path, header[0], header[1], header[2], header[3],
                dimensions == 3 ? "images" : "labels", (guint)dimensions);
    return FALSE;
  }
  for (int i = 0; i < dimensions; i++)
    sizes[i] = big_endian(header + 4 + 4 * i);
  return TRUE;
}

/* Sizes that no data set has are refused before memory is taken for them. */
static gboolean check_image_sizes(const char *path, const guint32 sizes[3], GError **error) {
  if (sizes[0] >= 1 && sizes[0] <= G_MAXINT32 && sizes[1] >= 1 && sizes[1] <= MAX_SIDE &&
      sizes[2] >= 1 && sizes[2] <= MAX_SIDE)
    return TRUE;
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
              "%s: its header says %u images of %u × %u; at least one image of 1 × 1 to %d × %d "
              "pixels is due",
              path, sizes[0], sizes[1], sizes[2], MAX_SIDE, MAX_SIDE);
  return FALSE;
}

static gboolean read_images(const char *path, GmxDataPart *part, GmxShape *shape,
                            GmxDataReading *reading, GError **error) {
  guint32 sizes[3] = {0};
  g_autoptr(GmxSource) source = gmx_source_open(path, reading->cancellable, error);
  if (source == NULL || !read_header(source, 3, sizes, reading, error) ||
      !check_image_sizes(path, sizes, error))
    return FALSE;
  const guint64 image_bytes = (guint64)sizes[1] * sizes[2];
  const guint64 due = IMAGE_HEADER + sizes[0] * image_bytes;
  g_autofree char *meaning =
      g_strdup_printf("%u images of %u × %u and a header of 16", sizes[0], sizes[1], sizes[2]);
  if (!gmx_source_check_size(source, due, meaning, error) ||
      !gmx_data_part_allocate(part, (int)sizes[0], image_bytes, path, error) ||
      !gmx_source_read(source, part->images, (gsize)(due - IMAGE_HEADER), due, reading, error))
    return FALSE;
  *shape = (GmxShape){.channels = 1, .height = (int)sizes[1], .width = (int)sizes[2]};
  return gmx_source_expect_end(source, reading->cancellable, error);
}

static gboolean read_labels(const char *path, const char *images_path, GmxDataPart *part,
                            GmxDataReading *reading, GError **error) {
  guint32 count = 0;
  g_autoptr(GmxSource) source = gmx_source_open(path, reading->cancellable, error);
  if (source == NULL || !read_header(source, 1, &count, reading, error))
    return FALSE;
  if (count != (guint32)part->count) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_LABELS,
                "%s: holds %u labels, %d are due, one for each image of %s", path, count,
                part->count, images_path);
    return FALSE;
  }
  const guint64 due = LABEL_HEADER + (guint64)count;
  g_autofree char *meaning = g_strdup_printf("%u labels and a header of 8", count);
  return gmx_source_check_size(source, due, meaning, error) &&
         gmx_source_read(source, part->labels, count, due, reading, error) &&
         gmx_source_expect_end(source, reading->cancellable, error);
}

/* Reads images and labels of one part, in the share of the load that ends at @to. */
static gboolean read_part(const char *folder, GmxSplit split, GmxDataPart *part, GmxShape *shape,
                          GmxDataReading *reading, double to, GError **error) {
  g_autofree char *images = find_or_explain(folder, image_names[split], error);
  g_autofree char *labels =
      images != NULL ? find_or_explain(folder, label_names[split], error) : NULL;
  if (labels == NULL)
    return FALSE;
  const char *what = split == GMX_SPLIT_TRAIN ? "Training images" : "Held-out images";
  const double from = reading->to;
  gmx_data_reading_share(reading, from, to - 0.01, what);
  if (!read_images(images, part, shape, reading, error))
    return FALSE;
  gmx_data_reading_share(reading, to - 0.01, to, what);
  return read_labels(labels, images, part, reading, error);
}

static gboolean check_same_size(const char *folder, GmxShape train, GmxShape test, GError **error) {
  if (train.height == test.height && train.width == test.width)
    return TRUE;
  g_autofree char *path = find_file(folder, image_names[GMX_SPLIT_TEST]);
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
              "%s: holds images of %d × %d, %d × %d are due as in the training images", path,
              test.height, test.width, train.height, train.width);
  return FALSE;
}

static int largest_label(const GmxDataContent *content) {
  int largest = 0;
  for (int split = 0; split < 2; split++)
    for (int i = 0; i < content->parts[split].count; i++)
      largest = MAX(largest, content->parts[split].labels[i]);
  return largest;
}

gboolean gmx_idx_read(const char *folder, GmxDataContent *content, GmxDataReading *reading,
                      GError **error) {
  GmxShape test = {0};
  if (!read_part(folder, GMX_SPLIT_TRAIN, &content->parts[GMX_SPLIT_TRAIN], &content->shape,
                 reading, 0.85, error) ||
      !read_part(folder, GMX_SPLIT_TEST, &content->parts[GMX_SPLIT_TEST], &test, reading, 1,
                 error) ||
      !check_same_size(folder, content->shape, test, error))
    return FALSE;
  content->classes = MAX(2, largest_label(content) + 1);
  return TRUE;
}
