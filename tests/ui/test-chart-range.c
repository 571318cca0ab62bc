/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the curves is in view, and what a figure says of the rest; the labels of its lanes.
 * Needs no display. */
#include "tests/ui/chart-scene.h"

#include <math.h>

/* Where the view is cut short of a spike, the spike runs into the edge and is counted there. */
static void test_outlier_is_said(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = flat_with_spike(5000, 2000, 900.0);
  add_line(&scene, series, "gmx_at_w");
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  double low, high;
  gmx_axis_get_view(scene.y, &low, &high);
  g_assert_cmpfloat(high, <, 10);
  double px = area.x + gmx_axis_place(scene.x, 2000) * area.width;
  g_assert_cmpint(count_near(&scene, px - 1, area.y, px + 2, area.y + 6, "gmx_at_w", 60), >, 0);
  double right = area.x + area.width;
  int said = count_near(&scene, right - 60, area.y, right, area.y + 16, "gmx_at_w", 90);
  g_assert_cmpint(said, >, 10); /* "1 above" */
  gmx_axis_set_outliers(scene.y, TRUE);
  scene_draw(&scene);
  gmx_axis_get_view(scene.y, &low, &high);
  g_assert_cmpfloat(high, >=, 900);
  g_assert_cmpint(count_near(&scene, right - 60, area.y, right, area.y + 16, "gmx_at_w", 90), ==,
                  0);
  scene_close(&scene);
}

static GmxLayer *add_held_out(Scene *scene, GmxSeries *series) {
  GmxLineStyle style = gmx_line_style_default("gmx_held_out");
  style.marker = GMX_MARKER_SQUARE;
  g_autoptr(GmxLineLayer) layer = gmx_line_layer_new(series, &style);
  gmx_layer_set_name(GMX_LAYER(layer), "held-out", NULL);
  gmx_figure_add_layer(scene->figure, 0, GMX_LAYER(layer));
  return GMX_LAYER(layer);
}

static double view_high(Scene *scene) {
  double low, high;
  gmx_axis_get_view(scene->y, &low, &high);
  return high;
}

/* After a blow-up every curve keeps its readable part: raw, only smoothed, and the few values that
 * are measured once an epoch. What has left is named for each. */
static void test_blow_up_leaves_at_the_top(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxSeries) loss = flat_with_spike(600, 600, 0);
  g_autoptr(GmxSeries) climbed = flat_with_spike(600, 600, 0);
  g_autoptr(GmxSeries) held_out = gmx_series_new("test_loss");
  gmx_series_set_smoothing(climbed, GMX_SMOOTH_EXPONENTIAL, 0.95);
  for (int i = 0; i < 5; i++) {
    gmx_series_append(loss, 600 + i, pow(1e5, i + 1));
    gmx_series_append(climbed, 600 + i, pow(1e5, i + 1));
    gmx_series_append(held_out, 100 + 100 * i, 0.8 - 0.05 * i);
  }
  gmx_series_append(held_out, 602, 3e18);
  add_line(&scene, loss, "gmx_at_w_raw");
  add_line(&scene, climbed, NULL);
  add_held_out(&scene, held_out);
  scene_draw(&scene);
  g_assert_cmpfloat(view_high(&scene), <, 4);
  gmx_figure_get_area(scene.figure, 0, &area);
  int left = (int)area.x, right = (int)(area.x + area.width);
  /* "held-out: 1 above" stands at the top, where no value of it does. */
  g_assert_cmpint(count_near(&scene, left, area.y, right, area.y + 40, "gmx_held_out", 90), >, 30);
  gmx_axis_set_outliers(scene.y, TRUE);
  g_assert_cmpfloat(view_high(&scene), >, 9e24);
  scene_close(&scene);
}

/* A first evaluation far from the training loss is no outlier: it is all there is. */
static void test_lone_evaluation_is_in_view(void) {
  Scene scene;
  scene_open(&scene);
  g_autoptr(GmxSeries) loss = flat_with_spike(600, 600, 0);
  g_autoptr(GmxSeries) held_out = gmx_series_new("test_loss");
  add_line(&scene, loss, "gmx_at_w_raw");
  add_held_out(&scene, held_out);
  gmx_series_append(held_out, 300, 7.0);
  g_assert_cmpfloat(view_high(&scene), >=, 7);
  gmx_series_append(held_out, 400, 1.0);
  g_assert_cmpfloat(view_high(&scene), <, 7); /* now one of two is */
  scene_close(&scene);
}

/* Rows of the labels left of @right that hold ink, as heights and the gaps between them. */
static void check_labels_apart(Scene *scene, double right, int height) {
  int last = -1, least = HEIGHT, tallest = 0, labels = 0;
  for (int y = 0, from = -1; y < height; y++) {
    gboolean ink = count_near(scene, 0, y, right, y + 1, GMX_PAPER, 25) < (int)right;
    if (ink && from < 0) {
      least = last >= 0 ? MIN(least, y - last) : least;
      from = y;
      labels++;
    } else if (!ink && from >= 0) {
      tallest = MAX(tallest, y - from);
      last = y;
      from = -1;
    }
  }
  g_assert_cmpint(labels, >=, 6); /* two a lane */
  g_assert_cmpint(tallest, <=, 11);
  g_assert_cmpint(least, >=, tallest - 3); /* places are rounded to whole pixels */
}

/* Three lanes in a low card: their labels stand apart, within a lane and across two, and a title
 * stands over its lane. */
static void test_lane_labels_stand_apart(void) {
  static const double tops[] = {0.06, 0.9, 2.7, 14.0, 380.0};
  for (gsize i = 0; i < G_N_ELEMENTS(tops); i++) {
    Scene scene;
    cairo_rectangle_t area;
    scene_open(&scene);
    for (int lane = 0; lane < 3; lane++) {
      g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
      g_autoptr(GmxSeries) series = gmx_series_new("value");
      GmxLineStyle style = gmx_line_style_default("gmx_measure");
      if (lane > 0)
        gmx_figure_add_lane(scene.figure, y);
      gmx_axis_set_tick_count(gmx_figure_get_y_axis(scene.figure, lane), 2, 3);
      for (int j = 0; j < 100; j++)
        gmx_series_append(series, j, tops[i] * (j % 2 - 0.5 * lane));
      g_autoptr(GmxLineLayer) layer = gmx_line_layer_new(series, &style);
      gmx_figure_add_layer(scene.figure, lane, GMX_LAYER(layer));
      gmx_figure_set_lane_title(scene.figure, lane, "Title", NULL);
    }
    scene_draw_low(&scene, 146); /* what a window of 860 pixels leaves */
    gmx_figure_get_area(scene.figure, GMX_CHART_ALL_LANES, &area);
    check_labels_apart(&scene, area.x - 5, (int)(area.y + area.height) + 5);
    gmx_figure_get_area(scene.figure, 1, &area);
    double right = area.x + area.width;
    g_assert_cmpint(count_near(&scene, right - 30, area.y - 12, right, area.y, GMX_INK, 130), >,
                    10);
    scene_close(&scene);
  }
}

/* After one step a curve is a dot that can be seen, dashed or not. */
static void test_first_point_is_seen(void) {
  Scene scene;
  double px, py;
  scene_open(&scene);
  g_autoptr(GmxSeries) series = gmx_series_new("loss");
  GmxLineStyle dashed = gmx_line_style_default("gmx_perturbed");
  dashed.dash[0] = 6;
  dashed.dash[1] = 3;
  gmx_series_append(series, 1, 2.3);
  GmxLayer *layer = add_line(&scene, series, NULL);
  scene_draw(&scene);
  g_assert_true(gmx_figure_locate(scene.figure, layer, 1, 2.3, &px, &py));
  g_assert_cmpint(count_near(&scene, px - 4, py - 4, px + 5, py + 5, "gmx_at_w", 60), >=, 9);
  gmx_line_layer_set_style(GMX_LINE_LAYER(layer), &dashed);
  scene_draw(&scene);
  g_assert_cmpint(count_near(&scene, px - 4, py - 4, px + 5, py + 5, "gmx_perturbed", 60), >=, 9);
  scene_close(&scene);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/chart/range/outlier", test_outlier_is_said);
  g_test_add_func("/chart/range/blow-up", test_blow_up_leaves_at_the_top);
  g_test_add_func("/chart/range/lone-evaluation", test_lone_evaluation_is_in_view);
  g_test_add_func("/chart/range/lane-labels", test_lane_labels_stand_apart);
  g_test_add_func("/chart/range/first-point", test_first_point_is_seen);
  return g_test_run();
}
