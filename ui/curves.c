/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series of a run and the layers that draw them: what the session reports, made into curves. */
#include "ui/curves.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define SMOOTHING 0.95

struct GmxCurves {
  GmxSeries *series[GMX_CURVE_COUNT];
  GmxLayer *layers[GMX_CURVE_COUNT];
  GPtrArray *events; /* GmxEventLayer, owned */
  gint64 last_step;
};

/* How a curve looks and is called. Dash and marker are the second cue beside its colour. */
typedef struct {
  const char *column, *name, *short_name, *color, *raw_color;
  double width, dash[2];
  GmxMarker marker;
  gboolean smooth, in_legend;
  int decimals;
} CurveLook;

static const CurveLook looks[GMX_CURVE_COUNT] = {
    [GMX_CURVE_LOSS] = {"loss", N_("mixed, at w"), N_("at w"), "gmx_at_w", "gmx_at_w_raw", 2,
                        .smooth = TRUE, .in_legend = TRUE, .decimals = 2},
    [GMX_CURVE_LOSS_PERTURBED] = {"loss_perturbed",
                                  N_("at w + ε̂"),
                                  NULL,
                                  "gmx_perturbed",
                                  NULL,
                                  2,
                                  {6, 3},
                                  .smooth = TRUE,
                                  .in_legend = TRUE,
                                  .decimals = 2},
    [GMX_CURVE_TEST_LOSS] = {"test_loss", N_("held-out"), NULL, "gmx_held_out", NULL, 1.5,
                             .marker = GMX_MARKER_SQUARE, .in_legend = TRUE, .decimals = 2},
    [GMX_CURVE_TRAIN_ACCURACY] = {"train_accuracy",
                                  N_("training, unmixed"),
                                  N_("training"),
                                  "gmx_training",
                                  NULL,
                                  1.5,
                                  {3, 2},
                                  GMX_MARKER_DIAMOND,
                                  .in_legend = TRUE,
                                  .decimals = 1},
    [GMX_CURVE_TEST_ACCURACY] = {"test_accuracy", N_("held-out"), NULL, "gmx_held_out", NULL, 1.5,
                                 .marker = GMX_MARKER_SQUARE, .in_legend = TRUE, .decimals = 1},
    [GMX_CURVE_SHARPNESS] = {"sharpness", N_("L(w + ε̂) − L(w)"), NULL, "gmx_perturbed",
                             "gmx_perturbed", 2, .smooth = TRUE, .decimals = 3},
    [GMX_CURVE_GRADIENT_NORM] = {"gradient_norm", N_("‖g‖"), NULL, "gmx_measure", "gmx_measure", 2,
                                 .smooth = TRUE, .decimals = 2},
    [GMX_CURVE_COSINE] = {"cosine", N_("cos(g_S, g_F)"), NULL, "gmx_measure", "gmx_measure", 2,
                          .smooth = TRUE, .decimals = 2},
};

GmxAxis *gmx_curve_new_axis(GmxCurve curve) {
  const gboolean accuracy = curve == GMX_CURVE_TEST_ACCURACY || curve == GMX_CURVE_TRAIN_ACCURACY;
  GmxAxis *axis = gmx_axis_new_y(accuracy ? "%" : NULL);
  if (accuracy) {
    gmx_axis_set_factor(axis, 100);
    gmx_axis_set_limits(axis, 0, 1);
    gmx_axis_set_outliers(axis, TRUE); /* between 0 and 1 none is far */
  } else if (curve <= GMX_CURVE_TEST_LOSS) {
    gmx_axis_set_limits(axis, 0, INFINITY);
  } else {
    gmx_axis_set_tick_count(axis, 2, 3);
  }
  if (curve == GMX_CURVE_COSINE)
    gmx_axis_set_limits(axis, -1, 1);
  return axis;
}

static void make_curve(GmxCurves *self, GmxCurve curve) {
  const CurveLook *look = &looks[curve];
  GmxLineStyle style = gmx_line_style_default(look->color);
  style.raw_color = look->raw_color;
  style.width = look->width;
  style.dash[0] = look->dash[0];
  style.dash[1] = look->dash[1];
  style.marker = look->marker;
  self->series[curve] = gmx_series_new(look->column);
  if (look->smooth)
    gmx_series_set_smoothing(self->series[curve], GMX_SMOOTH_EXPONENTIAL, SMOOTHING);
  self->layers[curve] = GMX_LAYER(gmx_line_layer_new(self->series[curve], &style));
  gmx_layer_set_name(self->layers[curve], _(look->name),
                     look->short_name ? _(look->short_name) : NULL);
  gmx_layer_set_decimals(self->layers[curve], look->decimals);
  gmx_layer_set_in_legend(self->layers[curve], look->in_legend);
}

GmxCurves *gmx_curves_new(void) {
  GmxCurves *self = g_new0(GmxCurves, 1);
  self->events = g_ptr_array_new_with_free_func(g_object_unref);
  for (int curve = 0; curve < GMX_CURVE_COUNT; curve++)
    make_curve(self, curve);
  return self;
}

void gmx_curves_free(GmxCurves *self) {
  for (int curve = 0; curve < GMX_CURVE_COUNT; curve++) {
    g_object_unref(self->layers[curve]);
    g_object_unref(self->series[curve]);
  }
  g_ptr_array_unref(self->events);
  g_free(self);
}

GmxLayer *gmx_curves_get_layer(GmxCurves *self, GmxCurve curve) {
  return self->layers[curve];
}

GmxLayer *gmx_curves_add_events(GmxCurves *self, gboolean labels) {
  GmxEventLayer *layer = gmx_event_layer_new(labels);
  g_ptr_array_add(self->events, layer);
  return GMX_LAYER(layer);
}

void gmx_curves_clear(GmxCurves *self) {
  for (int curve = 0; curve < GMX_CURVE_COUNT; curve++)
    gmx_series_clear(self->series[curve]);
  for (guint i = 0; i < self->events->len; i++)
    gmx_event_layer_clear(g_ptr_array_index(self->events, i));
  self->last_step = 0;
}

void gmx_curves_cut_after(GmxCurves *self, gint64 step) {
  for (int curve = 0; curve < GMX_CURVE_COUNT; curve++)
    gmx_series_cut_after(self->series[curve], step);
  for (guint i = 0; i < self->events->len; i++)
    gmx_event_layer_cut_after(g_ptr_array_index(self->events, i), step);
  self->last_step = MIN(self->last_step, step);
}

/* A value that the method does not have is no point; one that is not finite for a bad reason (the
 * loss itself) stays, so that the chart marks it. */
static void append(GmxCurves *self, GmxCurve curve, double x, double y, gboolean always) {
  if (always || !isnan(y))
    gmx_series_append(self->series[curve], x, y);
}

/* Whether the curve had a value in the step before @step: the method computes it. */
static gboolean is_alive(GmxCurves *self, GmxCurve curve, gint64 step) {
  gsize length = gmx_series_get_length(self->series[curve]);
  return length > 0 && gmx_series_get_x(self->series[curve])[length - 1] >= (double)(step - 1);
}

static void add_step(GmxCurves *self, const GmxStepRecord *record) {
  gboolean broken = !isfinite(record->loss);
  gboolean climbs = is_alive(self, GMX_CURVE_LOSS_PERTURBED, record->step);
  double x = record->step;
  append(self, GMX_CURVE_LOSS, x, record->loss, TRUE);
  append(self, GMX_CURVE_LOSS_PERTURBED, x, record->loss_perturbed, broken && climbs);
  append(self, GMX_CURVE_SHARPNESS, x, record->sharpness, FALSE);
  append(self, GMX_CURVE_GRADIENT_NORM, x, record->gradient_norm, broken);
  append(self, GMX_CURVE_COSINE, x, record->cosine, FALSE);
}

void gmx_curves_add_steps(GmxCurves *self, GArray *records) {
  for (guint i = 0; i < records->len; i++) {
    const GmxStepRecord *record = &g_array_index(records, GmxStepRecord, i);
    if (record->step <= self->last_step)
      gmx_curves_cut_after(self, record->step - 1);
    add_step(self, record);
    self->last_step = record->step;
  }
}

void gmx_curves_add_epochs(GmxCurves *self, GArray *records) {
  for (guint i = 0; i < records->len; i++) {
    const GmxEpochRecord *record = &g_array_index(records, GmxEpochRecord, i);
    append(self, GMX_CURVE_TEST_LOSS, record->step, record->test_loss, FALSE);
    append(self, GMX_CURVE_TRAIN_ACCURACY, record->step, record->train_accuracy, FALSE);
    append(self, GMX_CURVE_TEST_ACCURACY, record->step, record->test_accuracy, FALSE);
  }
}

void gmx_curves_add_event(GmxCurves *self, const GmxEventRecord *event) {
  g_autofree char *label = gmx_format_event(event);
  for (guint i = 0; i < self->events->len; i++)
    gmx_event_layer_add(g_ptr_array_index(self->events, i), event->step, label);
}

void gmx_curves_stop(GmxCurves *self, gint64 step) {
  g_autofree char *number = gmx_format_count(step);
  g_autofree char *label = g_strdup_printf(_("not finite at %s"), number);
  for (int curve = 0; curve < GMX_CURVE_COUNT; curve++)
    gmx_series_set_ended(self->series[curve]);
  for (guint i = 0; i < self->events->len; i++)
    gmx_event_layer_set_stop(g_ptr_array_index(self->events, i), step, label);
}
