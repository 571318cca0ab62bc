/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting finished pictures on the screen. Until the picture for a new size or choice comes, the
 * last one stands, stretched if need be: nothing flickers. */
#include "ui/plane/plane-view.h"

#include "engine/insight/plane.h"
#include "ui/chart/palette.h"
#include "ui/chart/picture-node.h"
#include "ui/format.h"
#include "ui/plane/plane-place.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define LEAST_WIDTH 150
#define LEAST_HEIGHT 150
#define HEIGHT 340 /* where there is room */
#define MARK 9     /* radius of the ring */

struct _GmxPlaneView {
  GtkWidget parent_instance;

  GmxPlaneFeed *feed;
  GmxPlaneKind kind;
  GmxPlaneLayers layers;
  GmxPlanePoints *points; /* in the place of the data set's; or NULL */

  GmxPlaneLook *look;
  GmxPlaneFrame *frame;
  cairo_surface_t *image; /* over the frame's pixels */
  GskRenderNode *node;    /* that draws it */
  GmxPlaneLook *shown;    /* that it was painted for */
  GmxThrottle described;
  gboolean marked;
  double mark[2];
};

enum { PROP_0, PROP_KIND, PROP_LAYERS, PROP_STEP, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxPlaneView, gmx_plane_view, GTK_TYPE_WIDGET)

/* What the feed is asked for */

static void fit(GmxPlaneView *self, GmxPlaneLook *look, GmxDataset *dataset) {
  double bounds[4];
  gmx_dataset_get_bounds(dataset, bounds);
  gmx_plane_fit(bounds, look->width, look->height, look->box);
}

static GmxPlaneLook *new_look(GmxPlaneView *self, GmxDataset *dataset) {
  GtkWidget *widget = GTK_WIDGET(self);
  GmxPlaneLook *look = gmx_plane_look_new(gmx_palette_new(widget), self->points);
  look->kind = self->kind;
  look->layers = self->layers;
  look->width = gtk_widget_get_width(widget);
  look->height = gtk_widget_get_height(widget);
  look->scale = gtk_widget_get_scale_factor(widget);
  fit(self, look, dataset);
  return look;
}

static void change_look(GmxPlaneView *self) {
  GmxDataset *dataset = gmx_session_get_dataset(gmx_plane_feed_get_session(self->feed));
  GtkWidget *widget = GTK_WIDGET(self);
  g_autoptr(GmxPlaneLook) before = g_steal_pointer(&self->look);
  if (dataset && gmx_dataset_is_points(dataset) && gtk_widget_get_mapped(widget) &&
      gtk_widget_get_width(widget) > 0 && gtk_widget_get_height(widget) > 0)
    self->look = new_look(self, dataset);
  if (before || self->look)
    gmx_plane_feed_change_look(self->feed, before, self->look);
}

const GmxPlaneLook *gmx_plane_view_get_look(GmxPlaneView *self) {
  return self->look;
}

/* What comes back */

/* Over the frame's pixels, without a copy. */
static cairo_surface_t *new_image(cairo_surface_t *image) {
  return cairo_image_surface_create_for_data(
      cairo_image_surface_get_data(image), CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(image),
      cairo_image_surface_get_height(image), cairo_image_surface_get_stride(image));
}

/* "Moons, step 2 000; loss 0.543; in a third class: 4 sharp, 0 flat." */
static void describe(gpointer data) {
  GmxPlaneView *self = data;
  const GmxPlaneFrame *frame = self->frame;
  g_autofree char *step = gmx_format_count(frame ? frame->step : 0);
  g_autoptr(GString) text = g_string_new(NULL);
  if (!frame)
    return;
  g_string_printf(text, _("%s, step %s"), gmx_dataset_get_title(frame->weights->dataset), step);
  const double loss = frame->loss[self->kind == GMX_PLANE_PERTURBED];
  if (isfinite(loss)) {
    g_autofree char *number = gmx_format_number(loss, 3);
    g_string_append_printf(text, _("; loss of the mixed points %s"), number);
  }
  if (isfinite(frame->held_out_accuracy)) {
    g_autofree char *share = gmx_format_percent(frame->held_out_accuracy, 1);
    g_string_append_printf(text, _("; held-out %s"), share);
  }
  if (frame->gallery && frame->gallery->sharp)
    g_string_append_printf(text, _("; in a third class: %d sharp, %d flat"),
                           frame->intruded_count[1], frame->intruded_count[0]);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 text->str, -1);
}

static void show(GmxPlaneView *self, GmxPlaneFrame *frame) {
  const GmxPlanePicture *picture = self->look ? gmx_plane_frame_find(frame, self->look) : NULL;
  if (!picture)
    return;
  const gint64 before = self->frame ? self->frame->step : -1;
  gmx_plane_frame_ref(frame);
  g_clear_pointer(&self->node, gsk_render_node_unref);
  g_clear_pointer(&self->image, cairo_surface_destroy);
  g_clear_pointer(&self->frame, gmx_plane_frame_unref);
  self->frame = frame;
  self->image = new_image(picture->image);
  g_clear_pointer(&self->shown, gmx_plane_look_unref);
  self->shown = gmx_plane_look_ref(picture->look);
  gtk_widget_queue_draw(GTK_WIDGET(self));
  gmx_throttle_call(&self->described);
  if (before != frame->step)
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_STEP]);
}

/* Drawing */

/* A picture of another size lies where its part of the plane is now, until the right one comes. */
static void place_image(GmxPlaneView *self, GtkSnapshot *snapshot) {
  const double *box = self->shown->box;
  double upper[2], lower[2];
  gmx_plane_look_to_view(self->look, box[0], box[3], upper);
  gmx_plane_look_to_view(self->look, box[1], box[2], lower);
  gtk_snapshot_push_clip(
      snapshot, &GRAPHENE_RECT_INIT(0, 0, (float)self->look->width, (float)self->look->height));
  gtk_snapshot_save(snapshot);
  gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT((float)upper[0], (float)upper[1]));
  gtk_snapshot_scale(snapshot, (float)((lower[0] - upper[0]) / self->shown->width),
                     (float)((lower[1] - upper[1]) / self->shown->height));
  gtk_snapshot_append_node(snapshot, self->node);
  gtk_snapshot_restore(snapshot);
  gtk_snapshot_pop(snapshot);
}

static void draw_image(GmxPlaneView *self, GtkSnapshot *snapshot) {
  if (!self->node)
    self->node = gmx_picture_node_new(self->image, self->shown->width, self->shown->height);
  if (!self->look || memcmp(self->shown->box, self->look->box, sizeof self->look->box) == 0)
    gtk_snapshot_append_node(snapshot, self->node);
  else
    place_image(self, snapshot);
}

static void draw_mark(GmxPlaneView *self, GtkSnapshot *snapshot) {
  GtkWidget *widget = GTK_WIDGET(self);
  double at[2];
  gmx_plane_look_to_view(self->look, self->mark[0], self->mark[1], at);
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  cairo_t *cr = gtk_snapshot_append_cairo(
      snapshot,
      &GRAPHENE_RECT_INIT((float)at[0] - 2 * MARK, (float)at[1] - 2 * MARK, 4 * MARK, 4 * MARK));
  cairo_arc(cr, at[0], at[1], MARK, 0, 2 * G_PI);
  gmx_palette_set_source(palette, cr, GMX_PAPER, 0.9);
  cairo_set_line_width(cr, 5);
  cairo_stroke_preserve(cr);
  gmx_palette_set_source(palette, cr, "accent_bg_color", 1);
  cairo_set_line_width(cr, 3);
  cairo_stroke(cr);
  cairo_destroy(cr);
}

static void plane_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxPlaneView *self = GMX_PLANE_VIEW(widget);
  if (self->image)
    draw_image(self, snapshot);
  if (self->marked && self->look)
    draw_mark(self, snapshot);
}

void gmx_plane_view_set_mark(GmxPlaneView *self, const double at[2]) {
  self->marked = at != NULL;
  for (int axis = 0; at && axis < 2; axis++)
    self->mark[axis] = at[axis];
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* What is under the pointer */

static gboolean plane_view_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                         GtkTooltip *tooltip) {
  GmxPlaneView *self = GMX_PLANE_VIEW(widget);
  if (!self->look || !self->frame || keyboard || self->points)
    return FALSE;
  g_autofree char *text = gmx_plane_describe_place(self->frame, self->look, x, y);
  gtk_tooltip_set_text(tooltip, text);
  return text != NULL;
}

/* Life */

static void plane_view_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  change_look(GMX_PLANE_VIEW(widget));
}

static void plane_view_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                               int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline) {
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : HEIGHT;
}

static void plane_view_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_plane_view_parent_class)->map(widget);
  change_look(GMX_PLANE_VIEW(widget));
}

/* What nobody sees is not painted. */
static void plane_view_unmap(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_plane_view_parent_class)->unmap(widget);
  change_look(GMX_PLANE_VIEW(widget));
}

static void plane_view_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_plane_view_parent_class)->css_changed(widget, change);
  if (GMX_PLANE_VIEW(widget)->look) /* dark mode has come or gone */
    change_look(GMX_PLANE_VIEW(widget));
}

static void name_kind(GmxPlaneView *self) {
  static const char *const names[] = {N_("Decision surface at w"), N_("Decision surface at w + ε̂"),
                                      N_("Decision surfaces at w and at w + ε̂")};
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _(names[self->kind]), -1);
}

void gmx_plane_view_set_kind(GmxPlaneView *self, GmxPlaneKind kind) {
  if (self->kind == kind)
    return;
  self->kind = kind;
  name_kind(self);
  change_look(self);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_KIND]);
}

void gmx_plane_view_set_layers(GmxPlaneView *self, GmxPlaneLayers layers) {
  if (self->layers == layers)
    return;
  self->layers = layers;
  change_look(self);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_LAYERS]);
}

void gmx_plane_view_set_points(GmxPlaneView *self, GmxPlanePoints *points) {
  if (points)
    gmx_plane_points_ref(points);
  g_clear_pointer(&self->points, gmx_plane_points_unref);
  self->points = points;
  change_look(self);
}

static void plane_view_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxPlaneView *self = GMX_PLANE_VIEW(object);
  if (id == PROP_STEP)
    g_value_set_int64(value, self->frame ? self->frame->step : 0);
  else
    g_value_set_int(value, id == PROP_KIND ? (int)self->kind : (int)self->layers);
}

static void plane_view_set_property(GObject *object, guint id, const GValue *value,
                                    GParamSpec *spec) {
  if (id == PROP_KIND)
    gmx_plane_view_set_kind(GMX_PLANE_VIEW(object), (GmxPlaneKind)g_value_get_int(value));
  else
    gmx_plane_view_set_layers(GMX_PLANE_VIEW(object), (GmxPlaneLayers)g_value_get_int(value));
}

static void plane_view_dispose(GObject *object) {
  GmxPlaneView *self = GMX_PLANE_VIEW(object);
  gmx_throttle_stop(&self->described);
  if (self->look)
    gmx_plane_feed_change_look(self->feed, self->look, NULL);
  g_clear_pointer(&self->look, gmx_plane_look_unref);
  g_clear_pointer(&self->node, gsk_render_node_unref);
  g_clear_pointer(&self->image, cairo_surface_destroy);
  g_clear_pointer(&self->frame, gmx_plane_frame_unref);
  g_clear_pointer(&self->points, gmx_plane_points_unref);
  g_clear_pointer(&self->shown, gmx_plane_look_unref);
  g_clear_object(&self->feed);
  G_OBJECT_CLASS(gmx_plane_view_parent_class)->dispose(object);
}

static void install_properties(GObjectClass *class) {
  properties[PROP_KIND] =
      g_param_spec_int("kind", NULL, NULL, GMX_PLANE_AT_W, GMX_PLANE_BLEND, GMX_PLANE_AT_W,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LAYERS] =
      g_param_spec_int("layers", NULL, NULL, 0, 7, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STEP] = g_param_spec_int64("step", NULL, NULL, 0, G_MAXINT64, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(class, N_PROPS, properties);
}

static void gmx_plane_view_class_init(GmxPlaneViewClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  object_class->dispose = plane_view_dispose;
  object_class->get_property = plane_view_get_property;
  object_class->set_property = plane_view_set_property;
  widget_class->snapshot = plane_view_snapshot;
  widget_class->size_allocate = plane_view_size_allocate;
  widget_class->measure = plane_view_measure;
  widget_class->map = plane_view_map;
  widget_class->unmap = plane_view_unmap;
  widget_class->css_changed = plane_view_css_changed;
  widget_class->query_tooltip = plane_view_query_tooltip;
  install_properties(object_class);
  gtk_widget_class_set_css_name(widget_class, "planeview");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_plane_view_init(GmxPlaneView *self) {
  gmx_throttle_init(&self->described, 250, describe, self);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
}

GtkWidget *gmx_plane_view_new(GmxPlaneFeed *feed, GmxPlaneKind kind, GmxPlaneLayers layers) {
  GmxPlaneView *self = g_object_new(GMX_TYPE_PLANE_VIEW, NULL);
  GmxSession *session = gmx_plane_feed_get_session(feed);
  self->feed = g_object_ref(feed);
  self->kind = kind;
  self->layers = layers;
  name_kind(self);
  g_signal_connect_object(feed, "frame", G_CALLBACK(show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(change_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self, "notify::scale-factor", G_CALLBACK(change_look), self,
                          G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
