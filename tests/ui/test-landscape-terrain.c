/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses on a grid: what lies between its points, their bands and lines, and the words for them. */
#include "ui/landscape/iso.h"
#include "ui/landscape/terrain.h"

#include <math.h>

#define COLUMNS 33
#define ROWS 25

static const double box[4] = {-1.0, 2.0, -0.5, 1.5};

typedef double (*Function)(double x, double y);

static double x_at(int i) {
  return box[0] + (box[1] - box[0]) * i / (COLUMNS - 1);
}

static double y_at(int j) {
  return box[2] + (box[3] - box[2]) * j / (ROWS - 1);
}

static GmxTerrain *make(Function function) {
  double losses[COLUMNS * ROWS];
  for (int j = 0; j < ROWS; j++)
    for (int i = 0; i < COLUMNS; i++)
      losses[j * COLUMNS + i] = function(x_at(i), y_at(j));
  return gmx_terrain_new(COLUMNS, ROWS, box, losses);
}

static double twisted(double x, double y) {
  return 3 + 0.5 * x - 0.25 * y + 0.75 * x * y;
}

static double bowl(double x, double y) {
  return x * x + y * y;
}

static double cliff(double x, double y) {
  return x > 1.9 ? 1e6 * (x - 1.9) : 1 + 0.1 * x;
}

static double broken(double x, double y) {
  return x > 1.0 ? (y > 0.5 ? NAN : INFINITY) : 1 + y;
}

static double saddle(double x, double y) {
  return x * y;
}

/* Grid */

static void test_between(void) {
  g_autoptr(GmxTerrain) terrain = make(twisted);
  for (double x = box[0]; x <= box[1]; x += 0.037)
    for (double y = box[2]; y <= box[3]; y += 0.041)
      g_assert_cmpfloat_with_epsilon(gmx_terrain_at(terrain, x, y), twisted(x, y), 1e-12);
  g_assert_cmpfloat_with_epsilon(gmx_terrain_at(terrain, box[1], box[3]), twisted(box[1], box[3]),
                                 1e-12);
  g_assert_true(isnan(gmx_terrain_at(terrain, box[0] - 0.01, 0)));
  g_assert_true(isnan(gmx_terrain_at(terrain, 0, box[3] + 0.01)));
}

static void test_lowest(void) {
  g_autoptr(GmxTerrain) terrain = make(bowl);
  double x, y;
  const double lowest = gmx_terrain_lowest(terrain, &x, &y);
  g_assert_cmpfloat_with_epsilon(lowest, bowl(x, y), 1e-12);
  g_assert_cmpfloat(fabs(x), <=, 0.05); /* half a cell */
  g_assert_cmpfloat(fabs(y), <=, 0.05);
}

static void test_bands(void) {
  g_autoptr(GmxTerrain) terrain = make(bowl);
  const double width = (terrain->high - terrain->low) / GMX_TERRAIN_BANDS;
  g_assert_cmpfloat(terrain->high, ==, terrain->greatest);
  g_assert_cmpint(gmx_terrain_band(terrain, terrain->low), ==, 0);
  g_assert_cmpint(gmx_terrain_band(terrain, terrain->high), ==, GMX_TERRAIN_BANDS - 1);
  for (int band = 0; band < GMX_TERRAIN_BANDS; band++)
    g_assert_cmpint(gmx_terrain_band(terrain, terrain->low + (band + 0.5) * width), ==, band);
  g_assert_cmpint(gmx_terrain_band(terrain, NAN), ==, GMX_TERRAIN_BANDS - 1);
  g_assert_cmpfloat((terrain->high - terrain->low) / terrain->step, <=, 14.001);
  g_assert_cmpint(terrain->label_every, >=, 2);
}

/* A few losses that shoot up do not squeeze the others, and are told. */
static void test_beyond(void) {
  g_autoptr(GmxTerrain) terrain = make(cliff);
  g_autofree char *range = gmx_terrain_format_range(terrain);
  g_assert_cmpfloat(terrain->low, <, 1);
  g_assert_cmpfloat(terrain->high, <, 2);
  g_assert_cmpfloat(terrain->greatest, >, 9e4);
  g_assert_nonnull(strstr(range, "beyond"));
  g_assert_cmpint(gmx_terrain_band(terrain, terrain->greatest), ==, GMX_TERRAIN_BANDS - 1);
}

static void test_not_finite(void) {
  g_autoptr(GmxTerrain) terrain = make(broken);
  g_assert_cmpint(terrain->unknown, ==, 11 * ROWS);
  g_assert_cmpfloat(terrain->high, <=, 2.5);
  g_assert_false(isfinite(gmx_terrain_at(terrain, 1.5, 0)));
  g_assert_cmpfloat_with_epsilon(gmx_terrain_at(terrain, 0, 0.3), 1.3, 1e-12);
}

static double one(double x, double y) {
  return 2.5;
}

static double no_number(double x, double y) {
  return NAN;
}

static void test_flat(void) {
  g_autoptr(GmxTerrain) flat = make(one);
  g_autoptr(GmxTerrain) nothing = make(no_number);
  g_autofree char *flat_words = gmx_terrain_describe(flat);
  g_autofree char *words = gmx_terrain_describe(nothing);
  g_assert_cmpfloat(flat->high, >, flat->low);
  g_assert_nonnull(strstr(flat_words, "2.5"));
  g_assert_cmpstr(words, ==, "no finite loss");
}

/* Lines */

static double signed_area(const GmxIso *iso, guint line) {
  const guint from = line > 0 ? g_array_index(iso->ends, guint, line - 1) : 0;
  const guint to = g_array_index(iso->ends, guint, line);
  double area = 0;
  for (guint i = from; i < to; i++) {
    const GmxIsoPoint *a = &g_array_index(iso->points, GmxIsoPoint, i);
    const GmxIsoPoint *b = &g_array_index(iso->points, GmxIsoPoint, i + 1 < to ? i + 1 : from);
    area += (a->x * b->y - a->y * b->x) / 2;
  }
  return area;
}

static double area_above(const GmxTerrain *terrain, double level) {
  g_autoptr(GmxIso) iso = gmx_iso_new(terrain, level);
  double area = 0;
  for (guint line = 0; line < iso->ends->len; line++)
    area += signed_area(iso, line);
  return area;
}

/* Every point of a line has its loss, but for those that close it along the edge. */
static void check_points(const GmxTerrain *terrain, double level) {
  g_autoptr(GmxIso) iso = gmx_iso_new(terrain, level);
  guint crossed = 0;
  for (guint i = 0; i < iso->points->len; i++) {
    const GmxIsoPoint *point = &g_array_index(iso->points, GmxIsoPoint, i);
    const double loss = gmx_terrain_at(terrain, point->x, point->y);
    if (point->edge)
      g_assert_cmpfloat(loss, >=, level - 1e-9);
    else
      g_assert_cmpfloat_with_epsilon(loss, level, 1e-9);
    crossed += !point->edge;
  }
  g_assert_cmpuint(crossed, >, 0);
}

static void test_circle(void) {
  g_autoptr(GmxTerrain) terrain = make(bowl);
  g_autoptr(GmxIso) iso = gmx_iso_new(terrain, 0.16);
  const double whole = (box[1] - box[0]) * (box[3] - box[2]);
  check_points(terrain, 0.16);
  /* The rim of the plane with what is high at the left, and the circle the other way about. */
  g_assert_cmpuint(iso->ends->len, ==, 2);
  g_assert_cmpfloat_with_epsilon(area_above(terrain, 0.16), whole - 0.16 * M_PI, 0.01);
  g_assert_cmpfloat_with_epsilon(fmin(signed_area(iso, 0), signed_area(iso, 1)), -0.16 * M_PI,
                                 0.01);
}

static void test_nested(void) {
  g_autoptr(GmxTerrain) terrain = make(twisted);
  double before = (box[1] - box[0]) * (box[3] - box[2]) + 1e-9;
  g_assert_cmpfloat_with_epsilon(area_above(terrain, terrain->low - 1), before, 1e-6);
  for (int band = 1; band < GMX_TERRAIN_BANDS; band++) {
    const double level = terrain->low + (terrain->high - terrain->low) * band / GMX_TERRAIN_BANDS;
    const double area = area_above(terrain, level);
    check_points(terrain, level);
    g_assert_cmpfloat(area, <, before);
    before = area;
  }
  g_assert_cmpfloat(area_above(terrain, terrain->high + 1), ==, 0);
}

/* x y ≥ 0.3 lies in two opposite corners; at the saddle itself the lines do not cross. */
static void test_saddle(void) {
  g_autoptr(GmxTerrain) terrain = make(saddle);
  g_autoptr(GmxIso) iso = gmx_iso_new(terrain, 0.3);
  g_assert_cmpuint(iso->ends->len, ==, 2);
  g_assert_cmpfloat(signed_area(iso, 0), >, 0);
  g_assert_cmpfloat(signed_area(iso, 1), >, 0);
  check_points(terrain, 0.01);
}

/* One cell with two high corners: whether they are one hill, its middle decides. */
static void test_parted_saddle(void) {
  static const double square[4] = {0, 1, 0, 1}, high[4] = {1, 0, 0, 1};
  g_autoptr(GmxTerrain) terrain = gmx_terrain_new(2, 2, square, high);
  g_autoptr(GmxIso) below = gmx_iso_new(terrain, 0.4);
  g_autoptr(GmxIso) above = gmx_iso_new(terrain, 0.6);
  g_assert_cmpuint(below->ends->len, ==, 1);
  g_assert_cmpuint(above->ends->len, ==, 2);
  g_assert_cmpfloat_with_epsilon(area_above(terrain, 0.6), 0.16, 1e-9);
  g_assert_cmpfloat_with_epsilon(area_above(terrain, 0.4), 1 - 0.16, 1e-9);
}

/* What is no number counts as high, and lines end at it. */
static void test_lines_at_no_number(void) {
  g_autoptr(GmxTerrain) terrain = make(broken);
  g_autoptr(GmxIso) iso = gmx_iso_new(terrain, 1.2);
  for (guint i = 0; i < iso->points->len; i++) {
    const GmxIsoPoint *point = &g_array_index(iso->points, GmxIsoPoint, i);
    g_assert_true(isfinite(point->x) && isfinite(point->y));
  }
  g_assert_cmpfloat(area_above(terrain, 1.2), >, 1.0 * 2.0);
}

/* Words */

static void test_words(void) {
  g_autoptr(GmxTerrain) terrain = make(bowl);
  const double path[] = {-0.5, 0.5, 0, 0}, ball[] = {0.2, 0, 0, 0.2, -0.2, 0};
  gmx_terrain_set_path(terrain, path, 2, 16);
  gmx_terrain_set_ball(terrain, 0.2, ball, 3);
  gmx_terrain_set_perturbed(terrain, 0.2, 0);
  gmx_terrain_set_other(terrain, 1, 1, "erm, seed 1");
  g_autofree char *words = gmx_terrain_describe(terrain);
  static const char *const due[] = {
      "33 × 25 points",   "at w 0.00",     "at w + ε̂ 0.04 at (0.20, 0.00)",
      "lowest 0.0",       "last 16 steps", "begins 0.50",
      "erm, seed 1 2.00", "ρ = 0.20"};
  for (gsize i = 0; i < G_N_ELEMENTS(due); i++)
    if (!strstr(words, due[i]))
      g_error("“%s” is not in “%s”", due[i], words);
}

int main(int argc, char *argv[]) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/terrain/between", test_between);
  g_test_add_func("/terrain/lowest", test_lowest);
  g_test_add_func("/terrain/bands", test_bands);
  g_test_add_func("/terrain/beyond", test_beyond);
  g_test_add_func("/terrain/not-finite", test_not_finite);
  g_test_add_func("/terrain/flat", test_flat);
  g_test_add_func("/terrain/circle", test_circle);
  g_test_add_func("/terrain/nested", test_nested);
  g_test_add_func("/terrain/saddle", test_saddle);
  g_test_add_func("/terrain/parted-saddle", test_parted_saddle);
  g_test_add_func("/terrain/lines-at-no-number", test_lines_at_no_number);
  g_test_add_func("/terrain/words", test_words);
  return g_test_run();
}
