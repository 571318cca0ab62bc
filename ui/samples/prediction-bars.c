/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paired bars: what is seen at w is solid, what is seen at w + ε̂ a dashed outline below it, and a
 * pin stands where the label would have the class. */
#include "ui/samples/prediction-bars.h"

#include "ui/chart/palette.h"
#include "ui/samples/prediction-rows.h"

#include <math.h>

#define ROW 33
#define MOST_ROW 38
#define LEAST_ROW 24
#define CHIP 12 /* column of the parents' chips */
#define NAME_GAP 8
#define VALUE_GAP 12
#define LEAST_BARS 90
#define TEXT 12   /* font, pixels */
#define GRID 0.25 /* of probability */
#define GRID_ALPHA 0.075
#define BASE_ALPHA 0.28
#define DIM 0.62

struct _GmxPredictionBars {
  GtkWidget parent_instance;

  GArray *rows;
};

/* One drawing. */
typedef struct {
  GmxPredictionBars *bars;
  cairo_t *cr;
  GmxPalette *palette;
  double left, width; /* of the bars */
  double right;       /* end of the values */
  double row, most;   /* height of a row; probability at the bars' right end */
} Drawing;

G_DEFINE_FINAL_TYPE(GmxPredictionBars, gmx_prediction_bars, GTK_TYPE_WIDGET)

static const GmxPredictionRow *row_at(GmxPredictionBars *self, guint i) {
  return &g_array_index(self->rows, GmxPredictionRow, i);
}

static PangoLayout *new_layout(GmxPredictionBars *self, const char *text, gboolean bold) {
  PangoLayout *layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), text);
  PangoFontDescription *font = pango_font_description_copy(
      pango_context_get_font_description(pango_layout_get_context(layout)));
  PangoAttrList *attributes = pango_attr_list_new();
  pango_font_description_set_absolute_size(font, TEXT * PANGO_SCALE);
  pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_font_description_free(font);
  return layout;
}

static int text_width(GmxPredictionBars *self, const char *text, gboolean bold) {
  g_autoptr(PangoLayout) layout = new_layout(self, text, bold);
  int width;
  pango_layout_get_pixel_size(layout, &width, NULL);
  return width;
}

static gboolean is_parent(const GmxPredictionRow *row) {
  return row->first || row->second;
}

/* The widest name, but no more than @most, and the widest value. */
static void find_columns(GmxPredictionBars *self, int most, int *names, int *values) {
  *names = *values = 0;
  for (guint i = 0; i < self->rows->len; i++) {
    const GmxPredictionRow *row = row_at(self, i);
    g_autofree char *percent = gmx_prediction_percent(row);
    *names = MAX(*names, text_width(self, row->name, is_parent(row)));
    *values = MAX(*values, text_width(self, percent, FALSE));
  }
  *names = MIN(*names, most);
}

/* The bars end at a whole quarter, so that they hold still while training goes on. */
static double find_most(GmxPredictionBars *self) {
  double most = GRID;
  for (guint i = 0; i < self->rows->len; i++) {
    const GmxPredictionRow *row = row_at(self, i);
    most = fmax(fmax(most, row->at_w), fmax(row->target, row->perturbed)); /* fmax skips NaN */
  }
  return fmin(1, ceil(most / GRID - 1e-6) * GRID);
}

static void draw_grid(const Drawing *d) {
  double bottom = d->row * d->bars->rows->len;
  cairo_set_line_width(d->cr, 1);
  for (int i = 0; i * GRID <= d->most + 1e-6; i++) {
    double x = floor(d->left + d->width * i * GRID / d->most) + 0.5;
    gmx_palette_set_source(d->palette, d->cr, GMX_INK, i == 0 ? BASE_ALPHA : GRID_ALPHA);
    cairo_move_to(d->cr, x, 0);
    cairo_line_to(d->cr, x, bottom);
    cairo_stroke(d->cr);
  }
}

static double bar_end(const Drawing *d, double probability) {
  return MAX(1, round(d->width * fmin(1, probability / d->most)));
}

static void draw_bars(const Drawing *d, const GmxPredictionRow *row, double y) {
  static const double dashes[] = {3, 2};
  gboolean pair = !isnan(row->perturbed);
  double height = floor((d->row - 8) / 2), top = y + (pair ? 4 : (d->row - height) / 2);
  gmx_palette_set_source(d->palette, d->cr, "gmx_at_w", 1);
  cairo_rectangle(d->cr, d->left, round(top), bar_end(d, row->at_w), height);
  cairo_fill(d->cr);
  if (!pair)
    return;
  double end = bar_end(d, row->perturbed);
  cairo_rectangle(d->cr, d->left + 0.5, round(top + height) + 1.5, end, height - 1);
  gmx_palette_set_source(d->palette, d->cr, "gmx_perturbed", 0.22);
  cairo_fill_preserve(d->cr);
  gmx_palette_set_source(d->palette, d->cr, "gmx_perturbed", 1);
  cairo_set_dash(d->cr, dashes, 2, 0);
  cairo_stroke(d->cr);
  cairo_set_dash(d->cr, NULL, 0, 0);
}

/* A pin: the label's weight of the class. */
static void draw_pin(const Drawing *d, double target, double y) {
  double x = round(d->left + d->width * target / d->most);
  gmx_palette_set_source(d->palette, d->cr, GMX_PAPER, 1); /* a halo over the bars */
  cairo_rectangle(d->cr, x - 2, y + 1, 4, d->row - 2);
  cairo_fill(d->cr);
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, 1);
  cairo_rectangle(d->cr, x - 1, y + 1, 2, d->row - 2);
  cairo_fill(d->cr);
  cairo_move_to(d->cr, x - 4, y + 1);
  cairo_line_to(d->cr, x + 4, y + 1);
  cairo_line_to(d->cr, x, y + 6);
  cairo_fill(d->cr);
}

static void draw_chip(const Drawing *d, const GmxPredictionRow *row, double y) {
  static const char *const roles[] = {"gmx_parent_a", "gmx_parent_b"};
  const gboolean parents[] = {row->first, row->second};
  double x = 0;
  for (int i = 0; i < 2; i++) {
    if (!parents[i])
      continue;
    gmx_palette_set_source(d->palette, d->cr, roles[i], 1);
    cairo_rectangle(d->cr, x, y + d->row / 2 - 5, 4, 10);
    cairo_fill(d->cr);
    x += 5;
  }
}

static void draw_text(const Drawing *d, const char *text, double right, double y, int width,
                      gboolean bold) {
  g_autoptr(PangoLayout) layout = new_layout(d->bars, text, bold);
  int own, height;
  if (width > 0) {
    pango_layout_set_width(layout, width * PANGO_SCALE);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
  }
  pango_layout_get_pixel_size(layout, &own, &height);
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, bold ? 1 : DIM);
  cairo_move_to(d->cr, round(right - (width > 0 ? width : own)), round(y + (d->row - height) / 2));
  pango_cairo_show_layout(d->cr, layout);
}

static double row_height(GmxPredictionBars *self) {
  double height = gtk_widget_get_height(GTK_WIDGET(self));
  return CLAMP(floor(height / MAX(1, self->rows->len)), LEAST_ROW, MOST_ROW);
}

static void plan(GmxPredictionBars *self, Drawing *d, int *names) {
  int width = gtk_widget_get_width(GTK_WIDGET(self)), values;
  find_columns(self, width / 3, names, &values);
  d->bars = self;
  d->left = CHIP + *names + NAME_GAP;
  d->right = width;
  d->width = MAX(1, width - values - VALUE_GAP - d->left);
  d->row = row_height(self);
  d->most = find_most(self);
}

static void prediction_bars_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxPredictionBars *self = GMX_PREDICTION_BARS(widget);
  Drawing d = {0};
  int names;
  if (!self->rows)
    return;
  plan(self, &d, &names);
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  d.palette = palette;
  d.cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, gtk_widget_get_width(widget),
                                                                 gtk_widget_get_height(widget)));
  draw_grid(&d);
  for (guint i = 0; i < self->rows->len; i++) {
    const GmxPredictionRow *row = row_at(self, i);
    g_autofree char *percent = gmx_prediction_percent(row);
    double y = i * d.row;
    draw_chip(&d, row, y);
    draw_text(&d, row->name, CHIP + names, y, names, is_parent(row));
    draw_bars(&d, row, y);
    if (row->target > 0)
      draw_pin(&d, row->target, y);
    draw_text(&d, percent, d.right, y, 0, FALSE);
  }
  cairo_destroy(d.cr);
}

static void prediction_bars_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                    int *minimum, int *natural, int *minimum_baseline,
                                    int *natural_baseline) {
  GmxPredictionBars *self = GMX_PREDICTION_BARS(widget);
  int rows = self->rows ? (int)self->rows->len : 0;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_BARS + 140 : rows * LEAST_ROW;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 400 : rows * ROW;
}

static gboolean prediction_bars_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                              GtkTooltip *tooltip) {
  GmxPredictionBars *self = GMX_PREDICTION_BARS(widget);
  guint at = self->rows && y >= 0 ? (guint)(y / row_height(self)) : G_MAXUINT;
  if (!self->rows || keyboard || at >= self->rows->len)
    return FALSE;
  g_autofree char *text = gmx_prediction_describe_row(row_at(self, at));
  gtk_tooltip_set_text(tooltip, text);
  gtk_tooltip_set_tip_area(tooltip,
                           &(GdkRectangle){0, (int)(at * row_height(self)),
                                           gtk_widget_get_width(widget), (int)row_height(self)});
  return TRUE;
}

static void prediction_bars_dispose(GObject *object) {
  g_clear_pointer(&GMX_PREDICTION_BARS(object)->rows, g_array_unref);
  G_OBJECT_CLASS(gmx_prediction_bars_parent_class)->dispose(object);
}

static void gmx_prediction_bars_class_init(GmxPredictionBarsClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = prediction_bars_dispose;
  widget_class->snapshot = prediction_bars_snapshot;
  widget_class->measure = prediction_bars_measure;
  widget_class->query_tooltip = prediction_bars_query_tooltip;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_prediction_bars_init(GmxPredictionBars *self) {
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
}

GtkWidget *gmx_prediction_bars_new(void) {
  return g_object_new(GMX_TYPE_PREDICTION_BARS, NULL);
}

void gmx_prediction_bars_set_rows(GmxPredictionBars *self, GArray *rows) {
  gboolean resized = !self->rows || self->rows->len != rows->len;
  g_array_ref(rows);
  g_clear_pointer(&self->rows, g_array_unref);
  self->rows = rows;
  g_autofree char *text = gmx_prediction_describe(rows);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                 -1);
  if (resized)
    gtk_widget_queue_resize(GTK_WIDGET(self));
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
