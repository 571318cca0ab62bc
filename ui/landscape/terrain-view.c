/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget that shows a terrain. The picture is kept as a node, so that reading a value costs
 * a cross and a card; a surface that is being turned is drawn with fewer cells. */
#include "ui/landscape/terrain-view-private.h"

#include "ui/chart/figure.h"
#include "ui/chart/focus-ring.h"
#include "ui/chart/palette.h"
#include "ui/chart/picture-node.h"
#include "ui/chart/ticks.h"
#include "ui/landscape/contour.h"
#include "ui/landscape/paint-terrain.h"

#include <glib/gi18n.h>
#include <math.h>

#define FINE 60    /* cells along an axis of a surface: enough for the eye, quick to draw */
#define ROUGH 36   /* while it turns */
#define SETTLE 160 /* ms after the last move until it is drawn finely */
#define LEAST 260

G_DEFINE_FINAL_TYPE(GmxTerrainView, gmx_terrain_view, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_SURFACE, PROP_LEVEL, PROP_TURN, PROP_TILT, N_PROPS };
static GParamSpec *props[N_PROPS];

/* The picture */

static const GmxPalette *palette_of(GmxTerrainView *self) {
  if (!self->palette)
    self->palette = gmx_palette_new(GTK_WIDGET(self));
  return self->palette;
}

static PangoContext *context_of(GmxTerrainView *self) {
  if (!self->context) {
    self->context = gtk_widget_create_pango_context(GTK_WIDGET(self));
    gmx_figure_scale_font(self->context);
  }
  return self->context;
}

static GskRenderNode *make_picture(GmxTerrainView *self, int width, int height, int scale) {
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale(surface, scale, scale);
  cairo_t *cr = cairo_create(surface);
  if (self->surface)
    gmx_surface_draw(self->terrain, &self->eye, self->drawn_rough ? ROUGH : FINE, cr, width, height,
                     palette_of(self), context_of(self));
  else
    gmx_contour_draw(self->terrain, cr, width, height, palette_of(self), context_of(self));
  cairo_destroy(cr);
  GskRenderNode *picture = gmx_picture_node_new(surface, width, height);
  cairo_surface_destroy(surface);
  return picture;
}

static void ensure_picture(GmxTerrainView *self, int width, int height, int scale) {
  if (self->picture && self->drawn_width == width && self->drawn_height == height &&
      self->drawn_scale == scale)
    return;
  g_clear_pointer(&self->picture, gsk_render_node_unref);
  self->picture = make_picture(self, width, height, scale);
  self->drawn_width = width;
  self->drawn_height = height;
  self->drawn_scale = scale;
}

static void draw_finely(gpointer data) {
  GmxTerrainView *self = data;
  self->settle = 0;
  gmx_terrain_view_redraw(self, FALSE);
}

void gmx_terrain_view_redraw(GmxTerrainView *self, gboolean rough) {
  g_clear_pointer(&self->picture, gsk_render_node_unref);
  self->drawn_rough = rough;
  g_clear_handle_id(&self->settle, g_source_remove);
  if (rough)
    self->settle = g_timeout_add_once(SETTLE, draw_finely, self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* The reading */

static void place_reading(GmxTerrainView *self, int width, int height, double *px, double *py) {
  const double loss = gmx_terrain_at(self->terrain, self->read_x, self->read_y);
  cairo_rectangle_t area;
  if (self->surface) {
    gmx_surface_place(self->terrain, &self->eye, width, height, self->read_x, self->read_y, loss,
                      px, py);
    return;
  }
  gmx_contour_get_area(self->terrain, width, height, &area);
  *px = gmx_contour_x(self->terrain, &area, self->read_x);
  *py = gmx_contour_y(self->terrain, &area, self->read_y);
}

/* Decimals that tell two pixels apart. */
static char *format_place(double value, double span) {
  return gmx_format_number(value, CLAMP((int)ceil(-log10(span / 500)), 1, 9));
}

static char *describe_reading(GmxTerrainView *self) {
  const GmxTerrain *terrain = self->terrain;
  if (!terrain || isnan(self->read_x))
    return NULL;
  g_autofree char *x = format_place(self->read_x, terrain->x1 - terrain->x0);
  g_autofree char *y = format_place(self->read_y, terrain->y1 - terrain->y0);
  const double loss = gmx_terrain_at(terrain, self->read_x, self->read_y);
  g_autofree char *text = isfinite(loss) ? gmx_format_measure(loss, 4) : g_strdup(_("not finite"));
  return g_strdup_printf(_("loss %s at (%s, %s)"), text, x, y);
}

static void draw_card(GmxPlot *plot, const char *text, double px, double py, int width) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  int text_width, text_height;
  pango_layout_get_pixel_size(layout, &text_width, &text_height);
  const double across = text_width + 16, down = text_height + 10;
  double x = px + 12, y = py - down - 10;
  if (x + across > width)
    x = px - 12 - across;
  if (y < 0)
    y = py + 12;
  x = floor(CLAMP(x, 0, fmax(0, width - across))) + 0.5;
  y = floor(y) + 0.5;
  cairo_rectangle(plot->cr, x, y, across, down);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_PAPER, 0.96);
  cairo_fill_preserve(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.25);
  cairo_set_line_width(plot->cr, 1);
  cairo_stroke(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 1);
  cairo_move_to(plot->cr, x + 8, y + 5);
  pango_cairo_show_layout(plot->cr, layout);
}

static void snapshot_reading(GmxTerrainView *self, GtkSnapshot *snapshot, int width, int height) {
  g_autofree char *text = describe_reading(self);
  double px, py;
  GmxPlot plot;
  if (!text)
    return;
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  place_reading(self, width, height, &px, &py);
  gmx_terrain_open(&plot, cr, width, palette_of(self), context_of(self));
  cairo_new_sub_path(cr);
  cairo_arc(cr, px, py, 4.5, 0, 2 * M_PI);
  gmx_palette_set_source(palette_of(self), cr, GMX_PAPER, 1);
  cairo_set_line_width(cr, 4);
  cairo_stroke_preserve(cr);
  gmx_palette_set_source(palette_of(self), cr, GMX_INK, 1);
  cairo_set_line_width(cr, 1.5);
  cairo_stroke(cr);
  draw_card(&plot, text, px, py, width);
  gmx_terrain_close(&plot);
  cairo_destroy(cr);
}

static void tell(GmxTerrainView *self) {
  g_autofree char *words =
      self->terrain ? gmx_terrain_describe(self->terrain) : g_strdup(_("nothing computed yet"));
  g_autofree char *eye = self->surface ? gmx_surface_eye_describe(&self->eye) : NULL;
  g_autofree char *reading = self->by_keys ? describe_reading(self) : NULL;
  g_autofree char *text = g_strdup_printf("%s%s%s%s%s", reading ? reading : "", reading ? ". " : "",
                                          eye ? eye : "", eye ? ". " : "", words);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                 -1);
}

void gmx_terrain_view_read(GmxTerrainView *self, double x, double y, gboolean by_keys) {
  if (isnan(x) && isnan(self->read_x))
    return;
  self->read_x = x;
  self->read_y = y;
  if (by_keys || self->by_keys) {
    self->by_keys = by_keys;
    tell(self);
  }
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

gboolean gmx_terrain_view_find(GmxTerrainView *self, double px, double py, double *x, double *y) {
  const int width = gtk_widget_get_width(GTK_WIDGET(self));
  const int height = gtk_widget_get_height(GTK_WIDGET(self));
  cairo_rectangle_t area;
  if (self->surface)
    return gmx_surface_find(self->terrain, &self->eye, width, height, px, py, x, y);
  gmx_contour_get_area(self->terrain, width, height, &area);
  return gmx_contour_find(self->terrain, &area, px, py, x, y);
}

/* From where it is seen */

void gmx_terrain_view_move(GmxTerrainView *self, double turn, double tilt, double zoom) {
  gmx_surface_eye_move(&self->eye, turn, tilt, zoom);
  gmx_terrain_view_redraw(self, TRUE);
  tell(self);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_TURN]);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_TILT]);
}

void gmx_terrain_view_reset(GmxTerrainView *self) {
  self->eye = gmx_surface_eye_default();
  gmx_terrain_view_move(self, 0, 0, 1);
}

static void act_reset(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_terrain_view_reset(GMX_TERRAIN_VIEW(widget));
}

GmxSurfaceEye gmx_terrain_view_get_eye(GmxTerrainView *self) {
  return self->eye;
}

/* What is shown */

GmxTerrain *gmx_terrain_view_get_terrain(GmxTerrainView *self) {
  return self->terrain;
}

void gmx_terrain_view_set_terrain(GmxTerrainView *self, GmxTerrain *terrain) {
  const int level = self->terrain ? self->terrain->columns : 0;
  if (terrain)
    gmx_terrain_ref(terrain);
  g_clear_pointer(&self->terrain, gmx_terrain_unref);
  self->terrain = terrain;
  if (!terrain)
    self->read_x = self->read_y = NAN;
  gmx_terrain_view_redraw(self, self->turning);
  tell(self);
  if (level != (terrain ? terrain->columns : 0))
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_LEVEL]);
}

static void set_surface(GmxTerrainView *self, gboolean surface) {
  if (self->surface == surface)
    return;
  self->surface = surface;
  gmx_terrain_view_redraw(self, FALSE);
  tell(self);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_SURFACE]);
}

/* The widget */

static void terrain_view_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxTerrainView *self = GMX_TERRAIN_VIEW(widget);
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (self->terrain && width > 0 && height > 0) {
    ensure_picture(self, width, height, gtk_widget_get_scale_factor(widget));
    gtk_snapshot_append_node(snapshot, self->picture);
    snapshot_reading(self, snapshot, width, height);
  }
  gmx_focus_ring_snapshot(widget, palette_of(self), snapshot);
}

static void terrain_view_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline) {
  *minimum = LEAST;
  *natural = 2 * LEAST;
}

static void forget_style(GmxTerrainView *self) {
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  gmx_terrain_view_redraw(self, FALSE);
}

static void terrain_view_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_terrain_view_parent_class)->css_changed(widget, change);
  forget_style(GMX_TERRAIN_VIEW(widget));
}

static void terrain_view_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_terrain_view_parent_class)->map(widget);
  forget_style(GMX_TERRAIN_VIEW(widget));
}

static void terrain_view_state_flags_changed(GtkWidget *widget, GtkStateFlags before) {
  GTK_WIDGET_CLASS(gmx_terrain_view_parent_class)->state_flags_changed(widget, before);
  gmx_focus_ring_changed(widget, before);
}

static void terrain_view_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxTerrainView *self = GMX_TERRAIN_VIEW(object);
  if (id == PROP_SURFACE)
    g_value_set_boolean(value, self->surface);
  else if (id == PROP_LEVEL)
    g_value_set_int(value, self->terrain ? self->terrain->columns : 0);
  else
    g_value_set_double(value, id == PROP_TURN ? self->eye.turn : self->eye.tilt);
}

static void terrain_view_set_property(GObject *object, guint id, const GValue *value,
                                      GParamSpec *spec) {
  set_surface(GMX_TERRAIN_VIEW(object), g_value_get_boolean(value));
}

static void terrain_view_dispose(GObject *object) {
  GmxTerrainView *self = GMX_TERRAIN_VIEW(object);
  g_clear_handle_id(&self->settle, g_source_remove);
  g_clear_pointer(&self->terrain, gmx_terrain_unref);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  g_clear_pointer(&self->picture, gsk_render_node_unref);
  G_OBJECT_CLASS(gmx_terrain_view_parent_class)->dispose(object);
}

static void install_properties(GObjectClass *class) {
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  props[PROP_SURFACE] =
      g_param_spec_boolean("surface", NULL, NULL, FALSE,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_LEVEL] = g_param_spec_int("level", NULL, NULL, 0, G_MAXINT, 0, read);
  props[PROP_TURN] = g_param_spec_double("turn", NULL, NULL, -360, 360, 0, read);
  props[PROP_TILT] = g_param_spec_double("tilt", NULL, NULL, 0, 90, 0, read);
  g_object_class_install_properties(class, N_PROPS, props);
}

static void gmx_terrain_view_class_init(GmxTerrainViewClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = terrain_view_dispose;
  G_OBJECT_CLASS(class)->get_property = terrain_view_get_property;
  G_OBJECT_CLASS(class)->set_property = terrain_view_set_property;
  install_properties(G_OBJECT_CLASS(class));
  widget_class->snapshot = terrain_view_snapshot;
  widget_class->measure = terrain_view_measure;
  widget_class->css_changed = terrain_view_css_changed;
  widget_class->map = terrain_view_map;
  widget_class->state_flags_changed = terrain_view_state_flags_changed;
  gtk_widget_class_set_css_name(widget_class, "terrain");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_install_action(widget_class, "terrain.reset-view", NULL, act_reset);
}

static void gmx_terrain_view_init(GmxTerrainView *self) {
  self->eye = gmx_surface_eye_default();
  self->read_x = self->read_y = NAN;
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gmx_terrain_view_add_controllers(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Loss around the weights"), -1);
}

GtkWidget *gmx_terrain_view_new(void) {
  return g_object_new(GMX_TYPE_TERRAIN_VIEW, NULL);
}
