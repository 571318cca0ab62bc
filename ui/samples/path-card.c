/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's fourth card: a chart for a probe's example, one line and a way to the probe for a
 * step's. */
#include "ui/samples/path-card.h"

#include "ui/help-topics.h"
#include "ui/chart/card.h"
#include "ui/chart/histogram-key.h"
#include "ui/chart/line-layer.h"
#include "ui/samples/crossing-layer.h"
#include "ui/samples/path-layer.h"
#include "ui/samples/sample-path.h"

#include <glib/gi18n.h>

struct _GmxPathCard {
  GtkWidget parent_instance;

  GtkWidget *chart, *hint, *hint_text, *hint_button;
  GmxPathLayer *path;
  GmxCrossingLayer *crossings;
  GmxSeries *cut;
};

enum { SIGNAL_PROBE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxPathCard, gmx_path_card, GTK_TYPE_WIDGET)

static void add_cut(GmxPathCard *self, GmxChart *chart) {
  GmxLineStyle style = gmx_line_style_default(GMX_INK);
  style.width = 1.5;
  style.dash[0] = 4;
  style.dash[1] = 3;
  self->cut = gmx_series_new("cut");
  g_autoptr(GmxLineLayer) layer = gmx_line_layer_new(self->cut, &style);
  gmx_layer_set_name(GMX_LAYER(layer), _("cut"), NULL);
  gmx_layer_set_decimals(GMX_LAYER(layer), 3);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(layer));
}

static void build_chart(GmxPathCard *self) {
  g_autoptr(GmxAxis) x = gmx_axis_new_x(_("epoch"));
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  gmx_axis_set_outliers(y, TRUE); /* a leap is what one looks for here */
  GmxChart *chart = gmx_chart_new(_("Sensitivity over the epochs"), x, y);
  self->path = gmx_path_layer_new();
  self->crossings = gmx_crossing_layer_new();
  add_cut(self, chart);
  gmx_layer_set_name(GMX_LAYER(self->crossings), _("changed sides"), _("changed"));
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->crossings));
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->path));
  self->chart = gmx_chart_card_new(chart);
  gmx_chart_card_set_help(GMX_CHART_CARD(self->chart), gmx_help_topic_new(GMX_TOPIC_PATH));
  GmxChartLegend *legend = gmx_chart_card_get_legend(GMX_CHART_CARD(self->chart));
  g_autoptr(GmxLayer) sharp = gmx_histogram_key_new(_("sharp"), "gmx_sharp", GMX_MARKER_TRIANGLE);
  g_autoptr(GmxLayer) flat = gmx_histogram_key_new(_("flat"), "gmx_flat", GMX_MARKER_CIRCLE);
  gmx_chart_legend_add_key(legend, sharp);
  gmx_chart_legend_add_key(legend, flat);
  gtk_widget_set_parent(self->chart, GTK_WIDGET(self));
}

static void on_probe(GmxPathCard *self) {
  g_signal_emit(self, signals[SIGNAL_PROBE], 0);
}

static void build_hint(GmxPathCard *self) {
  GtkWidget *title = gtk_label_new(_("Sensitivity over the epochs"));
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->hint = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->hint_text = gtk_label_new(NULL);
  self->hint_button = gtk_button_new_with_label(_("Open the Probe"));
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_label_set_wrap(GTK_LABEL(title), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->hint_text), 0);
  gtk_label_set_wrap(GTK_LABEL(self->hint_text), TRUE);
  gtk_widget_set_halign(self->hint_button, GTK_ALIGN_START);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(self->hint_text, "dim-label");
  gtk_widget_add_css_class(self->hint, "card");
  gtk_widget_add_css_class(self->hint, "gmx-card");
  gtk_box_append(GTK_BOX(line), title);
  gmx_help_topic_add(title, GMX_TOPIC_PATH);
  gtk_box_append(GTK_BOX(self->hint), line);
  gtk_box_append(GTK_BOX(self->hint), self->hint_text);
  gtk_box_append(GTK_BOX(self->hint), self->hint_button);
  gtk_widget_set_parent(self->hint, GTK_WIDGET(self));
  g_signal_connect_swapped(self->hint_button, "clicked", G_CALLBACK(on_probe), self);
}

static gboolean has_probe(const GmxInspected *e) {
  return e->recording && gmx_recording_get_info(e->recording).probes > 0;
}

static void show_hint(GmxPathCard *self, const GmxInspected *e) {
  gboolean probe = e->gallery->source == GMX_GALLERY_PROBE;
  gtk_label_set_text(GTK_LABEL(self->hint_text),
                     probe ? _("The epochs before and after this one were not recorded.")
                     : has_probe(e)
                         ? _("Only the probe's examples are followed from epoch to epoch.")
                         : _("Only the probe's examples are followed, from the end of the first "
                             "epoch on."));
  gtk_widget_set_visible(self->hint_button, !probe && has_probe(e));
}

void gmx_path_card_show(GmxPathCard *self, const GmxInspected *e, GArray *path) {
  gtk_widget_set_visible(self->chart, path->len > 0);
  gtk_widget_set_visible(self->hint, path->len == 0);
  show_hint(self, e);
  gmx_series_clear(self->cut);
  for (guint i = 0; i < path->len; i++) {
    const GmxPathPoint *point = &g_array_index(path, GmxPathPoint, i);
    gmx_series_append(self->cut, point->epoch, point->cut);
  }
  gmx_path_layer_set_path(self->path, path, e->gallery->epoch);
  gmx_crossing_layer_set_path(self->crossings, path);
}

GmxChart *gmx_path_card_get_chart(GmxPathCard *self) {
  return gmx_chart_card_get_chart(GMX_CHART_CARD(self->chart));
}

static void path_card_dispose(GObject *object) {
  GmxPathCard *self = GMX_PATH_CARD(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->path);
  g_clear_object(&self->crossings);
  g_clear_object(&self->cut);
  G_OBJECT_CLASS(gmx_path_card_parent_class)->dispose(object);
}

static void gmx_path_card_class_init(GmxPathCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = path_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_PROBE] = g_signal_new("probe", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_path_card_init(GmxPathCard *self) {
  build_chart(self);
  build_hint(self);
}

GtkWidget *gmx_path_card_new(void) {
  return g_object_new(GMX_TYPE_PATH_CARD, NULL);
}
