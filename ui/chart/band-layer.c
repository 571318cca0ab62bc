/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A band between two curves, faint enough for two of them to lie over each other. */
#include "ui/chart/band-layer.h"

#include <math.h>

#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

#define ALPHA 0.16
#define LONE 4.0 /* half the width of a band of one point */

struct _GmxBandLayer {
  GmxLayer parent_instance;
  const char *color;
  char *name;
  GArray *x, *low, *high; /* double */
};

G_DEFINE_FINAL_TYPE(GmxBandLayer, gmx_band_layer, GMX_TYPE_LAYER)

static double at(const GArray *values, guint i) {
  return g_array_index(values, double, i);
}

static gboolean is_broken(GmxBandLayer *self, guint i) {
  return !isfinite(at(self->low, i)) || !isfinite(at(self->high, i));
}

/* The points [@from, @to), there along the upper ends and back along the lower ones. */
static void piece_path(GmxBandLayer *self, GmxPlot *plot, guint from, guint to) {
  double wide = to - from == 1 ? LONE : 0.0;
  for (guint i = from; i < to; i++)
    cairo_line_to(plot->cr, gmx_plot_x(plot, at(self->x, i)) - wide,
                  gmx_plot_y(plot, at(self->high, i)));
  if (wide > 0.0)
    cairo_line_to(plot->cr, gmx_plot_x(plot, at(self->x, from)) + wide,
                  gmx_plot_y(plot, at(self->high, from)));
  for (guint i = to; i-- > from;)
    cairo_line_to(plot->cr, gmx_plot_x(plot, at(self->x, i)) + wide,
                  gmx_plot_y(plot, at(self->low, i)));
  if (wide > 0.0)
    cairo_line_to(plot->cr, gmx_plot_x(plot, at(self->x, from)) - wide,
                  gmx_plot_y(plot, at(self->low, from)));
  cairo_close_path(plot->cr);
}

static void gmx_band_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxBandLayer *self = GMX_BAND_LAYER(layer);
  cairo_save(plot->cr);
  cairo_new_path(plot->cr);
  for (guint from = 0, to; from < self->x->len; from = to + 1) {
    for (to = from; to < self->x->len && !is_broken(self, to);)
      to++;
    if (to > from)
      piece_path(self, plot, from, to);
  }
  gmx_palette_set_source(plot->palette, plot->cr, self->color, ALPHA);
  cairo_fill(plot->cr);
  cairo_restore(plot->cr);
}

static void gmx_band_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                                  GmxExtent *y) {
  GmxBandLayer *self = GMX_BAND_LAYER(layer);
  for (guint i = 0; i < self->x->len; i++) {
    gmx_extent_add(x, at(self->x, i));
    gmx_extent_add(y, at(self->low, i));
    gmx_extent_add(y, at(self->high, i));
  }
}

static void gmx_band_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                       double x, double y) {
  gmx_palette_set_source(palette, cr, GMX_BAND_LAYER(layer)->color, 2.0 * ALPHA);
  cairo_rectangle(cr, x - 10.0, y - 4.0, 20.0, 8.0);
  cairo_fill(cr);
}

static double gmx_band_layer_sample_width(GmxLayer *layer) {
  return 20.0;
}

static gboolean gmx_band_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x,
                                    GmxReading *reading) {
  GmxBandLayer *self = GMX_BAND_LAYER(layer);
  guint nearest = G_MAXUINT;
  for (guint i = 0; i < self->x->len; i++)
    if (nearest == G_MAXUINT || fabs(at(self->x, i) - x) < fabs(at(self->x, nearest) - x))
      nearest = i;
  if (nearest == G_MAXUINT || is_broken(self, nearest))
    return FALSE;
  double factor = y_axis != NULL ? gmx_axis_get_factor(y_axis) : 1.0;
  const char *unit = y_axis != NULL ? gmx_axis_get_unit(y_axis) : NULL;
  int decimals = gmx_layer_get_decimals(layer);
  g_autofree char *low = gmx_format_measure(factor * at(self->low, nearest), decimals);
  g_autofree char *high = gmx_format_measure(factor * at(self->high, nearest), decimals);
  reading->x = at(self->x, nearest);
  reading->y = NAN;
  reading->name = g_strdup(self->name);
  reading->value = g_strdup_printf("%s–%s%s%s", low, high, unit != NULL ? "\u2009" : "",
                                   unit != NULL ? unit : "");
  return TRUE;
}

static void gmx_band_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxBandLayer *self = GMX_BAND_LAYER(layer);
  const double *x = (const double *)self->x->data;
  g_autofree char *low = g_strconcat(self->name, " low", NULL);
  g_autofree char *high = g_strconcat(self->name, " high", NULL);
  gmx_table_add(table, low, x, (const double *)self->low->data, self->x->len);
  gmx_table_add(table, high, x, (const double *)self->high->data, self->x->len);
}

static void take(GArray *array, const double *values, int count) {
  g_array_set_size(array, 0);
  if (count > 0)
    g_array_append_vals(array, values, (guint)count);
}

void gmx_band_layer_set_values(GmxBandLayer *self, const double *x, const double *low,
                               const double *high, int count) {
  g_return_if_fail(GMX_IS_BAND_LAYER(self) && count >= 0);
  take(self->x, x, count);
  take(self->low, low, count);
  take(self->high, high, count);
  gmx_layer_changed(GMX_LAYER(self));
}

static void gmx_band_layer_finalize(GObject *object) {
  GmxBandLayer *self = GMX_BAND_LAYER(object);
  g_array_unref(self->x);
  g_array_unref(self->low);
  g_array_unref(self->high);
  g_free(self->name);
  G_OBJECT_CLASS(gmx_band_layer_parent_class)->finalize(object);
}

static void gmx_band_layer_class_init(GmxBandLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = gmx_band_layer_finalize;
  layer_class->draw = gmx_band_layer_draw;
  layer_class->extent = gmx_band_layer_extent;
  layer_class->draw_sample = gmx_band_layer_draw_sample;
  layer_class->sample_width = gmx_band_layer_sample_width;
  layer_class->read = gmx_band_layer_read;
  layer_class->copy = gmx_band_layer_copy;
}

static void gmx_band_layer_init(GmxBandLayer *self) {
  self->x = g_array_new(FALSE, FALSE, sizeof(double));
  self->low = g_array_new(FALSE, FALSE, sizeof(double));
  self->high = g_array_new(FALSE, FALSE, sizeof(double));
  gmx_layer_set_decimals(GMX_LAYER(self), 0);
}

GmxBandLayer *gmx_band_layer_new(const char *color, const char *name) {
  GmxBandLayer *self = g_object_new(GMX_TYPE_BAND_LAYER, NULL);
  self->color = color;
  self->name = g_strdup(name);
  return self;
}
