/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for manifold intrusion against neighbours known by hand, and against a plain search
 * in double; the rule, and the figures above it. */
#include "engine/nn/parallel.h"
#include "engine/train/intrusion.h"

#include <math.h>
#include <string.h>

/* A bank in the plane. Images 10 and 11 are the parents of most cases. */
typedef struct {
  float place[2];
  int index, label;
} Image;

/* A query with its parents. */
typedef struct {
  float place[2];
  int first, second;
} Mixed;

#define MOST 16

static const Image *find(const Image *images, int count, int index) {
  for (int i = 0; i < count; i++)
    if (images[i].index == index)
      return &images[i];
  g_assert_not_reached();
}

/* One query against a bank of images among which its parents are. */
static GmxIntrusion *search(const Image *images, int count, Mixed mixed) {
  float features[MOST * 2];
  int index[MOST], label[MOST];
  const Image *a = find(images, count, mixed.first), *b = find(images, count, mixed.second);
  for (int i = 0; i < count; i++) {
    memcpy(features + 2 * i, images[i].place, sizeof images[i].place);
    index[i] = images[i].index;
    label[i] = images[i].label;
  }
  const GmxFeatureBank bank = {count, 2, features, index, label};
  const GmxFeatureQueries queries = {1,         mixed.place, a->place,  b->place,
                                     &a->index, &b->index,   &a->label, &b->label};
  GmxIntrusion *found = gmx_intrusion_search(&bank, &queries, NULL);
  g_assert_cmpint(found->count, ==, 1);
  g_assert_cmpint(found->searched, ==, count);
  return found;
}

static const Mixed middle = {{5, 0}, 10, 11};

static void test_third_class(void) {
  const Image images[] = {
      {{0, 0}, 10, 0}, {{10, 0}, 11, 1}, {{5, 3}, 12, 2}, {{5, -4}, 13, 0}, {{9, 0}, 14, 1}};
  g_autoptr(GmxIntrusion) found = search(images, G_N_ELEMENTS(images), middle);
  const int nearest[GMX_NEIGHBOURS] = {12, 13, 14, -1, -1, -1, -1, -1};
  const int labels[GMX_NEIGHBOURS] = {2, 0, 1, -1, -1, -1, -1, -1};
  g_assert_cmpmem(found->nearest, sizeof nearest, nearest, sizeof nearest);
  g_assert_cmpmem(found->nearest_label, sizeof labels, labels, sizeof labels);
  g_assert_cmpfloat(found->distance[0], ==, 3);
  g_assert_cmpfloat(found->distance[1], ==, 4);
  g_assert_cmpfloat(found->distance[2], ==, 4); /* as near as 13, but after it */
  g_assert_true(isnan(found->distance[3]));
  g_assert_cmpfloat(found->first_distance[0], ==, 5);
  g_assert_cmpfloat(found->second_distance[0], ==, 5);
  g_assert_true(gmx_intrusion_is_known(found, 0));
  g_assert_cmpint(found->intruded[0], ==, 1);
}

static void assert_intruded(const Image *images, int count, Mixed mixed, gboolean intruded) {
  g_autoptr(GmxIntrusion) found = search(images, count, mixed);
  g_assert_true(gmx_intrusion_is_known(found, 0));
  g_assert_cmpint(found->intruded[0], ==, intruded);
}

#define ASSERT_INTRUDED(mixed, intruded, ...)                                                      \
  do {                                                                                             \
    const Image images[] = {__VA_ARGS__};                                                          \
    assert_intruded(images, G_N_ELEMENTS(images), mixed, intruded);                                \
  } while (0)

static void test_rule(void) {
  const Mixed near_first = {{1, 0}, 10, 11}, itself = {{0, 0}, 10, 11}, twins = {{5, 0}, 10, 15};
  const Image a = {{0, 0}, 10, 0}, b = {{10, 0}, 11, 1}, c = {{10, 0}, 15, 0};
  /* The nearest has a parent's label: a third class behind it does not count. */
  ASSERT_INTRUDED(middle, FALSE, a, b, {{5, 1}, 12, 1}, {{5, 2}, 13, 2});
  /* A parent is nearer, or as near. */
  ASSERT_INTRUDED(near_first, FALSE, a, b, {{1, 1.5f}, 12, 2});
  ASSERT_INTRUDED(near_first, FALSE, a, b, {{1, 1}, 12, 2});
  ASSERT_INTRUDED(near_first, TRUE, a, b, {{1, 0.5f}, 12, 2});
  /* Equally near: the lower index decides, wherever it stands in the bank. */
  ASSERT_INTRUDED(middle, TRUE, a, b, {{5, -1}, 13, 0}, {{5, 1}, 12, 2});
  ASSERT_INTRUDED(middle, FALSE, a, b, {{5, 1}, 13, 2}, {{5, -1}, 12, 0});
  /* Two classes: a mix of both is never intruded, one within a class may be. */
  ASSERT_INTRUDED(middle, FALSE, a, b, {{5, 1}, 12, 0}, {{5, 2}, 13, 1});
  ASSERT_INTRUDED(twins, TRUE, a, c, {{5, 1}, 12, 1});
  /* A copy of a parent under another number and label (label noise) is as near, not nearer. */
  ASSERT_INTRUDED(near_first, FALSE, a, b, {{0, 0}, 12, 2});
  ASSERT_INTRUDED(itself, FALSE, a, b, {{0, 0}, 12, 2});
  /* The same image twice: λ does not matter. */
  ASSERT_INTRUDED(((Mixed){{0, 1}, 10, 10}), TRUE, a, {{0, 1.25f}, 12, 2});
}

/* Parents alone in the bank, and no bank at all. */
static void test_nothing_there(void) {
  const Image parents[] = {{{0, 0}, 10, 0}, {{10, 0}, 11, 1}};
  g_autoptr(GmxIntrusion) found = search(parents, 2, middle);
  g_assert_cmpint(found->nearest[0], ==, -1);
  g_assert_cmpint(found->nearest_label[0], ==, -1);
  g_assert_cmpfloat(found->first_distance[0], ==, 5);
  g_assert_cmpint(found->intruded[0], ==, 0);
  g_assert_false(gmx_intrusion_is_known(found, 0));
}

static void test_not_finite(void) {
  const Image a = {{0, 0}, 10, 0}, b = {{10, 0}, 11, 1}, c = {{5, 1}, 12, 2};
  const Image nowhere = {{NAN, 0}, 13, 2}, far = {{INFINITY, 0}, 14, 2};
  const Image bank[] = {a, b, nowhere, c, far}, lost[] = {a, nowhere, c};
  g_autoptr(GmxIntrusion) found = search(bank, 5, middle);
  g_assert_cmpint(found->nearest[0], ==, 12);
  g_assert_cmpint(found->nearest[1], ==, -1);
  g_assert_cmpint(found->intruded[0], ==, 1);
  g_autoptr(GmxIntrusion) query = search(bank, 5, (Mixed){{NAN, 0}, 10, 11});
  g_assert_cmpint(query->nearest[0], ==, -1);
  g_assert_false(gmx_intrusion_is_known(query, 0));
  g_assert_cmpint(query->intruded[0], ==, 0);
  g_autoptr(GmxIntrusion) parent = search(lost, 3, (Mixed){{5, 0}, 10, 13});
  g_assert_cmpint(parent->nearest[0], ==, 12);
  g_assert_false(gmx_intrusion_is_known(parent, 0));
  g_assert_cmpint(parent->intruded[0], ==, 0);
}

/* Products that do not fit into a float rule nothing out. */
static void test_huge(void) {
  const Image images[] = {
      {{0, 0}, 10, 0},         {{4e25f, 0}, 11, 1},       {{2e25f, 1e25f}, 12, 2},
      {{2e25f, 2e25f}, 13, 2}, {{2e25f, -5e24f}, 14, 0},  {{-1e25f, 0}, 15, 0},
      {{3e25f, 3e25f}, 16, 1}, {{-9e25f, -9e25f}, 17, 1}, {{2e25f, 1e24f}, 18, 2},
      {{2e25f, 7e25f}, 19, 0}, {{2e25f, -8e25f}, 20, 1},  {{6e25f, 6e25f}, 21, 0},
      {{1e25f, 9e25f}, 22, 1}, {{-3e25f, -4e25f}, 23, 1}};
  g_autoptr(GmxIntrusion) found = search(images, G_N_ELEMENTS(images), (Mixed){{2e25f, 0}, 10, 11});
  const int nearest[GMX_NEIGHBOURS] = {18, 14, 12, 13, 15, 16, 23, 19};
  g_assert_cmpmem(found->nearest, sizeof nearest, nearest, sizeof nearest);
  g_assert_cmpint(found->intruded[0], ==, 1);
}

/* A random bank, with parents, for comparison with a plain search. */
typedef struct {
  int count, width, queries;
  float *bank, *mixed, *first_features, *second_features;
  int *index, *label, *first, *second, *first_label, *second_label;
} Field;

/* @offset moves all of it away from the origin, so that a difference of squares would cancel;
 * @grid makes many distances equal. */
static void make_field(Field *f, int count, int queries, int width, float offset, gboolean grid) {
  GmxRandom random;
  gmx_random_init(&random, 7, 1);
  *f = (Field){.count = count, .width = width, .queries = queries};
  f->bank = g_new(float, (gsize)count *width);
  f->mixed = g_new(float, (gsize)queries *width);
  f->first_features = g_new(float, (gsize)queries *width);
  f->second_features = g_new(float, (gsize)queries *width);
  f->index = g_new(int, count);
  f->label = g_new(int, count);
  f->first = g_new(int, queries);
  f->second = g_new(int, queries);
  f->first_label = g_new(int, queries);
  f->second_label = g_new(int, queries);
  for (int i = 0; i < count * width; i++)
    f->bank[i] = offset + (grid ? (float)gmx_random_below(&random, 3)
                                : (float)gmx_random_uniform(&random) * 1e-2f);
  for (int i = 0; i < count; i++) {
    f->index[i] = 5 * ((i * 11) % count); /* in no order, if 11 does not divide count */
    f->label[i] = (int)gmx_random_below(&random, 10);
  }
  for (int q = 0; q < queries; q++) {
    const int a = (int)gmx_random_below(&random, (guint32)count);
    const int b = (int)gmx_random_below(&random, (guint32)count);
    const float lambda = grid ? 0.5f : (float)gmx_random_uniform(&random);
    f->first[q] = f->index[a];
    f->second[q] = f->index[b];
    f->first_label[q] = f->label[a];
    f->second_label[q] = f->label[b];
    for (int j = 0; j < width; j++) {
      const float x = f->bank[a * width + j], y = f->bank[b * width + j];
      f->first_features[q * width + j] = x;
      f->second_features[q * width + j] = y;
      f->mixed[q * width + j] = lambda * x + (1 - lambda) * y;
    }
  }
}

static void clear_field(Field *f) {
  g_free(f->bank);
  g_free(f->mixed);
  g_free(f->first_features);
  g_free(f->second_features);
  g_free(f->index);
  g_free(f->label);
  g_free(f->first);
  g_free(f->second);
  g_free(f->first_label);
  g_free(f->second_label);
}

static GmxIntrusion *search_field(const Field *f, const gint *cancel) {
  const GmxFeatureBank bank = {f->count, f->width, f->bank, f->index, f->label};
  const GmxFeatureQueries queries = {f->queries, f->mixed,  f->first_features, f->second_features,
                                     f->first,   f->second, f->first_label,    f->second_label};
  return gmx_intrusion_search(&bank, &queries, cancel);
}

static double plain_square(const float *a, const float *b, int width) {
  double sum = 0;
  for (int j = 0; j < width; j++)
    sum += ((double)a[j] - b[j]) * ((double)a[j] - b[j]);
  return sum;
}

/* Whether row @i comes before row @j for query @q; sums in another order differ in the last bits.
 */
static gboolean is_nearer(const Field *f, int q, int i, int j) {
  const float *query = f->mixed + q * f->width;
  const double a = plain_square(query, f->bank + i * f->width, f->width);
  const double b = plain_square(query, f->bank + j * f->width, f->width);
  if (fabs(a - b) <= 1e-12 * (a + b))
    return f->index[i] < f->index[j];
  return a < b;
}

/* The place in the bank of the @rank-th neighbour of query @q, by plain looking. */
static void assert_neighbours(const Field *f, const GmxIntrusion *found, int q) {
  g_autofree guint8 *taken = g_new0(guint8, f->count);
  for (int k = 0; k < GMX_NEIGHBOURS; k++) {
    int best = -1;
    for (int i = 0; i < f->count; i++)
      if (!taken[i] && f->index[i] != f->first[q] && f->index[i] != f->second[q] &&
          (best < 0 || is_nearer(f, q, i, best)))
        best = i;
    taken[best] = 1;
    const gsize at = (gsize)q * GMX_NEIGHBOURS + (gsize)k;
    g_assert_cmpint(found->nearest[at], ==, f->index[best]);
    g_assert_cmpint(found->nearest_label[at], ==, f->label[best]);
    const double due =
        sqrt(plain_square(f->mixed + q * f->width, f->bank + best * f->width, f->width));
    g_assert_cmpfloat_with_epsilon(found->distance[at], due, 1e-6 * (due + 1e-30));
  }
}

static void check_field(int count, int queries, int width, float offset, gboolean grid) {
  Field f;
  make_field(&f, count, queries, width, offset, grid);
  g_autoptr(GmxIntrusion) found = search_field(&f, NULL);
  for (int q = 0; q < queries; q++)
    assert_neighbours(&f, found, q);
  clear_field(&f);
}

static void test_plain_search(void) {
  check_field(10, 3, 1, 0, FALSE);
  check_field(600, 70, 7, 0, FALSE);
  check_field(4200, 33, 64, 0, FALSE);
  check_field(900, 40, 64, 1000, FALSE); /* far from the origin */
  check_field(700, 50, 3, 0, TRUE);      /* ties everywhere */
  check_field(700, 50, 5, 100, TRUE);
}

/* Where all features are alike the lowest numbers are the nearest, at distance 0 exactly. */
static void test_collapsed(void) {
  Field f;
  make_field(&f, 300, 2, 16, 0, FALSE);
  for (int i = 0; i < 300 * 16; i++)
    f.bank[i] = 123.456f;
  for (int i = 0; i < 2 * 16; i++)
    f.mixed[i] = f.first_features[i] = f.second_features[i] = 123.456f;
  f.first[0] = f.second[0] = 5;
  g_autoptr(GmxIntrusion) found = search_field(&f, NULL);
  const int nearest[GMX_NEIGHBOURS] = {0, 10, 15, 20, 25, 30, 35, 40};
  g_assert_cmpmem(found->nearest, sizeof nearest, nearest, sizeof nearest);
  g_assert_cmpfloat(found->distance[0], ==, 0);
  g_assert_cmpfloat(found->first_distance[0], ==, 0);
  g_assert_cmpint(found->intruded[0], ==, 0);
  clear_field(&f);
}

static void test_threads(void) {
  Field f;
  make_field(&f, 3000, 100, 31, 0.5f, FALSE);
  gmx_parallel_set_threads(1);
  g_autoptr(GmxIntrusion) one = search_field(&f, NULL);
  for (int threads = 2; threads <= 3; threads++) {
    gmx_parallel_set_threads(threads);
    g_autoptr(GmxIntrusion) more = search_field(&f, NULL);
    const gsize places = sizeof(int) * 100 * GMX_NEIGHBOURS;
    g_assert_cmpmem(one->nearest, places, more->nearest, places);
    g_assert_cmpmem(one->distance, places, more->distance, places);
    g_assert_cmpmem(one->first_distance, 400, more->first_distance, 400);
    g_assert_cmpmem(one->intruded, 100, more->intruded, 100);
  }
  clear_field(&f);
}

static void test_cancelled(void) {
  const gint cancel = 1;
  Field f;
  make_field(&f, 100, 2, 4, 0, FALSE);
  g_assert_null(search_field(&f, &cancel));
  clear_field(&f);
}

/* Six examples, three of them sharp; one of each side is intruded, one sharp one is not known. */
static void test_count(void) {
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_random((GmxShape){1, 4, 4}, 3, 12, 1);
  GmxProbeRecord records[6] = {{0}};
  const Image images[] = {{{0, 0}, 10, 0}, {{10, 0}, 11, 1}, {{5, 1}, 12, 2}, {{5, 9}, 13, 0}};
  float bank[8], mixed[12], first[12] = {0}, second[12];
  int index[4], label[4], parents[6], others[6], zeros[6] = {0}, ones[6];
  int intruded, total;
  for (int i = 0; i < 6; i++) {
    records[i] = (GmxProbeRecord){.example = i, .s = i < 3 ? 1 : 0, .sharp = i < 3};
    mixed[2 * i] = i == 0 ? NAN : 5;
    mixed[2 * i + 1] = i == 1 || i == 4 ? 0 : 9;
    second[2 * i] = 10;
    second[2 * i + 1] = 0;
    parents[i] = 10;
    others[i] = 11;
    ones[i] = 1;
  }
  for (int i = 0; i < 4; i++) {
    memcpy(bank + 2 * i, images[i].place, sizeof images[i].place);
    index[i] = images[i].index;
    label[i] = images[i].label;
  }
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_records(records, 6, 0.5, dataset);
  g_autoptr(GmxIntrusion) found = gmx_intrusion_search(
      &(GmxFeatureBank){4, 2, bank, index, label},
      &(GmxFeatureQueries){6, mixed, first, second, parents, others, zeros, ones}, NULL);
  gmx_intrusion_count(found, gallery, 1, &intruded, &total);
  g_assert_cmpint(intruded, ==, 1);
  g_assert_cmpint(total, ==, 2);
  gmx_intrusion_count(found, gallery, 0, &intruded, &total);
  g_assert_cmpint(intruded, ==, 1);
  g_assert_cmpint(total, ==, 3);
}

static void assert_interval(int hits, int total, double low, double high) {
  double a, b;
  gmx_wilson_interval(hits, total, &a, &b);
  g_assert_cmpfloat_with_epsilon(a, low, 5e-5);
  g_assert_cmpfloat_with_epsilon(b, high, 5e-5);
}

/* Against the formula as Wilson has it, worked out by hand to four digits. */
static void test_wilson(void) {
  double low, high;
  assert_interval(5, 10, 0.2366, 0.7634);
  assert_interval(0, 10, 0, 0.2775);
  assert_interval(10, 10, 0.7225, 1);
  assert_interval(1, 100, 0.0018, 0.0545);
  gmx_wilson_interval(0, 0, &low, &high);
  g_assert_true(isnan(low) && isnan(high));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/intrusion/third-class", test_third_class);
  g_test_add_func("/intrusion/rule", test_rule);
  g_test_add_func("/intrusion/nothing-there", test_nothing_there);
  g_test_add_func("/intrusion/not-finite", test_not_finite);
  g_test_add_func("/intrusion/huge", test_huge);
  g_test_add_func("/intrusion/plain-search", test_plain_search);
  g_test_add_func("/intrusion/collapsed", test_collapsed);
  g_test_add_func("/intrusion/threads", test_threads);
  g_test_add_func("/intrusion/cancelled", test_cancelled);
  g_test_add_func("/intrusion/count", test_count);
  g_test_add_func("/intrusion/wilson", test_wilson);
  return g_test_run();
}
