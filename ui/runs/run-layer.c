/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and spread of a group in one layer, so that the hair line reads both in one row. */
#include "ui/runs/run-layer.h"

#include "ui/chart/line-draw.h"
#include "ui/chart/plot.h"
#include "ui/format.h"
#include "ui/runs/run-names.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BAND 0.16
#define MARKER 6.0
#define MARKERS_APART 72.0 /* pixels: enough to tell lines apart, too few to hide them */
#define SAMPLE 28.0
/* Share of a curve's length whose values do not stretch the y axis: a network that has learned
 * nothing yet would squeeze what is to be compared. */
#define BEGINNING 0.1

struct _GmxRunLayer {
  GmxLayer parent_instance;
  GmxRunStyle style;
  GmxSeries *series; /* the means */
  double *deviation; /* [length of the series] */
  GmxAlign align;
};

G_DEFINE_FINAL_TYPE(GmxRunLayer, gmx_run_layer, GMX_TYPE_LAYER)

static void draw_marker(const GmxRunStyle *style, cairo_t *cr, double x, double y) {
  cairo_set_dash(cr, NULL, 0, 0);
  cairo_new_path(cr);
  gmx_marker_path(cr, style->marker, x, y, MARKER);
  cairo_set_line_width(cr, 1.6);
  if (style->marker == GMX_MARKER_CROSS)
    cairo_stroke(cr);
  else
    cairo_fill(cr);
}

static int count_dashes(const GmxRunStyle *style) {
  int count = 0;
  while (count < 4 && style->dash[count] > 0)
    count++;
  return count;
}

void gmx_run_style_draw(const GmxRunStyle *style, const GmxPalette *palette, cairo_t *cr, double x,
                        double y, double width) {
  cairo_save(cr);
  gmx_palette_set_source(palette, cr, style->color, 1);
  cairo_set_line_width(cr, 2);
  cairo_set_dash(cr, style->dash, count_dashes(style), 0);
  cairo_move_to(cr, x - width / 2, y);
  cairo_line_to(cr, x + width / 2, y);
  cairo_stroke(cr);
  draw_marker(style, cr, x, y);
  cairo_restore(cr);
}

/* Drawing */

/* The points [@from, @to) along the upper ends and back along the lower ones. */
static void add_band(GmxRunLayer *self, GmxPlot *plot, gsize from, gsize to) {
  const double *x = gmx_series_get_x(self->series), *y = gmx_series_get_y(self->series);
  for (gsize i = from; i < to; i++)
    cairo_line_to(plot->cr, gmx_plot_x(plot, x[i]), gmx_plot_y(plot, y[i] + self->deviation[i]));
  for (gsize i = to; i-- > from;)
    cairo_line_to(plot->cr, gmx_plot_x(plot, x[i]), gmx_plot_y(plot, y[i] - self->deviation[i]));
  cairo_close_path(plot->cr);
}

static gboolean has_band(GmxRunLayer *self, gsize i) {
  return isfinite(gmx_series_get_y(self->series)[i]) && isfinite(self->deviation[i]);
}

static void draw_bands(GmxRunLayer *self, GmxPlot *plot) {
  const gsize length = gmx_series_get_length(self->series);
  cairo_new_path(plot->cr);
  for (gsize from = 0, to; from < length; from = to + 1) {
    for (to = from; to < length && has_band(self, to);)
      to++;
    if (to > from + 1)
      add_band(self, plot, from, to);
  }
  gmx_palette_set_source(plot->palette, plot->cr, self->style.color, BAND);
  cairo_fill(plot->cr);
}

static void draw_markers(GmxRunLayer *self, GmxPlot *plot) {
  const double *x = gmx_series_get_x(self->series), *y = gmx_series_get_y(self->series);
  double last = -INFINITY;
  gmx_palette_set_source(plot->palette, plot->cr, self->style.color, 1);
  for (gsize i = 0; i < gmx_series_get_length(self->series); i++) {
    const double px = gmx_plot_x(plot, x[i]), py = gmx_plot_y(plot, y[i]);
    if (!isfinite(px) || !isfinite(py) || px - last < MARKERS_APART)
      continue;
    draw_marker(&self->style, plot->cr, px, py);
    last = px;
  }
}

static GmxLineStyle line_style(GmxRunLayer *self) {
  GmxLineStyle style = gmx_line_style_default(self->style.color);
  memcpy(style.dash, self->style.dash, sizeof style.dash);
  return style;
}

static void run_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxRunLayer *self = GMX_RUN_LAYER(layer);
  GmxLineStyle style = line_style(self);
  if (gmx_series_get_length(self->series) == 0)
    return;
  cairo_save(plot->cr);
  draw_bands(self, plot);
  gmx_line_draw_line(plot, self->series, &style);
  draw_markers(self, plot);
  gmx_line_draw_not_finite(plot, self->series);
  cairo_restore(plot->cr);
}

static void run_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                             GmxExtent *y) {
  GmxRunLayer *self = GMX_RUN_LAYER(layer);
  const gsize length = gmx_series_get_length(self->series);
  if (length == 0)
    return;
  const double *xs = gmx_series_get_x(self->series), *ys = gmx_series_get_y(self->series);
  const gboolean all = y_axis && gmx_axis_get_outliers(y_axis);
  gmx_extent_add(x, xs[0]);
  gmx_extent_add(x, xs[length - 1]);
  for (gsize i = 0; y_axis && i < length; i++) {
    if (!all && length >= 10 && xs[i] < BEGINNING * xs[length - 1])
      continue;
    const double half = isfinite(self->deviation[i]) ? self->deviation[i] : 0;
    gmx_extent_add(y, ys[i] - half);
    gmx_extent_add(y, ys[i] + half);
  }
}

static void run_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr, double x,
                                  double y) {
  gmx_run_style_draw(&GMX_RUN_LAYER(layer)->style, palette, cr, x, y, SAMPLE);
}

static double run_layer_sample_width(GmxLayer *layer) {
  return SAMPLE;
}

/* Reading */

static char *value_text(GmxLayer *layer, GmxAxis *axis, double value, gboolean unit) {
  const double factor = axis ? gmx_axis_get_factor(axis) : 1;
  const char *name = axis ? gmx_axis_get_unit(axis) : NULL;
  g_autofree char *number = gmx_format_measure(value * factor, gmx_layer_get_decimals(layer));
  return unit && name && isfinite(value) ? g_strdup_printf("%s\u2009%s", number, name)
                                         : g_steal_pointer(&number);
}

static gboolean run_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x, GmxReading *reading) {
  GmxRunLayer *self = GMX_RUN_LAYER(layer);
  const gsize index = gmx_series_nearest(self->series, x);
  if (index == G_MAXSIZE)
    return FALSE;
  reading->x = gmx_series_get_x(self->series)[index];
  reading->y = gmx_series_get_y(self->series)[index];
  /* A run that ended earlier has nothing to say so far out. */
  const gsize length = gmx_series_get_length(self->series);
  const double reach =
      length > 1
          ? (gmx_series_get_x(self->series)[length - 1] - gmx_series_get_x(self->series)[0]) /
                (double)(length - 1)
          : 1;
  if (fabs(reading->x - x) > 1.5 * reach)
    return FALSE;
  reading->color = self->style.color;
  reading->name = g_strdup(gmx_layer_get_name(layer));
  reading->value = value_text(layer, y_axis, reading->y, TRUE);
  if (isfinite(self->deviation[index])) {
    g_autofree char *spread = value_text(layer, y_axis, self->deviation[index], FALSE);
    reading->spread = g_strdup_printf("± %s", spread);
  }
  return TRUE;
}

static gboolean run_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  GmxSeries *series = GMX_RUN_LAYER(layer)->series;
  const gsize length = gmx_series_get_length(series);
  gsize index = 0;
  if (length == 0)
    return FALSE;
  if (direction == 0)
    index = gmx_series_nearest(series, x);
  else if (direction > 0)
    index = gmx_series_find(series, nextafter(x, INFINITY));
  else
    index = gmx_series_find(series, x) - 1; /* wraps to the top before the first */
  if (index >= length)
    return FALSE;
  *found = gmx_series_get_x(series)[index];
  return TRUE;
}

static char *run_layer_heading(GmxLayer *layer, GmxAxis *x_axis, double x) {
  if (GMX_RUN_LAYER(layer)->align != GMX_ALIGN_TIME)
    return NULL;
  return gmx_run_format_time(x);
}

static char *run_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxRunLayer *self = GMX_RUN_LAYER(layer);
  const gsize length = gmx_series_get_length(self->series);
  const char *name = gmx_layer_get_name(layer);
  if (length == 0)
    return g_strdup_printf(_("%s: no values yet"), name);
  const double deviation = self->deviation[length - 1];
  g_autofree char *value =
      value_text(layer, y_axis, gmx_series_get_y(self->series)[length - 1], TRUE);
  if (!isfinite(deviation))
    return g_strdup_printf("%s %s", name, value);
  g_autofree char *spread = value_text(layer, y_axis, deviation, FALSE);
  return g_strdup_printf("%s %s ± %s", name, value, spread);
}

static void run_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxRunLayer *self = GMX_RUN_LAYER(layer);
  const double *x = gmx_series_get_x(self->series);
  const gsize length = gmx_series_get_length(self->series);
  const char *name = gmx_layer_get_name(layer);
  g_autofree char *spread = g_strconcat(name, " sd", NULL);
  gmx_table_add(table, name, x, gmx_series_get_y(self->series), length);
  gmx_table_add(table, spread, x, self->deviation, length);
}

static void run_layer_finalize(GObject *object) {
  GmxRunLayer *self = GMX_RUN_LAYER(object);
  g_clear_object(&self->series);
  g_free(self->deviation);
  G_OBJECT_CLASS(gmx_run_layer_parent_class)->finalize(object);
}

static void gmx_run_layer_class_init(GmxRunLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = run_layer_finalize;
  layer_class->draw = run_layer_draw;
  layer_class->extent = run_layer_extent;
  layer_class->draw_sample = run_layer_draw_sample;
  layer_class->sample_width = run_layer_sample_width;
  layer_class->read = run_layer_read;
  layer_class->seek = run_layer_seek;
  layer_class->heading = run_layer_heading;
  layer_class->describe = run_layer_describe;
  layer_class->copy = run_layer_copy;
}

static void gmx_run_layer_init(GmxRunLayer *self) {
  self->series = gmx_series_new("mean");
}

GmxRunLayer *gmx_run_layer_new(void) {
  return g_object_new(GMX_TYPE_RUN_LAYER, NULL);
}

void gmx_run_layer_set_curve(GmxRunLayer *self, const GmxRunCurve *curve, GmxAlign align) {
  const GmxSeriesSpread *spread = curve->spread;
  g_free(self->deviation);
  self->deviation = g_memdup2(spread->deviation, sizeof(double) * (gsize)spread->count);
  self->style = curve->style;
  self->align = align;
  gmx_series_clear(self->series);
  gmx_series_append_many(self->series, spread->x, spread->mean, (gsize)spread->count);
  gmx_layer_set_name(GMX_LAYER(self), curve->name, NULL);
  gmx_layer_changed(GMX_LAYER(self));
}
