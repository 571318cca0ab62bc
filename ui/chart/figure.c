/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figure as an object: lanes, layers, and what they say. The drawing is in figure-draw.c. */
#include "ui/chart/figure-private.h"

#include "ui/chart/axis-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/event-layer.h"
#include "ui/chart/line-layer.h"
#include "ui/chart/ticks.h"

G_DEFINE_FINAL_TYPE(GmxFigure, gmx_figure, G_TYPE_OBJECT)

enum { CHANGED, HAIR_CHANGED, LAYERS_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void axis_changed(GmxFigure *self) {
  g_signal_emit(self, signals[CHANGED], 0);
}

static void hair_changed(GmxFigure *self) {
  g_signal_emit(self, signals[HAIR_CHANGED], 0);
}

static void layer_changed(GmxFigure *self, GmxLayer *layer) {
  self->revision++;
  gmx_axis_data_changed(self->x_axis);
  gmx_axis_data_changed(gmx_figure_get_layer_axis(self, layer));
  g_signal_emit(self, signals[CHANGED], 0);
}

static void layers_changed(GmxFigure *self) {
  g_signal_emit(self, signals[LAYERS_CHANGED], 0);
}

/* Whether @layer's values are too few to tell outliers from the others by themselves. */
static gboolean is_short(GmxLayer *layer) {
  return GMX_IS_LINE_LAYER(layer) &&
         !gmx_series_has_fences(gmx_line_layer_get_series(GMX_LINE_LAYER(layer)));
}

/* What the visible layers in lanes of @axis span: short ones are held against the long ones. */
static void y_extent(GmxFigure *self, GmxAxis *axis, gboolean of_short, GmxExtent *extent) {
  const GmxExtent others = *extent;
  for (guint i = 0; i < self->entries->len; i++) {
    const GmxEntry *entry = &g_array_index(self->entries, GmxEntry, i);
    GmxExtent x = GMX_EXTENT_NONE, y = GMX_EXTENT_NONE;
    if (!gmx_layer_get_visible(entry->layer) || entry->lane == GMX_CHART_ALL_LANES ||
        gmx_figure_lane(self, entry->lane)->axis != axis || is_short(entry->layer) != of_short)
      continue;
    gmx_layer_extent(entry->layer, self->x_axis, axis, &x, &y);
    if (of_short && !gmx_axis_get_outliers(axis) && others.low <= others.high)
      gmx_line_layer_bound(GMX_LINE_LAYER(entry->layer), &others, &y);
    gmx_extent_join(extent, &y);
  }
}

/* What the visible layers span on @axis: x for all, y for those in lanes of that axis. */
static void figure_extent(gpointer owner, GmxAxis *axis, GmxExtent *extent) {
  GmxFigure *self = owner;
  GmxExtent own = GMX_EXTENT_NONE;
  if (axis != self->x_axis) {
    y_extent(self, axis, FALSE, &own);
    y_extent(self, axis, TRUE, &own);
  }
  for (guint i = 0; axis == self->x_axis && i < self->entries->len; i++) {
    const GmxEntry *entry = &g_array_index(self->entries, GmxEntry, i);
    GmxExtent x = GMX_EXTENT_NONE, y = GMX_EXTENT_NONE;
    if (!gmx_layer_get_visible(entry->layer))
      continue;
    gmx_layer_extent(entry->layer, axis, gmx_figure_lane(self, entry->lane)->axis, &x, &y);
    gmx_extent_join(&own, &x);
  }
  gmx_extent_join(extent, &own);
}

static void watch_axis(GmxFigure *self, GmxAxis *axis) {
  gmx_axis_add_source(axis, self, figure_extent);
  g_signal_connect_swapped(axis, "changed", G_CALLBACK(axis_changed), self);
}

static void unwatch_axis(GmxFigure *self, GmxAxis *axis) {
  g_signal_handlers_disconnect_by_data(axis, self);
  gmx_axis_remove_source(axis, self);
}

int gmx_figure_add_lane(GmxFigure *self, GmxAxis *y_axis) {
  g_return_val_if_fail(GMX_IS_FIGURE(self) && GMX_IS_AXIS(y_axis), 0);
  GmxLane *lane = g_new0(GmxLane, 1);
  lane->axis = g_object_ref(y_axis);
  g_ptr_array_add(self->lanes, lane);
  watch_axis(self, y_axis);
  return (int)self->lanes->len - 1;
}

int gmx_figure_get_lane_count(GmxFigure *self) {
  return (int)self->lanes->len;
}

void gmx_figure_set_lane_title(GmxFigure *self, int lane, const char *markup, GmxLayer *layer) {
  g_return_if_fail(GMX_IS_FIGURE(self) && lane >= 0 && lane < (int)self->lanes->len);
  GmxLane *target = gmx_figure_lane(self, lane);
  g_free(target->title);
  target->title = g_strdup(markup);
  target->newest = layer;
  self->revision++;
  g_signal_emit(self, signals[CHANGED], 0);
}

void gmx_figure_add_layer(GmxFigure *self, int lane, GmxLayer *layer) {
  g_return_if_fail(GMX_IS_FIGURE(self) && GMX_IS_LAYER(layer));
  g_return_if_fail(lane >= GMX_CHART_ALL_LANES && lane < (int)self->lanes->len);
  GmxEntry entry = {g_object_ref(layer), lane};
  g_array_append_val(self->entries, entry);
  g_ptr_array_add(self->layers, layer);
  g_signal_connect_swapped(layer, "changed", G_CALLBACK(layer_changed), self);
  g_signal_connect_swapped(layer, "listing-changed", G_CALLBACK(layers_changed), self);
  layer_changed(self, layer);
  layers_changed(self);
}

static void drop_entry(GmxFigure *self, guint index) {
  GmxEntry entry = g_array_index(self->entries, GmxEntry, index);
  g_signal_handlers_disconnect_by_data(entry.layer, self);
  for (guint i = 0; i < self->lanes->len; i++)
    if (gmx_figure_lane(self, (int)i)->newest == entry.layer)
      gmx_figure_lane(self, (int)i)->newest = NULL;
  g_array_remove_index(self->entries, index);
  g_ptr_array_remove_index(self->layers, index);
  g_object_unref(entry.layer);
}

void gmx_figure_remove_layer(GmxFigure *self, GmxLayer *layer) {
  g_return_if_fail(GMX_IS_FIGURE(self));
  guint index;
  if (!g_ptr_array_find(self->layers, layer, &index))
    return;
  GmxAxis *axis = gmx_figure_get_layer_axis(self, layer);
  drop_entry(self, index);
  self->revision++;
  gmx_axis_data_changed(self->x_axis);
  gmx_axis_data_changed(axis);
  g_signal_emit(self, signals[CHANGED], 0);
  layers_changed(self);
}

const char *gmx_figure_get_title(GmxFigure *self) {
  return self->title;
}

GmxAxis *gmx_figure_get_x_axis(GmxFigure *self) {
  return self->x_axis;
}

GmxAxis *gmx_figure_get_y_axis(GmxFigure *self, int lane) {
  g_return_val_if_fail(lane < (int)self->lanes->len, NULL);
  return gmx_figure_lane(self, lane)->axis;
}

GPtrArray *gmx_figure_get_layers(GmxFigure *self) {
  return self->layers;
}

int gmx_figure_get_layer_lane(GmxFigure *self, GmxLayer *layer) {
  guint index;
  if (!g_ptr_array_find(self->layers, layer, &index))
    return G_MININT;
  return g_array_index(self->entries, GmxEntry, index).lane;
}

GmxAxis *gmx_figure_get_layer_axis(GmxFigure *self, GmxLayer *layer) {
  int lane = gmx_figure_get_layer_lane(self, layer);
  return lane == G_MININT ? NULL : gmx_figure_lane(self, lane)->axis;
}

guint64 gmx_figure_get_revision(GmxFigure *self) {
  /* All of these only ever grow, so the sum names one state. */
  guint64 sum = self->revision + gmx_axis_get_revision(self->x_axis);
  for (guint i = 0; i < self->lanes->len; i++)
    sum += gmx_axis_get_revision(gmx_figure_lane(self, (int)i)->axis);
  return sum;
}

gboolean gmx_figure_seek(GmxFigure *self, double x, int direction, double *found) {
  double best = NAN;
  for (guint i = 0; i < self->layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(self->layers, i);
    double candidate;
    /* Events are found by their mark, not by the points of the curves. */
    if (GMX_IS_EVENT_LAYER(layer) || !gmx_layer_get_visible(layer) ||
        !gmx_layer_seek(layer, x, direction, &candidate))
      continue;
    if (!(fabs(best - x) <= fabs(candidate - x)))
      best = candidate;
  }
  *found = best;
  return !isnan(best);
}

GArray *gmx_figure_read(GmxFigure *self, double x) {
  GArray *readings = g_array_new(FALSE, FALSE, sizeof(GmxReading));
  g_array_set_clear_func(readings, (GDestroyNotify)gmx_reading_clear);
  for (guint i = 0; i < self->layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(self->layers, i);
    GmxReading reading;
    if (!gmx_layer_get_visible(layer))
      continue;
    if (gmx_layer_read(layer, gmx_figure_get_layer_axis(self, layer), x, &reading))
      g_array_append_val(readings, reading);
    else
      gmx_reading_clear(&reading);
  }
  return readings;
}

char *gmx_figure_heading(GmxFigure *self, double x) {
  for (guint i = 0; i < self->layers->len; i++) {
    char *heading = gmx_layer_heading(g_ptr_array_index(self->layers, i), self->x_axis, x);
    if (heading != NULL)
      return heading;
  }
  const char *unit = gmx_axis_get_unit(self->x_axis);
  g_autofree char *number = gmx_format_exact(x * gmx_axis_get_factor(self->x_axis));
  return unit != NULL ? g_strdup_printf("%s %s", unit, number) : g_steal_pointer(&number);
}

char *gmx_figure_describe(GmxFigure *self) {
  GString *out = g_string_new(self->title);
  const char *between = ": ";
  for (guint i = 0; i < self->layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(self->layers, i);
    g_autofree char *words = NULL;
    if (!gmx_layer_get_visible(layer))
      continue;
    words = gmx_layer_describe(layer, gmx_figure_get_layer_axis(self, layer));
    if (words == NULL)
      continue;
    g_string_append_printf(out, "%s%s", between, words);
    between = "; ";
  }
  return g_string_free(out, FALSE);
}

char *gmx_figure_to_csv(GmxFigure *self) {
  const char *unit = gmx_axis_get_unit(self->x_axis);
  g_autoptr(GmxTable) table = gmx_table_new(unit != NULL ? unit : "x");
  for (guint i = 0; i < self->layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(self->layers, i);
    if (gmx_layer_get_visible(layer))
      gmx_layer_copy(layer, table);
  }
  return gmx_table_write(table);
}

static void lane_free(gpointer data) {
  GmxLane *lane = data;
  g_free(lane->title);
  g_object_unref(lane->axis);
  g_free(lane);
}

static void gmx_figure_dispose(GObject *object) {
  GmxFigure *self = GMX_FIGURE(object);
  while (self->entries->len > 0)
    drop_entry(self, self->entries->len - 1);
  for (guint i = 0; i < self->lanes->len; i++)
    unwatch_axis(self, gmx_figure_lane(self, (int)i)->axis);
  g_ptr_array_set_size(self->lanes, 0);
  if (self->x_axis != NULL)
    unwatch_axis(self, self->x_axis);
  g_clear_object(&self->x_axis);
  G_OBJECT_CLASS(gmx_figure_parent_class)->dispose(object);
}

static void gmx_figure_finalize(GObject *object) {
  GmxFigure *self = GMX_FIGURE(object);
  g_ptr_array_unref(self->lanes);
  g_array_unref(self->entries);
  g_ptr_array_unref(self->layers);
  g_free(self->title);
  G_OBJECT_CLASS(gmx_figure_parent_class)->finalize(object);
}

static void gmx_figure_class_init(GmxFigureClass *klass) {
  G_OBJECT_CLASS(klass)->dispose = gmx_figure_dispose;
  G_OBJECT_CLASS(klass)->finalize = gmx_figure_finalize;
  static const char *const names[N_SIGNALS] = {"changed", "hair-changed", "layers-changed"};
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new(names[i], GMX_TYPE_FIGURE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void gmx_figure_init(GmxFigure *self) {
  self->lanes = g_ptr_array_new_with_free_func(lane_free);
  self->entries = g_array_new(FALSE, FALSE, sizeof(GmxEntry));
  self->layers = g_ptr_array_new();
}

GmxFigure *gmx_figure_new(const char *title, GmxAxis *x_axis, GmxAxis *y_axis) {
  g_return_val_if_fail(GMX_IS_AXIS(x_axis) && GMX_IS_AXIS(y_axis) && x_axis != y_axis, NULL);
  GmxFigure *self = g_object_new(GMX_TYPE_FIGURE, NULL);
  self->title = g_strdup(title);
  self->x_axis = g_object_ref(x_axis);
  gmx_axis_lay_down(x_axis);
  watch_axis(self, x_axis);
  g_signal_connect_swapped(x_axis, "hair-changed", G_CALLBACK(hair_changed), self);
  gmx_figure_add_lane(self, y_axis);
  return self;
}
