/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many of one side's examples are intruded. */
#include "ui/samples/intrusion-note.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

struct _GmxIntrusionNote {
  GtkWidget parent_instance;

  gboolean known, possible, searching;

  GtkWidget *rate, *rate_text, *interval;             /* known */
  GtkWidget *unknown, *search_button;                 /* not searched */
  GtkWidget *progress, *bar, *bar_text, *stop_button; /* searching */
};

enum { SIGNAL_SEARCH, SIGNAL_STOP, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxIntrusionNote, gmx_intrusion_note, GTK_TYPE_WIDGET)

static void update_visible(GmxIntrusionNote *self) {
  gtk_widget_set_visible(self->rate, self->known);
  gtk_widget_set_visible(self->progress, !self->known && self->searching);
  gtk_widget_set_visible(self->unknown, !self->known && !self->searching && self->possible);
}

/* Intruded examples of @side, and all that were looked at. */
static void count(const GmxGallery *gallery, const GmxIntrusion *intrusion, GmxSide side, int *hits,
                  int *total) {
  if (side != GMX_SIDE_ALL) {
    gmx_intrusion_count(intrusion, gallery, side == GMX_SIDE_SHARP, hits, total);
    return;
  }
  *hits = 0;
  *total = intrusion->count;
  for (int i = 0; i < intrusion->count; i++)
    *hits += intrusion->intruded[i] != 0;
}

static void explain(GmxIntrusionNote *self, const GmxIntrusion *intrusion, int hits, int total) {
  g_autofree char *images = gmx_format_count(intrusion->searched);
  g_autofree char *step = gmx_format_count(intrusion->step);
  g_autofree char *text = g_strdup_printf(
      _("%d of %d examples lie nearer to a training example of a third class than to both parents, "
        "in the penultimate features.\nSearched among %s training examples, with the weights of "
        "step %s.\nThe interval is Wilson's."),
      hits, total, images, step);
  gtk_widget_set_tooltip_text(self->rate, text);
}

static void show_rate(GmxIntrusionNote *self, const GmxGallery *gallery,
                      const GmxIntrusion *intrusion, GmxSide side) {
  int hits = 0, total = 0;
  double low = NAN, high = NAN;
  count(gallery, intrusion, side, &hits, &total);
  gmx_wilson_interval(hits, total, &low, &high);
  g_autofree char *percent =
      total > 0 ? gmx_format_percent((double)hits / total, 0) : g_strdup("–");
  g_autofree char *markup = g_strdup_printf(_("intruded <b>%s</b>"), percent);
  g_autofree char *from = gmx_format_number(low * 100, 0);
  g_autofree char *to = gmx_format_number(high * 100, 0);
  g_autofree char *interval =
      total > 0 ? g_strdup_printf(_("95\u2009%% in %s–%s"), from, to) : g_strdup("");
  gtk_label_set_markup(GTK_LABEL(self->rate_text), markup);
  gtk_label_set_text(GTK_LABEL(self->interval), interval);
  explain(self, intrusion, hits, total);
}

void gmx_intrusion_note_show(GmxIntrusionNote *self, const GmxGallery *gallery,
                             const GmxIntrusion *intrusion, GmxSide side) {
  self->possible = gallery && gmx_gallery_is_mixed(gallery);
  self->known = self->possible && intrusion;
  if (self->known)
    show_rate(self, gallery, intrusion, side);
  update_visible(self);
}

void gmx_intrusion_note_set_search(GmxIntrusionNote *self, double fraction, const char *detail) {
  self->searching = !isnan(fraction);
  if (self->searching) {
    g_autofree char *percent = gmx_format_percent(fraction, 0);
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), CLAMP(fraction, 0, 1));
    gtk_label_set_text(GTK_LABEL(self->bar_text), percent);
    gtk_widget_set_tooltip_text(self->progress, detail);
  }
  update_visible(self);
}

/* Building */

static GtkWidget *new_text(const char *text, const char *style) {
  GtkWidget *label = gtk_label_new(text);
  gtk_widget_add_css_class(label, style);
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static GtkWidget *new_flag(void) {
  GtkWidget *flag = gtk_image_new_from_icon_name("gmx-flag-symbolic");
  gtk_image_set_pixel_size(GTK_IMAGE(flag), 12);
  gtk_widget_add_css_class(flag, "gmx-flag");
  return flag;
}

static void emit_search(GmxIntrusionNote *self) {
  g_signal_emit(self, signals[SIGNAL_SEARCH], 0);
}

static void emit_stop(GmxIntrusionNote *self) {
  g_signal_emit(self, signals[SIGNAL_STOP], 0);
}

static GtkWidget *new_part(GmxIntrusionNote *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent(box, GTK_WIDGET(self));
  return box;
}

static void build_rate(GmxIntrusionNote *self) {
  self->rate = new_part(self);
  self->rate_text = new_text(NULL, "gmx-note");
  self->interval = new_text(NULL, "gmx-caption");
  gtk_widget_set_margin_start(self->interval, 4);
  gtk_box_append(GTK_BOX(self->rate), new_flag());
  gtk_box_append(GTK_BOX(self->rate), self->rate_text);
  gtk_box_append(GTK_BOX(self->rate), self->interval);
}

static void build_unknown(GmxIntrusionNote *self) {
  self->unknown = new_part(self);
  self->search_button = gtk_button_new_with_label(_("Search"));
  gtk_widget_add_css_class(self->search_button, "gmx-small-button");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->search_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Search for intrusion"), -1);
  gtk_widget_set_tooltip_text(
      self->search_button,
      _("Compare these examples with every training example in the penultimate features, with the "
        "weights as they are now. It goes by itself when training pauses; while training goes on, "
        "it "
        "freezes the galleries."));
  gtk_box_append(GTK_BOX(self->unknown), new_text(_("intrusion not searched"), "gmx-caption"));
  gtk_box_append(GTK_BOX(self->unknown), self->search_button);
  g_signal_connect_swapped(self->search_button, "clicked", G_CALLBACK(emit_search), self);
}

static void build_progress(GmxIntrusionNote *self) {
  self->progress = new_part(self);
  self->bar = gtk_progress_bar_new();
  self->bar_text = new_text(NULL, "gmx-caption");
  self->stop_button = gtk_button_new_from_icon_name("window-close-symbolic");
  gtk_widget_add_css_class(self->bar, "gmx-search");
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_label_set_width_chars(GTK_LABEL(self->bar_text), 5);
  gtk_widget_add_css_class(self->stop_button, "flat");
  gtk_widget_add_css_class(self->stop_button, "gmx-small-button");
  gtk_widget_set_tooltip_text(self->stop_button, _("Stop the search"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->stop_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Stop the search"), -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Search for intrusion"), -1);
  gtk_box_append(GTK_BOX(self->progress), new_text(_("searching"), "gmx-caption"));
  gtk_box_append(GTK_BOX(self->progress), self->bar);
  gtk_box_append(GTK_BOX(self->progress), self->bar_text);
  gtk_box_append(GTK_BOX(self->progress), self->stop_button);
  g_signal_connect_swapped(self->stop_button, "clicked", G_CALLBACK(emit_stop), self);
}

static void intrusion_note_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_intrusion_note_parent_class)->dispose(object);
}

static void gmx_intrusion_note_class_init(GmxIntrusionNoteClass *class) {
  GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = intrusion_note_dispose;
  signals[SIGNAL_SEARCH] =
      g_signal_new("search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STOP] =
      g_signal_new("stop", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_intrusion_note_init(GmxIntrusionNote *self) {
  build_rate(self);
  build_unknown(self);
  build_progress(self);
  update_visible(self);
}

GtkWidget *gmx_intrusion_note_new(void) {
  return g_object_new(GMX_TYPE_INTRUSION_NOTE, NULL);
}
