/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing of a terrain as a surface: cells from far to near, each cut at the ends of the bands. */
#include "ui/landscape/surface-private.h"

#include "ui/chart/ticks.h"
#include "ui/landscape/paint-terrain.h"

#include <glib/gi18n.h>
#include <math.h>

#define DARKEST 0.8 /* of a slope that turns away from the light */
#define HIDDEN 0.25 /* strength of a mark behind the surface */
#define MOST_CORNERS 8
#define TICK_OUT 1.07 /* where labels stand, the plane's edge being 1 */
#define TITLE_OUT 1.32

typedef struct {
  GmxSurfaceView view;
  GmxPlot plot;
} Picture;

/* A corner of a cell in the picture, with its loss. */
typedef struct {
  double x, y, loss;
} Corner;

/* Cells */

/* What of a polygon is at or above @level. */
static int cut(const Corner *corners, int count, double level, Corner *out) {
  int kept = 0;
  for (int i = 0; i < count; i++) {
    const Corner *a = &corners[i], *b = &corners[(i + 1) % count];
    if (a->loss >= level && kept < MOST_CORNERS)
      out[kept++] = *a;
    if ((a->loss >= level) != (b->loss >= level) && kept < MOST_CORNERS) {
      const double share = (level - a->loss) / (b->loss - a->loss);
      out[kept++] = (Corner){a->x + share * (b->x - a->x), a->y + share * (b->y - a->y), level};
    }
  }
  return kept;
}

static void fill_polygon(Picture *picture, const Corner *corners, int count, int band,
                         double light) {
  cairo_t *cr = picture->plot.cr;
  double rgb[3];
  gmx_terrain_color(picture->plot.palette, band, rgb);
  cairo_set_source_rgb(cr, light * rgb[0], light * rgb[1], light * rgb[2]);
  cairo_new_path(cr);
  for (int i = 0; i < count; i++)
    cairo_line_to(cr, corners[i].x, corners[i].y);
  cairo_close_path(cr);
  cairo_fill_preserve(cr);
  /* Over the seam to the next cell. */
  cairo_set_line_width(cr, 0.7);
  cairo_stroke(cr);
}

static void fill_bands(Picture *picture, const Corner corners[4], double light) {
  const GmxTerrain *terrain = picture->view.terrain;
  double low = INFINITY, high = -INFINITY;
  Corner polygon[MOST_CORNERS], rest[MOST_CORNERS];
  int count = 4;
  for (int i = 0; i < 4; i++) {
    polygon[i] = corners[i];
    low = fmin(low, corners[i].loss);
    high = fmax(high, corners[i].loss);
  }
  const int first = gmx_terrain_band(terrain, low), last = gmx_terrain_band(terrain, high);
  fill_polygon(picture, polygon, count, first, light);
  for (int band = first + 1; band <= last; band++) {
    const double level = terrain->low + (terrain->high - terrain->low) * band / GMX_TERRAIN_BANDS;
    count = cut(polygon, count, level, rest);
    if (count < 3)
      return;
    fill_polygon(picture, rest, count, band, light);
    memcpy(polygon, rest, sizeof polygon);
  }
}

/* The pieces of the lines of equal loss within a cell. */
static void draw_lines(Picture *picture, const Corner corners[4]) {
  const GmxTerrain *terrain = picture->view.terrain;
  cairo_t *cr = picture->plot.cr;
  double low = INFINITY, high = -INFINITY;
  for (int i = 0; i < 4; i++) {
    low = fmin(low, corners[i].loss);
    high = fmax(high, corners[i].loss);
  }
  high = fmin(high, terrain->high);
  for (gint64 n = (gint64)ceil(low / terrain->step); n * terrain->step <= high; n++) {
    const double level = n * terrain->step;
    int crossed = 0;
    cairo_new_path(cr);
    for (int i = 0; i < 4; i++) {
      const Corner *a = &corners[i], *b = &corners[(i + 1) % 4];
      if ((a->loss >= level) == (b->loss >= level))
        continue;
      const double share = (level - a->loss) / (b->loss - a->loss);
      const double x = a->x + share * (b->x - a->x), y = a->y + share * (b->y - a->y);
      if (crossed++ % 2 == 0)
        cairo_move_to(cr, x, y);
      else
        cairo_line_to(cr, x, y);
    }
    const gboolean labelled = n % terrain->label_every == 0;
    gmx_palette_set_source(picture->plot.palette, cr, labelled ? "gmx_at_w" : GMX_INK,
                           labelled ? 0.6 : 0.18);
    cairo_set_line_width(cr, labelled ? 1.3 : 0.9);
    cairo_stroke(cr);
  }
}

/* A cell as it is drawn. */
typedef struct {
  GmxSurfacePoint points[4];
  Corner corners[4];
  double slope_u, slope_v;
} Cell;

static void find_cell(const Picture *picture, int i, int i2, int j, int j2, Cell *cell) {
  const GmxTerrain *terrain = picture->view.terrain;
  const int columns[4] = {i, i2, i2, i}, rows[4] = {j, j, j2, j2};
  const GmxSurfacePoint *p = cell->points;
  for (int k = 0; k < 4; k++) {
    const double x =
        terrain->x0 + (terrain->x1 - terrain->x0) * columns[k] / (terrain->columns - 1);
    const double y = terrain->y0 + (terrain->y1 - terrain->y0) * rows[k] / (terrain->rows - 1);
    const double loss = terrain->losses[(gsize)rows[k] * terrain->columns + columns[k]];
    cell->points[k] = gmx_surface_point(&picture->view, x, y, loss);
    gmx_surface_project(&picture->view, &p[k], &cell->corners[k].x, &cell->corners[k].y);
    cell->corners[k].loss = isfinite(loss) ? fmin(loss, terrain->high) : terrain->high;
  }
  cell->slope_u = (p[1].z + p[2].z - p[0].z - p[3].z) / (2 * (p[1].u - p[0].u));
  cell->slope_v = (p[2].z + p[3].z - p[0].z - p[1].z) / (2 * (p[3].v - p[0].v));
}

/* How much of a direction a cell turns to it. */
static double towards(const Cell *cell, const double direction[3]) {
  return -cell->slope_u * direction[0] - cell->slope_v * direction[1] + direction[2];
}

/* How light a cell is: its slope against a light from the upper left of the eye. */
static double light_of(const Picture *picture, const Cell *cell) {
  const GmxSurfaceView *view = &picture->view;
  double light[3], size = 0;
  for (int i = 0; i < 3; i++) {
    light[i] = 0.6 * view->eye[i] + 0.7 * view->up[i] - 0.6 * view->right[i];
    size += light[i] * light[i];
  }
  const double length =
      sqrt((cell->slope_u * cell->slope_u + cell->slope_v * cell->slope_v + 1) * size);
  return DARKEST + (1 - DARKEST) * CLAMP(towards(cell, light) / length, 0, 1);
}

/* The cells of one row of a coarser grid, from far to near. */
typedef struct {
  int stride, across, along;
  gboolean columns_fall, rows_fall;
} Order;

typedef enum { FILL, LINES_BEHIND, LINES_BEFORE } Part;

static void draw_row(Picture *picture, const Order *order, int b, Part part) {
  const GmxTerrain *terrain = picture->view.terrain;
  const int stride = order->stride, j = stride * (order->rows_fall ? order->along - 1 - b : b);
  Cell cell;
  for (int a = 0; a < order->across; a++) {
    const int i = stride * (order->columns_fall ? order->across - 1 - a : a);
    find_cell(picture, i, MIN(i + stride, terrain->columns - 1), j,
              MIN(j + stride, terrain->rows - 1), &cell);
    if (part == FILL)
      fill_bands(picture, cell.corners, light_of(picture, &cell));
    else if ((towards(&cell, picture->view.eye) > 0) == (part == LINES_BEFORE))
      draw_lines(picture, cell.corners);
  }
}

/* The lines of a row wait for the next row's cells, whose rims would nibble at them; but not those
 * at the back of a slope, which that row may hide. */
static void draw_cells(Picture *picture, int most) {
  const GmxTerrain *terrain = picture->view.terrain;
  const int longest = MAX(terrain->columns, terrain->rows) - 1;
  const int stride = most > 0 && longest > most ? (longest + most - 1) / most : 1;
  const Order order = {.stride = stride,
                       .across = (terrain->columns - 2 + stride) / stride,
                       .along = (terrain->rows - 2 + stride) / stride,
                       .columns_fall = picture->view.eye[0] < 0,
                       .rows_fall = picture->view.eye[1] < 0};
  for (int b = 0; b <= order.along; b++) {
    if (b < order.along) {
      draw_row(picture, &order, b, FILL);
      draw_row(picture, &order, b, LINES_BEHIND);
    }
    if (b > 0)
      draw_row(picture, &order, b - 1, LINES_BEFORE);
  }
}

/* Marks that lie on the surface */

/* A stretch of a line over the surface, faint where the surface hides it. */
static void draw_over(Picture *picture, double x, double y, double to_x, double to_y,
                      const char *color, double width, double dashes) {
  const GmxSurfaceView *view = &picture->view;
  cairo_t *cr = picture->plot.cr;
  const double span = view->terrain->x1 - view->terrain->x0;
  const int parts = CLAMP((int)ceil(hypot(to_x - x, to_y - y) / span * 96), 1, 96);
  for (int i = 0; i < parts; i++) {
    double px[2], py[2];
    gboolean hidden = FALSE;
    if (dashes > 0 && i % 2 == 1)
      continue;
    for (int end = 0; end < 2; end++) {
      const double share = (double)(i + end) / parts;
      const double at_x = x + share * (to_x - x), at_y = y + share * (to_y - y);
      const double loss = gmx_terrain_at(view->terrain, at_x, at_y);
      GmxSurfacePoint point = gmx_surface_point(view, at_x, at_y, loss);
      if (fabs(point.u) > 1 || fabs(point.v) > 1)
        point.u = NAN;
      hidden = hidden || gmx_surface_hides(view, &point);
      gmx_surface_project(view, &point, &px[end], &py[end]);
    }
    if (isnan(px[0]) || isnan(px[1]))
      continue;
    gmx_palette_set_source(picture->plot.palette, cr, color, hidden ? HIDDEN : 1);
    cairo_set_line_width(cr, width);
    cairo_move_to(cr, px[0], py[0]);
    cairo_line_to(cr, px[1], py[1]);
    cairo_stroke(cr);
  }
}

static gboolean place_on(Picture *picture, double x, double y, double *px, double *py) {
  const GmxSurfaceView *view = &picture->view;
  const GmxSurfacePoint point = gmx_surface_point(view, x, y, gmx_terrain_at(view->terrain, x, y));
  gmx_surface_project(view, &point, px, py);
  return fabs(point.u) <= 1 && fabs(point.v) <= 1;
}

static void draw_ball(Picture *picture) {
  const GmxTerrain *terrain = picture->view.terrain;
  for (int i = 0; i < terrain->ball_count; i++) {
    const double *from = &terrain->ball[2 * i];
    const double *to = &terrain->ball[2 * ((i + 1) % terrain->ball_count)];
    if (i % 3 != 2) /* dashes */
      draw_over(picture, from[0], from[1], to[0], to[1], "gmx_perturbed", 2, 0);
  }
}

static void draw_path(Picture *picture) {
  const GmxTerrain *terrain = picture->view.terrain;
  const double *path = terrain->path;
  double px, py;
  for (int i = 1; i < terrain->path_count; i++)
    draw_over(picture, path[2 * i - 2], path[2 * i - 1], path[2 * i], path[2 * i + 1], GMX_INK, 2,
              0);
  for (int i = 0; i + 1 < terrain->path_count; i++) {
    const double x = path[2 * i], y = path[2 * i + 1];
    const GmxSurfacePoint point =
        gmx_surface_point(&picture->view, x, y, gmx_terrain_at(terrain, x, y));
    if (!place_on(picture, x, y, &px, &py))
      continue;
    cairo_arc(picture->plot.cr, px, py, 2.5, 0, 2 * M_PI);
    gmx_palette_set_source(picture->plot.palette, picture->plot.cr, GMX_INK,
                           gmx_surface_hides(&picture->view, &point) ? HIDDEN : 1);
    cairo_fill(picture->plot.cr);
  }
}

/* The head points as the last stretch of the way over the surface does. */
static void draw_climb_head(Picture *picture, double share, double length) {
  const GmxTerrain *terrain = picture->view.terrain;
  const double x = terrain->perturbed[0], y = terrain->perturbed[1];
  const GmxSurfacePoint tip =
      gmx_surface_point(&picture->view, x, y, gmx_terrain_at(terrain, x, y));
  double px, py, from_x, from_y;
  if (!place_on(picture, x, y, &px, &py) ||
      !place_on(picture, share * x, share * y, &from_x, &from_y))
    return;
  const double stretch = length / fmax(hypot(px - from_x, py - from_y), 1e-6);
  gmx_terrain_draw_head(&picture->plot, px - stretch * (px - from_x), py - stretch * (py - from_y),
                        px, py, gmx_surface_hides(&picture->view, &tip) ? HIDDEN : 1);
}

static void draw_climb(Picture *picture) {
  const double x = picture->view.terrain->perturbed[0], y = picture->view.terrain->perturbed[1];
  double px, py, to_x, to_y, length = 0;
  if (place_on(picture, 0, 0, &px, &py) && place_on(picture, x, y, &to_x, &to_y))
    length = hypot(to_x - px, to_y - py);
  const gboolean headed = length > 1; /* not where there is no number either */
  const double share = headed ? 1 - gmx_terrain_head_length(length) / length : 1;
  draw_over(picture, 0, 0, share * x, share * y, "gmx_perturbed", 3, 0);
  if (headed)
    draw_climb_head(picture, share, length);
}

static void draw_marks(Picture *picture) {
  const GmxTerrain *terrain = picture->view.terrain;
  double x, y, px, py;
  draw_ball(picture);
  draw_path(picture);
  if (!isnan(terrain->perturbed[0]))
    draw_climb(picture);
  if (place_on(picture, terrain->other[0], terrain->other[1], &x, &y)) {
    gmx_terrain_draw_other(&picture->plot, x, y);
    gmx_terrain_label(&picture->plot, terrain->other_name, x, y + 8, 0.5, 0, "gmx_run_2", TRUE,
                      NULL);
  }
  if (!place_on(picture, 0, 0, &x, &y))
    return;
  gmx_terrain_draw_w(&picture->plot, x, y);
  gmx_terrain_label(&picture->plot, "w", x - 9, y + 6, 1, 0, "gmx_at_w", TRUE, NULL);
  if (place_on(picture, terrain->perturbed[0], terrain->perturbed[1], &px, &py))
    gmx_terrain_label(&picture->plot, "w + ε̂", px + 8, py, 0, 0.5, "gmx_perturbed", TRUE, NULL);
}

/* The box around it */

static void project(const Picture *picture, double u, double v, double z, double *px, double *py) {
  const GmxSurfacePoint point = {u, v, z};
  gmx_surface_project(&picture->view, &point, px, py);
}

static void draw_edge(Picture *picture, const double from[3], const double to[3]) {
  double x, y;
  project(picture, from[0], from[1], from[2], &x, &y);
  cairo_move_to(picture->plot.cr, x, y);
  project(picture, to[0], to[1], to[2], &x, &y);
  cairo_line_to(picture->plot.cr, x, y);
  gmx_palette_set_source(picture->plot.palette, picture->plot.cr, GMX_INK, 0.28);
  cairo_set_line_width(picture->plot.cr, 1);
  cairo_stroke(picture->plot.cr);
}

static void draw_floor(Picture *picture) {
  const double low = -GMX_SURFACE_HEIGHT / 2;
  const double corner[4][3] = {{-1, -1, low}, {1, -1, low}, {1, 1, low}, {-1, 1, low}};
  for (int i = 0; i < 4; i++)
    draw_edge(picture, corner[i], corner[(i + 1) % 4]);
}

/* Ticks and title along the near edge of x (@along_y: of y). */
static void draw_near_edge(Picture *picture, gboolean along_y) {
  const GmxSurfaceView *view = &picture->view;
  const GmxTerrain *terrain = view->terrain;
  const double low = along_y ? terrain->y0 : terrain->x0,
               high = along_y ? terrain->y1 : terrain->x1;
  const double side = view->eye[along_y ? 0 : 1] < 0 ? -1 : 1;
  const char *title = along_y ? terrain->y_title : terrain->x_title;
  double x, y;
  GmxTicks ticks;
  gmx_ticks_linear(&ticks, low, high, 6, 0);
  for (int i = 0; i < ticks.count; i++) {
    g_autofree char *text = gmx_format_tick(&ticks, i);
    const double at = 2 * (ticks.value[i] - low) / (high - low) - 1, out = side * TICK_OUT;
    project(picture, along_y ? out : at, along_y ? at : out, -GMX_SURFACE_HEIGHT / 2, &x, &y);
    gmx_terrain_text(&picture->plot, text, x, y, 0.5, 0.5, GMX_INK, GMX_DIM, FALSE);
  }
  project(picture, along_y ? side * TITLE_OUT : 0, along_y ? 0 : side * TITLE_OUT,
          -GMX_SURFACE_HEIGHT / 2, &x, &y);
  if (title)
    gmx_terrain_text(&picture->plot, title, x, y, 0.5, 0.5, GMX_INK, GMX_DIM, FALSE);
}

/* The losses, upright at the leftmost corner. */
static void draw_upright(Picture *picture) {
  const GmxSurfaceView *view = &picture->view;
  const GmxTerrain *terrain = view->terrain;
  const double u = view->right[0] > 0 ? -1 : 1, v = view->right[1] > 0 ? -1 : 1;
  const double half = GMX_SURFACE_HEIGHT / 2;
  double x, y;
  GmxTicks ticks;
  if (view->up[2] < 0.2 || isnan(terrain->low)) /* seen from above there is no height */
    return;
  draw_edge(picture, (double[3]){u, v, -half}, (double[3]){u, v, half});
  gmx_ticks_linear(&ticks, terrain->low, terrain->high, 5, 0);
  for (int i = 0; i < ticks.count; i++) {
    g_autofree char *text = gmx_format_tick(&ticks, i);
    const double share = (ticks.value[i] - terrain->low) / (terrain->high - terrain->low);
    project(picture, u, v, (2 * share - 1) * half, &x, &y);
    gmx_terrain_text(&picture->plot, text, x - 7, y, 1, 0.5, GMX_INK, GMX_DIM, FALSE);
  }
  project(picture, u, v, half, &x, &y);
  gmx_terrain_text(&picture->plot, _("loss"), x - 7, y - 18, 1, 0.5, GMX_INK, GMX_DIM, FALSE);
}

void gmx_surface_draw(const GmxTerrain *terrain, const GmxSurfaceEye *eye, int most, cairo_t *cr,
                      double width, double height, const GmxPalette *palette,
                      PangoContext *context) {
  Picture picture;
  cairo_save(cr);
  gmx_surface_view_init(&picture.view, terrain, eye, width, height);
  gmx_terrain_open(&picture.plot, cr, width, palette, context);
  cairo_save(cr);
  cairo_rectangle(cr, 0, 0, width, height - GMX_TERRAIN_KEY);
  cairo_clip(cr);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  draw_floor(&picture);
  draw_upright(&picture);
  draw_cells(&picture, most);
  draw_marks(&picture);
  draw_near_edge(&picture, FALSE);
  draw_near_edge(&picture, TRUE);
  cairo_restore(cr);
  gmx_terrain_draw_key(&picture.plot, terrain, 4, height - GMX_TERRAIN_KEY / 2, width - 8);
  gmx_terrain_close(&picture.plot);
  cairo_restore(cr);
}
