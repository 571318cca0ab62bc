/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIFAR-10: what a good set loads as, and what each bad file is told. */
#include "tests/engine/data-files.h"

#include <string.h>
#include <unistd.h>

static GmxDataset *load_good(const char *folder) {
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load(folder, 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

/* Record @record of the batch written with @seed is image @index of @split. */
static void check_image(GmxDataset *dataset, GmxSplit split, int index, guint seed, guint record) {
  g_autoptr(GByteArray) bytes = gmx_test_cifar_records(3, seed);
  const guint8 *planes = bytes->data + record * 3073 + 1;
  const guint8 *image = gmx_dataset_get_image(dataset, split, index);
  g_assert_cmpint(gmx_dataset_get_label(dataset, split, index), ==, planes[-1]);
  for (int row = 0; row < 32; row++)
    for (int column = 0; column < 32; column++)
      for (int c = 0; c < 3; c++)
        g_assert_cmpint(image[(row * 32 + column) * 3 + c], ==,
                        planes[c * 1024 + row * 32 + column]);
}

static void check_small_set(GmxDataset *dataset) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_assert_cmpint(shape.channels, ==, 3);
  g_assert_cmpint(shape.height, ==, 32);
  g_assert_cmpint(shape.width, ==, 32);
  g_assert_cmpstr(gmx_dataset_get_title(dataset), ==, "CIFAR-10");
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 10);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, 15);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST), ==, 2);
  for (int i = 0; i < 15; i++)
    check_image(dataset, GMX_SPLIT_TRAIN, i, 1 + i / 3, i % 3);
  for (int i = 0; i < 2; i++)
    check_image(dataset, GMX_SPLIT_TEST, i, 6, i);
}

static void test_good(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_cifar_set(fixture->folder);
  g_autoptr(GmxDataset) dataset = load_good(fixture->folder);
  check_small_set(dataset);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 0), ==, "airplane");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 6), ==, "frog");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 9), ==, "truck");
}

static void test_inner_folder(GmxDataFolder *fixture, gconstpointer data) {
  g_autofree char *inner = g_build_filename(fixture->folder, "cifar-10-batches-bin", NULL);
  g_assert_cmpint(g_mkdir(inner, 0700), ==, 0);
  gmx_test_write_cifar_set(inner);
  g_autoptr(GmxDataset) dataset = load_good(fixture->folder);
  check_small_set(dataset);
}

static void write_text(const char *folder, const char *name, const char *text) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void test_class_names(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_cifar_set(fixture->folder);
  write_text(fixture->folder, "batches.meta.txt", "a\nb\nc\nd\r\ne\nf\ng\nh\ni\nj k\n\n");
  g_autoptr(GmxDataset) dataset = load_good(fixture->folder);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 3), ==, "d");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 9), ==, "j k");
  write_text(fixture->folder, "batches.meta.txt", "a\nb\nc\n");
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, "batches.meta.txt",
                        "ten class names are due");
  write_text(fixture->folder, "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\n\xff\xfe\n");
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, "batches.meta.txt",
                        "ten class names are due");
}

static void test_missing(GmxDataFolder *fixture, gconstpointer name) {
  gmx_test_write_cifar_set(fixture->folder);
  g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
  g_assert_cmpint(g_unlink(path), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_MISSING, name, "no such file");
}

static void test_truncated(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_cifar_set(fixture->folder);
  gmx_test_cut(fixture->folder, "data_batch_4.bin", 3 * 3073 - 1);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, "data_batch_4.bin",
                        "9218 bytes are there");
  gmx_test_cut(fixture->folder, "data_batch_4.bin", 100);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, "data_batch_4.bin", "3073");
  gmx_test_cut(fixture->folder, "data_batch_4.bin", 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, "data_batch_4.bin", "is empty");
}

static void test_bad_label(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_cifar_set(fixture->folder);
  GByteArray *records = gmx_test_cifar_records(2, 6);
  records->data[3073] = 10;
  gmx_test_write(fixture->folder, "test_batch.bin", records);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_LABELS, "test_batch.bin",
                        "record 2 has label 10; CIFAR-10's labels are 0 to 9");
}

static void test_not_regular(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_cifar_set(fixture->folder);
  g_autofree char *path = g_build_filename(fixture->folder, "data_batch_2.bin", NULL);
  g_assert_cmpint(g_unlink(path), ==, 0);
  g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, "data_batch_2.bin",
                        "not a regular file");
}

static void test_gzipped(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_cifar_set(fixture->folder);
  gmx_test_write(fixture->folder, "packed.gz", gmx_test_cifar_records(3, 1));
  g_autofree char *packed = g_build_filename(fixture->folder, "packed.gz", NULL);
  g_autofree char *batch = g_build_filename(fixture->folder, "data_batch_1.bin", NULL);
  g_assert_cmpint(g_rename(packed, batch), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, "data_batch_1.bin", "is gzipped");
}

/* The first 1,017 images of each of the real files, where they are at hand. */
static void test_real_subset(void) {
  const char *shared = g_getenv("GMX_SHARED");
  g_autofree char *folder =
      g_build_filename(shared != NULL ? shared : "", "data", "cifar10-subset", NULL);
  if (shared == NULL || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
    g_test_skip("GMX_SHARED names no folder that holds data/cifar10-subset");
    return;
  }
  g_autoptr(GmxDataset) dataset = load_good(folder);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, 5 * 1017);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST), ==, 1017);
  /* The full set's published statistics are 0.491, 0.482, 0.447 and 0.247, 0.243, 0.262. */
  const float mean[3] = {0.491f, 0.482f, 0.447f}, deviation[3] = {0.247f, 0.243f, 0.262f};
  for (int c = 0; c < 3; c++) {
    g_assert_cmpfloat_with_epsilon(gmx_dataset_get_mean(dataset)[c], mean[c], 0.01);
    g_assert_cmpfloat_with_epsilon(gmx_dataset_get_deviation(dataset)[c], deviation[c], 0.01);
  }
  /* CIFAR-10 begins with a frog and its test set with a cat. */
  g_assert_cmpint(gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, 0), ==, 6);
  g_assert_cmpint(gmx_dataset_get_label(dataset, GMX_SPLIT_TEST, 0), ==, 3);
}

static void add(const char *path, gconstpointer data,
                void (*test)(GmxDataFolder *, gconstpointer)) {
  g_test_add(path, GmxDataFolder, data, gmx_test_folder_set_up, test, gmx_test_folder_tear_down);
}

void gmx_test_add_cifar(void) {
  add("/data/cifar/good", NULL, test_good);
  add("/data/cifar/inner-folder", NULL, test_inner_folder);
  add("/data/cifar/class-names", NULL, test_class_names);
  add("/data/cifar/missing/train", "data_batch_3.bin", test_missing);
  add("/data/cifar/missing/test", "test_batch.bin", test_missing);
  add("/data/cifar/truncated", NULL, test_truncated);
  add("/data/cifar/bad-label", NULL, test_bad_label);
  add("/data/cifar/not-regular", NULL, test_not_regular);
  add("/data/cifar/gzipped", NULL, test_gzipped);
  g_test_add_func("/data/cifar/real-subset", test_real_subset);
}
