/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as files: SVG, PDF and PNG with title, legend and margins, drawn without a display. */
#pragma once

#include "ui/chart/figure.h"

#include <gio/gio.h>

typedef enum { GMX_FIGURE_SVG, GMX_FIGURE_PDF, GMX_FIGURE_PNG } GmxFigureFormat;

/** How a picture looks. Sizes are logical pixels, 96 to an inch. */
typedef struct {
  int width, height;
  int scale; /* of a PNG: pixels a logical pixel, 1 to 4 */
  gboolean dark;
  const char *subtitle;     /* a line under the title; NULL: none */
  const char *const *texts; /* more texts of a PNG, as gmx_png_write() takes them; NULL: none */
} GmxFigureLook;

#define GMX_FIGURE_LEAST 200 /* the least width and height */
#define GMX_FIGURE_MOST 8000

/**
 * Draws @figures under each other and replaces the file at @path. Title and description in words
 * stand in the file too. The same figures give the same bytes.
 */
gboolean gmx_figures_save(GmxFigure *const *figures, int count, const GmxFigureLook *look,
                          GmxFigureFormat format, const char *path, GError **error);

/** Something else that can be drawn into a file. */
typedef struct {
  const char *title, *words; /* plain text; in words, for who can't see it */
  void (*draw)(cairo_t *cr, PangoContext *context, double width, double height,
               const GmxPalette *palette, gpointer data);
  gpointer data;
} GmxPainting;

/** The same for a drawing of one's own. */
gboolean gmx_painting_save(const GmxPainting *painting, const GmxFigureLook *look,
                           GmxFigureFormat format, const char *path, GError **error);

/** The kind of picture by the ending of @path. */
gboolean gmx_figure_format_of(const char *path, GmxFigureFormat *format, GError **error);
