/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss along λ, at w and at w + ε̂; for a picture without a class a way to give it one. */
#include "ui/mixlab/loss-card.h"

#include "ui/help-topics.h"
#include "ui/chart/card.h"
#include "ui/mixlab/lambda-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 150

enum { AT_W, PERTURBED, N_CURVES };

struct _GmxLossCard {
  GtkWidget parent_instance;

  GmxLab *lab;
  GmxSeries *series[N_CURVES];
  GmxLayer *curves[N_CURVES];
  GmxLambdaKey *keys[N_CURVES];
  GmxLambdaLayer *mark;
  GmxStretchLayer *stretches;
  gboolean filling; /* the choices are set, not chosen */

  GtkWidget *stack;
  GtkWidget *rows[2], *words[2], *choices[2]; /* by GmxParent */
};

G_DEFINE_FINAL_TYPE(GmxLossCard, gmx_loss_card, GTK_TYPE_WIDGET)

/* The chart */

static void show_curve(GmxSeries *series, const GmxBlendPath *path, const double *loss) {
  gmx_series_clear(series);
  if (loss)
    gmx_series_append_many(series, path->lambda, loss, (gsize)path->points);
}

/* At w, as the sentence over the card; where only the climb leads there, at w + ε̂. */
static void show_stretches(GmxLossCard *self, const GmxBlendPath *path) {
  gmx_stretch_layer_clear(self->stretches);
  if (!path || path->third_count == 0)
    return;
  const gboolean perturbed = path->third[0].perturbed;
  for (int i = 0; i < path->third_count && path->third[i].perturbed == perturbed; i++) {
    const GmxThirdClass *third = &path->third[i], *next = third + 1;
    const gboolean touches = i + 1 < path->third_count && next->perturbed == perturbed &&
                             next->from - third->to < 1.5 / (path->points - 1);
    gmx_stretch_layer_add(self->stretches, third->from, touches ? next->from : third->to,
                          gmx_dataset_get_class_name(gmx_lab_get_dataset(self->lab), third->label));
  }
}

/* A picture without a class */

static GtkStringList *list_classes(GmxDataset *dataset) {
  GtkStringList *list = gtk_string_list_new(NULL);
  gtk_string_list_append(list, _("Choose…"));
  for (int label = 0; label < gmx_dataset_get_classes(dataset); label++)
    gtk_string_list_append(list, gmx_dataset_get_class_name(dataset, label));
  return list;
}

static void show_choice(GmxLossCard *self, GmxParent parent) {
  const GmxPicture *picture = gmx_lab_get_picture(self->lab, parent);
  const gboolean needed = picture && picture->label < 0;
  gtk_widget_set_visible(self->rows[parent], needed);
  if (!needed)
    return;
  g_autoptr(GtkStringList) classes = list_classes(gmx_lab_get_dataset(self->lab));
  g_autofree char *words = g_strdup_printf(_("The loss needs a label for %s."), picture->name);
  g_autofree char *name = g_strdup_printf(_("Label of %s"), picture->name);
  self->filling = TRUE;
  gtk_label_set_text(GTK_LABEL(self->words[parent]), words);
  gtk_drop_down_set_model(GTK_DROP_DOWN(self->choices[parent]), G_LIST_MODEL(classes));
  gtk_drop_down_set_selected(GTK_DROP_DOWN(self->choices[parent]), 0);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->choices[parent]),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  self->filling = FALSE;
}

static void on_pair(GmxLossCard *self) {
  const GmxPicture *a = gmx_lab_get_picture(self->lab, GMX_PARENT_A);
  const GmxPicture *b = gmx_lab_get_picture(self->lab, GMX_PARENT_B);
  show_choice(self, GMX_PARENT_A);
  show_choice(self, GMX_PARENT_B);
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack),
                                   a && b && (a->label < 0 || b->label < 0) ? "label" : "chart");
}

static void on_choice(GmxLossCard *self, GmxParent parent) {
  const guint chosen = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->choices[parent]));
  if (self->filling || chosen == 0 || chosen == GTK_INVALID_LIST_POSITION)
    return;
  g_autoptr(GmxPicture) labelled =
      gmx_picture_new_labelled(gmx_lab_get_picture(self->lab, parent), (int)chosen - 1);
  gmx_lab_set_picture(self->lab, parent, labelled);
}

static void on_choice_a(GmxLossCard *self) {
  on_choice(self, GMX_PARENT_A);
}

static void on_choice_b(GmxLossCard *self) {
  on_choice(self, GMX_PARENT_B);
}

/* What the lab says */

static void on_path(GmxLossCard *self) {
  const GmxBlendPath *path = gmx_lab_get_path(self->lab);
  show_curve(self->series[AT_W], path, path ? path->loss : NULL);
  show_curve(self->series[PERTURBED], path, path ? path->loss_perturbed : NULL);
  show_stretches(self, path);
}

static void on_lambda(GmxLossCard *self) {
  const double share = gmx_lab_get_share(self->lab);
  gmx_lambda_layer_set_lambda(self->mark, share);
  for (int curve = 0; curve < N_CURVES; curve++)
    gmx_lambda_key_set_lambda(self->keys[curve], share);
}

/* Building */

static void add_curve(GmxLossCard *self, GmxChart *chart, int curve, const char *column,
                      const char *name, const char *color) {
  GmxLineStyle style = gmx_line_style_default(color);
  if (curve == PERTURBED) {
    style.dash[0] = 6;
    style.dash[1] = 3;
  }
  self->series[curve] = gmx_series_new(column);
  self->curves[curve] = GMX_LAYER(gmx_line_layer_new(self->series[curve], &style));
  gmx_layer_set_name(self->curves[curve], name, NULL);
  gmx_layer_set_in_legend(self->curves[curve], FALSE); /* its key has the value at λ */
  gmx_chart_add_layer(chart, 0, self->curves[curve]);
  self->keys[curve] = gmx_lambda_key_new(GMX_LINE_LAYER(self->curves[curve]), name, NULL);
  gmx_lambda_layer_add_curve(self->mark, self->series[curve], color);
}

static GtkWidget *new_chart(GmxLossCard *self, GmxAxis *x) {
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  gmx_axis_set_limits(y, 0, INFINITY);
  gmx_axis_set_include(y, 0, 0);
  gmx_axis_set_outliers(y, TRUE); /* a path has no outliers */
  GmxChart *chart = gmx_chart_new(_("Loss along λ"), x, y);
  gtk_widget_set_size_request(GTK_WIDGET(chart), -1, HEIGHT);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->stretches));
  add_curve(self, chart, AT_W, "loss", _("at w"), "gmx_at_w");
  add_curve(self, chart, PERTURBED, "loss_perturbed", _("at w + ε̂"), "gmx_perturbed");
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->mark));
  GtkWidget *card = gmx_chart_card_new(chart);
  gmx_chart_card_set_help(GMX_CHART_CARD(card), gmx_help_topic_new(GMX_TOPIC_LAB_LOSS));
  for (int curve = 0; curve < N_CURVES; curve++)
    gmx_chart_legend_add_key(gmx_chart_card_get_legend(GMX_CHART_CARD(card)),
                             GMX_LAYER(self->keys[curve]));
  return card;
}

static GtkWidget *new_choice(GmxLossCard *self, GmxParent parent) {
  self->rows[parent] = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->words[parent] = gtk_label_new(NULL);
  self->choices[parent] = gtk_drop_down_new(NULL, NULL);
  gtk_label_set_wrap(GTK_LABEL(self->words[parent]), TRUE);
  gtk_label_set_wrap_mode(GTK_LABEL(self->words[parent]), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify(GTK_LABEL(self->words[parent]), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign(self->choices[parent], GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(self->rows[parent]), self->words[parent]);
  gtk_box_append(GTK_BOX(self->rows[parent]), self->choices[parent]);
  g_signal_connect_swapped(self->choices[parent], "notify::selected",
                           G_CALLBACK(parent == GMX_PARENT_A ? on_choice_a : on_choice_b), self);
  return self->rows[parent];
}

static GtkWidget *new_label_page(GmxLossCard *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new(_("Loss along λ"));
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choices = gtk_box_new(GTK_ORIENTATION_VERTICAL, 18);
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(box, "card");
  gtk_widget_add_css_class(box, "gmx-card");
  gtk_widget_set_valign(choices, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand(choices, TRUE);
  gtk_box_append(GTK_BOX(choices), new_choice(self, GMX_PARENT_A));
  gtk_box_append(GTK_BOX(choices), new_choice(self, GMX_PARENT_B));
  gtk_box_append(GTK_BOX(line), title);
  gmx_help_topic_add(title, GMX_TOPIC_LAB_LOSS);
  gtk_box_append(GTK_BOX(box), line);
  gtk_box_append(GTK_BOX(box), choices);
  return box;
}

static void loss_card_dispose(GObject *object) {
  GmxLossCard *self = GMX_LOSS_CARD(object);
  g_clear_pointer(&self->stack, gtk_widget_unparent);
  for (int curve = 0; curve < N_CURVES; curve++) {
    g_clear_object(&self->keys[curve]);
    g_clear_object(&self->curves[curve]);
    g_clear_object(&self->series[curve]);
  }
  g_clear_object(&self->mark);
  g_clear_object(&self->stretches);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_loss_card_parent_class)->dispose(object);
}

static void gmx_loss_card_class_init(GmxLossCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = loss_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_loss_card_init(GmxLossCard *self) {
  self->mark = gmx_lambda_layer_new();
  self->stretches = gmx_stretch_layer_new();
}

GtkWidget *gmx_loss_card_new(GmxLab *lab, GmxAxis *x) {
  GmxLossCard *self = g_object_new(GMX_TYPE_LOSS_CARD, NULL);
  self->lab = g_object_ref(lab);
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_chart(self, x), "chart");
  gtk_stack_add_named(GTK_STACK(self->stack), new_label_page(self), "label");
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
  g_signal_connect_object(lab, "pair-changed", G_CALLBACK(on_pair), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "path-changed", G_CALLBACK(on_path), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "lambda-changed", G_CALLBACK(on_lambda), self, G_CONNECT_SWAPPED);
  on_pair(self);
  on_path(self);
  on_lambda(self);
  return GTK_WIDGET(self);
}
