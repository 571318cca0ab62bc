/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density of λ ~ Beta(α, α) as an area. */
#include "ui/mixlab/beta-layer.h"

#include "engine/insight/blend.h"
#include "ui/chart/plot.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define POINTS 201
#define LEAST_HIGH 3.5 /* so that the axis holds still while α moves */

struct _GmxBetaLayer {
  GmxLayer parent_instance;
  double alpha;
  double lambda[POINTS], density[POINTS]; /* the inner points, all finite */
};

G_DEFINE_FINAL_TYPE(GmxBetaLayer, gmx_beta_layer, GMX_TYPE_LAYER)

static void curve_path(GmxBetaLayer *self, GmxPlot *plot) {
  for (double x = 0; x <= plot->width; x += 1) {
    const double lambda = CLAMP(gmx_axis_value(plot->x, x / plot->width), 1e-6, 1 - 1e-6);
    const double y = gmx_plot_y(plot, gmx_beta_density(self->alpha, lambda));
    cairo_line_to(plot->cr, plot->left + x, fmax(y, plot->top - 20));
  }
}

static void beta_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxBetaLayer *self = GMX_BETA_LAYER(layer);
  cairo_t *cr = plot->cr;
  const double base = plot->top + plot->height;
  if (isnan(self->alpha))
    return;
  gmx_palette_set_source(plot->palette, cr, "gmx_measure", 1);
  cairo_set_line_width(cr, 2);
  if (self->alpha == 0) { /* all of it at one place */
    const double x = gmx_plot_x(plot, 1) - 1;
    cairo_move_to(cr, x, base);
    cairo_line_to(cr, x, plot->top);
    cairo_stroke(cr);
    return;
  }
  curve_path(self, plot);
  cairo_stroke(cr);
  cairo_move_to(cr, plot->left, base);
  curve_path(self, plot);
  cairo_line_to(cr, plot->left + plot->width, base);
  gmx_palette_set_source(plot->palette, cr, "gmx_measure", 0.2);
  cairo_fill(cr);
}

static void beta_layer_extent(GmxLayer *layer, GmxAxis *x_axis, GmxAxis *y_axis, GmxExtent *x,
                              GmxExtent *y) {
  GmxBetaLayer *self = GMX_BETA_LAYER(layer);
  gmx_extent_add(y, 0);
  gmx_extent_add(y, LEAST_HIGH);
  if (self->alpha > 1)
    gmx_extent_add(y, gmx_beta_density(self->alpha, 0.5));
}

static gboolean beta_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x, GmxReading *reading) {
  GmxBetaLayer *self = GMX_BETA_LAYER(layer);
  if (isnan(self->alpha))
    return FALSE;
  reading->x = x;
  reading->y = NAN;
  reading->color = "gmx_measure";
  reading->name = g_strdup(_("density"));
  reading->value = gmx_format_measure(gmx_beta_density(self->alpha, x), 2);
  return TRUE;
}

static char *beta_layer_heading(GmxLayer *layer, GmxAxis *x_axis, double x) {
  g_autofree char *number = gmx_format_number(x, 2);
  return g_strdup_printf("λ = %s", number);
}

static gboolean beta_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  const double at = isfinite(x) ? round(x * 100) + direction : 50;
  if (at < 0 || at > 100)
    return FALSE;
  *found = at / 100;
  return TRUE;
}

static char *beta_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxBetaLayer *self = GMX_BETA_LAYER(layer);
  if (isnan(self->alpha))
    return g_strdup(_("this run does not mix"));
  g_autofree char *alpha = gmx_format_number(self->alpha, 2);
  g_autofree char *middle = gmx_format_measure(gmx_beta_density(self->alpha, 0.5), 2);
  const char *shape = self->alpha == 0  ? _("λ is 1 always")
                      : self->alpha < 1 ? _("highest at both ends")
                      : self->alpha > 1 ? _("highest in the middle")
                                        : _("even");
  return g_strdup_printf(_("density for α = %s, %s at λ = 0.5, %s"), alpha, middle, shape);
}

static void beta_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxBetaLayer *self = GMX_BETA_LAYER(layer);
  if (!isnan(self->alpha))
    gmx_table_add(table, "density", self->lambda, self->density, POINTS);
}

static void gmx_beta_layer_class_init(GmxBetaLayerClass *class) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(class);
  layer_class->draw = beta_layer_draw;
  layer_class->extent = beta_layer_extent;
  layer_class->read = beta_layer_read;
  layer_class->heading = beta_layer_heading;
  layer_class->seek = beta_layer_seek;
  layer_class->describe = beta_layer_describe;
  layer_class->copy = beta_layer_copy;
}

static void gmx_beta_layer_init(GmxBetaLayer *self) {
  self->alpha = NAN;
}

GmxBetaLayer *gmx_beta_layer_new(void) {
  return g_object_new(GMX_TYPE_BETA_LAYER, NULL);
}

void gmx_beta_layer_set_alpha(GmxBetaLayer *self, double alpha) {
  if (self->alpha == alpha || (isnan(self->alpha) && isnan(alpha)))
    return;
  self->alpha = alpha;
  for (int i = 0; i < POINTS; i++) {
    self->lambda[i] = (i + 1) / (double)(POINTS + 1);
    self->density[i] = gmx_beta_density(alpha, self->lambda[i]);
  }
  gmx_layer_changed(GMX_LAYER(self));
}
