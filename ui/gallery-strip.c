/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip of the newest step's mixed examples: the sharp ones, the flat ones, or all. */
#include "ui/gallery-strip.h"

#include "ui/format.h"
#include "ui/help-topics.h"
#include "ui/tile-row.h"

#include <glib/gi18n.h>
#include <math.h>

#define MOST_TILES 96 /* more are counted in the header, not drawn */
#define GAP 10
#define HEADER_WIDTH 92

struct _GmxGalleryStrip {
  GtkWidget parent_instance;

  GmxStripKind kind;
  GmxGallery *gallery; /* newest that was offered */
  GmxDataset *dataset;
  gint64 shown_step; /* −1: nothing is shown */
  gboolean narrow;
  char *mark_color; /* of the header's mark, "#e66100" */

  GtkWidget *header, *title, *order, *figures;
  GtkWidget *scroller, *row, *fade;
  GtkEventController *pointer, *focus;
};

G_DEFINE_FINAL_TYPE(GmxGalleryStrip, gmx_gallery_strip, GTK_TYPE_WIDGET)

static gboolean belongs(GmxGalleryStrip *self, int index) {
  if (self->kind == GMX_STRIP_ALL)
    return TRUE;
  return self->gallery->climbed &&
         (self->gallery->sharp[index] != 0) == (self->kind == GMX_STRIP_SHARP);
}

/* The strip's examples in its order; returns how many there are, @mean of s (or of the loss). */
static int pick(GmxGalleryStrip *self, int *indices, double *mean) {
  GmxGallery *gallery = self->gallery;
  int count = 0;
  double sum = 0;
  for (int i = 0; i < gallery->count; i++) {
    /* The engine sorts by falling s: the flat strip reads it from the end. */
    int at = self->kind == GMX_STRIP_FLAT ? gallery->count - 1 - i : i;
    int index = gallery->order[at];
    if (!belongs(self, index))
      continue;
    sum += self->kind == GMX_STRIP_ALL ? gallery->loss[index] : gallery->s[index];
    indices[count++] = index;
  }
  *mean = count > 0 ? sum / count : NAN;
  return count;
}

static void show_figures(GmxGalleryStrip *self, int count, double mean) {
  GmxGallery *gallery = self->gallery;
  g_autofree char *mean_text =
      self->kind == GMX_STRIP_ALL ? gmx_format_measure(mean, 3) : gmx_format_signed(mean, 3);
  const char *between = self->narrow ? ", " : "\n";
  GString *text = g_string_new(NULL);
  if (self->kind == GMX_STRIP_ALL)
    g_string_append_printf(text,
                           self->dataset && gmx_dataset_is_points(self->dataset)
                               ? _("%d points%smean loss %s")
                               : _("%d images%smean loss %s"),
                           count, between, mean_text);
  else
    g_string_append_printf(text, _("%d of %d%smean %s"), count, gallery->count, between, mean_text);
  if (!isnan(gallery->lambda) && !self->narrow) {
    g_autofree char *lambda = gmx_format_number(gallery->lambda, 2);
    g_string_append_printf(text, "\nλ = %s", lambda);
  }
  gtk_label_set_text(GTK_LABEL(self->figures), text->str);
  g_string_free(text, TRUE);
}

static void renew(GmxGalleryStrip *self) {
  if (!self->gallery || !self->dataset)
    return;
  g_autofree int *indices = g_new(int, MAX(1, self->gallery->count));
  double mean = NAN;
  int count = pick(self, indices, &mean);
  gmx_tile_row_show(GMX_TILE_ROW(self->row), self->gallery, indices, MIN(count, MOST_TILES),
                    self->dataset);
  show_figures(self, count, mean);
  self->shown_step = self->gallery->step;
}

static gboolean is_held(GmxGalleryStrip *self) {
  return gtk_event_controller_motion_contains_pointer(GTK_EVENT_CONTROLLER_MOTION(self->pointer)) ||
         gtk_event_controller_focus_contains_focus(GTK_EVENT_CONTROLLER_FOCUS(self->focus));
}

static void on_let_go(GmxGalleryStrip *self) {
  if (self->gallery && self->gallery->step != self->shown_step && !is_held(self))
    renew(self);
}

static void clear(GmxGalleryStrip *self) {
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_object(&self->dataset);
  self->shown_step = -1;
  gmx_tile_row_show(GMX_TILE_ROW(self->row), NULL, NULL, 0, NULL);
  gtk_label_set_text(GTK_LABEL(self->figures), "");
}

void gmx_gallery_strip_show(GmxGalleryStrip *self, GmxGallery *gallery, GmxDataset *dataset) {
  if (!gallery) {
    clear(self);
    return;
  }
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  g_set_object(&self->dataset, dataset);
  /* Nothing moves under a reader's eyes. */
  if (!is_held(self) || self->shown_step < 0)
    renew(self);
}

void gmx_gallery_strip_set_narrow(GmxGalleryStrip *self, gboolean narrow) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  self->narrow = narrow;
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->header),
                                 narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing(GTK_BOX(self->header), narrow ? 8 : 4);
  gtk_widget_set_size_request(self->header, narrow ? -1 : HEADER_WIDTH, -1);
  gtk_widget_set_hexpand(self->figures, narrow);
  gtk_label_set_xalign(GTK_LABEL(self->figures), narrow ? 1 : 0);
  if (self->gallery)
    renew(self);
}

/* The right edge fades while more tiles follow. */
static void update_fade(GmxGalleryStrip *self) {
  GtkAdjustment *at = gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(self->scroller));
  double rest = gtk_adjustment_get_upper(at) - gtk_adjustment_get_page_size(at) -
                gtk_adjustment_get_value(at);
  gtk_widget_set_opacity(self->fade, rest > 1 ? 1 : 0);
}

static GtkWidget *new_note(void) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_widget_add_css_class(label, "gmx-strip-note");
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static void build_header(GmxGalleryStrip *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->header = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  self->title = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->title), 0);
  gtk_widget_add_css_class(self->title, "gmx-strip-title");
  static const GmxTopic topics[] = {GMX_TOPIC_SHARP, GMX_TOPIC_FLAT, GMX_TOPIC_BATCH};
  gtk_box_append(GTK_BOX(line), self->title);
  gtk_box_append(GTK_BOX(line), gmx_help_topic_new(topics[self->kind]));
  self->order = new_note();
  self->figures = new_note();
  gtk_box_append(GTK_BOX(self->header), line);
  gtk_box_append(GTK_BOX(self->header), self->order);
  gtk_box_append(GTK_BOX(self->header), self->figures);
  gtk_widget_set_parent(self->header, GTK_WIDGET(self));
}

static void name_header(GmxGalleryStrip *self) {
  static const char *const markups[] = {N_("<span color=\"%s\">▲</span>  Sharp"),
                                        N_("<span color=\"%s\">●</span>  Flat"), N_("Batch")};
  static const char *const orders[] = {N_("most sensitive first"), N_("least sensitive first"),
                                       N_("highest loss first")};
  static const char *const names[] = {N_("Sharp"), N_("Flat"), N_("Batch")};
  GdkRGBA color = {0};
  const char *role = self->kind == GMX_STRIP_SHARP ? "gmx_sharp" : "gmx_flat";
  gtk_style_context_lookup_color(gtk_widget_get_style_context(GTK_WIDGET(self)), role, &color);
  g_autofree char *hex =
      g_strdup_printf("#%02x%02x%02x", (int)(color.red * 255 + 0.5), (int)(color.green * 255 + 0.5),
                      (int)(color.blue * 255 + 0.5));
  if (g_strcmp0(hex, self->mark_color) == 0)
    return;
  g_free(self->mark_color);
  self->mark_color = g_strdup(hex);
  g_autofree char *markup = self->kind == GMX_STRIP_ALL
                                ? g_strdup(_(markups[2]))
                                : g_strdup_printf(_(markups[self->kind]), hex);
  gtk_label_set_markup(GTK_LABEL(self->title), markup);
  gtk_label_set_text(GTK_LABEL(self->order), _(orders[self->kind]));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _(names[self->kind]), -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _(names[self->kind]), -1);
}

static void build_tiles(GmxGalleryStrip *self) {
  GtkWidget *overlay = gtk_overlay_new();
  self->row = gmx_tile_row_new(GAP);
  self->scroller = gtk_scrolled_window_new();
  self->fade = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_EXTERNAL,
                                 GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->row);
  gtk_widget_set_size_request(self->scroller, GMX_TILE_WIDTH, GMX_TILE_HEIGHT);
  gtk_widget_set_size_request(self->fade, 40, -1);
  gtk_widget_set_halign(self->fade, GTK_ALIGN_END);
  gtk_widget_set_can_target(self->fade, FALSE);
  gtk_widget_add_css_class(self->fade, "gmx-fade");
  gtk_overlay_set_child(GTK_OVERLAY(overlay), self->scroller);
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), self->fade);
  gtk_widget_set_hexpand(overlay, TRUE);
  gtk_widget_add_css_class(overlay, "gmx-tiles");
  gtk_widget_set_parent(overlay, GTK_WIDGET(self));
  GtkAdjustment *at = gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(self->scroller));
  g_signal_connect_object(at, "changed", G_CALLBACK(update_fade), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(at, "value-changed", G_CALLBACK(update_fade), self, G_CONNECT_SWAPPED);
}

static void strip_dispose(GObject *object) {
  GmxGalleryStrip *self = GMX_GALLERY_STRIP(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_object(&self->dataset);
  g_clear_pointer(&self->mark_color, g_free);
  G_OBJECT_CLASS(gmx_gallery_strip_parent_class)->dispose(object);
}

static void strip_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_gallery_strip_parent_class)->css_changed(widget, change);
  if (GMX_GALLERY_STRIP(widget)->row) /* dark mode has come or gone */
    name_header(GMX_GALLERY_STRIP(widget));
}

static void gmx_gallery_strip_class_init(GmxGalleryStripClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = strip_dispose;
  widget_class->css_changed = strip_css_changed;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_gallery_strip_init(GmxGalleryStrip *self) {
  self->shown_step = -1;
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  self->pointer = gtk_event_controller_motion_new();
  self->focus = gtk_event_controller_focus_new();
  g_signal_connect_swapped(self->pointer, "leave", G_CALLBACK(on_let_go), self);
  g_signal_connect_swapped(self->focus, "leave", G_CALLBACK(on_let_go), self);
  gtk_widget_add_controller(GTK_WIDGET(self), self->pointer);
  gtk_widget_add_controller(GTK_WIDGET(self), self->focus);
}

GtkWidget *gmx_gallery_strip_new(GmxStripKind kind) {
  GmxGalleryStrip *self = g_object_new(GMX_TYPE_GALLERY_STRIP, NULL);
  static const char *const names[] = {"strip-sharp", "strip-flat", "strip-all"};
  self->kind = kind;
  gtk_widget_set_name(GTK_WIDGET(self), names[kind]);
  build_header(self);
  build_tiles(self);
  name_header(self);
  gmx_gallery_strip_set_narrow(self, FALSE);
  return GTK_WIDGET(self);
}
