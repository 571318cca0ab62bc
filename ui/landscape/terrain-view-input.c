/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer and keys over a terrain. */
#include "ui/landscape/terrain-view-private.h"

#include <math.h>

#define TURN_PIXEL 0.4 /* degrees a pixel of a drag */
#define TURN_KEY 5.0   /* degrees a key */
#define ZOOM_KEY 1.2
#define PLACES 48 /* key strokes across the plane */

static void on_motion(GmxTerrainView *self, double px, double py) {
  double x, y;
  if (self->turning || !self->terrain)
    return;
  if (gmx_terrain_view_find(self, px, py, &x, &y))
    gmx_terrain_view_read(self, x, y, FALSE);
  else if (!self->by_keys)
    gmx_terrain_view_read(self, NAN, NAN, FALSE);
}

static void on_leave(GmxTerrainView *self) {
  if (!self->by_keys)
    gmx_terrain_view_read(self, NAN, NAN, FALSE);
}

static void on_drag_begin(GmxTerrainView *self, double x, double y) {
  gtk_widget_grab_focus(GTK_WIDGET(self));
  self->drag_turn = self->eye.turn;
  self->drag_tilt = self->eye.tilt;
}

static void on_drag_update(GtkGesture *gesture, double dx, double dy, GmxTerrainView *self) {
  if (!self->surface || hypot(dx, dy) < 2)
    return;
  gtk_gesture_set_state(gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->turning = TRUE;
  gmx_terrain_view_read(self, NAN, NAN, FALSE);
  gmx_terrain_view_move(self, self->drag_turn - TURN_PIXEL * dx - self->eye.turn,
                        self->drag_tilt + TURN_PIXEL * dy - self->eye.tilt, 1);
}

static void on_drag_end(GmxTerrainView *self) {
  if (!self->turning)
    return;
  self->turning = FALSE;
  gmx_terrain_view_redraw(self, FALSE);
}

static void on_pressed(GmxTerrainView *self, int count, double x, double y) {
  if (count == 2 && self->surface)
    gmx_terrain_view_reset(self);
}

static gboolean on_scroll(GmxTerrainView *self, double dx, double dy) {
  /* Nothing left to zoom out: the page may scroll. */
  if (!self->surface || (dy > 0 && self->eye.zoom <= 1))
    return FALSE;
  gmx_terrain_view_move(self, 0, 0, pow(ZOOM_KEY, -dy));
  return TRUE;
}

/* Moves the place that is read, from w at first. */
static void step(GmxTerrainView *self, int columns, int rows, gboolean fine) {
  const GmxTerrain *terrain = self->terrain;
  const double part = fine ? 4.0 * PLACES : PLACES;
  if (isnan(self->read_x)) {
    gmx_terrain_view_read(self, CLAMP(0, terrain->x0, terrain->x1),
                          CLAMP(0, terrain->y0, terrain->y1), TRUE);
    return;
  }
  const double x = self->read_x + columns * (terrain->x1 - terrain->x0) / part;
  const double y = self->read_y + rows * (terrain->y1 - terrain->y0) / part;
  gmx_terrain_view_read(self, CLAMP(x, terrain->x0, terrain->x1),
                        CLAMP(y, terrain->y0, terrain->y1), TRUE);
}

static void arrow(GmxTerrainView *self, int right, int up, gboolean fine) {
  if (!self->surface)
    step(self, right, up, fine);
  else
    gmx_terrain_view_move(self, -right * TURN_KEY / (fine ? 5 : 1), up * TURN_KEY / (fine ? 5 : 1),
                          1);
}

static void closer(GmxTerrainView *self, gboolean wider) {
  if (self->surface)
    gmx_terrain_view_move(self, 0, 0, wider ? 1 / ZOOM_KEY : ZOOM_KEY);
  else
    gtk_widget_activate_action(GTK_WIDGET(self), wider ? "landscape.wider" : "landscape.closer",
                               NULL);
}

static gboolean on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
                       GmxTerrainView *self) {
  const gboolean fine = (state & GDK_SHIFT_MASK) != 0;
  if (!self->terrain || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    arrow(self, -1, 0, fine);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    arrow(self, 1, 0, fine);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    arrow(self, 0, 1, fine);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    arrow(self, 0, -1, fine);
    return TRUE;
  case GDK_KEY_plus:
  case GDK_KEY_equal:
  case GDK_KEY_KP_Add:
    closer(self, FALSE);
    return TRUE;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    closer(self, TRUE);
    return TRUE;
  case GDK_KEY_0:
  case GDK_KEY_Home:
    gmx_terrain_view_reset(self);
    return TRUE;
  case GDK_KEY_Escape:
    if (isnan(self->read_x))
      return FALSE;
    gmx_terrain_view_read(self, NAN, NAN, FALSE);
    return TRUE;
  default:
    return FALSE;
  }
}

void gmx_terrain_view_add_controllers(GmxTerrainView *self) {
  GtkWidget *widget = GTK_WIDGET(self);
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *keys = gtk_event_controller_key_new();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new(), *click = gtk_gesture_click_new();
  g_signal_connect_swapped(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "leave", G_CALLBACK(on_leave), self);
  g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect_swapped(scroll, "scroll", G_CALLBACK(on_scroll), self);
  g_signal_connect_swapped(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  g_signal_connect_swapped(drag, "drag-end", G_CALLBACK(on_drag_end), self);
  g_signal_connect_swapped(drag, "cancel", G_CALLBACK(on_drag_end), self);
  g_signal_connect_swapped(click, "pressed", G_CALLBACK(on_pressed), self);
  gtk_widget_add_controller(widget, motion);
  gtk_widget_add_controller(widget, keys);
  gtk_widget_add_controller(widget, scroll);
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(click));
}
