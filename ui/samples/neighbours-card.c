/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's fifth card: pictures, number line, verdict; or the way to them. */
#include "ui/samples/neighbours-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/samples/distance-line.h"
#include "ui/samples/neighbours.h"
#include "ui/samples/zoom-image.h"

#include <glib/gi18n.h>
#include <math.h>

#define SHOWN 4
#define SIZE 96
#define NARROW_SIZE 64
#define PARENT_SIZE 64

struct _GmxNeighboursCard {
  GtkWidget parent_instance;

  GmxNeighbours *neighbours;
  GmxDataset *dataset;
  gboolean narrow;
  double progress; /* negative: no search */

  GPtrArray *images; /* GmxZoomImage, borrowed: those in @pictures */
  GtkWidget *found, *pictures, *line;
  GtkWidget *verdict, *verdict_icon, *verdict_title, *verdict_text, *verdict_note;
  GtkWidget *unknown, *unknown_text, *search, *running, *bar;
};

enum { SIGNAL_SEARCH, SIGNAL_CANCEL, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxNeighboursCard, gmx_neighbours_card, GTK_TYPE_WIDGET)

static GtkWidget *new_label(const char *text, const char *class) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_add_css_class(label, class);
  return label;
}

/* Pictures */

static GtkWidget *new_image(GmxNeighboursCard *self, const GmxNeighbour *neighbour, int size,
                            double lambda, const char *words) {
  GmxShape shape = gmx_dataset_get_picture_shape(self->dataset);
  GtkWidget *image = gmx_zoom_image_new(FALSE);
  g_autofree guint8 *rgb = g_malloc((gsize)shape.width * shape.height * 3);
  gmx_batch_mix_rgb(self->dataset, GMX_SPLIT_TRAIN, neighbour->image, NULL, neighbour->image, NULL,
                    1, rgb);
  gmx_zoom_image_set(GMX_ZOOM_IMAGE(image), rgb, shape.width, shape.height, lambda, words);
  gtk_widget_set_size_request(image, size, size + (isnan(lambda) ? 0 : GMX_ZOOM_IMAGE_BAR));
  g_ptr_array_add(self->images, image);
  return image;
}

/* @lambda as for gmx_zoom_image_set(): parents have their colour under them. */
static GtkWidget *new_picture(GmxNeighboursCard *self, const GmxNeighbour *neighbour, int size,
                              double lambda) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *distance = gmx_format_measure(neighbour->distance, 2);
  g_autofree char *index = gmx_format_count(neighbour->image);
  g_autofree char *words = g_strdup_printf(gmx_dataset_is_points(self->dataset)
                                               ? _("%s, training point %s, distance %s")
                                               : _("%s, training image %s, distance %s"),
                                           neighbour->name, index, distance);
  GtkWidget *image = new_image(self, neighbour, size, lambda, words);
  GtkWidget *name = new_label(neighbour->name, "gmx-neighbour");
  GtkWidget *far = new_label(distance, "gmx-caption");
  if (neighbour->third)
    gtk_widget_add_css_class(name, "gmx-third-class");
  if (neighbour == gmx_neighbours_get(self->neighbours, 0))
    gtk_widget_add_css_class(name, "gmx-nearest");
  gtk_widget_set_tooltip_text(box, words);
  gtk_widget_set_margin_bottom(image, 4);
  gtk_label_set_ellipsize(GTK_LABEL(name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars(GTK_LABEL(name), 1);
  gtk_widget_add_css_class(far, "numeric");
  gtk_box_append(GTK_BOX(box), image);
  gtk_box_append(GTK_BOX(box), name);
  gtk_box_append(GTK_BOX(box), far);
  return box;
}

static GtkWidget *new_group(void) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_halign(box, GTK_ALIGN_START);
  return box;
}

static void fill_pictures(GmxNeighboursCard *self) {
  GtkWidget *nearest = new_group(), *parents = new_group(), *child;
  g_ptr_array_set_size(self->images, 0);
  while ((child = gtk_widget_get_first_child(self->pictures)))
    gtk_box_remove(GTK_BOX(self->pictures), child);
  for (guint i = 0; i < SHOWN && gmx_neighbours_get(self->neighbours, i); i++)
    gtk_box_append(GTK_BOX(nearest), new_picture(self, gmx_neighbours_get(self->neighbours, i),
                                                 self->narrow ? NARROW_SIZE : SIZE, NAN));
  for (int i = 0; i < self->neighbours->parent_count; i++)
    gtk_box_append(GTK_BOX(parents),
                   new_picture(self, &self->neighbours->parents[i], PARENT_SIZE, i == 0 ? 1 : 0));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->pictures), self->narrow
                                                                     ? GTK_ORIENTATION_VERTICAL
                                                                     : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_append(GTK_BOX(self->pictures), nearest);
  gtk_box_append(GTK_BOX(self->pictures), self->narrow
                                              ? new_label(_("Parents"), "gmx-caption")
                                              : gtk_separator_new(GTK_ORIENTATION_VERTICAL));
  gtk_box_append(GTK_BOX(self->pictures), parents);
}

/* Verdict */

static void show_verdict(GmxNeighboursCard *self) {
  gboolean intruded = self->neighbours->intruded;
  gtk_image_set_from_icon_name(GTK_IMAGE(self->verdict_icon),
                               intruded ? "gmx-flag-symbolic" : "emblem-ok-symbolic");
  gtk_label_set_text(GTK_LABEL(self->verdict_title), intruded ? _("Intruded") : _("Not intruded"));
  gtk_label_set_text(GTK_LABEL(self->verdict_text), self->neighbours->verdict);
  gtk_label_set_text(GTK_LABEL(self->verdict_note), self->neighbours->searched);
  if (intruded)
    gtk_widget_add_css_class(self->verdict, "intruded");
  else
    gtk_widget_remove_css_class(self->verdict, "intruded");
}

static void update_visible(GmxNeighboursCard *self) {
  gtk_widget_set_visible(self->found, self->neighbours != NULL);
  gtk_widget_set_visible(self->unknown, self->neighbours == NULL);
  gtk_widget_set_visible(self->search, self->progress < 0);
  gtk_widget_set_visible(self->running, self->progress >= 0);
}

void gmx_neighbours_card_show(GmxNeighboursCard *self, const GmxInspected *e) {
  gmx_distance_line_show(GMX_DISTANCE_LINE(self->line), NULL);
  g_clear_pointer(&self->neighbours, gmx_neighbours_free);
  self->neighbours = gmx_neighbours_new(e);
  g_set_object(&self->dataset, e->dataset);
  if (self->neighbours) {
    fill_pictures(self);
    show_verdict(self);
    gmx_distance_line_show(GMX_DISTANCE_LINE(self->line), self->neighbours);
  }
  update_visible(self);
}

void gmx_neighbours_card_set_progress(GmxNeighboursCard *self, double fraction) {
  self->progress = fraction;
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), CLAMP(fraction, 0, 1));
  update_visible(self);
}

void gmx_neighbours_card_set_error(GmxNeighboursCard *self, const char *message) {
  gtk_label_set_text(GTK_LABEL(self->unknown_text),
                     message ? message
                             : _("Not searched yet: is an example of a third class nearer to this "
                                 "mix than both its parents?"));
}

void gmx_neighbours_card_set_narrow(GmxNeighboursCard *self, gboolean narrow) {
  self->narrow = narrow;
  if (self->neighbours)
    fill_pictures(self);
}

void gmx_neighbours_card_set_density(GmxNeighboursCard *self, int density) {
  for (guint i = 0; i < self->images->len; i++)
    gmx_zoom_image_set_density(g_ptr_array_index(self->images, i), density);
}

/* The widget */

static void on_search(GmxNeighboursCard *self) {
  g_signal_emit(self, signals[SIGNAL_SEARCH], 0);
}

static void on_cancel(GmxNeighboursCard *self) {
  g_signal_emit(self, signals[SIGNAL_CANCEL], 0);
}

static GtkWidget *new_head(void) {
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *title = new_label(_("Nearest training examples"), "heading");
  GtkWidget *note = new_label(_("distance in the last layer before the classes"), "gmx-caption");
  gtk_label_set_ellipsize(GTK_LABEL(note), PANGO_ELLIPSIZE_END);
  gtk_box_append(GTK_BOX(head), title);
  gmx_help_topic_add(title, GMX_TOPIC_NEIGHBOURS);
  gtk_box_append(GTK_BOX(head), note);
  return head;
}

static GtkWidget *new_verdict(GmxNeighboursCard *self) {
  GtkWidget *text = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  self->verdict = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->verdict_icon =
      g_object_new(GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->verdict_title = new_label(NULL, "heading");
  self->verdict_text = new_label(NULL, "body");
  self->verdict_note = new_label(NULL, "gmx-caption");
  gtk_label_set_wrap(GTK_LABEL(self->verdict_text), TRUE);
  gtk_label_set_wrap(GTK_LABEL(self->verdict_note), TRUE);
  gtk_widget_set_valign(self->verdict_icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand(text, TRUE);
  gtk_box_append(GTK_BOX(text), self->verdict_title);
  gtk_box_append(GTK_BOX(text), self->verdict_text);
  gtk_box_append(GTK_BOX(text), self->verdict_note);
  gtk_box_append(GTK_BOX(self->verdict), self->verdict_icon);
  gtk_box_append(GTK_BOX(self->verdict), text);
  gtk_widget_add_css_class(self->verdict, "gmx-verdict");
  return self->verdict;
}

static GtkWidget *new_found(GmxNeighboursCard *self) {
  self->found = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->pictures = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 13);
  self->line = gmx_distance_line_new();
  gtk_widget_set_vexpand(self->line, TRUE);
  gtk_widget_set_valign(self->line, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(self->found), self->pictures);
  gtk_box_append(GTK_BOX(self->found), self->line);
  gtk_box_append(GTK_BOX(self->found), new_verdict(self));
  gtk_widget_set_vexpand(self->found, TRUE);
  return self->found;
}

static GtkWidget *new_unknown(GmxNeighboursCard *self) {
  GtkWidget *cancel = gtk_button_new_with_label(_("Cancel"));
  self->unknown = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->unknown_text = new_label(NULL, "dim-label");
  self->search = gtk_button_new_with_label(_("Search"));
  self->running = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->bar = gtk_progress_bar_new();
  gtk_label_set_wrap(GTK_LABEL(self->unknown_text), TRUE);
  gtk_widget_set_halign(self->search, GTK_ALIGN_START);
  gtk_widget_set_hexpand(self->bar, TRUE);
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Search for the nearest training examples"), -1);
  gtk_box_append(GTK_BOX(self->running), self->bar);
  gtk_box_append(GTK_BOX(self->running), cancel);
  gtk_box_append(GTK_BOX(self->unknown), self->unknown_text);
  gtk_box_append(GTK_BOX(self->unknown), self->search);
  gtk_box_append(GTK_BOX(self->unknown), self->running);
  g_signal_connect_swapped(self->search, "clicked", G_CALLBACK(on_search), self);
  g_signal_connect_swapped(cancel, "clicked", G_CALLBACK(on_cancel), self);
  return self->unknown;
}

static void neighbours_card_dispose(GObject *object) {
  GmxNeighboursCard *self = GMX_NEIGHBOURS_CARD(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_pointer(&self->neighbours, gmx_neighbours_free);
  g_clear_pointer(&self->images, g_ptr_array_unref);
  g_clear_object(&self->dataset);
  G_OBJECT_CLASS(gmx_neighbours_card_parent_class)->dispose(object);
}

static void gmx_neighbours_card_class_init(GmxNeighboursCardClass *class) {
  static const char *const names[N_SIGNALS] = {"search", "cancel"};
  G_OBJECT_CLASS(class)->dispose = neighbours_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new(names[i], G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 0);
}

static void gmx_neighbours_card_init(GmxNeighboursCard *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  self->progress = -1;
  self->images = g_ptr_array_new();
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-neighbours");
  gtk_widget_set_parent(new_head(), GTK_WIDGET(self));
  gtk_widget_set_parent(new_found(self), GTK_WIDGET(self));
  gtk_widget_set_parent(new_unknown(self), GTK_WIDGET(self));
  gmx_neighbours_card_set_error(self, NULL);
  update_visible(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Nearest training examples"), -1);
}

GtkWidget *gmx_neighbours_card_new(void) {
  return g_object_new(GMX_TYPE_NEIGHBOURS_CARD, NULL);
}
