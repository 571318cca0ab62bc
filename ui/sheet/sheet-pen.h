/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sheets are drawn from: paper, text, images, the λ bar, marks and flags. */
#pragma once

#include "ui/sheet/sheet.h"

#include <pango/pangocairo.h>

/** Draws on a surface of its own. */
typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr; /* in logical pixels */
  PangoLayout *layout;
  int scale;
  cairo_rectangle_t image; /* where the last image stands */
} GmxSheetPen;

/**
 * An empty sheet of @width × @height logical pixels with @info's three lines at its head. FALSE
 * where it would be too large; @what is on it, for the message: "20 000 examples".
 */
gboolean gmx_sheet_pen_begin(GmxSheetPen *pen, const GmxSheetInfo *info, int width, gint64 height,
                             const char *what, GError **error);
/** The finished surface, owned by the caller. */
cairo_surface_t *gmx_sheet_pen_end(GmxSheetPen *pen);

typedef enum { GMX_TEXT_LEFT, GMX_TEXT_CENTER, GMX_TEXT_RIGHT } GmxTextPlace;

/**
 * One line of @pixels high text, its upper edge at @y; it ends in dots where it is wider than
 * @width. "s_i" is written with its index below.
 */
void gmx_sheet_pen_text(GmxSheetPen *pen, const char *text, double x, double y, double width,
                        int pixels, gboolean bold, const char *color, double alpha,
                        GmxTextPlace place);

/** An image of @width × @height × 3 bytes, centred in the square at (@x, @y). */
void gmx_sheet_pen_image(GmxSheetPen *pen, const guint8 *rgb, int width, int height, double x,
                         double y);
/** The λ bar, as wide as an image's square. */
void gmx_sheet_pen_bar(GmxSheetPen *pen, double lambda, double x, double y);
/** Triangle or circle in a line of text at (@x, @y). */
void gmx_sheet_pen_mark(GmxSheetPen *pen, gboolean sharp, double x, double y);
/** A flag of 10 × 11 with its upper left corner at (@x, @y). */
void gmx_sheet_pen_flag(GmxSheetPen *pen, const char *color, double x, double y);
/** A white flag on red in the upper right corner of the last image. */
void gmx_sheet_pen_badge(GmxSheetPen *pen);
