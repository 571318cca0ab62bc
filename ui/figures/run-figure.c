/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a run's tables to the window's curves, and from those to figures. */
#include "ui/figures/run-figure.h"

#include "engine/runs/run-records.h"
#include "engine/train/run-folder.h"
#include "ui/curves.h"

#include <glib/gi18n.h>

struct GmxRunRecord {
  GmxCurves *curves;
  GmxLayer *named, *plain; /* borrowed: the live changes with and without their labels */
};

const char *gmx_run_figure_get_name(GmxRunFigureKind kind) {
  static const char *const names[] = {"loss", "accuracy", "sharpness"};
  return names[kind];
}

/* Reading */

static gsize count_values(GmxRunRecord *self, GmxCurve curve) {
  GmxLayer *layer = gmx_curves_get_layer(self->curves, curve);
  return gmx_series_get_length(gmx_line_layer_get_series(GMX_LINE_LAYER(layer)));
}

/* The legend lists what the method computes, by the name that it has there. */
static void name_losses(GmxRunRecord *self, GmxConfig *config) {
  const gboolean mixes = gmx_config_get_enum(config, "mix") != GMX_MIX_NONE;
  gmx_layer_set_name(gmx_curves_get_layer(self->curves, GMX_CURVE_LOSS),
                     mixes ? _("mixed, at w") : _("training, at w"), _("at w"));
  gmx_layer_set_in_legend(gmx_curves_get_layer(self->curves, GMX_CURVE_LOSS_PERTURBED),
                          count_values(self, GMX_CURVE_LOSS_PERTURBED) > 0);
}

static gboolean has_diverged(const GmxRunInfo *info) {
  return info->summary != NULL &&
         g_str_equal(json_object_get_string_member_with_default(info->summary, "state", ""),
                     "diverged");
}

static gint64 last_step_of(GArray *steps) {
  return steps->len > 0 ? g_array_index(steps, GmxStepRecord, steps->len - 1).step : 0;
}

GmxRunRecord *gmx_run_record_read(const char *path, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(path, error);
  g_autoptr(GArray) steps = info ? gmx_run_read_steps(path, error) : NULL;
  g_autoptr(GArray) epochs = steps ? gmx_run_read_epochs(path, error) : NULL;
  g_autoptr(GPtrArray) events = epochs ? gmx_run_folder_read_events(path, error) : NULL;
  if (events == NULL)
    return NULL;
  GmxRunRecord *self = g_new0(GmxRunRecord, 1);
  self->curves = gmx_curves_new();
  self->named = gmx_curves_add_events(self->curves, TRUE);
  self->plain = gmx_curves_add_events(self->curves, FALSE);
  gmx_curves_add_steps(self->curves, steps);
  gmx_curves_add_epochs(self->curves, epochs);
  name_losses(self, info->config);
  for (guint i = 0; i < events->len; i++)
    gmx_curves_add_event(self->curves, g_ptr_array_index(events, i));
  if (has_diverged(info))
    gmx_curves_stop(self->curves, last_step_of(steps));
  return self;
}

void gmx_run_record_free(GmxRunRecord *self) {
  gmx_curves_free(self->curves);
  g_free(self);
}

gboolean gmx_run_record_has(GmxRunRecord *self, GmxRunFigureKind kind) {
  return kind != GMX_RUN_FIGURE_SHARPNESS || count_values(self, GMX_CURVE_SHARPNESS) > 0;
}

/* Figures */

static void add_layer(GmxRunRecord *self, GmxFigure *figure, int lane, GmxCurve curve) {
  gmx_figure_add_layer(figure, lane, gmx_curves_get_layer(self->curves, curve));
}

static GmxFigure *new_loss(GmxRunRecord *self, GmxAxis *x) {
  g_autoptr(GmxAxis) y = gmx_curve_new_axis(GMX_CURVE_LOSS);
  GmxFigure *figure = gmx_figure_new(_("Loss"), x, y);
  add_layer(self, figure, 0, GMX_CURVE_LOSS);
  add_layer(self, figure, 0, GMX_CURVE_LOSS_PERTURBED);
  add_layer(self, figure, 0, GMX_CURVE_TEST_LOSS);
  return figure;
}

static GmxFigure *new_accuracy(GmxRunRecord *self, GmxAxis *x) {
  g_autoptr(GmxAxis) y = gmx_curve_new_axis(GMX_CURVE_TEST_ACCURACY);
  GmxFigure *figure = gmx_figure_new(_("Accuracy"), x, y);
  add_layer(self, figure, 0, GMX_CURVE_TRAIN_ACCURACY);
  add_layer(self, figure, 0, GMX_CURVE_TEST_ACCURACY);
  return figure;
}

static GmxFigure *new_sharpness(GmxRunRecord *self, GmxAxis *x) {
  static const GmxCurve lanes[] = {GMX_CURVE_SHARPNESS, GMX_CURVE_GRADIENT_NORM, GMX_CURVE_COSINE};
  static const char *const titles[] = {"L(w + ε̂) − L(w)", "‖g‖",
                                       "cos(g<sub>S</sub>, g<sub>F</sub>)"};
  GmxFigure *figure = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(lanes); i++) {
    g_autoptr(GmxAxis) y = gmx_curve_new_axis(lanes[i]);
    if (i > 0 && count_values(self, lanes[i]) == 0)
      continue;
    if (figure == NULL)
      figure = gmx_figure_new(_("Sharpness"), x, y);
    const int lane = i == 0 ? 0 : gmx_figure_add_lane(figure, y);
    add_layer(self, figure, lane, lanes[i]);
    gmx_figure_set_lane_title(figure, lane, titles[i],
                              gmx_curves_get_layer(self->curves, lanes[i]));
  }
  return figure;
}

GmxFigure *gmx_run_figure_new(GmxRunRecord *self, GmxRunFigureKind kind, gboolean labels) {
  g_autoptr(GmxAxis) x = gmx_axis_new_x("step");
  GmxFigure *figure = kind == GMX_RUN_FIGURE_LOSS       ? new_loss(self, x)
                      : kind == GMX_RUN_FIGURE_ACCURACY ? new_accuracy(self, x)
                                                        : new_sharpness(self, x);
  gmx_figure_add_layer(figure, GMX_CHART_ALL_LANES, labels ? self->named : self->plain);
  return figure;
}
