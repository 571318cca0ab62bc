/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of the scatter's widget, shared by scatter-view.c (the picture) and
 * scatter-view-input.c (pointer and keys). */
#pragma once

#include "ui/chart/figure.h"
#include "ui/chart/palette.h"
#include "ui/samples/scatter-points.h"
#include "ui/samples/scatter-view.h"
#include "ui/throttle.h"

#define GMX_SCATTER_LEFT 10 /* room for the name of y */

struct _GmxScatterView {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  GmxGallery *gallery; /* whose points are shown */
  GmxFigure *figure;
  GmxScatterLayer *layer;
  GmxThrottle words;

  GmxPalette *palette;   /* NULL: to be read anew */
  PangoContext *context; /* the charts' font; NULL: to be made anew */

  int hover, cursor; /* points; −1: none */
  gboolean dragging, adds, doubled;
  double from_x, from_y;
  GArray *others; /* selected before a brush that adds; NULL */
  gboolean ours;  /* a selection made here */
};

/** scatter-view-input.c: to be called once. */
void gmx_scatter_view_add_controllers(GmxScatterView *view);
