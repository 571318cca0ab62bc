/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing in the language of the window's tiles. Images are blown up by whole device pixels here,
 * so that no filter can smooth them. */
#include "ui/sheet/sheet-pen.h"

#include "ui/chart/colors.h"
#include "ui/chart/marker.h"
#include "ui/chart/ticks.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define FONT "Cantarell, Sans"
#define RADIUS 4
#define BAR_HEIGHT 4
#define BADGE 18
#define MOST_PIXELS (1 << 26)
#define MOST_SIDE 32767 /* of a cairo surface */

static void set_color(GmxSheetPen *pen, const char *name, double alpha) {
  double rgb[3];
  gmx_color_get_light(name, rgb);
  cairo_set_source_rgba(pen->cr, rgb[0], rgb[1], rgb[2], alpha);
}

static gboolean check_size(gint64 width, gint64 height, const char *what, GError **error) {
  if (width <= MOST_SIDE && height <= MOST_SIDE && width * height <= MOST_PIXELS)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
              _("a sheet of %s would have %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT
                " pixels, more than a picture holds (%d million): choose fewer"),
              what, width, height, MOST_PIXELS >> 20);
  return FALSE;
}

static void draw_header(GmxSheetPen *pen, const GmxSheetInfo *info, double width) {
  double x = GMX_SHEET_MARGIN, y = GMX_SHEET_MARGIN, indent = 0;
  if (info->mark >= 0) {
    gmx_sheet_pen_mark(pen, info->mark == 1, x, y + 3);
    indent = 16;
  }
  gmx_sheet_pen_text(pen, info->heading, x + indent, y, width - indent, 15, TRUE, "card_fg_color",
                     1, GMX_TEXT_LEFT);
  gmx_sheet_pen_text(pen, info->origin, x, y + 22, width, 12, FALSE, "card_fg_color", 0.66,
                     GMX_TEXT_LEFT);
  gmx_sheet_pen_text(pen, info->contents, x, y + 38, width, 12, FALSE, "card_fg_color", 0.66,
                     GMX_TEXT_LEFT);
}

gboolean gmx_sheet_pen_begin(GmxSheetPen *pen, const GmxSheetInfo *info, int width, gint64 height,
                             const char *what, GError **error) {
  int scale = CLAMP(info->scale, 1, 4);
  if (!check_size((gint64)width * scale, height * scale, what, error))
    return FALSE;
  pen->scale = scale;
  pen->surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width * scale, (int)height * scale);
  if (cairo_surface_status(pen->surface) != CAIRO_STATUS_SUCCESS) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("a sheet of %s can't be drawn: %s"), what,
                cairo_status_to_string(cairo_surface_status(pen->surface)));
    cairo_surface_destroy(pen->surface);
    return FALSE;
  }
  pen->cr = cairo_create(pen->surface);
  cairo_scale(pen->cr, scale, scale);
  pen->layout = pango_cairo_create_layout(pen->cr);
  set_color(pen, "card_bg_color", 1);
  cairo_paint(pen->cr);
  draw_header(pen, info, width - 2 * GMX_SHEET_MARGIN);
  return TRUE;
}

cairo_surface_t *gmx_sheet_pen_end(GmxSheetPen *pen) {
  g_object_unref(pen->layout);
  cairo_destroy(pen->cr);
  cairo_surface_flush(pen->surface);
  return pen->surface;
}

/* @text as markup, with the index of s_i below the line. <sub> would not shrink a font whose size
 * is given in pixels. */
static void set_text(PangoLayout *layout, const char *text) {
  g_autofree char *escaped = g_markup_escape_text(text, -1);
  g_auto(GStrv) parts = g_strsplit(escaped, "s_i", -1);
  g_autofree char *markup = g_strjoinv("s<span size=\"75%\" rise=\"-1800\">i</span>", parts);
  pango_layout_set_markup(layout, markup, -1);
}

void gmx_sheet_pen_text(GmxSheetPen *pen, const char *text, double x, double y, double width,
                        int pixels, gboolean bold, const char *color, double alpha,
                        GmxTextPlace place) {
  static const PangoAlignment places[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
  PangoFontDescription *font = pango_font_description_from_string(FONT);
  if (text == NULL) {
    pango_font_description_free(font);
    return;
  }
  pango_font_description_set_absolute_size(font, pixels * PANGO_SCALE);
  pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(pen->layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(pen->layout, (int)(width * PANGO_SCALE));
  pango_layout_set_ellipsize(pen->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment(pen->layout, places[place]);
  set_text(pen->layout, text);
  set_color(pen, color, alpha);
  cairo_move_to(pen->cr, x, y);
  pango_cairo_show_layout(pen->cr, pen->layout);
}

/* The mean of the @step × @step pixels at (@x, @y), cut at the image's edge. */
static guint32 mean_pixel(const guint8 *rgb, int width, int height, int x, int y, int step) {
  guint sum[3] = {0}, count = 0;
  for (int v = y; v < MIN(y + step, height); v++)
    for (int u = x; u < MIN(x + step, width); u++, count++)
      for (int c = 0; c < 3; c++)
        sum[c] += rgb[((gsize)v * width + u) * 3 + c];
  for (int c = 0; c < 3; c++)
    sum[c] = (sum[c] + count / 2) / count;
  return 0xff000000u | sum[0] << 16 | sum[1] << 8 | sum[2];
}

/* Each pixel repeated @factor × @factor times, or the means of @step × @step where it has no room.
 */
static cairo_surface_t *blow_up(const guint8 *rgb, int width, int height, int factor, int step) {
  int w = (width + step - 1) / step * factor, h = (height + step - 1) / step * factor;
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);
  int stride = cairo_image_surface_get_stride(image);
  guint8 *data = cairo_image_surface_get_data(image);
  cairo_surface_flush(image);
  for (int y = 0; y < h; y++) {
    guint32 *row = (guint32 *)(gpointer)(data + (gsize)y * stride);
    if (y % factor != 0) {
      memcpy(row, (guint8 *)row - stride, (gsize)w * 4);
      continue;
    }
    for (int x = 0; x < w; x++)
      row[x] = x % factor != 0
                   ? row[x - 1]
                   : mean_pixel(rgb, width, height, x / factor * step, y / factor * step, step);
  }
  cairo_surface_mark_dirty(image);
  return image;
}

static void rounded_path(cairo_t *cr, double x, double y, double w, double h, double r) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, x + w - r, y + r, r, -M_PI / 2, 0);
  cairo_arc(cr, x + w - r, y + h - r, r, 0, M_PI / 2);
  cairo_arc(cr, x + r, y + h - r, r, M_PI / 2, M_PI);
  cairo_arc(cr, x + r, y + r, r, M_PI, 1.5 * M_PI);
  cairo_close_path(cr);
}

void gmx_sheet_pen_image(GmxSheetPen *pen, const guint8 *rgb, int width, int height, double x,
                         double y) {
  int room = GMX_SHEET_IMAGE * pen->scale, side = MAX(width, height);
  int factor = MAX(1, room / side), step = MAX(1, (side + room - 1) / room);
  cairo_surface_t *image = blow_up(rgb, width, height, factor, step);
  double w = cairo_image_surface_get_width(image), h = cairo_image_surface_get_height(image);
  /* Whole device pixels, so that none falls between two. */
  double left = x * pen->scale + floor((room - w) / 2),
         top = y * pen->scale + floor((room - h) / 2);
  pen->image =
      (cairo_rectangle_t){left / pen->scale, top / pen->scale, w / pen->scale, h / pen->scale};
  cairo_save(pen->cr);
  cairo_identity_matrix(pen->cr);
  cairo_set_source_surface(pen->cr, image, left, top);
  cairo_pattern_set_filter(cairo_get_source(pen->cr), CAIRO_FILTER_NEAREST);
  rounded_path(pen->cr, left, top, w, h, RADIUS * pen->scale);
  cairo_fill(pen->cr);
  cairo_restore(pen->cr);
  cairo_surface_destroy(image);
}

void gmx_sheet_pen_bar(GmxSheetPen *pen, double lambda, double x, double y) {
  double whole = GMX_SHEET_IMAGE - 1;
  double first = round(whole * CLAMP(lambda, 0, 1)), second = whole - first;
  set_color(pen, "gmx_parent_a", 1);
  cairo_rectangle(pen->cr, x, y, first, BAR_HEIGHT);
  cairo_fill(pen->cr);
  set_color(pen, "gmx_parent_b", 1);
  cairo_rectangle(pen->cr, x + first + 1, y, second, BAR_HEIGHT);
  cairo_fill(pen->cr);
}

void gmx_sheet_pen_mark(GmxSheetPen *pen, gboolean sharp, double x, double y) {
  set_color(pen, sharp ? "gmx_sharp" : "gmx_flat", 1);
  gmx_marker_path(pen->cr, sharp ? GMX_MARKER_TRIANGLE : GMX_MARKER_CIRCLE, x + 4.5, y + 7.5, 6);
  cairo_fill(pen->cr);
}

void gmx_sheet_pen_flag(GmxSheetPen *pen, const char *color, double x, double y) {
  cairo_t *cr = pen->cr;
  set_color(pen, color, 1);
  cairo_rectangle(cr, x, y, 1.5, 11);
  cairo_fill(cr);
  cairo_move_to(cr, x + 1.5, y + 0.5);
  cairo_curve_to(cr, x + 4, y - 0.5, x + 6, y + 2, x + 10, y + 0.5);
  cairo_line_to(cr, x + 10, y + 6);
  cairo_curve_to(cr, x + 6, y + 7.5, x + 4, y + 5, x + 1.5, y + 6);
  cairo_close_path(cr);
  cairo_fill(cr);
}

void gmx_sheet_pen_badge(GmxSheetPen *pen) {
  double x = pen->image.x + pen->image.width - BADGE, y = pen->image.y;
  set_color(pen, "gmx_error", 1);
  rounded_path(pen->cr, x, y, BADGE, BADGE, RADIUS);
  cairo_fill(pen->cr);
  gmx_sheet_pen_flag(pen, "card_bg_color", x + 5, y + 4);
}
