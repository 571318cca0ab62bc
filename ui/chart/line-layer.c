/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A series as a layer: what it spans, its newest value, its value at the hair line, its words. */
#include "ui/chart/line-layer.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/line-draw.h"
#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

/* Heights of the long curves beyond which a few values are far, and so far that they are lost. */
#define APART 3.0
#define FAR_APART 100.0

struct _GmxLineLayer {
  GmxLayer parent_instance;
  GmxSeries *series;
  gulong changed_id;
  GmxLineStyle style;
};

G_DEFINE_FINAL_TYPE(GmxLineLayer, gmx_line_layer, GMX_TYPE_LAYER)

GmxLineStyle gmx_line_style_default(const char *color) {
  return (GmxLineStyle){.color = color, .raw_alpha = 0.45, .width = 2.0};
}

/* Whether each single value is drawn, or only their mean. */
static gboolean raw_drawn(GmxLineLayer *self) {
  return self->style.raw_color != NULL || !gmx_series_is_smoothed(self->series);
}

static void gmx_line_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxLineLayer *self = GMX_LINE_LAYER(layer);
  if (gmx_series_get_length(self->series) == 0)
    return;
  gmx_line_draw_raw(plot, self->series, &self->style);
  gmx_line_draw_line(plot, self->series, &self->style);
  gmx_line_draw_markers(plot, self->series, &self->style);
  gmx_line_draw_not_finite(plot, self->series);
}

static void gmx_line_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxLineLayer *self = GMX_LINE_LAYER(layer);
  if (gmx_series_get_length(self->series) > 0)
    gmx_line_draw_notes(plot, self->series, raw_drawn(self),
                        plot->several ? gmx_layer_get_short_name(layer) : NULL, self->style.color);
}

/* Only what is drawn counts: without raw columns the smoothed line alone spans the axis. */
static void gmx_line_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                                  GmxExtent *y) {
  GmxSeries *series = GMX_LINE_LAYER(layer)->series;
  gsize length = gmx_series_get_length(series);
  GmxSpan span;
  if (length == 0)
    return;
  const double *xs = gmx_series_get_x(series);
  gmx_extent_add(x, xs[0]);
  gmx_extent_add(x, xs[length - 1]);
  gsize first_positive = gmx_series_find(series, DBL_TRUE_MIN);
  if (first_positive < length)
    gmx_extent_add(x, xs[first_positive]);
  if (y_axis == NULL)
    return;
  gmx_series_span(series, !raw_drawn(GMX_LINE_LAYER(layer)), 0, length, &span);
  double low, high;
  if (!gmx_axis_get_outliers(y_axis) && gmx_series_ordinary(series, &low, &high)) {
    span.low = fmax(span.low, low);
    span.high = fmin(span.high, high);
  }
  if (span.low <= span.high) {
    gmx_extent_add(y, span.low);
    gmx_extent_add(y, span.high);
  }
  y->positive = fmin(y->positive, gmx_series_least_positive(series));
}

void gmx_line_layer_bound(GmxLineLayer *self, const GmxExtent *others, GmxExtent *extent) {
  double height = others->high - others->low;
  double low = others->low - APART * height, high = others->high + APART * height;
  const double *y = gmx_series_get_y(self->series);
  gsize length = gmx_series_get_length(self->series), outside = 0, finite = 0;
  GmxExtent inside = {.low = INFINITY, .high = -INFINITY, .positive = extent->positive};
  for (gsize i = 0; i < length; i++) {
    finite += isfinite(y[i]);
    if (y[i] >= low && y[i] <= high)
      gmx_extent_add(&inside, y[i]);
    else
      outside += isfinite(y[i]);
  }
  gboolean reachable = extent->high <= others->high + FAR_APART * height &&
                       extent->low >= others->low - FAR_APART * height;
  if (outside > 0 && height > 0.0 && !(reachable && 2 * outside > finite))
    *extent = inside;
}

static void gmx_line_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                       double x, double y) {
  const GmxLineStyle *style = &GMX_LINE_LAYER(layer)->style;
  int dashes = 0;
  while (dashes < 4 && style->dash[dashes] > 0.0)
    dashes++;
  cairo_save(cr);
  gmx_palette_set_source(palette, cr, style->color, 1.0);
  if (style->width > 0.0) {
    cairo_set_line_width(cr, style->width);
    cairo_set_dash(cr, style->dash, dashes, 0.0);
    cairo_move_to(cr, x - 10.0, y);
    cairo_line_to(cr, x + 10.0, y);
    cairo_stroke(cr);
  }
  cairo_set_dash(cr, NULL, 0, 0.0);
  gmx_marker_path(cr, style->marker, x, y, 6.0);
  if (style->marker == GMX_MARKER_DIAMOND) {
    gmx_palette_set_source(palette, cr, GMX_PAPER, 1.0);
    cairo_fill_preserve(cr);
  }
  gmx_palette_set_source(palette, cr, style->color, 1.0);
  cairo_set_line_width(cr, 1.4);
  if (gmx_marker_is_open(style->marker))
    cairo_stroke(cr);
  else
    cairo_fill(cr);
  cairo_restore(cr);
}

static double gmx_line_layer_sample_width(GmxLayer *layer) {
  return GMX_LINE_LAYER(layer)->style.width > 0.0 ? 20.0 : 8.0;
}

/* "80.9 %": in the units of the axis. @decimals < 0: exact. */
static char *value_text(GmxAxis *axis, double value, int decimals) {
  double factor = axis != NULL ? gmx_axis_get_factor(axis) : 1.0;
  const char *unit = axis != NULL ? gmx_axis_get_unit(axis) : NULL;
  g_autofree char *number = decimals < 0 ? gmx_format_exact(value * factor)
                                         : gmx_format_measure(value * factor, decimals);
  if (unit == NULL || !isfinite(value))
    return g_steal_pointer(&number);
  return g_strdup_printf("%s\u2009%s", number, unit);
}

static char *gmx_line_layer_newest(GmxLayer *layer, GmxAxis *y_axis, gboolean *alarm) {
  GmxSeries *series = GMX_LINE_LAYER(layer)->series;
  gsize length = gmx_series_get_length(series);
  if (length == 0)
    return NULL;
  double value = gmx_series_get_smooth(series)[length - 1];
  double raw = gmx_series_get_y(series)[length - 1];
  *alarm = !isfinite(raw);
  return value_text(y_axis, *alarm ? raw : value, gmx_layer_get_decimals(layer));
}

char *gmx_line_layer_last_finite(GmxLineLayer *self, GmxAxis *y_axis) {
  const double *y = gmx_series_get_smooth(self->series);
  for (gsize i = gmx_series_get_length(self->series); i-- > 0;)
    if (isfinite(y[i]))
      return value_text(y_axis, y[i], gmx_layer_get_decimals(GMX_LAYER(self)));
  return NULL;
}

static gboolean gmx_line_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x,
                                    GmxReading *reading) {
  GmxSeries *series = GMX_LINE_LAYER(layer)->series;
  gsize index = gmx_series_nearest(series, x);
  if (index == G_MAXSIZE)
    return FALSE;
  double smooth = gmx_series_get_smooth(series)[index];
  const char *name = gmx_layer_get_short_name(layer);
  if (name == NULL)
    name = gmx_series_get_name(series);
  reading->x = gmx_series_get_x(series)[index];
  reading->y = smooth;
  reading->color = GMX_LINE_LAYER(layer)->style.color;
  reading->value = value_text(y_axis, gmx_series_get_y(series)[index], -1);
  if (reading->x != x) {
    g_autofree char *at = gmx_format_exact(reading->x);
    reading->name = g_strdup_printf(_("%s at %s"), name, at);
  } else {
    reading->name = g_strdup(name);
    if (gmx_series_is_smoothed(series) && isfinite(smooth))
      reading->smoothed = value_text(y_axis, smooth, gmx_layer_get_decimals(layer) + 2);
  }
  return TRUE;
}

static gboolean gmx_line_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  GmxSeries *series = GMX_LINE_LAYER(layer)->series;
  const double *xs = gmx_series_get_x(series);
  gsize length = gmx_series_get_length(series), index;
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
  *found = xs[index];
  return TRUE;
}

/* Which way the last tenth of the curve went, measured by the whole curve's height. */
static const char *trend(GmxSeries *series, double low, double high) {
  gsize length = gmx_series_get_length(series);
  const double *y = gmx_series_get_smooth(series);
  double change = y[length - 1] - y[length - 1 - length / 10];
  if (length < 3 || !isfinite(change))
    return NULL;
  if (fabs(change) <= 0.02 * (high - low))
    return _("steady");
  return change < 0.0 ? _("falling") : _("rising");
}

static char *gmx_line_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxSeries *series = GMX_LINE_LAYER(layer)->series;
  const char *name = gmx_layer_get_name(layer);
  int decimals = gmx_layer_get_decimals(layer);
  gboolean alarm;
  GmxSpan span;
  g_autofree char *newest = gmx_line_layer_newest(layer, y_axis, &alarm);
  GString *out = g_string_new(name != NULL ? name : gmx_series_get_name(series));
  if (newest == NULL) {
    g_string_append(out, _(": no values yet"));
    return g_string_free(out, FALSE);
  }
  g_string_append_printf(out, " %s", newest);
  gmx_series_span(series, FALSE, 0, gmx_series_get_length(series), &span);
  if (span.low <= span.high) {
    const char *way = trend(series, span.low, span.high);
    g_autofree char *low = value_text(y_axis, span.low, decimals);
    g_autofree char *high = value_text(y_axis, span.high, decimals);
    if (way != NULL)
      g_string_append_printf(out, ", %s", way);
    g_string_append_printf(out, _(", lowest %s, highest %s"), low, high);
  }
  if (span.not_finite > 0)
    g_string_append_printf(out, _(", %" G_GSIZE_FORMAT " not finite"), span.not_finite);
  return g_string_free(out, FALSE);
}

static void gmx_line_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxSeries *series = GMX_LINE_LAYER(layer)->series;
  const double *x = gmx_series_get_x(series);
  gsize length = gmx_series_get_length(series);
  const char *name = gmx_series_get_name(series);
  gmx_table_add(table, name, x, gmx_series_get_y(series), length);
  if (!gmx_series_is_smoothed(series))
    return;
  g_autofree char *smooth = g_strconcat(name, "_smoothed", NULL);
  gmx_table_add(table, smooth, x, gmx_series_get_smooth(series), length);
}

GmxLineLayer *gmx_line_layer_new(GmxSeries *series, const GmxLineStyle *style) {
  GmxLineLayer *self = g_object_new(GMX_TYPE_LINE_LAYER, NULL);
  self->series = g_object_ref(series);
  self->style = *style;
  self->changed_id =
      g_signal_connect_swapped(series, "changed", G_CALLBACK(gmx_layer_changed), self);
  return self;
}

GmxSeries *gmx_line_layer_get_series(GmxLineLayer *self) {
  return self->series;
}

void gmx_line_layer_set_style(GmxLineLayer *self, const GmxLineStyle *style) {
  g_return_if_fail(GMX_IS_LINE_LAYER(self));
  self->style = *style;
  gmx_layer_changed(GMX_LAYER(self));
}

static void gmx_line_layer_dispose(GObject *object) {
  GmxLineLayer *self = GMX_LINE_LAYER(object);
  if (self->series != NULL)
    g_clear_signal_handler(&self->changed_id, self->series);
  g_clear_object(&self->series);
  G_OBJECT_CLASS(gmx_line_layer_parent_class)->dispose(object);
}

static void gmx_line_layer_class_init(GmxLineLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = gmx_line_layer_dispose;
  layer_class->draw = gmx_line_layer_draw;
  layer_class->draw_text = gmx_line_layer_draw_text;
  layer_class->extent = gmx_line_layer_extent;
  layer_class->draw_sample = gmx_line_layer_draw_sample;
  layer_class->sample_width = gmx_line_layer_sample_width;
  layer_class->newest = gmx_line_layer_newest;
  layer_class->read = gmx_line_layer_read;
  layer_class->seek = gmx_line_layer_seek;
  layer_class->describe = gmx_line_layer_describe;
  layer_class->copy = gmx_line_layer_copy;
}

static void gmx_line_layer_init(GmxLineLayer *self) {
}
