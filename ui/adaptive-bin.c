/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bin that knows whether it is narrow, and tells its owner when that changes. */
#include "ui/adaptive-bin.h"

struct _GmxAdaptiveBin {
  GtkWidget parent_instance;

  GtkWidget *child;
  int least_width, breakpoint;
  gboolean narrow;
  guint notify; /* source that tells of a change */
};

enum { PROP_0, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxAdaptiveBin, gmx_adaptive_bin, GTK_TYPE_WIDGET)

/* Widgets may not be rearranged inside an allocation, so this comes right after it. */
static gboolean notify_narrow(gpointer data) {
  GmxAdaptiveBin *self = data;
  self->notify = 0;
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void adaptive_bin_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxAdaptiveBin *self = GMX_ADAPTIVE_BIN(widget);
  gboolean narrow = width < self->breakpoint;
  int least_width = 0, least_height = 0;
  if (narrow != self->narrow) {
    self->narrow = narrow;
    if (!self->notify)
      self->notify = g_idle_add_full(G_PRIORITY_HIGH_IDLE, notify_narrow, self, NULL);
  }
  gtk_widget_measure(self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX(width, least_width); /* clipped for one frame, until the layout has changed */
  gtk_widget_measure(self->child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  gtk_widget_size_allocate(self->child, &(GtkAllocation){0, 0, width, MAX(height, least_height)},
                           -1);
}

static void adaptive_bin_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline) {
  GmxAdaptiveBin *self = GMX_ADAPTIVE_BIN(widget);
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0) {
    int least = 0;
    gtk_widget_measure(self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    for_size = MAX(for_size, least);
  }
  gtk_widget_measure(self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN(*minimum, self->least_width);
}

static void adaptive_bin_dispose(GObject *object) {
  GmxAdaptiveBin *self = GMX_ADAPTIVE_BIN(object);
  g_clear_handle_id(&self->notify, g_source_remove);
  g_clear_pointer(&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS(gmx_adaptive_bin_parent_class)->dispose(object);
}

static void adaptive_bin_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_boolean(value, GMX_ADAPTIVE_BIN(object)->narrow);
}

static void gmx_adaptive_bin_class_init(GmxAdaptiveBinClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = adaptive_bin_dispose;
  G_OBJECT_CLASS(class)->get_property = adaptive_bin_get_property;
  widget_class->measure = adaptive_bin_measure;
  widget_class->size_allocate = adaptive_bin_size_allocate;
  properties[PROP_NARROW] =
      g_param_spec_boolean("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(G_OBJECT_CLASS(class), N_PROPS, properties);
}

static void gmx_adaptive_bin_init(GmxAdaptiveBin *self) {
  gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *gmx_adaptive_bin_new(GtkWidget *child, int least_width, int breakpoint) {
  GmxAdaptiveBin *self = g_object_new(GMX_TYPE_ADAPTIVE_BIN, NULL);
  self->child = child;
  self->least_width = least_width;
  self->breakpoint = breakpoint;
  gtk_widget_set_parent(child, GTK_WIDGET(self));
  return GTK_WIDGET(self);
}

gboolean gmx_adaptive_bin_get_narrow(GmxAdaptiveBin *self) {
  return self->narrow;
}
