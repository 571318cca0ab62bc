/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points by side, the cut's line, the brush, and what can be picked among them. */
#include "ui/chart/scatter-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/marker.h"
#include "ui/chart/plot.h"
#include "ui/chart/ticks.h"

#define CIRCLE 5.0
#define TRIANGLE 6.0
#define GROWN 3.0 /* by which a selected point is larger */
#define FAINT 0.22

struct _GmxScatterLayer {
  GmxLayer parent_instance;
  float *x, *y;
  guint8 *sharp, *shown, *selected; /* [count] */
  int count, not_finite;
  double cut;
  gboolean brushed;
  GmxBrush brush; /* low ends first */
};

G_DEFINE_FINAL_TYPE(GmxScatterLayer, gmx_scatter_layer, GMX_TYPE_LAYER)

static gboolean is_finite_point(GmxScatterLayer *self, int i) {
  return isfinite(self->x[i]) && isfinite(self->y[i]);
}

/* Shown, and at a place that a pointer can reach. */
static gboolean in_reach(GmxScatterLayer *self, int i) {
  return self->shown[i] && is_finite_point(self, i);
}

static int count_of(const guint8 *flags, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++)
    sum += flags[i] != 0;
  return sum;
}

/* Drawing */

static void point_path(GmxScatterLayer *self, GmxPlot *plot, int i, double more) {
  double x = gmx_plot_x(plot, self->x[i]), y = gmx_plot_y(plot, self->y[i]);
  gmx_marker_path(plot->cr, self->sharp[i] ? GMX_MARKER_TRIANGLE : GMX_MARKER_CIRCLE, x, y,
                  (self->sharp[i] ? TRIANGLE : CIRCLE) + more);
}

/* All points of a kind in one fill: overlapping marks do not grow darker, and it is quick. */
static void draw_points(GmxScatterLayer *self, GmxPlot *plot, gboolean shown, gboolean sharp) {
  for (int i = 0; i < self->count; i++)
    if (is_finite_point(self, i) && !!self->shown[i] == shown && !!self->sharp[i] == sharp &&
        !(shown && self->selected[i]))
      point_path(self, plot, i, 0.0);
  gmx_palette_set_source(plot->palette, plot->cr, sharp ? "gmx_sharp" : "gmx_flat",
                         shown ? 0.85 : FAINT);
  cairo_fill(plot->cr);
}

static void draw_selected(GmxScatterLayer *self, GmxPlot *plot) {
  for (int i = 0; i < self->count; i++) {
    if (!in_reach(self, i) || !self->selected[i])
      continue;
    point_path(self, plot, i, GROWN);
    gmx_palette_set_source(plot->palette, plot->cr, self->sharp[i] ? "gmx_sharp" : "gmx_flat", 1.0);
    cairo_fill_preserve(plot->cr);
    gmx_palette_set_source(plot->palette, plot->cr, "accent_bg_color", 1.0);
    cairo_set_line_width(plot->cr, 1.5);
    cairo_set_line_join(plot->cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(plot->cr);
  }
}

static void draw_cut(GmxScatterLayer *self, GmxPlot *plot) {
  static const double dashes[] = {5.0, 3.0};
  double place = gmx_axis_place(plot->y, self->cut);
  if (!(place >= 0.0 && place <= 1.0) || self->count == 0)
    return;
  double y = gmx_plot_crisp(plot, gmx_plot_y(plot, self->cut));
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 1.0);
  cairo_set_line_width(plot->cr, 1.4);
  cairo_set_dash(plot->cr, dashes, 2, 0.0);
  cairo_move_to(plot->cr, plot->left, y);
  cairo_line_to(plot->cr, plot->left + plot->width, y);
  cairo_stroke(plot->cr);
  cairo_set_dash(plot->cr, NULL, 0, 0.0);
}

/* The rectangle in the drawing, on whole pixels. FALSE without a brush. */
static gboolean brush_place(GmxScatterLayer *self, const GmxPlot *plot, cairo_rectangle_t *place) {
  if (!self->brushed)
    return FALSE;
  double left = floor(gmx_plot_x(plot, self->brush.x0)) + 0.5;
  double top = floor(gmx_plot_y(plot, self->brush.y1)) + 0.5;
  *place = (cairo_rectangle_t){left, top, floor(gmx_plot_x(plot, self->brush.x1)) + 0.5 - left,
                               floor(gmx_plot_y(plot, self->brush.y0)) + 0.5 - top};
  return TRUE;
}

static void draw_brush(GmxScatterLayer *self, GmxPlot *plot) {
  cairo_rectangle_t place;
  if (!brush_place(self, plot, &place))
    return;
  cairo_rectangle(plot->cr, place.x, place.y, place.width, place.height);
  gmx_palette_set_source(plot->palette, plot->cr, "accent_bg_color", 0.12);
  cairo_fill_preserve(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, "accent_bg_color", 1.0);
  cairo_set_line_width(plot->cr, 1.0);
  cairo_stroke(plot->cr);
}

static void gmx_scatter_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxScatterLayer *self = GMX_SCATTER_LAYER(layer);
  cairo_save(plot->cr);
  cairo_new_path(plot->cr);
  draw_brush(self, plot);
  draw_points(self, plot, FALSE, FALSE);
  draw_points(self, plot, FALSE, TRUE);
  draw_points(self, plot, TRUE, FALSE);
  draw_points(self, plot, TRUE, TRUE);
  draw_cut(self, plot);
  draw_selected(self, plot);
  cairo_restore(plot->cr);
}

/* At the right end over the line, or under it where the line runs along the top. */
static void draw_cut_label(GmxScatterLayer *self, GmxPlot *plot) {
  double place = gmx_axis_place(plot->y, self->cut);
  int width, height;
  if (!(place >= 0.0 && place <= 1.0) || self->count == 0)
    return;
  g_autofree char *number = gmx_format_measure(self->cut, gmx_layer_get_decimals(GMX_LAYER(self)));
  g_autofree char *text = g_strdup_printf(_("cut %s"), number);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, TRUE);
  pango_layout_get_pixel_size(layout, &width, &height);
  double x = plot->left + plot->width - width - 2.0, line = gmx_plot_y(plot, self->cut);
  double y = line - height - 2.0 >= plot->top - 4.0 ? line - height - 2.0 : line + 3.0;
  gmx_plot_take(plot, x, y, width, height);
  gmx_plot_draw_text(plot, layout, x, y, GMX_INK, 1.0);
}

/* "6 selected": in the rectangle's upper left corner, or over it where it is too small. */
static void draw_brush_label(GmxScatterLayer *self, GmxPlot *plot) {
  cairo_rectangle_t place;
  int width, height, selected = count_of(self->selected, self->count);
  if (!brush_place(self, plot, &place))
    return;
  g_autofree char *text = g_strdup_printf(_("%d selected"), selected);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, TRUE);
  pango_layout_get_pixel_size(layout, &width, &height);
  gboolean inside = place.width >= width + 12.0 && place.height >= height + 6.0;
  double x = inside ? place.x + 6.0 : place.x, y = inside ? place.y + 2.0 : place.y - height - 2.0;
  if (y < plot->top - 6.0)
    y = place.y + place.height + 2.0;
  gmx_plot_draw_text(plot, layout, MAX(MIN(x, plot->room_right - width), 0.0), y, "accent_bg_color",
                     1.0);
}

static void draw_not_finite(GmxScatterLayer *self, GmxPlot *plot) {
  int width, height;
  if (self->not_finite == 0)
    return;
  g_autofree char *text = g_strdup_printf(_("✕ %d not finite"), self->not_finite);
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  pango_layout_get_pixel_size(layout, &width, &height);
  double x = plot->left + plot->width - width - 2.0;
  gmx_plot_take(plot, x, plot->top, width, height);
  gmx_plot_draw_text(plot, layout, x, plot->top, "gmx_error", 1.0);
}

static void gmx_scatter_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  draw_not_finite(GMX_SCATTER_LAYER(layer), plot);
  draw_cut_label(GMX_SCATTER_LAYER(layer), plot);
  draw_brush_label(GMX_SCATTER_LAYER(layer), plot);
}

/* Faint points count too: a filter does not move the axes. */
static void gmx_scatter_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis,
                                     GmxExtent *x, GmxExtent *y) {
  GmxScatterLayer *self = GMX_SCATTER_LAYER(layer);
  for (int i = 0; i < self->count; i++) {
    if (!is_finite_point(self, i))
      continue;
    gmx_extent_add(x, self->x[i]);
    gmx_extent_add(y, self->y[i]);
  }
  if (self->count > 0)
    gmx_extent_add(y, self->cut);
}

static char *gmx_scatter_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxScatterLayer *self = GMX_SCATTER_LAYER(layer);
  GmxExtent x = GMX_EXTENT_NONE, y = GMX_EXTENT_NONE;
  if (self->count == 0)
    return g_strdup(_("no values yet"));
  gmx_scatter_layer_extent(layer, NULL, NULL, &x, &y);
  g_autofree char *x_low = gmx_format_measure(x.low, 2);
  g_autofree char *x_high = gmx_format_measure(x.high, 2);
  g_autofree char *y_low = gmx_format_measure(y.low, 3);
  g_autofree char *y_high = gmx_format_measure(y.high, 3);
  g_autofree char *cut = gmx_format_measure(self->cut, 3);
  int sharp = count_of(self->sharp, self->count), shown = count_of(self->shown, self->count);
  GString *out = g_string_new(NULL);
  g_string_printf(out,
                  _("%d flat and %d sharp examples, loss at w from %s to %s, s from %s to %s, "
                    "cut at %s"),
                  self->count - sharp, sharp, x_low, x_high, y_low, y_high, cut);
  if (shown < self->count)
    g_string_append_printf(out, _(", %d held back by the filter"), self->count - shown);
  if (self->not_finite > 0)
    g_string_append_printf(out, _(", %d not finite"), self->not_finite);
  g_string_append_printf(out, _(", %d selected"), count_of(self->selected, self->count));
  return g_string_free(out, FALSE);
}

/* What it is told */

static guint8 *copy_flags(const guint8 *flags, int count, guint8 otherwise) {
  guint8 *copy = g_new(guint8, MAX(count, 1));
  for (int i = 0; i < count; i++)
    copy[i] = flags != NULL ? flags[i] != 0 : otherwise;
  return copy;
}

static void free_points(GmxScatterLayer *self) {
  g_clear_pointer(&self->x, g_free);
  g_clear_pointer(&self->y, g_free);
  g_clear_pointer(&self->sharp, g_free);
  g_clear_pointer(&self->shown, g_free);
  g_clear_pointer(&self->selected, g_free);
}

void gmx_scatter_layer_set_points(GmxScatterLayer *self, const float *x, const float *y,
                                  const guint8 *sharp, int count, double cut) {
  g_return_if_fail(GMX_IS_SCATTER_LAYER(self) && count >= 0);
  free_points(self);
  self->x = g_memdup2(x, (gsize)count * sizeof *x);
  self->y = g_memdup2(y, (gsize)count * sizeof *y);
  self->sharp = copy_flags(sharp, count, 0);
  self->shown = copy_flags(NULL, count, 1);
  self->selected = copy_flags(NULL, count, 0);
  self->count = count;
  self->cut = cut;
  self->brushed = FALSE;
  self->not_finite = 0;
  for (int i = 0; i < count; i++)
    self->not_finite += !is_finite_point(self, i);
  gmx_layer_changed(GMX_LAYER(self));
}

int gmx_scatter_layer_get_count(GmxScatterLayer *self) {
  return self->count;
}

gboolean gmx_scatter_layer_get_point(GmxScatterLayer *self, int index, double *x, double *y) {
  if (index < 0 || index >= self->count)
    return FALSE;
  *x = self->x[index];
  *y = self->y[index];
  return TRUE;
}

static void take_flags(GmxScatterLayer *self, guint8 **flags, guint8 *copy) {
  g_free(*flags);
  *flags = copy;
  gmx_layer_changed(GMX_LAYER(self));
}

void gmx_scatter_layer_set_shown(GmxScatterLayer *self, const guint8 *shown) {
  g_return_if_fail(GMX_IS_SCATTER_LAYER(self));
  take_flags(self, &self->shown, copy_flags(shown, self->count, 1));
}

void gmx_scatter_layer_set_selected(GmxScatterLayer *self, const guint8 *selected) {
  g_return_if_fail(GMX_IS_SCATTER_LAYER(self));
  take_flags(self, &self->selected, copy_flags(selected, self->count, 0));
}

gboolean gmx_scatter_layer_is_selected(GmxScatterLayer *self, int index) {
  return index >= 0 && index < self->count && self->selected[index];
}

void gmx_scatter_layer_set_brush(GmxScatterLayer *self, const GmxBrush *brush) {
  g_return_if_fail(GMX_IS_SCATTER_LAYER(self));
  if (brush == NULL && !self->brushed)
    return;
  self->brushed = brush != NULL;
  if (brush != NULL)
    self->brush = (GmxBrush){fmin(brush->x0, brush->x1), fmax(brush->x0, brush->x1),
                             fmin(brush->y0, brush->y1), fmax(brush->y0, brush->y1)};
  gmx_layer_changed(GMX_LAYER(self));
}

gboolean gmx_scatter_layer_get_brush(GmxScatterLayer *self, GmxBrush *brush) {
  *brush = self->brush;
  return self->brushed;
}

/* What is asked of it */

GArray *gmx_scatter_layer_pick(GmxScatterLayer *self, double x0, double x1, double y0, double y1) {
  GArray *picked = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < self->count; i++)
    if (in_reach(self, i) && self->x[i] >= fmin(x0, x1) && self->x[i] <= fmax(x0, x1) &&
        self->y[i] >= fmin(y0, y1) && self->y[i] <= fmax(y0, y1))
      g_array_append_val(picked, i);
  return picked;
}

int gmx_scatter_layer_find(GmxScatterLayer *self, double x, double y, double reach_x,
                           double reach_y) {
  double best = 1.0;
  int found = -1;
  for (int i = 0; i < self->count; i++) {
    double dx = (self->x[i] - x) / reach_x, dy = (self->y[i] - y) / reach_y;
    if (!in_reach(self, i) || dx * dx + dy * dy > best)
      continue;
    best = dx * dx + dy * dy;
    found = i;
  }
  return found;
}

/* Whether point @a comes before @b; equal values go by their index, so that all have a place. */
static gboolean precedes(const float *by, int a, int b) {
  return by[a] < by[b] || (by[a] == by[b] && a < b);
}

int gmx_scatter_layer_step(GmxScatterLayer *self, int from, gboolean vertical, int direction) {
  const float *by = vertical ? self->y : self->x;
  int found = -1;
  if (from >= self->count || (from >= 0 && !is_finite_point(self, from)))
    from = -1;
  for (int i = 0; i < self->count; i++) {
    if (!in_reach(self, i) || i == from)
      continue;
    if (from >= 0 && precedes(by, i, from) != (direction < 0))
      continue;
    if (found < 0 || precedes(by, i, found) == (direction >= 0))
      found = i;
  }
  return found;
}

static void gmx_scatter_layer_finalize(GObject *object) {
  free_points(GMX_SCATTER_LAYER(object));
  G_OBJECT_CLASS(gmx_scatter_layer_parent_class)->finalize(object);
}

static void gmx_scatter_layer_class_init(GmxScatterLayerClass *klass) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(klass);
  G_OBJECT_CLASS(klass)->finalize = gmx_scatter_layer_finalize;
  layer_class->draw = gmx_scatter_layer_draw;
  layer_class->draw_text = gmx_scatter_layer_draw_text;
  layer_class->extent = gmx_scatter_layer_extent;
  layer_class->describe = gmx_scatter_layer_describe;
}

static void gmx_scatter_layer_init(GmxScatterLayer *self) {
  gmx_layer_set_decimals(GMX_LAYER(self), 3);
}

GmxScatterLayer *gmx_scatter_layer_new(void) {
  return g_object_new(GMX_TYPE_SCATTER_LAYER, NULL);
}
