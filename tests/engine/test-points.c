/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of points: what is drawn, in which shares, what a batch makes of it, and the small picture
 * that stands for a point. CSV files have a program of their own. */
#include "engine/data/points.h"
#include "engine/data/batch.h"
#include "engine/method/mix.h"

#include <math.h>
#include <string.h>

static GmxDataset *draw(const char *name, guint64 seed, int count, double noise, double imbalance) {
  const GmxPointsOptions options = {.count = count, .noise = noise, .imbalance = imbalance};
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load_with(name, seed, &options, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

static void count_classes(GmxDataset *dataset, GmxSplit split, int *counts) {
  memset(counts, 0, sizeof(int) * (gsize)gmx_dataset_get_classes(dataset));
  for (int i = 0; i < gmx_dataset_get_count(dataset, split); i++)
    counts[gmx_dataset_get_label(dataset, split, i)]++;
}

/* Every set: 400 and 200, balanced, its shape, and all points within its bounds. */
static void test_sets(void) {
  for (const char *const *name = gmx_points_names(); *name != NULL; name++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GmxDataset) dataset = gmx_dataset_load(*name, 1, NULL, NULL, NULL, &error);
    g_assert_no_error(error);
    const GmxShape shape = gmx_dataset_get_shape(dataset);
    const int classes = gmx_dataset_get_classes(dataset);
    double box[4];
    g_assert_true(gmx_dataset_is_points(dataset));
    g_assert_cmpstr(gmx_dataset_get_title(dataset), ==, *name);
    g_assert_cmpint(shape.channels * 100 + shape.height * 10 + shape.width, ==, 211);
    g_assert_cmpstr(gmx_dataset_get_class_name(dataset, classes - 1), ==,
                    classes == 3 ? "class 3" : "class 2");
    gmx_dataset_get_bounds(dataset, box);
    for (int split = 0; split < 2; split++) {
      const int count = gmx_dataset_get_count(dataset, split);
      int counts[3];
      g_assert_cmpint(count, ==, split == GMX_SPLIT_TRAIN ? 400 : 200);
      count_classes(dataset, split, counts);
      for (int label = 0; label < classes; label++)
        g_assert_cmpint(ABS(counts[label] - count / classes), <=, 1);
      for (int i = 0; i < count; i++) {
        const float *point = gmx_dataset_get_point(dataset, split, i);
        g_assert_true(point[0] > box[0] && point[0] < box[1]);
        g_assert_true(point[1] > box[2] && point[1] < box[3]);
      }
    }
  }
}

/* The same points everywhere and always: runs name them by their checksum. */
static void test_checksum(void) {
  static const char *const due[] = {
      "8c129ff8950188d29f7ed50a6bea8935db0520f039cbb68ab9a9653d51f48595",
      "45ad2a621ff55105c59f8b2f590e046b63aa65a940a1532aa78d4f43525adb43",
      "f02c20b2e02509e6d891fa729c8a264000c26d03dadca909cf10c1ba0ba0d7cd",
      "0a7e215e707ef85091344150ec8d23f6e93d8b9ec08891e305a665e6d05d9b0e",
      "2bb03b07cb521607c5dc5d1ed44d0223b0c15cb2adcb8ad5b7edd538405820c9",
      "b3a9a0c1071891a8e6368bb4ad8510ab6856060630b1ce2330ba1556a4fe5024"};
  for (int i = 0; i < 6; i++) {
    const char *name = gmx_points_names()[i];
    g_autoptr(GmxDataset) dataset = gmx_dataset_load(name, 1, NULL, NULL, NULL, NULL);
    g_autoptr(GmxDataset) other = gmx_dataset_load(name, 2, NULL, NULL, NULL, NULL);
    g_assert_cmpstr(gmx_dataset_get_checksum(dataset), ==, due[i]);
    g_assert_cmpstr(gmx_dataset_get_checksum(other), !=, due[i]);
  }
}

/* Fewer points are the first of many; noise moves them and leaves their order. */
static void test_prefix(void) {
  g_autoptr(GmxDataset) few = draw("spirals", 3, 30, 0.15, 0);
  g_autoptr(GmxDataset) many = draw("spirals", 3, 300, 0.15, 0);
  g_assert_cmpint(gmx_dataset_get_count(few, GMX_SPLIT_TEST), ==, 15);
  for (int split = 0; split < 2; split++)
    for (int i = 0; i < gmx_dataset_get_count(few, split); i++) {
      g_assert_cmpmem(gmx_dataset_get_point(few, split, i), 2 * sizeof(float),
                      gmx_dataset_get_point(many, split, i), 2 * sizeof(float));
      g_assert_cmpint(gmx_dataset_get_label(few, split, i), ==,
                      gmx_dataset_get_label(many, split, i));
    }
  /* Training and held-out points are different ones. */
  g_assert_cmpfloat(gmx_dataset_get_point(many, GMX_SPLIT_TRAIN, 0)[0], !=,
                    gmx_dataset_get_point(many, GMX_SPLIT_TEST, 0)[0]);
}

/* Distance of a point without noise from the curve that its set is drawn on; 0 inside an area. */
static double away_from(const char *name, int label, const float *point) {
  const double x = point[0], y = point[1];
  if (g_str_equal(name, "moons"))
    return label == 0 ? fabs(hypot(x, y) - 1) + fmax(0, -y)
                      : fabs(hypot(x - 1, y - 0.5) - 1) + fmax(0, y - 0.5);
  if (g_str_equal(name, "circles"))
    return fabs(hypot(x, y) - (label == 0 ? 1 : 0.4));
  if (g_str_equal(name, "xor"))
    return (x * y > 0) == (label == 0) ? 0 : 1;
  if (g_str_equal(name, "stripes")) {
    const double stripe = floor((x + 1.6) / 0.8);
    return ((int)stripe % 2) == label ? fmax(0, fabs(x - (stripe * 0.8 - 1.2)) - 0.25) : 1;
  }
  if (g_str_equal(name, "blobs"))
    return fmax(0, hypot(x - 1.3 * (label - 1), y - (label == 1 ? 0.45 : -0.35)) - 0.35);
  /* An arm of the spiral: the radius tells the angle. */
  const double along = (hypot(x, y) - 0.3) / 1.9;
  const double turn = 2 * G_PI * (1.25 * along + 0.5 * label);
  return hypot(x - hypot(x, y) * cos(turn), y - hypot(x, y) * sin(turn));
}

static void test_figures(void) {
  for (const char *const *name = gmx_points_names(); *name != NULL; name++) {
    g_autoptr(GmxDataset) exact = draw(*name, 5, 200, 0, 0);
    g_autoptr(GmxDataset) noisy = draw(*name, 5, 200, 0.2, 0);
    double squares = 0;
    for (int i = 0; i < 200; i++) {
      const float *point = gmx_dataset_get_point(exact, GMX_SPLIT_TRAIN, i);
      const float *moved = gmx_dataset_get_point(noisy, GMX_SPLIT_TRAIN, i);
      const int label = gmx_dataset_get_label(exact, GMX_SPLIT_TRAIN, i);
      g_assert_cmpfloat(away_from(*name, label, point), <, 1e-5);
      squares += pow(moved[0] - point[0], 2) + pow(moved[1] - point[1], 2);
    }
    /* 400 draws: the deviation is met to a seventh but once in a thousand thousand. */
    g_assert_cmpfloat_with_epsilon(sqrt(squares / 400), 0.2, 0.03);
  }
}

/* With imbalance 0.75 the second of two classes has a quarter of the first, the total stays, and
 * what is held out stays balanced. */
static void test_imbalance(void) {
  g_autoptr(GmxDataset) two = draw("moons", 1, 500, 0.15, 0.75);
  g_autoptr(GmxDataset) three = draw("blobs", 1, 300, 0.15, 0.8);
  int counts[3];
  count_classes(two, GMX_SPLIT_TRAIN, counts);
  g_assert_cmpint(counts[0], ==, 400);
  g_assert_cmpint(counts[1], ==, 100);
  count_classes(two, GMX_SPLIT_TEST, counts);
  g_assert_cmpint(counts[0], ==, 125);
  count_classes(three, GMX_SPLIT_TRAIN, counts); /* 1 : 0.6 : 0.2 of 300 */
  g_assert_cmpint(counts[0], ==, 167);
  g_assert_cmpint(counts[1], ==, 100);
  g_assert_cmpint(counts[2], ==, 33);
}

/* Batches hold the coordinates themselves, less their mean, by their deviation, in floats. */
static void test_batch(void) {
  enum { COUNT = 400 };
  g_autoptr(GmxDataset) dataset = draw("moons", 1, COUNT, 0.15, 0);
  g_autoptr(GmxBatch) batch = gmx_batch_new(gmx_dataset_get_shape(dataset), COUNT);
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  double sum[2] = {0}, squares[2] = {0};
  int indices[COUNT];
  GmxRandom random, before;
  for (int i = 0; i < COUNT; i++)
    indices[i] = COUNT - 1 - i;
  gmx_random_init(&random, 1, GMX_STREAM_AUGMENT);
  before = random;
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, COUNT, NULL, &random);
  g_assert_cmpmem(&random, sizeof random, &before, sizeof before); /* points are not augmented */
  for (int i = 0; i < COUNT; i++)
    for (int axis = 0; axis < 2; axis++) {
      const float point = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, indices[i])[axis];
      const double seen = batch->images[2 * i + axis];
      g_assert_cmpfloat((float)seen, ==, (point - mean[axis]) / deviation[axis]);
      sum[axis] += seen / COUNT;
      squares[axis] += seen * seen / COUNT;
    }
  for (int axis = 0; axis < 2; axis++) {
    g_assert_cmpfloat_with_epsilon(sum[axis], 0, 1e-5);
    g_assert_cmpfloat_with_epsilon(squares[axis], 1, 1e-5);
  }
}

/* A mixed point lies on the segment of its parents, and its picture is the same from the batch as
 * from the gallery's numbers. */
static void test_mixed(void) {
  enum { COUNT = 24, SIZE = GMX_POINTS_PICTURE * GMX_POINTS_PICTURE * 3 };
  g_autoptr(GmxDataset) dataset = draw("blobs", 1, 90, 0.15, 0);
  g_autoptr(GmxBatch) batch = gmx_batch_new(gmx_dataset_get_shape(dataset), COUNT);
  g_autofree guint8 *due = g_malloc(SIZE), *again = g_malloc(SIZE), *before = g_malloc0(SIZE);
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  int indices[COUNT];
  GmxRandom random;
  for (int i = 0; i < COUNT; i++)
    indices[i] = 3 * i;
  gmx_random_init(&random, 4, GMX_STREAM_MIX);
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, COUNT, NULL, NULL);
  gmx_mix_batch(batch, GMX_MIX_MIXUP, 1, TRUE, &random);
  for (int i = 0; i < COUNT; i++) {
    const int second = indices[batch->partner[i]];
    const float *a = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, indices[i]);
    const float *b = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, second);
    const double lambda = batch->lambda[i];
    for (int axis = 0; axis < 2; axis++)
      g_assert_cmpfloat_with_epsilon(batch->images[2 * i + axis] * deviation[axis] + mean[axis],
                                     lambda * a[axis] + (1 - lambda) * b[axis], 1e-5);
    gmx_batch_to_rgb(batch, dataset, i, due);
    gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, indices[i], NULL, second, NULL, lambda, again);
    g_assert_cmpmem(again, SIZE, due, SIZE);
    g_assert_cmpint(memcmp(before, due, SIZE), !=, 0); /* every example has another one */
    memcpy(before, due, SIZE);
  }
}

static const guint8 *pixel_at(const guint8 *rgb, const double box[4], const float *point) {
  const double across = box[1] - box[0], up = box[3] - box[2];
  const int x = (int)((point[0] - box[0]) / across * GMX_POINTS_PICTURE);
  const int y = (int)((box[3] - point[1]) / up * GMX_POINTS_PICTURE);
  return rgb + 3 * (y * GMX_POINTS_PICTURE + x);
}

/* Four corners of a square: the point stands where it lies, in its class's colour, y upward. */
static void test_picture(void) {
  static const GmxPoint points[] = {{-1, -1, 0, GMX_SPLIT_TRAIN},
                                    {1, -1, 1, GMX_SPLIT_TRAIN},
                                    {-1, 1, 1, GMX_SPLIT_TRAIN},
                                    {1, 1, 0, GMX_SPLIT_TEST}};
  static const char *const names[] = {"here", "there", NULL};
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_points("square", points, 4, names, NULL);
  const GmxShape shape = gmx_dataset_get_picture_shape(dataset);
  g_autofree guint8 *rgb = g_malloc((gsize)shape.height * shape.width * 3);
  double box[4];
  g_assert_cmpint(shape.height, ==, GMX_POINTS_PICTURE);
  g_assert_cmpint(shape.channels, ==, 3);
  gmx_dataset_get_bounds(dataset, box);
  for (int i = 0; i < 3; i++) {
    const float *point = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, i);
    gmx_dataset_get_rgb(dataset, GMX_SPLIT_TRAIN, i, rgb);
    g_assert_cmpmem(pixel_at(rgb, box, point), 3, gmx_points_class_colour(points[i].label), 3);
    for (int other = 0; other < 3; other++) /* the others are pale, and are there */
      if (other != i) {
        const guint8 *pale =
            pixel_at(rgb, box, gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, other));
        g_assert_cmpint(pale[0], >, gmx_points_class_colour(points[other].label)[0]);
        g_assert_cmpint(pale[2], <, 255);
      }
  }
  /* Half of each parent lies in the middle, of a colour between theirs. */
  gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, 1, NULL, 0, NULL, 0.5, rgb);
  const guint8 *middle = pixel_at(rgb, box, (const float[2]){0, -1});
  const guint8 *a = gmx_points_class_colour(0), *b = gmx_points_class_colour(1);
  for (int c = 0; c < 3; c++)
    g_assert_cmpint(ABS(2 * middle[c] - a[c] - b[c]), <=, 2);
}

static void test_in_memory(void) {
  static const char *const names[] = {"a", "b", NULL};
  const struct {
    GmxPoint points[3];
    const char *words;
  } wrong[] = {
      {{{0, 0, 0, 0}, {NAN, 0, 1, 0}, {0, 0, 1, 1}}, "point 1"},
      {{{0, 0, 0, 0}, {0, 0, 2, 0}, {0, 0, 1, 1}}, "class 2"},
      {{{0, 0, 0, 0}, {0, 0, 1, 1}, {0, 0, 1, 1}}, "1 training point"},
      {{{0, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 1, 0}}, "0 held-out point"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(gmx_dataset_new_points("mine", wrong[i].points, 3, names, &error));
    g_assert_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT);
    g_assert_true(g_str_has_prefix(error->message, "mine: "));
    g_assert_nonnull(strstr(error->message, wrong[i].words));
  }
  /* All points in one place: nothing is divided by 0, and the plane has a size. */
  static const GmxPoint one[] = {{2, 3, 0, 0}, {2, 3, 1, 0}, {2, 3, 1, 1}};
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_points("one", one, 3, names, NULL);
  double box[4];
  gmx_dataset_get_bounds(dataset, box);
  g_assert_cmpfloat(gmx_dataset_get_deviation(dataset)[0], ==, 1);
  g_assert_true(box[0] < 2 && box[1] > 2 && box[2] < 3 && box[3] > 3);
}

/* What images have and points have not, and the other way round. */
static void test_images(void) {
  g_autoptr(GmxDataset) grey = gmx_dataset_new_random((GmxShape){1, 4, 5}, 2, 3, 1);
  g_autoptr(GmxDataset) points = gmx_dataset_new_random((GmxShape){2, 1, 1}, 2, 3, 1);
  const GmxShape shape = gmx_dataset_get_picture_shape(grey);
  guint8 rgb[60];
  g_assert_false(gmx_dataset_is_points(grey));
  g_assert_null(gmx_dataset_get_point(grey, GMX_SPLIT_TRAIN, 0));
  g_assert_true(gmx_dataset_is_points(points));
  g_assert_cmpint(shape.channels * 100 + shape.height * 10 + shape.width, ==, 345);
  gmx_dataset_get_rgb(grey, GMX_SPLIT_TEST, 2, rgb);
  for (int i = 0; i < 60; i++)
    g_assert_cmpint(rgb[i], ==, gmx_dataset_get_image(grey, GMX_SPLIT_TEST, 2)[i / 3]);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/points/sets", test_sets);
  g_test_add_func("/points/checksum", test_checksum);
  g_test_add_func("/points/prefix", test_prefix);
  g_test_add_func("/points/figures", test_figures);
  g_test_add_func("/points/imbalance", test_imbalance);
  g_test_add_func("/points/batch", test_batch);
  g_test_add_func("/points/mixed", test_mixed);
  g_test_add_func("/points/picture", test_picture);
  g_test_add_func("/points/in-memory", test_in_memory);
  g_test_add_func("/points/images", test_images);
  return g_test_run();
}
