/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and numbers of the matrices of classes, in the charts' font. */
#include "ui/samples/matrix-paint.h"

#include <math.h>
#include <string.h>

#define SLANT (-0.7) /* radians */
#define BRIEF 5      /* letters of a column's name */

double gmx_matrix_measure_name(const GmxPlot *plot, const char *name) {
  int width;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, name, GMX_TEXT_PLAIN, FALSE);
  pango_layout_get_pixel_size(layout, &width, NULL);
  return width;
}

void gmx_matrix_draw_row_name(const GmxPlot *plot, const char *name, double right, double middle,
                              double width) {
  int taken, height;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, name, GMX_TEXT_PLAIN, FALSE);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size(layout, &taken, NULL);
  if (taken > width)
    pango_layout_set_width(layout, (int)width * PANGO_SCALE);
  pango_layout_get_pixel_size(layout, &taken, &height);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  cairo_move_to(plot->cr, round(right - taken), round(middle - 0.5 * height));
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

void gmx_matrix_draw_column_name(const GmxPlot *plot, const char *name, double middle, double top) {
  g_autofree char *brief = brief_name(name);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, brief, GMX_TEXT_PLAIN, FALSE);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  cairo_save(plot->cr);
  cairo_translate(plot->cr, middle + 4.0, top + 4.0);
  cairo_rotate(plot->cr, SLANT);
  cairo_move_to(plot->cr, -width, -0.25 * height);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  pango_cairo_show_layout(plot->cr, layout);
  cairo_restore(plot->cr);
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

void gmx_matrix_draw_number(const GmxPlot *plot, const char *text, double x, double y, double width,
                            double height, const GdkRGBA *ground, double alpha, gboolean bold) {
  int across, down;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, bold);
  pango_layout_get_pixel_size(layout, &across, &down);
  double scale = MIN(1.0, MIN(width / MAX(across, 1), height / MAX(down, 1)));
  cairo_save(plot->cr);
  cairo_translate(plot->cr, x, y);
  cairo_scale(plot->cr, scale, scale);
  cairo_move_to(plot->cr, -0.5 * across, -0.5 * down);
  gmx_palette_set_source(plot->palette, plot->cr, writing_on(plot, ground), alpha);
  pango_cairo_show_layout(plot->cr, layout);
  cairo_restore(plot->cr);
}

static float part(float from, float to, double at) {
  return (float)(from + (to - from) * at);
}

void gmx_matrix_mix_colors(const GdkRGBA *from, const GdkRGBA *to, double at, GdkRGBA *color) {
  *color = (GdkRGBA){part(from->red, to->red, at), part(from->green, to->green, at),
                     part(from->blue, to->blue, at), 1};
}
