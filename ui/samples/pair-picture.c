/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing of the pairs' triangle. */
#include "ui/samples/pair-picture.h"

#include "ui/chart/plot.h"
#include "ui/format.h"
#include "ui/samples/matrix-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define CELL_LEAST 13
#define CELL_MOST 30
#define CELL_NATURAL 27
#define KEY_WIDTH 112
#define KEY_STEPS 11

static const char *name_of(const GmxPairPicture *self, int row) {
  return gmx_dataset_get_class_name(self->dataset, self->shares->label[row]);
}

static GmxPlot begin_plot(const GmxPairPicture *self, cairo_t *cr) {
  return (GmxPlot){.cr = cr, .palette = self->palette, .pango = self->context, .pixel = 1.0};
}

static double widest_name(const GmxPairPicture *self, const GmxPlot *plot) {
  double widest = 0;
  for (int row = 0; row < self->shares->shown; row++)
    widest = MAX(widest, gmx_matrix_measure_name(plot, name_of(self, row)));
  return MIN(widest, GMX_MATRIX_NAME_MOST);
}

void gmx_pair_picture_lay_out(const GmxPairPicture *self, GmxPairCells *cells) {
  GmxPlot plot = begin_plot(self, NULL);
  int count = MAX(self->shares->shown, 1);
  cells->left = ceil(widest_name(self, &plot)) + 6.0;
  cells->top = 1.0;
  cells->width = CLAMP(floor((self->width - cells->left - 2.0) / count), 4.0, CELL_MOST);
  cells->height = CLAMP(floor((self->height - GMX_MATRIX_FOOT - 1.0) / count), 4.0, CELL_MOST);
}

/* Between the card's colour and the side's. */
static void tone_color(const GmxPlot *plot, double tone, GdkRGBA *color) {
  GdkRGBA paper, side;
  gmx_palette_get(plot->palette, GMX_PAPER, &paper);
  gmx_palette_get(plot->palette, tone > 0.0 ? "gmx_sharp" : "gmx_flat", &side);
  gmx_matrix_mix_colors(&paper, &side, fabs(tone), color);
}

static void draw_number(const GmxPairPicture *self, GmxPlot *plot, const GmxPairCells *cells,
                        int row, int column, const GdkRGBA *ground) {
  gboolean few = gmx_pair_shares_get_total(self->shares, row, column) < GMX_PAIR_FEW;
  g_autofree char *text =
      gmx_format_number(100.0 * gmx_pair_shares_get(self->shares, row, column), 0);
  gmx_matrix_draw_number(plot, text, cells->left + (column + 0.5) * cells->width - 0.5,
                         cells->top + (row + 0.5) * cells->height - 0.5, cells->width - 2.0,
                         cells->height, ground, few ? 0.45 : 1.0, FALSE);
}

static void cell_path(GmxPlot *plot, const GmxPairCells *cells, int row, int column, double inset) {
  cairo_rectangle(plot->cr, cells->left + column * cells->width + inset,
                  cells->top + row * cells->height + inset, cells->width - 1.0 - 2.0 * inset,
                  cells->height - 1.0 - 2.0 * inset);
}

static void draw_cell(const GmxPairPicture *self, GmxPlot *plot, const GmxPairCells *cells, int row,
                      int column) {
  GdkRGBA ground;
  tone_color(plot, gmx_pair_shares_get_tone(self->shares, row, column), &ground);
  cell_path(plot, cells, row, column, 0.0);
  gdk_cairo_set_source_rgba(plot->cr, &ground);
  cairo_fill(plot->cr);
  cell_path(plot, cells, row, column, 0.5);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.09);
  cairo_set_line_width(plot->cr, 1.0);
  cairo_stroke(plot->cr);
  if (gmx_pair_shares_get_total(self->shares, row, column) > 0)
    draw_number(self, plot, cells, row, column, &ground);
}

void gmx_pair_picture_outline(const GmxPairPicture *self, const GmxPairCells *cells, cairo_t *cr,
                              int row, int column, const char *color, double alpha, double width) {
  GmxPlot plot = begin_plot(self, cr);
  cell_path(&plot, cells, row, column, 0.5 * width - 1.0);
  gmx_palette_set_source(plot.palette, cr, color, alpha);
  cairo_set_line_width(cr, width);
  cairo_stroke(cr);
}

static void draw_names(const GmxPairPicture *self, GmxPlot *plot, const GmxPairCells *cells,
                       int row) {
  const char *name = name_of(self, row);
  gmx_matrix_draw_row_name(plot, name, cells->left - 6.0,
                           cells->top + (row + 0.5) * cells->height - 0.5, cells->left - 6.0);
  gmx_matrix_draw_column_name(plot, name, cells->left + (row + 0.5) * cells->width,
                              cells->top + self->shares->shown * cells->height);
}

static void draw_key_text(GmxPlot *plot, const char *text, double x, double y, double align) {
  int width;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  pango_layout_get_pixel_size(layout, &width, NULL);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  cairo_move_to(plot->cr, round(x - align * width), y);
  pango_cairo_show_layout(plot->cr, layout);
}

/* What the colours mean: over the empty half, at its right. */
static void draw_key(const GmxPairPicture *self, GmxPlot *plot) {
  double left = self->width - KEY_WIDTH - 11.0, top = 2.0;
  double step = (double)KEY_WIDTH / KEY_STEPS;
  const GmxPairShares *shares = self->shares;
  if (isnan(shares->usual))
    return;
  draw_key_text(plot, _("flat"), left, top, 0.0);
  draw_key_text(plot, _("sharp"), left + KEY_WIDTH, top, 1.0);
  for (int i = 0; i < KEY_STEPS; i++) {
    GdkRGBA color;
    tone_color(plot, 2.0 * i / (KEY_STEPS - 1) - 1.0, &color);
    gdk_cairo_set_source_rgba(plot->cr, &color);
    cairo_rectangle(plot->cr, round(left + i * step), top + 17.0, floor(step), 8.0);
    cairo_fill_preserve(plot->cr);
    gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.09);
    cairo_set_line_width(plot->cr, 1.0);
    cairo_stroke(plot->cr);
  }
  g_autofree char *low = gmx_format_number(100.0 * shares->low, 0);
  g_autofree char *usual = gmx_format_number(100.0 * shares->usual, 0);
  g_autofree char *high = gmx_format_percent(shares->high, 0);
  draw_key_text(plot, low, left, top + 28.0, 0.0);
  draw_key_text(plot, usual, left + 0.5 * KEY_WIDTH, top + 28.0, 0.5);
  draw_key_text(plot, high, left + KEY_WIDTH, top + 28.0, 1.0);
}

void gmx_pair_picture_draw(const GmxPairPicture *self, const GmxPairCells *cells, cairo_t *cr) {
  GmxPlot plot = begin_plot(self, cr);
  draw_key(self, &plot);
  for (int row = 0; row < self->shares->shown; row++) {
    draw_names(self, &plot, cells, row);
    for (int column = 0; column <= row; column++)
      draw_cell(self, &plot, cells, row, column);
  }
}

gboolean gmx_pair_picture_find(const GmxPairPicture *self, const GmxPairCells *cells, double x,
                               double y, int *row, int *column) {
  *column = (int)floor((x - cells->left) / cells->width);
  *row = (int)floor((y - cells->top) / cells->height);
  return *row >= 0 && *row < self->shares->shown && *column >= 0 && *column <= *row;
}

void gmx_pair_picture_measure(int rows, GtkOrientation orientation, int *minimum, int *natural) {
  int count = MAX(rows, 4), cell = CLAMP(10 * CELL_NATURAL / count, 16, CELL_NATURAL);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  *minimum = across ? GMX_MATRIX_NAME_MOST + MAX(count * CELL_LEAST, KEY_WIDTH)
                    : GMX_MATRIX_FOOT + count * CELL_LEAST;
  *natural = MAX(*minimum, (across ? GMX_MATRIX_NAME_MOST : GMX_MATRIX_FOOT) + count * cell);
}
