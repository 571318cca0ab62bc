/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live changes and the stop, as marks on the x axis with labels that find their own room. */
#include "ui/chart/event-layer.h"

#include <math.h>

#include "ui/chart/marker.h"
#include "ui/chart/plot.h"

/* Lines of labels that are tried below each other. */
#define LABEL_LINES 4

typedef struct {
  double x;
  char *label;
} Event;

struct _GmxEventLayer {
  GmxLayer parent_instance;
  gboolean labels;
  GArray *events; /* Event, by rising x */
  double stop;
  char *stop_label;
};

G_DEFINE_FINAL_TYPE(GmxEventLayer, gmx_event_layer, GMX_TYPE_LAYER)

static void event_clear(gpointer event) {
  g_free(((Event *)event)->label);
}

static gboolean in_view(const GmxPlot *plot, double x) {
  double place = gmx_axis_place(plot->x, x);
  return place >= 0.0 && place <= 1.0;
}

/* One mark a pixel column: a slider that is drawn along leaves hundreds of them. */
static void draw_events(GmxEventLayer *self, GmxPlot *plot) {
  static const double dots[] = {1.0, 2.0};
  cairo_t *cr = plot->cr;
  double last = NAN;
  gmx_palette_set_source(plot->palette, cr, "gmx_event", 1.0);
  cairo_set_line_width(cr, 1.0);
  cairo_set_dash(cr, dots, 2, 0.0);
  for (guint i = 0; i < self->events->len; i++) {
    double value = g_array_index(self->events, Event, i).x;
    double x = gmx_plot_crisp(plot, gmx_plot_x(plot, value));
    if (!in_view(plot, value) || x == last)
      continue;
    last = x;
    cairo_move_to(cr, x, plot->top);
    cairo_line_to(cr, x, plot->top + plot->height);
    cairo_stroke(cr);
    cairo_move_to(cr, x - 4.0, plot->top);
    cairo_line_to(cr, x + 4.0, plot->top);
    cairo_line_to(cr, x, plot->top + 6.0);
    cairo_fill(cr);
  }
}

static void draw_stop(GmxEventLayer *self, GmxPlot *plot) {
  cairo_t *cr = plot->cr;
  double x = gmx_plot_crisp(plot, gmx_plot_x(plot, self->stop));
  gmx_palette_set_source(plot->palette, cr, "gmx_error", 1.0);
  cairo_set_dash(cr, NULL, 0, 0.0);
  cairo_set_line_width(cr, 1.5);
  cairo_move_to(cr, x, plot->top);
  cairo_line_to(cr, x, plot->top + plot->height);
  cairo_stroke(cr);
  cairo_set_line_width(cr, 2.0);
  gmx_marker_path(cr, GMX_MARKER_CROSS, x, plot->top + 5.0, 8.0);
  cairo_stroke(cr);
}

static void gmx_event_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  cairo_save(plot->cr);
  draw_events(self, plot);
  if (in_view(plot, self->stop))
    draw_stop(self, plot);
  cairo_restore(plot->cr);
}

/* Beside the mark at @x: right, else left, else a line lower. Nothing where all is taken. */
static void place_label(GmxPlot *plot, double x, const char *text, const char *color,
                        gboolean bold) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, bold);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  for (int line = 0; line < LABEL_LINES; line++) {
    double y = plot->top + line * (height + 1.0) - 3.0;
    for (int side = 0; side < 2; side++) {
      double left = side == 0 ? x + 7.0 : x - 7.0 - width;
      if (!gmx_plot_take(plot, left, y, width, height))
        continue;
      gmx_plot_draw_text(plot, layout, left, y, color, 1.0);
      return;
    }
  }
}

static void gmx_event_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  /* Nothing else is written over the stop. */
  if (in_view(plot, self->stop))
    gmx_plot_take(plot, gmx_plot_x(plot, self->stop) - 5.0, plot->top, 10.0, plot->height);
  if (!self->labels)
    return;
  if (in_view(plot, self->stop) && self->stop_label != NULL)
    place_label(plot, gmx_plot_x(plot, self->stop), self->stop_label, "gmx_error", TRUE);
  /* The newest first: it is the one that is looked for. */
  for (guint i = self->events->len; i-- > 0;) {
    const Event *event = &g_array_index(self->events, Event, i);
    if (in_view(plot, event->x))
      place_label(plot, gmx_plot_x(plot, event->x), event->label, "gmx_event", FALSE);
  }
}

static void gmx_event_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                                   GmxExtent *y) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  for (guint i = 0; i < self->events->len; i++)
    gmx_extent_add(x, g_array_index(self->events, Event, i).x);
  gmx_extent_add(x, self->stop);
}

static gboolean gmx_event_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x,
                                     GmxReading *reading) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  GString *labels = g_string_new(NULL);
  for (guint i = 0; i < self->events->len; i++) {
    const Event *event = &g_array_index(self->events, Event, i);
    if (event->x == x)
      g_string_append_printf(labels, "%s%s", labels->len > 0 ? ", " : "", event->label);
  }
  if (self->stop == x && self->stop_label != NULL)
    g_string_append_printf(labels, "%s%s", labels->len > 0 ? ", " : "", self->stop_label);
  reading->x = x;
  reading->y = NAN;
  reading->name = g_string_free(labels, FALSE);
  return reading->name[0] != '\0';
}

/* Only the nearest: the keys walk from point to point of the curves. */
static gboolean gmx_event_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  *found = self->stop;
  for (guint i = 0; i < self->events->len; i++) {
    double place = g_array_index(self->events, Event, i).x;
    if (!(fabs(*found - x) <= fabs(place - x)))
      *found = place;
  }
  return direction == 0 && !isnan(*found);
}

static void gmx_event_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                        double x, double y) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  gboolean stopped = self->events->len == 0 && !isnan(self->stop);
  gmx_palette_set_source(palette, cr, stopped ? "gmx_error" : "gmx_event", 1.0);
  cairo_move_to(cr, x - 4.0, y - 3.0);
  cairo_line_to(cr, x + 4.0, y - 3.0);
  cairo_line_to(cr, x, y + 3.0);
  cairo_fill(cr);
}

static double gmx_event_layer_sample_width(GmxLayer *layer) {
  return 8.0;
}

static char *gmx_event_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxEventLayer *self = GMX_EVENT_LAYER(layer);
  if (!isnan(self->stop))
    return g_strdup(self->stop_label);
  if (!self->labels || self->events->len == 0)
    return NULL;
  return g_strdup(g_array_index(self->events, Event, self->events->len - 1).label);
}

void gmx_event_layer_add(GmxEventLayer *self, double x, const char *label) {
  g_return_if_fail(GMX_IS_EVENT_LAYER(self) && isfinite(x));
  Event event = {x, g_strdup(label != NULL ? label : "")};
  guint place = self->events->len;
  while (place > 0 && g_array_index(self->events, Event, place - 1).x > x)
    place--;
  g_array_insert_val(self->events, place, event);
  gmx_layer_changed(GMX_LAYER(self));
}

void gmx_event_layer_set_stop(GmxEventLayer *self, double x, const char *label) {
  g_return_if_fail(GMX_IS_EVENT_LAYER(self));
  self->stop = isfinite(x) ? x : NAN;
  g_free(self->stop_label);
  self->stop_label = g_strdup(label);
  gmx_layer_changed(GMX_LAYER(self));
}

double gmx_event_layer_find(GmxEventLayer *self, double x) {
  for (guint i = 0; i < self->events->len; i++)
    if (g_array_index(self->events, Event, i).x >= x)
      return g_array_index(self->events, Event, i).x;
  return INFINITY;
}

double gmx_event_layer_get_stop(GmxEventLayer *self) {
  return self->stop;
}

void gmx_event_layer_cut_after(GmxEventLayer *self, double last_x) {
  g_return_if_fail(GMX_IS_EVENT_LAYER(self));
  guint length = self->events->len;
  while (length > 0 && g_array_index(self->events, Event, length - 1).x > last_x)
    length--;
  g_array_set_size(self->events, length);
  gmx_event_layer_set_stop(self, NAN, NULL);
}

void gmx_event_layer_clear(GmxEventLayer *self) {
  gmx_event_layer_cut_after(self, -INFINITY);
}

static void gmx_event_layer_finalize(GObject *object) {
  GmxEventLayer *self = GMX_EVENT_LAYER(object);
  g_array_unref(self->events);
  g_free(self->stop_label);
  G_OBJECT_CLASS(gmx_event_layer_parent_class)->finalize(object);
}

static void gmx_event_layer_class_init(GmxEventLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = gmx_event_layer_finalize;
  layer_class->draw = gmx_event_layer_draw;
  layer_class->draw_text = gmx_event_layer_draw_text;
  layer_class->extent = gmx_event_layer_extent;
  layer_class->draw_sample = gmx_event_layer_draw_sample;
  layer_class->sample_width = gmx_event_layer_sample_width;
  layer_class->read = gmx_event_layer_read;
  layer_class->seek = gmx_event_layer_seek;
  layer_class->describe = gmx_event_layer_describe;
}

static void gmx_event_layer_init(GmxEventLayer *self) {
  self->stop = NAN;
  self->events = g_array_new(FALSE, FALSE, sizeof(Event));
  g_array_set_clear_func(self->events, event_clear);
}

GmxEventLayer *gmx_event_layer_new(gboolean labels) {
  GmxEventLayer *self = g_object_new(GMX_TYPE_EVENT_LAYER, NULL);
  self->labels = labels;
  return self;
}
