/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card with the scatter or, at a switch in its title line, the histogram of the same examples.
 * Where nothing is climbed there is no s_i: the losses alone are shown, and what to choose. */
#include "ui/samples/scatter-card.h"

#include "ui/help-topics.h"
#include "ui/chart/histogram-key.h"
#include "ui/chart/histogram-layer.h"
#include "ui/chart/legend.h"
#include "ui/format.h"
#include "ui/samples/scatter-view.h"

#include <glib/gi18n.h>
#include <math.h>

enum { SHOW_SCATTER, SHOW_HISTOGRAM, SHOWS };

struct _GmxScatterCard {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  GmxGallery *gallery; /* in the histograms */
  GtkWidget *title, *legend, *choice, *buttons[SHOWS];
  GtkWidget *stack;
  GtkWidget *scatter, *sharpness, *losses, *empty;
  GmxHistogramLayer *sharpness_bars, *loss_bars;
};

G_DEFINE_FINAL_TYPE(GmxScatterCard, gmx_scatter_card, GTK_TYPE_WIDGET)

static gboolean is_chosen(GmxScatterCard *self, int show) {
  return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->buttons[show]));
}

/* The title, and what stands under it. */
static void update_page(GmxScatterCard *self) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  gboolean climbed = gallery != NULL && gallery->climbed;
  gboolean bars = climbed && is_chosen(self, SHOW_HISTOGRAM);
  gtk_widget_set_visible(self->legend, climbed);
  gtk_widget_set_visible(self->choice, climbed);
  gtk_label_set_markup(GTK_LABEL(self->title), bars ? _("Sharpness s<sub>i</sub>")
                                               : climbed || gallery == NULL
                                                   ? _("Loss and sharpness")
                                                   : _("Loss at w"));
  gtk_stack_set_visible_child(GTK_STACK(self->stack), gallery == NULL ? self->empty
                                                      : !climbed      ? self->losses
                                                      : bars          ? self->sharpness
                                                                      : self->scatter);
}

static void show_sharpness(GmxScatterCard *self, const GmxGallery *gallery) {
  g_autofree char *gamma = gmx_format_number(gallery->gamma, 2);
  g_autofree char *note =
      g_strdup_printf(_("k = %d of %d, γ = %s"), gallery->sharp_count, gallery->count, gamma);
  gmx_histogram_layer_set_values(self->sharpness_bars, gallery->s, gallery->sharp, gallery->count,
                                 gallery->cut, note);
}

static void show_losses(GmxScatterCard *self, const GmxGallery *gallery) {
  g_autofree guint8 *sides = g_new0(guint8, MAX(gallery->count, 1));
  gmx_histogram_layer_set_values(self->loss_bars, gallery->loss, sides, gallery->count, NAN, NULL);
}

static void on_changed(GmxScatterCard *self) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (gallery == self->gallery)
    return;
  if (gallery != NULL)
    gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  if (gallery != NULL && gallery->climbed)
    show_sharpness(self, gallery);
  else if (gallery != NULL)
    show_losses(self, gallery);
  update_page(self);
}

/* Building */

static GmxChart *new_bars(const char *title, GmxHistogramLayer *bars) {
  g_autoptr(GmxAxis) x = gmx_axis_new_y(NULL);
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  gmx_axis_set_least_step(y, 1);
  gmx_axis_set_include(y, 0, 0);
  gmx_axis_set_limits(y, 0, INFINITY);
  GmxChart *chart = gmx_chart_new(title, x, y);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(bars));
  return chart;
}

static GtkWidget *new_line(const char *text) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_add_css_class(label, "gmx-caption");
  return label;
}

static void build_pages(GmxScatterCard *self) {
  GmxChart *sharpness = new_bars(_("Sharpness of each example"), self->sharpness_bars);
  GmxChart *losses = new_bars(_("Loss of each example at w"), self->loss_bars);
  self->stack = gtk_stack_new();
  self->scatter = gmx_scatter_view_new(self->model);
  self->sharpness = GTK_WIDGET(sharpness);
  self->losses = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append(GTK_BOX(self->losses), new_line(_("Choose a perturbation to see sharpness.")));
  gtk_box_append(GTK_BOX(self->losses), GTK_WIDGET(losses));
  self->empty = new_line(_("After the first step, each example stands here by its loss and its "
                           "sharpness."));
  gtk_widget_set_valign(self->empty, GTK_ALIGN_START);
  GtkWidget *const pages[] = {self->empty, self->scatter, self->sharpness, self->losses};
  for (gsize i = 0; i < G_N_ELEMENTS(pages); i++)
    gtk_stack_add_child(GTK_STACK(self->stack), pages[i]);
  gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_widget_set_vexpand(self->stack, TRUE);
  self->legend = gmx_chart_legend_new(sharpness);
}

static void build_choice(GmxScatterCard *self) {
  static const char *const icons[SHOWS] = {"gmx-scatter-symbolic", "gmx-histogram-symbolic"};
  static const char *const names[SHOWS] = {N_("Scatter"), N_("Histogram")};
  self->choice = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class(self->choice, "linked");
  gtk_widget_add_css_class(self->choice, "gmx-small-choice");
  gtk_widget_set_valign(self->choice, GTK_ALIGN_CENTER);
  for (int i = 0; i < SHOWS; i++) {
    self->buttons[i] = gtk_toggle_button_new();
    gtk_button_set_icon_name(GTK_BUTTON(self->buttons[i]), icons[i]);
    gtk_widget_set_tooltip_text(self->buttons[i], _(names[i]));
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                   _(names[i]), -1);
    if (i > 0)
      gtk_toggle_button_set_group(GTK_TOGGLE_BUTTON(self->buttons[i]),
                                  GTK_TOGGLE_BUTTON(self->buttons[0]));
    g_signal_connect_object(self->buttons[i], "toggled", G_CALLBACK(update_page), self,
                            G_CONNECT_SWAPPED);
    gtk_box_append(GTK_BOX(self->choice), self->buttons[i]);
  }
}

static void add_key(GmxScatterCard *self, const char *name, const char *color, GmxMarker marker) {
  g_autoptr(GmxLayer) key = gmx_histogram_key_new(name, color, marker);
  gmx_chart_legend_add_key(GMX_CHART_LEGEND(self->legend), key);
}

static void build(GmxScatterCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  build_pages(self);
  build_choice(self);
  self->title = gtk_label_new(NULL);
  GtkWidget *help = gmx_help_topic_new(GMX_TOPIC_SCATTER);
  gtk_label_set_xalign(GTK_LABEL(self->title), 0);
  gtk_widget_set_hexpand(help, TRUE);
  gtk_widget_set_halign(help, GTK_ALIGN_START);
  gtk_widget_add_css_class(self->title, "heading");
  gtk_widget_set_valign(self->legend, GTK_ALIGN_CENTER);
  add_key(self, _("flat"), "gmx_flat", GMX_MARKER_CIRCLE);
  add_key(self, _("sharp"), "gmx_sharp", GMX_MARKER_TRIANGLE);
  gtk_box_append(GTK_BOX(line), self->title);
  gtk_box_append(GTK_BOX(line), help);
  gtk_box_append(GTK_BOX(line), self->legend);
  gtk_box_append(GTK_BOX(line), self->choice);
  gtk_widget_set_parent(line, GTK_WIDGET(self));
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->buttons[SHOW_SCATTER]), TRUE);
}

static void scatter_card_dispose(GObject *object) {
  GmxScatterCard *self = GMX_SCATTER_CARD(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->model);
  g_clear_object(&self->sharpness_bars);
  g_clear_object(&self->loss_bars);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  G_OBJECT_CLASS(gmx_scatter_card_parent_class)->dispose(object);
}

static void gmx_scatter_card_class_init(GmxScatterCardClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = scatter_card_dispose;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_scatter_card_init(GmxScatterCard *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 6);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Loss and sharpness"), -1);
  self->sharpness_bars = gmx_histogram_layer_new();
  self->loss_bars = gmx_histogram_layer_new();
}

GtkWidget *gmx_scatter_card_new(GmxSampleModel *model) {
  GmxScatterCard *self = g_object_new(GMX_TYPE_SCATTER_CARD, NULL);
  self->model = g_object_ref(model);
  build(self);
  g_signal_connect_object(model, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  on_changed(self);
  update_page(self);
  return GTK_WIDGET(self);
}
