/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A series as a line: raw values as one min–max column a pixel, the smoothed line over it. */
#pragma once

#include "ui/chart/layer.h"
#include "ui/chart/marker.h"
#include "ui/chart/series.h"

#define GMX_TYPE_LINE_LAYER (gmx_line_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxLineLayer, gmx_line_layer, GMX, LINE_LAYER, GmxLayer)

/** How a line looks. Start from gmx_line_style_default(). Colours are names of the palette. */
typedef struct {
  const char *color;     /* static or interned */
  const char *raw_color; /* colour of the raw columns; NULL: none are drawn */
  double raw_alpha;      /* default 0.45 */
  double width;          /* default 2; evaluations 1.5; 0: no line, markers only */
  double dash[4];        /* lengths, 0-terminated; {6, 3} */
  GmxMarker marker;      /* default GMX_MARKER_NONE; a marker at each point */
} GmxLineStyle;

GmxLineStyle gmx_line_style_default(const char *color);
/** @series referenced. The line follows its smoothed values. */
GmxLineLayer *gmx_line_layer_new(GmxSeries *series, const GmxLineStyle *style);
GmxSeries *gmx_line_layer_get_series(GmxLineLayer *layer);
/** The newest smoothed value that is a number, as text; NULL if there is none. */
char *gmx_line_layer_last_finite(GmxLineLayer *layer, GmxAxis *y_axis);
/**
 * Ends the extent of a series that is too short to judge by itself (evaluations) where its values
 * lie far beyond @others, the extent of the lane's longer curves. If most of them do, they are
 * taken as they are. @extent is what the layer said of y.
 */
void gmx_line_layer_bound(GmxLineLayer *layer, const GmxExtent *others, GmxExtent *extent);
void gmx_line_layer_set_style(GmxLineLayer *layer, const GmxLineStyle *style);
