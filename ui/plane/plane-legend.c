/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys drawn by the functions that draw the marks themselves. */
#include "ui/plane/plane-legend.h"

#include "ui/chart/palette.h"
#include "ui/plane/plane-paint.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>

#define KEY 14
#define MOST_CLASSES 10

/* What a key shows; classes count from KEY_CLASS. */
enum { KEY_SHARP, KEY_FLAT, KEY_MIX, KEY_HELD_OUT, KEY_LABEL, KEY_FLAG, KEY_CLASS };

struct _GmxPlaneLegend {
  GtkWidget parent_instance;

  GmxPlaneFeed *feed;
  GmxPlaneLayers layers;
  GmxThrottle counted;

  GtkWidget *classes, *held_out, *mixes, *sharp, *flat, *plain, *label, *intruded, *count;
};

G_DEFINE_FINAL_TYPE(GmxPlaneLegend, gmx_plane_legend, GTK_TYPE_WIDGET)

/* Keys */

static void draw_mix_key(cairo_t *cr, const GmxPalette *palette, int key) {
  const char *color = key == KEY_SHARP ? "gmx_sharp" : key == KEY_FLAT ? "gmx_flat" : GMX_INK;
  gmx_plane_mix_path(cr, key == KEY_SHARP, 0.5 * KEY, 0.5 * KEY, KEY - 4);
  gmx_palette_set_source(palette, cr, color, 1);
  cairo_set_line_width(cr, 2);
  cairo_stroke(cr);
}

static void set_class(cairo_t *cr, const GmxPalette *palette, int label) {
  double rgb[3];
  gmx_plane_class_color(palette, label, rgb);
  cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
}

static void draw_label_key(cairo_t *cr, const GmxPalette *palette, int width) {
  cairo_pattern_t *pattern = cairo_pattern_create_linear(0, 0, width, 0);
  for (int label = 0; label < 2; label++) {
    double rgb[3];
    gmx_plane_class_color(palette, label, rgb);
    cairo_pattern_add_color_stop_rgb(pattern, label, rgb[0], rgb[1], rgb[2]);
  }
  cairo_set_source(cr, pattern);
  cairo_arc(cr, 4, 0.5 * KEY, 4, G_PI_2, 1.5 * G_PI);
  cairo_arc(cr, width - 4, 0.5 * KEY, 4, -G_PI_2, G_PI_2);
  cairo_fill(cr);
  cairo_pattern_destroy(pattern);
}

static void draw_hollow_key(cairo_t *cr, const GmxPalette *palette) {
  gmx_plane_class_path(cr, 0, 0.5 * KEY, 0.5 * KEY, 8);
  gmx_palette_set_source(palette, cr, GMX_PAPER, 1);
  cairo_fill_preserve(cr);
  gmx_palette_set_source(palette, cr, GMX_INK, 0.8);
  cairo_set_line_width(cr, 1.5);
  cairo_stroke(cr);
}

static void draw_key(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data) {
  const int key = GPOINTER_TO_INT(data);
  g_autoptr(GmxPalette) palette = gmx_palette_new(GTK_WIDGET(area));
  if (key >= KEY_CLASS) {
    gmx_plane_class_path(cr, key - KEY_CLASS, 0.5 * KEY, 0.5 * KEY, 8.5);
    set_class(cr, palette, key - KEY_CLASS);
    cairo_fill(cr);
  } else if (key == KEY_LABEL)
    draw_label_key(cr, palette, width);
  else if (key == KEY_HELD_OUT)
    draw_hollow_key(cr, palette);
  else if (key == KEY_FLAG)
    gmx_plane_draw_flag(cr, palette, 0.5 * KEY, 0.5 * KEY);
  else
    draw_mix_key(cr, palette, key);
}

static GtkWidget *new_area(int key) {
  GtkWidget *area = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), key == KEY_LABEL ? 64 : KEY);
  gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), KEY);
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw_key, GINT_TO_POINTER(key), NULL);
  gtk_widget_set_valign(area, GTK_ALIGN_CENTER);
  return area;
}

/* Mark and name; the bar of labels stands behind its name. */
static GtkWidget *new_key(int key, const char *name) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new(name), *area = new_area(key);
  gtk_widget_add_css_class(label, "gmx-legend");
  if (key == KEY_CLASS || key > KEY_CLASS) {
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 14);
    gtk_widget_set_tooltip_text(label, name);
  }
  gtk_box_append(GTK_BOX(box), key == KEY_LABEL ? label : area);
  gtk_box_append(GTK_BOX(box), key == KEY_LABEL ? area : label);
  return box;
}

/* What the run says */

/* More classes than a line holds are told by the pointer over their points. */
void gmx_plane_legend_set_dataset(GmxPlaneLegend *self, GmxDataset *dataset) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(self->classes)))
    gtk_box_remove(GTK_BOX(self->classes), child);
  const int classes =
      dataset && gmx_dataset_is_points(dataset) ? gmx_dataset_get_classes(dataset) : 0;
  for (int k = 0; k < MIN(classes, MOST_CLASSES); k++)
    gtk_box_append(GTK_BOX(self->classes),
                   new_key(KEY_CLASS + k, gmx_dataset_get_class_name(dataset, k)));
}

static void count(gpointer data) {
  GmxPlaneLegend *self = data;
  const GmxPlaneFrame *frame = gmx_plane_feed_get_frame(self->feed);
  const gboolean mixed = self->layers & GMX_PLANE_MIXED;
  const gboolean sides = frame && frame->gallery && frame->gallery->sharp;
  gtk_widget_set_visible(self->mixes, mixed);
  gtk_widget_set_visible(self->label, mixed);
  gtk_widget_set_visible(self->sharp, sides);
  gtk_widget_set_visible(self->flat, sides);
  gtk_widget_set_visible(self->plain, !sides);
  gtk_widget_set_visible(self->intruded, mixed && frame && frame->gallery);
  gtk_widget_set_visible(self->held_out, (self->layers & GMX_PLANE_HELD_OUT) != 0);
  if (!frame || !frame->gallery)
    return;
  g_autofree char *text = sides ? g_strdup_printf(_("%d sharp, %d flat"), frame->intruded_count[1],
                                                  frame->intruded_count[0])
                                : g_strdup_printf("%d", frame->intruded_count[0]);
  gtk_label_set_text(GTK_LABEL(self->count), text);
}

static void on_frame(GmxPlaneLegend *self) {
  gmx_throttle_call(&self->counted);
}

void gmx_plane_legend_set_layers(GmxPlaneLegend *self, GmxPlaneLayers layers) {
  self->layers = layers;
  gmx_throttle_flush(&self->counted);
}

void gmx_plane_legend_set_narrow(GmxPlaneLegend *self, gboolean narrow) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), narrow ? 4 : 20);
  gtk_widget_set_halign(self->intruded, narrow ? GTK_ALIGN_START : GTK_ALIGN_END);
}

/* Building */

static GtkWidget *new_group(GmxPlaneLegend *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 20);
  gtk_widget_set_parent(box, GTK_WIDGET(self));
  return box;
}

static void add_key(GtkWidget *group, GtkWidget **key, int kind, const char *name) {
  *key = new_key(kind, name);
  gtk_box_append(GTK_BOX(group), *key);
}

static void build(GmxPlaneLegend *self) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  GtkWidget *points = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 20);
  self->classes = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 20);
  gtk_box_append(GTK_BOX(points), self->classes);
  add_key(points, &self->held_out, KEY_HELD_OUT, _("held-out"));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_EXTERNAL,
                                 GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_width(GTK_SCROLLED_WINDOW(scroller), TRUE);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), points);
  gtk_widget_set_parent(scroller, GTK_WIDGET(self));
  self->mixes = new_group(self);
  add_key(self->mixes, &self->sharp, KEY_SHARP, _("mixed, sharp"));
  add_key(self->mixes, &self->flat, KEY_FLAT, _("mixed, flat"));
  add_key(self->mixes, &self->plain, KEY_MIX, _("mixed"));
  self->label = new_key(KEY_LABEL, _("filled by label"));
  gtk_widget_set_parent(self->label, GTK_WIDGET(self));
  self->intruded = new_key(KEY_FLAG, _("in a third class"));
  self->count = gtk_label_new(NULL);
  gtk_widget_add_css_class(self->count, "gmx-plane-loss");
  gtk_widget_add_css_class(self->count, "numeric");
  gtk_box_append(GTK_BOX(self->intruded), self->count);
  gtk_widget_set_hexpand(self->intruded, TRUE);
  gtk_widget_set_name(self->intruded, "plane-intruded");
  gtk_widget_set_tooltip_text(
      self->intruded, _("Mixed points whose nearest training point, in the plane, is of a class "
                        "that neither parent has, and nearer than both parents. Intrusion, on the "
                        "Samples page, asks the same in the network’s features"));
  gtk_widget_set_parent(self->intruded, GTK_WIDGET(self));
}

static void plane_legend_dispose(GObject *object) {
  GmxPlaneLegend *self = GMX_PLANE_LEGEND(object);
  GtkWidget *child;
  gmx_throttle_stop(&self->counted);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->feed);
  G_OBJECT_CLASS(gmx_plane_legend_parent_class)->dispose(object);
}

static void gmx_plane_legend_class_init(GmxPlaneLegendClass *class) {
  G_OBJECT_CLASS(class)->dispose = plane_legend_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_plane_legend_init(GmxPlaneLegend *self) {
  gmx_throttle_init(&self->counted, 250, count, self);
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-plane-legend");
  build(self);
}

GtkWidget *gmx_plane_legend_new(GmxPlaneFeed *feed) {
  GmxPlaneLegend *self = g_object_new(GMX_TYPE_PLANE_LEGEND, NULL);
  self->feed = g_object_ref(feed);
  g_signal_connect_object(feed, "frame", G_CALLBACK(on_frame), self, G_CONNECT_SWAPPED);
  gmx_plane_legend_set_narrow(self, FALSE);
  gmx_plane_legend_set_layers(self, GMX_PLANE_MIXED | GMX_PLANE_TRAINING);
  return GTK_WIDGET(self);
}
