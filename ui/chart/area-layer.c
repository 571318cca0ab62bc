/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stacked columns, their names, and what they say. */
#include "ui/chart/area-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

/* Two neighbours differ in strength, and a line of paper parts them. */
#define STRONG 0.46
#define WEAK 0.24

struct _GmxAreaLayer {
  GmxLayer parent_instance;
  const char *color;
  char **names;
  double *epochs, *shares; /* [points], [bands][points]: shares NaN where the sum was 0 */
  int bands, points, chosen;
};

G_DEFINE_FINAL_TYPE(GmxAreaLayer, gmx_area_layer, GMX_TYPE_LAYER)

static double share(GmxAreaLayer *self, int band, int point) {
  return self->shares[(gsize)band * (gsize)self->points + (gsize)point];
}

/* Where @band ends above in the column of @point: the first band ends at 1. */
static double upper_end(GmxAreaLayer *self, int band, int point) {
  double end = 1.0;
  for (int b = 0; b < band; b++)
    end -= share(self, b, point);
  return end;
}

static gboolean is_gap(GmxAreaLayer *self, int point) {
  return isnan(share(self, 0, point));
}

/* The bands' columns as one path; edges on whole pixels, so that they meet without a seam. */
static void band_path(GmxAreaLayer *self, GmxPlot *plot, int band) {
  for (int i = 0; i < self->points; i++) {
    if (is_gap(self, i))
      continue;
    double left = round(gmx_plot_x(plot, self->epochs[i] - 1.0));
    double right = round(gmx_plot_x(plot, self->epochs[i])), top = upper_end(self, band, i);
    double y = gmx_plot_y(plot, top), bottom = gmx_plot_y(plot, top - share(self, band, i));
    cairo_rectangle(plot->cr, left, y, MAX(right - left, plot->pixel), bottom - y);
  }
}

/* The lower ends of @band from column to column. */
static void edge_path(GmxAreaLayer *self, GmxPlot *plot, int band) {
  for (int i = 0; i < self->points; i++) {
    if (is_gap(self, i)) {
      cairo_new_sub_path(plot->cr);
      continue;
    }
    double y = gmx_plot_y(plot, upper_end(self, band + 1, i));
    cairo_line_to(plot->cr, round(gmx_plot_x(plot, self->epochs[i] - 1.0)), y);
    cairo_line_to(plot->cr, round(gmx_plot_x(plot, self->epochs[i])), y);
  }
}

/* Hatching at 45 degrees over the chosen band: the second cue. */
static void draw_chosen(GmxAreaLayer *self, GmxPlot *plot) {
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  band_path(self, plot, self->chosen);
  gmx_palette_set_source(plot->palette, cr, self->color, 1.0);
  cairo_fill_preserve(cr);
  cairo_clip(cr);
  for (double x = plot->left - plot->height; x < plot->left + plot->width; x += 5.0) {
    cairo_move_to(cr, x, plot->top + plot->height);
    cairo_line_to(cr, x + plot->height, plot->top);
  }
  gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 0.45);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
  cairo_restore(cr);
}

static void gmx_area_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  cairo_new_path(cr);
  for (int band = 0; band < self->bands; band++) {
    band_path(self, plot, band);
    gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 1.0); /* no grid shines through */
    cairo_fill_preserve(cr);
    gmx_palette_set_source(plot->palette, cr, self->color, band % 2 == 0 ? STRONG : WEAK);
    cairo_fill(cr);
  }
  if (self->chosen >= 0 && self->points > 0)
    draw_chosen(self, plot);
  for (int band = 0; band + 1 < self->bands; band++) {
    edge_path(self, plot, band);
    gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 1.0);
    cairo_set_line_width(cr, 1.0);
    cairo_stroke(cr);
  }
  cairo_restore(cr);
}

/* The last column that has shares; −1 without any. */
static int last_point(GmxAreaLayer *self) {
  int point = self->points - 1;
  while (point >= 0 && (self->bands == 0 || is_gap(self, point)))
    point--;
  return point;
}

/* A class's name on its band, at the right end; not where the band is lower than the writing. */
static void draw_name(GmxAreaLayer *self, GmxPlot *plot, int band, int point) {
  int width, height;
  gboolean chosen = band == self->chosen;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, self->names[band], GMX_TEXT_PLAIN, chosen);
  pango_layout_get_pixel_size(layout, &width, &height);
  double top = gmx_plot_y(plot, upper_end(self, band, point));
  double bottom = gmx_plot_y(plot, upper_end(self, band + 1, point));
  double right = MIN(gmx_plot_x(plot, self->epochs[point]), plot->left + plot->width) - 5.0;
  double x = MAX(right - width, plot->left + 4.0), y = 0.5 * (top + bottom - height);
  if (!chosen && bottom - top < height - 3.0)
    return;
  if (chosen) {
    gmx_plot_draw_text(plot, layout, x, y, GMX_INK, 1.0);
    return;
  }
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.85);
  cairo_move_to(plot->cr, round(x), round(y));
  pango_cairo_show_layout(plot->cr, layout);
}

static void gmx_area_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  int point = last_point(self);
  for (int band = 0; point >= 0 && band < self->bands; band++)
    if (band != self->chosen)
      draw_name(self, plot, band, point);
  if (point >= 0 && self->chosen >= 0)
    draw_name(self, plot, self->chosen, point);
}

static void gmx_area_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                                  GmxExtent *y) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  if (self->points == 0)
    return;
  gmx_extent_add(x, self->epochs[0] - 1.0);
  gmx_extent_add(x, self->epochs[self->points - 1]);
  gmx_extent_add(y, 0.0);
  gmx_extent_add(y, 1.0);
}

/* The column at @x, or the nearest; −1 without any. */
static int point_at(GmxAreaLayer *self, double x) {
  int point = 0;
  if (self->points == 0)
    return -1;
  while (point + 1 < self->points && x > self->epochs[point])
    point++;
  return point;
}

int gmx_area_layer_epoch_at(GmxAreaLayer *self, double x) {
  int point = point_at(self, x);
  return point >= 0 ? (int)self->epochs[point] : 0;
}

/* The greatest part, where none is chosen. */
static int greatest(GmxAreaLayer *self, int point) {
  int found = 0;
  for (int band = 1; band < self->bands; band++)
    if (share(self, band, point) > share(self, found, point))
      found = band;
  return found;
}

static gboolean gmx_area_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x,
                                    GmxReading *reading) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  int point = point_at(self, x);
  if (point < 0 || is_gap(self, point))
    return FALSE;
  int band = self->chosen >= 0 ? self->chosen : greatest(self, point);
  g_autofree char *number = gmx_format_number(100.0 * share(self, band, point), 1);
  reading->x = x;
  reading->y = NAN;
  reading->name = g_strdup(self->names[band]);
  reading->value = g_strdup_printf("%s\u2009%%", number);
  return TRUE;
}

static gboolean gmx_area_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  int point = point_at(self, isfinite(x) ? x : INFINITY) + direction;
  if (self->points == 0 || point < 0 || point >= self->points)
    return FALSE;
  *found = self->epochs[point] - 0.5;
  return TRUE;
}

static char *gmx_area_layer_heading(GmxLayer *layer, GmxAxis *x_axis, double x) {
  int epoch = gmx_area_layer_epoch_at(GMX_AREA_LAYER(layer), x);
  return epoch > 0 ? g_strdup_printf(_("epoch %d"), epoch) : NULL;
}

static void gmx_area_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                       double x, double y) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  gmx_palette_set_source(palette, cr, self->color, self->chosen >= 0 ? 1.0 : STRONG);
  cairo_rectangle(cr, x - 5.0, y - 5.0, 10.0, 10.0);
  cairo_fill(cr);
}

static double gmx_area_layer_sample_width(GmxLayer *layer) {
  return 10.0;
}

static char *gmx_area_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  int point = last_point(self);
  if (point < 0)
    return g_strdup(_("no values yet"));
  GString *out = g_string_new(NULL);
  g_string_printf(out, _("epoch %d"), (int)self->epochs[point]);
  for (int band = 0; band < self->bands; band++) {
    g_autofree char *number = gmx_format_number(100.0 * share(self, band, point), 1);
    g_string_append_printf(out, ", %s %s\u2009%%", self->names[band], number);
  }
  return g_string_free(out, FALSE);
}

static void gmx_area_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxAreaLayer *self = GMX_AREA_LAYER(layer);
  for (int band = 0; band < self->bands; band++)
    gmx_table_add(table, self->names[band], self->epochs,
                  self->shares + (gsize)band * (gsize)self->points, (gsize)self->points);
}

int gmx_area_layer_find(GmxAreaLayer *self, double x, double y) {
  int point = point_at(self, x);
  if (point < 0 || x > self->epochs[point] || x < self->epochs[point] - 1.0 ||
      is_gap(self, point) || !(y >= 0.0 && y <= 1.0))
    return -1;
  int band = 0;
  while (band + 1 < self->bands && y < upper_end(self, band + 1, point))
    band++;
  return band;
}

double gmx_area_layer_get_share(GmxAreaLayer *self, int band, int epoch) {
  for (int i = 0; band >= 0 && band < self->bands && i < self->points; i++)
    if ((int)self->epochs[i] == epoch)
      return share(self, band, i);
  return NAN;
}

void gmx_area_layer_choose(GmxAreaLayer *self, int band) {
  g_return_if_fail(GMX_IS_AREA_LAYER(self));
  band = band >= 0 && band < self->bands ? band : -1;
  if (band == self->chosen)
    return;
  self->chosen = band;
  gmx_layer_changed(GMX_LAYER(self));
}

int gmx_area_layer_get_chosen(GmxAreaLayer *self) {
  return self->chosen;
}

static void free_parts(GmxAreaLayer *self) {
  g_clear_pointer(&self->names, g_strfreev);
  g_clear_pointer(&self->epochs, g_free);
  g_clear_pointer(&self->shares, g_free);
}

/* Every epoch's parts by their sum. */
static void divide(GmxAreaLayer *self) {
  for (int i = 0; i < self->points; i++) {
    double sum = 0.0;
    for (int band = 0; band < self->bands; band++)
      sum += share(self, band, i);
    for (int band = 0; band < self->bands; band++)
      self->shares[(gsize)band * (gsize)self->points + (gsize)i] /= sum > 0.0 ? sum : NAN;
  }
}

void gmx_area_layer_set_parts(GmxAreaLayer *self, const char *const *names, int bands,
                              const double *epochs, const double *parts, int points) {
  g_return_if_fail(GMX_IS_AREA_LAYER(self) && bands >= 0 && points >= 0);
  free_parts(self);
  self->names = g_new0(char *, (gsize)bands + 1);
  for (int band = 0; band < bands; band++)
    self->names[band] = g_strdup(names[band]);
  self->bands = bands;
  self->points = bands > 0 ? points : 0;
  self->epochs = g_memdup2(epochs, (gsize)self->points * sizeof *epochs);
  self->shares = g_memdup2(parts, (gsize)self->points * (gsize)bands * sizeof *parts);
  self->chosen = self->chosen < bands ? self->chosen : -1;
  divide(self);
  gmx_layer_changed(GMX_LAYER(self));
}

static void gmx_area_layer_finalize(GObject *object) {
  free_parts(GMX_AREA_LAYER(object));
  G_OBJECT_CLASS(gmx_area_layer_parent_class)->finalize(object);
}

static void gmx_area_layer_class_init(GmxAreaLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = gmx_area_layer_finalize;
  layer_class->draw = gmx_area_layer_draw;
  layer_class->draw_text = gmx_area_layer_draw_text;
  layer_class->extent = gmx_area_layer_extent;
  layer_class->draw_sample = gmx_area_layer_draw_sample;
  layer_class->sample_width = gmx_area_layer_sample_width;
  layer_class->read = gmx_area_layer_read;
  layer_class->seek = gmx_area_layer_seek;
  layer_class->heading = gmx_area_layer_heading;
  layer_class->describe = gmx_area_layer_describe;
  layer_class->copy = gmx_area_layer_copy;
}

static void gmx_area_layer_init(GmxAreaLayer *self) {
  self->chosen = -1;
}

GmxAreaLayer *gmx_area_layer_new(const char *color) {
  GmxAreaLayer *self = g_object_new(GMX_TYPE_AREA_LAYER, NULL);
  self->color = color;
  return self;
}
