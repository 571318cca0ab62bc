/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a layer draws into: one lane's rectangle, its two axes, and texts that keep out of each
 * other's way. Lives as long as one drawing. */
#pragma once

#include "ui/chart/layer.h"

#include <pango/pangocairo.h>

struct _GmxPlot {
  cairo_t *cr;
  PangoContext *pango; /* font of the charts, with tabular figures */
  const GmxPalette *palette;
  GmxAxis *x, *y;                  /* y of the lane; lane 0's where all lanes are drawn over */
  double left, top, width, height; /* the lane */
  double room_left, room_right;    /* how far texts may reach */
  gboolean several;                /* more than one curve in the lane: notes need names */
  double pixel;                    /* size of one device pixel */
  GArray *taken;                   /* cairo_rectangle_t; shared by all lanes of a drawing */
};

/** Place of a value in the drawing; NaN if it has none. Far values are kept within cairo's range.
 */
double gmx_plot_x(const GmxPlot *plot, double x);
double gmx_plot_y(const GmxPlot *plot, double y);
/** The middle of the device pixel at @place: lines of one pixel are crisp there. */
double gmx_plot_crisp(const GmxPlot *plot, double place);

typedef enum { GMX_TEXT_PLAIN, GMX_TEXT_MARKUP } GmxTextKind;

/** A layout in the charts' font. Owned by the caller. */
PangoLayout *gmx_plot_layout(const GmxPlot *plot, const char *text, GmxTextKind kind,
                             gboolean bold);
/**
 * Draws @layout with its top left at (x, y), on a halo of 4 px of the card's colour.
 * @param color name in the palette
 */
void gmx_plot_draw_text(GmxPlot *plot, PangoLayout *layout, double x, double y, const char *color,
                        double alpha);
/** Whether a text may stand there: within the room, and over no other text. Takes the place. */
gboolean gmx_plot_take(GmxPlot *plot, double x, double y, double width, double height);

/** Alpha of the card's ink for notes and tick labels. */
#define GMX_DIM 0.62
