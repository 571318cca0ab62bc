/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The λ that a run drew, as marks in a row under a chart, on its x axis. */
#include "ui/mixlab/draw-marks.h"

#include "ui/chart/palette.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 14
#define MARK_HEIGHT 10

typedef struct {
  gint64 step;
  double lambda;
} Draw;

struct _GmxDrawMarks {
  GtkWidget parent_instance;
  GmxChart *chart;
  GArray *draws; /* by rising step; up to twice as many as are shown */
};

G_DEFINE_FINAL_TYPE(GmxDrawMarks, gmx_draw_marks, GTK_TYPE_WIDGET)

static guint first_shown(GmxDrawMarks *self) {
  return self->draws->len > GMX_MOST_DRAWS ? self->draws->len - GMX_MOST_DRAWS : 0;
}

static void draw_marks_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxDrawMarks *self = GMX_DRAW_MARKS(widget);
  cairo_rectangle_t area;
  GdkRGBA ink;
  if (self->draws->len == 0 ||
      !gmx_figure_get_area(gmx_chart_get_figure(self->chart), GMX_CHART_ALL_LANES, &area))
    return;
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  GmxAxis *axis = gmx_chart_get_x_axis(self->chart);
  const int width = gtk_widget_get_width(widget);
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)width, HEIGHT));
  gmx_palette_get(palette, "gmx_measure", &ink);
  cairo_set_source_rgba(cr, ink.red, ink.green, ink.blue, 0.6);
  cairo_set_line_width(cr, 1);
  for (guint i = first_shown(self); i < self->draws->len; i++) {
    const double place = gmx_axis_place(axis, g_array_index(self->draws, Draw, i).lambda);
    if (!(place >= 0 && place <= 1))
      continue;
    const double x = floor(area.x + place * area.width) + 0.5;
    cairo_move_to(cr, x, HEIGHT - MARK_HEIGHT);
    cairo_line_to(cr, x, HEIGHT);
  }
  cairo_stroke(cr);
  cairo_destroy(cr);
}

static void draw_marks_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                               int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline) {
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
}

static void draw_marks_dispose(GObject *object) {
  g_clear_object(&GMX_DRAW_MARKS(object)->chart);
  G_OBJECT_CLASS(gmx_draw_marks_parent_class)->dispose(object);
}

static void draw_marks_finalize(GObject *object) {
  g_array_unref(GMX_DRAW_MARKS(object)->draws);
  G_OBJECT_CLASS(gmx_draw_marks_parent_class)->finalize(object);
}

static void gmx_draw_marks_class_init(GmxDrawMarksClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = draw_marks_dispose;
  G_OBJECT_CLASS(class)->finalize = draw_marks_finalize;
  widget_class->snapshot = draw_marks_snapshot;
  widget_class->measure = draw_marks_measure;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_draw_marks_init(GmxDrawMarks *self) {
  self->draws = g_array_new(FALSE, FALSE, sizeof(Draw));
}

static void changed(GmxDrawMarks *self) {
  g_autofree char *label =
      g_strdup_printf(_("The last %d draws of λ in this run"), gmx_draw_marks_get_count(self));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

GtkWidget *gmx_draw_marks_new(GmxChart *chart) {
  GmxDrawMarks *self = g_object_new(GMX_TYPE_DRAW_MARKS, NULL);
  self->chart = g_object_ref(chart);
  /* The chart is drawn first; a zoom moves the marks with it. */
  g_signal_connect_object(gmx_chart_get_x_axis(chart), "changed", G_CALLBACK(gtk_widget_queue_draw),
                          self, G_CONNECT_SWAPPED);
  changed(self);
  return GTK_WIDGET(self);
}

void gmx_draw_marks_add(GmxDrawMarks *self, gint64 step, double lambda) {
  const Draw draw = {step, lambda};
  g_array_append_val(self->draws, draw);
  if (self->draws->len >= 2 * GMX_MOST_DRAWS)
    g_array_remove_range(self->draws, 0, self->draws->len - GMX_MOST_DRAWS);
  changed(self);
}

void gmx_draw_marks_cut_after(GmxDrawMarks *self, gint64 step) {
  guint keep = self->draws->len;
  while (keep > 0 && g_array_index(self->draws, Draw, keep - 1).step > step)
    keep--;
  g_array_set_size(self->draws, keep);
  changed(self);
}

int gmx_draw_marks_get_count(GmxDrawMarks *self) {
  return (int)(self->draws->len - first_shown(self));
}
