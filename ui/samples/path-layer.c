/* SPDX-License-Identifier: GPL-3.0-or-later */
/* s_i of one example over the epochs, as a layer of a chart. */
#include "ui/samples/path-layer.h"

#include "ui/chart/marker.h"
#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"
#include "ui/samples/sample-path.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARK 8.0
#define RING 14.0

struct _GmxPathLayer {
  GmxLayer parent_instance;

  GArray *path; /* GmxPathPoint */
  int epoch;
  GArray *columns[3]; /* double: epoch, s, side; what a table borrows */
};

G_DEFINE_FINAL_TYPE(GmxPathLayer, gmx_path_layer, GMX_TYPE_LAYER)

static guint length(GmxPathLayer *self) {
  return self->path ? self->path->len : 0;
}

static const GmxPathPoint *point_at(GmxPathLayer *self, guint i) {
  return &g_array_index(self->path, GmxPathPoint, i);
}

static const char *role(const GmxPathPoint *point) {
  return point->sharp ? "gmx_sharp" : "gmx_flat";
}

static void draw_line(GmxPathLayer *self, GmxPlot *plot) {
  gmx_palette_set_source(plot->palette, plot->cr, "gmx_measure", 0.6);
  cairo_set_line_width(plot->cr, 1.5);
  cairo_new_path(plot->cr);
  for (guint i = 0; i < length(self); i++) {
    const GmxPathPoint *point = point_at(self, i);
    if (isfinite(point->s))
      cairo_line_to(plot->cr, gmx_plot_x(plot, point->epoch), gmx_plot_y(plot, point->s));
    else
      cairo_new_sub_path(plot->cr);
  }
  cairo_stroke(plot->cr);
}

static void draw_marks(GmxPathLayer *self, GmxPlot *plot) {
  for (guint i = 0; i < length(self); i++) {
    const GmxPathPoint *point = point_at(self, i);
    double x = gmx_plot_x(plot, point->epoch), y = gmx_plot_y(plot, point->s);
    if (!isfinite(point->s))
      continue;
    gmx_palette_set_source(plot->palette, plot->cr, role(point), 1);
    cairo_new_path(plot->cr);
    gmx_marker_path(plot->cr, point->sharp ? GMX_MARKER_TRIANGLE : GMX_MARKER_CIRCLE, x, y, MARK);
    cairo_fill(plot->cr);
    if (point->epoch != self->epoch)
      continue;
    gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.7);
    cairo_set_line_width(plot->cr, 1);
    cairo_arc(plot->cr, x, y, RING / 2, 0, 2 * G_PI);
    cairo_stroke(plot->cr);
  }
}

static void path_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxPathLayer *self = GMX_PATH_LAYER(layer);
  cairo_save(plot->cr);
  draw_line(self, plot);
  draw_marks(self, plot);
  cairo_restore(plot->cr);
}

static void path_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                              GmxExtent *y) {
  GmxPathLayer *self = GMX_PATH_LAYER(layer);
  for (guint i = 0; i < length(self); i++) {
    gmx_extent_add(x, point_at(self, i)->epoch + 0.5); /* room for the last mark */
    gmx_extent_add(y, point_at(self, i)->s);
  }
}

/* The point nearest to @x. */
static const GmxPathPoint *nearest(GmxPathLayer *self, double x) {
  const GmxPathPoint *best = NULL;
  for (guint i = 0; i < length(self); i++)
    if (!best || fabs(point_at(self, i)->epoch - x) < fabs(best->epoch - x))
      best = point_at(self, i);
  return best;
}

static gboolean path_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x, GmxReading *reading) {
  const GmxPathPoint *point = nearest(GMX_PATH_LAYER(layer), x);
  *reading = (GmxReading){0};
  if (!point)
    return FALSE;
  const char *side = point->sharp ? _("sharp") : _("flat");
  reading->name = g_strdup(side);
  reading->value = gmx_format_signed(point->s, 3);
  reading->x = point->epoch;
  reading->y = point->s;
  reading->color = role(point);
  reading->layer = layer;
  return TRUE;
}

static gboolean path_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  GmxPathLayer *self = GMX_PATH_LAYER(layer);
  double best = NAN;
  for (guint i = 0; i < length(self); i++) {
    double epoch = point_at(self, i)->epoch;
    if ((direction < 0 && epoch >= x) || (direction > 0 && epoch <= x))
      continue;
    if (!(fabs(best - x) <= fabs(epoch - x)))
      best = epoch;
  }
  *found = best;
  return !isnan(best);
}

static char *path_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxPathLayer *self = GMX_PATH_LAYER(layer);
  if (length(self) == 0)
    return NULL;
  const GmxPathPoint *first = point_at(self, 0), *last = point_at(self, length(self) - 1);
  int crossings = 0;
  for (guint i = 0; i < length(self); i++)
    crossings += point_at(self, i)->crossed;
  g_autofree char *sides = gmx_sample_path_sides(self->path);
  g_autofree char *from = gmx_format_signed(first->s, 3), *to = gmx_format_signed(last->s, 3);
  g_autofree char *changes =
      g_strdup_printf(ngettext("%d change of sides", "%d changes of sides", crossings), crossings);
  return g_strdup_printf(_("s from %s in epoch %d to %s in epoch %d, %s, %s"), from, first->epoch,
                         to, last->epoch, sides, changes);
}

static const double *column(GmxPathLayer *self, int i) {
  return (const double *)(gpointer)self->columns[i]->data;
}

static void path_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxPathLayer *self = GMX_PATH_LAYER(layer);
  gmx_table_add(table, "s", column(self, 0), column(self, 1), length(self));
  gmx_table_add(table, "sharp", column(self, 0), column(self, 2), length(self));
}

void gmx_path_layer_set_path(GmxPathLayer *self, GArray *path, int epoch) {
  g_array_ref(path);
  g_clear_pointer(&self->path, g_array_unref);
  self->path = path;
  self->epoch = epoch;
  for (int i = 0; i < 3; i++)
    g_array_set_size(self->columns[i], 0);
  for (guint i = 0; i < length(self); i++) {
    const GmxPathPoint *point = point_at(self, i);
    const double values[] = {point->epoch, point->s, point->sharp ? 1 : 0};
    for (int c = 0; c < 3; c++)
      g_array_append_val(self->columns[c], values[c]);
  }
  gmx_layer_changed(GMX_LAYER(self));
}

static void path_layer_finalize(GObject *object) {
  GmxPathLayer *self = GMX_PATH_LAYER(object);
  g_clear_pointer(&self->path, g_array_unref);
  for (int i = 0; i < 3; i++)
    g_array_unref(self->columns[i]);
  G_OBJECT_CLASS(gmx_path_layer_parent_class)->finalize(object);
}

static void gmx_path_layer_class_init(GmxPathLayerClass *class) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = path_layer_finalize;
  layer_class->draw = path_layer_draw;
  layer_class->extent = path_layer_extent;
  layer_class->read = path_layer_read;
  layer_class->seek = path_layer_seek;
  layer_class->describe = path_layer_describe;
  layer_class->copy = path_layer_copy;
}

static void gmx_path_layer_init(GmxPathLayer *self) {
  for (int i = 0; i < 3; i++)
    self->columns[i] = g_array_new(FALSE, FALSE, sizeof(double));
}

GmxPathLayer *gmx_path_layer_new(void) {
  return g_object_new(GMX_TYPE_PATH_LAYER, NULL);
}
