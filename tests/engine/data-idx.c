/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IDX: what a good set loads as, and what each bad file is told. */
#include "tests/engine/data-files.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define IMAGES "train-images-idx3-ubyte"
#define LABELS "train-labels-idx1-ubyte"
#define TEST_IMAGES "t10k-images-idx3-ubyte"
#define TEST_LABELS "t10k-labels-idx1-ubyte"

static GmxDataset *load_good(const char *folder) {
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load(folder, 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

/* The small set of gmx_test_write_idx_set() as it must lie in memory. */
static void check_small_set(const char *folder) {
  g_autoptr(GmxDataset) dataset = load_good(folder);
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_assert_cmpint(shape.channels, ==, 1);
  g_assert_cmpint(shape.height, ==, 5);
  g_assert_cmpint(shape.width, ==, 7);
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 3);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 2), ==, "2");
  g_autofree char *title = g_path_get_basename(folder);
  g_assert_cmpstr(gmx_dataset_get_title(dataset), ==, title);
  const int counts[2] = {6, 4};
  for (int split = 0; split < 2; split++) {
    g_autoptr(GByteArray) bytes = gmx_test_idx_images(counts[split], 5, 7, split + 1);
    g_assert_cmpint(gmx_dataset_get_count(dataset, split), ==, counts[split]);
    for (int i = 0; i < counts[split]; i++) {
      g_assert_cmpint(gmx_dataset_get_label(dataset, split, i), ==, i % 3);
      g_assert_cmpmem(gmx_dataset_get_image(dataset, split, i), 35, bytes->data + 16 + 35 * i, 35);
    }
  }
}

static void test_good(GmxDataFolder *fixture, gconstpointer suffix) {
  gmx_test_write_idx_set(fixture->folder, suffix);
  check_small_set(fixture->folder);
}

/* Browsers unpack a .gz and keep its name, or the other way round; dots are common in names. */
static void test_odd_names(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  g_autofree char *plain = g_build_filename(fixture->folder, IMAGES, NULL);
  g_autofree char *gz = g_strconcat(plain, ".gz", NULL);
  g_assert_cmpint(g_rename(plain, gz), ==, 0);
  g_autofree char *dash = g_build_filename(fixture->folder, TEST_LABELS, NULL);
  g_autofree char *dot = g_build_filename(fixture->folder, "t10k-labels.idx1-ubyte", NULL);
  g_assert_cmpint(g_rename(dash, dot), ==, 0);
  check_small_set(fixture->folder);
}

static void test_class_count(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  gmx_test_write(fixture->folder, LABELS, gmx_test_idx_labels(6, 1));
  gmx_test_write(fixture->folder, TEST_LABELS, gmx_test_idx_labels(4, 1));
  g_autoptr(GmxDataset) one = load_good(fixture->folder);
  g_assert_cmpint(gmx_dataset_get_classes(one), ==, 2);
  GByteArray *labels = gmx_test_idx_labels(4, 1);
  labels->data[10] = 255;
  gmx_test_write(fixture->folder, TEST_LABELS, labels);
  g_autoptr(GmxDataset) most = load_good(fixture->folder);
  g_assert_cmpint(gmx_dataset_get_classes(most), ==, 256);
  g_assert_cmpstr(gmx_dataset_get_class_name(most, 255), ==, "255");
}

static void test_fashion_names(GmxDataFolder *fixture, gconstpointer data) {
  g_autofree char *folder = g_build_filename(fixture->folder, "My-Fashion", NULL);
  g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
  gmx_test_write_idx_set(folder, "");
  gmx_test_write(folder, IMAGES, gmx_test_idx_images(10, 5, 7, 1));
  gmx_test_write(folder, LABELS, gmx_test_idx_labels(10, 10));
  g_autoptr(GmxDataset) dataset = load_good(folder);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 0), ==, "T-shirt/top");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 9), ==, "Ankle boot");
}

static void test_missing(GmxDataFolder *fixture, gconstpointer name) {
  gmx_test_write_idx_set(fixture->folder, ".gz");
  g_autofree char *path = g_strdup_printf("%s/%s.gz", fixture->folder, (const char *)name);
  g_assert_cmpint(g_unlink(path), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_MISSING, name, "no such file");
}

static void test_no_folder(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_MISSING, NULL, "data_batch_1.bin");
  g_autofree char *absent = g_build_filename(fixture->folder, "absent", NULL);
  gmx_test_expect_error(absent, GMX_DATA_ERROR_MISSING, NULL, "no such folder");
  gmx_test_write(fixture->folder, "file", gmx_test_idx_labels(1, 1));
  g_autofree char *file = g_build_filename(fixture->folder, "file", NULL);
  gmx_test_expect_error(file, GMX_DATA_ERROR_FORMAT, NULL, "not a folder");
}

/* A folder's name may be no UTF-8; the message is, because windows show it. */
static void test_strange_name(GmxDataFolder *fixture, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_build_filename(fixture->folder, "\xff\xfe", NULL);
  g_assert_null(gmx_dataset_load(folder, 1, NULL, NULL, NULL, &error));
  g_assert_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING);
  g_assert_true(g_utf8_validate(error->message, -1, NULL));
  g_assert_null(gmx_dataset_load(folder, 1, NULL, NULL, NULL, NULL));
  g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
  gmx_test_write_idx_set(folder, "");
  g_autoptr(GmxDataset) dataset = load_good(folder);
  g_assert_true(g_utf8_validate(gmx_dataset_get_title(dataset), -1, NULL));
}

static void test_empty(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  gmx_test_cut(fixture->folder, LABELS, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, LABELS, "is empty (0 bytes)");
}

/* 6 × 5 × 7 + 16 = 226 bytes are due. */
static void test_truncated(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  gmx_test_cut(fixture->folder, IMAGES, 225);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, IMAGES,
                        "225 bytes are there, 226 are due");
  gmx_test_cut(fixture->folder, IMAGES, 11);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, IMAGES,
                        "11 bytes are there, 16 are due");
}

static void test_too_long(GmxDataFolder *fixture, gconstpointer suffix) {
  gmx_test_write_idx_set(fixture->folder, suffix);
  g_autofree char *name = g_strconcat(TEST_LABELS, suffix, NULL);
  GByteArray *labels = gmx_test_idx_labels(4, 3);
  g_byte_array_append(labels, (const guint8 *)"x", 1);
  gmx_test_write(fixture->folder, name, labels);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, name, "are due");
}

static void test_wrong_magic(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  gmx_test_write(fixture->folder, IMAGES, gmx_test_idx_labels(60, 3));
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, IMAGES,
                        "starts with 00 00 08 01, an IDX file of images starts with 00 00 08 03");
  gmx_test_write(fixture->folder, IMAGES, gmx_test_idx_images(6, 5, 7, 1));
  GByteArray *page = g_byte_array_new();
  g_byte_array_append(page, (const guint8 *)"<!DOCTYPE html>", 15);
  gmx_test_write(fixture->folder, LABELS, page);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, LABELS, "starts with 3c 21 44 4f");
}

/* Gzip files that were cut: in the data, in the sum at the end, and in the header. */
static void test_half_download(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, ".gz");
  const char *name = IMAGES ".gz";
  g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
  GStatBuf info;
  g_assert_cmpint(g_stat(path, &info), ==, 0);
  const gsize sizes[] = {(gsize)info.st_size - 4, (gsize)info.st_size / 2, 5};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    gmx_test_cut(fixture->folder, name, sizes[i]);
    gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, name, "unexpected end");
  }
}

/* A whole gzip file of which the content is cut. */
static void test_short_content(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, ".gz");
  GByteArray *bytes = gmx_test_idx_images(6, 5, 7, 1);
  g_byte_array_set_size(bytes, 100);
  gmx_test_write(fixture->folder, IMAGES ".gz", bytes);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, IMAGES ".gz",
                        "100 bytes unpacked are there, 226 are due");
}

static void test_damaged_gzip(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, ".gz");
  g_autofree char *path = g_build_filename(fixture->folder, IMAGES ".gz", NULL);
  g_autofree char *text = NULL;
  gsize length;
  g_assert_true(g_file_get_contents(path, &text, &length, NULL));
  text[length - 6] ^= 0x55; /* in the sum over the content */
  g_assert_true(g_file_set_contents(path, text, (gssize)length, NULL));
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, IMAGES ".gz", "is damaged");
}

static void test_counts_differ(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  gmx_test_write(fixture->folder, LABELS, gmx_test_idx_labels(5, 3));
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_LABELS, LABELS,
                        "holds 5 labels, 6 are due");
}

static void test_sizes_differ(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  gmx_test_write(fixture->folder, TEST_IMAGES, gmx_test_idx_images(4, 6, 7, 2));
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, TEST_IMAGES,
                        "images of 6 × 7, 5 × 7 are due");
  gmx_test_write(fixture->folder, TEST_IMAGES, gmx_test_idx_images(4, 5, 8, 2));
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, TEST_IMAGES,
                        "images of 5 × 8, 5 × 7 are due");
}

/* Images of one single value: nothing may be divided by a deviation of 0. */
static void test_constant(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  GByteArray *bytes = gmx_test_idx_images(6, 5, 7, 1);
  memset(bytes->data + 16, 51, bytes->len - 16);
  gmx_test_write(fixture->folder, IMAGES, bytes);
  g_autoptr(GmxDataset) dataset = load_good(fixture->folder);
  g_assert_cmpfloat_with_epsilon(gmx_dataset_get_mean(dataset)[0], 0.2, 1e-6);
  g_assert_cmpfloat(gmx_dataset_get_deviation(dataset)[0], ==, 1);
}

/* Headers that claim what no memory holds, and products that overflow. */
static void test_absurd_sizes(GmxDataFolder *fixture, gconstpointer suffix) {
  static const struct {
    guint32 count, height, width;
    GmxDataError code;
  } cases[] = {{0, 5, 7, GMX_DATA_ERROR_FORMAT},
               {6, 0, 7, GMX_DATA_ERROR_FORMAT},
               {6, 5, 0, GMX_DATA_ERROR_FORMAT},
               {6, 65536, 65536, GMX_DATA_ERROR_FORMAT},
               {0xffffffff, 0xffffffff, 0xffffffff, GMX_DATA_ERROR_FORMAT},
               {0x7fffffff, 1024, 1024, GMX_DATA_ERROR_TRUNCATED}};
  gmx_test_write_idx_set(fixture->folder, suffix);
  g_autofree char *name = g_strconcat(IMAGES, suffix, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    GByteArray *bytes = gmx_test_idx_images(6, 5, 7, 1);
    const guint32 sizes[3] = {GUINT32_TO_BE(cases[i].count), GUINT32_TO_BE(cases[i].height),
                              GUINT32_TO_BE(cases[i].width)};
    memcpy(bytes->data + 4, sizes, sizeof sizes);
    gmx_test_write(fixture->folder, name, bytes);
    gmx_test_expect_error(fixture->folder, cases[i].code, name, "due");
  }
}

static void test_not_regular(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  g_autofree char *path = g_build_filename(fixture->folder, LABELS, NULL);
  g_assert_cmpint(g_unlink(path), ==, 0);
  g_assert_cmpint(mkfifo(path, 0600), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, LABELS, "not a regular file");
  g_assert_cmpint(g_unlink(path), ==, 0);
  g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, LABELS, "not a regular file");
}

/* The administrator may read everything, so then the test runs as somebody else. */
static void test_unreadable(GmxDataFolder *fixture, gconstpointer data) {
  gmx_test_write_idx_set(fixture->folder, "");
  g_autofree char *path = g_build_filename(fixture->folder, LABELS, NULL);
  g_assert_cmpint(chmod(path, 0), ==, 0);
  g_assert_cmpint(chmod(fixture->folder, 0755), ==, 0);
  const uid_t user = geteuid();
  if (user == 0)
    g_assert_cmpint(seteuid(65534), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_READ, LABELS, "permission denied");
  g_assert_cmpint(seteuid(user), ==, 0);
  g_assert_cmpint(chmod(fixture->folder, 0), ==, 0);
  if (user == 0)
    g_assert_cmpint(seteuid(65534), ==, 0);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_READ, NULL, "permission denied");
  g_assert_cmpint(seteuid(user), ==, 0);
  g_assert_cmpint(chmod(fixture->folder, 0700), ==, 0);
}

static void add(const char *path, gconstpointer data,
                void (*test)(GmxDataFolder *, gconstpointer)) {
  g_test_add(path, GmxDataFolder, data, gmx_test_folder_set_up, test, gmx_test_folder_tear_down);
}

void gmx_test_add_idx(void) {
  add("/data/idx/plain", "", test_good);
  add("/data/idx/gzipped", ".gz", test_good);
  add("/data/idx/odd-names", NULL, test_odd_names);
  add("/data/idx/class-count", NULL, test_class_count);
  add("/data/idx/fashion-names", NULL, test_fashion_names);
  add("/data/idx/missing/train-images", IMAGES, test_missing);
  add("/data/idx/missing/train-labels", LABELS, test_missing);
  add("/data/idx/missing/test-images", TEST_IMAGES, test_missing);
  add("/data/idx/missing/test-labels", TEST_LABELS, test_missing);
  add("/data/idx/no-folder", NULL, test_no_folder);
  add("/data/idx/strange-name", NULL, test_strange_name);
  add("/data/idx/empty", NULL, test_empty);
  add("/data/idx/truncated", NULL, test_truncated);
  add("/data/idx/too-long/plain", "", test_too_long);
  add("/data/idx/too-long/gzipped", ".gz", test_too_long);
  add("/data/idx/wrong-magic", NULL, test_wrong_magic);
  add("/data/idx/half-download", NULL, test_half_download);
  add("/data/idx/short-content", NULL, test_short_content);
  add("/data/idx/damaged-gzip", NULL, test_damaged_gzip);
  add("/data/idx/counts-differ", NULL, test_counts_differ);
  add("/data/idx/sizes-differ", NULL, test_sizes_differ);
  add("/data/idx/constant", NULL, test_constant);
  add("/data/idx/absurd-sizes/plain", "", test_absurd_sizes);
  add("/data/idx/absurd-sizes/gzipped", ".gz", test_absurd_sizes);
  add("/data/idx/not-regular", NULL, test_not_regular);
  add("/data/idx/unreadable", NULL, test_unreadable);
}
