/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base of all layers: names, visibility, and the vfuncs by name. */
#include "ui/chart/layer.h"

typedef struct {
  char *name, *short_name;
  int decimals;
  gboolean hidden, in_legend;
  guint64 revision;
} GmxLayerPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(GmxLayer, gmx_layer, G_TYPE_OBJECT)

enum { CHANGED, LISTING_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GmxLayerPrivate *get_private(GmxLayer *self) {
  return gmx_layer_get_instance_private(self);
}

void gmx_layer_changed(GmxLayer *self) {
  g_return_if_fail(GMX_IS_LAYER(self));
  get_private(self)->revision++;
  g_signal_emit(self, signals[CHANGED], 0);
}

guint64 gmx_layer_get_revision(GmxLayer *self) {
  return get_private(self)->revision;
}

void gmx_layer_set_name(GmxLayer *self, const char *name, const char *short_name) {
  g_return_if_fail(GMX_IS_LAYER(self));
  GmxLayerPrivate *priv = get_private(self);
  g_free(priv->name);
  g_free(priv->short_name);
  priv->name = g_strdup(name);
  priv->short_name = g_strdup(short_name);
  priv->in_legend = name != NULL;
  g_signal_emit(self, signals[LISTING_CHANGED], 0);
  gmx_layer_changed(self);
}

const char *gmx_layer_get_name(GmxLayer *self) {
  return get_private(self)->name;
}

const char *gmx_layer_get_short_name(GmxLayer *self) {
  GmxLayerPrivate *priv = get_private(self);
  return priv->short_name != NULL ? priv->short_name : priv->name;
}

void gmx_layer_set_decimals(GmxLayer *self, int decimals) {
  g_return_if_fail(GMX_IS_LAYER(self));
  get_private(self)->decimals = decimals;
  gmx_layer_changed(self);
}

int gmx_layer_get_decimals(GmxLayer *self) {
  return get_private(self)->decimals;
}

void gmx_layer_set_in_legend(GmxLayer *self, gboolean in_legend) {
  g_return_if_fail(GMX_IS_LAYER(self));
  get_private(self)->in_legend = in_legend;
  g_signal_emit(self, signals[LISTING_CHANGED], 0);
  gmx_layer_changed(self);
}

gboolean gmx_layer_get_in_legend(GmxLayer *self) {
  return get_private(self)->in_legend;
}

void gmx_layer_set_visible(GmxLayer *self, gboolean visible) {
  g_return_if_fail(GMX_IS_LAYER(self));
  GmxLayerPrivate *priv = get_private(self);
  if (priv->hidden == !visible)
    return;
  priv->hidden = !visible;
  g_signal_emit(self, signals[LISTING_CHANGED], 0);
  gmx_layer_changed(self);
}

gboolean gmx_layer_get_visible(GmxLayer *self) {
  return !get_private(self)->hidden;
}

void gmx_reading_clear(GmxReading *reading) {
  g_clear_pointer(&reading->name, g_free);
  g_clear_pointer(&reading->value, g_free);
  g_clear_pointer(&reading->smoothed, g_free);
  g_clear_pointer(&reading->spread, g_free);
}

void gmx_layer_draw(GmxLayer *self, GmxPlot *plot) {
  if (GMX_LAYER_GET_CLASS(self)->draw != NULL)
    GMX_LAYER_GET_CLASS(self)->draw(self, plot);
}

void gmx_layer_draw_text(GmxLayer *self, GmxPlot *plot) {
  if (GMX_LAYER_GET_CLASS(self)->draw_text != NULL)
    GMX_LAYER_GET_CLASS(self)->draw_text(self, plot);
}

void gmx_layer_extent(GmxLayer *self, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                      GmxExtent *y) {
  if (GMX_LAYER_GET_CLASS(self)->extent != NULL)
    GMX_LAYER_GET_CLASS(self)->extent(self, x_axis, y_axis, x, y);
}

void gmx_layer_draw_sample(GmxLayer *self, const GmxPalette *palette, cairo_t *cr, double x,
                           double y) {
  if (GMX_LAYER_GET_CLASS(self)->draw_sample != NULL)
    GMX_LAYER_GET_CLASS(self)->draw_sample(self, palette, cr, x, y);
}

double gmx_layer_sample_width(GmxLayer *self) {
  return GMX_LAYER_GET_CLASS(self)->sample_width != NULL
             ? GMX_LAYER_GET_CLASS(self)->sample_width(self)
             : 0.0;
}

char *gmx_layer_newest(GmxLayer *self, GmxAxis *y_axis, gboolean *alarm) {
  *alarm = FALSE;
  return GMX_LAYER_GET_CLASS(self)->newest != NULL
             ? GMX_LAYER_GET_CLASS(self)->newest(self, y_axis, alarm)
             : NULL;
}

gboolean gmx_layer_read(GmxLayer *self, GmxAxis *y_axis, double x, GmxReading *reading) {
  *reading = (GmxReading){.layer = self};
  return GMX_LAYER_GET_CLASS(self)->read != NULL &&
         GMX_LAYER_GET_CLASS(self)->read(self, y_axis, x, reading);
}

gboolean gmx_layer_seek(GmxLayer *self, double x, int direction, double *found) {
  return GMX_LAYER_GET_CLASS(self)->seek != NULL &&
         GMX_LAYER_GET_CLASS(self)->seek(self, x, direction, found);
}

char *gmx_layer_heading(GmxLayer *self, GmxAxis *x_axis, double x) {
  return GMX_LAYER_GET_CLASS(self)->heading != NULL
             ? GMX_LAYER_GET_CLASS(self)->heading(self, x_axis, x)
             : NULL;
}

char *gmx_layer_describe(GmxLayer *self, GmxAxis *y_axis) {
  return GMX_LAYER_GET_CLASS(self)->describe != NULL
             ? GMX_LAYER_GET_CLASS(self)->describe(self, y_axis)
             : NULL;
}

void gmx_layer_copy(GmxLayer *self, GmxTable *table) {
  if (GMX_LAYER_GET_CLASS(self)->copy != NULL)
    GMX_LAYER_GET_CLASS(self)->copy(self, table);
}

static void gmx_layer_finalize(GObject *object) {
  GmxLayerPrivate *priv = get_private(GMX_LAYER(object));
  g_free(priv->name);
  g_free(priv->short_name);
  G_OBJECT_CLASS(gmx_layer_parent_class)->finalize(object);
}

static void gmx_layer_class_init(GmxLayerClass *klass) {
  G_OBJECT_CLASS(klass)->finalize = gmx_layer_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_LAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[LISTING_CHANGED] = g_signal_new("listing-changed", GMX_TYPE_LAYER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_layer_init(GmxLayer *self) {
  get_private(self)->decimals = 2;
}
