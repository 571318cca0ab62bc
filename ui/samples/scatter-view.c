/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scatter as a widget. The figure draws itself; here are the names of its axes, what lies over
 * it, and what pointer and keys do. */
#include "ui/samples/scatter-view.h"

#include "ui/chart/figure.h"
#include "ui/chart/palette.h"
#include "ui/chart/plot.h"
#include "ui/samples/scatter-points.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEFT 10 /* room for the name of y */
#define BOTTOM 15
#define REACH 10.0     /* pixels within which a point is caught */
#define DRAG_LEAST 4.0 /* shorter drags are clicks */
#define PADDING 8.0

struct _GmxScatterView {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  GmxGallery *gallery; /* whose points are shown */
  GmxFigure *figure;
  GmxScatterLayer *layer;
  GmxThrottle words;

  GmxPalette *palette;   /* NULL: to be read anew */
  PangoContext *context; /* the charts' font; NULL: to be made anew */

  int hover, cursor; /* points; −1: none */
  gboolean dragging, adds, doubled;
  double from_x, from_y;
  GArray *others; /* selected before a brush that adds; NULL */
  gboolean ours;  /* a selection made here */
};

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
  cairo_move_to(plot->cr, round(LEFT + area.x + 0.5 * (area.width - width)), height - high);
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
  *px += LEFT;
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

static void snapshot_focus(GmxScatterView *self, GtkSnapshot *snapshot, int width, int height) {
  GskRoundedRect ring;
  GdkRGBA color;
  gmx_palette_get(self->palette, "accent_bg_color", &color);
  color.alpha = 0.5f;
  gsk_rounded_rect_init_from_rect(&ring, &GRAPHENE_RECT_INIT(-4, -2, width + 8, height + 6), 8);
  gtk_snapshot_append_border(snapshot, &ring, (float[4]){2, 2, 2, 2},
                             (GdkRGBA[4]){color, color, color, color});
}

static void scatter_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxScatterView *self = GMX_SCATTER_VIEW(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  int point = self->hover >= 0 ? self->hover : self->cursor;
  if (width <= LEFT || height <= BOTTOM)
    return;
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(-6, -6, width + 12, height + 12));
  GmxPlot plot = overlay_plot(self, cr);
  cairo_save(cr);
  cairo_translate(cr, LEFT, 0.0);
  gmx_figure_draw(self->figure, cr, width - LEFT, height - BOTTOM, plot.palette, plot.pango);
  cairo_restore(cr);
  draw_names(self, &plot, height);
  if (point >= 0 && !self->dragging) {
    draw_ring(self, &plot, point);
    draw_card(self, &plot, point, width, height);
  }
  cairo_destroy(cr);
  if (gtk_widget_has_visible_focus(widget))
    snapshot_focus(self, snapshot, width, height);
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
  if (((gtk_widget_get_state_flags(widget) ^ before) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0)
    gtk_widget_queue_draw(widget);
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

/* Pointer */

/* The place (x, y) of the widget in the units of the axes; FALSE before the first drawing. */
static gboolean value_at(GmxScatterView *self, double x, double y, double *at_x, double *at_y) {
  cairo_rectangle_t area;
  if (!gmx_figure_get_area(self->figure, 0, &area))
    return FALSE;
  double across = (x - LEFT - area.x) / area.width;
  double up = (area.y + area.height - y) / area.height;
  *at_x = gmx_axis_value(gmx_figure_get_x_axis(self->figure), across);
  *at_y = gmx_axis_value(gmx_figure_get_y_axis(self->figure, 0), up);
  return TRUE;
}

static int point_at(GmxScatterView *self, double x, double y) {
  double at_x, at_y, far_x, far_y;
  if (!value_at(self, x, y, &at_x, &at_y) || !value_at(self, x + REACH, y - REACH, &far_x, &far_y))
    return -1;
  return gmx_scatter_layer_find(self->layer, at_x, at_y, far_x - at_x, far_y - at_y);
}

static void hover_over(GmxScatterView *self, int point) {
  if (point == self->hover)
    return;
  self->hover = point;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_motion(GmxScatterView *self, double x, double y) {
  hover_over(self, self->dragging ? -1 : point_at(self, x, y));
}

static void on_leave(GmxScatterView *self) {
  hover_over(self, -1);
}

static void brush(GmxScatterView *self, const GmxBrush *place) {
  self->ours = TRUE;
  gmx_scatter_points_brush(self->layer, self->model, place, self->others);
  self->ours = FALSE;
}

static void select_nothing(GmxScatterView *self) {
  g_clear_pointer(&self->others, g_array_unref);
  brush(self, NULL);
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y, GmxScatterView *self) {
  GdkModifierType state =
      gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
  gtk_widget_grab_focus(GTK_WIDGET(self));
  self->from_x = x;
  self->from_y = y;
  self->adds = (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0;
  g_clear_pointer(&self->others, g_array_unref);
  if (self->adds)
    self->others = gmx_scatter_points_selected(self->layer);
}

static void on_drag_update(GtkGestureDrag *gesture, double dx, double dy, GmxScatterView *self) {
  GmxBrush place;
  if (!self->dragging && hypot(dx, dy) < DRAG_LEAST)
    return;
  self->dragging = TRUE;
  self->hover = -1;
  gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (value_at(self, self->from_x, self->from_y, &place.x0, &place.y0) &&
      value_at(self, self->from_x + dx, self->from_y + dy, &place.x1, &place.y1))
    brush(self, &place);
}

static void on_drag_end(GtkGestureDrag *gesture, double dx, double dy, GmxScatterView *self) {
  int point = point_at(self, self->from_x, self->from_y);
  g_autoptr(GArray) selected = gmx_scatter_points_selected(self->layer);
  if (self->dragging && selected->len == 0)
    gmx_scatter_layer_set_brush(self->layer, NULL);
  else if (!self->dragging && !self->doubled && point >= 0)
    gmx_scatter_points_toggle(self->model, point, self->adds);
  self->dragging = FALSE;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_drag_cancel(GmxScatterView *self) {
  self->dragging = FALSE;
}

static void on_pressed(GtkGestureClick *gesture, int count, double x, double y,
                       GmxScatterView *self) {
  self->doubled = count > 1; /* its release selects no point */
  if (self->doubled)
    select_nothing(self);
}

/* Keys */

/* One point on; from the end of the row back to its end. */
static void walk(GmxScatterView *self, int from, gboolean vertical, int direction) {
  int next = gmx_scatter_layer_step(self->layer, from, vertical, direction);
  if (next < 0)
    return;
  self->cursor = next;
  self->hover = -1;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  gmx_throttle_flush(&self->words);
}

static gboolean on_key(GmxScatterView *self, guint keyval, guint keycode, GdkModifierType state) {
  if ((state & GDK_ALT_MASK) != 0)
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    walk(self, self->cursor, FALSE, -1);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    walk(self, self->cursor, FALSE, 1);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    walk(self, self->cursor, TRUE, -1);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    walk(self, self->cursor, TRUE, 1);
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_End:
    walk(self, -1, FALSE, keyval == GDK_KEY_Home ? 1 : -1);
    return TRUE;
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    if (self->cursor >= 0)
      gmx_scatter_points_toggle(self->model, self->cursor, TRUE);
    gmx_throttle_flush(&self->words);
    return TRUE;
  case GDK_KEY_Escape:
    if (self->cursor < 0 && gmx_sample_model_get_total(self->model) == 0)
      return FALSE;
    self->cursor = -1;
    select_nothing(self);
    gtk_widget_queue_draw(GTK_WIDGET(self));
    return TRUE;
  default:
    return FALSE;
  }
}

static void on_focus_leave(GmxScatterView *self) {
  self->cursor = -1;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void add_controllers(GmxScatterView *self) {
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkEventController *focus = gtk_event_controller_focus_new();
  GtkGesture *drag = gtk_gesture_drag_new(), *click = gtk_gesture_click_new();
  g_signal_connect_swapped(motion, "enter", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "leave", G_CALLBACK(on_leave), self);
  g_signal_connect_swapped(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect_swapped(focus, "leave", G_CALLBACK(on_focus_leave), self);
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
  g_signal_connect_swapped(drag, "cancel", G_CALLBACK(on_drag_cancel), self);
  g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
  gtk_widget_add_controller(GTK_WIDGET(self), motion);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gtk_widget_add_controller(GTK_WIDGET(self), focus);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
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
  add_controllers(self);
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
