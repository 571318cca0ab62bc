/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of curvature. */
#include "ui/landscape/curvature-table.h"

#include "ui/help-topics.h"
#include "ui/chart/ticks.h"
#include "ui/landscape/run-lines.h"
#include "ui/runs/run-sample.h"

#include <glib/gi18n.h>
#include <math.h>

#define RUNS 2
#define SPACING 10
#define NARROW_SPACING 4
#define LARGEST 0
#define TRACE 1
#define SHARPNESS 2 /* and the next three */
#define VALUES (SHARPNESS + GMX_CURVATURE_RADII)

struct _GmxCurvatureTable {
  GtkWidget parent_instance;

  GmxExplorer *explorer;
  GtkWidget *grid;
  GtkWidget *names[RUNS], *values[RUNS][VALUES], *name_boxes[RUNS], *rules[RUNS];
};

G_DEFINE_FINAL_TYPE(GmxCurvatureTable, gmx_curvature_table, GTK_TYPE_WIDGET)

char *gmx_curvature_format(double value) {
  if (isnan(value))
    return g_strdup("–");
  if (value == 0)
    return gmx_format_number(0, 0);
  return gmx_format_measure(value, CLAMP(2 - (int)floor(log10(fabs(value))), 0, 3));
}

/* What is shown */

static double largest_of(const GmxCurvature *curvature) {
  return curvature && curvature->iterations > 0
             ? curvature->eigenvalues[curvature->iterations - 1][0]
             : NAN;
}

static char *trace_text(const GmxCurvature *curvature) {
  if (!curvature || isnan(curvature->trace_error))
    return gmx_curvature_format(curvature ? curvature->trace : NAN);
  /* As many decimals as the error has two figures. */
  const double error = curvature->trace_error;
  const int decimals = error > 0 ? CLAMP(1 - (int)floor(log10(error)), 0, 4) : 2;
  g_autofree char *mean = gmx_format_measure(curvature->trace, decimals);
  g_autofree char *spread = gmx_format_measure(error, decimals);
  return g_strdup_printf("%s ± %s", mean, spread);
}

static char *sharpness_text(const GmxCurvature *curvature, int i) {
  const double value = curvature ? curvature->sharpness[i] : NAN;
  return isnan(value) ? g_strdup("–") : gmx_format_measure(value, 3);
}

/* @quantity is what a screen reader says before the value: its column is far from it. */
static void show_value(GmxCurvatureTable *self, int run, int column, const char *quantity,
                       const char *text) {
  const char *name = gmx_explorer_get_name(self->explorer, run);
  g_autofree char *words = g_strdup_printf(_("%s of %s: %s"), quantity, name ? name : "", text);
  gtk_label_set_text(GTK_LABEL(self->values[run][column]), text);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->values[run][column]),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void show_run(GmxCurvatureTable *self, int run) {
  const GmxCurvature *curvature = gmx_explorer_get_curvature(self->explorer, run);
  const char *name = gmx_explorer_get_name(self->explorer, run);
  const gboolean shown = name && (run == 0 || gmx_explorer_get_other(self->explorer));
  g_autofree char *largest = gmx_curvature_format(largest_of(curvature));
  g_autofree char *trace = trace_text(curvature);
  gtk_widget_set_visible(self->name_boxes[run], shown);
  gtk_widget_set_visible(self->rules[run], shown);
  gtk_label_set_text(GTK_LABEL(self->names[run]), name ? name : "");
  gtk_widget_set_tooltip_text(self->name_boxes[run], name);
  show_value(self, run, LARGEST, _("λ₁"), largest);
  show_value(self, run, TRACE, _("trace"), trace);
  for (int i = 0; i < GMX_CURVATURE_RADII; i++) {
    g_autofree char *text = sharpness_text(curvature, i);
    g_autofree char *radius = gmx_format_number(gmx_curvature_radii[i], 2);
    g_autofree char *quantity = g_strdup_printf(_("ε-sharpness at ρ = %s"), radius);
    show_value(self, run, SHARPNESS + i, quantity, text);
  }
  for (int i = 0; i < VALUES; i++)
    gtk_widget_set_visible(self->values[run][i], shown);
}

static void show(GmxCurvatureTable *self) {
  for (int run = 0; run < RUNS; run++)
    show_run(self, run);
}

/* Building */

static GtkWidget *new_number(const char *text, const char *class) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 1);
  gtk_widget_add_css_class(label, "numeric");
  if (class)
    gtk_widget_add_css_class(label, class);
  return label;
}

static void attach(GmxCurvatureTable *self, GtkWidget *child, int column, int row, int columns) {
  gtk_grid_attach(GTK_GRID(self->grid), child, column, row, columns, 1);
}

static void build_head(GmxCurvatureTable *self) {
  GtkWidget *over = gtk_label_new(_("L(w + ε̂) − L(w) at ρ"));
  GtkWidget *largest = new_number(NULL, "gmx-caption");
  gtk_label_set_markup(GTK_LABEL(largest), "λ<sub>1</sub>");
  gtk_widget_add_css_class(over, "gmx-caption");
  gtk_widget_set_tooltip_text(over, _("ε-sharpness: how far the loss rises in the direction of its "
                                      "gradient, at these distances"));
  gtk_widget_set_tooltip_text(largest, _("Largest eigenvalue of the Hessian"));
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_halign(line, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(line), over);
  gmx_help_topic_add(over, GMX_TOPIC_EPSILON_SHARPNESS);
  attach(self, line, 3, 0, GMX_CURVATURE_RADII);
  attach(self, largest, 1, 1, 1);
  attach(self, new_number(_("trace"), "gmx-caption"), 2, 1, 1);
  for (int i = 0; i < GMX_CURVATURE_RADII; i++) {
    g_autofree char *text = gmx_format_number(gmx_curvature_radii[i], 2);
    attach(self, new_number(text, "gmx-caption"), 3 + i, 1, 1);
  }
}

static void build_row(GmxCurvatureTable *self, int run) {
  const GmxRunStyle style = gmx_explorer_style(run);
  GtkWidget *sample = gmx_run_sample_new();
  gmx_run_sample_set(GMX_RUN_SAMPLE(sample), &style);
  gtk_widget_set_valign(sample, GTK_ALIGN_CENTER);
  self->names[run] = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(self->names[run]), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(self->names[run]), 0);
  self->name_boxes[run] = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand(self->name_boxes[run], TRUE);
  gtk_box_append(GTK_BOX(self->name_boxes[run]), sample);
  gtk_box_append(GTK_BOX(self->name_boxes[run]), self->names[run]);
  self->rules[run] = gtk_separator_new(GTK_ORIENTATION_HORIZONTAL);
  attach(self, self->rules[run], 0, 2 + 2 * run, 1 + VALUES);
  attach(self, self->name_boxes[run], 0, 3 + 2 * run, 1);
  for (int i = 0; i < VALUES; i++) {
    self->values[run][i] = new_number("–", i == LARGEST ? "gmx-strong" : NULL);
    gtk_widget_set_hexpand(self->values[run][i], TRUE);
    attach(self, self->values[run][i], 1 + i, 3 + 2 * run, 1);
  }
}

void gmx_curvature_table_set_narrow(GmxCurvatureTable *self, gboolean narrow) {
  gtk_grid_set_column_spacing(GTK_GRID(self->grid), narrow ? NARROW_SPACING : SPACING);
  for (int run = 0; run < RUNS; run++)
    gtk_widget_set_visible(self->names[run], !narrow);
}

static void curvature_table_dispose(GObject *object) {
  GmxCurvatureTable *self = GMX_CURVATURE_TABLE(object);
  g_clear_pointer(&self->grid, gtk_widget_unparent);
  g_clear_object(&self->explorer);
  G_OBJECT_CLASS(gmx_curvature_table_parent_class)->dispose(object);
}

static void gmx_curvature_table_class_init(GmxCurvatureTableClass *class) {
  G_OBJECT_CLASS(class)->dispose = curvature_table_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_curvature_table_init(GmxCurvatureTable *self) {
}

GtkWidget *gmx_curvature_table_new(GmxExplorer *explorer) {
  GmxCurvatureTable *self = g_object_new(GMX_TYPE_CURVATURE_TABLE, NULL);
  self->explorer = g_object_ref(explorer);
  self->grid = gtk_grid_new();
  gtk_grid_set_column_spacing(GTK_GRID(self->grid), SPACING);
  gtk_grid_set_row_spacing(GTK_GRID(self->grid), 4);
  gtk_widget_add_css_class(self->grid, "gmx-note");
  build_head(self);
  for (int run = 0; run < RUNS; run++)
    build_row(self, run);
  gtk_widget_set_parent(self->grid, GTK_WIDGET(self));
  g_signal_connect_object(explorer, "curvature-changed", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(explorer, "choice-changed", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
  show(self);
  return GTK_WIDGET(self);
}
