/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places and texts in one lane. */
#include "ui/chart/plot.h"

#include <math.h>

/* cairo counts in 1/256 of a pixel in 32 bits; this stays far inside. */
#define FAR 20000.0

double gmx_plot_x(const GmxPlot *plot, double x) {
  double place = gmx_axis_place(plot->x, x);
  return plot->left + CLAMP(place * plot->width, -FAR, FAR);
}

double gmx_plot_y(const GmxPlot *plot, double y) {
  /* Zero and less lie infinitely low on a logarithmic scale: below the lane, wherever that is. */
  if (isfinite(y) && y <= 0.0 && gmx_axis_get_log(plot->y))
    return plot->top + plot->height + 8.0;
  double place = gmx_axis_place(plot->y, y);
  return plot->top + plot->height - CLAMP(place * plot->height, -FAR, FAR);
}

double gmx_plot_crisp(const GmxPlot *plot, double place) {
  return (floor(place / plot->pixel) + 0.5) * plot->pixel;
}

PangoLayout *gmx_plot_layout(const GmxPlot *plot, const char *text, GmxTextKind kind,
                             gboolean bold) {
  PangoLayout *layout = pango_layout_new(plot->pango);
  if (bold) {
    PangoFontDescription *font =
        pango_font_description_copy(pango_context_get_font_description(plot->pango));
    pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
  }
  PangoAttrList *attributes = pango_attr_list_new();
  if (kind == GMX_TEXT_MARKUP) {
    pango_layout_set_markup(layout, text, -1);
    PangoAttrList *from_markup = pango_layout_get_attributes(layout);
    if (from_markup != NULL)
      attributes = (pango_attr_list_unref(attributes), pango_attr_list_copy(from_markup));
  } else {
    pango_layout_set_text(layout, text, -1);
  }
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  return layout;
}

void gmx_plot_draw_text(GmxPlot *plot, PangoLayout *layout, double x, double y, const char *color,
                        double alpha) {
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  /* Glyphs on whole pixels, as the toolkit sets them. */
  cairo_move_to(cr, round(x), round(y));
  pango_cairo_layout_path(cr, layout);
  gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 1.0);
  cairo_set_line_width(cr, 4.0);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cr);
  gmx_palette_set_source(plot->palette, cr, color, alpha);
  cairo_move_to(cr, round(x), round(y));
  pango_cairo_show_layout(cr, layout);
  cairo_restore(cr);
}

gboolean gmx_plot_take(GmxPlot *plot, double x, double y, double width, double height) {
  if (x < plot->room_left || x + width > plot->room_right)
    return FALSE;
  for (guint i = 0; i < plot->taken->len; i++) {
    const cairo_rectangle_t *other = &g_array_index(plot->taken, cairo_rectangle_t, i);
    if (x < other->x + other->width && other->x < x + width && y < other->y + other->height &&
        other->y < y + height)
      return FALSE;
  }
  cairo_rectangle_t place = {x, y, width, height};
  g_array_append_val(plot->taken, place);
  return TRUE;
}
