/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plane's card: "At w", a note, and the loss of the mixed points there. */
#include "ui/plane/plane-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_HEIGHT 220

struct _GmxPlaneCard {
  GtkWidget parent_instance;

  GmxPlaneFeed *feed;
  GmxPlaneKind kind;
  GmxThrottle shown; /* numbers change at most four times a second */

  GtkWidget *title, *note, *loss_name, *loss, *view;
};

G_DEFINE_FINAL_TYPE(GmxPlaneCard, gmx_plane_card, GTK_TYPE_WIDGET)

/* "loss 0.543" and, where both surfaces are seen, "loss 0.543, 0.653 at w + ε̂". */
static void show_loss(GmxPlaneCard *self, const GmxPlaneFrame *frame) {
  const double at_w = frame ? frame->loss[0] : NAN, climbed = frame ? frame->loss[1] : NAN;
  const double value = self->kind == GMX_PLANE_PERTURBED ? climbed : at_w;
  g_autofree char *number = gmx_format_number(value, 3);
  g_autofree char *more = gmx_format_number(climbed, 3);
  g_autofree char *text = self->kind == GMX_PLANE_BLEND && isfinite(climbed)
                              ? g_strdup_printf("%s → %s", number, more)
                              : g_strdup(number);
  gtk_widget_set_visible(self->loss_name, isfinite(value));
  gtk_widget_set_visible(self->loss, isfinite(value));
  gtk_label_set_text(GTK_LABEL(self->loss), text);
}

/* What is to be known about the surface that is shown; NULL: nothing. */
static char *describe(GmxPlaneCard *self, const GmxPlaneFrame *frame) {
  if (self->kind == GMX_PLANE_AT_W || !frame)
    return NULL;
  if (!frame->climbed)
    return g_strdup(_("from the first step on"));
  if (frame->weights->borrowed) {
    g_autofree char *rho = gmx_format_number(frame->weights->rho, 2);
    return g_strdup_printf(_("by SAM at ρ = %s, to look at"), rho);
  }
  return g_strdup(self->kind == GMX_PLANE_BLEND ? _("the border there is dashed")
                                                : _("the border at w is the thin line"));
}

static void show(gpointer data) {
  GmxPlaneCard *self = data;
  const GmxPlaneFrame *frame = gmx_plane_feed_get_frame(self->feed);
  g_autofree char *note = describe(self, frame);
  show_loss(self, frame);
  if (g_strcmp0(gtk_label_get_text(GTK_LABEL(self->note)), note ? note : "") != 0)
    gtk_label_set_text(GTK_LABEL(self->note), note ? note : "");
}

static void on_frame(GmxPlaneCard *self) {
  gmx_throttle_call(&self->shown);
}

void gmx_plane_card_set_kind(GmxPlaneCard *self, GmxPlaneKind kind) {
  static const char *const titles[] = {N_("At w"), N_("At w + ε̂"), N_("At w and w + ε̂")};
  self->kind = kind;
  gtk_label_set_text(GTK_LABEL(self->title), _(titles[kind]));
  gmx_plane_view_set_kind(GMX_PLANE_VIEW(self->view), kind);
  gmx_throttle_flush(&self->shown);
}

GmxPlaneView *gmx_plane_card_get_view(GmxPlaneCard *self) {
  return GMX_PLANE_VIEW(self->view);
}

/* Building */

static GtkWidget *add_label(GtkWidget *line, const char *style) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_widget_add_css_class(label, style);
  gtk_box_append(GTK_BOX(line), label);
  return label;
}

static GtkWidget *new_line(GmxPlaneCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->title = add_label(line, "heading");
  gmx_help_topic_add(self->title, GMX_TOPIC_PLANE);
  self->note = add_label(line, "gmx-caption");
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_widget_set_hexpand(self->note, TRUE);
  self->loss_name = add_label(line, "gmx-note");
  gtk_label_set_text(GTK_LABEL(self->loss_name), _("loss"));
  self->loss = add_label(line, "gmx-plane-loss");
  gtk_widget_add_css_class(self->loss, "numeric");
  gtk_widget_set_tooltip_text(self->loss, _("Mean loss of this step’s mixed points"));
  return line;
}

static void plane_card_dispose(GObject *object) {
  GmxPlaneCard *self = GMX_PLANE_CARD(object);
  GtkWidget *child;
  gmx_throttle_stop(&self->shown);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->feed);
  G_OBJECT_CLASS(gmx_plane_card_parent_class)->dispose(object);
}

static void gmx_plane_card_class_init(GmxPlaneCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = plane_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_plane_card_init(GmxPlaneCard *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 8);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gmx_throttle_init(&self->shown, 250, show, self);
}

GtkWidget *gmx_plane_card_new(GmxPlaneFeed *feed, GmxPlaneKind kind, GmxPlaneLayers layers) {
  GmxPlaneCard *self = g_object_new(GMX_TYPE_PLANE_CARD, NULL);
  self->feed = g_object_ref(feed);
  gtk_widget_set_parent(new_line(self), GTK_WIDGET(self));
  self->view = gmx_plane_view_new(feed, kind, layers);
  gtk_widget_set_size_request(self->view, -1, LEAST_HEIGHT);
  gtk_widget_set_parent(self->view, GTK_WIDGET(self));
  gmx_plane_card_set_kind(self, kind);
  g_signal_connect_object(feed, "frame", G_CALLBACK(on_frame), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
