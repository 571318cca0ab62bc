/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an example changed sides, as ticks at the foot of a chart. */
#include "ui/samples/crossing-layer.h"

#include "ui/chart/plot.h"
#include "ui/samples/sample-path.h"

#include <math.h>

#define TICK 9.0

struct _GmxCrossingLayer {
  GmxLayer parent_instance;

  GArray *path; /* GmxPathPoint */
};

G_DEFINE_FINAL_TYPE(GmxCrossingLayer, gmx_crossing_layer, GMX_TYPE_LAYER)

/* Midway between the two epochs: that is when it happened. */
static void crossing_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GArray *path = GMX_CROSSING_LAYER(layer)->path;
  double foot = plot->top + plot->height;
  cairo_save(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, "gmx_event", 1);
  cairo_set_line_width(plot->cr, 2);
  for (guint i = 1; path && i < path->len; i++) {
    const GmxPathPoint *point = &g_array_index(path, GmxPathPoint, i);
    if (!point->crossed)
      continue;
    double x = round(gmx_plot_x(plot, (point[-1].epoch + point->epoch) / 2.0));
    cairo_move_to(plot->cr, x, foot);
    cairo_line_to(plot->cr, x, foot - TICK);
    cairo_stroke(plot->cr);
  }
  cairo_restore(plot->cr);
}

static void crossing_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                       double x, double y) {
  gmx_palette_set_source(palette, cr, "gmx_event", 1);
  cairo_rectangle(cr, x - 1, y - TICK / 2, 2, TICK);
  cairo_fill(cr);
}

static double crossing_layer_sample_width(GmxLayer *layer) {
  return 3;
}

static void crossing_layer_finalize(GObject *object) {
  g_clear_pointer(&GMX_CROSSING_LAYER(object)->path, g_array_unref);
  G_OBJECT_CLASS(gmx_crossing_layer_parent_class)->finalize(object);
}

static void gmx_crossing_layer_class_init(GmxCrossingLayerClass *class) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = crossing_layer_finalize;
  layer_class->draw = crossing_layer_draw;
  layer_class->draw_sample = crossing_layer_draw_sample;
  layer_class->sample_width = crossing_layer_sample_width;
}

static void gmx_crossing_layer_init(GmxCrossingLayer *self) {
}

GmxCrossingLayer *gmx_crossing_layer_new(void) {
  return g_object_new(GMX_TYPE_CROSSING_LAYER, NULL);
}

void gmx_crossing_layer_set_path(GmxCrossingLayer *self, GArray *path) {
  g_array_ref(path);
  g_clear_pointer(&self->path, g_array_unref);
  self->path = path;
  gmx_layer_changed(GMX_LAYER(self));
}
