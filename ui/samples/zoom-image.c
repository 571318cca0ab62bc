/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small image at whole multiples of its pixels.
 *
 * Only the pixels in view are blown up to a texture of the screen's own resolution: no scaler can
 * smooth them, and a large multiple costs no more than a small one. */
#include "ui/samples/zoom-image.h"

#include "ui/chart/palette.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>
#include <math.h>

#define RADIUS 4
#define BAR_HEIGHT 4
#define MOST 64 /* logical pixels a pixel */
#define LEAST_SIZE 64
#define BUTTONS_MARGIN 6

struct _GmxZoomImage {
  GtkWidget parent_instance;

  guint8 *rgb;
  int width, height;
  double lambda;
  int multiple;        /* that was asked for; 0: whatever fits */
  int last_multiple;   /* that was told */
  double middle[2];    /* of the view, in pixels of the image */
  double drag_from[2]; /* the middle when a drag began */
  int density;
  guint notify; /* source that tells of another multiple */
  GtkWidget *buttons, *zoom_in, *zoom_out;
};

/* What of the image is in view, and where. */
typedef struct {
  int left, top;                  /* of the whole image, logical pixels */
  int from_x, from_y, to_x, to_y; /* pixels of the image */
} View;

enum { PROP_0, PROP_MULTIPLE, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxZoomImage, gmx_zoom_image, GTK_TYPE_WIDGET)

static int bar_room(GmxZoomImage *self) {
  return isnan(self->lambda) ? 0 : GMX_ZOOM_IMAGE_BAR;
}

static int view_width(GmxZoomImage *self) {
  return gtk_widget_get_width(GTK_WIDGET(self));
}

static int view_height(GmxZoomImage *self) {
  return MAX(1, gtk_widget_get_height(GTK_WIDGET(self)) - bar_room(self));
}

static int fitting(GmxZoomImage *self) {
  if (self->width == 0)
    return 1;
  return MAX(1, MIN(view_width(self) / self->width, view_height(self) / self->height));
}

int gmx_zoom_image_get_multiple(GmxZoomImage *self) {
  return self->multiple > 0 ? self->multiple : fitting(self);
}

/* Place of the image along one side: centred, or moved so that the view is full. */
static int place(double middle, int pixels, int multiple, int room) {
  int size = pixels * multiple;
  if (size <= room)
    return (room - size) / 2;
  return CLAMP((int)round(room / 2.0 - middle * multiple), room - size, 0);
}

static void find_view(GmxZoomImage *self, View *view) {
  int k = gmx_zoom_image_get_multiple(self), w = view_width(self), h = view_height(self);
  view->left = place(self->middle[0], self->width, k, w);
  view->top = place(self->middle[1], self->height, k, h);
  view->from_x = view->left < 0 ? -view->left / k : 0;
  view->from_y = view->top < 0 ? -view->top / k : 0;
  view->to_x = MIN(self->width, (w - view->left + k - 1) / k);
  view->to_y = MIN(self->height, (h - view->top + k - 1) / k);
}

static gboolean can_pan(GmxZoomImage *self) {
  int k = gmx_zoom_image_get_multiple(self);
  return self->width * k > view_width(self) || self->height * k > view_height(self);
}

/* The middle that the view really has: what was asked for may lie too near to an edge. */
static void settle_middle(GmxZoomImage *self) {
  int k = gmx_zoom_image_get_multiple(self);
  View view;
  find_view(self, &view);
  self->middle[0] = (view_width(self) / 2.0 - view.left) / k;
  self->middle[1] = (view_height(self) / 2.0 - view.top) / k;
}

static void update(GmxZoomImage *self) {
  int multiple = gmx_zoom_image_get_multiple(self);
  gtk_widget_set_sensitive(self->zoom_in, multiple < MOST);
  gtk_widget_set_sensitive(self->zoom_out, multiple > 1);
  gtk_widget_set_cursor_from_name(GTK_WIDGET(self), can_pan(self) ? "grab" : NULL);
  gtk_widget_queue_draw(GTK_WIDGET(self));
  if (multiple == self->last_multiple)
    return;
  self->last_multiple = multiple;
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_MULTIPLE]);
}

/* Nothing may be rearranged inside an allocation, so this comes right after it. */
static gboolean update_later(gpointer data) {
  GMX_ZOOM_IMAGE(data)->notify = 0;
  update(data);
  return G_SOURCE_REMOVE;
}

void gmx_zoom_image_zoom(GmxZoomImage *self, int by) {
  settle_middle(self);
  self->multiple = CLAMP(gmx_zoom_image_get_multiple(self) + by, 1, MAX(MOST, fitting(self)));
  update(self);
}

void gmx_zoom_image_fit(GmxZoomImage *self) {
  self->multiple = 0;
  update(self);
}

void gmx_zoom_image_set_density(GmxZoomImage *self, int density) {
  self->density = density;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* Drawing */

static GdkTexture *new_texture(GmxZoomImage *self, const View *view, int factor) {
  int columns = view->to_x - view->from_x, rows = view->to_y - view->from_y;
  g_autofree guint8 *part = g_malloc((gsize)columns * rows * 3);
  for (int y = 0; y < rows; y++)
    memcpy(part + (gsize)y * columns * 3,
           self->rgb + ((gsize)(view->from_y + y) * self->width + view->from_x) * 3,
           (gsize)columns * 3);
  return gmx_pixels_to_texture(part, columns, rows, 3, factor);
}

static void draw_image(GmxZoomImage *self, GtkSnapshot *snapshot, graphene_rect_t *shown) {
  int k = gmx_zoom_image_get_multiple(self);
  int density = self->density > 0 ? self->density : gtk_widget_get_scale_factor(GTK_WIDGET(self));
  graphene_rect_t room = GRAPHENE_RECT_INIT(0, 0, view_width(self), view_height(self));
  GskRoundedRect clip;
  View view;
  find_view(self, &view);
  g_autoptr(GdkTexture) texture = new_texture(self, &view, k * density);
  graphene_rect_t whole =
      GRAPHENE_RECT_INIT(view.left + view.from_x * k, view.top + view.from_y * k,
                         (view.to_x - view.from_x) * k, (view.to_y - view.from_y) * k);
  if (!graphene_rect_intersection(&whole, &room, shown))
    return;
  gsk_rounded_rect_init_from_rect(&clip, shown, RADIUS);
  gtk_snapshot_push_rounded_clip(snapshot, &clip);
  gtk_snapshot_append_texture(snapshot, texture, &whole);
  gtk_snapshot_pop(snapshot);
}

static void draw_part(GtkSnapshot *snapshot, const GmxPalette *palette, const char *role, float x,
                      float y, float width) {
  GdkRGBA color;
  GskRoundedRect clip;
  if (width <= 0)
    return;
  gmx_palette_get(palette, role, &color);
  gsk_rounded_rect_init_from_rect(&clip, &GRAPHENE_RECT_INIT(x, y, width, BAR_HEIGHT), 1);
  gtk_snapshot_push_rounded_clip(snapshot, &clip);
  gtk_snapshot_append_color(snapshot, &color, &clip.bounds);
  gtk_snapshot_pop(snapshot);
}

/* As wide as the image; a pixel of gap between the parents' shares. */
static void draw_bar(GmxZoomImage *self, GtkSnapshot *snapshot, const graphene_rect_t *shown) {
  g_autoptr(GmxPalette) palette = gmx_palette_new(GTK_WIDGET(self));
  float y = shown->origin.y + shown->size.height + GMX_ZOOM_IMAGE_BAR - BAR_HEIGHT;
  float lambda = CLAMP((float)self->lambda, 0, 1), width = shown->size.width;
  float first = lambda >= 1 ? width : lambda <= 0 ? -1 : roundf((width - 1) * lambda);
  draw_part(snapshot, palette, "gmx_parent_a", shown->origin.x, y, first);
  draw_part(snapshot, palette, "gmx_parent_b", shown->origin.x + first + 1, y, width - first - 1);
}

static void zoom_image_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxZoomImage *self = GMX_ZOOM_IMAGE(widget);
  graphene_rect_t shown = GRAPHENE_RECT_INIT(0, 0, 0, 0);
  if (self->rgb) {
    draw_image(self, snapshot, &shown);
    if (!isnan(self->lambda))
      draw_bar(self, snapshot, &shown);
  }
  if (self->density == 0)
    gtk_widget_snapshot_child(widget, self->buttons, snapshot);
}

/* Pointer and keys */

static gboolean on_scroll(GmxZoomImage *self, double dx, double dy) {
  if (dy == 0)
    return FALSE;
  gmx_zoom_image_zoom(self, dy < 0 ? 1 : -1);
  return TRUE;
}

static void pan_to(GmxZoomImage *self, double x, double y) {
  self->middle[0] = x;
  self->middle[1] = y;
  settle_middle(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_drag_begin(GmxZoomImage *self) {
  settle_middle(self);
  memcpy(self->drag_from, self->middle, sizeof self->middle);
  gtk_widget_grab_focus(GTK_WIDGET(self));
}

static void on_drag(GmxZoomImage *self, double x, double y) {
  int k = gmx_zoom_image_get_multiple(self);
  pan_to(self, self->drag_from[0] - x / k, self->drag_from[1] - y / k);
}

static gboolean on_key(GmxZoomImage *self, guint key, guint code, GdkModifierType state) {
  static const int arrows[][3] = {
      {GDK_KEY_Left, -1, 0}, {GDK_KEY_Right, 1, 0}, {GDK_KEY_Up, 0, -1}, {GDK_KEY_Down, 0, 1}};
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(arrows) && can_pan(self); i++)
    if (key == (guint)arrows[i][0]) {
      settle_middle(self);
      pan_to(self, self->middle[0] + arrows[i][1], self->middle[1] + arrows[i][2]);
      return TRUE;
    }
  if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add || key == GDK_KEY_equal)
    gmx_zoom_image_zoom(self, 1);
  else if (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract)
    gmx_zoom_image_zoom(self, -1);
  else if (key == GDK_KEY_0 || key == GDK_KEY_KP_0)
    gmx_zoom_image_fit(self);
  else
    return FALSE;
  return TRUE;
}

static void add_controllers(GmxZoomImage *self) {
  GtkEventController *scroll = gtk_event_controller_scroll_new(
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkEventController *keys = gtk_event_controller_key_new();
  GtkGesture *drag = gtk_gesture_drag_new();
  g_signal_connect_swapped(scroll, "scroll", G_CALLBACK(on_scroll), self);
  g_signal_connect_swapped(keys, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect_swapped(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect_swapped(drag, "drag-update", G_CALLBACK(on_drag), self);
  gtk_widget_add_controller(GTK_WIDGET(self), scroll);
  gtk_widget_add_controller(GTK_WIDGET(self), keys);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
}

static void on_zoom_in(GmxZoomImage *self) {
  gmx_zoom_image_zoom(self, 1);
}

static void on_zoom_out(GmxZoomImage *self) {
  gmx_zoom_image_zoom(self, -1);
}

static GtkWidget *add_button(GmxZoomImage *self, const char *icon, const char *name,
                             GCallback clicked) {
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_tooltip_text(button, name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class(button, "osd");
  g_signal_connect_swapped(button, "clicked", clicked, self);
  gtk_box_append(GTK_BOX(self->buttons), button);
  return button;
}

static void add_buttons(GmxZoomImage *self) {
  self->buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class(self->buttons, "gmx-zoom-buttons");
  self->zoom_out = add_button(self, "zoom-out-symbolic", _("Smaller"), G_CALLBACK(on_zoom_out));
  add_button(self, "zoom-fit-best-symbolic", _("Fit"), G_CALLBACK(gmx_zoom_image_fit));
  self->zoom_in = add_button(self, "zoom-in-symbolic", _("Larger"), G_CALLBACK(on_zoom_in));
  gtk_widget_set_parent(self->buttons, GTK_WIDGET(self));
}

/* The widget */

static void zoom_image_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                               int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline) {
  int extra = orientation == GTK_ORIENTATION_VERTICAL ? bar_room(GMX_ZOOM_IMAGE(widget)) : 0;
  *minimum = *natural = LEAST_SIZE + extra;
  if (gtk_widget_get_visible(GMX_ZOOM_IMAGE(widget)->buttons)) {
    int least;
    gtk_widget_measure(GMX_ZOOM_IMAGE(widget)->buttons, orientation, -1, &least, NULL, NULL, NULL);
    *minimum = *natural = MAX(*minimum, least + 2 * BUTTONS_MARGIN + extra);
  }
}

static void zoom_image_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxZoomImage *self = GMX_ZOOM_IMAGE(widget);
  GtkRequisition size;
  gtk_widget_get_preferred_size(self->buttons, &size, NULL);
  if (gtk_widget_get_visible(self->buttons))
    gtk_widget_size_allocate(self->buttons,
                             &(GtkAllocation){width - size.width - BUTTONS_MARGIN, BUTTONS_MARGIN,
                                              size.width, size.height},
                             -1);
  if (gmx_zoom_image_get_multiple(self) != self->last_multiple && !self->notify)
    self->notify = g_idle_add_full(G_PRIORITY_HIGH_IDLE, update_later, self, NULL);
}

static void zoom_image_dispose(GObject *object) {
  g_clear_handle_id(&GMX_ZOOM_IMAGE(object)->notify, g_source_remove);
  g_clear_pointer(&GMX_ZOOM_IMAGE(object)->buttons, gtk_widget_unparent);
  G_OBJECT_CLASS(gmx_zoom_image_parent_class)->dispose(object);
}

static void zoom_image_finalize(GObject *object) {
  g_free(GMX_ZOOM_IMAGE(object)->rgb);
  G_OBJECT_CLASS(gmx_zoom_image_parent_class)->finalize(object);
}

static void zoom_image_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_int(value, gmx_zoom_image_get_multiple(GMX_ZOOM_IMAGE(object)));
}

static void gmx_zoom_image_class_init(GmxZoomImageClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = zoom_image_dispose;
  G_OBJECT_CLASS(class)->finalize = zoom_image_finalize;
  G_OBJECT_CLASS(class)->get_property = zoom_image_get_property;
  widget_class->snapshot = zoom_image_snapshot;
  widget_class->measure = zoom_image_measure;
  widget_class->size_allocate = zoom_image_size_allocate;
  properties[PROP_MULTIPLE] = g_param_spec_int("multiple", NULL, NULL, 1, G_MAXINT, 1,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(G_OBJECT_CLASS(class), N_PROPS, properties);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name(widget_class, "zoomimage");
}

static void gmx_zoom_image_init(GmxZoomImage *self) {
  add_buttons(self);
}

GtkWidget *gmx_zoom_image_new(gboolean can_zoom) {
  GmxZoomImage *self = g_object_new(GMX_TYPE_ZOOM_IMAGE, NULL);
  gtk_widget_set_visible(self->buttons, can_zoom);
  gtk_widget_set_focusable(GTK_WIDGET(self), can_zoom);
  if (can_zoom)
    add_controllers(self);
  return GTK_WIDGET(self);
}

void gmx_zoom_image_set(GmxZoomImage *self, const guint8 *rgb, int width, int height, double lambda,
                        const char *label) {
  gboolean resized =
      width != self->width || height != self->height || isnan(lambda) != isnan(self->lambda);
  g_free(self->rgb);
  self->rgb = g_memdup2(rgb, (gsize)width * height * 3);
  self->width = width;
  self->height = height;
  self->lambda = lambda;
  if (resized) {
    self->middle[0] = width / 2.0;
    self->middle[1] = height / 2.0;
    gtk_widget_queue_resize(GTK_WIDGET(self));
  }
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  update(self);
}
