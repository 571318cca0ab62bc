/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves of groups over each other. Another measure or alignment has other axes, so the chart is
 * made anew with them; the same measure keeps its chart, its zoom and its hair line. */
#include "ui/runs/run-chart.h"

#include "ui/help-topics.h"
#include "ui/chart/legend.h"
#include "ui/runs/run-curves.h"
#include "ui/runs/run-layer.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>
#include <math.h>

static const struct {
  const char *title;
  GmxMeasure measure;
  gboolean percent;
  int decimals;
} measures[] = {
    {N_("Held-out accuracy"), GMX_MEASURE_TEST_ACCURACY, TRUE, 1},
    {N_("Held-out loss"), GMX_MEASURE_TEST_LOSS, FALSE, 3},
    {N_("Calibration error, ECE"), GMX_MEASURE_ECE, TRUE, 1},
    {N_("Training accuracy"), GMX_MEASURE_TRAIN_ACCURACY, TRUE, 1},
    {N_("Training loss"), GMX_MEASURE_TRAIN_LOSS, FALSE, 3},
    {N_("Loss of the batches, at w"), GMX_MEASURE_LOSS, FALSE, 3},
    {N_("Loss of the batches, at w + ε̂"), GMX_MEASURE_LOSS_PERTURBED, FALSE, 3},
    {N_("Sharpness"), GMX_MEASURE_SHARPNESS, FALSE, 3},
    {N_("Gradient norm"), GMX_MEASURE_GRADIENT_NORM, FALSE, 2},
};

#define ALIGNMENTS 3
#define MOST_NAMES 12

struct _GmxRunChart {
  GtkWidget parent_instance;

  GmxRunList *list;
  GmxRunCurves *curves;
  GPtrArray *layers;  /* GmxRunLayer, as in the chart */
  GmxMeasure measure; /* of the chart, with its alignment and the unit of time */
  GmxAlign align;
  const char *unit;
  gboolean narrow;

  GtkWidget *box, *measure_choice, *note, *each, *alignments[ALIGNMENTS];
  GtkWidget *stack, *place; /* where the chart and its legend stand */
  GtkWidget *choices, *head;
  GmxChart *chart; /* borrowed; NULL before the first */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxRunChart, gmx_run_chart, GTK_TYPE_WIDGET)

static guint chosen_measure(GmxRunChart *self) {
  const guint chosen = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->measure_choice));
  return chosen < G_N_ELEMENTS(measures) ? chosen : 0;
}

static GmxAlign chosen_align(GmxRunChart *self) {
  for (int i = 0; i < ALIGNMENTS; i++)
    if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->alignments[i])))
      return (GmxAlign)i;
  return GMX_ALIGN_EPOCH;
}

static void load(GmxRunChart *self) {
  GPtrArray *picks = gmx_run_list_get_selected(self->list);
  const gboolean each = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->each));
  gmx_run_curves_load(self->curves, picks, measures[chosen_measure(self)].measure,
                      chosen_align(self), each);
}

/* The chart */

static double last_x(GPtrArray *curves) {
  double last = 0;
  for (guint i = 0; i < curves->len; i++) {
    const GmxSeriesSpread *spread = ((GmxRunCurve *)curves->pdata[i])->spread;
    if (spread->count > 0)
      last = MAX(last, spread->x[spread->count - 1]);
  }
  return last;
}

static const char *unit_of(GmxAlign align, double last) {
  switch (align) {
  case GMX_ALIGN_STEP:
    return "step";
  case GMX_ALIGN_EPOCH:
    return "epoch";
  default:
    return last > 3 * 3600 ? "h" : last > 180 ? "min" : "s";
  }
}

static GmxAxis *new_x_axis(const char *unit) {
  GmxAxis *axis = gmx_axis_new_x(unit);
  if (g_str_equal(unit, "h") || g_str_equal(unit, "min")) {
    gmx_axis_set_factor(axis, g_str_equal(unit, "h") ? 1.0 / 3600 : 1.0 / 60);
    gmx_axis_set_least_step(axis, 0);
  }
  return axis;
}

static guint find_measure(GmxMeasure measure) {
  for (guint i = 0; i < G_N_ELEMENTS(measures); i++)
    if (measures[i].measure == measure)
      return i;
  return 0;
}

static GmxAxis *new_y_axis(guint measure) {
  GmxAxis *axis = gmx_axis_new_y(measures[measure].percent ? "%" : NULL);
  if (measures[measure].percent) {
    gmx_axis_set_factor(axis, 100);
    gmx_axis_set_limits(axis, 0, 1);
  }
  return axis;
}

static void clear_place(GmxRunChart *self) {
  GtkWidget *child;
  g_ptr_array_set_size(self->layers, 0);
  self->chart = NULL;
  while ((child = gtk_widget_get_first_child(self->place)))
    gtk_box_remove(GTK_BOX(self->place), child);
}

static void new_chart(GmxRunChart *self, const char *unit) {
  const guint measure = find_measure(self->measure);
  g_autoptr(GmxAxis) x = new_x_axis(unit), y = new_y_axis(measure);
  clear_place(self);
  self->unit = unit;
  self->chart = gmx_chart_new(_(measures[measure].title), x, y);
  GtkWidget *legend = gmx_chart_legend_new(self->chart);
  gtk_widget_set_vexpand(GTK_WIDGET(self->chart), TRUE);
  gtk_widget_set_halign(legend, GTK_ALIGN_START);
  gtk_box_append(GTK_BOX(self->place), legend);
  gtk_box_append(GTK_BOX(self->place), GTK_WIDGET(self->chart));
}

static void show_curves(GmxRunChart *self, GPtrArray *curves) {
  const int decimals = measures[find_measure(self->measure)].decimals;
  while (self->layers->len > curves->len) {
    gmx_chart_remove_layer(self->chart, self->layers->pdata[self->layers->len - 1]);
    g_ptr_array_remove_index(self->layers, self->layers->len - 1);
  }
  for (guint i = 0; i < curves->len; i++) {
    const gboolean new = i == self->layers->len;
    GmxRunLayer *layer = new ? gmx_run_layer_new() : self->layers->pdata[i];
    gmx_layer_set_decimals(GMX_LAYER(layer), decimals);
    gmx_run_layer_set_curve(layer, curves->pdata[i], self->align);
    if (!new)
      continue;
    g_ptr_array_add(self->layers, layer);
    gmx_chart_add_layer(self->chart, 0, GMX_LAYER(layer));
  }
}

/* Beyond a dozen names it is the table that tells the lines apart. */
static void show_legend(GmxRunChart *self, guint curves) {
  gtk_widget_set_visible(gtk_widget_get_first_child(self->place), curves <= MOST_NAMES);
}

/* What the lines are, and what could not be shown. */
static void show_note(GmxRunChart *self, GPtrArray *curves) {
  const int joined = gmx_run_curves_get_joined(self->curves);
  const int unread = gmx_run_curves_get_unread(self->curves);
  const gboolean each = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->each));
  gboolean spread = FALSE;
  for (guint i = 0; i < curves->len; i++) {
    const GmxSeriesSpread *one = ((GmxRunCurve *)curves->pdata[i])->spread;
    for (int k = 0; k < one->count; k++)
      spread |= one->n[k] > 1;
  }
  g_autoptr(GString) text = g_string_new(each     ? ""
                                         : spread ? _("mean ± deviation over seeds")
                                                  : _("one seed each"));
  if (joined > 1)
    g_string_append_printf(text, _("%smeans of %d steps"), text->len > 0 ? ", " : "", joined);
  if (unread > 0)
    g_string_append_printf(text,
                           ngettext("%s%d run can't be read", "%s%d runs can't be read", unread),
                           text->len > 0 ? ", " : "", unread);
  gtk_label_set_text(GTK_LABEL(self->note), text->str);
  gtk_widget_set_tooltip_text(self->note, text->len > 0 ? text->str : NULL);
}

static gboolean any_points(GPtrArray *curves) {
  for (guint i = 0; i < curves->len; i++)
    if (((GmxRunCurve *)curves->pdata[i])->spread->count > 0)
      return TRUE;
  return FALSE;
}

static void on_curves(GmxRunChart *self) {
  GPtrArray *curves = gmx_run_curves_get(self->curves);
  const GmxMeasure measure = gmx_run_curves_get_measure(self->curves);
  const GmxAlign align = gmx_run_curves_get_align(self->curves);
  const char *unit = unit_of(align, last_x(curves));
  const gboolean other =
      !self->chart || measure != self->measure || g_strcmp0(unit, self->unit) != 0;
  self->measure = measure;
  self->align = align;
  if (!any_points(curves)) {
    clear_place(self);
    gtk_label_set_text(GTK_LABEL(self->note), "");
    gtk_stack_set_visible_child_name(GTK_STACK(self->stack), curves->len > 0 ? "nothing" : "empty");
  } else {
    if (other)
      new_chart(self, unit);
    show_curves(self, curves);
    show_note(self, curves);
    show_legend(self, curves->len);
    gtk_stack_set_visible_child_name(GTK_STACK(self->stack), "chart");
  }
  g_signal_emit(self, signals[CHANGED], 0);
}

GmxChart *gmx_run_chart_get_chart(GmxRunChart *self) {
  return self->chart;
}

/* Building */

static GtkWidget *new_measure_choice(GmxRunChart *self) {
  g_autoptr(GtkStringList) titles = gtk_string_list_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(measures); i++)
    gtk_string_list_append(titles, _(measures[i].title));
  self->measure_choice = gtk_drop_down_new(G_LIST_MODEL(g_object_ref(titles)), NULL);
  gtk_widget_add_css_class(self->measure_choice, "gmx-title-drop");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->measure_choice),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL, _("Measure"), -1);
  g_signal_connect_swapped(self->measure_choice, "notify::selected", G_CALLBACK(load), self);
  return self->measure_choice;
}

static GtkWidget *new_alignments(GmxRunChart *self) {
  static const GmxToggle alignments[ALIGNMENTS] = {
      {.label = N_("Step")}, {.label = N_("Epoch")}, {.label = N_("Time")}};
  GtkWidget *box = gmx_toggles_new(GMX_TOGGLES_ONE, alignments, ALIGNMENTS, self->alignments);
  gtk_widget_add_css_class(box, "gmx-title-choice");
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->alignments[GMX_ALIGN_EPOCH]), TRUE);
  for (int i = 0; i < ALIGNMENTS; i++)
    g_signal_connect_swapped(self->alignments[i], "toggled", G_CALLBACK(load), self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Align by"),
                                 -1);
  return box;
}

static GtkWidget *new_choices(GmxRunChart *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *each = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->each = gtk_toggle_button_new_with_label(_("Each Run"));
  gtk_widget_set_tooltip_text(self->each, _("A line for every run in place of their mean"));
  gtk_widget_add_css_class(each, "gmx-title-choice");
  gtk_box_append(GTK_BOX(each), self->each);
  g_signal_connect_swapped(self->each, "toggled", G_CALLBACK(load), self);
  gtk_box_append(GTK_BOX(box), each);
  gtk_box_append(GTK_BOX(box), new_alignments(self));
  gtk_widget_set_halign(box, GTK_ALIGN_END);
  return box;
}

static GtkWidget *new_head(GmxRunChart *self) {
  self->head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_box_append(GTK_BOX(line), new_measure_choice(self));
  gtk_box_append(GTK_BOX(line), gmx_help_topic_new(GMX_TOPIC_RUN_CURVES));
  gtk_box_append(GTK_BOX(line), self->note);
  gtk_widget_set_hexpand(line, TRUE);
  self->choices = new_choices(self);
  gtk_box_append(GTK_BOX(self->head), line);
  gtk_box_append(GTK_BOX(self->head), self->choices);
  return self->head;
}

static GtkWidget *new_words(const char *words) {
  GtkWidget *label = gtk_label_new(words);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 44);
  gtk_widget_add_css_class(label, "dim-label");
  return label;
}

static void build(GmxRunChart *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  self->place = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack),
                      new_words(_("Check runs in the table to lay their curves over each other.")),
                      "empty");
  gtk_stack_add_named(GTK_STACK(self->stack),
                      new_words(_("The selected runs have no values of this measure yet.")),
                      "nothing");
  gtk_stack_add_named(GTK_STACK(self->stack), self->place, "chart");
  gtk_widget_set_vexpand(self->stack, TRUE);
  gtk_box_append(GTK_BOX(self->box), new_head(self));
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_VISIBLE);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

void gmx_run_chart_set_narrow(GmxRunChart *self, gboolean narrow) {
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->head),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign(self->choices, narrow ? GTK_ALIGN_START : GTK_ALIGN_END);
  gtk_widget_set_size_request(self->stack, -1, narrow ? 280 : 210);
}

static void run_chart_dispose(GObject *object) {
  GmxRunChart *self = GMX_RUN_CHART(object);
  if (self->curves)
    g_signal_handlers_disconnect_by_data(self->curves, self);
  if (self->list)
    g_signal_handlers_disconnect_by_data(self->list, self);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  self->chart = NULL;
  g_clear_pointer(&self->layers, g_ptr_array_unref);
  g_clear_object(&self->curves);
  g_clear_object(&self->list);
  G_OBJECT_CLASS(gmx_run_chart_parent_class)->dispose(object);
}

static void gmx_run_chart_class_init(GmxRunChartClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = run_chart_dispose;
  signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_run_chart_init(GmxRunChart *self) {
  self->layers = g_ptr_array_new_with_free_func(g_object_unref);
  self->curves = gmx_run_curves_new();
}

GtkWidget *gmx_run_chart_new(GmxRunList *list) {
  GmxRunChart *self = g_object_new(GMX_TYPE_RUN_CHART, NULL);
  self->list = g_object_ref(list);
  build(self);
  g_signal_connect_swapped(self->curves, "changed", G_CALLBACK(on_curves), self);
  g_signal_connect_swapped(list, "selection-changed", G_CALLBACK(load), self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Curves"),
                                 -1);
  load(self);
  return GTK_WIDGET(self);
}
