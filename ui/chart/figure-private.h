/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a figure, shared by its source files, and one drawing of it. */
#pragma once

#include "ui/chart/figure.h"
#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

typedef struct {
  GmxAxis *axis;
  char *title;      /* markup; NULL: none */
  GmxLayer *newest; /* borrowed: its value stands behind the title */
  cairo_rectangle_t area;
} GmxLane;

typedef struct {
  GmxLayer *layer;
  int lane;
} GmxEntry;

struct _GmxFigure {
  GObject parent_instance;
  char *title;
  GmxAxis *x_axis;
  GPtrArray *lanes;  /* GmxLane */
  GArray *entries;   /* GmxEntry */
  GPtrArray *layers; /* the same layers, as a list for others */
  guint64 revision;
  gboolean drawn;
  cairo_rectangle_t area;
};

static inline GmxLane *gmx_figure_lane(GmxFigure *figure, int lane) {
  return g_ptr_array_index(figure->lanes, lane > 0 ? lane : 0);
}

/* Lives as long as one drawing. */
typedef struct {
  GmxPlot plot;
  GmxFigure *figure;
  double width, height;
  double line_height;   /* of a tick label */
  double figure_height; /* of its figures alone */
  GmxTicks *y_ticks;    /* one a lane */
} GmxDrawing;

/** Between the labels of y and the lane. */
#define GMX_LABEL_GAP 6.0
/** How far a lane's title reaches down into the lane. */
#define GMX_TITLE_SINK 3.0

/** Finds the places of all lanes, and their ticks. */
void gmx_figure_lay_out(GmxDrawing *drawing);
/** At most @most round ticks in the view of @axis, in shown units. */
void gmx_figure_find_ticks(GmxAxis *axis, GmxTicks *ticks, int most);
/** A tick's label; the topmost carries the unit. Owned by the caller. */
char *gmx_figure_y_label(GmxAxis *axis, const GmxTicks *ticks, int index);
double gmx_figure_label_width(const GmxPlot *plot, const char *text);
