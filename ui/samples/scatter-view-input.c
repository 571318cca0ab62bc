/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pointer and keys do on the scatter: hover, brush, select, walk from point to point. */
#include "ui/samples/scatter-view-private.h"

#include <math.h>

#define REACH 10.0     /* pixels within which a point is caught */
#define DRAG_LEAST 4.0 /* shorter drags are clicks */

/* Pointer */

/* The place (x, y) of the widget in the units of the axes; FALSE before the first drawing. */
static gboolean value_at(GmxScatterView *self, double x, double y, double *at_x, double *at_y) {
  cairo_rectangle_t area;
  if (!gmx_figure_get_area(self->figure, 0, &area))
    return FALSE;
  double across = (x - GMX_SCATTER_LEFT - area.x) / area.width;
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

void gmx_scatter_view_add_controllers(GmxScatterView *self) {
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
