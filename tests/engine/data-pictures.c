/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of PNG files: what a good one loads as, and what each bad one is told. */
#include "engine/data/png.h"
#include "tests/engine/data-files.h"

#include <string.h>

#define HEIGHT 5
#define WIDTH 7

/* A picture whose pixels follow from @seed; without colour where @grey. */
static void write_picture(const char *folder, const char *name, guint seed, gboolean grey) {
  guint8 rgb[HEIGHT * WIDTH * 3];
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
  for (guint i = 0; i < sizeof rgb; i++)
    rgb[i] = (guint8)(seed * 31 + (grey ? i / 3 : i) * 7);
  gmx_png_write(path, rgb, WIDTH, HEIGHT, NULL, &error);
  g_assert_no_error(error);
}

static void check_pixels(GmxDataset *dataset, GmxSplit split, int index, guint seed, guint label) {
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  const guint8 *image = gmx_dataset_get_image(dataset, split, index);
  const guint step = shape.channels == 1 ? 1 : 3;
  g_assert_cmpint(gmx_dataset_get_label(dataset, split, index), ==, label);
  for (guint i = 0; i < HEIGHT * WIDTH * step; i++)
    g_assert_cmpint(image[i], ==, (guint8)(seed * 31 + i * 7));
}

static GmxDataset *load(const char *folder) {
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load(folder, 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

/* Six pictures of "cat 2", five of "cat 10", the numbers of pictures in natural order too. */
static void write_classes(const char *folder, gboolean grey) {
  for (guint i = 0; i < 6; i++) {
    g_autofree char *name = g_strdup_printf("cat 2/%u.png", 8 + i);
    write_picture(folder, name, i, grey);
  }
  for (guint i = 0; i < 5; i++) {
    g_autofree char *name = g_strdup_printf("cat 10/%u.PNG", 8 + i);
    write_picture(folder, name, 10 + i, grey);
  }
}

static void test_classes(GmxDataFolder *fixture, gconstpointer data) {
  static const guint seeds[] = {0, 10, 1, 11, 2, 12, 3, 13, 5};
  write_classes(fixture->folder, FALSE);
  g_autoptr(GmxDataset) dataset = load(fixture->folder);
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_assert_cmpint(shape.channels, ==, 3);
  g_assert_cmpint(shape.height, ==, HEIGHT);
  g_assert_cmpint(shape.width, ==, WIDTH);
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 2);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 0), ==, "cat 2");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 1), ==, "cat 10");
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, G_N_ELEMENTS(seeds));
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS(seeds); i++)
    check_pixels(dataset, GMX_SPLIT_TRAIN, (int)i, seeds[i], seeds[i] >= 10);
  check_pixels(dataset, GMX_SPLIT_TEST, 0, 4, 0);
  check_pixels(dataset, GMX_SPLIT_TEST, 1, 14, 1);
}

static void test_grey(GmxDataFolder *fixture, gconstpointer data) {
  write_classes(fixture->folder, TRUE);
  g_autoptr(GmxDataset) dataset = load(fixture->folder);
  g_assert_cmpint(gmx_dataset_get_shape(dataset).channels, ==, 1);
  check_pixels(dataset, GMX_SPLIT_TRAIN, 3, 11, 1);
  check_pixels(dataset, GMX_SPLIT_TEST, 1, 14, 1);
  /* One coloured picture is enough. */
  write_picture(fixture->folder, "cat 2/13.png", 5, FALSE);
  g_autoptr(GmxDataset) coloured = load(fixture->folder);
  g_assert_cmpint(gmx_dataset_get_shape(coloured).channels, ==, 3);
}

static void test_parts(GmxDataFolder *fixture, gconstpointer data) {
  write_picture(fixture->folder, "train/b/1.png", 1, FALSE);
  write_picture(fixture->folder, "train/b/2.png", 2, FALSE);
  write_picture(fixture->folder, "train/a/1.png", 3, FALSE);
  write_picture(fixture->folder, "test/b/1.png", 4, FALSE);
  write_picture(fixture->folder, "test/b/.hidden.jpg", 5, FALSE);
  g_autoptr(GmxDataset) dataset = load(fixture->folder);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, 3);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST), ==, 1);
  check_pixels(dataset, GMX_SPLIT_TRAIN, 0, 3, 0);
  check_pixels(dataset, GMX_SPLIT_TRAIN, 1, 1, 1);
  check_pixels(dataset, GMX_SPLIT_TRAIN, 2, 2, 1);
  check_pixels(dataset, GMX_SPLIT_TEST, 0, 4, 1);
  write_picture(fixture->folder, "test/zebra/1.png", 4, FALSE);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_LABELS, "test/zebra",
                        "without training pictures");
}

static void write_large(const char *folder, const char *name, int side) {
  g_autofree guint8 *rgb = g_malloc0((gsize)side * side * 3);
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_true(gmx_png_write(path, rgb, side, side, NULL, NULL));
}

static void test_errors(GmxDataFolder *fixture, gconstpointer data) {
  const char *folder = fixture->folder;
  write_picture(folder, "a/1.png", 1, FALSE);
  gmx_test_expect_error(folder, GMX_DATA_ERROR_LABELS, NULL, "one class only, a;");
  write_picture(folder, "b/1.png", 1, FALSE);
  gmx_test_expect_error(folder, GMX_DATA_ERROR_MISSING, NULL, "nothing is held out");
  g_autofree char *empty = g_build_filename(folder, "c", NULL);
  g_assert_cmpint(g_mkdir(empty, 0700), ==, 0);
  gmx_test_expect_error(folder, GMX_DATA_ERROR_MISSING, "c", "holds no PNG file");
  write_picture(folder, "c/photo.JPG", 1, FALSE);
  gmx_test_expect_error(folder, GMX_DATA_ERROR_FORMAT, "c/photo.JPG", "is no PNG file");
}

static void test_sizes(GmxDataFolder *fixture, gconstpointer data) {
  write_classes(fixture->folder, FALSE);
  write_large(fixture->folder, "cat 10/9.PNG", 6);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, "cat 10/9.PNG",
                        "6 × 6 pixels large, but the pictures before it are 7 × 5");
  write_large(fixture->folder, "cat 2/8.png", 257);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_FORMAT, "cat 2/8.png", "at most 256 × 256");
  gmx_test_cut(fixture->folder, "cat 2/8.png", 60);
  gmx_test_expect_error(fixture->folder, GMX_DATA_ERROR_TRUNCATED, "cat 2/8.png", "get the file");
}

void gmx_test_add_pictures(void) {
  static const struct {
    const char *name;
    void (*test)(GmxDataFolder *fixture, gconstpointer data);
  } tests[] = {{"/data/pictures/classes", test_classes},
               {"/data/pictures/grey", test_grey},
               {"/data/pictures/parts", test_parts},
               {"/data/pictures/errors", test_errors},
               {"/data/pictures/sizes", test_sizes}};
  for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].name, GmxDataFolder, NULL, gmx_test_folder_set_up, tests[i].test,
               gmx_test_folder_tear_down);
}
