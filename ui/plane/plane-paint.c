/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands and borders of a decision surface. A pixel's probabilities are interpolated between the
 * four places around it that were evaluated; how far the winner is ahead of the second gives the
 * band. */
#include "ui/plane/plane-paint.h"

#include "ui/plane/plane-border.h"

#include <math.h>

#define BANDS 6
#define STRONGEST 0.62      /* share of the class's colour in the outermost band */
#define STRONGEST_DARK 0.46 /* bright fields would outshine the marks */
#define MAX_CLASSES 256

void gmx_plane_class_color(const GmxPalette *palette, int label, double rgb[3]) {
  static const char *const names[] = {"gmx_parent_a", "gmx_parent_b", "gmx_class_3", "gmx_class_4",
                                      "gmx_class_5",  "gmx_class_6",  "gmx_class_7", "gmx_class_8",
                                      "gmx_class_9",  "gmx_class_10"};
  gmx_palette_get_rgb(palette, names[label % (int)G_N_ELEMENTS(names)], rgb);
}

static double band_share(const GmxPalette *palette, double ahead) {
  const double strongest = gmx_palette_is_dark(palette) ? STRONGEST_DARK : STRONGEST;
  return strongest * (CLAMP((int)(ahead * BANDS), 0, BANDS - 1) + 1) / BANDS;
}

void gmx_plane_band_color(const GmxPalette *palette, int label, double ahead, double rgb[3]) {
  double color[3], paper[3];
  const double share = band_share(palette, ahead);
  gmx_plane_class_color(palette, label, color);
  gmx_palette_get_rgb(palette, GMX_PAPER, paper);
  for (int c = 0; c < 3; c++)
    rgb[c] = paper[c] + share * (color[c] - paper[c]);
}

/* Bands */

typedef guint32 BandTable[MAX_CLASSES][BANDS];

static void fill_table(const GmxPalette *palette, int classes, BandTable table) {
  for (int k = 0; k < classes; k++)
    for (int band = 0; band < BANDS; band++) {
      double rgb[3];
      gmx_plane_band_color(palette, k, (band + 0.5) / BANDS, rgb);
      table[k][band] = 0xff000000u | (guint32)(rgb[0] * 255 + 0.5) << 16 |
                       (guint32)(rgb[1] * 255 + 0.5) << 8 | (guint32)(rgb[2] * 255 + 0.5);
    }
}

/* Where pixel @i of @pixels lies on a grid of @nodes: the node before it, and the way to the next.
 */
typedef struct {
  int node;
  float way;
} Between;

static Between between(int i, int pixels, int nodes) {
  const float at = ((float)i + 0.5f) / (float)pixels * (float)(nodes - 1);
  const int node = CLAMP((int)at, 0, nodes - 2);
  return (Between){node, at - (float)node};
}

/* The grid's row at the height of a pixel's row: [columns][classes]. */
static void blend_rows(const GmxPlaneSurface *s, Between y, float *row) {
  const int width = s->columns * s->classes;
  const float *upper = s->probabilities + (gsize)y.node * (gsize)width, *lower = upper + width;
  for (int i = 0; i < width; i++)
    row[i] = upper[i] + y.way * (lower[i] - upper[i]);
}

static guint32 color_of(const BandTable table, int k, float ahead) {
  return table[k][MIN((int)(ahead * BANDS), BANDS - 1)];
}

static guint32 color_two(const BandTable table, const float *p, float way) {
  const float first = p[0] + way * (p[2] - p[0]), second = p[1] + way * (p[3] - p[1]);
  return first >= second ? color_of(table, 0, first - second) : color_of(table, 1, second - first);
}

static guint32 color_many(const BandTable table, const float *p, float way, int classes) {
  float best = -1, next = -1;
  int winner = 0;
  for (int k = 0; k < classes; k++) {
    const float value = p[k] + way * (p[classes + k] - p[k]);
    if (value > best) {
      next = best;
      best = value;
      winner = k;
    } else if (value > next) {
      next = value;
    }
  }
  return color_of(table, winner, best - next);
}

static guint32 halve(guint32 color) {
  return color >> 1 & 0x7f7f7f7fu;
}

/* One surface over the whole image; @through: half of it, over what is there. */
static void paint_surface(const GmxPlanePicture *picture, const GmxPlaneSurface *s,
                          const BandTable table, gboolean through) {
  cairo_surface_t *image = picture->image;
  const int width = cairo_image_surface_get_width(image);
  const int height = cairo_image_surface_get_height(image);
  g_autofree float *row = g_new(float, (gsize)s->columns *(gsize)s->classes);
  g_autofree Between *places = g_new(Between, width);
  for (int x = 0; x < width; x++)
    places[x] = between(x, width, s->columns);
  for (int y = 0; y < height; y++) {
    guint32 *out = (guint32 *)(gpointer)(cairo_image_surface_get_data(image) +
                                         (gsize)y * (gsize)cairo_image_surface_get_stride(image));
    blend_rows(s, between(y, height, s->rows), row);
    for (int x = 0; x < width; x++) {
      const float *p = row + places[x].node * s->classes;
      const guint32 color = s->classes == 2 ? color_two(table, p, places[x].way)
                                            : color_many(table, p, places[x].way, s->classes);
      out[x] = through ? (halve(out[x]) + halve(color)) | 0xff000000u : color;
    }
  }
}

void gmx_plane_paint_bands(const GmxPlanePicture *picture) {
  const GmxPlaneKind kind = picture->look->kind;
  const GmxPlaneSurface *at_w = picture->surfaces[0], *climbed = picture->surfaces[1];
  const GmxPlaneSurface *lower = kind == GMX_PLANE_PERTURBED && climbed ? climbed : at_w;
  g_autofree BandTable *table = g_malloc(sizeof(BandTable));
  fill_table(picture->look->palette, lower->classes, *table);
  cairo_surface_flush(picture->image);
  paint_surface(picture, lower, *table, FALSE);
  if (kind == GMX_PLANE_BLEND && climbed)
    paint_surface(picture, climbed, *table, TRUE);
  cairo_surface_mark_dirty(picture->image);
}

/* Borders */

static void trace(cairo_t *cr, const GmxPlaneLook *look, const GmxPlaneSurface *surface) {
  g_autoptr(GPtrArray) lines = gmx_plane_trace_border(surface);
  const double x = (double)look->width / (surface->columns - 1);
  const double y = (double)look->height / (surface->rows - 1);
  for (guint l = 0; l < lines->len; l++) {
    const GArray *line = lines->pdata[l];
    cairo_new_sub_path(cr);
    for (guint i = 0; i < line->len; i++) {
      const GmxPlanePlace *place = &g_array_index(line, GmxPlanePlace, i);
      cairo_line_to(cr, place->column * x, place->row * y);
    }
  }
}

void gmx_plane_paint_borders(const GmxPlanePicture *picture) {
  static const double dash[] = {6, 3};
  const GmxPlaneLook *look = picture->look;
  const GmxPlaneSurface *at_w = picture->surfaces[0], *climbed = picture->surfaces[1];
  cairo_t *cr = cairo_create(picture->image);
  cairo_scale(cr, look->scale, look->scale);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  if (look->kind == GMX_PLANE_PERTURBED && climbed) {
    trace(cr, look, at_w);
    gmx_palette_set_source(look->palette, cr, "gmx_at_w", 0.6);
    cairo_set_line_width(cr, 1.5);
    cairo_stroke(cr);
  }
  trace(cr, look, look->kind == GMX_PLANE_PERTURBED && climbed ? climbed : at_w);
  gmx_palette_set_source(look->palette, cr, "gmx_held_out", 1);
  cairo_set_line_width(cr, 2);
  cairo_stroke(cr);
  if (look->kind == GMX_PLANE_BLEND && climbed) {
    trace(cr, look, climbed);
    gmx_palette_set_source(look->palette, cr, "gmx_perturbed", 1);
    cairo_set_dash(cr, dash, 2, 0);
    cairo_stroke(cr);
  }
  cairo_destroy(cr);
}
