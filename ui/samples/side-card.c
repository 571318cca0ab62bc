/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's third card: which side an example is on, and the figures that say so. */
#include "ui/samples/side-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/samples/sample-path.h"

#include <glib/gi18n.h>
#include <math.h>

typedef enum {
  FACT_S,
  FACT_RANK,
  FACT_CUT,
  FACT_LOSS,
  FACT_LOSS_PERTURBED,
  FACT_EPSILON,
  FACT_CLASS,
  FACT_SIDES,
  N_FACTS
} Fact;

typedef struct {
  GtkWidget *row, *name, *value;
} Row;

struct _GmxSideCard {
  GtkWidget parent_instance;

  GtkWidget *mark, *title;
  Row rows[N_FACTS];
};

enum { SIGNAL_MIX, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSideCard, gmx_side_card, GTK_TYPE_WIDGET)

/* A fact that is not known has no line. Takes @value. */
static void set_fact(GmxSideCard *self, Fact fact, char *value) {
  gtk_widget_set_visible(self->rows[fact].row, value != NULL);
  gtk_label_set_text(GTK_LABEL(self->rows[fact].value), value ? value : "");
  gtk_widget_set_tooltip_text(self->rows[fact].value, value);
  g_free(value);
}

static char *number_or_null(double value, int digits) {
  return isnan(value) ? NULL : gmx_format_measure(value, digits);
}

static char *rank_of(const GmxInspected *e) {
  g_autofree char *rank = gmx_format_count(e->rank);
  g_autofree char *count = gmx_format_count(e->gallery->count);
  return g_strdup_printf(_("%s of %s"), rank, count);
}

static char *prediction_of(const GmxInspected *e) {
  int at_w = gmx_gallery_get_prediction(e->gallery, e->index, FALSE);
  int perturbed = gmx_gallery_get_prediction(e->gallery, e->index, TRUE);
  if (at_w < 0)
    return NULL;
  g_autofree char *name = gmx_inspected_class(e->dataset, at_w);
  if (perturbed < 0 || perturbed == at_w)
    return g_steal_pointer(&name);
  g_autofree char *other = gmx_inspected_class(e->dataset, perturbed);
  return g_strdup_printf("%s → %s", name, other);
}

static void show_title(GmxSideCard *self, const GmxInspected *e) {
  gboolean climbed = e->gallery->climbed, sharp = climbed && e->gallery->sharp[e->index];
  gtk_widget_set_visible(self->mark, climbed);
  gtk_image_set_from_icon_name(GTK_IMAGE(self->mark),
                               sharp ? "gmx-sharp-symbolic" : "gmx-flat-symbolic");
  gtk_widget_remove_css_class(self->mark, sharp ? "gmx-flat-mark" : "gmx-sharp-mark");
  gtk_widget_add_css_class(self->mark, sharp ? "gmx-sharp-mark" : "gmx-flat-mark");
  gtk_label_set_text(GTK_LABEL(self->title), !climbed ? _("Not divided")
                                             : sharp  ? _("Sharp")
                                                      : _("Flat"));
  gtk_widget_set_tooltip_text(
      self->title, climbed ? NULL : _("Without a perturbation nothing is sharp or flat"));
  GtkWidget *value = self->rows[FACT_S].value;
  gtk_widget_remove_css_class(value, sharp ? "gmx-flat-text" : "gmx-sharp-text");
  gtk_widget_add_css_class(value, sharp ? "gmx-sharp-text" : "gmx-flat-text");
}

void gmx_side_card_show(GmxSideCard *self, const GmxInspected *e, const GArray *path) {
  const GmxGallery *g = e->gallery;
  g_autofree char *gamma = gmx_format_number(g->gamma, 2);
  g_autofree char *cut_name = g_strdup_printf(_("Cut at γ = %s"), gamma);
  show_title(self, e);
  gtk_label_set_text(GTK_LABEL(self->rows[FACT_CUT].name), cut_name);
  gtk_label_set_text(GTK_LABEL(self->rows[FACT_RANK].name),
                     g->climbed ? _("Rank") : _("Rank by loss"));
  set_fact(self, FACT_S, g->climbed ? gmx_format_signed(g->s[e->index], 3) : NULL);
  set_fact(self, FACT_RANK, rank_of(e));
  set_fact(self, FACT_CUT, g->climbed ? number_or_null(g->cut, 3) : NULL);
  set_fact(self, FACT_LOSS, gmx_format_measure(g->loss[e->index], 3));
  set_fact(self, FACT_LOSS_PERTURBED,
           g->climbed ? gmx_format_measure(g->loss_perturbed[e->index], 3) : NULL);
  set_fact(self, FACT_EPSILON, number_or_null(g->epsilon_norm, 3));
  set_fact(self, FACT_CLASS, prediction_of(e));
  set_fact(self, FACT_SIDES, path->len > 0 ? gmx_sample_path_sides(path) : NULL);
}

/* The widget */

static void add_row(GmxSideCard *self, GtkWidget *list, Fact fact, const char *name) {
  Row *row = &self->rows[fact];
  row->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  row->name = gtk_label_new(NULL);
  row->value = gtk_label_new(NULL);
  gtk_label_set_markup(GTK_LABEL(row->name), name);
  gtk_label_set_xalign(GTK_LABEL(row->name), 0);
  gtk_label_set_xalign(GTK_LABEL(row->value), 1);
  gtk_label_set_wrap(GTK_LABEL(row->value), TRUE);
  gtk_label_set_lines(GTK_LABEL(row->value), 2); /* a class may have a long name */
  gtk_label_set_ellipsize(GTK_LABEL(row->value), PANGO_ELLIPSIZE_END);
  gtk_label_set_justify(GTK_LABEL(row->value), GTK_JUSTIFY_RIGHT);
  gtk_widget_set_hexpand(row->value, TRUE);
  gtk_widget_add_css_class(row->row, "gmx-fact");
  gtk_widget_add_css_class(row->value, "gmx-fact-value");
  gtk_widget_add_css_class(row->value, "numeric");
  gtk_box_append(GTK_BOX(row->row), row->name);
  gtk_box_append(GTK_BOX(row->row), row->value);
  gtk_box_append(GTK_BOX(list), row->row);
}

static GtkWidget *new_facts(GmxSideCard *self) {
  static const char *const names[] = {N_("Sensitivity s<sub>i</sub>"),
                                      N_("Rank"),
                                      "",
                                      N_("Loss at w"),
                                      N_("Loss at w + ε̂"),
                                      "‖ε̂‖",
                                      N_("Most likely class"),
                                      N_("Sides so far")};
  GtkWidget *list = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  for (int fact = 0; fact < N_FACTS; fact++)
    add_row(self, list, fact, *names[fact] ? _(names[fact]) : "");
  gtk_widget_set_vexpand(list, TRUE);
  return list;
}

static GtkWidget *new_title(GmxSideCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->mark =
      g_object_new(GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->title = gtk_label_new(NULL);
  gtk_image_set_pixel_size(GTK_IMAGE(self->mark), 12);
  gtk_widget_add_css_class(self->title, "title-4");
  gtk_box_append(GTK_BOX(line), self->mark);
  gtk_box_append(GTK_BOX(line), self->title);
  gmx_help_topic_add(self->title, GMX_TOPIC_SIDE);
  return line;
}

static void on_mix(GmxSideCard *self) {
  g_signal_emit(self, signals[SIGNAL_MIX], 0);
}

static void side_card_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_side_card_parent_class)->dispose(object);
}

static void gmx_side_card_class_init(GmxSideCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = side_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[SIGNAL_MIX] = g_signal_new("mix", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_side_card_init(GmxSideCard *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  GtkWidget *button = gtk_button_new_with_label(_("Open in Mix Lab"));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 9);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-side-card");
  gtk_widget_set_parent(new_title(self), GTK_WIDGET(self));
  gtk_widget_set_parent(new_facts(self), GTK_WIDGET(self));
  gtk_widget_set_parent(button, GTK_WIDGET(self));
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(on_mix), self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Side and sensitivity"), -1);
}

GtkWidget *gmx_side_card_new(void) {
  return g_object_new(GMX_TYPE_SIDE_CARD, NULL);
}
