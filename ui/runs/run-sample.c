/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sample says nothing that the name beside it does not: it has no accessible name. */
#include "ui/runs/run-sample.h"

#include "ui/chart/palette.h"
#include "ui/runs/run-layer.h"

#define WIDTH 30
#define HEIGHT 16

struct _GmxRunSample {
  GtkWidget parent_instance;
  GmxRunStyle style;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE(GmxRunSample, gmx_run_sample, GTK_TYPE_WIDGET)

static void run_sample_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxRunSample *self = GMX_RUN_SAMPLE(widget);
  const float width = (float)gtk_widget_get_width(widget);
  const float height = (float)gtk_widget_get_height(widget);
  if (!self->shown)
    return;
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  gmx_run_style_draw(&self->style, palette, cr, width / 2, height / 2, 28);
  cairo_destroy(cr);
}

static void run_sample_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                               int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline) {
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

void gmx_run_sample_set(GmxRunSample *self, const GmxRunStyle *style) {
  self->shown = style != NULL;
  if (style)
    self->style = *style;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void gmx_run_sample_class_init(GmxRunSampleClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  widget_class->measure = run_sample_measure;
  widget_class->snapshot = run_sample_snapshot;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void gmx_run_sample_init(GmxRunSample *self) {
}

GtkWidget *gmx_run_sample_new(void) {
  return g_object_new(GMX_TYPE_RUN_SAMPLE, NULL);
}
