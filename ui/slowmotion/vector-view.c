/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget that shows vectors to scale. */
#include "ui/slowmotion/vector-view.h"

#include "ui/chart/palette.h"

#define LEAST_WIDTH 200
#define LEAST_HEIGHT 180

struct _GmxVectorView {
  GtkWidget parent_instance;

  GmxVectors vectors;
  GmxPalette *palette; /* NULL: to be read from the style */
};

G_DEFINE_FINAL_TYPE(GmxVectorView, gmx_vector_view, GTK_TYPE_WIDGET)

static void vector_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxVectorView *self = GMX_VECTOR_VIEW(widget);
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (!self->palette)
    self->palette = gmx_palette_new(widget);
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  gmx_vectors_draw(&self->vectors, cr, gtk_widget_get_pango_context(widget), self->palette, width,
                   height);
  cairo_destroy(cr);
}

static void vector_view_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline) {
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
}

static void vector_view_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GmxVectorView *self = GMX_VECTOR_VIEW(widget);
  GTK_WIDGET_CLASS(gmx_vector_view_parent_class)->css_changed(widget, change);
  g_clear_pointer(&self->palette, gmx_palette_free);
  gtk_widget_queue_draw(widget);
}

static void vector_view_finalize(GObject *object) {
  GmxVectorView *self = GMX_VECTOR_VIEW(object);
  gmx_vectors_clear(&self->vectors);
  g_clear_pointer(&self->palette, gmx_palette_free);
  G_OBJECT_CLASS(gmx_vector_view_parent_class)->finalize(object);
}

static void gmx_vector_view_class_init(GmxVectorViewClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = vector_view_finalize;
  widget_class->snapshot = vector_view_snapshot;
  widget_class->measure = vector_view_measure;
  widget_class->css_changed = vector_view_css_changed;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_vector_view_init(GmxVectorView *self) {
}

GtkWidget *gmx_vector_view_new(void) {
  return g_object_new(GMX_TYPE_VECTOR_VIEW, NULL);
}

void gmx_vector_view_take(GmxVectorView *self, GmxVectors *vectors, const char *name) {
  gmx_vectors_clear(&self->vectors);
  self->vectors = *vectors;
  *vectors = (GmxVectors){0};
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
