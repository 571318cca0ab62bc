/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing of a terrain from above. Each band is all that is at or above its lower end, painted over
 * the band before it: closed lines with one fill each leave no seams between cells. */
#include "ui/landscape/contour.h"

#include "ui/chart/ticks.h"
#include "ui/landscape/iso.h"
#include "ui/landscape/paint-terrain.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEFT 46.0
#define RIGHT 12.0
#define TOP 6.0
#define BOTTOM 42.0 /* ticks and the axis' title */
#define CORNER 6.0
#define TICKS 7
#define LEAST_PATH 16.0 /* pixels from w */
#define APART 4.0       /* from one label to the next */
#define LEAST_LINE 40.0 /* pixels along a line that gets a label */

typedef struct {
  const GmxTerrain *terrain;
  cairo_rectangle_t area;
  GmxPlot plot;
} Picture;

void gmx_contour_get_area(const GmxTerrain *terrain, double width, double height,
                          cairo_rectangle_t *area) {
  const double aspect = (terrain->x1 - terrain->x0) / (terrain->y1 - terrain->y0);
  const double most_width = fmax(width - LEFT - RIGHT, 8);
  const double most_height = fmax(height - TOP - BOTTOM - GMX_TERRAIN_KEY, 8);
  area->width = floor(fmin(most_width, most_height * aspect));
  area->height = floor(fmin(most_height, most_width / aspect));
  area->x = LEFT + floor((most_width - area->width) / 2);
  area->y = TOP;
}

gboolean gmx_contour_find(const GmxTerrain *terrain, const cairo_rectangle_t *area, double px,
                          double py, double *x, double *y) {
  const double u = (px - area->x) / area->width, v = (area->y + area->height - py) / area->height;
  *x = terrain->x0 + u * (terrain->x1 - terrain->x0);
  *y = terrain->y0 + v * (terrain->y1 - terrain->y0);
  return u >= 0 && u <= 1 && v >= 0 && v <= 1;
}

double gmx_contour_x(const GmxTerrain *terrain, const cairo_rectangle_t *area, double x) {
  return area->x + (x - terrain->x0) / (terrain->x1 - terrain->x0) * area->width;
}

double gmx_contour_y(const GmxTerrain *terrain, const cairo_rectangle_t *area, double y) {
  return area->y + area->height - (y - terrain->y0) / (terrain->y1 - terrain->y0) * area->height;
}

static double to_x(const Picture *picture, double x) {
  return gmx_contour_x(picture->terrain, &picture->area, x);
}

static double to_y(const Picture *picture, double y) {
  return gmx_contour_y(picture->terrain, &picture->area, y);
}

/* Bands and lines */

static void clip_area(Picture *picture) {
  const cairo_rectangle_t *area = &picture->area;
  cairo_t *cr = picture->plot.cr;
  cairo_new_path(cr);
  cairo_arc(cr, area->x + area->width - CORNER, area->y + CORNER, CORNER, -M_PI_2, 0);
  cairo_arc(cr, area->x + area->width - CORNER, area->y + area->height - CORNER, CORNER, 0, M_PI_2);
  cairo_arc(cr, area->x + CORNER, area->y + area->height - CORNER, CORNER, M_PI_2, M_PI);
  cairo_arc(cr, area->x + CORNER, area->y + CORNER, CORNER, M_PI, 3 * M_PI_2);
  cairo_close_path(cr);
  cairo_clip(cr);
}

static void add_closed(Picture *picture, const GmxIso *iso) {
  guint from = 0;
  for (guint line = 0; line < iso->ends->len; line++) {
    const guint to = g_array_index(iso->ends, guint, line);
    cairo_new_sub_path(picture->plot.cr);
    for (guint i = from; i < to; i++) {
      const GmxIsoPoint *point = &g_array_index(iso->points, GmxIsoPoint, i);
      cairo_line_to(picture->plot.cr, to_x(picture, point->x), to_y(picture, point->y));
    }
    cairo_close_path(picture->plot.cr);
    from = to;
  }
}

static void draw_bands(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  cairo_t *cr = picture->plot.cr;
  double rgb[3];
  gmx_terrain_color(picture->plot.palette, 0, rgb);
  cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
  cairo_paint(cr);
  for (int band = 1; band < GMX_TERRAIN_BANDS; band++) {
    const double level = terrain->low + (terrain->high - terrain->low) * band / GMX_TERRAIN_BANDS;
    g_autoptr(GmxIso) iso = gmx_iso_new(terrain, level);
    gmx_terrain_color(picture->plot.palette, band, rgb);
    cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
    cairo_new_path(cr);
    add_closed(picture, iso);
    cairo_fill(cr);
  }
}

/* The line without the stretches that only close it along the edge of the plane. */
static void add_open(Picture *picture, const GmxIso *iso) {
  guint from = 0;
  for (guint line = 0; line < iso->ends->len; line++) {
    const guint to = g_array_index(iso->ends, guint, line);
    const GmxIsoPoint *points = &g_array_index(iso->points, GmxIsoPoint, 0);
    gboolean drawing = FALSE;
    for (guint i = from; i <= to; i++) {
      const GmxIsoPoint *point = &points[i < to ? i : from];
      const double x = to_x(picture, point->x), y = to_y(picture, point->y);
      if (point->edge)
        drawing = FALSE;
      else if (drawing)
        cairo_line_to(picture->plot.cr, x, y);
      else
        cairo_move_to(picture->plot.cr, x, y);
      drawing = !point->edge;
    }
    from = to;
  }
}

/* Calls @func for each line of equal loss. */
typedef void (*LineFunc)(Picture *picture, const GmxIso *iso, double level, gboolean labelled);

static void each_line(Picture *picture, LineFunc func) {
  const GmxTerrain *terrain = picture->terrain;
  if (isnan(terrain->low))
    return;
  const gint64 first = (gint64)ceil(terrain->low / terrain->step);
  const gint64 last = (gint64)floor(terrain->high / terrain->step);
  for (gint64 n = first; n <= last; n++) {
    g_autoptr(GmxIso) iso = gmx_iso_new(terrain, n * terrain->step);
    func(picture, iso, n * terrain->step, n % terrain->label_every == 0);
  }
}

static void draw_line(Picture *picture, const GmxIso *iso, double level, gboolean labelled) {
  cairo_t *cr = picture->plot.cr;
  cairo_new_path(cr);
  add_open(picture, iso);
  if (labelled)
    gmx_palette_set_source(picture->plot.palette, cr, "gmx_at_w", 0.6);
  else
    gmx_palette_set_source(picture->plot.palette, cr, GMX_INK, 0.15);
  cairo_set_line_width(cr, labelled ? 1.4 : 1);
  cairo_stroke(cr);
}

/* Where along a line its value stands: as high as there is room. */
static gboolean try_label(Picture *picture, PangoLayout *layout, const GmxIsoPoint *point,
                          double width, double height) {
  const cairo_rectangle_t *area = &picture->area;
  const double x = to_x(picture, point->x) - width / 2, y = to_y(picture, point->y) - height / 2;
  if (point->edge || x < area->x + 6 || x + width > area->x + area->width - 6 || y < area->y + 10 ||
      y + height > area->y + area->height - 8)
    return FALSE;
  if (!gmx_plot_take(&picture->plot, x - APART, y - APART, width + 2 * APART, height + 2 * APART))
    return FALSE;
  gmx_plot_draw_text(&picture->plot, layout, x, y, GMX_INK, 0.85);
  return TRUE;
}

static int compare_points(gconstpointer a, gconstpointer b) {
  const GmxIsoPoint *first = *(GmxIsoPoint *const *)a, *second = *(GmxIsoPoint *const *)b;
  return (first->y < second->y) - (first->y > second->y);
}

static void label_loop(Picture *picture, PangoLayout *layout, const GmxIsoPoint *points,
                       guint count) {
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();
  int width, height;
  double length = 0;
  for (guint i = 0; i < count; i++) {
    if (i > 0 && !points[i].edge && !points[i - 1].edge)
      length += hypot(to_x(picture, points[i].x) - to_x(picture, points[i - 1].x),
                      to_y(picture, points[i].y) - to_y(picture, points[i - 1].y));
    g_ptr_array_add(sorted, (gpointer)&points[i]);
  }
  if (length < LEAST_LINE)
    return;
  pango_layout_get_pixel_size(layout, &width, &height);
  g_ptr_array_sort(sorted, compare_points);
  for (guint i = 0; i < sorted->len; i++)
    if (try_label(picture, layout, g_ptr_array_index(sorted, i), width, height))
      return;
}

static void draw_line_label(Picture *picture, const GmxIso *iso, double level, gboolean labelled) {
  if (!labelled)
    return;
  g_autofree char *text = gmx_format_number(level, picture->terrain->decimals);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(&picture->plot, text, GMX_TEXT_PLAIN, FALSE);
  guint from = 0;
  for (guint line = 0; line < iso->ends->len; line++) {
    const guint to = g_array_index(iso->ends, guint, line);
    label_loop(picture, layout, &g_array_index(iso->points, GmxIsoPoint, from), to - from);
    from = to;
  }
}

/* Marks */

static void draw_ball(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  cairo_t *cr = picture->plot.cr;
  static const double dash[] = {6, 3};
  cairo_new_path(cr);
  for (int i = 0; i < terrain->ball_count; i++)
    cairo_line_to(cr, to_x(picture, terrain->ball[2 * i]), to_y(picture, terrain->ball[2 * i + 1]));
  cairo_close_path(cr);
  gmx_palette_set_source(picture->plot.palette, cr, "gmx_perturbed", 1);
  cairo_set_line_width(cr, 2);
  cairo_set_dash(cr, dash, 2, 0);
  cairo_stroke(cr);
  cairo_set_dash(cr, NULL, 0, 0);
}

static void draw_path(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  cairo_t *cr = picture->plot.cr;
  cairo_new_path(cr);
  for (int i = 0; i < terrain->path_count; i++)
    cairo_line_to(cr, to_x(picture, terrain->path[2 * i]), to_y(picture, terrain->path[2 * i + 1]));
  gmx_palette_set_source(picture->plot.palette, cr, GMX_INK, 0.9);
  cairo_set_line_width(cr, 2);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
  for (int i = 0; i + 1 < terrain->path_count; i++) {
    cairo_arc(cr, to_x(picture, terrain->path[2 * i]), to_y(picture, terrain->path[2 * i + 1]), 3,
              0, 2 * M_PI);
    gmx_palette_set_source(picture->plot.palette, cr, GMX_INK, 1);
    cairo_fill_preserve(cr);
    gmx_palette_set_source(picture->plot.palette, cr, GMX_PAPER, 1);
    cairo_set_line_width(cr, 1);
    cairo_stroke(cr);
  }
}

static void draw_marks(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  draw_ball(picture);
  draw_path(picture);
  if (!isnan(terrain->perturbed[0]))
    gmx_terrain_draw_arrow(&picture->plot, to_x(picture, 0), to_y(picture, 0),
                           to_x(picture, terrain->perturbed[0]),
                           to_y(picture, terrain->perturbed[1]));
  if (!isnan(terrain->other[0]))
    gmx_terrain_draw_other(&picture->plot, to_x(picture, terrain->other[0]),
                           to_y(picture, terrain->other[1]));
  gmx_terrain_draw_w(&picture->plot, to_x(picture, 0), to_y(picture, 0));
}

static gboolean is_inside(const GmxTerrain *terrain, double x, double y) {
  return x >= terrain->x0 && x <= terrain->x1 && y >= terrain->y0 && y <= terrain->y1;
}

/* Under its lowest point, where that is in sight. */
static void name_ball(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  double x = 0, y = INFINITY;
  for (int i = 0; i < terrain->ball_count; i++)
    if (terrain->ball[2 * i + 1] < y) {
      x = terrain->ball[2 * i];
      y = terrain->ball[2 * i + 1];
    }
  if (!is_inside(terrain, x, y))
    return;
  g_autofree char *rho = gmx_format_measure(terrain->rho, 2);
  g_autofree char *text = g_strdup_printf("ρ = %s", rho);
  /* Clear of the name of w. */
  const double below = fmax(to_y(picture, y) + 6, to_y(picture, 0) + 24);
  gmx_terrain_label(&picture->plot, text, to_x(picture, x), below, 0.5, 0, "gmx_perturbed", FALSE,
                    &picture->area);
}

/* At its beginning, where that is not as good as w. */
static void name_path(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  if (terrain->path_count < 2 || !is_inside(terrain, terrain->path[0], terrain->path[1]))
    return;
  const double x = to_x(picture, terrain->path[0]), y = to_y(picture, terrain->path[1]);
  if (hypot(x - to_x(picture, 0), y - to_y(picture, 0)) < LEAST_PATH)
    return;
  g_autofree char *ago = gmx_terrain_ago(terrain);
  gmx_terrain_label(&picture->plot, ago, x - 8, y - 2, 1, 1, GMX_INK, FALSE, &picture->area);
}

static void name_marks(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  const cairo_rectangle_t *area = &picture->area;
  gmx_terrain_label(&picture->plot, "w", to_x(picture, 0) - 9, to_y(picture, 0) + 6, 1, 0,
                    "gmx_at_w", TRUE, area);
  if (!isnan(terrain->perturbed[0]))
    gmx_terrain_label(&picture->plot, "w + ε̂", to_x(picture, terrain->perturbed[0]) + 8,
                      to_y(picture, terrain->perturbed[1]), 0, 0.5, "gmx_perturbed", TRUE, area);
  name_ball(picture);
  if (is_inside(terrain, terrain->other[0], terrain->other[1]))
    gmx_terrain_label(&picture->plot, terrain->other_name, to_x(picture, terrain->other[0]),
                      to_y(picture, terrain->other[1]) + 8, 0.5, 0, "gmx_run_2", TRUE, area);
  name_path(picture);
}

/* Axes */

static void draw_x_axis(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  const double bottom = picture->area.y + picture->area.height;
  GmxTicks ticks;
  gmx_ticks_linear(&ticks, terrain->x0, terrain->x1, picture->area.width < 320 ? 4 : TICKS, 0);
  for (int i = 0; i < ticks.count; i++) {
    g_autofree char *text = gmx_format_tick(&ticks, i);
    gmx_terrain_text(&picture->plot, text, to_x(picture, ticks.value[i]), bottom + 6, 0.5, 0,
                     GMX_INK, GMX_DIM, FALSE);
    gmx_palette_set_source(picture->plot.palette, picture->plot.cr, GMX_INK, 0.28);
    cairo_set_line_width(picture->plot.cr, 1);
    cairo_move_to(picture->plot.cr, floor(to_x(picture, ticks.value[i])) + 0.5, bottom);
    cairo_rel_line_to(picture->plot.cr, 0, 4);
    cairo_stroke(picture->plot.cr);
  }
  if (terrain->x_title)
    gmx_terrain_text(&picture->plot, terrain->x_title, picture->area.x + picture->area.width / 2,
                     bottom + 23, 0.5, 0, GMX_INK, GMX_DIM, FALSE);
}

static void draw_y_axis(Picture *picture) {
  const GmxTerrain *terrain = picture->terrain;
  cairo_t *cr = picture->plot.cr;
  GmxTicks ticks;
  gmx_ticks_linear(&ticks, terrain->y0, terrain->y1, picture->area.height < 320 ? 4 : TICKS, 0);
  for (int i = 0; i < ticks.count; i++) {
    g_autofree char *text = gmx_format_tick(&ticks, i);
    gmx_terrain_text(&picture->plot, text, picture->area.x - 7, to_y(picture, ticks.value[i]), 1,
                     0.5, GMX_INK, GMX_DIM, FALSE);
  }
  if (!terrain->y_title)
    return;
  cairo_save(cr);
  cairo_translate(cr, picture->area.x - 38, picture->area.y + picture->area.height / 2);
  cairo_rotate(cr, -M_PI_2);
  gmx_terrain_text(&picture->plot, terrain->y_title, 0, 0, 0.5, 0.5, GMX_INK, GMX_DIM, FALSE);
  cairo_restore(cr);
}

void gmx_contour_draw(const GmxTerrain *terrain, cairo_t *cr, double width, double height,
                      const GmxPalette *palette, PangoContext *context) {
  Picture picture = {.terrain = terrain};
  cairo_save(cr);
  gmx_contour_get_area(terrain, width, height, &picture.area);
  gmx_terrain_open(&picture.plot, cr, width, palette, context);
  cairo_save(cr);
  clip_area(&picture);
  draw_bands(&picture);
  each_line(&picture, draw_line);
  draw_marks(&picture);
  name_marks(&picture);
  each_line(&picture, draw_line_label);
  cairo_restore(cr);
  draw_x_axis(&picture);
  draw_y_axis(&picture);
  gmx_terrain_draw_key(&picture.plot, terrain, picture.area.x,
                       picture.area.y + picture.area.height + BOTTOM + GMX_TERRAIN_KEY / 2,
                       picture.area.width);
  gmx_terrain_close(&picture.plot);
  cairo_restore(cr);
}
