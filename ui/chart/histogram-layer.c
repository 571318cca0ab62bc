/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars on both sides of the cut, the cut's line and words, and what lies beyond the edges. */
#include "ui/chart/histogram-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/histogram-key.h"
#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

#define BINS 34

struct _GmxHistogramLayer {
  GmxLayer parent_instance;
  GmxHistogram *histogram; /* NULL: nothing to show */
  gboolean has_cut;
  char *note;
  GmxLayer *flat_key, *sharp_key;
  GArray *low, *flat, *sharp; /* double: the table's columns */
};

G_DEFINE_FINAL_TYPE(GmxHistogramLayer, gmx_histogram_layer, GMX_TYPE_LAYER)

static int bin_count(const GmxHistogram *bins) {
  return bins->flat_bins + bins->sharp_bins;
}

/* Bins from the lowest up: their low end, side and count. */
static double bin_at(const GmxHistogram *bins, int index, gboolean *sharp, int *count) {
  *sharp = index >= bins->flat_bins;
  *count = *sharp ? bins->sharp[index - bins->flat_bins] : bins->flat[bins->flat_bins - 1 - index];
  return bins->cut + (index - bins->flat_bins) * bins->width;
}

/* Adds the bars of one side to the path: one pixel free between two, edges on whole pixels. */
static void bar_path(GmxPlot *plot, const GmxHistogram *bins, gboolean side) {
  double pixel = plot->pixel, base = plot->top + plot->height;
  for (int i = 0; i < bin_count(bins); i++) {
    gboolean sharp;
    int count;
    double low = bin_at(bins, i, &sharp, &count);
    if (sharp != side || count == 0)
      continue;
    double left = round(gmx_plot_x(plot, low) / pixel) * pixel;
    double right = round(gmx_plot_x(plot, low + bins->width) / pixel) * pixel;
    double top = round(gmx_plot_y(plot, count) / pixel) * pixel;
    cairo_rectangle(plot->cr, left, top, MAX(right - left - pixel, pixel), base - top);
  }
}

/* Hatching at 45 degrees over the present path, which becomes the clip. */
static void hatch(GmxPlot *plot) {
  cairo_t *cr = plot->cr;
  double bottom = plot->top + plot->height;
  cairo_save(cr);
  cairo_clip(cr);
  for (double x = plot->left - plot->height; x < plot->left + plot->width; x += 5.0) {
    cairo_move_to(cr, x, bottom);
    cairo_line_to(cr, x + plot->height, plot->top);
  }
  gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 0.45);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
  cairo_restore(cr);
}

static void draw_cut(GmxHistogramLayer *self, GmxPlot *plot) {
  static const double dashes[] = {4.0, 3.0};
  cairo_t *cr = plot->cr;
  double x = gmx_plot_crisp(plot, gmx_plot_x(plot, self->histogram->cut) - 0.5 * plot->pixel);
  gmx_palette_set_source(plot->palette, cr, GMX_INK, 1.0);
  cairo_set_line_width(cr, 1.4);
  cairo_set_dash(cr, dashes, 2, 0.0);
  cairo_move_to(cr, x, plot->top);
  cairo_line_to(cr, x, plot->top + plot->height);
  cairo_stroke(cr);
}

static void gmx_histogram_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxHistogramLayer *self = GMX_HISTOGRAM_LAYER(layer);
  cairo_t *cr = plot->cr;
  if (self->histogram == NULL)
    return;
  cairo_save(cr);
  bar_path(plot, self->histogram, FALSE);
  gmx_palette_set_source(plot->palette, cr, "gmx_flat", 1.0);
  cairo_fill(cr);
  bar_path(plot, self->histogram, TRUE);
  gmx_palette_set_source(plot->palette, cr, self->has_cut ? "gmx_sharp" : "gmx_measure", 1.0);
  cairo_fill_preserve(cr);
  if (self->has_cut) {
    hatch(plot);
    cairo_new_path(cr);
    draw_cut(self, plot);
  }
  cairo_new_path(cr);
  cairo_restore(cr);
}

/* The cut's value and note, right of the line or, where that is too narrow, left of it. */
static void draw_cut_label(GmxHistogramLayer *self, GmxPlot *plot) {
  double place = gmx_axis_place(plot->x, self->histogram->cut);
  if (!self->has_cut || place < 0.0 || place > 1.0)
    return;
  g_autofree char *number =
      gmx_format_measure(self->histogram->cut, gmx_layer_get_decimals(GMX_LAYER(self)));
  g_autofree char *text = g_strdup_printf(_("cut %s"), number);
  const char *note = self->note != NULL ? self->note : "";
  g_autoptr(PangoLayout) head = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, TRUE);
  g_autoptr(PangoLayout) below = gmx_plot_layout(plot, note, GMX_TEXT_PLAIN, FALSE);
  int width, height, width_below, height_below;
  pango_layout_get_pixel_size(head, &width, &height);
  pango_layout_get_pixel_size(below, &width_below, &height_below);
  double x = gmx_plot_x(plot, self->histogram->cut), widest = MAX(width, width_below);
  gboolean right = x + 6.0 + widest <= plot->room_right;
  double y = plot->top - 2.0;
  gmx_plot_take(plot, right ? x + 6.0 : x - 6.0 - widest, y, widest, height + height_below);
  gmx_plot_draw_text(plot, below, right ? x + 6.0 : x - 6.0 - width_below, y + height, GMX_INK,
                     GMX_DIM);
  gmx_plot_draw_text(plot, head, right ? x + 6.0 : x - 6.0 - width, y, GMX_INK, 1.0);
}

/* "3 above" at the edge, over the base line. */
static void draw_beyond(GmxPlot *plot, int count, const char *what, const char *color,
                        gboolean right) {
  if (count == 0)
    return;
  g_autofree char *text = g_strdup_printf("%d %s", count, what);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  double x = right ? plot->left + plot->width - width : plot->left + 4.0;
  double y = plot->top + plot->height - height - 12.0;
  while (y > plot->top && !gmx_plot_take(plot, x, y, width, height))
    y -= height;
  gmx_plot_draw_text(plot, layout, x, y, color, 1.0);
}

static void gmx_histogram_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxHistogramLayer *self = GMX_HISTOGRAM_LAYER(layer);
  if (self->histogram == NULL)
    return;
  draw_cut_label(self, plot);
  draw_beyond(plot, self->histogram->above, _("above"), "gmx_sharp_text", TRUE);
  draw_beyond(plot, self->histogram->below, _("below"), "gmx_flat_text", FALSE);
  draw_beyond(plot, self->histogram->not_finite, _("not finite"), "gmx_error", TRUE);
}

/* How high the axis must reach for the cut's label to stand over the bars beside it. The label
 * takes about two fifths of the width and a quarter of the height. */
static double label_room(const GmxHistogram *bins) {
  int beside = (int)ceil(0.4 * (bins->high - bins->low) / bins->width), tallest = 0;
  for (int i = 0; i < MIN(beside, bins->sharp_bins); i++)
    tallest = MAX(tallest, bins->sharp[i]);
  return 1.3 * tallest;
}

static void gmx_histogram_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis,
                                       GmxExtent *x, GmxExtent *y) {
  const GmxHistogram *bins = GMX_HISTOGRAM_LAYER(layer)->histogram;
  if (bins == NULL || bin_count(bins) == 0)
    return;
  gmx_extent_add(x, bins->low);
  gmx_extent_add(x, bins->high);
  gmx_extent_add(y, 0.0);
  gmx_extent_add(y, bins->tallest);
  if (GMX_HISTOGRAM_LAYER(layer)->has_cut)
    gmx_extent_add(y, label_room(bins));
}

static int bin_index(const GmxHistogram *bins, double x) {
  return (int)CLAMP(floor((x - bins->low) / bins->width), 0.0, bin_count(bins) - 1.0);
}

static gboolean gmx_histogram_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x,
                                         GmxReading *reading) {
  GmxHistogramLayer *self = GMX_HISTOGRAM_LAYER(layer);
  gboolean sharp;
  int count;
  if (self->histogram == NULL || bin_count(self->histogram) == 0)
    return FALSE;
  bin_at(self->histogram, bin_index(self->histogram, x), &sharp, &count);
  reading->x = x;
  reading->y = NAN;
  reading->layer = sharp ? self->sharp_key : self->flat_key;
  reading->name = g_strdup(!self->has_cut ? _("examples") : sharp ? _("sharp") : _("flat"));
  reading->value = gmx_format_number(count, 0);
  return TRUE;
}

static char *gmx_histogram_layer_heading(GmxLayer *layer, GmxAxis *x_axis, double x) {
  const GmxHistogram *bins = GMX_HISTOGRAM_LAYER(layer)->histogram;
  gboolean sharp;
  int count;
  if (bins == NULL || bin_count(bins) == 0)
    return NULL;
  double low = bin_at(bins, bin_index(bins, x), &sharp, &count);
  g_autofree char *from = gmx_format_measure(low, 4);
  g_autofree char *to = gmx_format_measure(low + bins->width, 4);
  return g_strdup_printf(_("%s to %s"), from, to);
}

static gboolean gmx_histogram_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  const GmxHistogram *bins = GMX_HISTOGRAM_LAYER(layer)->histogram;
  if (bins == NULL || bin_count(bins) == 0)
    return FALSE;
  int index = bin_index(bins, isfinite(x) ? x : bins->cut) + direction;
  if (index < 0 || index >= bin_count(bins))
    return FALSE;
  *found = bins->low + (index + 0.5) * bins->width;
  return TRUE;
}

static char *gmx_histogram_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxHistogramLayer *self = GMX_HISTOGRAM_LAYER(layer);
  const GmxHistogram *bins = self->histogram;
  if (bins == NULL)
    return g_strdup(_("no values yet"));
  g_autofree char *low = gmx_format_measure(bins->low, 3);
  g_autofree char *high = gmx_format_measure(bins->high, 3);
  g_autofree char *cut = gmx_format_measure(bins->cut, 3);
  if (!self->has_cut)
    return g_strdup_printf(_("%d examples from %s to %s"), bins->flat_total, low, high);
  return g_strdup_printf(_("%d flat and %d sharp examples from %s to %s, cut at %s, %d above, "
                           "%d below, %d not finite"),
                         bins->flat_total, bins->sharp_total, low, high, cut, bins->above,
                         bins->below, bins->not_finite);
}

static void gmx_histogram_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxHistogramLayer *self = GMX_HISTOGRAM_LAYER(layer);
  const double *low = (const double *)self->low->data;
  gmx_table_add(table, "flat", low, (const double *)self->flat->data, self->low->len);
  gmx_table_add(table, "sharp", low, (const double *)self->sharp->data, self->low->len);
}

static void fill_columns(GmxHistogramLayer *self) {
  g_array_set_size(self->low, 0);
  g_array_set_size(self->flat, 0);
  g_array_set_size(self->sharp, 0);
  for (int i = 0; self->histogram != NULL && i < bin_count(self->histogram); i++) {
    gboolean is_sharp;
    int count;
    double low = bin_at(self->histogram, i, &is_sharp, &count);
    double flat = is_sharp ? 0.0 : count, sharp = is_sharp ? count : 0.0;
    g_array_append_val(self->low, low);
    g_array_append_val(self->flat, flat);
    g_array_append_val(self->sharp, sharp);
  }
}

static void take_histogram(GmxHistogramLayer *self, GmxHistogram *histogram) {
  g_clear_pointer(&self->histogram, gmx_histogram_free);
  self->histogram = histogram;
  fill_columns(self);
  gmx_histogram_key_set_count(self->flat_key, histogram != NULL ? histogram->flat_total : -1);
  gmx_histogram_key_set_count(self->sharp_key, histogram != NULL ? histogram->sharp_total : -1);
  gmx_layer_changed(GMX_LAYER(self));
}

void gmx_histogram_layer_set_values(GmxHistogramLayer *self, const float *values,
                                    const guint8 *sharp, int count, double cut, const char *note) {
  g_return_if_fail(GMX_IS_HISTOGRAM_LAYER(self) && count >= 0);
  g_free(self->note);
  self->note = g_strdup(note);
  self->has_cut = isfinite(cut);
  take_histogram(self, gmx_histogram_new(values, sharp, count, cut, BINS));
}

void gmx_histogram_layer_clear(GmxHistogramLayer *self) {
  g_return_if_fail(GMX_IS_HISTOGRAM_LAYER(self));
  take_histogram(self, NULL);
}

GmxLayer *gmx_histogram_layer_get_flat_key(GmxHistogramLayer *self) {
  return self->flat_key;
}

GmxLayer *gmx_histogram_layer_get_sharp_key(GmxHistogramLayer *self) {
  return self->sharp_key;
}

static void gmx_histogram_layer_finalize(GObject *object) {
  GmxHistogramLayer *self = GMX_HISTOGRAM_LAYER(object);
  g_clear_pointer(&self->histogram, gmx_histogram_free);
  g_clear_object(&self->flat_key);
  g_clear_object(&self->sharp_key);
  g_array_unref(self->low);
  g_array_unref(self->flat);
  g_array_unref(self->sharp);
  g_free(self->note);
  G_OBJECT_CLASS(gmx_histogram_layer_parent_class)->finalize(object);
}

static void gmx_histogram_layer_class_init(GmxHistogramLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = gmx_histogram_layer_finalize;
  layer_class->draw = gmx_histogram_layer_draw;
  layer_class->draw_text = gmx_histogram_layer_draw_text;
  layer_class->extent = gmx_histogram_layer_extent;
  layer_class->read = gmx_histogram_layer_read;
  layer_class->heading = gmx_histogram_layer_heading;
  layer_class->seek = gmx_histogram_layer_seek;
  layer_class->describe = gmx_histogram_layer_describe;
  layer_class->copy = gmx_histogram_layer_copy;
}

static void gmx_histogram_layer_init(GmxHistogramLayer *self) {
  self->low = g_array_new(FALSE, FALSE, sizeof(double));
  self->flat = g_array_new(FALSE, FALSE, sizeof(double));
  self->sharp = g_array_new(FALSE, FALSE, sizeof(double));
  self->flat_key = gmx_histogram_key_new(_("flat"), "gmx_flat", GMX_MARKER_CIRCLE);
  self->sharp_key = gmx_histogram_key_new(_("sharp"), "gmx_sharp", GMX_MARKER_TRIANGLE);
  gmx_layer_set_decimals(GMX_LAYER(self), 3);
}

GmxHistogramLayer *gmx_histogram_layer_new(void) {
  return g_object_new(GMX_TYPE_HISTOGRAM_LAYER, NULL);
}
