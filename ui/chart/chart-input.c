/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer and keys: reading values, zooming, panning. */
#include "ui/chart/chart-private.h"

#include <math.h>

#include "ui/chart/event-layer.h"

#define WHEEL_STEP 1.25
#define DRAG_LEAST 5.0 /* shorter drags are clicks */
#define EVENT_NEAR 5.0 /* pixels within which an event's mark is caught */

static double value_at(GmxChart *self, double x) {
  cairo_rectangle_t area;
  gmx_figure_get_area(self->figure, GMX_CHART_ALL_LANES, &area);
  return gmx_axis_value(gmx_chart_get_x_axis(self), (x - area.x) / MAX(area.width, 1.0));
}

static gboolean over_labels(GmxChart *self, double x) {
  cairo_rectangle_t area;
  return gmx_figure_get_area(self->figure, GMX_CHART_ALL_LANES, &area) && x < area.x - 2.0;
}

/* The mark of an event under the pointer, where the curves' points are denser than pixels. */
static gboolean seek_event(GmxChart *self, double x, double *found) {
  GPtrArray *layers = gmx_chart_get_layers(self);
  GmxAxis *axis = gmx_chart_get_x_axis(self);
  cairo_rectangle_t area;
  gmx_figure_get_area(self->figure, GMX_CHART_ALL_LANES, &area);
  for (guint i = 0; i < layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(layers, i);
    if (!GMX_IS_EVENT_LAYER(layer) || !gmx_layer_get_visible(layer) ||
        !gmx_layer_seek(layer, value_at(self, x), 0, found))
      continue;
    if (fabs(area.x + gmx_axis_place(axis, *found) * area.width - x) <= EVENT_NEAR)
      return TRUE;
  }
  return FALSE;
}

static void hair_to_pointer(GmxChart *self) {
  GmxAxis *axis = gmx_chart_get_x_axis(self);
  cairo_rectangle_t area;
  double found = NAN;
  gmx_figure_get_area(self->figure, GMX_CHART_ALL_LANES, &area);
  self->by_keys = FALSE;
  self->reading = self->pointer_x >= area.x - 2.0 && self->pointer_x <= area.x + area.width + 4.0;
  if (self->reading && !seek_event(self, self->pointer_x, &found))
    gmx_figure_seek(self->figure, value_at(self, self->pointer_x), 0, &found);
  gmx_axis_set_hair(axis, self->reading ? found : NAN);
}

static void on_motion(GmxChart *self, double x, double y) {
  /* A window that is drawn anew repeats the last motion; only a real one takes the line over. */
  if (x == self->pointer_x && y == self->pointer_y && self->by_keys)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  /* While a band is drawn the line of the other charts goes with its edge. */
  if (self->drag != GMX_DRAG_PAN)
    hair_to_pointer(self);
}

static void on_leave(GmxChart *self) {
  self->pointer_x = self->pointer_y = NAN;
  if (self->by_keys || !self->reading)
    return;
  self->reading = FALSE;
  gmx_axis_set_hair(gmx_chart_get_x_axis(self), NAN);
}

/* Zooms the y axis of the lane under the pointer. */
static gboolean zoom_lane(GmxChart *self, double factor) {
  for (int i = 0; i < gmx_figure_get_lane_count(self->figure); i++) {
    cairo_rectangle_t area;
    gmx_figure_get_area(self->figure, i, &area);
    if (self->pointer_y > area.y + area.height + 6.0)
      continue;
    GmxAxis *axis = gmx_chart_get_y_axis(self, i);
    if (factor > 1.0 && !gmx_axis_is_zoomed(axis))
      return FALSE;
    gmx_axis_zoom_at(axis, (area.y + area.height - self->pointer_y) / area.height, factor);
    return TRUE;
  }
  return FALSE;
}

static gboolean on_scroll(GtkEventControllerScroll *scroll, double dx, double dy, GmxChart *self) {
  GdkModifierType state =
      gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(scroll));
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;
  GmxAxis *axis = gmx_chart_get_x_axis(self);
  cairo_rectangle_t area;
  /* With Shift some systems send the wheel as sideways. */
  double turn = shift && dy == 0.0 ? dx : dy;
  double factor = pow(WHEEL_STEP, turn);
  if (!gmx_figure_get_area(self->figure, GMX_CHART_ALL_LANES, &area) || isnan(self->pointer_x))
    return FALSE;
  if (shift || over_labels(self, self->pointer_x))
    return zoom_lane(self, factor);
  if (dy == 0.0) {
    gmx_axis_pan(axis, 0.1 * dx);
    return gmx_axis_is_zoomed(axis);
  }
  /* Nothing left to zoom out: the page may scroll. */
  if (factor > 1.0 && !gmx_axis_is_zoomed(axis))
    return FALSE;
  gmx_axis_zoom_at(axis, (self->pointer_x - area.x) / area.width, factor);
  hair_to_pointer(self);
  return TRUE;
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y, GmxChart *self) {
  GdkModifierType state =
      gtk_event_controller_get_current_event_state(GTK_EVENT_CONTROLLER(gesture));
  guint button = gtk_gesture_single_get_current_button(GTK_GESTURE_SINGLE(gesture));
  gtk_widget_grab_focus(GTK_WIDGET(self));
  self->drag = GMX_DRAG_NONE;
  self->drag_from = self->drag_to = self->pan_last = x;
  if (button == GDK_BUTTON_MIDDLE || (state & GDK_SHIFT_MASK) != 0)
    self->drag = GMX_DRAG_PAN;
}

static void on_drag_update(GtkGestureDrag *gesture, double dx, double dy, GmxChart *self) {
  cairo_rectangle_t area;
  double x = self->drag_from + dx;
  gmx_figure_get_area(self->figure, GMX_CHART_ALL_LANES, &area);
  if (self->drag == GMX_DRAG_NONE && fabs(dx) >= DRAG_LEAST)
    self->drag = GMX_DRAG_BAND;
  if (self->drag == GMX_DRAG_PAN)
    gmx_axis_pan(gmx_chart_get_x_axis(self), (self->pan_last - x) / area.width);
  if (self->drag != GMX_DRAG_NONE)
    gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->pan_last = self->drag_to = x;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_drag_end(GtkGestureDrag *gesture, double dx, double dy, GmxChart *self) {
  GmxDrag drag = self->drag;
  self->drag = GMX_DRAG_NONE;
  if (drag == GMX_DRAG_BAND && fabs(dx) >= DRAG_LEAST) {
    double from = value_at(self, MIN(self->drag_from, self->drag_from + dx));
    double to = value_at(self, MAX(self->drag_from, self->drag_from + dx));
    double low, high;
    gmx_axis_get_view(gmx_chart_get_x_axis(self), &low, &high);
    gmx_axis_zoom(gmx_chart_get_x_axis(self), MAX(from, low), MIN(to, high));
    if (!isnan(self->pointer_x))
      hair_to_pointer(self);
  }
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_drag_cancel(GmxChart *self) {
  self->drag = GMX_DRAG_NONE;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_pressed(GtkGestureClick *gesture, int count, double x, double y, GmxChart *self) {
  if (count == 2)
    gmx_chart_fit(self);
}

static void on_secondary(GtkGestureClick *gesture, int count, double x, double y, GmxChart *self) {
  gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gmx_chart_popup(self, x, y);
}

/* Moves the hair line to the next point, and the view along with it. */
static void step_hair(GmxChart *self, int direction) {
  GmxAxis *axis = gmx_chart_get_x_axis(self);
  double hair = gmx_axis_get_hair(axis), found;
  gboolean moved = isnan(hair) ? gmx_figure_seek(self->figure, gmx_axis_value(axis, 1.0), 0, &found)
                               : gmx_figure_seek(self->figure, hair, direction, &found);
  if (!moved)
    return;
  self->reading = self->by_keys = TRUE;
  double place = gmx_axis_place(axis, found);
  if (place < 0.0 || place > 1.0)
    gmx_axis_pan(axis, place - 0.5);
  gmx_axis_set_hair(axis, found);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void zoom_keys(GmxChart *self, double factor) {
  GmxAxis *axis = gmx_chart_get_x_axis(self);
  double place = gmx_axis_place(axis, gmx_axis_get_hair(axis));
  gmx_axis_zoom_at(axis, place >= 0.0 && place <= 1.0 ? place : 0.5, factor);
}

static void drop_hair(GmxChart *self) {
  self->reading = self->by_keys = FALSE;
  gmx_axis_set_hair(gmx_chart_get_x_axis(self), NAN);
}

static gboolean toggle(GmxChart *self, const char *property) {
  gboolean on;
  g_object_get(self, property, &on, NULL);
  g_object_set(self, property, !on, NULL);
  return TRUE;
}

/* Keys that say one thing, whichever of them is pressed. */
static guint plain_key(guint keyval, gboolean shift) {
  switch (keyval) {
  case GDK_KEY_KP_Left:
    return GDK_KEY_Left;
  case GDK_KEY_KP_Right:
    return GDK_KEY_Right;
  case GDK_KEY_equal: /* the key of the plus, without Shift */
  case GDK_KEY_KP_Add:
    return GDK_KEY_plus;
  case GDK_KEY_KP_Subtract:
    return GDK_KEY_minus;
  case GDK_KEY_KP_0:
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    return GDK_KEY_0;
  case GDK_KEY_F10:
    return shift ? GDK_KEY_Menu : keyval;
  default:
    return keyval;
  }
}

static gboolean on_plain_key(GmxChart *self, guint keyval) {
  switch (keyval) {
  case GDK_KEY_Left:
    step_hair(self, -1);
    return TRUE;
  case GDK_KEY_Right:
    step_hair(self, 1);
    return TRUE;
  case GDK_KEY_plus:
    zoom_keys(self, 1.0 / 1.5);
    return TRUE;
  case GDK_KEY_minus:
    zoom_keys(self, 1.5);
    return TRUE;
  case GDK_KEY_0:
    gmx_chart_fit(self);
    return TRUE;
  case GDK_KEY_l:
    return toggle(self, "log-y");
  case GDK_KEY_L:
    return toggle(self, "log-x");
  case GDK_KEY_Menu:
    gmx_chart_popup(self, NAN, NAN);
    return TRUE;
  case GDK_KEY_Escape:
    if (isnan(gmx_axis_get_hair(gmx_chart_get_x_axis(self))))
      return FALSE;
    drop_hair(self);
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean on_key(GtkEventControllerKey *key, guint keyval, guint keycode,
                       GdkModifierType state, GmxChart *self) {
  if ((state & GDK_CONTROL_MASK) != 0 && keyval == GDK_KEY_c)
    return gtk_widget_activate_action(GTK_WIDGET(self), "chart.copy", NULL);
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  return on_plain_key(self, plain_key(keyval, (state & GDK_SHIFT_MASK) != 0));
}

/* The line that the keys moved goes when the focus goes. */
static void on_focus_leave(GmxChart *self) {
  if (self->by_keys)
    drop_hair(self);
}

static void add_drag(GmxChart *self, guint button) {
  GtkGesture *drag = gtk_gesture_drag_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(drag), button);
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect(drag, "drag-end", G_CALLBACK(on_drag_end), self);
  g_signal_connect_swapped(drag, "cancel", G_CALLBACK(on_drag_cancel), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
}

static void add_click(GmxChart *self, guint button, GCallback pressed) {
  GtkGesture *click = gtk_gesture_click_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(click), button);
  g_signal_connect(click, "pressed", pressed, self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
}

void gmx_chart_add_controllers(GmxChart *self) {
  GtkWidget *widget = GTK_WIDGET(self);
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *key = gtk_event_controller_key_new();
  GtkEventController *focus = gtk_event_controller_focus_new();
  self->pointer_x = self->pointer_y = NAN;
  g_signal_connect_swapped(motion, "enter", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "leave", G_CALLBACK(on_leave), self);
  g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), self);
  g_signal_connect(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect_swapped(focus, "leave", G_CALLBACK(on_focus_leave), self);
  gtk_widget_add_controller(widget, motion);
  gtk_widget_add_controller(widget, scroll);
  gtk_widget_add_controller(widget, key);
  gtk_widget_add_controller(widget, focus);
  add_drag(self, GDK_BUTTON_PRIMARY);
  add_drag(self, GDK_BUTTON_MIDDLE);
  add_click(self, GDK_BUTTON_PRIMARY, G_CALLBACK(on_pressed));
  add_click(self, GDK_BUTTON_SECONDARY, G_CALLBACK(on_secondary));
}
