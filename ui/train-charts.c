/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Train page's charts: loss, accuracy, the sharpness lanes and the histogram of s_i. */
#include "ui/train-charts.h"

#include "ui/help-topics.h"
#include "ui/chart/card.h"
#include "ui/chart/histogram-layer.h"
#include "ui/column-box.h"
#include "ui/curves.h"
#include "ui/format.h"
#include "ui/throttle.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_HEIGHT 190
#define LEAST_COLUMN 310

enum { CARD_LOSS, CARD_ACCURACY, CARD_SHARPNESS, CARD_PARTITION, N_CARDS };

struct _GmxTrainCharts {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxCurves *curves;
  GmxGallery *gallery; /* newest, for the histogram */
  GmxThrottle histogram_shown;
  double steps_per_epoch;
  gboolean narrow, climbs;
  gboolean few; /* beside a plane: losses and partition alone */

  GtkWidget *switcher, *columns, *hint;
  GtkWidget *buttons[N_CARDS], *cards[N_CARDS];
  GmxHistogramLayer *histogram;
};

G_DEFINE_FINAL_TYPE(GmxTrainCharts, gmx_train_charts, GTK_TYPE_WIDGET)

/* Building */

static void add_layer(GmxTrainCharts *self, GmxChart *chart, int lane, GmxCurve curve) {
  gmx_chart_add_layer(chart, lane, gmx_curves_get_layer(self->curves, curve));
}

static void add_card(GmxTrainCharts *self, int card, GmxChart *chart) {
  self->cards[card] = gmx_chart_card_new(chart);
  gtk_widget_set_size_request(GTK_WIDGET(chart), -1, LEAST_HEIGHT - 50);
  gmx_column_box_append(GMX_COLUMN_BOX(self->columns), self->cards[card]);
}

static char *epoch_note(double x, gpointer data) {
  GmxTrainCharts *self = data;
  if (!(self->steps_per_epoch >= 1) || x < 1)
    return NULL;
  return g_strdup_printf(_("epoch %d"), (int)ceil(x / self->steps_per_epoch - 1e-9));
}

static void build_loss(GmxTrainCharts *self, GmxAxis *x) {
  g_autoptr(GmxAxis) y = gmx_curve_new_axis(GMX_CURVE_LOSS);
  GmxChart *chart = gmx_chart_new(_("Loss"), x, y);
  add_layer(self, chart, 0, GMX_CURVE_LOSS);
  add_layer(self, chart, 0, GMX_CURVE_LOSS_PERTURBED);
  add_layer(self, chart, 0, GMX_CURVE_TEST_LOSS);
  gmx_chart_add_layer(chart, GMX_CHART_ALL_LANES, gmx_curves_add_events(self->curves, TRUE));
  add_card(self, CARD_LOSS, chart);
}

static void build_accuracy(GmxTrainCharts *self, GmxAxis *x) {
  g_autoptr(GmxAxis) y = gmx_curve_new_axis(GMX_CURVE_TEST_ACCURACY);
  GmxChart *chart = gmx_chart_new(_("Accuracy"), x, y);
  add_layer(self, chart, 0, GMX_CURVE_TRAIN_ACCURACY);
  add_layer(self, chart, 0, GMX_CURVE_TEST_ACCURACY);
  gmx_chart_add_layer(chart, GMX_CHART_ALL_LANES, gmx_curves_add_events(self->curves, FALSE));
  add_card(self, CARD_ACCURACY, chart);
}

static void build_sharpness(GmxTrainCharts *self, GmxAxis *x) {
  static const GmxCurve lanes[] = {GMX_CURVE_SHARPNESS, GMX_CURVE_GRADIENT_NORM, GMX_CURVE_COSINE};
  static const char *const titles[] = {"L(w + ε̂) − L(w)", "‖g‖", NULL};
  GmxChart *chart = NULL;
  for (gsize lane = 0; lane < G_N_ELEMENTS(lanes); lane++) {
    g_autoptr(GmxAxis) y = gmx_curve_new_axis(lanes[lane]);
    if (lane == 0)
      chart = gmx_chart_new(_("Sharpness"), x, y);
    else
      gmx_chart_add_lane(chart, y);
    add_layer(self, chart, (int)lane, lanes[lane]);
    if (titles[lane])
      gmx_chart_set_lane_title(chart, (int)lane, titles[lane],
                               gmx_curves_get_layer(self->curves, lanes[lane]));
  }
  gmx_chart_add_layer(chart, GMX_CHART_ALL_LANES, gmx_curves_add_events(self->curves, FALSE));
  add_card(self, CARD_SHARPNESS, chart);
  gmx_chart_card_set_show_legend(GMX_CHART_CARD(self->cards[CARD_SHARPNESS]), FALSE);
}

static void build_histogram(GmxTrainCharts *self) {
  g_autoptr(GmxAxis) x = gmx_axis_new_y(NULL);
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  gmx_axis_set_least_step(y, 1);
  gmx_axis_set_include(y, 0, 0);
  gmx_axis_set_limits(y, 0, INFINITY);
  GmxChart *chart = gmx_chart_new(_("Sharpness of each example"), x, y);
  self->histogram = gmx_histogram_layer_new();
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->histogram));
  add_card(self, CARD_PARTITION, chart);
  GmxChartCard *card = GMX_CHART_CARD(self->cards[CARD_PARTITION]);
  GmxChartLegend *legend = gmx_chart_card_get_legend(card);
  gmx_chart_card_set_title_markup(card, _("Sharpness of each example, s<sub>i</sub>"));
  gmx_chart_legend_add_key(legend, gmx_histogram_layer_get_flat_key(self->histogram));
  gmx_chart_legend_add_key(legend, gmx_histogram_layer_get_sharp_key(self->histogram));
}

/* What is shown */

static gboolean card_has_room(GmxTrainCharts *self, int card) {
  return !self->few || card == CARD_LOSS || card == CARD_PARTITION;
}

static gboolean card_has_sense(GmxTrainCharts *self, int card) {
  return self->climbs || (card != CARD_SHARPNESS && card != CARD_PARTITION);
}

static void update_visible(GmxTrainCharts *self) {
  int chosen = CARD_LOSS;
  for (int card = 0; card < N_CARDS; card++) {
    gtk_widget_set_visible(self->buttons[card], card_has_room(self, card));
    if (card_has_room(self, card) &&
        gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->buttons[card])))
      chosen = card;
  }
  for (int card = 0; card < N_CARDS; card++)
    gtk_widget_set_visible(self->cards[card], card_has_room(self, card) &&
                                                  card_has_sense(self, card) &&
                                                  (!self->narrow || card == chosen));
  gtk_widget_set_visible(self->switcher, self->narrow);
  /* Where the chosen chart has no sense, the hint has its place. */
  gtk_widget_set_visible(self->columns, !self->narrow || card_has_sense(self, chosen));
  gtk_widget_set_visible(self->hint,
                         !self->climbs && (!self->narrow || !card_has_sense(self, chosen)));
}

static void build_switcher(GmxTrainCharts *self) {
  static const GmxToggle cards[N_CARDS] = {
      [CARD_LOSS] = {N_("Loss"), NULL, "chart-loss-tab"},
      [CARD_ACCURACY] = {N_("Accuracy"), NULL, "chart-accuracy-tab"},
      [CARD_SHARPNESS] = {N_("Sharpness"), NULL, "chart-sharpness-tab"},
      [CARD_PARTITION] = {N_("Partition"), NULL, "chart-histogram-tab"},
  };
  self->switcher = gmx_toggles_new(GMX_TOGGLES_SWITCHER, cards, N_CARDS, self->buttons);
  for (int card = 0; card < N_CARDS; card++)
    g_signal_connect_swapped(self->buttons[card], "toggled", G_CALLBACK(update_visible), self);
}

/* What lessons point at: docs/lessons.md. */
static void name_parts(GmxTrainCharts *self) {
  static const char *const names[N_CARDS] = {
      [CARD_LOSS] = "chart-loss",
      [CARD_ACCURACY] = "chart-accuracy",
      [CARD_SHARPNESS] = "chart-sharpness",
      [CARD_PARTITION] = "chart-histogram",
  };
  static const GmxTopic topics[N_CARDS] = {
      [CARD_LOSS] = GMX_TOPIC_LOSS,
      [CARD_ACCURACY] = GMX_TOPIC_ACCURACY,
      [CARD_SHARPNESS] = GMX_TOPIC_SHARPNESS,
      [CARD_PARTITION] = GMX_TOPIC_PARTITION,
  };
  for (int card = 0; card < N_CARDS; card++) {
    gmx_chart_card_set_help(GMX_CHART_CARD(self->cards[card]), gmx_help_topic_new(topics[card]));
    gtk_widget_set_name(self->cards[card], names[card]);
  }
}

static void choose_sam(GmxTrainCharts *self) {
  gmx_settings_set(self->settings, "perturb", "sam");
}

/* What stands in the place of everything that a climb would show. */
static void build_hint(GmxTrainCharts *self) {
  GtkWidget *button = gtk_button_new_with_label(_("Use SAM"));
  GtkWidget *label = gtk_label_new(_("Choose a perturbation to see sharpness"));
  self->hint = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_widget_add_css_class(self->hint, "card");
  gtk_widget_add_css_class(self->hint, "gmx-card");
  gtk_widget_set_valign(self->hint, GTK_ALIGN_START);
  gtk_box_append(GTK_BOX(self->hint), label);
  gtk_box_append(GTK_BOX(self->hint), button);
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(choose_sam), self);
}

/* What the session says */

static void show_histogram(gpointer data) {
  GmxTrainCharts *self = data;
  GmxGallery *gallery = self->gallery;
  if (!gallery || !gallery->climbed) {
    gmx_histogram_layer_clear(self->histogram);
    return;
  }
  g_autofree char *gamma = gmx_format_number(gallery->gamma, 2);
  g_autofree char *note =
      g_strdup_printf(_("k = %d of %d, γ = %s"), gallery->sharp_count, gallery->count, gamma);
  gmx_histogram_layer_set_values(self->histogram, gallery->s, gallery->sharp, gallery->count,
                                 gallery->cut, note);
}

static void on_gallery(GmxTrainCharts *self, GmxGallery *gallery) {
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  gmx_throttle_call(&self->histogram_shown);
}

static void set_notes(GmxTrainCharts *self, const char *lanes, const char *partition) {
  gmx_chart_card_set_note(GMX_CHART_CARD(self->cards[CARD_SHARPNESS]), lanes);
  gmx_chart_card_set_note(GMX_CHART_CARD(self->cards[CARD_PARTITION]), partition);
}

static void on_steps(GmxTrainCharts *self, GArray *records) {
  gmx_curves_add_steps(self->curves, records);
}

static void on_epochs(GmxTrainCharts *self, GArray *records) {
  gmx_curves_add_epochs(self->curves, records);
}

static void on_event(GmxTrainCharts *self, const GmxEventRecord *event) {
  gmx_curves_add_event(self->curves, event);
}

static void on_diverged(GmxTrainCharts *self, gint64 step) {
  g_autofree char *number = gmx_format_count(self->gallery ? self->gallery->step : 0);
  g_autofree char *note = self->gallery ? g_strdup_printf(_("step %s"), number) : NULL;
  gmx_curves_stop(self->curves, step);
  set_notes(self, _("last finite values"), note);
}

static void on_rewound(GmxTrainCharts *self, gint64 step) {
  gmx_curves_cut_after(self->curves, step);
  set_notes(self, _("of the batch, and the gradients"), NULL);
}

static void on_status(GmxTrainCharts *self, const GmxStatus *status) {
  self->steps_per_epoch = status->epochs > 0 ? status->total_steps / (double)status->epochs : 0;
}

/* The cosine exists only where both gradients are computed; an empty lane says so. */
static void name_cosine(GmxTrainCharts *self, gboolean known) {
  gmx_chart_set_lane_title(gmx_chart_card_get_chart(GMX_CHART_CARD(self->cards[CARD_SHARPNESS])), 2,
                           known ? "cos(g<sub>S</sub>, g<sub>F</sub>)"
                                 : _("cos(g<sub>S</sub>, g<sub>F</sub>), with orthogonal only"),
                           gmx_curves_get_layer(self->curves, GMX_CURVE_COSINE));
}

/* The legend lists what the method computes, and what it has computed before. */
static void name_losses(GmxTrainCharts *self, gboolean mixes) {
  GmxLayer *at_w = gmx_curves_get_layer(self->curves, GMX_CURVE_LOSS);
  GmxLayer *climbed = gmx_curves_get_layer(self->curves, GMX_CURVE_LOSS_PERTURBED);
  GmxSeries *series = gmx_line_layer_get_series(GMX_LINE_LAYER(climbed));
  const char *name = mixes ? _("mixed, at w") : _("training, at w");
  if (g_strcmp0(gmx_layer_get_name(at_w), name) != 0)
    gmx_layer_set_name(at_w, name, _("at w"));
  gboolean listed = self->climbs || gmx_series_get_length(series) > 0;
  if (gmx_layer_get_in_legend(climbed) != listed)
    gmx_layer_set_in_legend(climbed, listed);
}

static void on_settings(GmxTrainCharts *self) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  name_cosine(self, gmx_config_get_enum(config, "combine") == GMX_COMBINE_ORTHOGONAL);
  self->climbs = gmx_config_get_enum(config, "perturb") != GMX_PERTURB_NONE;
  name_losses(self, gmx_config_get_enum(config, "mix") != GMX_MIX_NONE);
  update_visible(self);
}

static void on_opened(GmxTrainCharts *self) {
  gmx_curves_clear(self->curves);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  gmx_throttle_flush(&self->histogram_shown);
  for (int card = 0; card < N_CARDS; card++)
    gmx_chart_fit(gmx_chart_card_get_chart(GMX_CHART_CARD(self->cards[card])));
  set_notes(self, _("of the batch, and the gradients"), NULL);
  on_settings(self); /* the legend, for the method of the new run */
}

void gmx_train_charts_set_narrow(GmxTrainCharts *self, gboolean narrow) {
  self->narrow = narrow;
  update_visible(self);
}

void gmx_train_charts_set_few(GmxTrainCharts *self, gboolean few) {
  if (self->few == few)
    return;
  self->few = few;
  if (few && !gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->buttons[CARD_PARTITION])))
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->buttons[CARD_LOSS]), TRUE);
  update_visible(self);
}

static void train_charts_dispose(GObject *object) {
  GmxTrainCharts *self = GMX_TRAIN_CHARTS(object);
  GtkWidget *child;
  gmx_throttle_stop(&self->histogram_shown);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->settings);
  g_clear_object(&self->histogram);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->curves, gmx_curves_free);
  G_OBJECT_CLASS(gmx_train_charts_parent_class)->dispose(object);
}

static void gmx_train_charts_class_init(GmxTrainChartsClass *class) {
  G_OBJECT_CLASS(class)->dispose = train_charts_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_train_charts_init(GmxTrainCharts *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  gmx_throttle_init(&self->histogram_shown, 250, show_histogram, self);
  self->curves = gmx_curves_new();
  self->climbs = TRUE;
  self->columns = gmx_column_box_new(LEAST_COLUMN, 12);
  gtk_widget_set_vexpand(self->columns, TRUE);
}

static void follow(GmxTrainCharts *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {
      {"opened", G_CALLBACK(on_opened)},     {"steps", G_CALLBACK(on_steps)},
      {"epochs", G_CALLBACK(on_epochs)},     {"event", G_CALLBACK(on_event)},
      {"gallery", G_CALLBACK(on_gallery)},   {"status", G_CALLBACK(on_status)},
      {"diverged", G_CALLBACK(on_diverged)}, {"rewound", G_CALLBACK(on_rewound)},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_object(session, handlers[i].signal, handlers[i].handler, self,
                            G_CONNECT_SWAPPED);
  g_signal_connect_object(self->settings, "changed", G_CALLBACK(on_settings), self,
                          G_CONNECT_SWAPPED);
}

GtkWidget *gmx_train_charts_new(GmxSettings *settings) {
  GmxTrainCharts *self = g_object_new(GMX_TYPE_TRAIN_CHARTS, NULL);
  g_autoptr(GmxAxis) x = gmx_axis_new_x("step");
  self->settings = g_object_ref(settings);
  gmx_axis_set_note(x, epoch_note, self, NULL);
  build_loss(self, x);
  build_accuracy(self, x);
  build_sharpness(self, x);
  build_histogram(self);
  build_hint(self);
  build_switcher(self);
  name_parts(self);
  gtk_widget_set_parent(self->switcher, GTK_WIDGET(self));
  gtk_widget_set_parent(self->columns, GTK_WIDGET(self));
  gtk_widget_set_parent(self->hint, GTK_WIDGET(self));
  follow(self);
  set_notes(self, _("of the batch, and the gradients"), NULL);
  on_settings(self);
  return GTK_WIDGET(self);
}
