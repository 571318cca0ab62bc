/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches: normalisation, augmentation against a naive recomputation, and the way back; and label
 * noise. */
#include "engine/data/batch.h"
#include "engine/nn/parallel.h"
#include "tests/engine/data-files.h"

#include <string.h>

/* A set of images of 5 × 7 (grey) or 32 × 32 × 3 (colour). */
typedef struct {
  GmxDataFolder files;
  GmxDataset *dataset;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer kind) {
  g_autoptr(GError) error = NULL;
  gmx_test_folder_set_up(&fixture->files, NULL);
  if (strcmp(kind, "grey") == 0)
    gmx_test_write_idx_set(fixture->files.folder, "");
  else
    gmx_test_write_cifar_set(fixture->files.folder);
  fixture->dataset = gmx_dataset_load(fixture->files.folder, 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
}

static void tear_down(Fixture *fixture, gconstpointer kind) {
  g_assert_finalize_object(fixture->dataset);
  gmx_test_folder_tear_down(&fixture->files, NULL);
}

/* What the value at (@row, @column) of a stored image is after normalisation; black outside. */
static float naive_value(GmxDataset *dataset, int index, int row, int column, int channel) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  const guint8 *image = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, index);
  float level = 0;
  if (row >= 0 && row < shape.height && column >= 0 && column < shape.width)
    level = image[(row * shape.width + column) * shape.channels + channel];
  return (level / 255.0f - gmx_dataset_get_mean(dataset)[channel]) /
         gmx_dataset_get_deviation(dataset)[channel];
}

/* Compares image @i of @batch with the stored one, cropped at (@down, @right), then flipped. */
static void check_image(GmxBatch *batch, GmxDataset *dataset, int i, int down, int right,
                        gboolean flip) {
  const GmxShape shape = batch->shape;
  const float *value = batch->images + (gsize)i * shape.height * shape.width * shape.channels;
  for (int y = 0; y < shape.height; y++)
    for (int x = 0; x < shape.width; x++)
      for (int c = 0; c < shape.channels; c++) {
        const int crop_x = flip ? shape.width - 1 - x : x;
        const float due = naive_value(dataset, batch->index[i], y + down, crop_x + right, c);
        g_assert_cmpfloat_with_epsilon(*value++, due, 1e-6);
      }
}

static void test_normalise(Fixture *fixture, gconstpointer kind) {
  GmxDataset *dataset = fixture->dataset;
  const int indices[4] = {5, 0, 3, 3};
  g_autoptr(GmxBatch) batch = gmx_batch_new(gmx_dataset_get_shape(dataset), 6);
  g_assert_cmpint(batch->capacity, ==, 6);
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, 4, NULL, NULL);
  g_assert_cmpint(batch->count, ==, 4);
  for (int i = 0; i < 4; i++) {
    const int label = gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, indices[i]);
    g_assert_cmpint(batch->index[i], ==, indices[i]);
    g_assert_cmpint(batch->partner[i], ==, i);
    g_assert_cmpint(batch->first_label[i], ==, label);
    g_assert_cmpint(batch->second_label[i], ==, label);
    g_assert_cmpfloat(batch->lambda[i], ==, 1);
    check_image(batch, dataset, i, 0, 0, FALSE);
  }
  const GmxTargets targets = gmx_batch_targets(batch);
  g_assert_true(targets.first == batch->first_label && targets.second == batch->second_label &&
                targets.lambda == batch->lambda);
}

/* The whole training part, loaded, has mean 0 and variance 1 in each channel. */
static void test_statistics(Fixture *fixture, gconstpointer kind) {
  GmxDataset *dataset = fixture->dataset;
  const int count = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_autofree int *indices = g_new(int, count);
  for (int i = 0; i < count; i++)
    indices[i] = i;
  g_autoptr(GmxBatch) batch = gmx_batch_new(shape, count);
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, count, NULL, NULL);
  const int pixels = count * shape.height * shape.width;
  for (int c = 0; c < shape.channels; c++) {
    double sum = 0, squares = 0;
    for (int p = 0; p < pixels; p++) {
      const double value = batch->images[p * shape.channels + c];
      sum += value;
      squares += value * value;
    }
    g_assert_cmpfloat_with_epsilon(sum / pixels, 0, 1e-5);
    g_assert_cmpfloat_with_epsilon(squares / pixels, 1, 1e-5);
  }
}

/* The same stream read by the rule of the header gives the moves; both flips and all nine offsets
 * turn up. */
static void test_augment(Fixture *fixture, gconstpointer kind) {
  GmxDataset *dataset = fixture->dataset;
  enum { COUNT = 120 };
  int indices[COUNT];
  for (int i = 0; i < COUNT; i++)
    indices[i] = i % gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  g_autoptr(GmxBatch) batch = gmx_batch_new(gmx_dataset_get_shape(dataset), COUNT);
  GmxRandom random, same;
  gmx_random_init(&random, 7, GMX_STREAM_AUGMENT);
  same = random;
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, COUNT, NULL, &random);
  int downs[9] = {0}, rights[9] = {0}, flips = 0;
  for (int i = 0; i < COUNT; i++) {
    const int top = (int)gmx_random_below(&same, 9), left = (int)gmx_random_below(&same, 9);
    const gboolean flip = gmx_random_uniform(&same) < 0.5;
    downs[top]++;
    rights[left]++;
    flips += flip;
    check_image(batch, dataset, i, top - 4, left - 4, flip);
  }
  for (int k = 0; k < 9; k++)
    g_assert_true(downs[k] > 0 && rights[k] > 0);
  g_assert_cmpint(flips, >, COUNT / 4);
  g_assert_cmpint(flips, <, COUNT * 3 / 4);
  g_assert_cmpmem(&random, sizeof random, &same, sizeof same);
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, 1, NULL, NULL);
  check_image(batch, dataset, 0, 0, 0, FALSE);
}

static void test_threads(Fixture *fixture, gconstpointer kind) {
  GmxDataset *dataset = fixture->dataset;
  enum { COUNT = 50 };
  int indices[COUNT];
  for (int i = 0; i < COUNT; i++)
    indices[i] = i % gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_autoptr(GmxBatch) one = gmx_batch_new(shape, COUNT);
  g_autoptr(GmxBatch) three = gmx_batch_new(shape, COUNT);
  GmxBatch *batches[2] = {one, three};
  for (int i = 0; i < 2; i++) {
    GmxRandom random;
    gmx_random_init(&random, 3, GMX_STREAM_AUGMENT);
    gmx_parallel_set_threads(i == 0 ? 1 : 3);
    gmx_batch_load(batches[i], dataset, GMX_SPLIT_TRAIN, indices, COUNT, NULL, &random);
  }
  gmx_parallel_set_threads(0);
  const gsize size = sizeof(float) * COUNT * shape.height * shape.width * shape.channels;
  g_assert_cmpmem(one->images, size, three->images, size);
}

static void test_to_rgb(Fixture *fixture, gconstpointer kind) {
  GmxDataset *dataset = fixture->dataset;
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  const int pixels = shape.height * shape.width;
  g_autofree guint8 *rgb = g_malloc(pixels * 3);
  g_autoptr(GmxBatch) batch = gmx_batch_new(shape, 2);
  const int indices[2] = {4, 2};
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, 2, NULL, NULL);
  for (int i = 0; i < 2; i++) {
    const guint8 *image = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, indices[i]);
    gmx_batch_to_rgb(batch, dataset, i, rgb);
    for (int p = 0; p < pixels; p++)
      for (int c = 0; c < 3; c++)
        g_assert_cmpint(rgb[3 * p + c], ==,
                        image[p * shape.channels + (shape.channels == 3 ? c : 0)]);
  }
  /* What lies beyond black and white is cut off, not wrapped around. */
  batch->images[0] = 1e6f;
  batch->images[(gsize)pixels * shape.channels - 1] = -1e6f;
  gmx_batch_to_rgb(batch, dataset, 0, rgb);
  g_assert_cmpint(rgb[0], ==, 255);
  g_assert_cmpint(rgb[3 * pixels - 1], ==, 0);
}

static void test_given_labels(Fixture *fixture, gconstpointer kind) {
  const int count = gmx_dataset_get_count(fixture->dataset, GMX_SPLIT_TRAIN);
  g_autofree int *labels = g_new(int, count);
  for (int i = 0; i < count; i++)
    labels[i] = 100 + i;
  const int indices[2] = {5, 1};
  g_autoptr(GmxBatch) batch = gmx_batch_new(gmx_dataset_get_shape(fixture->dataset), 2);
  gmx_batch_load(batch, fixture->dataset, GMX_SPLIT_TRAIN, indices, 2, labels, NULL);
  g_assert_cmpint(batch->first_label[0], ==, 105);
  g_assert_cmpint(batch->second_label[1], ==, 101);
}

/* Exactly the fraction is replaced, always by another class, and every class takes part. */
static void test_label_noise(void) {
  g_autoptr(GmxDataset) dataset = gmx_dataset_load("shapes", 1, NULL, NULL, NULL, NULL);
  const int count = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  static const double fractions[] = {0, 0.2, 1};
  for (guint f = 0; f < G_N_ELEMENTS(fractions); f++) {
    GmxRandom random;
    gmx_random_init(&random, 1, GMX_STREAM_LABEL_NOISE);
    g_autofree int *labels = gmx_labels_with_noise(dataset, fractions[f], &random);
    int replaced = 0, pairs[10][10] = {{0}};
    for (int i = 0; i < count; i++) {
      const int own = gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, i);
      g_assert_true(labels[i] >= 0 && labels[i] < 10);
      replaced += labels[i] != own;
      pairs[own][labels[i]]++;
    }
    g_assert_cmpint(replaced, ==, (int)(fractions[f] * count));
    for (int a = 0; a < 10 && fractions[f] > 0; a++)
      for (int b = 0; b < 10; b++) {
        /* 22 or 111 are expected of each wrong class; five deviations are the bound. */
        const double due = fractions[f] * count / 90;
        if (a != b)
          g_assert_cmpfloat(ABS(pairs[a][b] - due), <, 5 * due / 4.7);
      }
  }
}

static void add(const char *path, void (*test)(Fixture *, gconstpointer)) {
  static const char *const kinds[] = {"grey", "colour"};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *full = g_strdup_printf("/data/batch/%s/%s", path, kinds[i]);
    g_test_add(full, Fixture, kinds[i], set_up, test, tear_down);
  }
}

void gmx_test_add_batch(void) {
  add("normalise", test_normalise);
  add("statistics", test_statistics);
  add("augment", test_augment);
  add("threads", test_threads);
  add("to-rgb", test_to_rgb);
  add("given-labels", test_given_labels);
  g_test_add_func("/data/label-noise", test_label_noise);
}
