/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors of one plane, drawn to scale. The origin is placed so that what is drawn stands in the
 * middle; names keep out of each other's way as far as a second place helps. */
#include "ui/slowmotion/vectors.h"

#include "ui/chart/ticks.h"

#include <math.h>
#include <string.h>

#define MARGIN_X 22
#define MARGIN_TOP 26
#define MARGIN_BOTTOM 40 /* the scale bar stands there */
#define HEAD 13
#define HEAD_WIDTH 10
#define NAME_GAP 5
#define FONT_SIZE 12
#define GRID_MOST 90 /* pixels between two lines of the grid, at most */

typedef struct {
  const GmxVectors *vectors;
  cairo_t *cr;
  PangoContext *context;
  const GmxPalette *palette;
  double width, height, scale, origin[2];
  cairo_rectangle_t taken[GMX_VECTORS_MOST + 1];
  int taken_count;
} Drawing;

GmxVector *gmx_vectors_add(GmxVectors *self, double from_x, double from_y, double to_x, double to_y,
                           const char *color, char *markup) {
  static GmxVector spare;
  const gboolean known = isfinite(from_x) && isfinite(from_y) && isfinite(to_x) && isfinite(to_y);
  if (!known || self->count == GMX_VECTORS_MOST) {
    g_free(markup);
    return &spare;
  }
  GmxVector *vector = &self->vectors[self->count++];
  *vector = (GmxVector){.from = {from_x, from_y},
                        .to = {to_x, to_y},
                        .markup = markup,
                        .color = color,
                        .text_color = color,
                        .width = 2.5};
  return vector;
}

void gmx_vectors_clear(GmxVectors *self) {
  for (int i = 0; i < self->count; i++)
    g_free(self->vectors[i].markup);
  *self = (GmxVectors){0};
}

/* What has to be in sight, the origin too: left, right, bottom, top. */
static void get_bounds(const GmxVectors *self, double bounds[4]) {
  memset(bounds, 0, sizeof(double) * 4);
  for (int i = 0; i < self->count; i++)
    for (int end = 0; end < 2; end++) {
      const double *at = end ? self->vectors[i].to : self->vectors[i].from;
      bounds[0] = fmin(bounds[0], at[0]);
      bounds[1] = fmax(bounds[1], at[0]);
      bounds[2] = fmin(bounds[2], at[1]);
      bounds[3] = fmax(bounds[3], at[1]);
    }
  bounds[0] = fmin(bounds[0], -self->radius);
  bounds[1] = fmax(bounds[1], self->radius);
  bounds[2] = fmin(bounds[2], -self->radius);
  bounds[3] = fmax(bounds[3], self->radius);
}

double gmx_vectors_scale(const GmxVectors *self, double width, double height) {
  double bounds[4];
  get_bounds(self, bounds);
  const double wide = bounds[1] - bounds[0], high = bounds[3] - bounds[2];
  const double room_x = width - 2 * MARGIN_X, room_y = height - MARGIN_TOP - MARGIN_BOTTOM;
  if (!(wide > 0 || high > 0) || room_x <= 0 || room_y <= 0)
    return 0;
  return fmin(wide > 0 ? room_x / wide : INFINITY, high > 0 ? room_y / high : INFINITY);
}

static void place_origin(Drawing *d) {
  double bounds[4];
  get_bounds(d->vectors, bounds);
  const double middle_x = d->width / 2;
  const double middle_y = MARGIN_TOP + (d->height - MARGIN_TOP - MARGIN_BOTTOM) / 2;
  d->origin[0] = round(middle_x - (bounds[0] + bounds[1]) / 2 * d->scale) + 0.5;
  d->origin[1] = round(middle_y + (bounds[2] + bounds[3]) / 2 * d->scale) + 0.5;
}

static void to_view(const Drawing *d, const double at[2], double view[2]) {
  view[0] = d->origin[0] + at[0] * d->scale;
  view[1] = d->origin[1] - at[1] * d->scale;
}

static void line(cairo_t *cr, double x0, double y0, double x1, double y1) {
  cairo_move_to(cr, x0, y0);
  cairo_line_to(cr, x1, y1);
}

/* The grid's step: a round number of units. */
static double grid_step(const Drawing *d) {
  double step = gmx_nice_step(GRID_MOST / 2.2 / d->scale);
  return step;
}

static void draw_grid(Drawing *d) {
  const double step = grid_step(d) * d->scale, left = 4.5, right = d->width - 4.5;
  const double top = 8.5, bottom = d->height - MARGIN_BOTTOM + 14.5;
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, 0.075);
  cairo_set_line_width(d->cr, 1);
  for (double x = d->origin[0] + ceil((left - d->origin[0]) / step) * step; x <= right; x += step)
    line(d->cr, round(x - 0.5) + 0.5, top, round(x - 0.5) + 0.5, bottom);
  for (double y = d->origin[1] + ceil((top - d->origin[1]) / step) * step; y <= bottom; y += step)
    line(d->cr, left, round(y - 0.5) + 0.5, right, round(y - 0.5) + 0.5);
  cairo_stroke(d->cr);
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, 0.28);
  line(d->cr, left, d->origin[1], right, d->origin[1]);
  line(d->cr, d->origin[0], top, d->origin[0], bottom);
  cairo_stroke(d->cr);
}

static PangoLayout *new_text(const Drawing *d, const char *markup, gboolean bold) {
  PangoLayout *layout = pango_layout_new(d->context);
  PangoFontDescription *font =
      pango_font_description_copy(pango_context_get_font_description(d->context));
  pango_font_description_set_absolute_size(font, FONT_SIZE * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  pango_layout_set_markup(layout, markup, -1);
  return layout;
}

/* On a halo of the card's colour. */
static void draw_text(const Drawing *d, PangoLayout *layout, double x, double y, const char *color,
                      double alpha) {
  cairo_move_to(d->cr, x, y);
  pango_cairo_layout_path(d->cr, layout);
  cairo_set_line_width(d->cr, 4);
  cairo_set_line_join(d->cr, CAIRO_LINE_JOIN_ROUND);
  gmx_palette_set_source(d->palette, d->cr, GMX_PAPER, 1);
  cairo_stroke(d->cr);
  gmx_palette_set_source(d->palette, d->cr, color, alpha);
  cairo_move_to(d->cr, x, y);
  pango_cairo_show_layout(d->cr, layout);
}

static void draw_scale_bar(const Drawing *d) {
  const double units = grid_step(d), length = units * d->scale;
  const double right = d->width - 14.5, y = d->height - 8.5, left = right - round(length);
  const int decimals = (int)fmax(0, ceil(-log10(units) - 1e-9));
  g_autofree char *number = gmx_format_number(units, decimals);
  g_autoptr(PangoLayout) text = new_text(d, number, FALSE);
  int wide, high;
  pango_layout_get_pixel_size(text, &wide, &high);
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, 0.62);
  cairo_set_line_width(d->cr, 1);
  line(d->cr, left, y, right, y);
  line(d->cr, left, y - 4, left, y + 4);
  line(d->cr, right, y - 4, right, y + 4);
  cairo_stroke(d->cr);
  draw_text(d, text, (left + right - wide) / 2, y - 4 - high, GMX_INK, 0.62);
}

static void draw_circle(const Drawing *d) {
  const double dash[] = {4, 3};
  if (d->vectors->radius <= 0)
    return;
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, 0.5);
  cairo_set_line_width(d->cr, 1);
  cairo_set_dash(d->cr, dash, 2, 0);
  cairo_new_sub_path(d->cr);
  cairo_arc(d->cr, d->origin[0], d->origin[1], d->vectors->radius * d->scale, 0, 2 * G_PI);
  cairo_stroke(d->cr);
  cairo_set_dash(d->cr, NULL, 0, 0);
}

/* Head of an arrow that comes along (@dx, @dy), a unit vector; shorter for a short arrow. */
static void draw_head(cairo_t *cr, const double tip[2], double dx, double dy, double size) {
  const double half = size * HEAD_WIDTH / HEAD / 2;
  cairo_move_to(cr, tip[0], tip[1]);
  cairo_line_to(cr, tip[0] - dx * size - dy * half, tip[1] - dy * size + dx * half);
  cairo_line_to(cr, tip[0] - dx * size + dy * half, tip[1] - dy * size - dx * half);
  cairo_close_path(cr);
  cairo_fill(cr);
}

static void draw_arrow(const Drawing *d, const GmxVector *vector) {
  const double dash[] = {6, 3}, fine[] = {2, 2};
  double from[2], to[2];
  to_view(d, vector->from, from);
  to_view(d, vector->to, to);
  const double length = hypot(to[0] - from[0], to[1] - from[1]);
  if (length < 0.5)
    return;
  const double dx = (to[0] - from[0]) / length, dy = (to[1] - from[1]) / length;
  const double head = vector->plain ? 0 : fmin(HEAD, length * 0.7);
  gmx_palette_set_source(d->palette, d->cr, vector->color, vector->plain ? 0.6 : 1);
  cairo_set_line_width(d->cr, vector->plain ? 1 : vector->width);
  if (vector->plain)
    cairo_set_dash(d->cr, fine, 2, 0);
  else if (vector->dashed)
    cairo_set_dash(d->cr, dash, 2, 0);
  line(d->cr, from[0], from[1], to[0] - dx * head * 0.8, to[1] - dy * head * 0.8);
  cairo_stroke(d->cr);
  cairo_set_dash(d->cr, NULL, 0, 0);
  if (!vector->plain)
    draw_head(d->cr, to, dx, dy, head);
}

static gboolean meets(const cairo_rectangle_t *a, const cairo_rectangle_t *b) {
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

/* Whether the arrow passes through @place, looked at every few pixels. */
static gboolean crosses(const Drawing *d, const GmxVector *vector, const cairo_rectangle_t *place) {
  double from[2], to[2];
  to_view(d, vector->from, from);
  to_view(d, vector->to, to);
  const int points = (int)(hypot(to[0] - from[0], to[1] - from[1]) / 3) + 1;
  for (int i = 0; i <= points; i++) {
    const double t = (double)i / points;
    const cairo_rectangle_t point = {from[0] + t * (to[0] - from[0]),
                                     from[1] + t * (to[1] - from[1]), 1, 1};
    if (meets(&point, place))
      return TRUE;
  }
  return FALSE;
}

static gboolean is_free(const Drawing *d, const cairo_rectangle_t *place) {
  for (int i = 0; i < d->taken_count; i++)
    if (meets(place, &d->taken[i]))
      return FALSE;
  for (int i = 0; i < d->vectors->count; i++)
    if (!d->vectors->vectors[i].plain && crosses(d, &d->vectors->vectors[i], place))
      return FALSE;
  return place->y >= 0 && place->y + place->height <= d->height;
}

/* Beside the arrow's middle, on one of its sides; further towards its head where that is taken. */
static cairo_rectangle_t find_place(const Drawing *d, const GmxVector *vector, double wide,
                                    double high) {
  double from[2], to[2];
  cairo_rectangle_t first = {0}, place;
  to_view(d, vector->from, from);
  to_view(d, vector->to, to);
  const double length = fmax(hypot(to[0] - from[0], to[1] - from[1]), 1e-9);
  const double across = fabs(to[0] - from[0]) / length, up = fabs(to[1] - from[1]) / length;
  /* Towards the side on which y is higher (or, of an upright arrow, to the right). */
  double nx = (to[1] - from[1]) / length, ny = -(to[0] - from[0]) / length;
  if (ny > 0 || (ny == 0 && nx < 0))
    nx = -nx, ny = -ny;
  if (up > across && nx < 0)
    nx = -nx, ny = -ny;
  for (int i = 0; i < 10; i++) {
    static const double places[] = {0.5, 0.65, 0.8, 0.35, 0.95};
    const double along = places[i / 2], side = ((i % 2 != 0) != vector->below) ? -1 : 1;
    const double away = NAME_GAP + fabs(nx) * wide / 2 + fabs(ny) * high / 2;
    const double x = from[0] + along * (to[0] - from[0]) + side * nx * away;
    const double y = from[1] + along * (to[1] - from[1]) + side * ny * away;
    place = (cairo_rectangle_t){CLAMP(x - wide / 2, 4, fmax(4, d->width - wide - 4)), y - high / 2,
                                wide, high};
    if (i == 0)
      first = place;
    if (is_free(d, &place))
      return place;
  }
  return first;
}

static void draw_name(Drawing *d, const GmxVector *vector) {
  int wide, high;
  if (!vector->markup)
    return;
  g_autoptr(PangoLayout) layout = new_text(d, vector->markup, !vector->plain);
  pango_layout_get_pixel_size(layout, &wide, &high);
  const cairo_rectangle_t place = find_place(d, vector, wide, high);
  d->taken[d->taken_count++] = place;
  draw_text(d, layout, place.x, place.y, vector->text_color, vector->plain ? 0.62 : 1);
}

void gmx_vectors_draw(const GmxVectors *self, cairo_t *cr, PangoContext *context,
                      const GmxPalette *palette, double width, double height) {
  Drawing d = {.vectors = self,
               .cr = cr,
               .context = context,
               .palette = palette,
               .width = width,
               .height = height,
               .scale = gmx_vectors_scale(self, width, height)};
  if (d.scale <= 0)
    return;
  place_origin(&d);
  draw_grid(&d);
  draw_circle(&d);
  for (int i = 0; i < self->count; i++)
    draw_arrow(&d, &self->vectors[i]);
  gmx_palette_set_source(palette, cr, GMX_INK, 1);
  cairo_arc(cr, d.origin[0], d.origin[1], 4, 0, 2 * G_PI);
  cairo_fill(cr);
  for (int i = 0; i < self->count; i++)
    draw_name(&d, &self->vectors[i]);
  draw_scale_bar(&d);
}
