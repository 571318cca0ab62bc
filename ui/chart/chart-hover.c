/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies over the picture: the hair line, marks on the curves, the card with all values, and
 * the rubber band of a zoom. */
#include "ui/chart/chart-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/event-layer.h"
#include "ui/chart/plot.h"

#define PADDING 8.0
#define GAP 6.0
/* How far the card may reach over the chart's edge, into the padding of the card around it. */
#define OVER 10.0
#define GAP_TO_HAIR 10.0

/* One line of the card, laid out. */
typedef struct {
  GmxLayer *layer; /* borrowed: its sample; NULL: none */
  PangoLayout *name, *value, *note;
  gboolean apart; /* a little room above: another chart's values begin */
  double height;
} Row;

typedef struct {
  GmxPlot plot; /* only for its layouts */
  GArray *rows; /* Row */
  double sample, name, value, note, height;
} Card;

static void row_clear(gpointer data) {
  Row *row = data;
  g_clear_object(&row->name);
  g_clear_object(&row->value);
  g_clear_object(&row->note);
}

static void widen(double *width, PangoLayout *layout, double *height) {
  int text_width, text_height;
  if (layout == NULL)
    return;
  pango_layout_get_pixel_size(layout, &text_width, &text_height);
  *width = MAX(*width, text_width);
  *height = MAX(*height, text_height);
}

static void add_row(Card *card, GmxLayer *layer, const char *name, const char *value,
                    const char *note, gboolean bold_name, gboolean apart) {
  Row row = {.layer = layer, .apart = apart};
  if (name != NULL)
    row.name = gmx_plot_layout(&card->plot, name, GMX_TEXT_PLAIN, bold_name);
  if (value != NULL)
    row.value = gmx_plot_layout(&card->plot, value, GMX_TEXT_PLAIN, TRUE);
  if (note != NULL)
    row.note = gmx_plot_layout(&card->plot, note, GMX_TEXT_PLAIN, FALSE);
  double ignored = 0.0;
  widen(&ignored, row.name, &row.height);
  widen(&ignored, row.value, &row.height);
  row.height += 1.0 + (apart ? 5.0 : 0.0);
  card->height += row.height;
  g_array_append_val(card->rows, row);
}

/* What a card leaves out when room is short: smoothed values, then those of other charts. */
typedef enum { CARD_FULL, CARD_EXACT, CARD_OWN, N_CARD_SIZES } CardSize;

static void add_figure(Card *card, GmxFigure *figure, double x, gboolean smoothed, gboolean apart) {
  g_autoptr(GArray) readings = gmx_figure_read(figure, x);
  for (guint i = 0; i < readings->len; i++) {
    const GmxReading *reading = &g_array_index(readings, GmxReading, i);
    /* The charts of one x share their events: once is enough. */
    if (apart && GMX_IS_EVENT_LAYER(reading->layer))
      continue;
    g_autofree char *note = NULL;
    if (smoothed && reading->smoothed != NULL)
      note = g_strdup_printf(_("smoothed %s"), reading->smoothed);
    else if (reading->spread != NULL)
      note = g_strdup(reading->spread);
    add_row(card, reading->layer, reading->name, reading->value, note, FALSE, apart && i == 0);
  }
}

/* Own values, then those of the other charts of the same x as far as the height allows. */
static void fill_card(Card *card, GmxChart *chart, double x, double room, CardSize size) {
  GmxFigure *figure = chart->figure;
  GmxAxis *axis = gmx_figure_get_x_axis(figure);
  g_autofree char *heading = gmx_figure_heading(figure, x);
  g_autofree char *note = gmx_axis_note(axis, x);
  g_autofree char *head =
      note != NULL ? g_strdup_printf("%s · %s", heading, note) : g_strdup(heading);
  g_array_set_size(card->rows, 0);
  card->height = 2.0 * PADDING - 2.0;
  add_row(card, NULL, head, NULL, NULL, TRUE, FALSE);
  add_figure(card, figure, x, size == CARD_FULL, FALSE);
  gpointer other;
  for (guint i = 0; size != CARD_OWN && (other = gmx_axis_get_owner(axis, i)) != NULL; i++) {
    guint before = card->rows->len;
    double height = card->height;
    if (other == figure)
      continue;
    add_figure(card, other, x, FALSE, TRUE);
    if (card->height <= room)
      continue;
    g_array_set_size(card->rows, before);
    card->height = height;
  }
}

/* Columns are measured once the rows are known: a group that was dropped leaves no gap. */
static double card_width(Card *card) {
  double head = 0.0, columns = 0.0;
  card->sample = card->name = card->value = card->note = 0.0;
  for (guint i = 0; i < card->rows->len; i++) {
    Row *row = &g_array_index(card->rows, Row, i);
    double ignored = 0.0;
    if (row->layer != NULL)
      card->sample = MAX(card->sample, gmx_layer_sample_width(row->layer));
    widen(row->layer != NULL ? &card->name : &head, row->name, &ignored);
    widen(&card->value, row->value, &ignored);
    widen(&card->note, row->note, &ignored);
  }
  columns = card->sample + GAP + card->name + 2.0 * GAP + card->value;
  if (card->note > 0.0)
    columns += GAP + card->note;
  return MAX(head, columns) + 2.0 * PADDING;
}

static void rounded(cairo_t *cr, double x, double y, double width, double height, double radius) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, x + width - radius, y + radius, radius, -M_PI_2, 0.0);
  cairo_arc(cr, x + width - radius, y + height - radius, radius, 0.0, M_PI_2);
  cairo_arc(cr, x + radius, y + height - radius, radius, M_PI_2, M_PI);
  cairo_arc(cr, x + radius, y + radius, radius, M_PI, 3.0 * M_PI_2);
  cairo_close_path(cr);
}

static void show(Card *card, PangoLayout *layout, double x, double y, double alpha,
                 gboolean right) {
  int width;
  if (layout == NULL)
    return;
  pango_layout_get_pixel_size(layout, &width, NULL);
  gmx_palette_set_source(card->plot.palette, card->plot.cr, GMX_INK, alpha);
  cairo_move_to(card->plot.cr, round(right ? x - width : x), round(y));
  pango_cairo_show_layout(card->plot.cr, layout);
}

static void draw_rows(Card *card, double x, double y) {
  for (guint i = 0; i < card->rows->len; i++) {
    const Row *row = &g_array_index(card->rows, Row, i);
    double left = x + card->sample + GAP, right = left + card->name + 2.0 * GAP + card->value;
    double top = y + (row->apart ? 5.0 : 0.0);
    if (row->layer != NULL)
      gmx_layer_draw_sample(row->layer, card->plot.palette, card->plot.cr, x + 0.5 * card->sample,
                            round(top + 0.5 * (y + row->height - 1.0 - top)));
    show(card, row->name, row->layer != NULL ? left : x, top, row->layer != NULL ? 0.85 : 1.0,
         FALSE);
    show(card, row->value, right, top, 1.0, TRUE);
    show(card, row->note, right + GAP, top, GMX_DIM, FALSE);
    y += row->height;
  }
}

static void draw_card(GmxChart *chart, cairo_t *cr, double x, double hair_at, int width,
                      int height) {
  Card card = {0};
  double across = 0.0, beside = 0.5 * width + OVER - GAP_TO_HAIR;
  card.rows = g_array_new(FALSE, FALSE, sizeof(Row));
  g_array_set_clear_func(card.rows, row_clear);
  card.plot.cr = cr;
  card.plot.pango = gmx_chart_context(chart);
  card.plot.palette = gmx_chart_palette(chart);
  /* The largest that leaves the hair line free wherever it stands, so that the card does not change
   * its shape under way. */
  for (CardSize size = CARD_FULL; size < N_CARD_SIZES; size++) {
    fill_card(&card, chart, x, height + OVER, size);
    across = card_width(&card);
    if (across <= beside)
      break;
  }
  double left = hair_at + GAP_TO_HAIR;
  if (left + across > width + OVER && hair_at > width - hair_at)
    left = hair_at - GAP_TO_HAIR - across;
  left = round(CLAMP(left, -OVER, MAX(width + OVER - across, -OVER)));
  double top = round(MIN(10.0, MAX(height - card.height, -2.0 * OVER)));
  rounded(cr, left + 0.5, top + 0.5, across - 1.0, card.height - 1.0, 8.0);
  gmx_palette_set_source(card.plot.palette, cr, GMX_PAPER, 0.95);
  cairo_fill_preserve(cr);
  gmx_palette_set_source(card.plot.palette, cr, GMX_INK, 0.2);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
  draw_rows(&card, left + PADDING, top + PADDING - 1.0);
  g_array_unref(card.rows);
}

/* A mark on each curve at its point. */
static void draw_marks(GmxChart *chart, cairo_t *cr, double x) {
  g_autoptr(GArray) readings = gmx_figure_read(chart->figure, x);
  const GmxPalette *palette = gmx_chart_palette(chart);
  for (guint i = 0; i < readings->len; i++) {
    const GmxReading *reading = &g_array_index(readings, GmxReading, i);
    double px, py;
    if (reading->color == NULL ||
        !gmx_figure_locate(chart->figure, reading->layer, reading->x, reading->y, &px, &py))
      continue;
    cairo_new_sub_path(cr);
    cairo_arc(cr, px, py, 4.0, 0.0, 2.0 * M_PI);
    gmx_palette_set_source(palette, cr, reading->color, 1.0);
    cairo_fill_preserve(cr);
    gmx_palette_set_source(palette, cr, GMX_PAPER, 1.0);
    cairo_set_line_width(cr, 1.5);
    cairo_stroke(cr);
  }
}

static void draw_hair(GmxChart *chart, cairo_t *cr, int width, int height) {
  GmxAxis *axis = gmx_chart_get_x_axis(chart);
  double x = gmx_axis_get_hair(axis), place = gmx_axis_place(axis, x);
  cairo_rectangle_t area;
  if (!(place >= 0.0 && place <= 1.0) || chart->drag != GMX_DRAG_NONE)
    return;
  gmx_figure_get_area(chart->figure, GMX_CHART_ALL_LANES, &area);
  double at = area.x + place * area.width;
  gmx_palette_set_source(gmx_chart_palette(chart), cr, GMX_INK, 0.45);
  cairo_set_line_width(cr, 1.0);
  cairo_move_to(cr, floor(at) + 0.5, area.y);
  cairo_line_to(cr, floor(at) + 0.5, area.y + area.height);
  cairo_stroke(cr);
  draw_marks(chart, cr, x);
  if (chart->reading)
    draw_card(chart, cr, x, at, width, height);
}

static void draw_band(GmxChart *chart, cairo_t *cr) {
  cairo_rectangle_t area;
  gmx_figure_get_area(chart->figure, GMX_CHART_ALL_LANES, &area);
  double from = CLAMP(MIN(chart->drag_from, chart->drag_to), area.x, area.x + area.width);
  double to = CLAMP(MAX(chart->drag_from, chart->drag_to), area.x, area.x + area.width);
  cairo_rectangle(cr, floor(from) + 0.5, area.y + 0.5, MAX(floor(to) - floor(from), 1.0),
                  area.height - 1.0);
  gmx_palette_set_source(gmx_chart_palette(chart), cr, "accent_bg_color", 0.15);
  cairo_fill_preserve(cr);
  gmx_palette_set_source(gmx_chart_palette(chart), cr, "accent_bg_color", 0.9);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
}

void gmx_chart_snapshot_over(GmxChart *self, GtkSnapshot *snapshot) {
  int width = gtk_widget_get_width(GTK_WIDGET(self));
  int height = gtk_widget_get_height(GTK_WIDGET(self));
  if (self->drag != GMX_DRAG_BAND && isnan(gmx_axis_get_hair(gmx_chart_get_x_axis(self))))
    return;
  cairo_t *cr = gtk_snapshot_append_cairo(
      snapshot, &GRAPHENE_RECT_INIT(-OVER, -2 * OVER, width + 2 * OVER, height + 3 * OVER));
  draw_hair(self, cr, width, height);
  if (self->drag == GMX_DRAG_BAND)
    draw_band(self, cr);
  cairo_destroy(cr);
}

char *gmx_chart_describe_hair(GmxChart *self) {
  double x = gmx_axis_get_hair(gmx_chart_get_x_axis(self));
  if (isnan(x))
    return NULL;
  g_autoptr(GArray) readings = gmx_figure_read(self->figure, x);
  g_autofree char *heading = gmx_figure_heading(self->figure, x);
  GString *out = g_string_new(heading);
  for (guint i = 0; i < readings->len; i++) {
    const GmxReading *reading = &g_array_index(readings, GmxReading, i);
    g_string_append_printf(out, "%s%s %s", i == 0 ? ": " : ", ",
                           reading->name != NULL ? reading->name : "",
                           reading->value != NULL ? reading->value : "");
    if (reading->spread != NULL)
      g_string_append_printf(out, " %s", reading->spread);
  }
  return g_string_free(out, FALSE);
}
