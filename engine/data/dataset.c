/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data set object, and which reader a name or a folder belongs to. */
#include "engine/data/dataset.h"
#include "engine/data/cifar.h"
#include "engine/data/content.h"
#include "engine/data/idx.h"
#include "engine/data/shapes.h"
#include "engine/data/statistics.h"

#include <fcntl.h>
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
  char *checksum; /* owned; computed when it is first asked for */
};

G_DEFINE_FINAL_TYPE(GmxDataset, gmx_dataset, G_TYPE_OBJECT)

static void gmx_dataset_finalize(GObject *object) {
  GmxDataset *self = GMX_DATASET(object);
  gmx_data_content_free(self->content);
  g_free(self->checksum);
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
                "%s: is not a folder; name the folder that holds the data set's files", path);
  else
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
                "%s: there is no such folder, nor a built-in data set of that name; those are "
                "shapes and fashion-mnist",
                path);
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
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
              "%s: no data set is in this folder; it may hold MNIST's four IDX files "
              "(train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-…, plain or .gz) or "
              "CIFAR-10's binary files (data_batch_1.bin to data_batch_5.bin, test_batch.bin)",
              path);
  return FALSE;
}

/* The last part of @path as people may read it. */
static char *title_of_folder(const char *path) {
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

GmxDataset *gmx_dataset_load(const char *name, guint64 seed, GmxDataProgress progress,
                             gpointer progress_data, GCancellable *cancellable, GError **error) {
  g_return_val_if_fail(name != NULL, NULL);
  GmxDataReading reading = {
      .progress = progress, .progress_data = progress_data, .cancellable = cancellable};
  const gboolean shapes = strcmp(name, "shapes") == 0;
  const gboolean fashion = strcmp(name, "fashion-mnist") == 0;
  g_autofree char *title = shapes    ? g_strdup("shapes")
                           : fashion ? g_strdup(FASHION_TITLE)
                                     : title_of_folder(name);
  g_autoptr(GmxDataContent) content = gmx_data_content_new(title);
  const gboolean ok = shapes    ? gmx_shapes_draw(seed, content, &reading, error)
                      : fashion ? read_fashion(content, &reading, error)
                                : read_folder(name, content, &reading, error);
  if (ok)
    return dataset_new(g_steal_pointer(&content));
  make_message_valid(error != NULL ? *error : NULL);
  return NULL;
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
  for (int split = 0; split < 2; split++) {
    GmxDataPart *part = &content->parts[split];
    if (!gmx_data_part_allocate(part, count, bytes, "random pixels", NULL))
      return NULL;
    for (gsize i = 0; i < (gsize)count * bytes; i++)
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

/* Labels and images are read for every example of every step: the type is not checked here. */
const guint8 *gmx_dataset_get_image(GmxDataset *dataset, GmxSplit split, int index) {
  const GmxDataPart *part = &dataset->content->parts[split];
  g_return_val_if_fail(index >= 0 && index < part->count, NULL);
  return part->images + (gsize)index * gmx_dataset_image_bytes(dataset);
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
