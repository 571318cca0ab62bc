/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points, stacked shares and bands: what they find, say and draw. Needs no display. */
#include "tests/ui/chart-scene.h"
#include "ui/chart/area-layer.h"
#include "ui/chart/band-layer.h"
#include "ui/chart/scatter-layer.h"

#include <math.h>

/* Six points; the fifth is not finite. Index:       0      1      2      3      4      5 */
static const float xs[] = {0.5f, 2.5f, 3.0f, 1.5f, 2.0f, 1.5f};
static const float ys[] = {-0.1f, 0.5f, 0.7f, 0.02f, NAN, 0.4f};
static const guint8 sides[] = {0, 1, 1, 0, 0, 1};

static GmxScatterLayer *six_points(void) {
  GmxScatterLayer *layer = gmx_scatter_layer_new();
  gmx_scatter_layer_set_points(layer, xs, ys, sides, 6, 0.2);
  return layer;
}

/* What lies in the rectangle, as "1 2". */
static char *picked(GmxScatterLayer *layer, double x0, double x1, double y0, double y1) {
  g_autoptr(GArray) indices = gmx_scatter_layer_pick(layer, x0, x1, y0, y1);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < indices->len; i++)
    g_string_append_printf(text, "%s%d", i > 0 ? " " : "", g_array_index(indices, int, i));
  return g_string_free(text, FALSE);
}

static void test_brush_picks(void) {
  static const guint8 shown[] = {1, 1, 0, 1, 1, 1};
  g_autoptr(GmxScatterLayer) layer = six_points();
  g_autofree char *upper = picked(layer, 2.2, 3.5, 0.4, 0.8);
  g_assert_cmpstr(upper, ==, "1 2");
  /* Its corners in any order, its edges included, and nothing that is not finite. */
  g_autofree char *turned = picked(layer, 3.0, 1.5, 0.7, -1.0);
  g_assert_cmpstr(turned, ==, "1 2 3 5");
  g_autofree char *none = picked(layer, 5, 6, 0, 1);
  g_assert_cmpstr(none, ==, "");
  gmx_scatter_layer_set_shown(layer, shown);
  g_autofree char *filtered = picked(layer, 2.2, 3.5, 0.4, 0.8);
  g_assert_cmpstr(filtered, ==, "1");
}

static void test_nearest_within_reach(void) {
  static const guint8 shown[] = {1, 0, 1, 1, 1, 1};
  g_autoptr(GmxScatterLayer) layer = six_points();
  g_assert_cmpint(gmx_scatter_layer_find(layer, 2.55, 0.52, 0.2, 0.1), ==, 1);
  g_assert_cmpint(gmx_scatter_layer_find(layer, 2.75, 0.52, 0.2, 0.1), ==, -1);
  g_assert_cmpint(gmx_scatter_layer_find(layer, 2.7, 0.6, 1, 1), ==, 1);
  gmx_scatter_layer_set_shown(layer, shown);
  g_assert_cmpint(gmx_scatter_layer_find(layer, 2.7, 0.6, 1, 1), ==, 2);
}

/* The keys reach every point that is shown, each once, both ways. */
static void test_keys_walk(void) {
  static const int by_x[] = {0, 3, 5, 1, 2}, by_y[] = {0, 3, 5, 1, 2};
  g_autoptr(GmxScatterLayer) layer = six_points();
  for (int vertical = 0; vertical < 2; vertical++) {
    const int *order = vertical ? by_y : by_x;
    int at = -1;
    for (int i = 0; i < 5; i++) {
      at = gmx_scatter_layer_step(layer, at, vertical, 1);
      g_assert_cmpint(at, ==, order[i]);
    }
    g_assert_cmpint(gmx_scatter_layer_step(layer, at, vertical, 1), ==, -1);
    g_assert_cmpint(gmx_scatter_layer_step(layer, -1, vertical, -1), ==, order[4]);
    for (int i = 3; i >= 0; i--) {
      at = gmx_scatter_layer_step(layer, at, vertical, -1);
      g_assert_cmpint(at, ==, order[i]);
    }
  }
}

static void test_words(void) {
  static const guint8 shown[] = {1, 1, 0, 1, 1, 1}, selected[] = {0, 1, 0, 0, 0, 1};
  g_autoptr(GmxScatterLayer) layer = six_points();
  gmx_scatter_layer_set_shown(layer, shown);
  gmx_scatter_layer_set_selected(layer, selected);
  g_autofree char *words = gmx_layer_describe(GMX_LAYER(layer), NULL);
  g_assert_cmpstr(words, ==,
                  "3 flat and 3 sharp examples, loss at w from 0.50 to 3.00, s from −0.100 to "
                  "0.700, cut at 0.200, 1 held back by the filter, 1 not finite, 2 selected");
  gmx_scatter_layer_set_points(layer, xs, ys, sides, 6, 0.2);
  g_assert_false(gmx_scatter_layer_is_selected(layer, 1));
}

/* A scene whose x axis is a value axis. */
static void open_scatter(Scene *scene, GmxScatterLayer *layer) {
  scene->x = gmx_axis_new_y(NULL);
  scene->y = gmx_axis_new_y(NULL);
  scene->figure = gmx_figure_new("Loss and sharpness", scene->x, scene->y);
  scene->palette = gmx_palette_new_builtin(FALSE);
  scene->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  gmx_axis_set_outliers(scene->x, TRUE);
  gmx_axis_set_outliers(scene->y, TRUE);
  gmx_figure_add_layer(scene->figure, 0, GMX_LAYER(layer));
}

static int ink_at(Scene *scene, GmxLayer *layer, int i, const char *color, int tolerance) {
  double px, py;
  g_assert_true(gmx_figure_locate(scene->figure, layer, xs[i], ys[i], &px, &py));
  return count_near(scene, px - 7, py - 7, px + 8, py + 8, color, tolerance);
}

static void test_scatter_pixels(void) {
  static const guint8 shown[] = {1, 1, 0, 0, 1, 1}, selected[] = {0, 1, 0, 0, 0, 0};
  Scene scene;
  cairo_rectangle_t area;
  g_autoptr(GmxScatterLayer) layer = six_points();
  open_scatter(&scene, layer);
  scene_draw(&scene);
  g_assert_cmpint(ink_at(&scene, GMX_LAYER(layer), 0, "gmx_flat", 50), >, 8);
  g_assert_cmpint(ink_at(&scene, GMX_LAYER(layer), 1, "gmx_sharp", 50), >, 8);
  g_assert_cmpint(ink_at(&scene, GMX_LAYER(layer), 1, "accent_bg_color", 30), ==, 0);
  gmx_scatter_layer_set_shown(layer, shown);
  gmx_scatter_layer_set_selected(layer, selected);
  scene_draw(&scene);
  g_assert_cmpint(ink_at(&scene, GMX_LAYER(layer), 1, "accent_bg_color", 30), >, 8);
  g_assert_cmpint(ink_at(&scene, GMX_LAYER(layer), 2, "gmx_sharp", 50), ==, 0); /* faint */
  /* The cut's line and its words; the brush's edge. */
  gmx_figure_get_area(scene.figure, 0, &area);
  double cut = area.y + area.height * (1 - gmx_axis_place(scene.y, 0.2));
  int line = count_near(&scene, area.x, cut - 2, area.x + 200, cut + 2, GMX_INK, 30);
  g_assert_cmpint(line, >, 90);
  g_assert_cmpint(line, <, 300); /* dashed */
  double right = area.x + area.width;
  g_assert_cmpint(count_near(&scene, right - 50, cut - 16, right, cut - 3, GMX_INK, 60), >, 30);
  int before = count_near(&scene, 0, 0, WIDTH, HEIGHT, "accent_bg_color", 30);
  gmx_scatter_layer_set_brush(layer, &(GmxBrush){2.8, 2.2, 0.3, 0.6});
  scene_draw(&scene);
  g_assert_cmpint(count_near(&scene, 0, 0, WIDTH, HEIGHT, "accent_bg_color", 30) - before, >, 100);
  scene_close(&scene);
}

/* Two epochs of three classes: 1, 2, 1 parts and 4, 0, 4; the third has none. */
static const char *const classes[] = {"cat", "dog", "frog"};
static const double epochs[] = {1, 2, 3};
static const double parts[] = {1, 4, 0, 2, 0, 0, 1, 4, 0};

static void test_area_shares(void) {
  g_autoptr(GmxAreaLayer) layer = gmx_area_layer_new("gmx_sharp");
  gmx_area_layer_set_parts(layer, classes, 3, epochs, parts, 3);
  g_assert_cmpfloat(gmx_area_layer_get_share(layer, 1, 1), ==, 0.5);
  g_assert_cmpfloat(gmx_area_layer_get_share(layer, 2, 2), ==, 0.5);
  g_assert_true(isnan(gmx_area_layer_get_share(layer, 0, 3)));
  /* The first class on top; the column of epoch 1 between 0 and 1. */
  g_assert_cmpint(gmx_area_layer_find(layer, 0.5, 0.9), ==, 0);
  g_assert_cmpint(gmx_area_layer_find(layer, 0.5, 0.5), ==, 1);
  g_assert_cmpint(gmx_area_layer_find(layer, 0.5, 0.1), ==, 2);
  g_assert_cmpint(gmx_area_layer_find(layer, 1.5, 0.4), ==, 2);
  g_assert_cmpint(gmx_area_layer_find(layer, 2.5, 0.4), ==, -1);
  g_assert_cmpint(gmx_area_layer_find(layer, 3.5, 0.4), ==, -1);
  GmxReading reading;
  gmx_area_layer_choose(layer, 2);
  g_assert_true(gmx_layer_read(GMX_LAYER(layer), NULL, 0.5, &reading));
  g_assert_cmpstr(reading.name, ==, "frog");
  g_assert_cmpstr(reading.value, ==, "25.0\u2009%");
  gmx_reading_clear(&reading);
  g_autofree char *words = gmx_layer_describe(GMX_LAYER(layer), NULL);
  g_assert_cmpstr(words, ==, "epoch 2, cat 50.0\u2009%, dog 0.0\u2009%, frog 50.0\u2009%");
  gmx_area_layer_set_parts(layer, classes, 2, epochs, parts, 1);
  g_assert_cmpint(gmx_area_layer_get_chosen(layer), ==, -1);
}

static void test_area_pixels(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  g_autoptr(GmxAreaLayer) layer = gmx_area_layer_new("gmx_sharp");
  gmx_axis_set_limits(scene.y, 0, 1);
  gmx_axis_set_outliers(scene.y, TRUE);
  gmx_figure_add_layer(scene.figure, 0, GMX_LAYER(layer));
  gmx_area_layer_set_parts(layer, classes, 3, epochs, parts, 3);
  scene_draw(&scene);
  gmx_figure_get_area(scene.figure, 0, &area);
  double end = area.x + gmx_axis_place(scene.x, 1) * area.width, middle = area.y + area.height / 2;
  int plain = count_near(&scene, area.x, middle - 20, end, middle + 20, "gmx_sharp", 20);
  g_assert_cmpint(plain, ==, 0);
  gmx_area_layer_choose(layer, 1);
  scene_draw(&scene);
  int full = count_near(&scene, area.x, middle - 20, end, middle + 20, "gmx_sharp", 20);
  int all = (int)((end - area.x) * 40);
  g_assert_cmpint(full, >, all / 3);
  g_assert_cmpint(full, <, all * 9 / 10); /* hatched */
  /* The epoch without shares is left white. */
  double third = area.x + gmx_axis_place(scene.x, 2.5) * area.width;
  g_assert_cmpint(count_near(&scene, third - 5, middle + 6, third + 5, middle + 16, GMX_PAPER, 4),
                  ==, 100);
  scene_close(&scene);
}

static void test_band(void) {
  static const double low[] = {0.1, NAN, 0.2}, high[] = {0.5, NAN, 0.4};
  Scene scene;
  GmxReading reading;
  scene_open(&scene);
  g_autoptr(GmxBandLayer) layer = gmx_band_layer_new("gmx_sharp", "sharp, 95 % in");
  gmx_figure_add_layer(scene.figure, 0, GMX_LAYER(layer));
  gmx_axis_set_factor(scene.y, 100);
  gmx_band_layer_set_values(layer, epochs, low, high, 3);
  scene_draw(&scene);
  double px, py;
  int rgb[3];
  /* A lone point has a width of its own; nothing is drawn over the gap. */
  g_assert_true(gmx_figure_locate(scene.figure, GMX_LAYER(layer), 1, 0.3, &px, &py));
  pixel(&scene, (int)px, (int)py, rgb);
  g_assert_cmpint(rgb[2], <, 235);
  g_assert_true(gmx_figure_locate(scene.figure, GMX_LAYER(layer), 2, 0.33, &px, &py));
  pixel(&scene, (int)px, (int)py, rgb);
  g_assert_cmpint(rgb[2], >, 250);
  g_assert_true(gmx_layer_read(GMX_LAYER(layer), scene.y, 1, &reading));
  g_assert_cmpstr(reading.value, ==, "10–50");
  gmx_reading_clear(&reading);
  g_assert_false(gmx_layer_read(GMX_LAYER(layer), scene.y, 2, &reading));
  scene_close(&scene);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scatter/brush-picks", test_brush_picks);
  g_test_add_func("/scatter/nearest", test_nearest_within_reach);
  g_test_add_func("/scatter/keys-walk", test_keys_walk);
  g_test_add_func("/scatter/words", test_words);
  g_test_add_func("/scatter/pixels", test_scatter_pixels);
  g_test_add_func("/area/shares", test_area_shares);
  g_test_add_func("/area/pixels", test_area_pixels);
  g_test_add_func("/band", test_band);
  return g_test_run();
}
