/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where λ stands in a chart along λ. */
#include "ui/mixlab/lambda-layer.h"

#include "ui/chart/plot.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

/* The curve's value at @lambda, between its two neighbours; NaN outside of it. */
static double value_at(GmxSeries *series, double lambda) {
  const double *x = gmx_series_get_x(series), *y = gmx_series_get_y(series);
  const gsize length = gmx_series_get_length(series), next = gmx_series_find(series, lambda);
  if (next >= length || (next == 0 && x[0] != lambda))
    return NAN;
  if (x[next] == lambda)
    return y[next];
  const double part = (lambda - x[next - 1]) / (x[next] - x[next - 1]);
  return y[next - 1] + part * (y[next] - y[next - 1]);
}

/* The line */

typedef struct {
  GmxSeries *series;
  const char *color;
} Dot;

struct _GmxLambdaLayer {
  GmxLayer parent_instance;
  double lambda;
  GArray *dots;
};

G_DEFINE_FINAL_TYPE(GmxLambdaLayer, gmx_lambda_layer, GMX_TYPE_LAYER)

static void dot_clear(gpointer data) {
  g_clear_object(&((Dot *)data)->series);
}

static void lambda_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxLambdaLayer *self = GMX_LAMBDA_LAYER(layer);
  cairo_t *cr = plot->cr;
  const double place = gmx_axis_place(plot->x, self->lambda);
  if (!(place >= 0 && place <= 1))
    return;
  const double x = gmx_plot_crisp(plot, gmx_plot_x(plot, self->lambda) - 0.5 * plot->pixel);
  gmx_palette_set_source(plot->palette, cr, GMX_INK, 1);
  cairo_set_line_width(cr, 1.5);
  cairo_move_to(cr, x, plot->top);
  cairo_line_to(cr, x, plot->top + plot->height);
  cairo_stroke(cr);
  for (guint i = 0; i < self->dots->len; i++) {
    const Dot *dot = &g_array_index(self->dots, Dot, i);
    const double y = value_at(dot->series, self->lambda);
    if (!isfinite(y))
      continue;
    cairo_arc(cr, x, gmx_plot_y(plot, y), 4, 0, 2 * G_PI);
    gmx_palette_set_source(plot->palette, cr, dot->color, 1);
    cairo_fill(cr);
  }
}

static void lambda_layer_finalize(GObject *object) {
  g_array_unref(GMX_LAMBDA_LAYER(object)->dots);
  G_OBJECT_CLASS(gmx_lambda_layer_parent_class)->finalize(object);
}

static void gmx_lambda_layer_class_init(GmxLambdaLayerClass *class) {
  G_OBJECT_CLASS(class)->finalize = lambda_layer_finalize;
  GMX_LAYER_CLASS(class)->draw = lambda_layer_draw;
}

static void gmx_lambda_layer_init(GmxLambdaLayer *self) {
  self->dots = g_array_new(FALSE, FALSE, sizeof(Dot));
  g_array_set_clear_func(self->dots, dot_clear);
}

GmxLambdaLayer *gmx_lambda_layer_new(void) {
  return g_object_new(GMX_TYPE_LAMBDA_LAYER, NULL);
}

void gmx_lambda_layer_set_lambda(GmxLambdaLayer *self, double lambda) {
  if (self->lambda == lambda)
    return;
  self->lambda = lambda;
  gmx_layer_changed(GMX_LAYER(self));
}

void gmx_lambda_layer_add_curve(GmxLambdaLayer *self, GmxSeries *series, const char *color) {
  const Dot dot = {g_object_ref(series), color};
  g_array_append_val(self->dots, dot);
}

/* The stretches */

typedef struct {
  double from, to;
  char *name;
} Stretch;

struct _GmxStretchLayer {
  GmxLayer parent_instance;
  GArray *stretches;
};

G_DEFINE_FINAL_TYPE(GmxStretchLayer, gmx_stretch_layer, GMX_TYPE_LAYER)

static void stretch_clear(gpointer data) {
  g_free(((Stretch *)data)->name);
}

static void stretch_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxStretchLayer *self = GMX_STRETCH_LAYER(layer);
  for (guint i = 0; i < self->stretches->len; i++) {
    const Stretch *stretch = &g_array_index(self->stretches, Stretch, i);
    const double left = gmx_plot_x(plot, stretch->from), right = gmx_plot_x(plot, stretch->to);
    cairo_rectangle(plot->cr, left, plot->top, fmax(right - left, 1), plot->height);
    gmx_palette_set_source(plot->palette, plot->cr, "gmx_error", 0.13);
    cairo_fill(plot->cr);
  }
}

static void stretch_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxStretchLayer *self = GMX_STRETCH_LAYER(layer);
  for (guint i = 0; i < self->stretches->len; i++) {
    const Stretch *stretch = &g_array_index(self->stretches, Stretch, i);
    g_autofree char *text = g_strdup_printf(_("%s leads"), stretch->name);
    g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, TRUE);
    int width, height;
    pango_layout_get_pixel_size(layout, &width, &height);
    const double middle = gmx_plot_x(plot, (stretch->from + stretch->to) / 2);
    const double x = CLAMP(middle - width / 2.0, plot->left + 2,
                           fmax(plot->left + 2, plot->left + plot->width - width - 2));
    const double y = plot->top + plot->height - height - 6;
    if (gmx_plot_take(plot, x, y, width, height))
      gmx_plot_draw_text(plot, layout, x, y, "gmx_error", 1);
  }
}

static char *stretch_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxStretchLayer *self = GMX_STRETCH_LAYER(layer);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < self->stretches->len; i++) {
    const Stretch *stretch = &g_array_index(self->stretches, Stretch, i);
    g_autofree char *from = gmx_format_number(stretch->from, 2);
    g_autofree char *to = gmx_format_number(stretch->to, 2);
    g_string_append_printf(text, _("%s%s leads from λ = %s to %s"), i > 0 ? ", " : "",
                           stretch->name, from, to);
  }
  if (text->len > 0)
    return g_string_free(text, FALSE);
  g_string_free(text, TRUE);
  return NULL;
}

static void stretch_layer_finalize(GObject *object) {
  g_array_unref(GMX_STRETCH_LAYER(object)->stretches);
  G_OBJECT_CLASS(gmx_stretch_layer_parent_class)->finalize(object);
}

static void gmx_stretch_layer_class_init(GmxStretchLayerClass *class) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = stretch_layer_finalize;
  layer_class->draw = stretch_layer_draw;
  layer_class->draw_text = stretch_layer_draw_text;
  layer_class->describe = stretch_layer_describe;
}

static void gmx_stretch_layer_init(GmxStretchLayer *self) {
  self->stretches = g_array_new(FALSE, FALSE, sizeof(Stretch));
  g_array_set_clear_func(self->stretches, stretch_clear);
}

GmxStretchLayer *gmx_stretch_layer_new(void) {
  return g_object_new(GMX_TYPE_STRETCH_LAYER, NULL);
}

void gmx_stretch_layer_clear(GmxStretchLayer *self) {
  g_array_set_size(self->stretches, 0);
  gmx_layer_changed(GMX_LAYER(self));
}

void gmx_stretch_layer_add(GmxStretchLayer *self, double from, double to, const char *name) {
  const Stretch stretch = {from, to, g_strdup(name)};
  g_array_append_val(self->stretches, stretch);
  gmx_layer_changed(GMX_LAYER(self));
}

/* The legend's entry */

struct _GmxLambdaKey {
  GmxLayer parent_instance;
  GmxLineLayer *curve;
  double lambda;
};

G_DEFINE_FINAL_TYPE(GmxLambdaKey, gmx_lambda_key, GMX_TYPE_LAYER)

static void lambda_key_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                   double x, double y) {
  gmx_layer_draw_sample(GMX_LAYER(GMX_LAMBDA_KEY(layer)->curve), palette, cr, x, y);
}

static double lambda_key_sample_width(GmxLayer *layer) {
  return gmx_layer_sample_width(GMX_LAYER(GMX_LAMBDA_KEY(layer)->curve));
}

static char *lambda_key_newest(GmxLayer *layer, GmxAxis *y_axis, gboolean *alarm) {
  GmxLambdaKey *self = GMX_LAMBDA_KEY(layer);
  const double value = value_at(gmx_line_layer_get_series(self->curve), self->lambda);
  *alarm = FALSE;
  return isnan(value) ? NULL : gmx_format_measure(value, 2);
}

static void lambda_key_dispose(GObject *object) {
  g_clear_object(&GMX_LAMBDA_KEY(object)->curve);
  G_OBJECT_CLASS(gmx_lambda_key_parent_class)->dispose(object);
}

static void gmx_lambda_key_class_init(GmxLambdaKeyClass *class) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = lambda_key_dispose;
  layer_class->draw_sample = lambda_key_draw_sample;
  layer_class->sample_width = lambda_key_sample_width;
  layer_class->newest = lambda_key_newest;
}

static void gmx_lambda_key_init(GmxLambdaKey *self) {
}

GmxLambdaKey *gmx_lambda_key_new(GmxLineLayer *curve, const char *name, const char *short_name) {
  GmxLambdaKey *self = g_object_new(GMX_TYPE_LAMBDA_KEY, NULL);
  self->curve = g_object_ref(curve);
  gmx_layer_set_name(GMX_LAYER(self), name, short_name);
  g_signal_connect_object(curve, "changed", G_CALLBACK(gmx_layer_changed), self, G_CONNECT_SWAPPED);
  return self;
}

void gmx_lambda_key_set_lambda(GmxLambdaKey *self, double lambda) {
  self->lambda = lambda;
  gmx_layer_changed(GMX_LAYER(self));
}
