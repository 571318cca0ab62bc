/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small picture of the density of λ ~ Beta(α, α), the shape that α sets. */
#include "ui/beta-picture.h"

#include "engine/insight/blend.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define WIDTH 44
#define HEIGHT 18
#define PEAK 2.4 /* density at the top edge: what rises above it leaves the picture */

struct _GmxBetaPicture {
  GtkWidget parent_instance;
  double alpha;
};

G_DEFINE_FINAL_TYPE(GmxBetaPicture, gmx_beta_picture, GTK_TYPE_WIDGET)

static void draw_curve(cairo_t *cr, double alpha, double height) {
  for (int x = 0; x <= WIDTH; x++) {
    double at = CLAMP(x / (double)WIDTH, 0.004, 0.996);
    double y = height - 2 - fmin(gmx_beta_density(alpha, at) / PEAK, 1.2) * (height - 4);
    cairo_line_to(cr, x, y);
  }
}

static void beta_picture_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxBetaPicture *self = GMX_BETA_PICTURE(widget);
  int height = gtk_widget_get_height(widget);
  GdkRGBA ink;
  gtk_style_context_get_color(gtk_widget_get_style_context(widget), &ink);
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, WIDTH, height));
  ink.alpha *= 0.35f;
  gdk_cairo_set_source_rgba(cr, &ink);
  cairo_set_line_width(cr, 1);
  cairo_move_to(cr, 0, height - 1.5);
  cairo_line_to(cr, WIDTH, height - 1.5);
  cairo_stroke(cr);
  ink.alpha *= 1.8f;
  gdk_cairo_set_source_rgba(cr, &ink);
  cairo_set_line_width(cr, 1.5);
  cairo_rectangle(cr, 0, 0, WIDTH, height);
  cairo_clip(cr);
  if (self->alpha > 0)
    draw_curve(cr, self->alpha, height);
  else
    cairo_move_to(cr, WIDTH - 1, height - 2), cairo_line_to(cr, WIDTH - 1, 1); /* λ = 1 always */
  cairo_stroke(cr);
  cairo_destroy(cr);
}

static void beta_picture_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline) {
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void gmx_beta_picture_class_init(GmxBetaPictureClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  widget_class->snapshot = beta_picture_snapshot;
  widget_class->measure = beta_picture_measure;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_beta_picture_init(GmxBetaPicture *self) {
  self->alpha = -1;
  gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *gmx_beta_picture_new(void) {
  return g_object_new(GMX_TYPE_BETA_PICTURE, NULL);
}

void gmx_beta_picture_set_alpha(GmxBetaPicture *self, double alpha) {
  if (self->alpha == alpha)
    return;
  self->alpha = alpha;
  g_autofree char *number = gmx_format_number(alpha, 2);
  g_autofree char *label = g_strdup_printf(_("Density of λ for α = %s"), number);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self), label);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
