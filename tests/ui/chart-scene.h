/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure and its picture, for tests that look at pixels. */
#pragma once

#include "ui/chart/figure.h"
#include "ui/chart/line-layer.h"

#define WIDTH 440
#define HEIGHT 190

/* A figure with one lane, and the picture of its last drawing. */
typedef struct {
  GmxAxis *x, *y;
  GmxFigure *figure;
  GmxPalette *palette;
  cairo_surface_t *surface;
} Scene;

static inline void scene_open(Scene *scene) {
  scene->x = gmx_axis_new_x("step");
  scene->y = gmx_axis_new_y(NULL);
  scene->figure = gmx_figure_new("Loss", scene->x, scene->y);
  scene->palette = gmx_palette_new_builtin(FALSE);
  scene->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
}

static inline void scene_close(Scene *scene) {
  g_assert_finalize_object(scene->figure);
  g_assert_finalize_object(scene->x);
  g_assert_finalize_object(scene->y);
  gmx_palette_free(scene->palette);
  cairo_surface_destroy(scene->surface);
}

static inline void scene_draw_low(Scene *scene, double height) {
  cairo_t *cr = cairo_create(scene->surface);
  gmx_palette_set_source(scene->palette, cr, GMX_PAPER, 1);
  cairo_paint(cr);
  gmx_figure_draw(scene->figure, cr, WIDTH, height, scene->palette, NULL);
  g_assert_cmpint(cairo_status(cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(scene->surface);
}

static inline void scene_draw(Scene *scene) {
  scene_draw_low(scene, HEIGHT);
}

/* Red, green and blue in 0 … 255. */
static inline void pixel(Scene *scene, int x, int y, int rgb[3]) {
  g_assert_true(x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT);
  const guchar *data = cairo_image_surface_get_data(scene->surface);
  guint32 word =
      *(const guint32 *)(data + y * cairo_image_surface_get_stride(scene->surface) + 4 * x);
  for (int i = 0; i < 3; i++)
    rgb[i] = (int)(word >> (16 - 8 * i)) & 255;
}

static inline gboolean near(Scene *scene, int x, int y, const char *name, int tolerance) {
  double color[3];
  int rgb[3];
  gmx_palette_get_rgb(scene->palette, name, color);
  pixel(scene, x, y, rgb);
  return abs(rgb[0] - (int)(255 * color[0])) <= tolerance &&
         abs(rgb[1] - (int)(255 * color[1])) <= tolerance &&
         abs(rgb[2] - (int)(255 * color[2])) <= tolerance;
}

/* Pixels of a colour in a rectangle that is cut to the picture. */
static inline int count_near(Scene *scene, double left, double top, double right, double bottom,
                             const char *name, int tolerance) {
  int count = 0;
  for (int y = MAX((int)top, 0); y < MIN((int)bottom, HEIGHT); y++)
    for (int x = MAX((int)left, 0); x < MIN((int)right, WIDTH); x++)
      count += near(scene, x, y, name, tolerance);
  return count;
}

static inline GmxLayer *add_line(Scene *scene, GmxSeries *series, const char *raw) {
  GmxLineStyle style = gmx_line_style_default("gmx_at_w");
  style.raw_color = raw;
  style.raw_alpha = 1.0;
  g_autoptr(GmxLineLayer) layer = gmx_line_layer_new(series, &style);
  gmx_layer_set_name(GMX_LAYER(layer), "mixed, at w", "at w");
  gmx_figure_add_layer(scene->figure, 0, GMX_LAYER(layer));
  return GMX_LAYER(layer);
}

static inline GmxSeries *flat_with_spike(gsize length, gsize spike, double height) {
  GmxSeries *series = gmx_series_new("loss");
  for (gsize i = 0; i < length; i++)
    gmx_series_append(series, (double)i, i == spike ? height : 1.0 + 0.1 * (double)(i % 2));
  return series;
}
