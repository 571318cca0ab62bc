/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be drawn in a chart: the base of all layers.
 *
 * A layer knows its extent, draws itself into a lane, gives its sample and newest value to the
 * legend, its values at a hair line to the hover card, and itself in words. Layers are drawn in
 * the order in which they were added; texts over the data come last and keep out of each other's
 * way. Signals: "changed" (anything that is drawn), "visible-changed".
 */
#pragma once

#include "ui/chart/axis.h"
#include "ui/chart/palette.h"

typedef struct _GmxPlot GmxPlot;

/** One row of the hover card, and its mark in the plot. */
typedef struct {
  char *name, *value;
  double y;       /* for the mark on the line; NaN: none */
  gpointer layer; /* borrowed: gives the sample */
} GmxReading;

#define GMX_TYPE_LAYER (gmx_layer_get_type())
G_DECLARE_DERIVABLE_TYPE(GmxLayer, gmx_layer, GMX, LAYER, GObject)

struct _GmxLayerClass {
  GObjectClass parent_class;
  /* Data and lines. The clip is the lane. */
  void (*draw)(GmxLayer *layer, GmxPlot *plot);
  /* Texts over the data: not clipped, with a halo. */
  void (*draw_text)(GmxLayer *layer, GmxPlot *plot);
  void (*extent)(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x, GmxExtent *y);
  /* The sample of the legend, centred at (x, y); its width comes from sample_width. */
  void (*draw_sample)(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr, double x, double y);
  double (*sample_width)(GmxLayer *layer);
  /* The newest value as text, NULL if there is none; TRUE in @alarm: drawn as an error. */
  char *(*newest)(GmxLayer *layer, GmxAxis *y_axis, gboolean *alarm);
  /* The value at the hair line. FALSE: nothing to say there. */
  gboolean (*read)(GmxLayer *layer, GmxAxis *y_axis, double x, GmxReading *reading);
  /* The point nearest to @x (direction 0), or the next before/after it (−1, +1). */
  gboolean (*seek)(GmxLayer *layer, double x, int direction, double *found);
  /* In words, for a screen reader: "mixed, at w 1.46, falling, lowest 1.41, highest 2.31". */
  char *(*describe)(GmxLayer *layer, GmxAxis *y_axis);
  /* Adds this layer's columns to a table of values. */
  void (*copy)(GmxLayer *layer, gpointer table);
  gpointer padding[4];
};

/** Long and short name; the short one serves narrow legends. NULL short: the long one. */
void gmx_layer_set_name(GmxLayer *layer, const char *name, const char *short_name);
const char *gmx_layer_get_name(GmxLayer *layer);
const char *gmx_layer_get_short_name(GmxLayer *layer);
/** Decimals of the newest value in legend and lane title. Default 2. */
void gmx_layer_set_decimals(GmxLayer *layer, int decimals);
int gmx_layer_get_decimals(GmxLayer *layer);
/** Whether the legend shows it. Default: TRUE if it has a name. */
void gmx_layer_set_in_legend(GmxLayer *layer, gboolean in_legend);
gboolean gmx_layer_get_in_legend(GmxLayer *layer);
/** Hidden layers are not drawn, not copied, and do not stretch the axes. */
void gmx_layer_set_visible(GmxLayer *layer, gboolean visible);
gboolean gmx_layer_get_visible(GmxLayer *layer);
/** For layers: something changed. */
void gmx_layer_changed(GmxLayer *layer);
/** For layers that keep nothing else: counts the changes. */
guint64 gmx_layer_get_revision(GmxLayer *layer);
