/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scatter as a widget. The figure draws itself; here are the names of its axes and what lies
 * over it. */
#include "ui/samples/scatter-view-private.h"

#include "ui/chart/focus-ring.h"
#include "ui/chart/plot.h"

#include <glib/gi18n.h>
#include <math.h>

#define BOTTOM 15
#define PADDING 8.0

G_DEFINE_FINAL_TYPE(GmxScatterView, gmx_scatter_view, GTK_TYPE_WIDGET)

/* Drawing */

static GmxPlot overlay_plot(GmxScatterView *self, cairo_t *cr) {
  if (self->palette == NULL)
    self->palette = gmx_palette_new(GTK_WIDGET(self));
  if (self->context == NULL) {
    self->context = gtk_widget_create_pango_context(GTK_WIDGET(self));
    gmx_figure_scale_font(self->context);
  }
  return (GmxPlot){.cr = cr, .palette = self->palette, .pango = self->context, .pixel = 1.0};
}

/* "loss at w" under the middle of x, s_i beside the middle of y. */
static void draw_names(GmxScatterView *self, GmxPlot *plot, int height) {
  cairo_rectangle_t area;
  int width, high;
  if (!gmx_figure_get_area(self->figure, 0, &area))
    return;
  g_autoptr(PangoLayout) x = gmx_plot_layout(plot, _("loss at w"), GMX_TEXT_PLAIN, FALSE);
  g_autoptr(PangoLayout) y = gmx_plot_layout(plot, "s<sub>i</sub>", GMX_TEXT_MARKUP, FALSE);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  pango_layout_get_pixel_size(x, &width, &high);
  cairo_move_to(plot->cr, round(GMX_SCATTER_LEFT + area.x + 0.5 * (area.width - width)),
                height - high);
  pango_cairo_show_layout(plot->cr, x);
  pango_layout_get_pixel_size(y, &width, &high);
  cairo_save(plot->cr);
  cairo_move_to(plot->cr, -3.0, round(area.y + 0.5 * (area.height + width)));
  cairo_rotate(plot->cr, -M_PI_2);
  pango_cairo_show_layout(plot->cr, y);
  cairo_restore(plot->cr);
}

/* Where point @i was drawn; FALSE outside of the view. */
static gboolean place_of(GmxScatterView *self, int i, double *px, double *py) {
  double x, y;
  if (!gmx_scatter_layer_get_point(self->layer, i, &x, &y) ||
      !gmx_figure_locate(self->figure, GMX_LAYER(self->layer), x, y, px, py))
    return FALSE;
  *px += GMX_SCATTER_LEFT;
  return TRUE;
}

static void draw_ring(GmxScatterView *self, GmxPlot *plot, int point) {
  double x, y;
  if (!place_of(self, point, &x, &y))
    return;
  cairo_new_sub_path(plot->cr);
  cairo_arc(plot->cr, x, y, 8.0, 0.0, 2.0 * G_PI);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.7);
  cairo_set_line_width(plot->cr, 1.5);
  cairo_stroke(plot->cr);
}

static void rounded(cairo_t *cr, double x, double y, double width, double height, double radius) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, x + width - radius, y + radius, radius, -G_PI_2, 0.0);
  cairo_arc(cr, x + width - radius, y + height - radius, radius, 0.0, G_PI_2);
  cairo_arc(cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc(cr, x + radius, y + radius, radius, G_PI, 3.0 * G_PI_2);
  cairo_close_path(cr);
}

/* The card that says what the point is, beside it on the side that has room. */
static void draw_card(GmxScatterView *self, GmxPlot *plot, int point, int width, int height) {
  g_autofree char *markup = gmx_scatter_points_markup(self->model, point);
  double x, y;
  int across, high;
  if (markup == NULL || !place_of(self, point, &x, &y))
    return;
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, markup, GMX_TEXT_MARKUP, FALSE);
  pango_layout_set_spacing(layout, PANGO_SCALE);
  pango_layout_get_pixel_size(layout, &across, &high);
  double card_width = across + 2.0 * PADDING, card_height = high + 2.0 * PADDING - 4.0;
  double left = x + 12.0 + card_width <= width ? x + 12.0 : x - 12.0 - card_width;
  left = round(CLAMP(left, 0.0, MAX(width - card_width, 0.0)));
  double top = round(CLAMP(y - 0.5 * card_height, 0.0, MAX(height - card_height, 0.0)));
  rounded(plot->cr, left + 0.5, top + 0.5, card_width - 1.0, card_height - 1.0, 8.0);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_PAPER, 0.95);
  cairo_fill_preserve(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.2);
  cairo_set_line_width(plot->cr, 1.0);
  cairo_stroke(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.9);
  cairo_move_to(plot->cr, left + PADDING, top + PADDING - 2.0);
  pango_cairo_show_layout(plot->cr, layout);
}

static void scatter_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxScatterView *self = GMX_SCATTER_VIEW(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  int point = self->hover >= 0 ? self->hover : self->cursor;
  if (width <= GMX_SCATTER_LEFT || height <= BOTTOM)
    return;
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(-6, -6, width + 12, height + 12));
  GmxPlot plot = overlay_plot(self, cr);
  cairo_save(cr);
  cairo_translate(cr, GMX_SCATTER_LEFT, 0.0);
  gmx_figure_draw(self->figure, cr, width - GMX_SCATTER_LEFT, height - BOTTOM, plot.palette,
                  plot.pango);
  cairo_restore(cr);
  draw_names(self, &plot, height);
  if (point >= 0 && !self->dragging) {
    draw_ring(self, &plot, point);
    draw_card(self, &plot, point, width, height);
  }
  cairo_destroy(cr);
  gmx_focus_ring_snapshot(widget, self->palette, snapshot);
}

static void scatter_view_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline) {
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 180 : 130;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 340 : 232;
}

/* Colours and font are read anew at the next drawing. */
static void forget_style(GmxScatterView *self) {
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void scatter_view_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_scatter_view_parent_class)->css_changed(widget, change);
  forget_style(GMX_SCATTER_VIEW(widget));
}

static void scatter_view_state_flags_changed(GtkWidget *widget, GtkStateFlags before) {
  GTK_WIDGET_CLASS(gmx_scatter_view_parent_class)->state_flags_changed(widget, before);
  gmx_focus_ring_changed(widget, before);
}

/* In words */

static void tell_words(gpointer data) {
  GmxScatterView *self = data;
  g_autofree char *all = gmx_figure_describe(self->figure);
  g_autofree char *point = gmx_scatter_points_words(self->model, self->cursor);
  g_autofree char *text = point != NULL ? g_strdup_printf("%s. %s", point, all) : NULL;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 text != NULL ? text : all, -1);
}

/* What the model says */

static void on_selection(GmxScatterView *self) {
  if (!self->ours)
    gmx_scatter_layer_set_brush(self->layer, NULL);
  gmx_scatter_points_mark(self->layer, self->model);
}

static void on_changed(GmxScatterView *self) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (gallery == self->gallery) {
    gmx_scatter_points_mark(self->layer, self->model);
    return;
  }
  if (gallery != NULL)
    gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  self->hover = self->cursor = -1;
  g_clear_pointer(&self->others, g_array_unref);
  gmx_scatter_points_show(self->layer, self->model);
}

static void figure_changed(GmxScatterView *self) {
  gtk_widget_queue_draw(GTK_WIDGET(self));
  gmx_throttle_call(&self->words);
}

static void scatter_view_dispose(GObject *object) {
  GmxScatterView *self = GMX_SCATTER_VIEW(object);
  gmx_throttle_stop(&self->words);
  if (self->figure != NULL)
    g_signal_handlers_disconnect_by_data(self->figure, self);
  g_clear_object(&self->figure);
  g_clear_object(&self->layer);
  g_clear_object(&self->model);
  g_clear_object(&self->context);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->others, g_array_unref);
  G_OBJECT_CLASS(gmx_scatter_view_parent_class)->dispose(object);
}

static void gmx_scatter_view_class_init(GmxScatterViewClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = scatter_view_dispose;
  widget_class->snapshot = scatter_view_snapshot;
  widget_class->measure = scatter_view_measure;
  widget_class->css_changed = scatter_view_css_changed;
  widget_class->state_flags_changed = scatter_view_state_flags_changed;
  gtk_widget_class_set_css_name(widget_class, "gmx-scatter");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_scatter_view_init(GmxScatterView *self) {
  self->hover = self->cursor = -1;
  gmx_throttle_init(&self->words, 1000, tell_words, self);
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gmx_scatter_view_add_controllers(self);
}

static GmxAxis *new_axis(void) {
  GmxAxis *axis = gmx_axis_new_y(NULL);
  gmx_axis_set_outliers(axis, TRUE); /* the far ones are those that are looked for */
  return axis;
}

GtkWidget *gmx_scatter_view_new(GmxSampleModel *model) {
  GmxScatterView *self = g_object_new(GMX_TYPE_SCATTER_VIEW, NULL);
  g_autoptr(GmxAxis) x = new_axis();
  g_autoptr(GmxAxis) y = new_axis();
  self->model = g_object_ref(model);
  self->figure = gmx_figure_new(_("Loss and sharpness"), x, y);
  self->layer = gmx_scatter_layer_new();
  gmx_figure_add_layer(self->figure, 0, GMX_LAYER(self->layer));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Loss and sharpness"), -1);
  g_signal_connect_swapped(self->figure, "changed", G_CALLBACK(figure_changed), self);
  g_signal_connect_object(model, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(model, "selection-changed", G_CALLBACK(on_selection), self,
                          G_CONNECT_SWAPPED);
  on_changed(self);
  return GTK_WIDGET(self);
}
