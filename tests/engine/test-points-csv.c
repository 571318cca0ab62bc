/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files of points: what is read, what is written and read back, and what is refused with the
 * line and the reason. */
#include "engine/data/points.h"

#include "tests/engine/data-files.h"

#include <string.h>

static char *write_text(GmxDataFolder *fixture, const char *name, const char *text) {
  char *path = g_build_filename(fixture->folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static GmxDataset *read_text(GmxDataFolder *fixture, const char *text) {
  g_autofree char *path = write_text(fixture, "points.csv", text);
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load(path, 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

/* @line 0: the message names the file without a line. */
static void expect_error(GmxDataFolder *fixture, const char *text, int line, const char *words) {
  g_autofree char *path = write_text(fixture, "points.csv", text);
  g_autofree char *due =
      line > 0 ? g_strdup_printf("%s, line %d: ", path, line) : g_strdup_printf("%s: ", path);
  g_autoptr(GError) error = NULL;
  g_assert_null(gmx_dataset_load(path, 1, NULL, NULL, NULL, &error));
  g_assert_nonnull(error);
  g_assert_true(error->domain == GMX_DATA_ERROR);
  if (!g_str_has_prefix(error->message, due) || strstr(error->message, words) == NULL)
    g_error("“%s” does not begin with “%s” and say “%s”", error->message, due, words);
  g_assert_null(strchr(error->message, '\n'));
}

static void expect_point(GmxDataset *dataset, GmxSplit split, int i, float x, float y,
                         const char *class_name) {
  const float *point = gmx_dataset_get_point(dataset, split, i);
  const int label = gmx_dataset_get_label(dataset, split, i);
  g_assert_cmpfloat(point[0], ==, x);
  g_assert_cmpfloat(point[1], ==, y);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, label), ==, class_name);
}

static void test_parts(GmxDataFolder *fixture, gconstpointer data) {
  g_autoptr(GmxDataset) dataset = read_text(fixture, "x,y,label,part\n"
                                                     "1,2,cat,train\n"
                                                     "3,4,dog,test\n"
                                                     "-5e-1,.25,dog,TRAIN\n");
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, 2);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST), ==, 1);
  g_assert_cmpstr(gmx_dataset_get_title(dataset), ==, "points.csv");
  expect_point(dataset, GMX_SPLIT_TRAIN, 0, 1, 2, "cat");
  expect_point(dataset, GMX_SPLIT_TRAIN, 1, -0.5f, 0.25f, "dog");
  expect_point(dataset, GMX_SPLIT_TEST, 0, 3, 4, "dog");
}

/* Every third is held out. Columns stand in any order, further ones say nothing; a mark of UTF-8,
 * line ends of Windows, blank lines and no line end at the end do no harm. */
static void test_leniency(GmxDataFolder *fixture, gconstpointer data) {
  g_autoptr(GmxDataset) dataset = read_text(fixture, "\xef\xbb\xbfLabel , note,\"x\",Y\r\n"
                                                     "\r\n"
                                                     "10,first,1,2\r\n"
                                                     " 9 ,\"a, b\", 3 ,\t4\r\n"
                                                     "9,,5,6\r\n"
                                                     "\"1\"\"0\",,7,8");
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 3);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 0), ==, "1\"0");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 1), ==, "9");
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 2), ==, "10");
  expect_point(dataset, GMX_SPLIT_TRAIN, 0, 1, 2, "10");
  expect_point(dataset, GMX_SPLIT_TRAIN, 1, 3, 4, "9");
  expect_point(dataset, GMX_SPLIT_TEST, 0, 5, 6, "9");
  expect_point(dataset, GMX_SPLIT_TRAIN, 2, 7, 8, "1\"0");
}

/* The order of the rows does not number the classes: their names do. */
static void test_classes(GmxDataFolder *fixture, gconstpointer data) {
  g_autoptr(GmxDataset) dataset =
      read_text(fixture, "x,y,label\n0,0,class 10\n0,0,class 2\n0,0,class 2\n0,0,b\n");
  static const char *const due[] = {"b", "class 2", "class 10"};
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 3);
  for (int i = 0; i < 3; i++)
    g_assert_cmpstr(gmx_dataset_get_class_name(dataset, i), ==, due[i]);
}

static void test_errors(GmxDataFolder *fixture, gconstpointer data) {
  const struct {
    const char *text;
    int line;
    const char *words;
  } cases[] = {
      {"", 1, "empty"},
      {"\n\n", 3, "empty"},
      {"a,b\n", 1, "no column “x”"},
      {"x,label\n", 1, "no column “y”"},
      {"x,y\n1,2\n", 1, "no column “label”"},
      {"x,y,label\n1,2,a\nten,2,b\n", 3, "x must be a number within ±1e9, not “ten”"},
      {"x,y,label\n1,2,a\n1,,b\n", 3, "y must be a number"},
      {"x,y,label\n1,2 m,a\n", 2, "not “2 m”"},
      {"x,y,label\n1,nan,a\n", 2, "not “nan”"},
      {"x,y,label\n1,inf,a\n", 2, "not “inf”"},
      {"x,y,label\n1,1e10,a\n", 2, "±1e9"},
      {"x,y,label\n1,2\n", 2, "label is empty"},
      {"x,y,label,part\n1,2,a,train\n\n1,2,b,valid\n", 4, "train or test, not “valid”"},
      {"x,y,label,part\n1,2,a\n", 2, "train or test, not “”"},
      {"x,y,label\n1,2,\"a\n", 2, "quotation mark"},
      {"x,y,label\n1,2,\"a\"b\n", 2, "quotation mark"},
      {"x,y,label\n1,2,a\n3,4,a\n5,6,a\n", 0, "has 1 class(es); at least 2"},
      {"x,y,label\n", 0, "has 0 class(es)"},
      {"x,y,label\n1,2,a\n3,4,b\n", 0, "0 held-out point(s); at least 1"},
      {"x,y,label,part\n1,2,a,train\n3,4,b,test\n", 0, "1 training point(s); at least 2"},
      {"x,y,label\n1,2,\xff\n", 0, "UTF-8"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    expect_error(fixture, cases[i].text, cases[i].line, cases[i].words);
}

static void test_many_classes(GmxDataFolder *fixture, gconstpointer data) {
  g_autoptr(GString) text = g_string_new("x,y,label\n");
  for (int i = 0; i < 256; i++)
    g_string_append_printf(text, "%d,0,%d\n", i, i);
  g_autoptr(GmxDataset) dataset = read_text(fixture, text->str);
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 256);
  g_assert_cmpstr(gmx_dataset_get_class_name(dataset, 255), ==, "255");
  g_string_append(text, "0,0,256\n");
  expect_error(fixture, text->str, 258, "“256” is one class too many");
}

static void test_places(GmxDataFolder *fixture, gconstpointer data) {
  g_autofree char *missing = g_build_filename(fixture->folder, "none.csv", NULL);
  g_autofree char *folder = g_build_filename(fixture->folder, "folder.csv", NULL);
  g_autofree char *text = write_text(fixture, "points.txt", "x,y,label\n");
  gmx_test_expect_error(missing, GMX_DATA_ERROR_MISSING, NULL, "no such file");
  g_assert_cmpint(g_mkdir(folder, 0755), ==, 0);
  gmx_test_expect_error(folder, GMX_DATA_ERROR_FORMAT, NULL, "must be a CSV file");
  gmx_test_expect_error(text, GMX_DATA_ERROR_FORMAT, NULL, "ends in .csv");
  g_assert_cmpint(g_rmdir(folder), ==, 0);
}

/* What is written is read back to the last bit: numbers, names that need quotes, parts, order. */
static void test_round_trip(GmxDataFolder *fixture, gconstpointer data) {
  static const char *const names[] = {" space ", "\"quoted\"", "a, b", "plain", NULL};
  g_autofree char *path = g_build_filename(fixture->folder, "mine.csv", NULL);
  GmxPoint points[60];
  GmxRandom random;
  gmx_random_init(&random, 1, GMX_STREAM_DATA);
  for (int i = 0; i < 60; i++)
    points[i] = (GmxPoint){(float)(gmx_random_normal(&random) * 1e-3),
                           (float)(gmx_random_normal(&random) * 1e6), i % 4, i % 5 == 0};
  g_autoptr(GError) error = NULL;
  g_assert_true(gmx_points_write_csv(path, points, 60, names, &error));
  g_autoptr(GmxDataset) due = gmx_dataset_new_points("mine.csv", points, 60, names, &error);
  g_autoptr(GmxDataset) read = gmx_dataset_load(path, 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(gmx_dataset_get_checksum(read), ==, gmx_dataset_get_checksum(due));
  for (int i = 0; i < 4; i++)
    g_assert_cmpstr(gmx_dataset_get_class_name(read, i), ==, names[i]);
}

static void test_write_error(GmxDataFolder *fixture, gconstpointer data) {
  static const char *const names[] = {"a", "b", NULL};
  const GmxPoint point = {0, 0, 0, GMX_SPLIT_TRAIN};
  g_autofree char *path = g_build_filename(fixture->folder, "none", "mine.csv", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(gmx_points_write_csv(path, &point, 1, names, &error));
  g_assert_true(g_str_has_prefix(error->message, path));
  g_assert_nonnull(strstr(error->message, "can't be written"));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add("/points-csv/" name, GmxDataFolder, NULL, gmx_test_folder_set_up, func,               \
             gmx_test_folder_tear_down)
  ADD("parts", test_parts);
  ADD("leniency", test_leniency);
  ADD("classes", test_classes);
  ADD("errors", test_errors);
  ADD("many-classes", test_many_classes);
  ADD("places", test_places);
  ADD("round-trip", test_round_trip);
  ADD("write-error", test_write_error);
  return g_test_run();
}
