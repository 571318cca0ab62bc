/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stroke of the pointer, or one key, is one change that can be undone. */
#include "ui/plane/plane-editor.h"

#include <math.h>

#define REACH 9   /* pixels around a point that are its own */
#define APART 14  /* pixels between two points of a stroke */
#define STRIDE 12 /* of the keyboard's cursor */
#define FINE 2    /* the same with Shift */

struct _GmxPlaneEditor {
  GObject parent_instance;

  GPtrArray *views; /* borrowed */
  GmxPlaneDraft *draft;
  GmxPlaneTool tool;
  int label;

  GmxPlaneView *pressed; /* under a stroke */
  int moved;             /* the point that the stroke moves; −1: none */
  double last[2];        /* where the stroke did something, in the view */
  double start[2];
  gboolean has_cursor;
  double cursor[2]; /* of the keyboard, data coordinates */
};

enum { PROP_0, PROP_LABEL, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxPlaneEditor, gmx_plane_editor, G_TYPE_OBJECT)

/* What a place means */

static double reach_of(const GmxPlaneLook *look) {
  return REACH * (look->box[1] - look->box[0]) / look->width;
}

static int find(GmxPlaneEditor *self, const GmxPlaneLook *look, const double at[2]) {
  return gmx_plane_draft_find(self->draft, at[0], at[1], reach_of(look));
}

/* Within the plane, where it can be seen. */
static void to_data(const GmxPlaneLook *look, double x, double y, double at[2]) {
  gmx_plane_look_to_data(look, CLAMP(x, 0, look->width), CLAMP(y, 0, look->height), at);
}

static void act(GmxPlaneEditor *self, const GmxPlaneLook *look, GmxPlaneTool tool,
                const double at[2]) {
  const int found = tool == GMX_PLANE_DRAW ? -1 : find(self, look, at);
  if (tool == GMX_PLANE_DRAW)
    gmx_plane_draft_add(self->draft, at[0], at[1], self->label);
  else if (found >= 0 && tool == GMX_PLANE_RELABEL)
    gmx_plane_draft_relabel(self->draft, found, self->label);
  else if (found >= 0)
    gmx_plane_draft_remove(self->draft, found);
}

/* The pointer */

static void on_begin(GtkGestureDrag *drag, double x, double y, gpointer data) {
  GmxPlaneEditor *self = data;
  GtkWidget *widget = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(drag));
  const GmxPlaneLook *look = gmx_plane_view_get_look(GMX_PLANE_VIEW(widget));
  double at[2];
  if (!self->draft || !look)
    return;
  gtk_gesture_set_state(GTK_GESTURE(drag), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus(widget);
  self->pressed = GMX_PLANE_VIEW(widget);
  self->start[0] = self->last[0] = x;
  self->start[1] = self->last[1] = y;
  to_data(look, x, y, at);
  to_data(look, x, y, self->cursor);
  self->has_cursor = TRUE;
  gmx_plane_draft_begin(self->draft);
  self->moved = self->tool == GMX_PLANE_DRAW ? find(self, look, at) : -1;
  if (self->moved < 0)
    act(self, look, self->tool, at);
  else
    gmx_plane_view_set_mark(self->pressed, at);
}

static void on_update(GtkGestureDrag *drag, double right, double down, gpointer data) {
  GmxPlaneEditor *self = data;
  const GmxPlaneLook *look = self->pressed ? gmx_plane_view_get_look(self->pressed) : NULL;
  const double x = self->start[0] + right, y = self->start[1] + down;
  double at[2];
  if (!self->draft || !look)
    return;
  to_data(look, x, y, at);
  if (self->moved >= 0) {
    gmx_plane_draft_move(self->draft, self->moved, at[0], at[1]);
    gmx_plane_view_set_mark(self->pressed, at);
    return;
  }
  if (self->tool == GMX_PLANE_DRAW && hypot(x - self->last[0], y - self->last[1]) < APART)
    return;
  self->last[0] = x;
  self->last[1] = y;
  act(self, look, self->tool, at);
}

static void on_end(GtkGestureDrag *drag, double right, double down, gpointer data) {
  GmxPlaneEditor *self = data;
  if (self->pressed)
    gmx_plane_view_set_mark(self->pressed, NULL);
  self->pressed = NULL;
  self->moved = -1;
}

/* The keyboard */

static void show_cursor(GmxPlaneEditor *self, GmxPlaneView *view) {
  gmx_plane_view_set_mark(view, self->has_cursor ? self->cursor : NULL);
}

static void ensure_cursor(GmxPlaneEditor *self, const GmxPlaneLook *look) {
  if (self->has_cursor)
    return;
  self->has_cursor = TRUE;
  to_data(look, 0.5 * look->width, 0.5 * look->height, self->cursor);
}

static void move_cursor(GmxPlaneEditor *self, const GmxPlaneLook *look, guint key,
                        GdkModifierType state) {
  const int taken = state & GDK_CONTROL_MASK ? find(self, look, self->cursor) : -1;
  const double way = state & GDK_SHIFT_MASK ? FINE : STRIDE;
  double at[2];
  gmx_plane_look_to_view(look, self->cursor[0], self->cursor[1], at);
  at[0] += way * ((key == GDK_KEY_Right) - (key == GDK_KEY_Left));
  at[1] += way * ((key == GDK_KEY_Down) - (key == GDK_KEY_Up));
  to_data(look, at[0], at[1], self->cursor);
  if (taken < 0)
    return;
  gmx_plane_draft_begin(self->draft);
  gmx_plane_draft_move(self->draft, taken, self->cursor[0], self->cursor[1]);
}

static void press_digit(GmxPlaneEditor *self, const GmxPlaneLook *look, int digit) {
  const int label = digit == 0 ? 9 : digit - 1, found = find(self, look, self->cursor);
  if (label >= gmx_plane_draft_get_classes(self->draft))
    return;
  gmx_plane_editor_set_label(self, label);
  if (found < 0)
    return;
  gmx_plane_draft_begin(self->draft);
  gmx_plane_draft_relabel(self->draft, found, label);
}

static gboolean press(GmxPlaneEditor *self, const GmxPlaneLook *look, guint key,
                      GdkModifierType state) {
  ensure_cursor(self, look);
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_Right:
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    move_cursor(self, look, key, state);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    gmx_plane_draft_begin(self->draft);
    act(self, look, self->tool, self->cursor);
    return TRUE;
  case GDK_KEY_Delete:
  case GDK_KEY_BackSpace:
    gmx_plane_draft_begin(self->draft);
    act(self, look, GMX_PLANE_ERASE, self->cursor);
    return TRUE;
  default:
    if (key < GDK_KEY_0 || key > GDK_KEY_9)
      return FALSE;
    press_digit(self, look, (int)(key - GDK_KEY_0));
    return TRUE;
  }
}

static gboolean on_key(GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
                       gpointer data) {
  GmxPlaneEditor *self = data;
  GtkWidget *widget = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(keys));
  const GmxPlaneLook *look = gmx_plane_view_get_look(GMX_PLANE_VIEW(widget));
  if (!self->draft || !look || !press(self, look, key, state))
    return FALSE;
  show_cursor(self, GMX_PLANE_VIEW(widget));
  return TRUE;
}

static void on_leave(GtkEventControllerFocus *focus, gpointer data) {
  GtkWidget *widget = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(focus));
  gmx_plane_view_set_mark(GMX_PLANE_VIEW(widget), NULL);
}

void gmx_plane_editor_add_view(GmxPlaneEditor *self, GmxPlaneView *view) {
  GtkGesture *drag = gtk_gesture_drag_new();
  GtkEventController *keys = gtk_event_controller_key_new();
  GtkEventController *focus = gtk_event_controller_focus_new();
  g_signal_connect_object(drag, "drag-begin", G_CALLBACK(on_begin), self, 0);
  g_signal_connect_object(drag, "drag-update", G_CALLBACK(on_update), self, 0);
  g_signal_connect_object(drag, "drag-end", G_CALLBACK(on_end), self, 0);
  g_signal_connect_object(keys, "key-pressed", G_CALLBACK(on_key), self, 0);
  g_signal_connect_object(focus, "leave", G_CALLBACK(on_leave), self, 0);
  gtk_widget_add_controller(GTK_WIDGET(view), GTK_EVENT_CONTROLLER(drag));
  gtk_widget_add_controller(GTK_WIDGET(view), keys);
  gtk_widget_add_controller(GTK_WIDGET(view), focus);
  g_ptr_array_add(self->views, view);
}

/* What is edited */

static void show_points(GmxPlaneEditor *self) {
  g_autoptr(GmxPlanePoints) points = self->draft ? gmx_plane_draft_copy_points(self->draft) : NULL;
  for (guint i = 0; i < self->views->len; i++) {
    gmx_plane_view_set_points(self->views->pdata[i], points);
    gtk_widget_set_focusable(self->views->pdata[i], self->draft != NULL);
    gtk_widget_set_cursor_from_name(self->views->pdata[i], self->draft ? "crosshair" : NULL);
  }
}

void gmx_plane_editor_set_draft(GmxPlaneEditor *self, GmxPlaneDraft *draft) {
  if (self->draft)
    g_signal_handlers_disconnect_by_data(self->draft, self);
  g_set_object(&self->draft, draft);
  self->has_cursor = FALSE;
  self->pressed = NULL;
  self->moved = -1;
  if (draft)
    g_signal_connect_swapped(draft, "changed", G_CALLBACK(show_points), self);
  for (guint i = 0; i < self->views->len; i++)
    gmx_plane_view_set_mark(self->views->pdata[i], NULL);
  show_points(self);
}

void gmx_plane_editor_set_tool(GmxPlaneEditor *self, GmxPlaneTool tool) {
  self->tool = tool;
}

void gmx_plane_editor_set_label(GmxPlaneEditor *self, int label) {
  if (self->label == label)
    return;
  self->label = label;
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_LABEL]);
}

int gmx_plane_editor_get_label(GmxPlaneEditor *self) {
  return self->label;
}

static void editor_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_int(value, GMX_PLANE_EDITOR(object)->label);
}

static void editor_dispose(GObject *object) {
  GmxPlaneEditor *self = GMX_PLANE_EDITOR(object);
  if (self->draft)
    g_signal_handlers_disconnect_by_data(self->draft, self);
  g_clear_object(&self->draft);
  g_clear_pointer(&self->views, g_ptr_array_unref);
  G_OBJECT_CLASS(gmx_plane_editor_parent_class)->dispose(object);
}

static void gmx_plane_editor_class_init(GmxPlaneEditorClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = editor_dispose;
  object_class->get_property = editor_get_property;
  properties[PROP_LABEL] = g_param_spec_int("label", NULL, NULL, 0, GMX_PLANE_MAX_CLASSES - 1, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, properties);
}

static void gmx_plane_editor_init(GmxPlaneEditor *self) {
  self->views = g_ptr_array_new();
  self->moved = -1;
}

GmxPlaneEditor *gmx_plane_editor_new(void) {
  return g_object_new(GMX_TYPE_PLANE_EDITOR, NULL);
}
