/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts among a phase's pictures: where λ fell, the losses of the batch, the loss on the way
 * to w + ε̂ beside what the gradient predicts, and the histogram of s_i. */
#include "ui/slowmotion/phase-charts.h"

#include "ui/chart/histogram-layer.h"
#include "ui/chart/line-layer.h"
#include "ui/format.h"
#include "ui/mixlab/beta-layer.h"
#include "ui/mixlab/lambda-layer.h"

#include <glib/gi18n.h>
#include <math.h>

enum { LOSSES, MEAN, WALK, SLOPE, N_SERIES };

struct GmxPhaseCharts {
  GmxChart *charts[GMX_PHASES]; /* borrowed: who shows them holds them */
  GmxSeries *series[N_SERIES];
  GmxBetaLayer *density;
  GmxLambdaLayer *mark;
  GmxHistogramLayer *histogram;
};

static GmxAxis *new_axis_from_zero(void) {
  GmxAxis *axis = gmx_axis_new_y(NULL);
  gmx_axis_set_limits(axis, 0, INFINITY);
  gmx_axis_set_include(axis, 0, 0);
  return axis;
}

static void add_line(GmxPhaseCharts *self, GmxChart *chart, int series, const char *column,
                     const char *name, const char *color, gboolean dashed) {
  GmxLineStyle style = gmx_line_style_default(color);
  if (dashed) {
    style.width = 1.5;
    style.dash[0] = 6;
    style.dash[1] = 3;
  }
  self->series[series] = gmx_series_new(column);
  g_autoptr(GmxLineLayer) layer = gmx_line_layer_new(self->series[series], &style);
  gmx_layer_set_name(GMX_LAYER(layer), name, NULL);
  gmx_layer_set_decimals(GMX_LAYER(layer), 3);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(layer));
}

static void build_draw(GmxPhaseCharts *self) {
  g_autoptr(GmxAxis) x = gmx_axis_new_y("λ");
  g_autoptr(GmxAxis) y = new_axis_from_zero();
  gmx_axis_set_limits(x, 0, 1);
  gmx_axis_set_include(x, 0, 1);
  self->density = gmx_beta_layer_new();
  self->mark = gmx_lambda_layer_new();
  self->charts[GMX_PHASE_DRAW] = gmx_chart_new(_("Density of λ"), x, y);
  gmx_chart_add_layer(self->charts[GMX_PHASE_DRAW], 0, GMX_LAYER(self->density));
  gmx_chart_add_layer(self->charts[GMX_PHASE_DRAW], 0, GMX_LAYER(self->mark));
}

static void build_gradient(GmxPhaseCharts *self) {
  g_autoptr(GmxAxis) x = gmx_axis_new_x(NULL);
  g_autoptr(GmxAxis) y = new_axis_from_zero();
  GmxChart *chart = self->charts[GMX_PHASE_GRADIENT] =
      gmx_chart_new(_("Losses of the batch"), x, y);
  add_line(self, chart, LOSSES, "loss", _("loss of each example"), "gmx_at_w", FALSE);
  add_line(self, chart, MEAN, "mean", "L(w)", "gmx_measure", TRUE);
}

static void build_walk(GmxPhaseCharts *self) {
  g_autoptr(GmxAxis) x = gmx_axis_new_y(NULL);
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  gmx_axis_set_limits(x, 0, INFINITY);
  gmx_axis_set_include(x, 0, 0);
  GmxChart *chart = self->charts[GMX_PHASE_LOSS_THERE] =
      gmx_chart_new(_("Loss on the way to w + ε̂"), x, y);
  add_line(self, chart, SLOPE, "predicted", _("by the gradient"), "gmx_measure", TRUE);
  add_line(self, chart, WALK, "loss", _("loss"), "gmx_perturbed", FALSE);
}

static void build_partition(GmxPhaseCharts *self) {
  g_autoptr(GmxAxis) x = gmx_axis_new_y(NULL);
  g_autoptr(GmxAxis) y = new_axis_from_zero();
  gmx_axis_set_least_step(y, 1);
  self->histogram = gmx_histogram_layer_new();
  self->charts[GMX_PHASE_PARTITION] = gmx_chart_new(_("Sharpness of each example"), x, y);
  gmx_chart_add_layer(self->charts[GMX_PHASE_PARTITION], 0, GMX_LAYER(self->histogram));
}

GmxPhaseCharts *gmx_phase_charts_new(void) {
  GmxPhaseCharts *self = g_new0(GmxPhaseCharts, 1);
  build_draw(self);
  build_gradient(self);
  build_walk(self);
  build_partition(self);
  return self;
}

void gmx_phase_charts_free(GmxPhaseCharts *self) {
  for (int i = 0; i < N_SERIES; i++)
    g_clear_object(&self->series[i]);
  g_clear_object(&self->density);
  g_clear_object(&self->mark);
  g_clear_object(&self->histogram);
  g_free(self);
}

GmxChart *gmx_phase_charts_get(GmxPhaseCharts *self, GmxPhase phase) {
  return self->charts[phase];
}

/* From the greatest loss to the least. */
static int by_falling(gconstpointer a, gconstpointer b) {
  const double left = *(const double *)a, right = *(const double *)b;
  return left > right ? -1 : left < right;
}

static void show_losses(GmxPhaseCharts *self, const GmxTrace *trace) {
  const GmxGallery *g = trace->gallery;
  g_autofree double *x = g_new(double, g->count);
  g_autofree double *loss = g_new(double, g->count);
  const double ends[2] = {1, g->count}, mean[2] = {trace->record.loss, trace->record.loss};
  for (int i = 0; i < g->count; i++) {
    x[i] = i + 1;
    loss[i] = g->loss[i];
  }
  qsort(loss, (size_t)g->count, sizeof(double), by_falling);
  gmx_series_replace(self->series[LOSSES], x, loss, (gsize)g->count);
  gmx_series_replace(self->series[MEAN], ends, mean, 2);
}

static void show_walk(GmxPhaseCharts *self, const GmxTrace *trace) {
  double x[GMX_TRACE_PATH], predicted[GMX_TRACE_PATH];
  for (int i = 0; i < GMX_TRACE_PATH; i++) {
    const double t = i / (double)(GMX_TRACE_PATH - 1);
    x[i] = t * trace->record.epsilon_norm;
    predicted[i] = trace->record.loss + t * trace->slope;
  }
  gmx_series_replace(self->series[WALK], x, trace->path, GMX_TRACE_PATH);
  gmx_series_replace(self->series[SLOPE], x, predicted, GMX_TRACE_PATH);
}

static void show_partition(GmxPhaseCharts *self, const GmxTrace *trace) {
  const GmxGallery *g = trace->gallery;
  g_autofree char *gamma = gmx_format_number(trace->options.gamma, 2);
  g_autofree char *note =
      g_strdup_printf(_("k = %d of %d, γ = %s"), g->sharp_count, g->count, gamma);
  if (g->climbed)
    gmx_histogram_layer_set_values(self->histogram, g->s, g->sharp, g->count, g->cut, note);
  else
    gmx_histogram_layer_clear(self->histogram);
}

void gmx_phase_charts_show(GmxPhaseCharts *self, const GmxTrace *trace, GmxPhase phase) {
  const gboolean mixes = gmx_trace_has_phase(trace, GMX_PHASE_MIX);
  if (phase == GMX_PHASE_DRAW) {
    gmx_beta_layer_set_alpha(self->density,
                             mixes ? gmx_config_get_double(trace->config, "alpha") : NAN);
    gmx_lambda_layer_set_lambda(self->mark, trace->record.lambda);
  } else if (phase == GMX_PHASE_GRADIENT) {
    show_losses(self, trace);
  } else if (phase == GMX_PHASE_LOSS_THERE) {
    show_walk(self, trace);
  } else if (phase == GMX_PHASE_PARTITION) {
    show_partition(self, trace);
  }
  if (self->charts[phase])
    gmx_chart_fit(self->charts[phase]);
}
