/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of an axis, shared by its two source files. */
#pragma once

#include "ui/chart/axis.h"

struct _GmxAxis {
  GObject parent_instance;

  /* What the owner of the axis chose. */
  gboolean steps; /* from 0 by whole intervals, more ticks */
  char *unit;
  double factor, least_step;
  double limit_low, limit_high;
  double include_low, include_high;
  int fewest, most;
  gboolean ticks_chosen;
  gboolean log, outliers;
  const char *const *names; /* of the ticks 1, 2, …; NULL: numbers */
  GmxAxisNote note;
  gpointer note_data;
  GDestroyNotify note_destroy;

  GArray *sources; /* SourceEntry */
  gboolean stale;  /* the fit must be found anew */
  gboolean refit;  /* and must not keep the present ends */

  double fit_low, fit_high;
  gboolean zoomed;
  double view_low, view_high; /* only while zoomed */

  double hair;
  guint64 revision;
};

typedef struct {
  gpointer owner;
  GmxAxisSource source;
} GmxAxisEntry;

/* A chart takes the axis as its x: more ticks find room there, unless their number was chosen. */
void gmx_axis_lay_down(GmxAxis *axis);
/* Finds the fit if it is stale. Emits nothing: it runs inside of getters. */
void gmx_axis_ensure(GmxAxis *axis);
/* View, scale or text changed: counts it and tells everybody. */
void gmx_axis_touch(GmxAxis *axis);
