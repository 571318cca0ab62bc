/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawings of figures, looked at pixel by pixel. Needs no display. */
#include "tests/ui/chart-scene.h"
#include "ui/chart/event-layer.h"
#include "ui/chart/histogram-layer.h"

#include <math.h>

/* A single point among a hundred thousand is drawn up to its height, however far one zooms. */
static void test_spike_pixels(void) {
  Scene scene;
  gsize length = 100000, spike = 61803;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = flat_with_spike(length, spike, 2.0);
  gmx_axis_set_outliers(scene.y, TRUE);
  GmxLayer *layer = add_line(&scene, series, "gmx_at_w_raw");
  gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.99);
  for (double width = (double)length; width > 4; width /= 3) {
    for (double shift = 0.05; shift < 1; shift += 0.3) {
      double px, py;
      gmx_axis_zoom(scene.x, (double)spike - shift * width, (double)spike + (1 - shift) * width);
      scene_draw(&scene);
      g_assert_true(gmx_figure_locate(scene.figure, layer, (double)spike, 2.0, &px, &py));
      int paper = count_near(&scene, px - 2, py, px + 3, py + 4, GMX_PAPER, 25);
      g_assert_cmpint(paper, <, 20); /* some of these 5 × 4 pixels are ink */
      paper = count_near(&scene, px - 2, py - 7, px + 3, py - 3, GMX_PAPER, 25);
      g_assert_cmpint(paper, ==, 20); /* and none above */
    }
  }
  scene_close(&scene);
}

static void test_not_finite_marks(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  for (int i = 0; i < 4000; i++)
    gmx_series_append(series, i, i == 1000 || (i >= 3000 && i < 3007) ? NAN : 1 + i % 3);
  g_assert_cmpuint(gmx_series_get_not_finite(series), ==, 8);
  add_line(&scene, series, NULL);
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  double one = area.x + gmx_axis_place(scene.x, 1000) * area.width;
  double more = area.x + gmx_axis_place(scene.x, 3003) * area.width;
  double top = area.y, bottom = area.y + 11;
  int single = count_near(&scene, one - 5, top, one + 6, bottom, "gmx_error", 60);
  int several = count_near(&scene, more - 5, top, more + 6, bottom, "gmx_error", 60);
  int number = count_near(&scene, more + 6, top - 4, more + 16, bottom + 4, "gmx_error", 90);
  int no_number = count_near(&scene, one + 7, top - 4, one + 16, bottom + 4, "gmx_error", 90);
  int elsewhere = count_near(&scene, area.x + 3, top, one - 8, bottom, "gmx_error", 60);
  g_assert_cmpint(single, >, 5);
  g_assert_cmpint(several, >, 5);
  g_assert_cmpint(number, >, 3); /* "7" beside the cross */
  g_assert_cmpint(no_number, ==, 0);
  g_assert_cmpint(elsewhere, ==, 0);
  scene_close(&scene);
}

/* Values that have no place on a logarithmic scale: the line leaves at the bottom, and a note says
 * how many there are. */
static void test_log_says_what_it_leaves_out(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  for (int i = 1; i <= 300; i++)
    gmx_series_append(series, i, i > 100 && i <= 103 ? -0.5 : i < 200 ? 1 : 50);
  add_line(&scene, series, NULL);
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  double right = area.x + area.width, bottom = area.y + area.height;
  int before = count_near(&scene, right - 40, bottom - 16, right, bottom - 2, "gmx_at_w", 90);
  gmx_axis_set_log(scene.y, TRUE);
  scene_draw(&scene);
  int after = count_near(&scene, right - 40, bottom - 16, right, bottom - 2, "gmx_at_w", 90);
  g_assert_cmpint(before, ==, 0);
  g_assert_cmpint(after, >, 10);
  double px = area.x + gmx_axis_place(scene.x, 102) * area.width;
  g_assert_cmpint(count_near(&scene, px - 4, bottom - 6, px + 5, bottom, "gmx_at_w", 60), >, 0);
  scene_close(&scene);
}

/* The step 0 has no place on a logarithmic x either. */
static void test_log_x_says_it_too(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gmx_series_append(series, 0, 2);
  gmx_series_append(series, 1, 2);
  gmx_series_append(series, 300, 2);
  add_line(&scene, series, NULL);
  for (int log = 0; log < 2; log++) {
    gmx_axis_set_log(scene.x, log);
    scene_draw(&scene);
    gmx_figure_get_area(scene.figure, 0, &area);
    double bottom = area.y + area.height;
    int noted = count_near(&scene, area.x, bottom - 16, area.x + 80, bottom - 2, "gmx_at_w", 90);
    g_assert_true(log ? noted > 10 : noted == 0);
  }
  scene_close(&scene);
}

/* Grid lines are one row high and of the right strength, also between two lanes. */
static void test_grid_is_crisp(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxAxis) second = gmx_axis_new_y(NULL);
  gmx_axis_set_tick_count(second, 2, 3);
  gmx_axis_set_tick_count(scene.y, 2, 3);
  gmx_figure_add_lane(scene.figure, second);
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, GMX_CHART_ALL_LANES, &area);
  int column = (int)(area.x + 100), lines = 0, last = -9, rgb[3];
  for (int y = 0; y < (int)(area.y + area.height) - 1; y++) {
    pixel(&scene, column, y, rgb);
    if (rgb[0] == 255)
      continue;
    g_assert_cmpint(y, >, last + 1); /* never two rows together */
    g_assert_cmpint(rgb[0], >, 230);
    g_assert_cmpint(rgb[0], <, 245); /* ink at 7.5 per cent */
    last = y;
    lines++;
  }
  g_assert_cmpint(lines, >=, 5);
  scene_close(&scene);
}

/* An event near the right edge has its label on the left; two near each other take two lines. */
static void test_event_labels(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gmx_series_append(series, 0, 0);
  gmx_series_append(series, 1000, 0.001);
  add_line(&scene, series, NULL);
  gmx_layer_set_visible(g_ptr_array_index(gmx_figure_get_layers(scene.figure), 0), FALSE);
  g_autoptr(GmxEventLayer) events = gmx_event_layer_new(TRUE);
  gmx_figure_add_layer(scene.figure, GMX_CHART_ALL_LANES, GMX_LAYER(events));
  gmx_event_layer_add(events, 1000, "ρ 0.05 → 0.10");
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  double end = area.x + gmx_axis_place(scene.x, 1000) * area.width;
  int left = count_near(&scene, end - 100, 0, end - 7, area.y + 14, "gmx_event", 90);
  int right = count_near(&scene, end + 7, 0, WIDTH, area.y + 14, "gmx_event", 90);
  int below = count_near(&scene, end - 100, area.y + 15, end - 7, area.y + 34, "gmx_event", 90);
  g_assert_cmpint(left, >, 20);
  g_assert_cmpint(right, ==, 0);
  g_assert_cmpint(below, ==, 0);
  gmx_event_layer_add(events, 990, "η 0.10 → 0.20");
  scene_draw(&scene);
  g_assert_cmpint(count_near(&scene, end - 100, area.y + 15, end - 7, area.y + 34, "gmx_event", 90),
                  >, 20);
  gmx_event_layer_cut_after(events, 500);
  gmx_event_layer_set_stop(events, 500, "not finite at 500");
  scene_draw(&scene);
  double stop = area.x + gmx_axis_place(scene.x, 500) * area.width;
  g_assert_cmpint(count_near(&scene, area.x, 0, WIDTH, HEIGHT, "gmx_event", 8), ==, 0);
  g_assert_cmpint(
      count_near(&scene, stop - 2, area.y + 30, stop + 3, area.y + 100, "gmx_error", 60), >=, 70);
  scene_close(&scene);
}

/* Ticks that have names bear those, and nothing else of the figure changes. */
static void test_named_ticks(void) {
  static const char *const names[] = {"λ₁", "λ₂", "λ₃", NULL};
  Scene scene = {.x = gmx_axis_new_y(NULL), .y = gmx_axis_new_y(NULL)};
  cairo_rectangle_t area;
  gmx_axis_set_include(scene.x, 0.5, 3.5);
  gmx_axis_set_limits(scene.x, 0.5, 3.5);
  gmx_axis_set_least_step(scene.x, 1);
  scene.figure = gmx_figure_new("λ", scene.x, scene.y);
  scene.palette = gmx_palette_new_builtin(FALSE);
  scene.surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  const int stride = cairo_image_surface_get_stride(scene.surface);
  const gsize above = (gsize)stride * (gsize)(area.y + area.height + 1);
  const gsize size = (gsize)stride * HEIGHT;
  g_autofree guint8 *numbers = g_memdup2(cairo_image_surface_get_data(scene.surface), size);
  gmx_axis_set_names(scene.x, names);
  scene_draw(&scene);
  cairo_surface_flush(scene.surface);
  const guint8 *named = cairo_image_surface_get_data(scene.surface);
  g_assert_cmpint(memcmp(numbers, named, above), ==, 0);
  g_assert_cmpint(memcmp(numbers + above, named + above, size - above), !=, 0);
  g_assert_cmpstr(gmx_axis_name(scene.x, 3), ==, "λ₃");
  g_assert_null(gmx_axis_name(scene.x, 0));
  g_assert_null(gmx_axis_name(scene.x, 1.5));
  g_assert_null(gmx_axis_name(scene.x, 4));
  scene_close(&scene);
}

static void test_histogram_pixels(void) {
  Scene scene = {.x = gmx_axis_new_y(NULL), .y = gmx_axis_new_y(NULL)};
  cairo_rectangle_t area;
  gmx_axis_set_least_step(scene.y, 1);
  scene.figure = gmx_figure_new("s", scene.x, scene.y);
  scene.palette = gmx_palette_new_builtin(FALSE);
  scene.surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  g_autoptr(GmxHistogramLayer) layer = gmx_histogram_layer_new();
  gmx_figure_add_layer(scene.figure, 0, GMX_LAYER(layer));
  float values[64];
  guint8 sharp[64];
  for (int i = 0; i < 64; i++) {
    values[i] = i == 63 ? 50.0f : 0.01f * (float)i;
    sharp[i] = i >= 32;
  }
  gmx_histogram_layer_set_values(layer, values, sharp, 64, 0.315, "k = 32 of 64, γ = 0.50");
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  double cut = area.x + gmx_axis_place(scene.x, 0.315) * area.width, right = area.x + area.width;
  double bottom = area.y + area.height;
  g_assert_cmpint(count_near(&scene, area.x, area.y, cut, bottom, "gmx_flat", 8), >, 500);
  g_assert_cmpint(count_near(&scene, cut, area.y, right, bottom, "gmx_flat", 8), ==, 0);
  g_assert_cmpint(count_near(&scene, cut, area.y, right, bottom, "gmx_sharp", 8), >, 300);
  g_assert_cmpint(count_near(&scene, area.x, area.y, cut - 1, bottom, "gmx_sharp", 8), ==, 0);
  /* Hatched: the bars are not all of one colour. */
  int tint[3] = {0}, hatched = 0;
  for (int y = (int)bottom - 8; y < (int)bottom - 1; y++) {
    pixel(&scene, (int)cut + 4, y, tint);
    hatched += tint[2] > 40;
  }
  g_assert_cmpint(hatched, >, 0);
  g_assert_cmpint(hatched, <, 7);
  /* "1 above" at the right edge. */
  g_assert_cmpint(
      count_near(&scene, right - 50, bottom - 32, right, bottom - 10, "gmx_sharp_text", 70), >, 10);
  g_autofree char *words = gmx_figure_describe(scene.figure);
  g_assert_nonnull(strstr(words, "32 flat and 32 sharp"));
  g_assert_nonnull(strstr(words, "1 above"));
  g_autofree char *csv = gmx_figure_to_csv(scene.figure);
  g_assert_true(g_str_has_prefix(csv, "x,flat,sharp\n"));
  /* However tall the bars beside the cut, its label stands over them. */
  for (int i = 32; i < 64; i++)
    values[i] = 0.32f + 0.001f * (float)i;
  gmx_histogram_layer_set_values(layer, values, sharp, 64, 0.315, "k = 32 of 64, γ = 0.50");
  scene_draw(&scene);
  cut = area.x + gmx_axis_place(scene.x, 0.315) * area.width;
  g_assert_cmpint(count_near(&scene, cut + 4, area.y - 2, cut + 60, area.y + 24, "gmx_sharp", 8),
                  ==, 0);
  scene_close(&scene);
}

/* Hover: nearest points, exact values, words. */
static void test_readings(void) {
  Scene scene;
  double found;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  g_autoptr(GmxSeries) epochs = gmx_series_new("test_loss");
  g_assert_false(gmx_figure_seek(scene.figure, 3, 0, &found));
  for (int i = 1; i <= 1000; i++)
    gmx_series_append(series, i, 2.0 - i * 0.001);
  gmx_series_append(epochs, 400, 1.5);
  GmxLayer *first = add_line(&scene, series, NULL);
  add_line(&scene, epochs, NULL);
  g_assert_true(gmx_figure_seek(scene.figure, 412.3, 0, &found));
  g_assert_cmpfloat(found, ==, 412);
  g_assert_true(gmx_figure_seek(scene.figure, 412, 1, &found));
  g_assert_cmpfloat(found, ==, 413);
  g_assert_true(gmx_figure_seek(scene.figure, 412, -1, &found));
  g_assert_cmpfloat(found, ==, 411);
  g_assert_false(gmx_figure_seek(scene.figure, 1, -1, &found));
  g_assert_false(gmx_figure_seek(scene.figure, 1000, 1, &found));
  g_autoptr(GArray) readings = gmx_figure_read(scene.figure, 412);
  g_assert_cmpuint(readings->len, ==, 2);
  g_assert_cmpstr(g_array_index(readings, GmxReading, 0).value, ==, "1.58800");
  g_assert_cmpstr(g_array_index(readings, GmxReading, 1).name, ==, "at w at 400");
  /* What is hidden is not read, described or copied. */
  gmx_layer_set_visible(first, FALSE);
  g_autoptr(GArray) left = gmx_figure_read(scene.figure, 412);
  g_assert_cmpuint(left->len, ==, 1);
  g_autofree char *fewer = gmx_figure_to_csv(scene.figure);
  g_assert_cmpstr(fewer, ==, "step,test_loss\n400,1.5\n");
  gmx_layer_set_visible(first, TRUE);
  g_autofree char *heading = gmx_figure_heading(scene.figure, 4300);
  g_assert_cmpstr(heading, ==, "step 4\u2009300");
  g_autofree char *words = gmx_figure_describe(scene.figure);
  g_assert_cmpstr(words, ==,
                  "Loss: mixed, at w 1.00, falling, lowest 1.00, highest 2.00; "
                  "mixed, at w 1.50, lowest 1.50, highest 1.50");
  g_autofree char *csv = gmx_figure_to_csv(scene.figure);
  g_assert_nonnull(strstr(csv, "\n400,1.6,1.5\n401,1.599,\n"));
  scene_close(&scene);
}

/* Zoom does not touch the smoothed values. */
static void test_smoothing_knows_no_zoom(void) {
  Scene scene;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = flat_with_spike(5000, 2500, 3.0);
  gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.95);
  add_line(&scene, series, "gmx_at_w_raw");
  scene_draw(&scene);
  gsize bytes = gmx_series_get_length(series) * sizeof(double);
  g_autofree double *before = g_memdup2(gmx_series_get_smooth(series), bytes);
  guint64 revision = gmx_series_get_revision(series);
  gmx_axis_zoom(scene.x, 2400, 2600);
  scene_draw(&scene);
  g_assert_cmpmem(before, bytes, gmx_series_get_smooth(series), bytes);
  g_assert_cmpuint(gmx_series_get_revision(series), ==, revision);
  scene_close(&scene);
}

/* Equal revisions promise equal pictures: what is drawn counts, what is not does not. */
static void test_revision(void) {
  Scene scene;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = flat_with_spike(100, 50, 2.0);
  GmxLayer *layer = add_line(&scene, series, NULL);
  scene_draw(&scene);
  guint64 revision = gmx_figure_get_revision(scene.figure);
  gmx_axis_set_hair(scene.x, 30);
  scene_draw(&scene);
  g_assert_cmpuint(gmx_figure_get_revision(scene.figure), ==, revision);
  gmx_series_append(series, 100, 1.0);
  g_assert_cmpuint(gmx_figure_get_revision(scene.figure), >, revision);
  revision = gmx_figure_get_revision(scene.figure);
  gmx_layer_set_visible(layer, FALSE);
  g_assert_cmpuint(gmx_figure_get_revision(scene.figure), >, revision);
  revision = gmx_figure_get_revision(scene.figure);
  gmx_axis_zoom(scene.x, 10, 20);
  g_assert_cmpuint(gmx_figure_get_revision(scene.figure), >, revision);
  scene_close(&scene);
}

/* Sizes and data at which a drawing could fall over. */
static void test_extremes(void) {
  Scene scene;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.9);
  add_line(&scene, series, "gmx_at_w_raw");
  static const double values[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e-300, 0, 1};
  scene_draw(&scene);
  for (gsize i = 0; i < 80; i++) {
    gmx_series_append(series, (double)(i / 3), values[i % G_N_ELEMENTS(values)]);
    gmx_axis_set_log(scene.y, i % 2);
    gmx_axis_set_log(scene.x, i % 3 == 0);
    gmx_axis_set_outliers(scene.y, i % 5 == 0);
    scene_draw(&scene);
  }
  static const int sizes[][2] = {{1, 1}, {20, 300}, {300, 12}, {5000, 40}};
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, sizes[i][0], sizes[i][1]);
    cairo_t *cr = cairo_create(surface);
    gmx_figure_draw(scene.figure, cr, sizes[i][0], sizes[i][1], scene.palette, NULL);
    g_assert_cmpint(cairo_status(cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
  }
  scene_close(&scene);
}

/* A million points. The time is printed, not asserted: machines differ. */
static void test_million(void) {
  Scene scene;
  gsize length = 1000000;
  g_autofree double *x = g_new(double, length), *y = g_new(double, length);
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  for (gsize i = 0; i < length; i++) {
    x[i] = (double)(i + 1);
    y[i] = 1 + exp(-(double)i / 1e5) + g_rand_double_range(random, -0.2, 0.2);
  }
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  gmx_series_set_smoothing(series, GMX_SMOOTH_EXPONENTIAL, 0.98);
  add_line(&scene, series, "gmx_at_w_raw");
  gint64 start = g_get_monotonic_time();
  gmx_series_append_many(series, x, y, length);
  gint64 appended = g_get_monotonic_time();
  scene_draw(&scene); /* fonts are loaded here */
  gint64 first = g_get_monotonic_time();
  for (int i = 0; i < 20; i++)
    scene_draw(&scene);
  gint64 drawn = g_get_monotonic_time();
  for (int i = 0; i < 1000; i++)
    gmx_series_append(series, (double)length + 1 + i, 1.0);
  gint64 grown = g_get_monotonic_time();
  g_test_message("1 000 000 points: added in %.1f ms, drawn in %.2f ms, one more in %.2f µs",
                 1e-3 * (double)(appended - start), 1e-3 * (double)(drawn - first) / 20,
                 (double)(grown - drawn) / 1000);
  g_assert_cmpint(count_near(&scene, 40, 0, WIDTH, HEIGHT, "gmx_at_w", 40), >, 300);
  scene_close(&scene);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chart/figure/spike", test_spike_pixels);
  g_test_add_func("/chart/figure/not-finite", test_not_finite_marks);
  g_test_add_func("/chart/figure/log", test_log_says_what_it_leaves_out);
  g_test_add_func("/chart/figure/log-x", test_log_x_says_it_too);
  g_test_add_func("/chart/figure/grid", test_grid_is_crisp);
  g_test_add_func("/chart/figure/events", test_event_labels);
  g_test_add_func("/chart/figure/named-ticks", test_named_ticks);
  g_test_add_func("/chart/figure/histogram", test_histogram_pixels);
  g_test_add_func("/chart/figure/readings", test_readings);
  g_test_add_func("/chart/figure/smoothing", test_smoothing_knows_no_zoom);
  g_test_add_func("/chart/figure/revision", test_revision);
  g_test_add_func("/chart/figure/extremes", test_extremes);
  g_test_add_func("/chart/figure/million", test_million);
  return g_test_run();
}
