/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round numbers, axes and histograms of the charts. Needs no display. */
#include "ui/chart/axis.h"
#include "ui/chart/histogram.h"
#include "ui/chart/table.h"
#include "ui/chart/ticks.h"

#include <math.h>
#include <string.h>

static void test_nice_steps(void) {
  static const struct {
    double least, step;
  } cases[] = {{1, 1},     {1.1, 2},          {2, 2},      {3, 5},      {5.1, 10}, {0.03, 0.05},
               {0.1, 0.1}, {0.00021, 0.0005}, {900, 1000}, {1e-9, 1e-9}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpfloat_with_epsilon(gmx_nice_step(cases[i].least), cases[i].step,
                                   cases[i].step * 1e-9);
  double step = 1e-3;
  for (int i = 0; i < 9; i++)
    step = gmx_nice_step_up(step);
  g_assert_cmpfloat_with_epsilon(step, 1.0, 1e-9);
}

static void test_range_table(void) {
  static const struct {
    double low, high, fit_low, fit_high;
    int ticks;
    const char *first, *last;
  } cases[] = {
      {0.79, 2.42, 0.5, 2.5, 5, "0.5", "2.5"},
      {0, 20, 0, 20, 5, "0", "20"},
      {44, 81, 40, 90, 6, "40", "90"},
      {0, 1, 0, 1, 6, "0.0", "1.0"},
      {-0.05, 0.41, -0.05, 0.45, 5, "0.0", "0.4"},
      {0, 12345, 0, 15000, 4, "0", "15\u2009000"},
      {-3, 3, -4, 4, 5, "\u22124", "4"},
      {0.00012, 0.00031, 0.0001, 0.00035, 6, "0.00010", "0.00035"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    double low = cases[i].low, high = cases[i].high;
    GmxTicks ticks;
    gmx_nice_range(&low, &high, 4, 6, 0);
    gmx_ticks_linear(&ticks, low, high, 6, 0);
    g_autofree char *first = gmx_format_tick(&ticks, 0);
    g_autofree char *last = gmx_format_tick(&ticks, ticks.count - 1);
    g_test_message("[%g, %g] is shown as [%g, %g], %d ticks from %s to %s", cases[i].low,
                   cases[i].high, low, high, ticks.count, first, last);
    g_assert_cmpfloat_with_epsilon(low, cases[i].fit_low, 1e-9);
    g_assert_cmpfloat_with_epsilon(high, cases[i].fit_high, 1e-9);
    g_assert_cmpint(ticks.count, ==, cases[i].ticks);
    g_assert_cmpstr(first, ==, cases[i].first);
    g_assert_cmpstr(last, ==, cases[i].last);
  }
}

/* Whatever the range: 4 to 6 ticks of the row 1, 2, 5, the data inside, little waste. */
static void test_range_always(void) {
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  for (int i = 0; i < 20000; i++) {
    double size = pow(10, g_rand_double_range(random, -8, 8));
    double low = g_rand_double_range(random, -1, 1) * size;
    double high = low + pow(10, g_rand_double_range(random, -3, 1)) * size;
    double from = low, to = high;
    GmxTicks ticks;
    gmx_nice_range(&from, &to, 4, 6, 0);
    gmx_ticks_linear(&ticks, from, to, 6, 0);
    g_assert_cmpint(ticks.count, >=, 4);
    g_assert_cmpint(ticks.count, <=, 6);
    g_assert_true(from <= low + 1e-6 * (high - low) && to >= high - 1e-6 * (high - low));
    g_assert_cmpfloat(to - from, <=, 2.6 * (high - low));
    double digit = ticks.step / pow(10, floor(log10(ticks.step) + 1e-9));
    g_assert_true(fabs(digit - 1) < 1e-6 || fabs(digit - 2) < 1e-6 || fabs(digit - 5) < 1e-6);
    for (int t = 0; t < ticks.count; t++)
      g_assert_cmpfloat_with_epsilon(ticks.value[t] / ticks.step,
                                     round(ticks.value[t] / ticks.step), 1e-5);
  }
}

static void test_degenerate_ranges(void) {
  static const double cases[][2] = {
      {0, 0},         {2.5, 2.5},    {-7, -7}, {NAN, NAN}, {INFINITY, -INFINITY},
      {1e300, 1e300}, {5, 5 + 1e-13}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    double low = cases[i][0], high = cases[i][1];
    GmxTicks ticks;
    gmx_nice_range(&low, &high, 4, 6, 0);
    g_assert_true(isfinite(low) && isfinite(high) && low < high);
    gmx_ticks_linear(&ticks, low, high, 6, 0);
    g_assert_cmpint(ticks.count, >=, 3);
  }
  /* Counts never get ticks between whole numbers. */
  double low = 0, high = 2;
  GmxTicks ticks;
  gmx_nice_range(&low, &high, 4, 6, 1);
  gmx_ticks_linear(&ticks, low, high, 6, 1);
  g_assert_cmpfloat(ticks.step, >=, 1);
  g_assert_cmpint(ticks.decimals, ==, 0);
}

static void test_log_ticks(void) {
  GmxTicks ticks;
  gmx_ticks_log(&ticks, 0.5, 5, 6);
  g_assert_cmpint(ticks.count, ==, 4); /* 0.5 1 2 5 */
  gmx_ticks_log(&ticks, 1, 10000, 6);
  g_assert_cmpint(ticks.count, ==, 5); /* powers of ten */
  g_autofree char *last = gmx_format_tick(&ticks, 4);
  g_assert_cmpstr(last, ==, "10\u2009000");
  gmx_ticks_log(&ticks, 1e-30, 1e30, 6);
  g_assert_cmpint(ticks.count, >=, 3);
  g_assert_cmpint(ticks.count, <=, 6);
  gmx_ticks_log(&ticks, 2.2, 2.4, 6); /* between two of the row */
  g_assert_cmpint(ticks.count, >=, 2);
  gmx_ticks_log(&ticks, 0, 1, 6);
  g_assert_cmpint(ticks.count, ==, 0);
}

static void test_numbers(void) {
  static const struct {
    double value;
    int decimals;
    const char *text;
  } cases[] = {{6512, 0, "6\u2009512"}, {-0.05, 2, "\u22120.05"},
               {-0.001, 2, "0.00"},     {1234567.5, 1, "1\u2009234\u2009567.5"},
               {0.144, 3, "0.144"},     {NAN, 2, "NaN"},
               {INFINITY, 2, "∞"},      {-INFINITY, 2, "\u2212∞"},
               {999, 0, "999"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = gmx_format_number(cases[i].value, cases[i].decimals);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
  static const struct {
    double value;
    const char *text;
  } exact[] = {{4300, "4\u2009300"},         {1.462831, "1.46283"},
               {0.000123456, "0.000123456"}, {0, "0"},
               {1.5e-7, "1.5000e\u22127"},   {-12.5, "\u221212.5000"}};
  for (gsize i = 0; i < G_N_ELEMENTS(exact); i++) {
    g_autofree char *text = gmx_format_exact(exact[i].value);
    g_assert_cmpstr(text, ==, exact[i].text);
  }
  static const struct {
    double value;
    const char *text;
  } measures[] = {{0.144, "+0.144"},       {-9.8765, "\u22129.877"},
                  {12.3456, "+12.35"},     {667.922, "+667.9"},
                  {2079.4, "+2\u2009079"}, {-1.44e16, "\u22121.4e16"},
                  {1.0006e5, "+1.0e5"},    {0, "+0.000"}};
  for (gsize i = 0; i < G_N_ELEMENTS(measures); i++) {
    g_autofree char *text = gmx_format_signed(measures[i].value, 3);
    g_autofree char *plain = gmx_format_measure(measures[i].value, 3);
    g_assert_cmpstr(text, ==, measures[i].text);
    g_assert_cmpstr(plain, ==, text[0] == '+' ? text + 1 : text);
  }
}

static void give_extent(gpointer owner, GmxAxis *axis, GmxExtent *extent) {
  gmx_extent_join(extent, owner);
}

static void assert_view(GmxAxis *axis, double low, double high) {
  double from, to;
  gmx_axis_get_view(axis, &from, &to);
  g_assert_cmpfloat_with_epsilon(from, low, 1e-9);
  g_assert_cmpfloat_with_epsilon(to, high, 1e-9);
}

static void test_step_axis(void) {
  g_autoptr(GmxAxis) axis = gmx_axis_new_x("step");
  GmxExtent data = GMX_EXTENT_NONE;
  gmx_axis_add_source(axis, &data, give_extent);
  static const double steps[][2] = {{1, 4},       {7, 7},       {8, 8},
                                    {40, 40},     {41, 50},     {6512, 7000},
                                    {7000, 7000}, {7001, 8000}, {8001, 10000}};
  assert_view(axis, 0, 4);
  for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
    gmx_extent_add(&data, steps[i][0]);
    gmx_axis_data_changed(axis);
    assert_view(axis, 0, steps[i][1]);
  }
  gmx_axis_remove_source(axis, &data);
}

/* The axis holds still while its data stay within it, and tells of changes once. */
static void test_axis_is_calm(void) {
  g_autoptr(GmxAxis) axis = gmx_axis_new_y(NULL);
  GmxExtent data = GMX_EXTENT_NONE;
  gmx_extent_add(&data, 0.79);
  gmx_extent_add(&data, 2.42);
  gmx_axis_add_source(axis, &data, give_extent);
  assert_view(axis, 0.5, 2.5);
  guint64 revision = gmx_axis_get_revision(axis);
  gmx_extent_add(&data, 0.6);
  gmx_axis_data_changed(axis);
  assert_view(axis, 0.5, 2.5);
  g_assert_cmpuint(gmx_axis_get_revision(axis), ==, revision);
  gmx_extent_add(&data, 3.1);
  gmx_axis_data_changed(axis);
  double low, high;
  gmx_axis_get_view(axis, &low, &high);
  g_assert_cmpfloat(high, >=, 3.1);
  g_assert_cmpuint(gmx_axis_get_revision(axis), >, revision);
  gmx_axis_remove_source(axis, &data);
}

static void test_zoom(void) {
  g_autoptr(GmxAxis) axis = gmx_axis_new_x("step");
  GmxExtent data = {0, 1000, 1};
  gmx_axis_add_source(axis, &data, give_extent);
  gmx_axis_zoom(axis, 200, 400);
  g_assert_true(gmx_axis_is_zoomed(axis));
  assert_view(axis, 200, 400);
  gmx_axis_pan(axis, 0.5);
  assert_view(axis, 300, 500);
  gmx_axis_pan(axis, 100); /* not beyond the data */
  assert_view(axis, 800, 1000);
  gmx_axis_zoom_at(axis, 1.0, 0.5); /* the pointer's place stays */
  assert_view(axis, 900, 1000);
  for (int i = 0; i < 200; i++)
    gmx_axis_zoom_at(axis, 0.5, 0.5);
  double low, high;
  gmx_axis_get_view(axis, &low, &high);
  g_assert_cmpfloat_with_epsilon(high - low, 2, 1e-6); /* two steps at least */
  gmx_axis_zoom(axis, NAN, 3);
  gmx_axis_zoom(axis, 5, 5);
  g_assert_true(gmx_axis_is_zoomed(axis));
  for (int i = 0; i < 200; i++)
    gmx_axis_zoom_at(axis, 0.3, 2.0);
  g_assert_false(gmx_axis_is_zoomed(axis));
  assert_view(axis, 0, 1000);
  gmx_axis_remove_source(axis, &data);
}

static void test_log_axis(void) {
  g_autoptr(GmxAxis) axis = gmx_axis_new_y(NULL);
  GmxExtent data = {-1, 700, 0.02};
  gmx_axis_add_source(axis, &data, give_extent);
  gmx_axis_set_log(axis, TRUE);
  assert_view(axis, 0.02, 1000);
  g_assert_true(isnan(gmx_axis_place(axis, 0)));
  g_assert_true(isnan(gmx_axis_place(axis, -3)));
  for (double value = 0.02; value < 1000; value *= 1.7)
    g_assert_cmpfloat_with_epsilon(gmx_axis_value(axis, gmx_axis_place(axis, value)), value,
                                   1e-9 * value);
  gmx_axis_zoom(axis, -5, 10); /* no place on this scale: ignored */
  g_assert_false(gmx_axis_is_zoomed(axis));
  data = (GmxExtent){-5, -1, INFINITY}; /* nothing positive at all */
  gmx_axis_data_changed(axis);
  double low, high;
  gmx_axis_get_view(axis, &low, &high);
  g_assert_true(low > 0 && high > low);
  gmx_axis_remove_source(axis, &data);
}

static void test_shared_range(void) {
  g_autoptr(GmxAxis) axis = gmx_axis_new_y("%");
  GmxExtent one = {0.44, 0.6, 0.44}, two = {0.5, 0.81, 0.5};
  gmx_axis_set_factor(axis, 100);
  gmx_axis_set_limits(axis, 0, 1);
  assert_view(axis, 0, 1); /* empty: 0 to 100 % */
  gmx_axis_add_source(axis, &one, give_extent);
  gmx_axis_add_source(axis, &two, give_extent);
  assert_view(axis, 0.4, 0.9);
  one.high = 1.0; /* 100 % is the end, however round the next interval */
  gmx_axis_data_changed(axis);
  double low, high;
  gmx_axis_get_view(axis, &low, &high);
  g_assert_cmpfloat_with_epsilon(high, 1.0, 1e-12);
  gmx_axis_remove_source(axis, &one);
  gmx_axis_remove_source(axis, &two);
}

static int sum(const int *counts, int n) {
  int total = 0;
  for (int i = 0; i < n; i++)
    total += counts[i];
  return total;
}

/* Counts every value again by the bounds that the bins claim. */
static void check_histogram(const float *values, const guint8 *sharp, int count, double cut,
                            int ties) {
  g_autoptr(GmxHistogram) bins = gmx_histogram_new(values, sharp, count, cut, 34);
  int not_finite = 0, misplaced = 0;
  g_autofree int *again_flat = g_new0(int, bins->flat_bins + 1);
  g_autofree int *again_sharp = g_new0(int, bins->sharp_bins + 1);
  g_assert_cmpfloat(bins->cut, ==, cut);
  g_assert_cmpfloat_with_epsilon(bins->low, cut - bins->flat_bins * bins->width, 1e-12);
  for (int i = 0; i < count; i++) {
    not_finite += !isfinite(values[i]);
    for (int j = 0; j < bins->sharp_bins && sharp[i]; j++)
      again_sharp[j] += values[i] >= cut + j * bins->width - 1e-9 &&
                        values[i] < cut + (j + 1) * bins->width - 1e-9;
    for (int j = 0; j < bins->flat_bins && !sharp[i]; j++)
      again_flat[j] += values[i] <= cut - j * bins->width + 1e-9 &&
                       values[i] > cut - (j + 1) * bins->width + 1e-9;
  }
  for (int j = 0; j < bins->sharp_bins; j++)
    misplaced += abs(again_sharp[j] - bins->sharp[j]);
  for (int j = 0; j < bins->flat_bins; j++)
    misplaced += abs(again_flat[j] - bins->flat[j]);
  g_assert_cmpint(misplaced, <=, 2 * ties + 2); /* a value on a bin's edge may round either way */
  g_assert_cmpint(bins->not_finite, ==, not_finite);
  g_assert_cmpint(sum(bins->flat, bins->flat_bins) + sum(bins->sharp, bins->sharp_bins) +
                      bins->below + bins->above + bins->not_finite,
                  ==, count);
  g_assert_cmpint(bins->flat_total + bins->sharp_total, ==, count);
}

static void test_histogram(void) {
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  for (int round = 0; round < 200; round++) {
    float values[128];
    guint8 sharp[128];
    double cut = g_rand_double_range(random, -0.1, 0.2);
    double scale = pow(10, g_rand_double_range(random, -4, 4));
    for (int i = 0; i < 128; i++) {
      double value =
          g_rand_double_range(random, -0.3, 0.3) + g_rand_double_range(random, -0.3, 0.3);
      if (i % 40 == 7)
        value *= 100; /* far outside */
      values[i] = (float)(value * scale);
      sharp[i] = values[i] > (float)(cut * scale);
    }
    if (round % 3 == 0) {
      values[5] = NAN;
      values[6] = INFINITY;
    }
    check_histogram(values, sharp, 128, cut * scale, 0);
  }
}

static void test_histogram_edges(void) {
  /* All the same value: ties, which the method put on both sides. */
  float ties[8] = {1, 1, 1, 1, 1, 1, 1, 1};
  guint8 half[8] = {1, 1, 1, 1, 0, 0, 0, 0};
  g_autoptr(GmxHistogram) tied = gmx_histogram_new(ties, half, 8, 1.0, 34);
  g_assert_cmpint(tied->flat[0], ==, 4);
  g_assert_cmpint(tied->sharp[0], ==, 4);
  /* Far ones are counted, each on its side. */
  float far[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 900, -900};
  guint8 above[12] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0};
  g_autoptr(GmxHistogram) counted = gmx_histogram_new(far, above, 12, 4.5, 10);
  g_assert_cmpint(counted->above, ==, 1);
  g_assert_cmpint(counted->below, ==, 1);
  g_assert_cmpfloat(counted->high, <, 12);
  /* No cut: one side. Nothing finite, nothing at all: no bins, no crash. */
  g_autoptr(GmxHistogram) whole = gmx_histogram_new(far, above, 10, NAN, 10);
  g_assert_cmpint(whole->flat_bins, ==, 0);
  g_assert_cmpint(sum(whole->sharp, whole->sharp_bins), ==, 10);
  float none[2] = {NAN, INFINITY};
  g_autoptr(GmxHistogram) nothing = gmx_histogram_new(none, half, 2, NAN, 10);
  g_assert_cmpint(nothing->not_finite, ==, 2);
  g_autoptr(GmxHistogram) empty = gmx_histogram_new(NULL, NULL, 0, NAN, 10);
  g_assert_cmpint(empty->tallest, ==, 0);
}

static void test_table(void) {
  static const double x[] = {1, 2, 3}, y[] = {0.1, NAN, 1e-20}, later[] = {2, 4}, z[] = {7, 8};
  g_autoptr(GmxTable) table = gmx_table_new("step");
  gmx_table_add(table, "loss", x, y, 3);
  gmx_table_add(table, "a \"b\", c", later, z, 2);
  g_autofree char *csv = gmx_table_write(table);
  g_assert_cmpstr(csv, ==, "step,loss,\"a \"\"b\"\", c\"\n1,0.1,\n2,nan,7\n3,1e-20,\n4,,8\n");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chart/nice-steps", test_nice_steps);
  g_test_add_func("/chart/range/table", test_range_table);
  g_test_add_func("/chart/range/always", test_range_always);
  g_test_add_func("/chart/range/degenerate", test_degenerate_ranges);
  g_test_add_func("/chart/log-ticks", test_log_ticks);
  g_test_add_func("/chart/numbers", test_numbers);
  g_test_add_func("/chart/axis/steps", test_step_axis);
  g_test_add_func("/chart/axis/calm", test_axis_is_calm);
  g_test_add_func("/chart/axis/zoom", test_zoom);
  g_test_add_func("/chart/axis/log", test_log_axis);
  g_test_add_func("/chart/axis/shared", test_shared_range);
  g_test_add_func("/chart/histogram/counts", test_histogram);
  g_test_add_func("/chart/histogram/edges", test_histogram_edges);
  g_test_add_func("/chart/table", test_table);
  return g_test_run();
}
