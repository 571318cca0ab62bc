/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Examples as points: flat ones teal circles, sharp ones orange triangles, the cut between them a
 * dashed line. Points that a filter holds back are faint; selected ones have an outline.
 *
 * Both axes of its chart are value axes (gmx_axis_new_y()). Everything that a pointer or the keys
 * do with it is a function here, so that it can be driven without a display. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_SCATTER_LAYER (gmx_scatter_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxScatterLayer, gmx_scatter_layer, GMX, SCATTER_LAYER, GmxLayer)

/** A rectangle in the units of the axes. */
typedef struct {
  double x0, x1, y0, y1; /* in any order */
} GmxBrush;

GmxScatterLayer *gmx_scatter_layer_new(void);

/**
 * @x,@y [@count]; @sharp [@count] 1 = in S. Copied. All are shown and none selected from now on;
 * the brush goes.
 * @cut value of y between the sides
 */
void gmx_scatter_layer_set_points(GmxScatterLayer *layer, const float *x, const float *y,
                                  const guint8 *sharp, int count, double cut);
int gmx_scatter_layer_get_count(GmxScatterLayer *layer);
/** The point's place. FALSE for an @index out of range. */
gboolean gmx_scatter_layer_get_point(GmxScatterLayer *layer, int index, double *x, double *y);

/** [count] 1 = shown, 0 = faint and out of reach; NULL: all are shown. Copied. */
void gmx_scatter_layer_set_shown(GmxScatterLayer *layer, const guint8 *shown);
/** [count] 1 = selected; NULL: none is. Copied. */
void gmx_scatter_layer_set_selected(GmxScatterLayer *layer, const guint8 *selected);
gboolean gmx_scatter_layer_is_selected(GmxScatterLayer *layer, int index);
/** The brush's rectangle, which names the number of selected points; NULL: none. Copied. */
void gmx_scatter_layer_set_brush(GmxScatterLayer *layer, const GmxBrush *brush);
gboolean gmx_scatter_layer_get_brush(GmxScatterLayer *layer, GmxBrush *brush);

/** Indices of the shown points within the rectangle, its edges included: int, rising. */
GArray *gmx_scatter_layer_pick(GmxScatterLayer *layer, double x0, double x1, double y0, double y1);
/**
 * The shown point nearest to (@x, @y), within the ellipse of the half axes @reach_x and @reach_y;
 * −1 where there is none.
 */
int gmx_scatter_layer_find(GmxScatterLayer *layer, double x, double y, double reach_x,
                           double reach_y);
/**
 * The shown point that follows @from by rising x (@vertical: by rising y), or precedes it
 * (@direction < 0); so every point is reached. @from −1: the first, or the last. −1 at the end.
 */
int gmx_scatter_layer_step(GmxScatterLayer *layer, int from, gboolean vertical, int direction);
