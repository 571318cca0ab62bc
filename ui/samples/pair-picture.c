/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing of the pairs' triangle. */
#include "ui/samples/pair-picture.h"

#include "ui/chart/plot.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define CELL_LEAST 13
#define CELL_MOST 30
#define CELL_NATURAL 27
#define LABELS 34    /* height of the slanted names */
#define NAME_MOST 84 /* width of a row's name */
#define SLANT (-0.7) /* radians */
#define BRIEF 5      /* letters of a column's name */
#define KEY_WIDTH 112
#define KEY_STEPS 11

static const char *name_of(const GmxPairPicture *self, int row) {
  return gmx_dataset_get_class_name(self->dataset, self->shares->label[row]);
}

static GmxPlot begin_plot(const GmxPairPicture *self, cairo_t *cr) {
  return (GmxPlot){.cr = cr, .palette = self->palette, .pango = self->context, .pixel = 1.0};
}

static double widest_name(const GmxPairPicture *self, const GmxPlot *plot) {
  int widest = 0, width;
  for (int row = 0; row < self->shares->shown; row++) {
    g_autoptr(PangoLayout) layout =
        gmx_plot_layout(plot, name_of(self, row), GMX_TEXT_PLAIN, FALSE);
    pango_layout_get_pixel_size(layout, &width, NULL);
    widest = MAX(widest, width);
  }
  return MIN(widest, NAME_MOST);
}

void gmx_pair_picture_lay_out(const GmxPairPicture *self, GmxPairCells *cells) {
  GmxPlot plot = begin_plot(self, NULL);
  int count = MAX(self->shares->shown, 1);
  cells->left = ceil(widest_name(self, &plot)) + 6.0;
  cells->top = 1.0;
  cells->width = CLAMP(floor((self->width - cells->left - 2.0) / count), 4.0, CELL_MOST);
  cells->height = CLAMP(floor((self->height - LABELS - 1.0) / count), 4.0, CELL_MOST);
}

static double part(double from, double to, double at) {
  return from + (to - from) * at;
}

/* Between the card's colour and the side's. */
static void tone_color(const GmxPlot *plot, double tone, GdkRGBA *color) {
  GdkRGBA side;
  double at = fabs(tone);
  gmx_palette_get(plot->palette, GMX_PAPER, color);
  gmx_palette_get(plot->palette, tone > 0.0 ? "gmx_sharp" : "gmx_flat", &side);
  color->red = (float)part(color->red, side.red, at);
  color->green = (float)part(color->green, side.green, at);
  color->blue = (float)part(color->blue, side.blue, at);
}

/* Relative luminance of WCAG 2, to choose the writing that is read best on a colour. */
static double luminance(const GdkRGBA *color) {
  const float parts[] = {color->red, color->green, color->blue};
  static const double weights[] = {0.2126, 0.7152, 0.0722};
  double sum = 0.0;
  for (int i = 0; i < 3; i++)
    sum += weights[i] *
           (parts[i] <= 0.03928 ? parts[i] / 12.92 : pow((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

static double contrast(const GdkRGBA *a, const GdkRGBA *b) {
  double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
  return MAX(one, other) / MIN(one, other);
}

/* The ink, or the paper where that stands out more. */
static const char *writing_on(const GmxPlot *plot, const GdkRGBA *ground) {
  GdkRGBA ink, paper;
  gmx_palette_get(plot->palette, GMX_INK, &ink);
  gmx_palette_get(plot->palette, GMX_PAPER, &paper);
  return contrast(&ink, ground) >= contrast(&paper, ground) ? GMX_INK : GMX_PAPER;
}

static void draw_number(const GmxPairPicture *self, GmxPlot *plot, const GmxPairCells *cells,
                        int row, int column, const GdkRGBA *ground) {
  gboolean few = gmx_pair_shares_get_total(self->shares, row, column) < GMX_PAIR_FEW;
  int width, height;
  g_autofree char *text =
      gmx_format_number(100.0 * gmx_pair_shares_get(self->shares, row, column), 0);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  pango_layout_get_pixel_size(layout, &width, &height);
  double scale = MIN(1.0, MIN((cells->width - 2.0) / MAX(width, 1), cells->height / height));
  cairo_save(plot->cr);
  cairo_translate(plot->cr, cells->left + (column + 0.5) * cells->width - 0.5,
                  cells->top + (row + 0.5) * cells->height - 0.5);
  cairo_scale(plot->cr, scale, scale);
  cairo_move_to(plot->cr, -0.5 * width, -0.5 * height);
  gmx_palette_set_source(plot->palette, plot->cr, writing_on(plot, ground), few ? 0.45 : 1.0);
  pango_cairo_show_layout(plot->cr, layout);
  cairo_restore(plot->cr);
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

static void draw_row_name(const GmxPairPicture *self, GmxPlot *plot, const GmxPairCells *cells,
                          int row) {
  int width, height;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, name_of(self, row), GMX_TEXT_PLAIN, FALSE);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size(layout, &width, NULL);
  if (width > cells->left - 6.0)
    pango_layout_set_width(layout, (int)(cells->left - 6.0) * PANGO_SCALE);
  pango_layout_get_pixel_size(layout, &width, &height);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  cairo_move_to(plot->cr, round(cells->left - 6.0 - width),
                round(cells->top + (row + 0.5) * cells->height - 0.5 * height - 0.5));
  pango_cairo_show_layout(plot->cr, layout);
}

/* The name's first letters; of "class 12" the number, for its letters are all classes'. */
static char *brief_name(const char *name) {
  const char *last = strrchr(name, ' ');
  if (g_utf8_strlen(name, -1) <= BRIEF)
    return g_strdup(name);
  return last && g_ascii_isdigit(last[1]) ? g_strdup(last + 1)
                                          : g_utf8_substring(name, 0, BRIEF - 1);
}

/* The brief name, slanted, so that narrow columns can be named. */
static void draw_column_name(const GmxPairPicture *self, GmxPlot *plot, const GmxPairCells *cells,
                             int column) {
  g_autofree char *brief = brief_name(name_of(self, column));
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, brief, GMX_TEXT_PLAIN, FALSE);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  cairo_save(plot->cr);
  cairo_translate(plot->cr, cells->left + (column + 0.5) * cells->width + 4.0,
                  cells->top + self->shares->shown * cells->height + 4.0);
  cairo_rotate(plot->cr, SLANT);
  cairo_move_to(plot->cr, -width, -0.25 * height);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  pango_cairo_show_layout(plot->cr, layout);
  cairo_restore(plot->cr);
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
    draw_row_name(self, &plot, cells, row);
    draw_column_name(self, &plot, cells, row);
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
  *minimum = across ? NAME_MOST + MAX(count * CELL_LEAST, KEY_WIDTH) : LABELS + count * CELL_LEAST;
  *natural = MAX(*minimum, (across ? NAME_MOST : LABELS) + count * cell);
}
