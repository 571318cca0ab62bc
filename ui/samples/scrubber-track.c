/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scrubber's slider: drawing, pointer, keys. */
#include "ui/samples/scrubber-track.h"

#include "ui/chart/figure.h"
#include "ui/chart/focus-ring.h"
#include "ui/chart/palette.h"
#include "ui/chart/plot.h"
#include "ui/format.h"
#include "ui/samples/kept-steps.h"

#include <glib/gi18n.h>
#include <math.h>

#define SIDE 12.0 /* room for half a handle, and for a tick's label */
#define TOP 5.0
#define BOTTOM 19.0 /* from the base line down */
#define HANDLE 7.0
#define LABEL_APART 18.0

struct _GmxScrubberTrack {
  GtkWidget parent_instance;

  GmxAxis *x, *y;
  GmxLayer *curve, *events;
  GArray *kept; /* gint64 */
  gboolean dropped;
  gint64 place;

  GmxPalette *palette; /* NULL: to be read anew */
  PangoContext *context;
};

enum { MOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxScrubberTrack, gmx_scrubber_track, GTK_TYPE_WIDGET)

/* What the layers span, and what is kept; asked by the axes. */
static void track_extent(gpointer owner, GmxAxis *axis, GmxExtent *extent) {
  GmxScrubberTrack *self = owner;
  GmxExtent x = GMX_EXTENT_NONE, y = GMX_EXTENT_NONE;
  if (self->curve != NULL)
    gmx_layer_extent(self->curve, self->x, self->y, &x, &y);
  if (self->events != NULL && axis == self->x)
    gmx_layer_extent(self->events, self->x, self->y, &x, &y);
  gmx_extent_add(&x, (double)gmx_kept_last(self->kept));
  gmx_extent_join(extent, axis == self->x ? &x : &y);
}

/* Drawing */

static GmxPlot begin_plot(GmxScrubberTrack *self, cairo_t *cr, int width, int height) {
  if (self->palette == NULL)
    self->palette = gmx_palette_new(GTK_WIDGET(self));
  if (self->context == NULL) {
    self->context = gtk_widget_create_pango_context(GTK_WIDGET(self));
    gmx_figure_scale_font(self->context);
  }
  return (GmxPlot){.cr = cr,
                   .palette = self->palette,
                   .pango = self->context,
                   .pixel = 1.0 / MAX(gtk_widget_get_scale_factor(GTK_WIDGET(self)), 1),
                   .x = self->x,
                   .y = self->y,
                   .left = SIDE,
                   .top = TOP,
                   .width = MAX(width - 2.0 * SIDE, 1.0),
                   .height = MAX(height - TOP - BOTTOM, 1.0),
                   .room_right = width};
}

/* Steps that have gone are no place to stop at: hatched. */
static void draw_dropped(GmxScrubberTrack *self, GmxPlot *plot) {
  cairo_t *cr = plot->cr;
  if (!self->dropped || self->kept->len == 0)
    return;
  double right = gmx_plot_x(plot, (double)g_array_index(self->kept, gint64, 0));
  cairo_save(cr);
  cairo_rectangle(cr, plot->left, plot->top, MAX(right - plot->left, 0.0), plot->height);
  cairo_clip(cr);
  for (double x = plot->left - plot->height; x < right; x += 6.0) {
    cairo_move_to(cr, x, plot->top + plot->height);
    cairo_line_to(cr, x + plot->height, plot->top);
  }
  gmx_palette_set_source(plot->palette, cr, GMX_INK, 0.22);
  cairo_set_line_width(cr, 1.0);
  cairo_stroke(cr);
  cairo_restore(cr);
}

static void draw_layers(GmxScrubberTrack *self, GmxPlot *plot) {
  cairo_save(plot->cr);
  cairo_rectangle(plot->cr, plot->left - 4.0, plot->top - 3.0, plot->width + 8.0,
                  plot->height + 3.0);
  cairo_clip(plot->cr);
  if (self->curve != NULL)
    gmx_layer_draw(self->curve, plot);
  if (self->events != NULL)
    gmx_layer_draw(self->events, plot);
  cairo_restore(plot->cr);
}

/* The widest label that @ticks would need, to know how many have room. */
static double label_width(const GmxPlot *plot, const GmxTicks *ticks) {
  int widest = 0, width;
  for (int i = 0; i < ticks->count; i++) {
    g_autofree char *text = gmx_format_tick(ticks, i);
    g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
    pango_layout_get_pixel_size(layout, &width, NULL);
    widest = MAX(widest, width);
  }
  return widest;
}

static void find_ticks(const GmxPlot *plot, GmxTicks *ticks) {
  double low, high;
  gmx_axis_get_view(plot->x, &low, &high);
  for (int most = 9; most >= 2; most--) {
    gmx_ticks_linear(ticks, low, high, most, 1.0);
    if (ticks->count * (label_width(plot, ticks) + LABEL_APART) <= plot->width + LABEL_APART)
      return;
  }
}

/* The base line; ticks where there is something to stop at. */
static void draw_axis(GmxPlot *plot, gboolean empty) {
  double base = gmx_plot_crisp(plot, plot->top + plot->height);
  GmxTicks ticks;
  find_ticks(plot, &ticks);
  if (empty)
    ticks.count = 0;
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, 0.28);
  cairo_set_line_width(plot->cr, 1.0);
  cairo_move_to(plot->cr, plot->left, base);
  cairo_line_to(plot->cr, plot->left + plot->width, base);
  for (int i = 0; i < ticks.count; i++) {
    double x = gmx_plot_crisp(plot, gmx_plot_x(plot, ticks.value[i]));
    cairo_move_to(plot->cr, x, base);
    cairo_line_to(plot->cr, x, base + 4.0);
  }
  cairo_stroke(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_INK, GMX_DIM);
  for (int i = 0; i < ticks.count; i++) {
    int width;
    g_autofree char *text = gmx_format_tick(&ticks, i);
    g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
    pango_layout_get_pixel_size(layout, &width, NULL);
    double x = gmx_plot_x(plot, ticks.value[i]) - 0.5 * width;
    cairo_move_to(plot->cr, round(CLAMP(x, 0.0, plot->room_right - width)), round(base + 5.0));
    pango_cairo_show_layout(plot->cr, layout);
  }
}

static gint64 shown_step(GmxScrubberTrack *self) {
  return self->place != 0 ? self->place : gmx_kept_last(self->kept);
}

static void draw_handle(GmxScrubberTrack *self, GmxPlot *plot) {
  gint64 step = shown_step(self);
  if (step == 0)
    return;
  double x = round(gmx_plot_x(plot, (double)step)), base = plot->top + plot->height;
  cairo_new_path(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, "accent_bg_color", 1.0);
  cairo_set_line_width(plot->cr, 2.0);
  cairo_move_to(plot->cr, x, plot->top - 3.0);
  cairo_line_to(plot->cr, x, base);
  cairo_stroke(plot->cr);
  cairo_arc(plot->cr, x, base, HANDLE, 0.0, 2.0 * G_PI);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_PAPER, 1.0);
  cairo_fill_preserve(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, "accent_bg_color", 1.0);
  cairo_set_line_width(plot->cr, 3.0);
  cairo_stroke(plot->cr);
  if (!gtk_widget_has_visible_focus(GTK_WIDGET(self)))
    return;
  cairo_arc(plot->cr, x, base, HANDLE + 3.5, 0.0, 2.0 * G_PI);
  gmx_palette_set_source(plot->palette, plot->cr, "accent_bg_color", 0.5);
  cairo_set_line_width(plot->cr, 2.0);
  cairo_stroke(plot->cr);
}

static void scrubber_track_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxScrubberTrack *self = GMX_SCRUBBER_TRACK(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(-4, -4, width + 8, height + 8));
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(cairo_rectangle_t));
  GmxPlot plot = begin_plot(self, cr, width, height);
  plot.taken = taken;
  draw_dropped(self, &plot);
  draw_layers(self, &plot);
  draw_axis(&plot, self->kept->len == 0);
  draw_handle(self, &plot);
  cairo_destroy(cr);
}

static void scrubber_track_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                   int *minimum, int *natural, int *minimum_baseline,
                                   int *natural_baseline) {
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 52;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 52;
}

/* Moving */

static void go_to(GmxScrubberTrack *self, gint64 place) {
  if (place == self->place)
    return;
  gmx_scrubber_track_set_place(self, place);
  g_signal_emit(self, signals[MOVED], 0, place);
}

void gmx_scrubber_track_move(GmxScrubberTrack *self, int by) {
  g_return_if_fail(GMX_IS_SCRUBBER_TRACK(self));
  go_to(self, gmx_kept_move(self->kept, self->place, by));
}

/* The kept step nearest to the pointer. */
static gint64 step_at(GmxScrubberTrack *self, double x) {
  double across = (x - SIDE) / MAX(gtk_widget_get_width(GTK_WIDGET(self)) - 2.0 * SIDE, 1.0);
  return gmx_kept_nearest(self->kept,
                          (gint64)llround(gmx_axis_value(self->x, CLAMP(across, 0.0, 1.0))));
}

static void drag_to(GmxScrubberTrack *self, double x) {
  gint64 step = step_at(self, x);
  go_to(self, step == gmx_kept_last(self->kept) ? 0 : step);
}

static void on_drag_begin(GtkGestureDrag *gesture, double x, double y, GmxScrubberTrack *self) {
  gtk_widget_grab_focus(GTK_WIDGET(self));
  gtk_gesture_set_state(GTK_GESTURE(gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  drag_to(self, x);
}

static void on_drag_update(GtkGestureDrag *gesture, double dx, double dy, GmxScrubberTrack *self) {
  double x, y;
  if (gtk_gesture_drag_get_start_point(gesture, &x, &y))
    drag_to(self, x + dx);
}

static gboolean on_key(GmxScrubberTrack *self, guint keyval, guint keycode, GdkModifierType state) {
  int page = MAX((int)self->kept->len / 10, 1);
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
  case GDK_KEY_Down:
    gmx_scrubber_track_move(self, -1);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
  case GDK_KEY_Up:
    gmx_scrubber_track_move(self, 1);
    return TRUE;
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    gmx_scrubber_track_move(self, -page);
    return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    gmx_scrubber_track_move(self, page);
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    gmx_scrubber_track_move(self, -(int)self->kept->len);
    return TRUE;
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    go_to(self, 0);
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean scrubber_track_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                             GtkTooltip *tooltip) {
  GmxScrubberTrack *self = GMX_SCRUBBER_TRACK(widget);
  GmxReading reading;
  if (keyboard || self->kept->len == 0)
    return FALSE;
  gint64 step = step_at(self, x);
  g_autofree char *number = gmx_format_count(step);
  g_autofree char *text = NULL;
  if (self->curve != NULL && gmx_layer_read(self->curve, self->y, (double)step, &reading)) {
    text = g_strdup_printf("%s: %s %s", number, gmx_layer_get_name(self->curve), reading.value);
    gmx_reading_clear(&reading);
  }
  gtk_tooltip_set_text(tooltip, text != NULL ? text : number);
  return TRUE;
}

/* What it is told */

void gmx_scrubber_track_describe(GmxScrubberTrack *self, const char *name, const char *value) {
  g_return_if_fail(GMX_IS_SCRUBBER_TRACK(self));
  double first = self->kept->len > 0 ? (double)g_array_index(self->kept, gint64, 0) : 0.0;
  /* The description too: a screen reader hears values of GTK's own sliders only. */
  gtk_accessible_update_property(
      GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value,
      GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, first, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
      (double)gmx_kept_last(self->kept), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
      (double)shown_step(self), -1);
}

void gmx_scrubber_track_renew(GmxScrubberTrack *self) {
  gmx_axis_data_changed(self->x);
  gmx_axis_data_changed(self->y);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void gmx_scrubber_track_set_layers(GmxScrubberTrack *self, GmxLayer *curve, GmxLayer *events) {
  g_return_if_fail(GMX_IS_SCRUBBER_TRACK(self));
  gboolean other = g_set_object(&self->curve, curve) | g_set_object(&self->events, events);
  if (!other)
    return;
  gmx_axis_fit(self->x);
  gmx_axis_fit(self->y);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void gmx_scrubber_track_set_kept(GmxScrubberTrack *self, GArray *kept, gboolean dropped) {
  g_return_if_fail(GMX_IS_SCRUBBER_TRACK(self));
  g_array_unref(self->kept);
  self->kept = kept;
  self->dropped = dropped;
  gmx_scrubber_track_renew(self);
}

const GArray *gmx_scrubber_track_get_kept(GmxScrubberTrack *self) {
  return self->kept;
}

void gmx_scrubber_track_set_place(GmxScrubberTrack *self, gint64 place) {
  g_return_if_fail(GMX_IS_SCRUBBER_TRACK(self));
  self->place = place;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void scrubber_track_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GmxScrubberTrack *self = GMX_SCRUBBER_TRACK(widget);
  GTK_WIDGET_CLASS(gmx_scrubber_track_parent_class)->css_changed(widget, change);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  gtk_widget_queue_draw(widget);
}

static void scrubber_track_state_flags_changed(GtkWidget *widget, GtkStateFlags before) {
  GTK_WIDGET_CLASS(gmx_scrubber_track_parent_class)->state_flags_changed(widget, before);
  gmx_focus_ring_changed(widget, before);
}

static void scrubber_track_dispose(GObject *object) {
  GmxScrubberTrack *self = GMX_SCRUBBER_TRACK(object);
  if (self->x != NULL)
    gmx_axis_remove_source(self->x, self);
  if (self->y != NULL)
    gmx_axis_remove_source(self->y, self);
  g_clear_object(&self->x);
  g_clear_object(&self->y);
  g_clear_object(&self->curve);
  g_clear_object(&self->events);
  g_clear_object(&self->context);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_pointer(&self->kept, g_array_unref);
  G_OBJECT_CLASS(gmx_scrubber_track_parent_class)->dispose(object);
}

static void gmx_scrubber_track_class_init(GmxScrubberTrackClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = scrubber_track_dispose;
  widget_class->snapshot = scrubber_track_snapshot;
  widget_class->measure = scrubber_track_measure;
  widget_class->query_tooltip = scrubber_track_query_tooltip;
  widget_class->css_changed = scrubber_track_css_changed;
  widget_class->state_flags_changed = scrubber_track_state_flags_changed;
  signals[MOVED] = g_signal_new("moved", GMX_TYPE_SCRUBBER_TRACK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_css_name(widget_class, "gmx-scrubber-track");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void gmx_scrubber_track_init(GmxScrubberTrack *self) {
  GtkEventController *key = gtk_event_controller_key_new();
  GtkGesture *drag = gtk_gesture_drag_new();
  self->kept = g_array_new(FALSE, FALSE, sizeof(gint64));
  self->x = gmx_axis_new_x(NULL);
  self->y = gmx_axis_new_y(NULL);
  gmx_axis_add_source(self->x, self, track_extent);
  gmx_axis_add_source(self->y, self, track_extent);
  g_signal_connect_swapped(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect(drag, "drag-begin", G_CALLBACK(on_drag_begin), self);
  g_signal_connect(drag, "drag-update", G_CALLBACK(on_drag_update), self);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(drag));
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_hexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
}

GtkWidget *gmx_scrubber_track_new(void) {
  return g_object_new(GMX_TYPE_SCRUBBER_TRACK, NULL);
}
