/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors of one plane, drawn to scale: arrows over a grid, with their names and lengths. No GTK.
 *
 * All of them have one scale in both directions, and the scale bar says which. */
#pragma once

#include "ui/chart/paint.h"

#include <pango/pangocairo.h>

#define GMX_VECTORS_MOST 8

typedef struct {
  double from[2], to[2];
  char *markup;      /* name and length: "g<sub>S</sub> 2.837"; NULL: none. Owned by the list */
  const char *color; /* of the palette; static */
  const char *text_color;
  double width; /* of the line, 2 as a rule */
  gboolean dashed;
  gboolean plain; /* a line without a head, thin: construction */
  gboolean below; /* its name stands on the other side */
} GmxVector;

typedef struct {
  GmxVector vectors[GMX_VECTORS_MOST]; /* drawn in this order */
  int count;
  double radius;         /* of a circle around the origin; 0: none */
  const char *unit_note; /* beside the scale bar; NULL: none; static */
} GmxVectors;

/** Adds an arrow; @markup is taken. Vectors that are not finite are left out. @returns it, to be
 * shaped further, or a spare one */
GmxVector *gmx_vectors_add(GmxVectors *vectors, double from_x, double from_y, double to_x,
                           double to_y, const char *color, char *markup);
void gmx_vectors_clear(GmxVectors *vectors);

/** Pixels of one unit at which all vectors fit into @width × @height; 0 where there are none. */
double gmx_vectors_scale(const GmxVectors *vectors, double width, double height);

void gmx_vectors_draw(const GmxVectors *vectors, cairo_t *cr, PangoContext *context,
                      const GmxPalette *palette, double width, double height);
