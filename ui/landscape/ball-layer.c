/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of w and the stretch of the ball. */
#include "ui/landscape/ball-layer.h"

#include "ui/chart/plot.h"

#include <math.h>

#define SHADE 0.16
#define ROOM 14.0 /* pixels that the stretch needs to get its name */

struct _GmxBallLayer {
  GmxLayer parent_instance;
  double rho;
};

G_DEFINE_FINAL_TYPE(GmxBallLayer, gmx_ball_layer, GMX_TYPE_LAYER)

static void ball_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxBallLayer *self = GMX_BALL_LAYER(layer);
  cairo_t *cr = plot->cr;
  const double zero = gmx_plot_x(plot, 0), end = gmx_plot_x(plot, self->rho);
  if (self->rho > 0) {
    cairo_rectangle(cr, zero, plot->top, end - zero, plot->height);
    gmx_palette_set_source(plot->palette, cr, "gmx_perturbed", SHADE);
    cairo_fill(cr);
  }
  gmx_palette_set_source(plot->palette, cr, GMX_INK, 0.45);
  cairo_set_line_width(cr, 1);
  cairo_move_to(cr, gmx_plot_crisp(plot, zero), plot->top);
  cairo_line_to(cr, gmx_plot_crisp(plot, zero), plot->top + plot->height);
  cairo_stroke(cr);
}

static void ball_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxBallLayer *self = GMX_BALL_LAYER(layer);
  const double place = gmx_axis_place(plot->x, self->rho);
  if (!(self->rho > 0) || !(place > 0 && place < 1) || place * plot->width < ROOM)
    return;
  g_autoptr(PangoLayout) text = gmx_plot_layout(plot, "ρ", GMX_TEXT_PLAIN, FALSE);
  int width, height;
  pango_layout_get_pixel_size(text, &width, &height);
  const double x = gmx_plot_x(plot, self->rho) + 4;
  if (gmx_plot_take(plot, x, plot->top, width, height))
    gmx_plot_draw_text(plot, text, x, plot->top, "gmx_perturbed", 1);
}

static void gmx_ball_layer_class_init(GmxBallLayerClass *class) {
  GMX_LAYER_CLASS(class)->draw = ball_layer_draw;
  GMX_LAYER_CLASS(class)->draw_text = ball_layer_draw_text;
}

static void gmx_ball_layer_init(GmxBallLayer *self) {
}

GmxBallLayer *gmx_ball_layer_new(void) {
  return g_object_new(GMX_TYPE_BALL_LAYER, NULL);
}

void gmx_ball_layer_set_rho(GmxBallLayer *self, double rho) {
  if (self->rho == rho)
    return;
  self->rho = rho;
  gmx_layer_changed(GMX_LAYER(self));
}
