/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss along one direction. */
#include "ui/landscape/line-card.h"

#include "ui/help-topics.h"
#include "ui/landscape/ball-layer.h"
#include "ui/landscape/run-lines.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 150
#define RUNS 2

struct _GmxLineCard {
  GtkWidget parent_instance;

  GmxExplorer *explorer;
  GmxLandscapeAxis axis;
  GtkWidget *box;
  GmxChart *chart;
  GmxBallLayer *ball;
  GmxSeries *series[RUNS];
  GmxLayer *lines[RUNS];
};

G_DEFINE_FINAL_TYPE(GmxLineCard, gmx_line_card, GTK_TYPE_WIDGET)

/* What is shown */

static const GmxLandscapeLine *find_line(GmxLineCard *self, int run) {
  const GmxLandscape *lines = gmx_explorer_get_lines(self->explorer);
  for (int i = 0; lines && i < lines->line_count; i++)
    if (lines->lines[i].axis == self->axis && lines->lines[i].run == run)
      return &lines->lines[i];
  return NULL;
}

static void on_lines(GmxLineCard *self) {
  double low = INFINITY, high = -INFINITY, rho = 0;
  for (int run = 0; run < RUNS; run++) {
    const GmxLandscapeLine *line = find_line(self, run);
    const char *name = gmx_explorer_get_name(self->explorer, run);
    gmx_series_clear(self->series[run]);
    gmx_layer_set_name(self->lines[run], name ? name : "", NULL);
    gmx_layer_set_visible(self->lines[run], line != NULL);
    if (!line || line->count == 0)
      continue;
    gmx_series_append_many(self->series[run], line->x, line->loss, (gsize)line->count);
    low = fmin(low, line->x[0]);
    high = fmax(high, line->x[line->count - 1]);
    if (run == 0 && self->axis == GMX_LANDSCAPE_AXIS_EPSILON)
      rho = line->rho;
  }
  gmx_ball_layer_set_rho(self->ball, rho);
  if (low < high)
    gmx_axis_set_limits(gmx_chart_get_x_axis(self->chart), low, high);
}

/* Building */

static void add_curves(GmxLineCard *self) {
  static const char *const names[RUNS] = {"loss", "other_loss"};
  self->ball = gmx_ball_layer_new();
  gmx_chart_add_layer(self->chart, 0, GMX_LAYER(self->ball));
  for (int run = RUNS - 1; run >= 0; run--) {
    const GmxLineStyle style = gmx_explorer_line_style(run, FALSE);
    self->series[run] = gmx_series_new(names[run]);
    self->lines[run] = GMX_LAYER(gmx_line_layer_new(self->series[run], &style));
    gmx_layer_set_decimals(self->lines[run], 3);
    gmx_chart_add_layer(self->chart, 0, self->lines[run]);
  }
}

static GtkWidget *new_label(const char *text, const char *class) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(label, class);
  return label;
}

static void build(GmxLineCard *self, GmxAxis *y) {
  const gboolean epsilon = self->axis == GMX_LANDSCAPE_AXIS_EPSILON;
  const char *title = epsilon ? _("Along ε̂") : _("Along a random direction");
  g_autoptr(GmxAxis) x = gmx_axis_new_y(NULL);
  GtkWidget *head = new_label(title, "heading");
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->chart = gmx_chart_new(title, x, y);
  gtk_widget_set_size_request(GTK_WIDGET(self->chart), -1, HEIGHT);
  gtk_widget_set_name(GTK_WIDGET(self->chart),
                      epsilon ? "landscape-line-epsilon" : "landscape-line-random");
  add_curves(self);
  gtk_label_set_xalign(GTK_LABEL(head), 0);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_box_append(GTK_BOX(line), head);
  gmx_help_topic_add(head, epsilon ? GMX_TOPIC_LINE_EPSILON : GMX_TOPIC_LINE_RANDOM);
  gtk_box_append(GTK_BOX(self->box), line);
  gtk_box_append(GTK_BOX(self->box), GTK_WIDGET(self->chart));
  gtk_box_append(GTK_BOX(self->box),
                 new_label(epsilon ? _("distance in the weights") : _("filter-normalised distance"),
                           "gmx-axis-title"));
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

GmxChart *gmx_line_card_get_chart(GmxLineCard *self) {
  return self->chart;
}

static void line_card_dispose(GObject *object) {
  GmxLineCard *self = GMX_LINE_CARD(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->ball);
  for (int run = 0; run < RUNS; run++) {
    g_clear_object(&self->lines[run]);
    g_clear_object(&self->series[run]);
  }
  g_clear_object(&self->explorer);
  G_OBJECT_CLASS(gmx_line_card_parent_class)->dispose(object);
}

static void gmx_line_card_class_init(GmxLineCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = line_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_line_card_init(GmxLineCard *self) {
}

GtkWidget *gmx_line_card_new(GmxExplorer *explorer, GmxLandscapeAxis axis, GmxAxis *y) {
  GmxLineCard *self = g_object_new(GMX_TYPE_LINE_CARD, NULL);
  self->explorer = g_object_ref(explorer);
  self->axis = axis;
  build(self, y);
  g_signal_connect_object(explorer, "lines-changed", G_CALLBACK(on_lines), self, G_CONNECT_SWAPPED);
  on_lines(self);
  return GTK_WIDGET(self);
}
