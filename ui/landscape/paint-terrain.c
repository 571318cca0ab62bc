/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours, texts, marks and key of a terrain's pictures. */
#include "ui/landscape/paint-terrain.h"

#include "ui/chart/ticks.h"

#include <glib/gi18n.h>
#include <math.h>

#define SWATCH 12.0
#define SMALL_SWATCH 7.0
#define SMALL 360.0 /* width of a key that has small ones */
#define SWATCH_HEIGHT 10.0
#define HEAD 10.0 /* of the arrow */

void gmx_terrain_color(const GmxPalette *palette, int band, double rgb[3]) {
  const double share = band / (GMX_TERRAIN_BANDS - 1.0);
  double low[3], high[3];
  gmx_palette_get_rgb(palette, GMX_PAPER, low);
  gmx_palette_get_rgb(palette, "gmx_surface", high);
  for (int i = 0; i < 3; i++)
    rgb[i] = low[i] + share * (high[i] - low[i]);
}

/* Texts */

static PangoContext *default_context(cairo_t *cr) {
  PangoContext *context = pango_cairo_create_context(cr);
  PangoFontDescription *font = pango_font_description_from_string("Cantarell, Sans");
  pango_font_description_set_absolute_size(font, 11 * PANGO_SCALE);
  pango_context_set_font_description(context, font);
  pango_font_description_free(font);
  return context;
}

void gmx_terrain_open(GmxPlot *plot, cairo_t *cr, double width, const GmxPalette *palette,
                      PangoContext *context) {
  *plot = (GmxPlot){.cr = cr,
                    .pango = context ? g_object_ref(context) : default_context(cr),
                    .palette = palette,
                    .room_right = width,
                    .pixel = 1,
                    .taken = g_array_new(FALSE, FALSE, sizeof(cairo_rectangle_t))};
  pango_cairo_update_context(cr, plot->pango);
}

void gmx_terrain_close(GmxPlot *plot) {
  g_clear_pointer(&plot->taken, g_array_unref);
  g_clear_object(&plot->pango);
}

void gmx_terrain_text(GmxPlot *plot, const char *text, double x, double y, double across,
                      double down, const char *color, double alpha, gboolean bold) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, bold);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  gmx_palette_set_source(plot->palette, plot->cr, color, alpha);
  cairo_move_to(plot->cr, round(x - across * width), round(y - down * height));
  pango_cairo_show_layout(plot->cr, layout);
}

void gmx_terrain_label(GmxPlot *plot, const char *text, double x, double y, double across,
                       double down, const char *color, gboolean bold,
                       const cairo_rectangle_t *area) {
  /* Names are a little larger than ticks. */
  g_autofree char *large = g_markup_printf_escaped("<span size='115%%'>%s</span>", text);
  g_autoptr(PangoLayout) layout =
      gmx_plot_layout(plot, bold ? large : text, bold ? GMX_TEXT_MARKUP : GMX_TEXT_PLAIN, bold);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  x -= across * width;
  y -= down * height;
  if (area) {
    x = CLAMP(x, area->x + 3, fmax(area->x + 3, area->x + area->width - width - 3));
    y = CLAMP(y, area->y + 2, fmax(area->y + 2, area->y + area->height - height - 2));
  }
  gmx_plot_take(plot, x, y, width, height);
  gmx_plot_draw_text(plot, layout, x, y, color, 1);
}

/* The key */

static double text_width(GmxPlot *plot, const char *text, gboolean bold) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, bold);
  int width;
  pango_layout_get_pixel_size(layout, &width, NULL);
  return width;
}

static double draw_swatches(GmxPlot *plot, double x, double y, double swatch) {
  double rgb[3];
  for (int band = 0; band < GMX_TERRAIN_BANDS; band++) {
    gmx_terrain_color(plot->palette, band, rgb);
    cairo_set_source_rgb(plot->cr, rgb[0], rgb[1], rgb[2]);
    cairo_rectangle(plot->cr, x + band * swatch, y - SWATCH_HEIGHT / 2, swatch, SWATCH_HEIGHT);
    cairo_fill(plot->cr);
  }
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.2);
  cairo_set_line_width(plot->cr, 1);
  cairo_rectangle(plot->cr, x + 0.5, y - SWATCH_HEIGHT / 2 + 0.5, GMX_TERRAIN_BANDS * swatch - 1,
                  SWATCH_HEIGHT - 1);
  cairo_stroke(plot->cr);
  return GMX_TERRAIN_BANDS * swatch;
}

void gmx_terrain_draw_key(GmxPlot *plot, const GmxTerrain *terrain, double x, double y,
                          double width) {
  g_autofree char *range = gmx_terrain_format_range(terrain);
  g_autofree char *step =
      gmx_format_number(terrain->step, CLAMP((int)ceil(-log10(terrain->step) - 1e-6), 0, 12));
  g_autofree char *lines = g_strdup_printf(_("a line every %s"), step);
  const double right = x + width;
  gmx_terrain_text(plot, _("loss"), x, y, 0, 0.5, GMX_INK, 0.85, FALSE);
  x += text_width(plot, _("loss"), FALSE) + 8;
  x += draw_swatches(plot, x, floor(y), width < SMALL ? SMALL_SWATCH : SWATCH) + 8;
  gmx_terrain_text(plot, range, x, y, 0, 0.5, GMX_INK, 1, TRUE);
  x += text_width(plot, range, TRUE);
  if (!isnan(terrain->low) && right - text_width(plot, lines, FALSE) > x + 12)
    gmx_terrain_text(plot, lines, right, y, 1, 0.5, GMX_INK, GMX_DIM, FALSE);
}

/* Marks */

double gmx_terrain_head_length(double length) {
  return fmin(HEAD, 0.6 * length);
}

void gmx_terrain_draw_head(GmxPlot *plot, double x, double y, double to_x, double to_y,
                           double alpha) {
  cairo_t *cr = plot->cr;
  const double length = hypot(to_x - x, to_y - y), head = gmx_terrain_head_length(length);
  const double u = (to_x - x) / length, v = (to_y - y) / length;
  gmx_palette_set_source(plot->palette, cr, "gmx_perturbed", alpha);
  cairo_move_to(cr, to_x, to_y);
  cairo_line_to(cr, to_x - head * u - 0.5 * head * v, to_y - head * v + 0.5 * head * u);
  cairo_line_to(cr, to_x - head * u + 0.5 * head * v, to_y - head * v - 0.5 * head * u);
  cairo_close_path(cr);
  cairo_fill(cr);
}

void gmx_terrain_draw_arrow(GmxPlot *plot, double x, double y, double to_x, double to_y) {
  cairo_t *cr = plot->cr;
  const double length = hypot(to_x - x, to_y - y);
  if (!(length > 1))
    return;
  const double head = gmx_terrain_head_length(length), u = (to_x - x) / length,
               v = (to_y - y) / length;
  gmx_palette_set_source(plot->palette, cr, "gmx_perturbed", 1);
  cairo_set_line_width(cr, 3);
  cairo_move_to(cr, x, y);
  cairo_line_to(cr, to_x - head * u, to_y - head * v);
  cairo_stroke(cr);
  gmx_terrain_draw_head(plot, x, y, to_x, to_y, 1);
}

void gmx_terrain_draw_w(GmxPlot *plot, double x, double y) {
  cairo_new_sub_path(plot->cr);
  cairo_arc(plot->cr, x, y, 5.5, 0, 2 * M_PI);
  gmx_palette_set_source(plot->palette, plot->cr, "gmx_at_w", 1);
  cairo_fill_preserve(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_PAPER, 1);
  cairo_set_line_width(plot->cr, 1);
  cairo_stroke(plot->cr);
}

void gmx_terrain_draw_other(GmxPlot *plot, double x, double y) {
  cairo_rectangle(plot->cr, x - 5, y - 5, 10, 10);
  gmx_palette_set_source(plot->palette, plot->cr, "gmx_run_2", 1);
  cairo_fill_preserve(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_PAPER, 1);
  cairo_set_line_width(plot->cr, 1);
  cairo_stroke(plot->cr);
}

char *gmx_terrain_ago(const GmxTerrain *terrain) {
  const int steps = terrain->path_steps;
  return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE, "%d step ago", "%d steps ago", (gulong)steps),
                         steps);
}
