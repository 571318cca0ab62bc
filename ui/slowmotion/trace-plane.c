/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two cards of the plane on a feed that holds still at the trace's own weights. */
#include "ui/slowmotion/trace-plane.h"

#include "ui/column-box.h"
#include "ui/plane/plane-card.h"
#include "ui/plane/plane-legend.h"

#include <glib/gi18n.h>

#define LEAST_COLUMN 300
#define LEAST_HEIGHT 200

enum { AT_W, PERTURBED, N_CARDS };

struct _GmxTracePlane {
  GtkWidget parent_instance;

  GmxPlaneFeed *feed;
  GtkWidget *box, *cards[N_CARDS], *legend;
  GtkWidget *second, *words; /* the second card, or why it is empty */
  GmxWeights *weights;       /* that the feed shows */
  GmxGallery *gallery;
  GmxDataset *dataset; /* of the legend */
};

G_DEFINE_FINAL_TYPE(GmxTracePlane, gmx_trace_plane, GTK_TYPE_WIDGET)

static void trace_plane_dispose(GObject *object) {
  GmxTracePlane *self = GMX_TRACE_PLANE(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_pointer(&self->weights, gmx_weights_unref);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_object(&self->dataset);
  g_clear_object(&self->feed);
  G_OBJECT_CLASS(gmx_trace_plane_parent_class)->dispose(object);
}

static void gmx_trace_plane_class_init(GmxTracePlaneClass *class) {
  G_OBJECT_CLASS(class)->dispose = trace_plane_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_trace_plane_init(GmxTracePlane *self) {
}

/* Keeps the place of the second card, so that the first stays where it is. */
static GtkWidget *new_empty(GmxTracePlane *self) {
  GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *title = gtk_label_new(_("At w + ε̂"));
  self->words = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_label_set_wrap(GTK_LABEL(self->words), TRUE);
  gtk_label_set_justify(GTK_LABEL(self->words), GTK_JUSTIFY_CENTER);
  gtk_widget_set_vexpand(self->words, TRUE);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(title, "dim-label");
  gtk_widget_add_css_class(self->words, "dim-label");
  gtk_widget_add_css_class(card, "card");
  gtk_widget_add_css_class(card, "gmx-card");
  gtk_box_append(GTK_BOX(card), title);
  gtk_box_append(GTK_BOX(card), self->words);
  return card;
}

static void build(GmxTracePlane *self) {
  static const char *const names[N_CARDS] = {"slow-plane-at-w", "slow-plane-perturbed"};
  GtkWidget *columns = gmx_column_box_new(LEAST_COLUMN, 12);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
  for (int card = 0; card < N_CARDS; card++) {
    self->cards[card] = gmx_plane_card_new(
        self->feed, card == AT_W ? GMX_PLANE_AT_W : GMX_PLANE_PERTURBED, GMX_PLANE_TRAINING);
    gtk_widget_set_name(self->cards[card], names[card]);
    gtk_widget_set_size_request(
        GTK_WIDGET(gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[card]))), -1, LEAST_HEIGHT);
  }
  self->second = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->second), new_empty(self), "empty");
  gtk_stack_add_named(GTK_STACK(self->second), self->cards[PERTURBED], "plane");
  gmx_column_box_append(GMX_COLUMN_BOX(columns), self->cards[AT_W]);
  gmx_column_box_append(GMX_COLUMN_BOX(columns), self->second);
  self->legend = gmx_plane_legend_new(self->feed);
  gtk_widget_set_vexpand(columns, TRUE);
  gtk_box_append(GTK_BOX(self->box), columns);
  gtk_box_append(GTK_BOX(self->box), self->legend);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

GtkWidget *gmx_trace_plane_new(GmxSettings *settings) {
  GmxTracePlane *self = g_object_new(GMX_TYPE_TRACE_PLANE, NULL);
  self->feed = gmx_plane_feed_new(gmx_settings_get_session(settings), GTK_WIDGET(self));
  gmx_plane_feed_set_frozen(self->feed, TRUE);
  build(self);
  return GTK_WIDGET(self);
}

void gmx_trace_plane_set_narrow(GmxTracePlane *self, gboolean narrow) {
  gmx_plane_legend_set_narrow(GMX_PLANE_LEGEND(self->legend), narrow);
}

static void show_layers(GmxTracePlane *self, GmxPlaneLayers layers) {
  gmx_plane_legend_set_layers(GMX_PLANE_LEGEND(self->legend), layers);
  for (int card = 0; card < N_CARDS; card++)
    gmx_plane_view_set_layers(gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[card])), layers);
}

/* Nothing is computed again where the phase shows what the one before did. */
static void show_moment(GmxTracePlane *self, GmxWeights *weights, GmxGallery *gallery) {
  if (self->weights == weights && self->gallery == gallery)
    return;
  gmx_weights_ref(weights);
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->weights, gmx_weights_unref);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->weights = weights;
  self->gallery = gallery;
  gmx_plane_feed_show(self->feed, weights, gallery);
}

void gmx_trace_plane_show(GmxTracePlane *self, const GmxTrace *trace, GmxPhase phase) {
  const gboolean updated = phase == GMX_PHASE_UPDATE;
  const gboolean climbed = trace->perturbed && phase >= GMX_PHASE_CLIMB && !updated;
  if (g_set_object(&self->dataset, trace->dataset))
    gmx_plane_legend_set_dataset(GMX_PLANE_LEGEND(self->legend), trace->dataset);
  show_layers(self,
              phase == GMX_PHASE_DRAW ? GMX_PLANE_TRAINING : GMX_PLANE_TRAINING | GMX_PLANE_MIXED);
  gtk_widget_set_visible(self->second, trace->perturbed != NULL);
  gtk_label_set_text(GTK_LABEL(self->words), updated ? _("left again: the update starts from w")
                                                     : _("comes with the climb"));
  gtk_stack_set_visible_child_name(GTK_STACK(self->second), climbed ? "plane" : "empty");
  show_moment(self, trace->points[updated],
              phase >= GMX_PHASE_PARTITION ? trace->gallery : trace->mixed);
}
