/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing of the pairs' triangle: where its cells are, and what stands in them. Needs no
 * display. */
#pragma once

#include "engine/data/dataset.h"
#include "ui/chart/palette.h"
#include "ui/samples/pair-shares.h"

/** What is drawn, and into which size; all borrowed. */
typedef struct {
  const GmxPairShares *shares;
  GmxDataset *dataset; /* for the names */
  const GmxPalette *palette;
  PangoContext *context; /* font of the charts */
  double width, height;
} GmxPairPicture;

/** Where the cells are. */
typedef struct {
  double left, top, width, height; /* of the first cell's corner, and of one cell */
} GmxPairCells;

void gmx_pair_picture_lay_out(const GmxPairPicture *picture, GmxPairCells *cells);
/** The cell at (@x, @y); FALSE where there is none. */
gboolean gmx_pair_picture_find(const GmxPairPicture *picture, const GmxPairCells *cells, double x,
                               double y, int *row, int *column);
/** Cells with their numbers, names, and the key of the colours. */
void gmx_pair_picture_draw(const GmxPairPicture *picture, const GmxPairCells *cells, cairo_t *cr);
/** An outline around a cell, in a colour of the palette. */
void gmx_pair_picture_outline(const GmxPairPicture *picture, const GmxPairCells *cells, cairo_t *cr,
                              int row, int column, const char *color, double alpha, double width);
/** Size for @rows rows, below which it cannot be read, and at which it looks best. */
void gmx_pair_picture_measure(int rows, GtkOrientation orientation, int *minimum, int *natural);
