/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data set object, and which reader a name or a folder belongs to. */
#include "engine/data/dataset.h"
#include "engine/data/batch.h"
#include "engine/data/cifar.h"
#include "engine/data/content.h"
#include "engine/data/idx.h"
#include "engine/data/pictures.h"
#include "engine/data/points-private.h"
#include "engine/data/shapes.h"
#include "engine/data/statistics.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define MAX_CHANNELS 3
#define FASHION_FOLDER "/usr/share/datasets/fashion-mnist"
#define FASHION_TITLE "Fashion-MNIST"

struct _GmxDataset {
  GObject parent_instance;
  GmxDataContent *content; /* owned */
  float mean[MAX_CHANNELS], deviation[MAX_CHANNELS];
  float lookup[MAX_CHANNELS][256];
  double box[4];  /* of points */
  char *checksum; /* owned; computed when it is first asked for */
  guint8 *ground; /* owned; of points: their picture, likewise */
};

G_DEFINE_FINAL_TYPE(GmxDataset, gmx_dataset, G_TYPE_OBJECT)

static void gmx_dataset_finalize(GObject *object) {
  GmxDataset *self = GMX_DATASET(object);
  gmx_data_content_free(self->content);
  g_free(self->checksum);
  g_free(self->ground);
  G_OBJECT_CLASS(gmx_dataset_parent_class)->finalize(object);
}

static void gmx_dataset_class_init(GmxDatasetClass *klass) {
  G_OBJECT_CLASS(klass)->finalize = gmx_dataset_finalize;
}

static void gmx_dataset_init(GmxDataset *self) {
}

static char **number_names(int classes) {
  char **names = g_new0(char *, classes + 1);
  for (int i = 0; i < classes; i++)
    names[i] = g_strdup_printf("%d", i);
  return names;
}

/* Takes @content, which is complete, and computes what is asked of it most. */
static GmxDataset *dataset_new(GmxDataContent *content) {
  GmxDataset *self = g_object_new(GMX_TYPE_DATASET, NULL);
  self->content = content;
  if (content->class_names == NULL)
    content->class_names = number_names(content->classes);
  if (gmx_shape_is_points(content->shape)) {
    gmx_points_statistics(&content->parts[GMX_SPLIT_TRAIN], self->mean, self->deviation);
    gmx_points_bounds(content, self->box);
    return self;
  }
  gmx_data_statistics(&content->parts[GMX_SPLIT_TRAIN], content->shape, self->mean,
                      self->deviation);
  for (int c = 0; c < content->shape.channels; c++)
    for (int v = 0; v < 256; v++)
      self->lookup[c][v] = ((float)v / 255.0f - self->mean[c]) / self->deviation[c];
  return self;
}

static const char *const fashion_names[] = {"T-shirt/top", "Trouser",    "Pullover", "Dress",
                                            "Coat",        "Sandal",     "Shirt",    "Sneaker",
                                            "Bag",         "Ankle boot", NULL};

/* The environment may point elsewhere: for tests and for who has no package of it. */
static const char *fashion_folder(void) {
  const char *folder = g_getenv("GMX_FASHION_MNIST_DIR");
  return folder != NULL && *folder != '\0' ? folder : FASHION_FOLDER;
}

gboolean gmx_dataset_fashion_mnist_available(void) {
  return gmx_idx_complete(fashion_folder());
}

const char *gmx_dataset_fashion_mnist_hint(void) {
  return "Fashion-MNIST is not installed; install it with: sudo apt install dataset-fashion-mnist";
}

/* IDX files name no classes: a set of ten called fashion has Fashion-MNIST's, others get numbers
 * (which MNIST's digits are). */
static gboolean read_idx_folder(const char *folder, GmxDataContent *content,
                                GmxDataReading *reading, GError **error) {
  if (!gmx_idx_read(folder, content, reading, error))
    return FALSE;
  g_autofree char *title = g_ascii_strdown(content->title, -1);
  if (content->classes == 10 && strstr(title, "fashion") != NULL)
    content->class_names = g_strdupv((char **)fashion_names);
  return TRUE;
}

static gboolean read_fashion(GmxDataContent *content, GmxDataReading *reading, GError **error) {
  const char *folder = fashion_folder();
  if (gmx_idx_present(folder))
    return read_idx_folder(folder, content, reading, error);
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING, "%s: no data set is there. %s", folder,
              gmx_dataset_fashion_mnist_hint());
  return FALSE;
}

static gboolean check_folder(const char *path, GError **error) {
  if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
    if (faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) == 0)
      return TRUE;
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ,
                "%s: may not be opened (permission denied); make the folder readable for you",
                path);
  } else if (g_file_test(path, G_FILE_TEST_EXISTS))
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: is not a folder; name the folder that holds the data set's files, or a file "
                "of points whose name ends in .csv",
                path);
  else {
    g_autofree char *points = g_strjoinv(", ", (char **)gmx_points_names());
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
                "%s: there is no such folder, nor a built-in data set of that name; those are "
                "shapes, fashion-mnist, %s",
                path, points);
  }
  return FALSE;
}

static gboolean read_cifar_folder(const char *folder, GmxDataContent *content,
                                  GmxDataReading *reading, GError **error) {
  g_free(content->title);
  content->title = g_strdup("CIFAR-10");
  return gmx_cifar_read(folder, content, reading, error);
}

static gboolean read_folder(const char *path, GmxDataContent *content, GmxDataReading *reading,
                            GError **error) {
  g_autofree char *inner = g_build_filename(path, "cifar-10-batches-bin", NULL);
  if (!check_folder(path, error))
    return FALSE;
  if (gmx_idx_present(path))
    return read_idx_folder(path, content, reading, error);
  if (gmx_cifar_present(path))
    return read_cifar_folder(path, content, reading, error);
  if (gmx_cifar_present(inner))
    return read_cifar_folder(inner, content, reading, error);
  if (gmx_pictures_present(path))
    return gmx_pictures_read(path, content, reading, error);
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
              "%s: no data set is in this folder; it may hold MNIST's four IDX files "
              "(train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-…, plain or .gz), "
              "CIFAR-10's binary files (data_batch_1.bin to data_batch_5.bin, test_batch.bin), or "
              "a folder of PNG files for each class",
              path);
  return FALSE;
}

/* The last part of @path as people may read it. */
static char *title_of_path(const char *path) {
  g_autofree char *whole = g_canonicalize_filename(path, NULL);
  g_autofree char *name = g_path_get_basename(whole);
  return g_filename_display_name(name);
}

/* Paths may hold any bytes, a message for a window only UTF-8. */
static void make_message_valid(GError *error) {
  if (error == NULL || g_utf8_validate(error->message, -1, NULL))
    return;
  char *valid = g_utf8_make_valid(error->message, -1);
  g_free(error->message);
  error->message = valid;
}

static gboolean read_named(const char *name, guint64 seed, const GmxPointsOptions *points,
                           GmxDataContent *content, GmxDataReading *reading, GError **error) {
  if (gmx_points_is_drawn(name))
    return gmx_points_draw(name, seed, points, content, reading, error);
  if (gmx_points_is_name(name))
    return gmx_points_read_csv(name, content, reading, error);
  if (strcmp(name, "shapes") == 0)
    return gmx_shapes_draw(seed, content, reading, error);
  if (strcmp(name, "fashion-mnist") == 0)
    return read_fashion(content, reading, error);
  return read_folder(name, content, reading, error);
}

static char *title_of(const char *name) {
  if (strcmp(name, "fashion-mnist") == 0)
    return g_strdup(FASHION_TITLE);
  return strcmp(name, "shapes") == 0 || gmx_points_is_drawn(name) ? g_strdup(name)
                                                                  : title_of_path(name);
}

GmxDataset *gmx_dataset_load_with(const char *name, guint64 seed, const GmxPointsOptions *points,
                                  GmxDataProgress progress, gpointer progress_data,
                                  GCancellable *cancellable, GError **error) {
  g_return_val_if_fail(name != NULL, NULL);
  g_return_val_if_fail(points == NULL || points->count >= 2, NULL);
  GmxDataReading reading = {
      .progress = progress, .progress_data = progress_data, .cancellable = cancellable};
  g_autofree char *title = title_of(name);
  g_autoptr(GmxDataContent) content = gmx_data_content_new(title);
  if (read_named(name, seed, points != NULL ? points : &gmx_points_standard, content, &reading,
                 error))
    return dataset_new(g_steal_pointer(&content));
  make_message_valid(error != NULL ? *error : NULL);
  return NULL;
}

GmxDataset *gmx_dataset_load(const char *name, guint64 seed, GmxDataProgress progress,
                             gpointer progress_data, GCancellable *cancellable, GError **error) {
  return gmx_dataset_load_with(name, seed, NULL, progress, progress_data, cancellable, error);
}

static gboolean check_points(const char *title, const GmxPoint *points, int count, int classes,
                             GError **error) {
  for (int i = 0; i < count; i++) {
    if (isfinite(points[i].x) && isfinite(points[i].y) && points[i].label >= 0 &&
        points[i].label < classes)
      continue;
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: point %d is (%g, %g) of class %d; both must be finite, and the class below %d",
                title, i, (double)points[i].x, (double)points[i].y, points[i].label, classes);
    return FALSE;
  }
  return TRUE;
}

GmxDataset *gmx_dataset_new_points(const char *title, const GmxPoint *points, int count,
                                   const char *const *class_names, GError **error) {
  const guint classes = g_strv_length((char **)class_names);
  g_return_val_if_fail(classes >= 2 && classes <= 256, NULL);
  g_autoptr(GmxDataContent) content = gmx_data_content_new(title);
  content->classes = (int)classes;
  content->class_names = g_strdupv((char **)class_names);
  if (!check_points(title, points, count, (int)classes, error) ||
      !gmx_points_take(points, count, content, title, error))
    return NULL;
  return dataset_new(g_steal_pointer(&content));
}

GmxDataset *gmx_dataset_new_random(GmxShape shape, int classes, int count, guint64 seed) {
  g_return_val_if_fail(shape.channels >= 1 && shape.channels <= MAX_CHANNELS, NULL);
  g_return_val_if_fail(classes >= 1 && classes <= 256, NULL);
  g_autoptr(GmxDataContent) content = gmx_data_content_new("random pixels");
  const gsize bytes = (gsize)shape.channels * shape.height * shape.width;
  GmxRandom random;
  gmx_random_init(&random, seed, GMX_STREAM_DATA);
  content->shape = shape;
  content->classes = classes;
  const gboolean points = gmx_shape_is_points(shape);
  for (int split = 0; split < 2; split++) {
    GmxDataPart *part = &content->parts[split];
    if (points ? !gmx_data_part_allocate_points(part, count, "random points", NULL)
               : !gmx_data_part_allocate(part, count, bytes, "random pixels", NULL))
      return NULL;
    for (gsize i = 0; i < (gsize)count * bytes; i++)
      if (points)
        part->points[i] = (float)gmx_random_uniform(&random);
      else
        part->images[i] = (guint8)gmx_random_below(&random, 256);
    for (int i = 0; i < count; i++)
      part->labels[i] = (guint8)gmx_random_below(&random, (guint32)classes);
  }
  return dataset_new(g_steal_pointer(&content));
}

const char *gmx_dataset_get_title(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), NULL);
  return dataset->content->title;
}

GmxShape gmx_dataset_get_shape(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), (GmxShape){0});
  return dataset->content->shape;
}

int gmx_dataset_get_classes(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), 0);
  return dataset->content->classes;
}

const char *gmx_dataset_get_class_name(GmxDataset *dataset, int label) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), NULL);
  g_return_val_if_fail(label >= 0 && label < dataset->content->classes, NULL);
  return dataset->content->class_names[label];
}

int gmx_dataset_get_count(GmxDataset *dataset, GmxSplit split) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), 0);
  return dataset->content->parts[split].count;
}

gsize gmx_dataset_image_bytes(GmxDataset *dataset) {
  const GmxShape shape = dataset->content->shape;
  return (gsize)shape.height * shape.width * shape.channels;
}

/* Labels and examples are read for every example of every step: the type is not checked here. */
const guint8 *gmx_dataset_get_image(GmxDataset *dataset, GmxSplit split, int index) {
  const GmxDataPart *part = &dataset->content->parts[split];
  g_return_val_if_fail(index >= 0 && index < part->count && part->images != NULL, NULL);
  return part->images + (gsize)index * gmx_dataset_image_bytes(dataset);
}

const float *gmx_dataset_get_point(GmxDataset *dataset, GmxSplit split, int index) {
  const GmxDataPart *part = &dataset->content->parts[split];
  g_return_val_if_fail(index >= 0 && index < part->count, NULL);
  return part->points != NULL ? part->points + 2 * (gsize)index : NULL;
}

gboolean gmx_dataset_is_points(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), FALSE);
  return gmx_shape_is_points(dataset->content->shape);
}

const char *gmx_dataset_get_unit(GmxDataset *dataset) {
  return gmx_dataset_is_points(dataset) ? "points" : "images";
}

void gmx_dataset_get_bounds(GmxDataset *dataset, double box[4]) {
  g_return_if_fail(GMX_IS_DATASET(dataset));
  memcpy(box, dataset->box, sizeof dataset->box);
}

GmxShape gmx_dataset_get_picture_shape(GmxDataset *dataset) {
  return gmx_shape_get_picture(gmx_dataset_get_shape(dataset));
}

static const guint8 *get_ground(GmxDataset *dataset) {
  if (g_once_init_enter(&dataset->ground))
    g_once_init_leave(&dataset->ground, gmx_points_draw_ground(dataset->content, dataset->box));
  return dataset->ground;
}

void gmx_points_mix_rgb(GmxDataset *dataset, const float first[2], int first_label,
                        const float second[2], int second_label, double lambda, const float *mixed,
                        guint8 *rgb) {
  float between[2];
  g_return_if_fail(gmx_dataset_is_points(dataset));
  gmx_batch_blend(first, second, lambda, 2, between);
  const GmxPointsMix mix = {.first = first,
                            .second = second,
                            .mixed = mixed != NULL ? mixed : between,
                            .first_label = first_label,
                            .second_label = second_label,
                            .lambda = lambda};
  gmx_points_draw_mix(get_ground(dataset), dataset->box, &mix, rgb);
}

int gmx_dataset_get_label(GmxDataset *dataset, GmxSplit split, int index) {
  const GmxDataPart *part = &dataset->content->parts[split];
  g_return_val_if_fail(index >= 0 && index < part->count, 0);
  return part->labels[index];
}

const float *gmx_dataset_get_mean(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), NULL);
  return dataset->mean;
}

const float *gmx_dataset_get_deviation(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), NULL);
  return dataset->deviation;
}

const float *gmx_dataset_lookup(GmxDataset *dataset, int channel) {
  return dataset->lookup[channel];
}

const char *gmx_dataset_get_checksum(GmxDataset *dataset) {
  g_return_val_if_fail(GMX_IS_DATASET(dataset), NULL);
  if (g_once_init_enter(&dataset->checksum))
    g_once_init_leave(&dataset->checksum, gmx_data_checksum(dataset->content));
  return dataset->checksum;
}
