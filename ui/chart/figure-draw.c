/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing of a figure: grid, layers lane by lane, then all texts. */
#include "ui/chart/figure-private.h"

#include <math.h>

#include "ui/chart/event-layer.h"
#include "ui/chart/line-layer.h"
#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

#define X_LABEL_APART 18.0
/* Between a lane's title and a mark at its right. */
#define MARK_GAP 8.0
#define GRID 0.075
#define BASE 0.28

void gmx_figure_scale_font(PangoContext *context) {
  PangoFontDescription *font =
      pango_font_description_copy(pango_context_get_font_description(context));
  double size = pango_font_description_get_size(font);
  if (!pango_font_description_get_size_is_absolute(font))
    size *= pango_cairo_context_get_resolution(context) > 0.0
                ? pango_cairo_context_get_resolution(context) / 72.0
                : 96.0 / 72.0;
  pango_font_description_set_absolute_size(font, round(0.75 * size / PANGO_SCALE) * PANGO_SCALE);
  pango_context_set_font_description(context, font);
  pango_font_description_free(font);
}

static PangoContext *default_context(cairo_t *cr) {
  PangoContext *context = pango_cairo_create_context(cr);
  PangoFontDescription *font = pango_font_description_from_string("Sans");
  pango_font_description_set_absolute_size(font, 11.0 * PANGO_SCALE);
  pango_context_set_font_description(context, font);
  pango_font_description_free(font);
  return context;
}

/* Points the plot at one lane, or at all. */
static GmxPlot *aim(GmxDrawing *drawing, int lane) {
  GmxFigure *figure = drawing->figure;
  const cairo_rectangle_t *area =
      lane == GMX_CHART_ALL_LANES ? &figure->area : &gmx_figure_lane(figure, lane)->area;
  drawing->plot.y = gmx_figure_lane(figure, lane)->axis;
  drawing->plot.left = area->x;
  drawing->plot.top = area->y;
  drawing->plot.width = area->width;
  drawing->plot.height = area->height;
  return &drawing->plot;
}

static void draw_label(const GmxPlot *plot, const char *text, double x, double y, double align) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  cairo_move_to(plot->cr, round(x - align * width), round(y - 0.5 * height));
  pango_cairo_show_layout(plot->cr, layout);
}

static void draw_horizontal(const GmxPlot *plot, double y, double alpha) {
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, alpha);
  cairo_set_line_width(plot->cr, plot->pixel >= 1.0 ? 1.0 : 2.0 * plot->pixel);
  y = plot->pixel >= 1.0 ? gmx_plot_crisp(plot, y) : round(y / plot->pixel) * plot->pixel;
  cairo_move_to(plot->cr, plot->left, y);
  cairo_line_to(plot->cr, plot->left + plot->width, y);
  cairo_stroke(plot->cr);
}

/* Grid and labels of one lane. The base line is drawn later, over the data. */
static void draw_y_axis(GmxDrawing *drawing, int lane) {
  GmxPlot *plot = aim(drawing, lane);
  const GmxTicks *ticks = &drawing->y_ticks[lane];
  double factor = gmx_axis_get_factor(plot->y);
  gboolean last = lane == (int)drawing->figure->lanes->len - 1;
  for (int i = 0; i < ticks->count; i++) {
    double y = gmx_plot_y(plot, ticks->value[i] / factor);
    g_autofree char *text = gmx_figure_y_label(plot->y, ticks, i);
    if (!last || y < plot->top + plot->height - 1.0)
      draw_horizontal(plot, y, GRID);
    draw_label(plot, text, plot->left - GMX_LABEL_GAP, y, 1.0);
  }
}

static char *x_label(const GmxPlot *plot, const GmxTicks *ticks, int i) {
  const char *name = gmx_axis_name(plot->x, ticks->value[i]);
  return name != NULL ? g_strdup(name) : gmx_format_tick(ticks, i);
}

/* Whether no two labels of @ticks come closer than X_LABEL_APART. */
static gboolean labels_fit(const GmxPlot *plot, const GmxTicks *ticks) {
  double end = -INFINITY, factor = gmx_axis_get_factor(plot->x);
  for (int i = 0; i < ticks->count; i++) {
    g_autofree char *text = x_label(plot, ticks, i);
    double half = 0.5 * gmx_figure_label_width(plot, text);
    double x = gmx_plot_x(plot, ticks->value[i] / factor);
    if (x - half < end + (i > 0 ? X_LABEL_APART : 0.0))
      return FALSE;
    end = x + half;
  }
  return TRUE;
}

/* Ticks and labels of x under the last lane; the unit takes the place of the last. */
static void draw_x_axis(GmxDrawing *drawing) {
  GmxPlot *plot = aim(drawing, (int)drawing->figure->lanes->len - 1);
  const char *unit = gmx_axis_get_unit(plot->x);
  double base = plot->top + plot->height, right = plot->left + plot->width;
  double middle = base + 5.0 + 0.5 * drawing->line_height;
  double limit = drawing->width, factor = gmx_axis_get_factor(plot->x);
  GmxTicks ticks;
  for (int most = 9; most >= 2; most--) {
    gmx_figure_find_ticks(plot->x, &ticks, most);
    if (labels_fit(plot, &ticks))
      break;
  }
  if (unit != NULL) {
    draw_label(plot, unit, right + 2.0, middle, 1.0);
    limit = right + 2.0 - gmx_figure_label_width(plot, unit) - 8.0;
  }
  for (int i = 0; i < ticks.count; i++) {
    g_autofree char *text = x_label(plot, &ticks, i);
    double x = gmx_plot_x(plot, ticks.value[i] / factor),
           half = 0.5 * gmx_figure_label_width(plot, text);
    if (x + half > limit)
      continue;
    gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, BASE);
    cairo_set_line_width(plot->cr, 1.0);
    x = gmx_plot_crisp(plot, x);
    cairo_move_to(plot->cr, x, base);
    cairo_line_to(plot->cr, x, base + 4.0);
    cairo_stroke(plot->cr);
    draw_label(plot, text, MAX(x, half), middle, 0.5);
  }
  draw_horizontal(plot, base, BASE);
}

/* The layers of @lane. Not zoomed, marks at the ends may reach a little over them. */
static void draw_layers(GmxDrawing *drawing, int lane) {
  GmxPlot *plot = aim(drawing, lane);
  cairo_t *cr = plot->cr;
  double over = gmx_axis_is_zoomed(plot->x) ? 0.0 : 4.0;
  cairo_save(cr);
  cairo_rectangle(cr, plot->left - over, plot->top - 2.0, plot->width + 2.0 * over,
                  plot->height + 3.0);
  cairo_clip(cr);
  for (guint i = 0; i < drawing->figure->entries->len; i++) {
    const GmxEntry *entry = &g_array_index(drawing->figure->entries, GmxEntry, i);
    if (entry->lane == lane && gmx_layer_get_visible(entry->layer))
      gmx_layer_draw(entry->layer, plot);
  }
  cairo_restore(cr);
}

static void draw_texts(GmxDrawing *drawing, int lane) {
  GmxPlot *plot = aim(drawing, lane);
  int curves = 0;
  for (guint i = 0; i < drawing->figure->entries->len; i++) {
    const GmxEntry *entry = &g_array_index(drawing->figure->entries, GmxEntry, i);
    curves += entry->lane == lane && GMX_IS_LINE_LAYER(entry->layer) &&
              gmx_layer_get_visible(entry->layer);
  }
  plot->several = curves > 1;
  for (guint i = 0; i < drawing->figure->entries->len; i++) {
    const GmxEntry *entry = &g_array_index(drawing->figure->entries, GmxEntry, i);
    if (entry->lane == lane && gmx_layer_get_visible(entry->layer))
      gmx_layer_draw_text(entry->layer, plot);
  }
}

/* Whether a curve of the lane runs through a title at [left, right] down to @bottom. Smoothed
 * values decide, so that noise does not move the title about. */
static gboolean title_in_the_way(GmxDrawing *drawing, int lane, double left, double right,
                                 double bottom) {
  const GmxPlot *plot = &drawing->plot;
  double from = gmx_axis_value(plot->x, (left - plot->left) / plot->width);
  double to = gmx_axis_value(plot->x, (right - plot->left) / plot->width);
  for (guint i = 0; i < drawing->figure->entries->len; i++) {
    const GmxEntry *entry = &g_array_index(drawing->figure->entries, GmxEntry, i);
    if (entry->lane != lane || !GMX_IS_LINE_LAYER(entry->layer))
      continue;
    GmxSeries *series = gmx_line_layer_get_series(GMX_LINE_LAYER(entry->layer));
    GmxSpan span;
    gmx_series_span(series, TRUE, gmx_series_find(series, from), gmx_series_find(series, to),
                    &span);
    if (span.low <= span.high && gmx_plot_y(plot, span.high) < bottom)
      return TRUE;
  }
  return FALSE;
}

/* The leftmost mark between @left and @right: the stop, and over the top lane the changes, whose
 * marks stand where its title does. INFINITY: none. */
static double first_mark(GmxDrawing *drawing, int lane, double left, double right) {
  const GmxPlot *plot = &drawing->plot;
  double from = gmx_axis_value(plot->x, (left - plot->left) / plot->width), first = INFINITY;
  for (guint i = 0; i < drawing->figure->entries->len; i++) {
    GmxLayer *layer = g_array_index(drawing->figure->entries, GmxEntry, i).layer;
    if (!GMX_IS_EVENT_LAYER(layer))
      continue;
    double stop = gmx_event_layer_get_stop(GMX_EVENT_LAYER(layer));
    double change = lane == 0 ? gmx_event_layer_find(GMX_EVENT_LAYER(layer), from) : INFINITY;
    if (stop >= from)
      change = fmin(change, stop);
    if (isfinite(change) && gmx_plot_x(plot, change) <= right)
      first = fmin(first, gmx_plot_x(plot, change));
  }
  return first;
}

/* Left end of a title of @width: at the right, or left of a mark that is in the way, or at the left
 * where a curve is. */
static double place_title(GmxDrawing *drawing, int lane, double width, double bottom) {
  const GmxPlot *plot = &drawing->plot;
  double left = plot->left + 8.0, right = plot->left + plot->width - 2.0 - width, x = right;
  double mark = first_mark(drawing, lane, right - MARK_GAP, right + width + MARK_GAP);
  if (isfinite(mark))
    x = MAX(mark - MARK_GAP - width, left);
  if (title_in_the_way(drawing, lane, x, x + width, bottom) &&
      !title_in_the_way(drawing, lane, left, left + width, bottom))
    return left;
  return x;
}

/* The newest value of the lane's layer, or the last that was a number. */
static char *lane_value(const GmxLane *lane) {
  gboolean alarm = FALSE;
  if (lane->newest == NULL)
    return NULL;
  char *text = gmx_layer_newest(lane->newest, lane->axis, &alarm);
  if (!alarm || !GMX_IS_LINE_LAYER(lane->newest))
    return text;
  g_free(text);
  return gmx_line_layer_last_finite(GMX_LINE_LAYER(lane->newest), lane->axis);
}

/* The title with the newest value behind it, over the top right of its lane if that is free. */
static void draw_lane_title(GmxDrawing *drawing, int index) {
  GmxPlot *plot = aim(drawing, index);
  const GmxLane *lane = gmx_figure_lane(drawing->figure, index);
  if (lane->title == NULL)
    return;
  g_autofree char *newest = lane_value(lane);
  /* A twelfth larger than the ticks: this is what one reads first. */
  g_autofree char *value_markup =
      g_markup_printf_escaped("<span size='109%%'>%s</span>", newest != NULL ? newest : "");
  g_autofree char *title_markup = g_strdup_printf("<span size='109%%'>%s</span>", lane->title);
  g_autoptr(PangoLayout) title = gmx_plot_layout(plot, title_markup, GMX_TEXT_MARKUP, FALSE);
  g_autoptr(PangoLayout) value = gmx_plot_layout(plot, value_markup, GMX_TEXT_MARKUP, TRUE);
  int title_width, value_width, height;
  pango_layout_get_pixel_size(value, &value_width, &height);
  pango_layout_get_pixel_size(title, &title_width, NULL);
  double gap = newest != NULL ? 6.0 : 0.0, bottom = plot->top + GMX_TITLE_SINK, y = bottom - height;
  double width = title_width + gap + value_width;
  double x = place_title(drawing, index, width, bottom);
  gmx_plot_take(plot, x, y, width, height - GMX_TITLE_SINK);
  /* Both stand on one line of writing, also where the title has raised or lowered signs. */
  double drop =
      (pango_layout_get_baseline(value) - pango_layout_get_baseline(title)) / (double)PANGO_SCALE;
  gmx_plot_draw_text(plot, title, x, y + drop, GMX_INK, 0.85);
  gmx_plot_draw_text(plot, value, x + title_width + gap, y, GMX_INK, 1.0);
}

static void draw_all(GmxDrawing *drawing) {
  int count = (int)drawing->figure->lanes->len;
  for (int i = 0; i < count; i++)
    draw_y_axis(drawing, i);
  for (int i = 0; i < count; i++)
    draw_layers(drawing, i);
  draw_layers(drawing, GMX_CHART_ALL_LANES);
  draw_x_axis(drawing);
  for (int i = 0; i < count; i++)
    draw_lane_title(drawing, i);
  draw_texts(drawing, GMX_CHART_ALL_LANES);
  for (int i = 0; i < count; i++)
    draw_texts(drawing, i);
}

void gmx_figure_draw(GmxFigure *self, cairo_t *cr, double width, double height,
                     const GmxPalette *palette, PangoContext *context) {
  g_return_if_fail(GMX_IS_FIGURE(self) && palette != NULL);
  double scale_x, scale_y;
  cairo_surface_get_device_scale(cairo_get_target(cr), &scale_x, &scale_y);
  PangoContext *own = context != NULL ? g_object_ref(context) : default_context(cr);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(cairo_rectangle_t));
  g_autofree GmxTicks *ticks = g_new0(GmxTicks, self->lanes->len);
  GmxDrawing drawing = {.figure = self, .width = width, .height = height, .y_ticks = ticks};
  drawing.plot = (GmxPlot){.cr = cr,
                           .pango = own,
                           .palette = palette,
                           .x = self->x_axis,
                           .room_left = 0.0,
                           .room_right = width,
                           .pixel = scale_x > 0.0 ? 1.0 / scale_x : 1.0,
                           .taken = taken};
  cairo_save(cr);
  pango_cairo_update_context(cr, own);
  gmx_figure_lay_out(&drawing);
  draw_all(&drawing);
  self->drawn = TRUE;
  cairo_restore(cr);
  g_object_unref(own);
}

gboolean gmx_figure_get_area(GmxFigure *self, int lane, cairo_rectangle_t *area) {
  *area = lane == GMX_CHART_ALL_LANES ? self->area : gmx_figure_lane(self, lane)->area;
  return self->drawn;
}

gboolean gmx_figure_locate(GmxFigure *self, GmxLayer *layer, double x, double y, double *px,
                           double *py) {
  cairo_rectangle_t area;
  int lane = gmx_figure_get_layer_lane(self, layer);
  if (lane == G_MININT || !gmx_figure_get_area(self, lane, &area))
    return FALSE;
  double across = gmx_axis_place(self->x_axis, x);
  double up = gmx_axis_place(gmx_figure_lane(self, lane)->axis, y);
  *px = area.x + across * area.width;
  *py = area.y + area.height - up * area.height;
  return across >= 0.0 && across <= 1.0 && up >= 0.0 && up <= 1.0;
}
