/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a run's tables to the window's curves, and from those to figures. */
#include "ui/figures/run-figure.h"

#include "engine/runs/columns.h"
#include "engine/train/run-folder.h"
#include "ui/curves.h"

#include <glib/gi18n.h>
#include <math.h>

struct GmxRunRecord {
  GmxCurves *curves;
  GmxLayer *named, *plain; /* borrowed: the live changes with and without their labels */
  gint64 last_step;
};

const char *gmx_run_figure_get_name(GmxRunFigureKind kind) {
  static const char *const names[] = {"loss", "accuracy", "sharpness"};
  return names[kind];
}

/* Reading */

static GmxColumns *read_columns(const char *path, const char *file, GError **error) {
  g_autofree char *name = g_build_filename(path, file, NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(name, error);
  if (columns == NULL)
    return NULL;
  if (gmx_columns_find(columns, "step") == NULL || gmx_columns_find(columns, "epoch") == NULL) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                _("%s must have the columns step and epoch"), name);
    return NULL;
  }
  return g_steal_pointer(&columns);
}

/* NaN where there is no such column. */
static double value_at(GmxColumns *columns, const char *name, int row) {
  const double *values = gmx_columns_find(columns, name);
  return values != NULL ? values[row] : NAN;
}

static void add_steps(GmxRunRecord *self, GmxColumns *columns) {
  g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(GmxStepRecord));
  for (int i = 0; i < gmx_columns_get_count(columns); i++) {
    const GmxStepRecord record = {.step = (gint64)value_at(columns, "step", i),
                                  .epoch = (int)value_at(columns, "epoch", i),
                                  .lambda = value_at(columns, "lambda", i),
                                  .loss = value_at(columns, "loss", i),
                                  .loss_perturbed = value_at(columns, "loss_perturbed", i),
                                  .sharpness = value_at(columns, "sharpness", i),
                                  .gradient_norm = value_at(columns, "gradient_norm", i),
                                  .epsilon_norm = value_at(columns, "epsilon_norm", i),
                                  .cosine = value_at(columns, "cosine", i),
                                  .learning_rate = value_at(columns, "learning_rate", i)};
    g_array_append_val(records, record);
    self->last_step = record.step;
  }
  gmx_curves_add_steps(self->curves, records);
}

static void add_epochs(GmxRunRecord *self, GmxColumns *columns) {
  g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(GmxEpochRecord));
  for (int i = 0; i < gmx_columns_get_count(columns); i++) {
    const GmxEpochRecord record = {.epoch = (int)value_at(columns, "epoch", i),
                                   .step = (gint64)value_at(columns, "step", i),
                                   .train_loss = value_at(columns, "train_loss", i),
                                   .train_accuracy = value_at(columns, "train_accuracy", i),
                                   .test_loss = value_at(columns, "test_loss", i),
                                   .test_accuracy = value_at(columns, "test_accuracy", i),
                                   .ece = value_at(columns, "ece", i)};
    g_array_append_val(records, record);
  }
  gmx_curves_add_epochs(self->curves, records);
}

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

GmxRunRecord *gmx_run_record_read(const char *path, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(path, error);
  g_autoptr(GmxColumns) steps = info ? read_columns(path, "steps.csv", error) : NULL;
  g_autoptr(GmxColumns) epochs = steps ? read_columns(path, "epochs.csv", error) : NULL;
  g_autoptr(GPtrArray) events = epochs ? gmx_run_folder_read_events(path, error) : NULL;
  if (events == NULL)
    return NULL;
  GmxRunRecord *self = g_new0(GmxRunRecord, 1);
  self->curves = gmx_curves_new();
  self->named = gmx_curves_add_events(self->curves, TRUE);
  self->plain = gmx_curves_add_events(self->curves, FALSE);
  add_steps(self, steps);
  add_epochs(self, epochs);
  name_losses(self, info->config);
  for (guint i = 0; i < events->len; i++)
    gmx_curves_add_event(self->curves, g_ptr_array_index(events, i));
  if (has_diverged(info))
    gmx_curves_stop(self->curves, self->last_step);
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
