/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend draws its entries itself: a box of labels could neither shorten its names nor break
 * its line without asking for more width. */
#include "ui/chart/legend.h"

#include <math.h>

#define ENTRY_GAP 14.0
#define SAMPLE_GAP 6.0
#define VALUE_GAP 5.0
#define LINE_GAP 2.0
#define ENTRY_MOST 150.0    /* the smallest width never asks for more than this */
#define UPDATE_INTERVAL 250 /* ms */

typedef struct {
  GmxLayer *layer; /* borrowed from the chart or the keys */
  char *text;      /* newest value */
  gboolean alarm;
  PangoLayout *name, *short_name, *value;
  double sample, full, brief; /* widths: sample, whole entry with long and short name */
  double x, y, width;         /* where it was put */
  gboolean is_short;
} Entry;

struct _GmxChartLegend {
  GtkWidget parent_instance;
  GmxChart *chart;
  GPtrArray *keys; /* referenced */
  GArray *entries;
  double line_height;
  guint update_id;
  gboolean stale;
};

G_DEFINE_FINAL_TYPE(GmxChartLegend, gmx_chart_legend, GTK_TYPE_WIDGET)

static void entry_clear(gpointer data) {
  Entry *entry = data;
  g_free(entry->text);
  g_clear_object(&entry->name);
  g_clear_object(&entry->short_name);
  g_clear_object(&entry->value);
}

static PangoLayout *make_layout(GmxChartLegend *self, const char *text, gboolean bold) {
  PangoLayout *layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), text);
  PangoAttrList *attributes = pango_attr_list_new();
  /* The size of captions, 82 per cent as in the style sheet. */
  pango_attr_list_insert(attributes, pango_attr_scale_new(0.82));
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  if (bold)
    pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  return layout;
}

static double layout_width(PangoLayout *layout) {
  int width;
  pango_layout_get_pixel_size(layout, &width, NULL);
  return width;
}

static void measure_entry(GmxChartLegend *self, Entry *entry) {
  g_clear_object(&entry->value);
  if (entry->text != NULL)
    entry->value = make_layout(self, entry->text, TRUE);
  double value = entry->value != NULL ? VALUE_GAP + layout_width(entry->value) : 0.0;
  double rest = entry->sample + SAMPLE_GAP + value;
  entry->full = rest + layout_width(entry->name);
  entry->brief = rest + layout_width(entry->short_name);
}

static void add_entry(GmxChartLegend *self, GmxLayer *layer) {
  Entry entry = {.layer = layer};
  if (!gmx_layer_get_in_legend(layer) || gmx_layer_get_name(layer) == NULL)
    return;
  int height;
  entry.text = gmx_layer_newest(layer, gmx_chart_get_layer_axis(self->chart, layer), &entry.alarm);
  entry.name = make_layout(self, gmx_layer_get_name(layer), FALSE);
  entry.short_name = make_layout(self, gmx_layer_get_short_name(layer), FALSE);
  entry.sample = gmx_layer_sample_width(layer);
  measure_entry(self, &entry);
  pango_layout_get_pixel_size(entry.name, NULL, &height);
  self->line_height = MAX(self->line_height, height);
  g_array_append_val(self->entries, entry);
}

static void rebuild(GmxChartLegend *self) {
  GPtrArray *layers = gmx_chart_get_layers(self->chart);
  g_array_set_size(self->entries, 0);
  self->line_height = 0.0;
  for (guint i = 0; i < layers->len; i++)
    add_entry(self, g_ptr_array_index(layers, i));
  for (guint i = 0; i < self->keys->len; i++)
    add_entry(self, g_ptr_array_index(self->keys, i));
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

/* New values in place. Widths are those of digits of one width, so they rarely change. */
static void update_values(GmxChartLegend *self) {
  gboolean wider = FALSE;
  self->stale = FALSE;
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = &g_array_index(self->entries, Entry, i);
    GmxAxis *axis = gmx_chart_get_layer_axis(self->chart, entry->layer);
    double full = entry->full;
    gboolean alarm;
    char *text = gmx_layer_newest(entry->layer, axis, &alarm);
    if (g_strcmp0(text, entry->text) == 0 && alarm == entry->alarm) {
      g_free(text);
      continue;
    }
    g_free(entry->text);
    entry->text = text;
    entry->alarm = alarm;
    measure_entry(self, entry);
    wider = wider || full != entry->full;
    gtk_widget_queue_draw(GTK_WIDGET(self));
  }
  if (wider)
    gtk_widget_queue_resize(GTK_WIDGET(self));
}

static gboolean update_timeout(gpointer data) {
  GmxChartLegend *self = data;
  if (!self->stale) {
    self->update_id = 0;
    return G_SOURCE_REMOVE;
  }
  update_values(self);
  return G_SOURCE_CONTINUE;
}

static void values_changed(GmxChartLegend *self) {
  self->stale = TRUE;
  if (self->update_id != 0)
    return;
  update_values(self);
  self->update_id = g_timeout_add(UPDATE_INTERVAL, update_timeout, self);
}

static double line_width(GmxChartLegend *self, gboolean brief) {
  double width = 0.0;
  for (guint i = 0; i < self->entries->len; i++) {
    const Entry *entry = &g_array_index(self->entries, Entry, i);
    width += (brief ? entry->brief : entry->full) + (i > 0 ? ENTRY_GAP : 0.0);
  }
  return ceil(width);
}

int gmx_chart_legend_get_line_width(GmxChartLegend *self, gboolean short_names) {
  return (int)line_width(self, short_names);
}

gboolean gmx_chart_legend_is_empty(GmxChartLegend *self) {
  return self->entries->len == 0;
}

/* Puts entries [from, to) on one line that ends at @right. */
static void place_line(GmxChartLegend *self, guint from, guint to, double right, double y) {
  for (guint i = to; i-- > from;) {
    Entry *entry = &g_array_index(self->entries, Entry, i);
    entry->x = right - entry->width;
    entry->y = y;
    right = entry->x - ENTRY_GAP;
  }
}

/* Long names in one line, else short ones, else lines of short ones. Returns the number of lines;
 * places the entries if @place. */
static int break_lines(GmxChartLegend *self, double width, gboolean place) {
  gboolean brief = line_width(self, FALSE) > width;
  double used = 0.0, y = 0.0;
  guint first = 0;
  int lines = self->entries->len > 0 ? 1 : 0;
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = &g_array_index(self->entries, Entry, i);
    double own = MIN(brief ? entry->brief : entry->full, width);
    if (i > first && used + ENTRY_GAP + own > width) {
      if (place)
        place_line(self, first, i, width, y);
      y += self->line_height + LINE_GAP;
      first = i;
      used = 0.0;
      lines++;
    }
    used += own + (i > first ? ENTRY_GAP : 0.0);
    if (place) {
      entry->width = own;
      entry->is_short = brief;
    }
  }
  if (place)
    place_line(self, first, self->entries->len, width, y);
  return lines;
}

static GtkSizeRequestMode gmx_chart_legend_get_request_mode(GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void gmx_chart_legend_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                     int *minimum, int *natural, int *minimum_baseline,
                                     int *natural_baseline) {
  GmxChartLegend *self = GMX_CHART_LEGEND(widget);
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    for (guint i = 0; i < self->entries->len; i++)
      *minimum = MAX(*minimum, (int)MIN(g_array_index(self->entries, Entry, i).brief, ENTRY_MOST));
    *natural = MAX((int)line_width(self, FALSE), *minimum);
    return;
  }
  int lines = break_lines(self, for_size >= 0 ? for_size : G_MAXINT, FALSE);
  if (lines > 0)
    *minimum = *natural = (int)ceil(lines * self->line_height + (lines - 1) * LINE_GAP);
}

static void gmx_chart_legend_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  break_lines(GMX_CHART_LEGEND(widget), width, TRUE);
}

static void append_layout(GtkSnapshot *snapshot, PangoLayout *layout, double x, double y,
                          const GdkRGBA *color, double alpha) {
  GdkRGBA faint = *color;
  faint.alpha *= (float)alpha;
  gtk_snapshot_save(snapshot);
  gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT((float)round(x), (float)round(y)));
  gtk_snapshot_append_layout(snapshot, layout, &faint);
  gtk_snapshot_restore(snapshot);
}

static void snapshot_entry(GmxChartLegend *self, GtkSnapshot *snapshot, const GmxPalette *palette,
                           Entry *entry) {
  double alpha = gmx_layer_get_visible(entry->layer) ? 1.0 : 0.35;
  double middle = round(entry->y + 0.5 * self->line_height);
  PangoLayout *name = entry->is_short ? entry->short_name : entry->name;
  double value = entry->value != NULL ? layout_width(entry->value) : 0.0;
  double room = entry->width - entry->sample - SAMPLE_GAP - (value > 0.0 ? value + VALUE_GAP : 0.0);
  GdkRGBA ink, error;
  gmx_palette_get(palette, GMX_INK, &ink);
  gmx_palette_get(palette, "gmx_error", &error);
  cairo_t *cr = gtk_snapshot_append_cairo(
      snapshot, &GRAPHENE_RECT_INIT((float)entry->x - 2, (float)entry->y, (float)entry->sample + 4,
                                    (float)self->line_height));
  cairo_push_group(cr);
  gmx_layer_draw_sample(entry->layer, palette, cr, entry->x + 0.5 * entry->sample, middle);
  cairo_pop_group_to_source(cr);
  cairo_paint_with_alpha(cr, alpha);
  cairo_destroy(cr);
  pango_layout_set_ellipsize(name, PANGO_ELLIPSIZE_END);
  pango_layout_set_width(name, (int)ceil(MAX(room, 1.0)) * PANGO_SCALE);
  append_layout(snapshot, name, entry->x + entry->sample + SAMPLE_GAP, entry->y, &ink,
                0.85 * alpha);
  pango_layout_set_width(name, -1);
  if (entry->value != NULL)
    append_layout(snapshot, entry->value, entry->x + entry->width - value, entry->y,
                  entry->alarm ? &error : &ink, alpha);
}

static void gmx_chart_legend_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxChartLegend *self = GMX_CHART_LEGEND(widget);
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  for (guint i = 0; i < self->entries->len; i++)
    snapshot_entry(self, snapshot, palette, &g_array_index(self->entries, Entry, i));
}

static void gmx_chart_legend_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_chart_legend_parent_class)->css_changed(widget, change);
  if (GMX_CHART_LEGEND(widget)->chart != NULL)
    rebuild(GMX_CHART_LEGEND(widget));
}

static gboolean belongs_to_chart(GmxChartLegend *self, GmxLayer *layer) {
  return g_ptr_array_find(gmx_chart_get_layers(self->chart), layer, NULL);
}

static void on_released(GtkGestureClick *gesture, int count, double x, double y,
                        GmxChartLegend *self) {
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = &g_array_index(self->entries, Entry, i);
    if (x < entry->x - 4.0 || x > entry->x + entry->width + 4.0 || y < entry->y ||
        y > entry->y + self->line_height || !belongs_to_chart(self, entry->layer))
      continue;
    gmx_layer_set_visible(entry->layer, !gmx_layer_get_visible(entry->layer));
    gtk_widget_queue_draw(GTK_WIDGET(self));
    return;
  }
}

void gmx_chart_legend_add_key(GmxChartLegend *self, GmxLayer *key) {
  g_return_if_fail(GMX_IS_CHART_LEGEND(self) && GMX_IS_LAYER(key));
  g_ptr_array_add(self->keys, g_object_ref(key));
  g_signal_connect_object(key, "changed", G_CALLBACK(values_changed), self, G_CONNECT_SWAPPED);
  rebuild(self);
}

static void gmx_chart_legend_dispose(GObject *object) {
  GmxChartLegend *self = GMX_CHART_LEGEND(object);
  g_clear_handle_id(&self->update_id, g_source_remove);
  if (self->chart != NULL) {
    g_signal_handlers_disconnect_by_data(self->chart, self);
    g_signal_handlers_disconnect_by_data(gmx_chart_get_figure(self->chart), self);
  }
  g_array_set_size(self->entries, 0);
  g_ptr_array_set_size(self->keys, 0);
  g_clear_object(&self->chart);
  G_OBJECT_CLASS(gmx_chart_legend_parent_class)->dispose(object);
}

static void gmx_chart_legend_finalize(GObject *object) {
  GmxChartLegend *self = GMX_CHART_LEGEND(object);
  g_array_unref(self->entries);
  g_ptr_array_unref(self->keys);
  G_OBJECT_CLASS(gmx_chart_legend_parent_class)->finalize(object);
}

static void gmx_chart_legend_class_init(GmxChartLegendClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = gmx_chart_legend_dispose;
  G_OBJECT_CLASS(klass)->finalize = gmx_chart_legend_finalize;
  widget_class->get_request_mode = gmx_chart_legend_get_request_mode;
  widget_class->measure = gmx_chart_legend_measure;
  widget_class->size_allocate = gmx_chart_legend_size_allocate;
  widget_class->snapshot = gmx_chart_legend_snapshot;
  widget_class->css_changed = gmx_chart_legend_css_changed;
  gtk_widget_class_set_css_name(widget_class, "gmx-chart-legend");
  /* The chart's description says all of it. */
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void gmx_chart_legend_init(GmxChartLegend *self) {
  self->keys = g_ptr_array_new_with_free_func(g_object_unref);
  self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  g_array_set_clear_func(self->entries, entry_clear);
  GtkGesture *click = gtk_gesture_click_new();
  g_signal_connect(click, "released", G_CALLBACK(on_released), self);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
}

GtkWidget *gmx_chart_legend_new(GmxChart *chart) {
  GmxChartLegend *self = g_object_new(GMX_TYPE_CHART_LEGEND, NULL);
  self->chart = g_object_ref(chart);
  g_signal_connect_swapped(gmx_chart_get_figure(chart), "changed", G_CALLBACK(values_changed),
                           self);
  g_signal_connect_swapped(chart, "layers-changed", G_CALLBACK(rebuild), self);
  rebuild(self);
  return GTK_WIDGET(self);
}
