/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "● flat 64": what the legend shows for one side of the histogram. */
#include "ui/chart/histogram-key.h"

#include "ui/chart/ticks.h"

struct _GmxHistogramKey {
  GmxLayer parent_instance;
  const char *color;
  GmxMarker marker;
  int count;
};

G_DEFINE_FINAL_TYPE(GmxHistogramKey, gmx_histogram_key, GMX_TYPE_LAYER)

static void gmx_histogram_key_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                          double x, double y) {
  GmxHistogramKey *self = GMX_HISTOGRAM_KEY(layer);
  gmx_palette_set_source(palette, cr, self->color, 1.0);
  gmx_marker_path(cr, self->marker, x, y, 7.5);
  cairo_fill(cr);
}

static double gmx_histogram_key_sample_width(GmxLayer *layer) {
  return 9.0;
}

static char *gmx_histogram_key_newest(GmxLayer *layer, GmxAxis *y_axis, gboolean *alarm) {
  GmxHistogramKey *self = GMX_HISTOGRAM_KEY(layer);
  return self->count >= 0 ? gmx_format_number(self->count, 0) : NULL;
}

static void gmx_histogram_key_class_init(GmxHistogramKeyClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  layer_class->draw_sample = gmx_histogram_key_draw_sample;
  layer_class->sample_width = gmx_histogram_key_sample_width;
  layer_class->newest = gmx_histogram_key_newest;
}

static void gmx_histogram_key_init(GmxHistogramKey *self) {
  self->count = -1;
}

GmxLayer *gmx_histogram_key_new(const char *name, const char *color, GmxMarker marker) {
  GmxHistogramKey *self = g_object_new(GMX_TYPE_HISTOGRAM_KEY, NULL);
  self->color = color;
  self->marker = marker;
  gmx_layer_set_name(GMX_LAYER(self), name, NULL);
  return GMX_LAYER(self);
}

void gmx_histogram_key_set_count(GmxLayer *key, int count) {
  GMX_HISTOGRAM_KEY(key)->count = count;
  gmx_layer_changed(key);
}
