/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network takes the blend for, along λ.
 *
 * From the bottom: B, the classes that neither parent has and that lead somewhere, all others, A
 * from the top. So both parents stand on an edge, and what comes between them stands between. */
#include "ui/mixlab/share-card.h"

#include "ui/help-topics.h"
#include "ui/chart/card.h"
#include "ui/mixlab/lambda-layer.h"
#include "ui/mixlab/share-layer.h"

#include <glib/gi18n.h>

#define HEIGHT 150
#define NAMED 0.2 /* share from which one of the others gets its name */

struct _GmxShareCard {
  GtkWidget parent_instance;

  GmxLab *lab;
  gboolean perturbed;

  GtkWidget *stack, *card, *note;
  GmxChart *chart;
  GPtrArray *layers; /* GmxShareLayer in the chart, owned */
  GmxLambdaLayer *mark;
};

G_DEFINE_FINAL_TYPE(GmxShareCard, gmx_share_card, GTK_TYPE_WIDGET)

GmxAxis *gmx_lambda_axis_new(void) {
  GmxAxis *axis = gmx_axis_new_y(NULL);
  gmx_axis_set_limits(axis, 0, 1);
  gmx_axis_set_include(axis, 0, 1);
  gmx_axis_set_outliers(axis, TRUE);
  return axis;
}

GmxAxis *gmx_share_axis_new(void) {
  GmxAxis *axis = gmx_axis_new_y("%");
  gmx_axis_set_factor(axis, 100);
  gmx_axis_set_limits(axis, 0, 1);
  gmx_axis_set_include(axis, 0, 1);
  gmx_axis_set_outliers(axis, TRUE);
  return axis;
}

/* The areas of one path, laid on each other. */
typedef struct {
  GmxShareCard *card;
  const GmxBlendPath *path;
  const float *probabilities;
  double *low, *share; /* [points] */
  gboolean *taken;     /* [classes] has its area */
} Pile;

static void put(Pile *pile, const char *name, const char *legend, GmxShareLook look,
                const char *color) {
  GmxShareCard *self = pile->card;
  GmxShareLayer *layer = gmx_share_layer_new(name, self->perturbed ? "w + ε̂" : "w", look, color);
  gmx_layer_set_name(GMX_LAYER(layer), legend ? legend : name, NULL);
  gmx_layer_set_in_legend(GMX_LAYER(layer), legend != NULL);
  gmx_share_layer_set_values(layer, pile->path->lambda, pile->low, pile->share, pile->path->points);
  g_ptr_array_add(self->layers, layer);
  gmx_chart_add_layer(self->chart, 0, GMX_LAYER(layer));
  for (int i = 0; i < pile->path->points; i++)
    pile->low[i] += pile->share[i];
}

static double probability(const Pile *pile, int point, int label) {
  return pile->probabilities[(gsize)point * pile->path->classes + label];
}

static void put_class(Pile *pile, int label, GmxShareLook look, const char *color) {
  if (label < 0 || pile->taken[label])
    return;
  pile->taken[label] = TRUE;
  for (int i = 0; i < pile->path->points; i++)
    pile->share[i] = probability(pile, i, label);
  put(pile, gmx_dataset_get_class_name(gmx_lab_get_dataset(pile->card->lab), label), NULL, look,
      color);
}

/* Classes that lead somewhere, at w or at w + ε̂: in both cards the same. */
static void put_third(Pile *pile) {
  for (int i = 0; i < pile->path->third_count; i++)
    put_class(pile, pile->path->third[i].label, GMX_SHARE_THIRD, "gmx_error");
}

static double most(const Pile *pile, int label) {
  double top = 0;
  for (int i = 0; i < pile->path->points; i++)
    top = MAX(top, probability(pile, i, label));
  return top;
}

/* What is left: by name where it is much, the rest in one. */
static void put_others(Pile *pile, int keep) {
  const int classes = pile->path->classes;
  for (int label = 0; label < classes; label++)
    if (label != keep && !pile->taken[label] && most(pile, label) >= NAMED)
      put_class(pile, label, GMX_SHARE_OTHER, "gmx_other_class");
  gboolean any = FALSE;
  for (int i = 0; i < pile->path->points; i++) {
    pile->share[i] = 0;
    for (int label = 0; label < classes; label++)
      if (label != keep && !pile->taken[label]) {
        pile->share[i] += probability(pile, i, label);
        any = TRUE;
      }
  }
  if (any)
    put(pile, NULL, _("others"), GMX_SHARE_OTHER, "gmx_other_class");
}

static void clear_layers(GmxShareCard *self) {
  for (guint i = 0; i < self->layers->len; i++)
    gmx_chart_remove_layer(self->chart, g_ptr_array_index(self->layers, i));
  g_ptr_array_set_size(self->layers, 0);
}

static void show_path(GmxShareCard *self, const GmxBlendPath *path, const float *probabilities) {
  const int a = gmx_lab_get_picture(self->lab, GMX_PARENT_A)->label;
  const int b = gmx_lab_get_picture(self->lab, GMX_PARENT_B)->label;
  g_autofree double *low = g_new0(double, path->points);
  g_autofree double *share = g_new0(double, path->points);
  g_autofree gboolean *taken = g_new0(gboolean, path->classes);
  Pile pile = {self, path, probabilities, low, share, taken};
  gmx_chart_remove_layer(self->chart, GMX_LAYER(self->mark));
  clear_layers(self);
  if (b != a)
    put_class(&pile, b, GMX_SHARE_PARENT, "gmx_parent_b");
  put_third(&pile);
  put_others(&pile, a);
  put_class(&pile, a, GMX_SHARE_PARENT, "gmx_parent_a");
  gmx_chart_add_layer(self->chart, 0, GMX_LAYER(self->mark)); /* over them all */
}

static void on_path(GmxShareCard *self) {
  const GmxBlendPath *path = gmx_lab_get_path(self->lab);
  const float *probabilities = !path             ? NULL
                               : self->perturbed ? path->probabilities_perturbed
                                                 : path->probabilities;
  gtk_label_set_text(GTK_LABEL(self->note), path ? _("There is no ε̂ before the first step") : "");
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), probabilities ? "chart" : "note");
  if (probabilities)
    show_path(self, path, probabilities);
  else
    clear_layers(self);
}

static void on_lambda(GmxShareCard *self) {
  gmx_lambda_layer_set_lambda(self->mark, gmx_lab_get_share(self->lab));
}

static GmxTopic topic_of(GmxShareCard *self) {
  return self->perturbed ? GMX_TOPIC_LAB_PERTURBED : GMX_TOPIC_LAB_AT_W;
}

/* What stands in the chart's place where there is nothing to draw. */
static GtkWidget *new_note(GmxShareCard *self, const char *title) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *heading = gtk_label_new(title);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(heading), 0);
  gtk_widget_add_css_class(heading, "heading");
  gtk_label_set_wrap(GTK_LABEL(self->note), TRUE);
  gtk_label_set_justify(GTK_LABEL(self->note), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class(self->note, "dim-label");
  gtk_widget_set_vexpand(self->note, TRUE);
  gtk_widget_add_css_class(box, "card");
  gtk_widget_add_css_class(box, "gmx-card");
  gtk_box_append(GTK_BOX(line), heading);
  gmx_help_topic_add(heading, topic_of(self));
  gtk_box_append(GTK_BOX(box), line);
  gtk_box_append(GTK_BOX(box), self->note);
  return box;
}

static void share_card_dispose(GObject *object) {
  GmxShareCard *self = GMX_SHARE_CARD(object);
  g_clear_pointer(&self->stack, gtk_widget_unparent);
  g_ptr_array_set_size(self->layers, 0);
  g_clear_object(&self->mark);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_share_card_parent_class)->dispose(object);
}

static void share_card_finalize(GObject *object) {
  g_ptr_array_unref(GMX_SHARE_CARD(object)->layers);
  G_OBJECT_CLASS(gmx_share_card_parent_class)->finalize(object);
}

static void gmx_share_card_class_init(GmxShareCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = share_card_dispose;
  G_OBJECT_CLASS(class)->finalize = share_card_finalize;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_share_card_init(GmxShareCard *self) {
  self->layers = g_ptr_array_new_with_free_func(g_object_unref);
  self->mark = gmx_lambda_layer_new();
}

GtkWidget *gmx_share_card_new(GmxLab *lab, gboolean perturbed, GmxAxis *x, GmxAxis *y) {
  GmxShareCard *self = g_object_new(GMX_TYPE_SHARE_CARD, NULL);
  const char *title = perturbed ? _("Prediction at w + ε̂") : _("Prediction at w");
  self->lab = g_object_ref(lab);
  self->perturbed = perturbed;
  self->chart = gmx_chart_new(title, x, y);
  gtk_widget_set_size_request(GTK_WIDGET(self->chart), -1, HEIGHT);
  gmx_chart_add_layer(self->chart, 0, GMX_LAYER(self->mark));
  self->card = gmx_chart_card_new(self->chart);
  gmx_chart_card_set_help(GMX_CHART_CARD(self->card), gmx_help_topic_new(topic_of(self)));
  /* What is grey says the card at w, which stands beside or above: the plots keep one height. */
  gmx_chart_card_set_show_legend(GMX_CHART_CARD(self->card), !perturbed);
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_note(self, title), "note");
  gtk_stack_add_named(GTK_STACK(self->stack), self->card, "chart");
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
  g_signal_connect_object(lab, "path-changed", G_CALLBACK(on_path), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "lambda-changed", G_CALLBACK(on_lambda), self, G_CONNECT_SWAPPED);
  on_path(self);
  on_lambda(self);
  return GTK_WIDGET(self);
}
