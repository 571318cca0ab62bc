/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forest plot: names and numbers stand beside it as labels, so that they are read and copied.
 */
#include "ui/runs/forest-plot.h"

#include "ui/chart/palette.h"
#include "ui/chart/ticks.h"

#include <math.h>

#define MARGIN 16.0
#define CAP 5.0
#define DOT 4.0

struct _GmxForestPlot {
  GtkWidget parent_instance;
  GArray *lines; /* GmxForestLine */
};

G_DEFINE_FINAL_TYPE(GmxForestPlot, gmx_forest_plot, GTK_TYPE_WIDGET)

/* What the axis spans: all intervals and zero. */
typedef struct {
  GmxTicks ticks;
  double low, high, left, width;
} Scale;

static Scale scale_of(GmxForestPlot *self, double width) {
  Scale scale = {.low = 0, .high = 0, .left = MARGIN, .width = width - 2 * MARGIN};
  for (guint i = 0; i < self->lines->len; i++) {
    const GmxForestLine *line = &g_array_index(self->lines, GmxForestLine, i);
    const double low = isfinite(line->low) ? line->low : line->mean;
    const double high = isfinite(line->high) ? line->high : line->mean;
    scale.low = fmin(scale.low, low);
    scale.high = fmax(scale.high, high);
  }
  if (scale.high - scale.low < 1e-9) {
    scale.low = -1;
    scale.high = 1;
  }
  gmx_nice_range(&scale.low, &scale.high, 3, 6, 0);
  gmx_ticks_linear(&scale.ticks, scale.low, scale.high, width < 200 ? 4 : 6, 0);
  return scale;
}

static double place(const Scale *scale, double value) {
  return scale->left + (value - scale->low) / (scale->high - scale->low) * scale->width;
}

static void draw_axis(GmxForestPlot *self, cairo_t *cr, const Scale *scale, GmxPalette *palette,
                      double bottom) {
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), NULL);
  PangoAttrList *attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_scale_new(0.75));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  cairo_set_line_width(cr, 1);
  for (int i = 0; i < scale->ticks.count; i++) {
    const double value = scale->ticks.value[i], x = floor(place(scale, value)) + 0.5;
    const gboolean zero = fabs(value) < 1e-12;
    g_autofree char *number =
        zero ? g_strdup("0") : gmx_format_number(value, scale->ticks.decimals);
    g_autofree char *text = value > 0 && !zero ? g_strconcat("+", number, NULL) : g_strdup(number);
    int width;
    gmx_palette_set_source(palette, cr, GMX_INK, zero ? 0.28 : 0.075);
    cairo_move_to(cr, x, 0);
    cairo_line_to(cr, x, bottom);
    cairo_stroke(cr);
    pango_layout_set_text(layout, text, -1);
    pango_layout_get_pixel_size(layout, &width, NULL);
    gmx_palette_set_source(palette, cr, GMX_INK, 0.62);
    cairo_move_to(cr, round(x - width / 2.0), bottom + 4);
    pango_cairo_show_layout(cr, layout);
  }
}

static void draw_line(cairo_t *cr, const Scale *scale, const GmxForestLine *line, double y) {
  if (!isfinite(line->mean))
    return;
  const double x = place(scale, line->mean);
  if (isfinite(line->low)) {
    const double low = place(scale, line->low), high = place(scale, line->high);
    cairo_move_to(cr, low, y);
    cairo_line_to(cr, high, y);
    cairo_move_to(cr, low, y - CAP);
    cairo_line_to(cr, low, y + CAP);
    cairo_move_to(cr, high, y - CAP);
    cairo_line_to(cr, high, y + CAP);
    cairo_stroke(cr);
  }
  cairo_arc(cr, x, y, DOT, 0, 2 * G_PI);
  cairo_fill(cr);
}

static void forest_plot_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxForestPlot *self = GMX_FOREST_PLOT(widget);
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (self->lines->len == 0 || width < 4 * MARGIN)
    return;
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  const Scale scale = scale_of(self, width);
  draw_axis(self, cr, &scale, palette, (double)self->lines->len * GMX_FOREST_ROW);
  gmx_palette_set_source(palette, cr, GMX_INK, 1);
  cairo_set_line_width(cr, 2);
  for (guint i = 0; i < self->lines->len; i++)
    draw_line(cr, &scale, &g_array_index(self->lines, GmxForestLine, i),
              (i + 0.5) * GMX_FOREST_ROW);
  cairo_destroy(cr);
}

static void forest_plot_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline) {
  GmxForestPlot *self = GMX_FOREST_PLOT(widget);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = 80;
    *natural = 220;
  } else {
    *minimum = *natural = (int)self->lines->len * GMX_FOREST_ROW + GMX_FOREST_AXIS;
  }
}

void gmx_forest_plot_set_lines(GmxForestPlot *self, const GmxForestLine *lines, int count) {
  const guint before = self->lines->len;
  g_array_set_size(self->lines, 0);
  if (count > 0)
    g_array_append_vals(self->lines, lines, (guint)count);
  if (before != self->lines->len)
    gtk_widget_queue_resize(GTK_WIDGET(self));
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void forest_plot_finalize(GObject *object) {
  g_array_unref(GMX_FOREST_PLOT(object)->lines);
  G_OBJECT_CLASS(gmx_forest_plot_parent_class)->finalize(object);
}

static void gmx_forest_plot_class_init(GmxForestPlotClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = forest_plot_finalize;
  widget_class->measure = forest_plot_measure;
  widget_class->snapshot = forest_plot_snapshot;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_forest_plot_init(GmxForestPlot *self) {
  self->lines = g_array_new(FALSE, FALSE, sizeof(GmxForestLine));
}

GtkWidget *gmx_forest_plot_new(void) {
  return g_object_new(GMX_TYPE_FOREST_PLOT, NULL);
}
