/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be drawn in a chart: the base of all layers.
 *
 * A layer knows its extent, draws itself into a lane, gives its sample and newest value to the
 * legend, its values at a hair line to the hover card, and itself in words. Layers are drawn in
 * the order in which they were added; texts over the data come last and keep out of each other's
 * way. Signals: "changed" (anything that is drawn), "listing-changed"
 * (name, visibility, or its place in the legend).
 */
#pragma once

#include "ui/chart/axis.h"
#include "ui/chart/paint.h"
#include "ui/chart/table.h"

typedef struct _GmxPlot GmxPlot;

/** One row of the hover card, and its mark in the plot. */
typedef struct {
  char *name, *value; /* the name with the place, if the point is not at the hair line */
  char *smoothed;     /* the smoothed value beside the exact one; NULL: none */
  char *spread;       /* "± 0.5" beside the value; NULL: none */
  double x, y;        /* the point that was read, for its mark; NaN y: none */
  const char *color;  /* of the mark; static */
  gpointer layer;     /* borrowed: gives the sample */
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
  /* The head of the hover card in place of the plain x; NULL for that. */
  char *(*heading)(GmxLayer *layer, GmxAxis *x_axis, double x);
  /* In words, for a screen reader: "mixed, at w 1.46, falling, lowest 1.41, highest 2.31". */
  char *(*describe)(GmxLayer *layer, GmxAxis *y_axis);
  /* Adds this layer's columns to a table of values. */
  void (*copy)(GmxLayer *layer, GmxTable *table);
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
/** Counts the changes of what is drawn. */
guint64 gmx_layer_get_revision(GmxLayer *layer);

/* For layers themselves. */

/** Something that is drawn has changed. */
void gmx_layer_changed(GmxLayer *layer);
void gmx_reading_clear(GmxReading *reading);

/* The vfuncs by name; layers that lack one do nothing, or say that there is nothing. */
void gmx_layer_draw(GmxLayer *layer, GmxPlot *plot);
void gmx_layer_draw_text(GmxLayer *layer, GmxPlot *plot);
void gmx_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                      GmxExtent *y);
void gmx_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr, double x,
                           double y);
double gmx_layer_sample_width(GmxLayer *layer);
char *gmx_layer_newest(GmxLayer *layer, GmxAxis *y_axis, gboolean *alarm);
gboolean gmx_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x, GmxReading *reading);
gboolean gmx_layer_seek(GmxLayer *layer, double x, int direction, double *found);
char *gmx_layer_heading(GmxLayer *layer, GmxAxis *x_axis, double x);
char *gmx_layer_describe(GmxLayer *layer, GmxAxis *y_axis);
void gmx_layer_copy(GmxLayer *layer, GmxTable *table);
