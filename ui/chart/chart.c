/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart widget: shows a figure, keeps its picture until something changed, and tells the
 * accessibility bus what it shows.
 *
 * The picture is kept, so that a moving hair line costs a few lines and a card, and
 * not the curves. */
#include "ui/chart/chart-private.h"

#include "ui/chart/focus-ring.h"
#include "ui/chart/picture-node.h"

#include <math.h>

G_DEFINE_FINAL_TYPE(GmxChart, gmx_chart, GTK_TYPE_WIDGET)

#define WORDS_INTERVAL 1000 /* ms */

enum { PROP_0, PROP_TITLE, PROP_LOG_X, PROP_LOG_Y, PROP_OUTLIERS, N_PROPS };
enum { LAYERS_CHANGED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

const GmxPalette *gmx_chart_palette(GmxChart *self) {
  if (self->palette == NULL)
    self->palette = gmx_palette_new(GTK_WIDGET(self));
  return self->palette;
}

PangoContext *gmx_chart_context(GmxChart *self) {
  if (self->context == NULL) {
    self->context = gtk_widget_create_pango_context(GTK_WIDGET(self));
    gmx_figure_scale_font(self->context);
  }
  return self->context;
}

static GskRenderNode *make_picture(GmxChart *self, int width, int height, int scale) {
  cairo_surface_t *surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale(surface, scale, scale);
  cairo_t *cr = cairo_create(surface);
  gmx_figure_draw(self->figure, cr, width, height, gmx_chart_palette(self),
                  gmx_chart_context(self));
  cairo_destroy(cr);
  GskRenderNode *picture = gmx_picture_node_new(surface, width, height);
  cairo_surface_destroy(surface);
  return picture;
}

static void ensure_picture(GmxChart *self, int width, int height, int scale) {
  guint64 revision = gmx_figure_get_revision(self->figure);
  if (self->picture != NULL && revision == self->drawn_revision && width == self->drawn_width &&
      height == self->drawn_height && scale == self->drawn_scale)
    return;
  g_clear_pointer(&self->picture, gsk_render_node_unref);
  self->picture = make_picture(self, width, height, scale);
  self->drawn_revision = revision;
  self->drawn_width = width;
  self->drawn_height = height;
  self->drawn_scale = scale;
}

static void gmx_chart_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxChart *self = GMX_CHART(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (width < 1 || height < 1)
    return;
  ensure_picture(self, width, height, gtk_widget_get_scale_factor(widget));
  gtk_snapshot_append_node(snapshot, self->picture);
  gmx_chart_snapshot_over(self, snapshot);
  gmx_focus_ring_snapshot(widget, gmx_chart_palette(self), snapshot);
}

static void gmx_chart_state_flags_changed(GtkWidget *widget, GtkStateFlags before) {
  GTK_WIDGET_CLASS(gmx_chart_parent_class)->state_flags_changed(widget, before);
  gmx_focus_ring_changed(widget, before);
}

static void gmx_chart_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline) {
  int lanes = gmx_figure_get_lane_count(GMX_CHART(widget)->figure);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 70 + 36 * (lanes - 1);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 440 : 190;
}

static void gmx_chart_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxChart *self = GMX_CHART(widget);
  if (self->menu != NULL)
    gtk_popover_present(GTK_POPOVER(self->menu));
}

/* Colours and font are read anew at the next drawing. */
static void forget_style(GmxChart *self) {
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  g_clear_pointer(&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void gmx_chart_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_chart_parent_class)->css_changed(widget, change);
  forget_style(GMX_CHART(widget));
}

/* The scale or the text size may differ where it is shown now. */
static void gmx_chart_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_chart_parent_class)->map(widget);
  forget_style(GMX_CHART(widget));
  gmx_chart_words_changed(GMX_CHART(widget));
}

static void gmx_chart_unmap(GtkWidget *widget) {
  GmxChart *self = GMX_CHART(widget);
  if (self->reading)
    gmx_axis_set_hair(gmx_chart_get_x_axis(self), NAN);
  self->reading = FALSE;
  GTK_WIDGET_CLASS(gmx_chart_parent_class)->unmap(widget);
}

static void tell_words(GmxChart *self) {
  g_autofree char *words = gmx_chart_describe(self);
  g_autofree char *hair = self->by_keys ? gmx_chart_describe_hair(self) : NULL;
  g_autofree char *text = hair != NULL ? g_strdup_printf("%s. %s", hair, words) : NULL;
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 text != NULL ? text : words, -1);
  self->words_stale = FALSE;
}

static gboolean words_timeout(gpointer data) {
  GmxChart *self = data;
  if (!self->words_stale) {
    self->words_id = 0;
    return G_SOURCE_REMOVE;
  }
  tell_words(self);
  return G_SOURCE_CONTINUE;
}

void gmx_chart_words_changed(GmxChart *self) {
  self->words_stale = TRUE;
  if (self->words_id != 0 || !gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  tell_words(self);
  self->words_id = g_timeout_add(WORDS_INTERVAL, words_timeout, self);
}

static void figure_changed(GmxChart *self) {
  gtk_widget_queue_draw(GTK_WIDGET(self));
  gmx_chart_words_changed(self);
}

static void hair_changed(GmxChart *self) {
  gtk_widget_queue_draw(GTK_WIDGET(self));
  if (self->by_keys)
    gmx_chart_words_changed(self);
}

static void layers_changed(GmxChart *self) {
  g_signal_emit(self, signals[LAYERS_CHANGED], 0);
}

static void notify_scales(GmxChart *self) {
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_LOG_X]);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_LOG_Y]);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_OUTLIERS]);
}

static void watch_axis(GmxChart *self, GmxAxis *axis) {
  g_signal_connect_object(axis, "notify", G_CALLBACK(notify_scales), self, G_CONNECT_SWAPPED);
}

GmxFigure *gmx_chart_get_figure(GmxChart *self) {
  return self->figure;
}

const char *gmx_chart_get_title(GmxChart *self) {
  return gmx_figure_get_title(self->figure);
}

GmxAxis *gmx_chart_get_x_axis(GmxChart *self) {
  return gmx_figure_get_x_axis(self->figure);
}

GmxAxis *gmx_chart_get_y_axis(GmxChart *self, int lane) {
  return gmx_figure_get_y_axis(self->figure, lane);
}

GPtrArray *gmx_chart_get_layers(GmxChart *self) {
  return gmx_figure_get_layers(self->figure);
}

GmxAxis *gmx_chart_get_layer_axis(GmxChart *self, GmxLayer *layer) {
  return gmx_figure_get_layer_axis(self->figure, layer);
}

int gmx_chart_add_lane(GmxChart *self, GmxAxis *y_axis) {
  g_return_val_if_fail(GMX_IS_CHART(self), 0);
  watch_axis(self, y_axis);
  gtk_widget_queue_resize(GTK_WIDGET(self));
  return gmx_figure_add_lane(self->figure, y_axis);
}

void gmx_chart_set_lane_title(GmxChart *self, int lane, const char *markup, GmxLayer *layer) {
  gmx_figure_set_lane_title(self->figure, lane, markup, layer);
}

void gmx_chart_add_layer(GmxChart *self, int lane, GmxLayer *layer) {
  gmx_figure_add_layer(self->figure, lane, layer);
}

void gmx_chart_remove_layer(GmxChart *self, GmxLayer *layer) {
  gmx_figure_remove_layer(self->figure, layer);
}

void gmx_chart_fit(GmxChart *self) {
  g_return_if_fail(GMX_IS_CHART(self));
  gmx_axis_fit(gmx_chart_get_x_axis(self));
  for (int i = 0; i < gmx_figure_get_lane_count(self->figure); i++)
    gmx_axis_fit(gmx_chart_get_y_axis(self, i));
}

char *gmx_chart_to_csv(GmxChart *self) {
  return gmx_figure_to_csv(self->figure);
}

char *gmx_chart_describe(GmxChart *self) {
  return gmx_figure_describe(self->figure);
}

void gmx_chart_draw(GmxChart *self, cairo_t *cr, double width, double height,
                    const GmxPalette *palette) {
  g_return_if_fail(GMX_IS_CHART(self));
  gmx_figure_draw(self->figure, cr, width, height,
                  palette != NULL ? palette : gmx_chart_palette(self), gmx_chart_context(self));
}

static void gmx_chart_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  GmxChart *self = GMX_CHART(object);
  if (id == PROP_TITLE)
    g_value_set_string(value, gmx_chart_get_title(self));
  else if (id == PROP_LOG_X)
    g_value_set_boolean(value, gmx_axis_get_log(gmx_chart_get_x_axis(self)));
  else if (id == PROP_LOG_Y)
    g_value_set_boolean(value, gmx_axis_get_log(gmx_chart_get_y_axis(self, 0)));
  else if (id == PROP_OUTLIERS)
    g_value_set_boolean(value, gmx_axis_get_outliers(gmx_chart_get_y_axis(self, 0)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void gmx_chart_set_property(GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec) {
  GmxChart *self = GMX_CHART(object);
  gboolean on = g_value_get_boolean(value);
  if (id == PROP_LOG_X) {
    gmx_axis_set_log(gmx_chart_get_x_axis(self), on);
    return;
  }
  for (int i = 0; i < gmx_figure_get_lane_count(self->figure); i++) {
    if (id == PROP_LOG_Y)
      gmx_axis_set_log(gmx_chart_get_y_axis(self, i), on);
    else
      gmx_axis_set_outliers(gmx_chart_get_y_axis(self, i), on);
  }
}

static void gmx_chart_dispose(GObject *object) {
  GmxChart *self = GMX_CHART(object);
  g_clear_handle_id(&self->words_id, g_source_remove);
  g_clear_pointer(&self->menu, gtk_widget_unparent);
  if (self->figure != NULL)
    g_signal_handlers_disconnect_by_data(self->figure, self);
  g_clear_pointer(&self->picture, gsk_render_node_unref);
  g_clear_object(&self->context);
  G_OBJECT_CLASS(gmx_chart_parent_class)->dispose(object);
}

static void gmx_chart_finalize(GObject *object) {
  GmxChart *self = GMX_CHART(object);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->figure);
  G_OBJECT_CLASS(gmx_chart_parent_class)->finalize(object);
}

static void install_properties(GObjectClass *object_class) {
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  props[PROP_TITLE] =
      g_param_spec_string("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_LOG_X] = g_param_spec_boolean("log-x", NULL, NULL, FALSE, flags);
  props[PROP_LOG_Y] = g_param_spec_boolean("log-y", NULL, NULL, FALSE, flags);
  props[PROP_OUTLIERS] = g_param_spec_boolean("outliers", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(object_class, N_PROPS, props);
}

static void gmx_chart_class_init(GmxChartClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  object_class->get_property = gmx_chart_get_property;
  object_class->set_property = gmx_chart_set_property;
  object_class->dispose = gmx_chart_dispose;
  object_class->finalize = gmx_chart_finalize;
  install_properties(object_class);
  signals[LAYERS_CHANGED] = g_signal_new("layers-changed", GMX_TYPE_CHART, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  widget_class->snapshot = gmx_chart_snapshot;
  widget_class->state_flags_changed = gmx_chart_state_flags_changed;
  widget_class->measure = gmx_chart_measure;
  widget_class->size_allocate = gmx_chart_size_allocate;
  widget_class->css_changed = gmx_chart_css_changed;
  widget_class->map = gmx_chart_map;
  widget_class->unmap = gmx_chart_unmap;
  gtk_widget_class_set_css_name(widget_class, "gmx-chart");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gmx_chart_install_actions(widget_class);
}

static void gmx_chart_init(GmxChart *self) {
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gmx_chart_add_controllers(self);
}

GmxChart *gmx_chart_new(const char *title, GmxAxis *x_axis, GmxAxis *y_axis) {
  GmxChart *self = g_object_new(GMX_TYPE_CHART, NULL);
  self->figure = gmx_figure_new(title, x_axis, y_axis);
  g_signal_connect_swapped(self->figure, "changed", G_CALLBACK(figure_changed), self);
  g_signal_connect_swapped(self->figure, "hair-changed", G_CALLBACK(hair_changed), self);
  g_signal_connect_swapped(self->figure, "layers-changed", G_CALLBACK(layers_changed), self);
  watch_axis(self, x_axis);
  watch_axis(self, y_axis);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return self;
}
