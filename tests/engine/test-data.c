/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data sets: the drawn one, the installed one, progress and cancelling. Files of the tests' own
 * are in data-idx.c and data-cifar.c, batches in data-batch.c. */
#include "engine/nn/parallel.h"
#include "tests/engine/data-files.h"

#include <string.h>

/* SHA-256 over the drawn set of seed 1. It changes when the drawing changes, and only then: runs
 * of different machines are compared by it. */
#define SHAPES_CHECKSUM "14faf138ea643d6a95954675108f6cb2cf000aa6954cfce41fa990c77fac410d"

static GmxDataset *load_shapes(guint64 seed) {
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load("shapes", seed, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

/* More channels than statistics are kept of, more classes than a byte has values. */
static void test_random_is_bounded(void) {
  const GmxShape wide = {.channels = 4, .height = 2, .width = 2};
  const GmxShape grey = {.channels = 1, .height = 2, .width = 2};
  g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*shape.channels*");
  g_assert_null(gmx_dataset_new_random(wide, 2, 4, 1));
  g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*classes*");
  g_assert_null(gmx_dataset_new_random(grey, 257, 4, 1));
  g_test_assert_expected_messages();
}

static void test_shapes_contents(void) {
  static const char *const names[] = {"disc", "ring",  "square",   "triangle", "plus",
                                      "star", "heart", "crescent", "hexagon",  "bars"};
  g_autoptr(GmxDataset) dataset = load_shapes(1);
  const GmxShape shape = gmx_dataset_get_shape(dataset);
  g_assert_cmpint(shape.channels, ==, 3);
  g_assert_cmpint(shape.height, ==, 32);
  g_assert_cmpint(shape.width, ==, 32);
  g_assert_cmpstr(gmx_dataset_get_title(dataset), ==, "shapes");
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 10);
  for (int i = 0; i < 10; i++)
    g_assert_cmpstr(gmx_dataset_get_class_name(dataset, i), ==, names[i]);
  const int counts[2] = {10000, 2000};
  for (int split = 0; split < 2; split++) {
    int of_class[10] = {0};
    g_assert_cmpint(gmx_dataset_get_count(dataset, split), ==, counts[split]);
    for (int i = 0; i < counts[split]; i++)
      of_class[gmx_dataset_get_label(dataset, split, i)]++;
    for (int i = 0; i < 10; i++)
      g_assert_cmpint(of_class[i], ==, counts[split] / 10);
  }
}

/* Mean and deviation against the plain sums. */
static void test_shapes_statistics(void) {
  g_autoptr(GmxDataset) dataset = load_shapes(2);
  for (int c = 0; c < 3; c++) {
    double sum = 0, squares = 0;
    for (int i = 0; i < 10000; i++) {
      const guint8 *image = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, i);
      for (int p = 0; p < 1024; p++) {
        const double value = image[3 * p + c] / 255.0;
        sum += value;
        squares += value * value;
      }
    }
    const double n = 10000.0 * 1024, mean = sum / n, deviation = squares / n - mean * mean;
    g_assert_cmpfloat_with_epsilon(gmx_dataset_get_mean(dataset)[c], mean, 1e-6);
    g_assert_cmpfloat_with_epsilon(gmx_dataset_get_deviation(dataset)[c] *
                                       gmx_dataset_get_deviation(dataset)[c],
                                   deviation, 1e-6);
  }
}

static void test_shapes_repeat(void) {
  for (int threads = 1; threads <= 3; threads++) {
    gmx_parallel_set_threads(threads);
    g_autoptr(GmxDataset) dataset = load_shapes(1);
    g_assert_cmpstr(gmx_dataset_get_checksum(dataset), ==, SHAPES_CHECKSUM);
  }
  gmx_parallel_set_threads(0);
  g_autoptr(GmxDataset) other = load_shapes(2);
  g_assert_cmpstr(gmx_dataset_get_checksum(other), !=, SHAPES_CHECKSUM);
}

/* No image is drawn twice, in either part. */
static void test_shapes_differ(void) {
  g_autoptr(GmxDataset) dataset = load_shapes(1);
  g_autoptr(GHashTable) seen =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  for (int split = 0; split < 2; split++)
    for (int i = 0; i < gmx_dataset_get_count(dataset, split); i++)
      g_assert_true(g_hash_table_add(
          seen, g_bytes_new_static(gmx_dataset_get_image(dataset, split, i), 3072)));
}

static gpointer ask_checksum(gpointer dataset) {
  return (gpointer)gmx_dataset_get_checksum(dataset);
}

/* Asked for by four threads at once it is computed once: all get the same string. */
static void test_checksum_threads(void) {
  g_autoptr(GmxDataset) dataset = load_shapes(1);
  GThread *threads[4];
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new("checksum", ask_checksum, dataset);
  for (int i = 0; i < 4; i++)
    g_assert_true(g_thread_join(threads[i]) == gmx_dataset_get_checksum(dataset));
}

typedef struct {
  double last;
  int calls;
  GCancellable *cancel_at_half;
} Progress;

static void on_progress(double fraction, const char *what, gpointer user_data) {
  Progress *progress = user_data;
  g_assert_cmpfloat(fraction, >=, progress->last);
  g_assert_cmpfloat(fraction, <=, 1);
  g_assert_true(what != NULL && *what != '\0');
  progress->last = fraction;
  progress->calls++;
  if (progress->cancel_at_half != NULL && fraction >= 0.5)
    g_cancellable_cancel(progress->cancel_at_half);
}

static void check_progress(const char *name, int least_calls) {
  g_autoptr(GError) error = NULL;
  Progress progress = {0};
  g_autoptr(GmxDataset) dataset = gmx_dataset_load(name, 1, on_progress, &progress, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpfloat(progress.last, ==, 1);
  g_assert_cmpint(progress.calls, >=, least_calls);
}

static void check_cancel(const char *name) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Progress progress = {.cancel_at_half = cancellable};
  g_assert_null(gmx_dataset_load(name, 1, on_progress, &progress, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat(progress.last, <, 1);
  g_clear_error(&error);
  g_assert_null(gmx_dataset_load(name, 1, NULL, NULL, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void test_progress(GmxDataFolder *fixture, gconstpointer data) {
  check_progress("shapes", 10);
  check_cancel("shapes");
  gmx_test_write_idx_set(fixture->folder, ".gz");
  check_progress(fixture->folder, 8);
  check_cancel(fixture->folder);
  g_autofree char *inner = g_build_filename(fixture->folder, "cifar", NULL);
  g_assert_cmpint(g_mkdir(inner, 0700), ==, 0);
  gmx_test_write_cifar_set(inner);
  check_progress(inner, 6);
  check_cancel(inner);
}

static void test_fashion_missing(GmxDataFolder *fixture, gconstpointer data) {
  g_autofree char *before = g_strdup(g_getenv("GMX_FASHION_MNIST_DIR"));
  g_setenv("GMX_FASHION_MNIST_DIR", fixture->folder, TRUE);
  g_autoptr(GError) error = NULL;
  g_assert_false(gmx_dataset_fashion_mnist_available());
  g_assert_null(gmx_dataset_load("fashion-mnist", 1, NULL, NULL, NULL, &error));
  g_assert_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING);
  g_assert_nonnull(strstr(error->message, fixture->folder));
  g_assert_nonnull(strstr(error->message, "sudo apt install dataset-fashion-mnist"));
  g_assert_nonnull(strstr(gmx_dataset_fashion_mnist_hint(), "apt install"));
  gmx_test_write_idx_set(fixture->folder, ".gz");
  g_assert_true(gmx_dataset_fashion_mnist_available());
  if (before != NULL)
    g_setenv("GMX_FASHION_MNIST_DIR", before, TRUE);
  else
    g_unsetenv("GMX_FASHION_MNIST_DIR");
}

static void test_fashion_real(void) {
  if (!gmx_dataset_fashion_mnist_available()) {
    g_test_skip("dataset-fashion-mnist is not installed");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxDataset) dataset = gmx_dataset_load("fashion-mnist", 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(gmx_dataset_get_title(dataset), ==, "Fashion-MNIST");
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, 60000);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST), ==, 10000);
  g_assert_cmpint(gmx_dataset_get_classes(dataset), ==, 10);
  /* The published mean and deviation of the training part. */
  g_assert_cmpfloat_with_epsilon(gmx_dataset_get_mean(dataset)[0], 0.2860, 5e-5);
  g_assert_cmpfloat_with_epsilon(gmx_dataset_get_deviation(dataset)[0], 0.3530, 5e-5);
  /* It begins with an ankle boot, in both parts. */
  for (int split = 0; split < 2; split++)
    g_assert_cmpstr(gmx_dataset_get_class_name(dataset, gmx_dataset_get_label(dataset, split, 0)),
                    ==, "Ankle boot");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/data/shapes/contents", test_shapes_contents);
  g_test_add_func("/data/shapes/statistics", test_shapes_statistics);
  g_test_add_func("/data/random", test_random_is_bounded);
  g_test_add_func("/data/shapes/repeat", test_shapes_repeat);
  g_test_add_func("/data/shapes/differ", test_shapes_differ);
  g_test_add_func("/data/checksum-threads", test_checksum_threads);
  g_test_add("/data/progress", GmxDataFolder, NULL, gmx_test_folder_set_up, test_progress,
             gmx_test_folder_tear_down);
  g_test_add("/data/fashion/missing", GmxDataFolder, NULL, gmx_test_folder_set_up,
             test_fashion_missing, gmx_test_folder_tear_down);
  g_test_add_func("/data/fashion/real", test_fashion_real);
  gmx_test_add_idx();
  gmx_test_add_cifar();
  gmx_test_add_pictures();
  gmx_test_add_batch();
  return g_test_run();
}
