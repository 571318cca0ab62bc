/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series: extremes of any interval, counts, smoothing, growth and cutting, all against a naive
 * recomputation. Needs no display. */
#include "ui/chart/series.h"

#include <float.h>
#include <math.h>

/* A noisy curve with holes; @spike: one outstanding point at two thirds. */
static void fill(GmxSeries *series, gsize count, gboolean holes, gboolean spike) {
  g_autoptr(GRand) random = g_rand_new_with_seed(11);
  gsize done = 0;
  while (done < count) {
    double x[997], y[997];
    gsize chunk = (gsize)g_rand_int_range(random, 1, 998);
    chunk = MIN(chunk, count - done);
    for (gsize i = 0; i < chunk; i++) {
      x[i] = (double)(done + i);
      y[i] = sin((double)(done + i) * 1e-3) + g_rand_double_range(random, -0.2, 0.2);
      if (holes && g_rand_int_range(random, 0, 50) == 0)
        y[i] = g_rand_boolean(random) ? NAN : INFINITY;
      if (spike && done + i == count * 2 / 3)
        y[i] = 40.0;
    }
    gmx_series_append_many(series, x, y, chunk);
    done += chunk;
  }
}

static void naive_span(const double *y, gsize from, gsize to, GmxSpan *span) {
  *span = (GmxSpan){INFINITY, -INFINITY, 0};
  for (gsize i = from; i < to; i++) {
    if (!isfinite(y[i])) {
      span->not_finite++;
      continue;
    }
    span->low = fmin(span->low, y[i]);
    span->high = fmax(span->high, y[i]);
  }
}

static void check_spans(GmxSeries *series, guint32 seed) {
  g_autoptr(GRand) random = g_rand_new_with_seed(seed);
  const double *y = gmx_series_get_y(series);
  gsize length = gmx_series_get_length(series);
  for (int i = 0; i < 400; i++) {
    gsize from = (gsize)(g_rand_double(random) * (double)length);
    gsize to = from + (gsize)(pow(g_rand_double(random), 3) * (double)(length - from + 1));
    GmxSpan span, naive;
    gmx_series_span(series, FALSE, from, to, &span);
    naive_span(y, from, MIN(to, length), &naive);
    g_assert_cmpfloat(span.low, ==, naive.low);
    g_assert_cmpfloat(span.high, ==, naive.high);
    g_assert_cmpuint(span.not_finite, ==, naive.not_finite);
  }
}

static void test_spans(void) {
  static const gsize lengths[] = {1, 2, 31, 32, 33, 255, 256, 257, 2047, 2049, 20000};
  for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
    g_autoptr(GmxSeries) series = gmx_series_new("loss");
    fill(series, lengths[i], TRUE, FALSE);
    g_assert_cmpuint(gmx_series_get_length(series), ==, lengths[i]);
    check_spans(series, (guint32)i);
    gmx_series_truncate(series, lengths[i] / 3);
    check_spans(series, 50);
    if (gmx_series_get_length(series) > 0)
      gmx_series_append(series, 1e9, -77.0);
    check_spans(series, 60);
  }
}

/* However the series is cut into columns, one of them has the spike. */
static void test_spike_at_every_zoom(void) {
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gsize length = 300000, spike = length * 2 / 3;
  fill(series, length, FALSE, TRUE);
  for (gsize columns = 1; columns <= 4096; columns = columns * 3 / 2 + 1) {
    for (gsize width = length; width > columns; width /= 3) {
      gsize from = spike - MIN(spike, width / 2), found = 0;
      for (gsize c = 0; c < columns; c++) {
        GmxSpan span;
        gmx_series_span(series, FALSE, from + c * width / columns, from + (c + 1) * width / columns,
                        &span);
        found += span.high == 40.0;
      }
      g_assert_cmpuint(found, ==, 1);
    }
  }
}

static void test_count_outside(void) {
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  fill(series, 30000, TRUE, TRUE);
  const double *y = gmx_series_get_y(series);
  for (int i = 0; i < 300; i++) {
    gsize from = (gsize)g_rand_int_range(random, 0, 30000);
    gsize to = (gsize)g_rand_int_range(random, (gint32)from, 30001);
    double low = g_rand_double_range(random, -2, 0.5),
           high = low + g_rand_double_range(random, 0, 3);
    gsize below, above, naive_below = 0, naive_above = 0;
    gmx_series_count_outside(series, from, to, low, high, &below, &above);
    for (gsize j = from; j < to; j++) {
      naive_below += isfinite(y[j]) && y[j] < low;
      naive_above += isfinite(y[j]) && y[j] > high;
    }
    g_assert_cmpuint(below, ==, naive_below);
    g_assert_cmpuint(above, ==, naive_above);
  }
}

/* Debiased exponential mean from its sum, without a recurrence. */
static double naive_exponential(const double *y, gsize index, double weight) {
  double sum = 0, norm = 0, factor = 1;
  if (!isfinite(y[index]))
    return NAN;
  for (gsize i = index + 1; i-- > 0 && factor > 1e-18;) {
    if (!isfinite(y[i]))
      continue;
    sum += factor * y[i];
    norm += factor;
    factor *= weight;
  }
  return sum / norm;
}

static double naive_window(const double *y, gsize length, gsize index, gsize half) {
  double sum = 0;
  gsize count = 0;
  if (!isfinite(y[index]))
    return NAN;
  for (gsize i = index - MIN(index, half); i <= MIN(index + half, length - 1); i++) {
    if (!isfinite(y[i]))
      continue;
    sum += y[i];
    count++;
  }
  return sum / (double)count;
}

static void check_smooth(GmxSeries *series, GmxSmoothing kind, double amount) {
  const double *y = gmx_series_get_y(series), *smooth = gmx_series_get_smooth(series);
  gsize length = gmx_series_get_length(series);
  for (gsize i = 0; i < length; i++) {
    double expected = kind == GMX_SMOOTH_WINDOW ? naive_window(y, length, i, (gsize)amount)
                                                : naive_exponential(y, i, amount);
    if (isnan(expected))
      g_assert_true(isnan(smooth[i]));
    else
      g_assert_cmpfloat_with_epsilon(smooth[i], expected, 1e-9);
  }
  GmxSpan span, naive;
  gmx_series_span(series, TRUE, length / 5, length, &span);
  naive_span(smooth, length / 5, length, &naive);
  g_assert_cmpfloat(span.low, ==, naive.low);
  g_assert_cmpfloat(span.high, ==, naive.high);
}

/* Grown in uneven pieces, then cut, then grown again: always as if made at once. */
static void test_smoothing(void) {
  static const struct {
    GmxSmoothing kind;
    double amount;
  } cases[] = {{GMX_SMOOTH_EXPONENTIAL, 0},    {GMX_SMOOTH_EXPONENTIAL, 0.6},
               {GMX_SMOOTH_EXPONENTIAL, 0.98}, {GMX_SMOOTH_WINDOW, 0},
               {GMX_SMOOTH_WINDOW, 1},         {GMX_SMOOTH_WINDOW, 37}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GmxSeries) series = gmx_series_new("loss");
    gmx_series_set_smoothing(series, cases[i].kind, cases[i].amount);
    fill(series, 5000, TRUE, FALSE);
    check_smooth(series, cases[i].kind, cases[i].amount);
    gmx_series_cut_after(series, 1999.5);
    g_assert_cmpuint(gmx_series_get_length(series), ==, 2000);
    check_smooth(series, cases[i].kind, cases[i].amount);
    for (int j = 0; j < 100; j++)
      gmx_series_append(series, 2000 + j, j == 50 ? NAN : j);
    check_smooth(series, cases[i].kind, cases[i].amount);
    gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.9);
    check_smooth(series, GMX_SMOOTH_EXPONENTIAL, 0.9);
    gmx_series_set_smoothing(series, GMX_SMOOTH_NONE, 0);
    g_assert_true(gmx_series_get_smooth(series) == gmx_series_get_y(series));
  }
}

/* The first value of a debiased mean is the first value, and a constant stays one. */
static void test_debias(void) {
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.999);
  for (int i = 0; i < 50; i++)
    gmx_series_append(series, i, 2.5);
  for (int i = 0; i < 50; i++)
    g_assert_cmpfloat_with_epsilon(gmx_series_get_smooth(series)[i], 2.5, 1e-12);
}

static void test_find(void) {
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  g_assert_cmpuint(gmx_series_nearest(series, 3), ==, G_MAXSIZE);
  for (int i = 1; i <= 10; i++)
    gmx_series_append(series, 10 * i, i);
  g_assert_cmpuint(gmx_series_find(series, -5), ==, 0);
  g_assert_cmpuint(gmx_series_find(series, 20), ==, 1);
  g_assert_cmpuint(gmx_series_find(series, 20.5), ==, 2);
  g_assert_cmpuint(gmx_series_find(series, 1000), ==, 10);
  g_assert_cmpuint(gmx_series_nearest(series, 24), ==, 1);
  g_assert_cmpuint(gmx_series_nearest(series, 26), ==, 2);
  g_assert_cmpuint(gmx_series_nearest(series, 1e9), ==, 9);
  /* A point that goes back is refused, and said. */
  g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*left out*");
  gmx_series_append(series, 5, 1);
  g_test_assert_expected_messages();
  g_assert_cmpuint(gmx_series_get_length(series), ==, 10);
}

static void test_ordinary(void) {
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  double low, high;
  g_assert_false(gmx_series_ordinary(series, &low, &high));
  for (int i = 0; i < 20000; i++) /* a long tail after a steep beginning */
    gmx_series_append(series, i, 0.1 + 2.2 * exp(-i / 50.0) + 0.01 * (i % 7));
  g_assert_true(gmx_series_ordinary(series, &low, &high));
  g_assert_cmpfloat(high, >=, 2.2); /* where it began is no outlier */
  gmx_series_append(series, 20000, 5000.0);
  gmx_series_append(series, 20001, 0.1);
  g_assert_true(gmx_series_ordinary(series, &low, &high));
  g_assert_cmpfloat(high, <, 10); /* one point far outside is */
  for (int i = 0; i < 20; i++)
    gmx_series_append(series, 20002 + i, 9.0);
  g_assert_true(gmx_series_ordinary(series, &low, &high));
  g_assert_cmpfloat(high, >=, 9.0); /* but not where the curve stands now */
  GmxSpan span;
  gmx_series_span(series, FALSE, 0, 30000, &span);
  g_assert_cmpfloat(span.high, ==, 5000.0); /* nothing is lost */
}

/* A learning rate far too high: normal values, then a few that grow beyond all measure. */
static GmxSeries *blown_up(gsize normal, gsize blown) {
  GmxSeries *series = gmx_series_new("loss");
  gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.95);
  for (gsize i = 0; i < normal; i++)
    gmx_series_append(series, (double)i, 1.0 + 0.1 * (double)(i % 5));
  for (gsize i = 0; i < blown; i++)
    gmx_series_append(series, (double)(normal + i), pow(10.0, 25.0 * (i + 1.0) / (double)blown));
  return series;
}

static double highest_ordinary(GmxSeries *series) {
  double low, high;
  g_assert_true(gmx_series_ordinary(series, &low, &high));
  return high;
}

/* What leads to no number is no place where the curve stands, raw or smoothed. */
static void test_blow_up(void) {
  static const gsize lengths[][2] = {{600, 4}, {60, 6}, {2000, 400}, {30000, 3}};
  for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
    g_autoptr(GmxSeries) stopped = blown_up(lengths[i][0], lengths[i][1]);
    g_autoptr(GmxSeries) marked = blown_up(lengths[i][0], lengths[i][1]);
    gmx_series_set_ended(stopped);
    gmx_series_append(marked, 1e6, NAN);
    g_assert_cmpfloat(highest_ordinary(stopped), <, 5);
    g_assert_cmpfloat(highest_ordinary(marked), <, 5);
    g_assert_cmpfloat(highest_ordinary(stopped), >=, 1.4); /* all that is normal */
  }
  /* Before it is known to have ended, a short blow-up is out of reach as well. */
  g_autoptr(GmxSeries) running = blown_up(600, 5);
  g_assert_cmpfloat(highest_ordinary(running), <, 5);
}

/* A smoothed curve that one spike has lifted stands where it was, one that moved does not. */
static void test_spike_and_move(void) {
  g_autoptr(GmxSeries) series = blown_up(600, 0);
  gmx_series_append(series, 600, 900.0);
  gmx_series_append(series, 601, 1.2);
  g_assert_cmpfloat(gmx_series_get_smooth(series)[601], >, 40);
  g_assert_cmpfloat(highest_ordinary(series), <, 2);
  for (int i = 0; i < 4; i++)
    gmx_series_append(series, 602 + i, 30.0);
  g_assert_cmpfloat(highest_ordinary(series), >=, 30);
}

/* After going back the newest value counts again. */
static void test_end_is_taken_back(void) {
  g_autoptr(GmxSeries) series = blown_up(600, 0);
  for (int i = 0; i < 8; i++)
    gmx_series_append(series, 600 + i, 20.0);
  gmx_series_set_ended(series);
  g_assert_cmpfloat(highest_ordinary(series), <, 5);
  gmx_series_cut_after(series, 1000); /* drops nothing */
  g_assert_cmpfloat(highest_ordinary(series), >, 5);
}

/* One huge value must not spoil the means after it. */
static void test_huge_value(void) {
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gmx_series_set_smoothing(series, GMX_SMOOTH_WINDOW, 5);
  for (int i = 0; i < 100; i++)
    gmx_series_append(series, i, i == 30 ? 1e30 : 0.25);
  g_assert_cmpfloat(gmx_series_get_smooth(series)[60], ==, 0.25);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chart/series/spans", test_spans);
  g_test_add_func("/chart/series/spike", test_spike_at_every_zoom);
  g_test_add_func("/chart/series/count-outside", test_count_outside);
  g_test_add_func("/chart/series/smoothing", test_smoothing);
  g_test_add_func("/chart/series/debias", test_debias);
  g_test_add_func("/chart/series/find", test_find);
  g_test_add_func("/chart/series/ordinary", test_ordinary);
  g_test_add_func("/chart/series/blow-up", test_blow_up);
  g_test_add_func("/chart/series/spike-and-move", test_spike_and_move);
  g_test_add_func("/chart/series/end-is-taken-back", test_end_is_taken_back);
  g_test_add_func("/chart/series/huge-value", test_huge_value);
  return g_test_run();
}
