/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of curvature. */
#include "ui/landscape/curvature-card.h"

#include "ui/help-topics.h"
#include "ui/chart/band-layer.h"
#include "ui/landscape/curvature-table.h"
#include "ui/landscape/run-lines.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 130
#define RUNS 2
#define NEGATIVE 0.03 /* share of the greatest value that counts as below zero */

typedef enum { PLOT_EIGENVALUES, PLOT_CONVERGENCE, PLOT_LARGEST, PLOT_TRACE, PLOTS } Plot;

struct _GmxCurvatureCard {
  GtkWidget parent_instance;

  GmxExplorer *explorer;
  GtkWidget *box, *note, *stack, *epochs, *table;
  GmxChart *charts[PLOTS];
  GmxSeries *series[PLOTS][RUNS];
  GmxLayer *layers[PLOTS][RUNS];
  GmxBandLayer *spread; /* of the trace over epochs */
};

G_DEFINE_FINAL_TYPE(GmxCurvatureCard, gmx_curvature_card, GTK_TYPE_WIDGET)

static const struct {
  const char *title, *caption;
  gboolean markers;
  int runs;
} plots[PLOTS] = {
    [PLOT_EIGENVALUES] = {N_("Largest eigenvalues"), N_("largest eigenvalues, by rank"), TRUE, 2},
    [PLOT_CONVERGENCE] = {N_("Convergence of the largest eigenvalue"), N_("Lanczos iteration"),
                          FALSE, 2},
    [PLOT_LARGEST] = {N_("Largest eigenvalue over training"), N_("largest eigenvalue, by step"),
                      FALSE, 1},
    [PLOT_TRACE] = {N_("Trace over training"), N_("trace ± standard error, by step"), FALSE, 1},
};

/* What is shown */

static void show_now(GmxCurvatureCard *self, int run) {
  const GmxCurvature *curvature = gmx_explorer_get_curvature(self->explorer, run);
  GmxSeries *eigenvalues = self->series[PLOT_EIGENVALUES][run];
  GmxSeries *convergence = self->series[PLOT_CONVERGENCE][run];
  const char *name = gmx_explorer_get_name(self->explorer, run);
  gmx_series_clear(eigenvalues);
  gmx_series_clear(convergence);
  for (Plot plot = PLOT_EIGENVALUES; plot <= PLOT_CONVERGENCE; plot++) {
    gmx_layer_set_name(self->layers[plot][run], name ? name : "", NULL);
    gmx_layer_set_visible(self->layers[plot][run], curvature && curvature->iterations > 0);
  }
  if (!curvature || curvature->iterations == 0)
    return;
  const double *newest = curvature->eigenvalues[curvature->iterations - 1];
  for (int i = 0; i < GMX_CURVATURE_EIGENVALUES && !isnan(newest[i]); i++)
    gmx_series_append(eigenvalues, i + 1, newest[i]);
  for (int i = 0; i < curvature->iterations; i++)
    gmx_series_append(convergence, i + 1, curvature->eigenvalues[i][0]);
  GmxAxis *iterations = gmx_chart_get_x_axis(self->charts[PLOT_CONVERGENCE]);
  gmx_axis_set_limits(iterations, 1, MAX(2, curvature->iterations_total));
  gmx_axis_set_include(iterations, 1, MAX(2, curvature->iterations_total));
}

static void show_epochs(GmxCurvatureCard *self) {
  const GArray *records = gmx_explorer_get_records(self->explorer);
  g_autofree double *x = g_new(double, records->len + 1);
  g_autofree double *low = g_new(double, records->len + 1);
  g_autofree double *high = g_new(double, records->len + 1);
  gmx_series_clear(self->series[PLOT_LARGEST][0]);
  gmx_series_clear(self->series[PLOT_TRACE][0]);
  for (guint i = 0; i < records->len; i++) {
    const GmxCurvatureRecord *record = &g_array_index(records, GmxCurvatureRecord, i);
    x[i] = (double)record->step;
    low[i] = record->trace - record->trace_error;
    high[i] = record->trace + record->trace_error;
    gmx_series_append(self->series[PLOT_LARGEST][0], x[i], record->largest);
    gmx_series_append(self->series[PLOT_TRACE][0], x[i], record->trace);
  }
  gmx_band_layer_set_values(self->spread, x, low, high, (int)records->len);
}

static void show_note(GmxCurvatureCard *self) {
  const GmxCurvature *curvature = gmx_explorer_get_curvature(self->explorer, 0);
  const GArray *records = gmx_explorer_get_records(self->explorer);
  g_autofree char *text = NULL;
  if (gmx_explorer_get_follow(self->explorer))
    text = records->len == 0
               ? g_strdup(_("at the end of each epoch, from now on"))
               : g_strdup_printf(_("at the end of each epoch; %u so far"), records->len);
  else if (curvature && curvature->iterations < curvature->iterations_total)
    text = g_strdup_printf(_("Hessian of the loss, iteration %d of %d"), curvature->iterations,
                           curvature->iterations_total);
  else
    text = g_strdup(_("Hessian of the loss, Lanczos and Hutchinson"));
  gtk_label_set_text(GTK_LABEL(self->note), text);
}

/* An iteration's rounding below zero is no reason to show what lies there. */
static void fit_values(GmxCurvatureCard *self, Plot first, Plot last) {
  double low = 0, high = 0;
  for (Plot plot = first; plot <= last; plot++)
    for (int run = 0; run < plots[plot].runs; run++) {
      const double *y = gmx_series_get_y(self->series[plot][run]);
      for (gsize i = 0; i < gmx_series_get_length(self->series[plot][run]); i++) {
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
      }
    }
  for (Plot plot = first; plot <= last; plot++)
    gmx_axis_set_limits(gmx_chart_get_y_axis(self->charts[plot], 0),
                        low < -NEGATIVE * high ? -INFINITY : 0, INFINITY);
}

static void on_curvature(GmxCurvatureCard *self) {
  for (int run = 0; run < RUNS; run++)
    show_now(self, run);
  show_epochs(self);
  fit_values(self, PLOT_EIGENVALUES, PLOT_CONVERGENCE);
  fit_values(self, PLOT_LARGEST, PLOT_LARGEST);
  show_note(self);
}

static void on_epochs_chosen(GmxCurvatureCard *self) {
  const gboolean follow = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->epochs));
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), follow ? "epochs" : "now");
  gmx_explorer_set_follow(self->explorer, follow);
}

/* Building */

static GmxAxis *new_x(Plot plot) {
  static const char *const names[GMX_CURVATURE_EIGENVALUES + 1] = {"λ₁", "λ₂", "λ₃", "λ₄", "λ₅"};
  GmxAxis *x = plot >= PLOT_LARGEST ? gmx_axis_new_x(NULL) : gmx_axis_new_y(NULL);
  if (plot == PLOT_EIGENVALUES) {
    gmx_axis_set_limits(x, 0.5, GMX_CURVATURE_EIGENVALUES + 0.5);
    gmx_axis_set_include(x, 0.5, GMX_CURVATURE_EIGENVALUES + 0.5);
    gmx_axis_set_names(x, names);
  }
  if (plot <= PLOT_CONVERGENCE)
    gmx_axis_set_least_step(x, 1);
  if (plot == PLOT_CONVERGENCE)
    gmx_axis_set_include(x, 1, 2);
  return x;
}

static GtkWidget *new_plot(GmxCurvatureCard *self, Plot plot, GmxAxis *y) {
  static const char *const names[RUNS] = {"this", "other"};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *caption = gtk_label_new(_(plots[plot].caption));
  g_autoptr(GmxAxis) x = new_x(plot);
  self->charts[plot] = gmx_chart_new(_(plots[plot].title), x, y);
  gtk_widget_set_size_request(GTK_WIDGET(self->charts[plot]), -1, HEIGHT);
  if (plot == PLOT_TRACE) {
    self->spread = gmx_band_layer_new("gmx_run_1", _("standard error"));
    gmx_chart_add_layer(self->charts[plot], 0, GMX_LAYER(self->spread));
  }
  for (int run = plots[plot].runs - 1; run >= 0; run--) {
    GmxLineStyle style = gmx_explorer_line_style(run, plots[plot].markers);
    if (plot >= PLOT_LARGEST)
      style.marker = GMX_MARKER_CIRCLE;
    self->series[plot][run] = gmx_series_new(names[run]);
    self->layers[plot][run] = GMX_LAYER(gmx_line_layer_new(self->series[plot][run], &style));
    gmx_chart_add_layer(self->charts[plot], 0, self->layers[plot][run]);
  }
  gtk_label_set_ellipsize(GTK_LABEL(caption), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(caption, "gmx-axis-title");
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(self->charts[plot]));
  gtk_box_append(GTK_BOX(box), caption);
  return box;
}

static GtkWidget *new_pair(GmxCurvatureCard *self, Plot first, gboolean one_y) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  g_autoptr(GmxAxis) second_y = one_y ? g_object_ref(y) : gmx_axis_new_y(NULL);
  gmx_axis_set_include(y, 0, 0);
  gmx_axis_set_tick_count(y, 3, 5);
  gmx_axis_set_include(second_y, 0, 0);
  gmx_axis_set_tick_count(second_y, 3, 5);
  gtk_box_set_homogeneous(GTK_BOX(box), TRUE);
  gtk_box_append(GTK_BOX(box), new_plot(self, first, y));
  gtk_box_append(GTK_BOX(box), new_plot(self, first + 1, second_y));
  return box;
}

static GtkWidget *new_choice(GmxCurvatureCard *self) {
  static const GmxToggle times[] = {
      {.label = N_("Now"), .tip = N_("The curvature at the copied weights")},
      {N_("By Epoch"), N_("Compute it at the end of each epoch from now on, while the run trains"),
       "landscape-curvature-epochs"}};
  GtkWidget *buttons[G_N_ELEMENTS(times)];
  GtkWidget *box = gmx_toggles_new(GMX_TOGGLES_ONE, times, G_N_ELEMENTS(times), buttons);
  self->epochs = buttons[1];
  gtk_widget_add_css_class(box, "gmx-title-choice");
  g_signal_connect_swapped(self->epochs, "toggled", G_CALLBACK(on_epochs_chosen), self);
  return box;
}

static GtkWidget *new_head(GmxCurvatureCard *self) {
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new(_("Curvature"));
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_box_append(GTK_BOX(head), title);
  gmx_help_topic_add(title, GMX_TOPIC_CURVATURE);
  gtk_box_append(GTK_BOX(head), self->note);
  gtk_box_append(GTK_BOX(head), new_choice(self));
  return head;
}

static void build(GmxCurvatureCard *self) {
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_pair(self, PLOT_EIGENVALUES, TRUE), "now");
  gtk_stack_add_named(GTK_STACK(self->stack), new_pair(self, PLOT_LARGEST, FALSE), "epochs");
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_widget_set_name(self->box, "landscape-curvature");
  gtk_box_append(GTK_BOX(self->box), new_head(self));
  gtk_box_append(GTK_BOX(self->box), self->stack);
  self->table = gmx_curvature_table_new(self->explorer);
  gtk_box_append(GTK_BOX(self->box), self->table);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

void gmx_curvature_card_set_narrow(GmxCurvatureCard *self, gboolean narrow) {
  gmx_curvature_table_set_narrow(GMX_CURVATURE_TABLE(self->table), narrow);
}

static void curvature_card_dispose(GObject *object) {
  GmxCurvatureCard *self = GMX_CURVATURE_CARD(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  for (int plot = 0; plot < PLOTS; plot++)
    for (int run = 0; run < RUNS; run++) {
      g_clear_object(&self->layers[plot][run]);
      g_clear_object(&self->series[plot][run]);
    }
  g_clear_object(&self->spread);
  g_clear_object(&self->explorer);
  G_OBJECT_CLASS(gmx_curvature_card_parent_class)->dispose(object);
}

static void gmx_curvature_card_class_init(GmxCurvatureCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = curvature_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_curvature_card_init(GmxCurvatureCard *self) {
}

GtkWidget *gmx_curvature_card_new(GmxExplorer *explorer) {
  GmxCurvatureCard *self = g_object_new(GMX_TYPE_CURVATURE_CARD, NULL);
  self->explorer = g_object_ref(explorer);
  build(self);
  g_signal_connect_object(explorer, "curvature-changed", G_CALLBACK(on_curvature), self,
                          G_CONNECT_SWAPPED);
  on_curvature(self);
  return GTK_WIDGET(self);
}
