/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of the chart widget, shared by its source files. */
#pragma once

#include "ui/chart/chart.h"

typedef enum { GMX_DRAG_NONE, GMX_DRAG_BAND, GMX_DRAG_PAN } GmxDrag;

struct _GmxChart {
  GtkWidget parent_instance;

  GmxFigure *figure;
  GtkWidget *menu; /* popover; NULL until first asked for */

  /* The picture of the figure, and what it was drawn from. */
  GskRenderNode *picture;
  guint64 drawn_revision;
  int drawn_width, drawn_height, drawn_scale;
  GmxPalette *palette;   /* NULL: to be read anew */
  PangoContext *context; /* the charts' font; NULL: to be made anew */

  gboolean reading; /* this chart put the hair line there and shows the card */
  gboolean by_keys; /* with the keyboard */
  double pointer_x, pointer_y;

  GmxDrag drag;
  double drag_from, drag_to; /* x in the widget */
  double pan_last;

  guint words_id; /* the description is up to date until it fires */
  gboolean words_stale;
};

/* chart.c */
const GmxPalette *gmx_chart_palette(GmxChart *chart);
PangoContext *gmx_chart_context(GmxChart *chart);
/* Tells the accessibility bus, at most once a second. */
void gmx_chart_words_changed(GmxChart *chart);

/* chart-hover.c: hair line, marks and the card; the rubber band. */
void gmx_chart_snapshot_over(GmxChart *chart, GtkSnapshot *snapshot);
/* The values at the hair line in words; NULL without one. */
char *gmx_chart_describe_hair(GmxChart *chart);

/* chart-input.c */
void gmx_chart_add_controllers(GmxChart *chart);

/* chart-menu.c */
void gmx_chart_install_actions(GtkWidgetClass *widget_class);
void gmx_chart_popup(GmxChart *chart, double x, double y);
