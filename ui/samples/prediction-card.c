/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's second card: title, legend, bars; or why there are none. */
#include "ui/samples/prediction-card.h"

#include "ui/help-topics.h"
#include "ui/chart/palette.h"
#include "ui/samples/prediction-bars.h"
#include "ui/samples/prediction-rows.h"

#include <glib/gi18n.h>

typedef enum { SAMPLE_AT_W, SAMPLE_PERTURBED, SAMPLE_LABEL, N_SAMPLES } Sample;

struct _GmxPredictionCard {
  GtkWidget parent_instance;

  GtkWidget *legend, *entries[N_SAMPLES];
  GtkWidget *bars, *unknown;
};

G_DEFINE_FINAL_TYPE(GmxPredictionCard, gmx_prediction_card, GTK_TYPE_WIDGET)

static void draw_sample(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data) {
  static const double dashes[] = {3, 2};
  Sample sample = GPOINTER_TO_INT(data);
  double middle = height / 2;
  g_autoptr(GmxPalette) palette = gmx_palette_new(GTK_WIDGET(area));
  gmx_palette_set_source(palette, cr, sample == SAMPLE_LABEL ? GMX_INK : "gmx_at_w", 1);
  if (sample == SAMPLE_AT_W) {
    cairo_rectangle(cr, 0, middle - 5, width, 10);
    cairo_fill(cr);
  } else if (sample == SAMPLE_LABEL) {
    cairo_rectangle(cr, width / 2 - 1, middle - 5, 2, 11);
    cairo_move_to(cr, width / 2 - 4, middle - 5);
    cairo_line_to(cr, width / 2 + 4, middle - 5);
    cairo_line_to(cr, width / 2, middle);
    cairo_fill(cr);
  } else {
    cairo_rectangle(cr, 0.5, middle - 4.5, width - 1, 9);
    gmx_palette_set_source(palette, cr, "gmx_perturbed", 0.22);
    cairo_fill_preserve(cr);
    gmx_palette_set_source(palette, cr, "gmx_perturbed", 1);
    cairo_set_line_width(cr, 1);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_stroke(cr);
  }
}

static GtkWidget *new_entry(Sample sample) {
  static const char *const names[] = {N_("at w"), N_("at w + ε̂"), N_("label")};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *label = gtk_label_new(_(names[sample]));
  GtkWidget *area = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), sample == SAMPLE_LABEL ? 8 : 14);
  gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), 14);
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw_sample, GINT_TO_POINTER(sample),
                                 NULL);
  gtk_widget_set_valign(area, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(label, "gmx-legend");
  gtk_box_append(GTK_BOX(box), area);
  gtk_box_append(GTK_BOX(box), label);
  return box;
}

static GtkWidget *new_head(GmxPredictionCard *self) {
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new(_("Prediction"));
  gtk_widget_add_css_class(title, "heading");
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_box_append(GTK_BOX(head), title);
  GtkWidget *help = gmx_help_topic_add(title, GMX_TOPIC_PREDICTION);
  gtk_widget_set_hexpand(help, TRUE);
  gtk_widget_set_halign(help, GTK_ALIGN_START);
  self->legend = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  for (int i = 0; i < N_SAMPLES; i++) {
    self->entries[i] = new_entry(i);
    gtk_box_append(GTK_BOX(self->legend), self->entries[i]);
  }
  gtk_box_append(GTK_BOX(head), self->legend);
  return head;
}

void gmx_prediction_card_show(GmxPredictionCard *self, const GmxInspected *e) {
  g_autoptr(GArray) rows = gmx_prediction_rows(e, GMX_PREDICTION_MOST);
  gtk_widget_set_visible(self->bars, rows != NULL);
  gtk_widget_set_visible(self->legend, rows != NULL);
  gtk_widget_set_visible(self->unknown, rows == NULL);
  gtk_widget_set_visible(self->entries[SAMPLE_PERTURBED],
                         e->gallery->probabilities_perturbed != NULL);
  if (rows)
    gmx_prediction_bars_set_rows(GMX_PREDICTION_BARS(self->bars), rows);
}

static void prediction_card_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_prediction_card_parent_class)->dispose(object);
}

static void gmx_prediction_card_class_init(GmxPredictionCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = prediction_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_prediction_card_init(GmxPredictionCard *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 6);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gtk_widget_set_parent(new_head(self), GTK_WIDGET(self));
  self->bars = gmx_prediction_bars_new();
  gtk_widget_set_vexpand(self->bars, TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bars), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Prediction"), -1);
  gtk_widget_set_parent(self->bars, GTK_WIDGET(self));
  self->unknown = gtk_label_new(_("What the network saw in these examples was not recorded."));
  gtk_label_set_wrap(GTK_LABEL(self->unknown), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->unknown), 0);
  gtk_widget_add_css_class(self->unknown, "dim-label");
  gtk_widget_set_parent(self->unknown, GTK_WIDGET(self));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Prediction"), -1);
}

GtkWidget *gmx_prediction_card_new(void) {
  return g_object_new(GMX_TYPE_PREDICTION_CARD, NULL);
}
