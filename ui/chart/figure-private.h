/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a figure, shared by its two source files. */
#pragma once

#include "ui/chart/figure.h"

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
