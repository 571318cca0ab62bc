/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow motion in the Train page: strip of phases, one phase, and the examples under it. */
#include "ui/slowmotion/slow-motion.h"

#include "ui/adaptive-bin.h"
#include "ui/column-box.h"
#include "ui/gallery-strip.h"
#include "ui/slowmotion/lights.h"
#include "ui/slowmotion/motion-tools.h"
#include "ui/slowmotion/phase-card.h"
#include "ui/slowmotion/phase-strip.h"
#include "ui/slowmotion/picture-card.h"
#include "ui/slowmotion/trace-plane.h"

#include <glib/gi18n.h>

#define LEAST_COLUMN 300
#define LEAST_TOOLS 306
#define TOOLS_IN_A_LINE 700 /* below it, as beside a lesson, the tools take two lines */
#define CARD_HEIGHT 300

struct _GmxSlowMotion {
  GtkWidget parent_instance;

  GmxMotion *motion;
  gboolean narrow;
  const GmxTrace *shown; /* by the strips; compared alone */

  GtkWidget *scroller, *tools_bin, *tools, *note, *columns, *words, *picture;
  GtkWidget *strips[3]; /* by GmxStripKind */
  GtkWidget *plane;     /* in their place where the data are points */
};

enum { PROP_0, PROP_NARROW, PROP_PHASE, PROP_REACHED, PROP_STEP, PROP_PLAYING, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxSlowMotion, gmx_slow_motion, GTK_TYPE_WIDGET)

/* Before the partition nobody is sharp or flat; before the mixing there is nothing to show. */
static gboolean shows(const GmxTrace *trace, GmxPhase phase, GmxStripKind kind) {
  const gboolean sides = trace->gallery->climbed && phase >= GMX_PHASE_PARTITION;
  return kind == GMX_STRIP_ALL ? !sides && phase > GMX_PHASE_DRAW : sides;
}

static gboolean has_points(const GmxTrace *trace) {
  return trace && gmx_dataset_is_points(trace->dataset);
}

static void show_strips(GmxSlowMotion *self, const GmxTrace *trace) {
  const GmxPhase phase = gmx_motion_get_phase(self->motion);
  for (GmxStripKind kind = GMX_STRIP_SHARP; kind <= GMX_STRIP_ALL; kind++) {
    GmxGalleryStrip *strip = GMX_GALLERY_STRIP(self->strips[kind]);
    const gboolean shown = trace && !has_points(trace) && shows(trace, phase, kind);
    gtk_widget_set_visible(self->strips[kind], shown);
    if (self->shown != trace || !shown)
      gmx_gallery_strip_show(strip, NULL, NULL);
    if (shown)
      gmx_gallery_strip_show(strip, kind == GMX_STRIP_ALL ? trace->mixed : trace->gallery,
                             trace->dataset);
  }
  self->shown = trace;
}

static void show_note(GmxSlowMotion *self) {
  const char *note = gmx_motion_get_note(self->motion);
  gtk_label_set_text(GTK_LABEL(self->note), note ? note : "");
  gtk_widget_set_visible(self->note, note != NULL);
}

static void on_changed(GmxSlowMotion *self) {
  const GmxTrace *trace = gmx_motion_get_trace(self->motion);
  const GmxPhase phase = gmx_motion_get_phase(self->motion);
  if (trace) {
    gmx_phase_card_show(GMX_PHASE_CARD(self->words), trace, phase);
    gmx_picture_card_show(GMX_PICTURE_CARD(self->picture), trace, phase);
  }
  gtk_widget_set_visible(self->columns, trace != NULL);
  show_strips(self, trace);
  gtk_widget_set_visible(self->plane, has_points(trace));
  if (has_points(trace))
    gmx_trace_plane_show(GMX_TRACE_PLANE(self->plane), trace, phase);
  show_note(self);
  gmx_lights_follow(self->motion, GTK_WIDGET(self));
  for (int id = PROP_PHASE; id < N_PROPS; id++)
    g_object_notify_by_pspec(G_OBJECT(self), properties[id]);
}

/* Building */

static void show_tools(GmxSlowMotion *self) {
  gmx_motion_tools_set_narrow(GMX_MOTION_TOOLS(self->tools),
                              self->narrow ||
                                  gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->tools_bin)));
}

static GtkWidget *new_head(GmxSlowMotion *self) {
  GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->tools = gmx_motion_tools_new(self->motion);
  self->note = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(self->note), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_widget_add_css_class(self->note, "gmx-motion-note");
  gtk_widget_set_name(self->note, "slow-note");
  self->tools_bin = gmx_adaptive_bin_new(self->tools, LEAST_TOOLS, TOOLS_IN_A_LINE);
  g_signal_connect_object(self->tools_bin, "notify::narrow", G_CALLBACK(show_tools), self,
                          G_CONNECT_SWAPPED);
  gtk_box_append(GTK_BOX(card), self->tools_bin);
  gtk_box_append(GTK_BOX(card), self->note);
  gtk_box_append(GTK_BOX(card), gtk_separator_new(GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append(GTK_BOX(card), gmx_phase_strip_new(self->motion));
  gtk_widget_add_css_class(card, "card");
  gtk_widget_add_css_class(card, "gmx-motion");
  return card;
}

static GtkWidget *new_columns(GmxSlowMotion *self) {
  self->columns = gmx_column_box_new(LEAST_COLUMN, 12);
  self->words = gmx_phase_card_new();
  self->picture = gmx_picture_card_new();
  gtk_widget_set_size_request(self->words, -1, CARD_HEIGHT);
  gtk_widget_set_size_request(self->picture, -1, CARD_HEIGHT);
  gtk_widget_set_name(self->words, "slow-formula");
  gtk_widget_set_name(self->picture, "slow-picture");
  gmx_column_box_append(GMX_COLUMN_BOX(self->columns), self->words);
  gmx_column_box_append(GMX_COLUMN_BOX(self->columns), self->picture);
  gtk_widget_set_vexpand(self->columns, TRUE);
  return self->columns;
}

static void build(GmxSlowMotion *self) {
  static const char *const names[] = {"slow-sharp", "slow-flat", "slow-examples"};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->scroller = gtk_scrolled_window_new();
  gtk_box_append(GTK_BOX(box), new_head(self));
  gtk_box_append(GTK_BOX(box), new_columns(self));
  for (int kind = 0; kind < (int)G_N_ELEMENTS(self->strips); kind++) {
    self->strips[kind] = gmx_gallery_strip_new((GmxStripKind)kind);
    gtk_widget_set_name(self->strips[kind], names[kind]);
    gtk_box_append(GTK_BOX(box), self->strips[kind]);
  }
  self->plane = gmx_trace_plane_new(gmx_motion_get_settings(self->motion));
  gtk_box_append(GTK_BOX(box), self->plane);
  gtk_widget_add_css_class(box, "gmx-page");
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), box);
  gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
}

void gmx_slow_motion_set_narrow(GmxSlowMotion *self, gboolean narrow) {
  self->narrow = narrow;
  show_tools(self);
  gmx_trace_plane_set_narrow(GMX_TRACE_PLANE(self->plane), narrow);
  for (gsize kind = 0; kind < G_N_ELEMENTS(self->strips); kind++)
    gmx_gallery_strip_set_narrow(GMX_GALLERY_STRIP(self->strips[kind]), narrow);
}

static void slow_motion_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxSlowMotion *self = GMX_SLOW_MOTION(object);
  if (id == PROP_NARROW)
    g_value_set_boolean(value, self->narrow);
  else
    g_object_get_property(G_OBJECT(self->motion), spec->name, value);
}

static void slow_motion_set_property(GObject *object, guint id, const GValue *value,
                                     GParamSpec *spec) {
  gmx_slow_motion_set_narrow(GMX_SLOW_MOTION(object), g_value_get_boolean(value));
}

/* Space is to go on from the moment that slow motion is in sight. */
static void slow_motion_map(GtkWidget *widget) {
  GmxSlowMotion *self = GMX_SLOW_MOTION(widget);
  GTK_WIDGET_CLASS(gmx_slow_motion_parent_class)->map(widget);
  gmx_motion_tools_grab_next(GMX_MOTION_TOOLS(self->tools));
}

static void close_motion(GtkWidget *widget, const char *action, GVariant *parameter) {
  gmx_motion_set_active(GMX_SLOW_MOTION(widget)->motion, FALSE);
}

static void slow_motion_dispose(GObject *object) {
  GmxSlowMotion *self = GMX_SLOW_MOTION(object);
  g_clear_pointer(&self->scroller, gtk_widget_unparent);
  g_clear_object(&self->motion);
  G_OBJECT_CLASS(gmx_slow_motion_parent_class)->dispose(object);
}

static void gmx_slow_motion_class_init(GmxSlowMotionClass *class) {
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = slow_motion_dispose;
  object_class->get_property = slow_motion_get_property;
  object_class->set_property = slow_motion_set_property;
  GTK_WIDGET_CLASS(class)->map = slow_motion_map;
  gtk_widget_class_install_action(GTK_WIDGET_CLASS(class), "slow-motion.close", NULL, close_motion);
  gtk_widget_class_add_binding_action(GTK_WIDGET_CLASS(class), GDK_KEY_Escape, 0,
                                      "slow-motion.close", NULL);
  properties[PROP_NARROW] =
      g_param_spec_boolean("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PHASE] = g_param_spec_int("phase", NULL, NULL, 0, GMX_PHASES, 0, flags);
  properties[PROP_REACHED] = g_param_spec_int("reached", NULL, NULL, 0, GMX_PHASES, 0, flags);
  properties[PROP_STEP] = g_param_spec_int64("step", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PLAYING] = g_param_spec_boolean("playing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_slow_motion_init(GmxSlowMotion *self) {
  gtk_widget_set_name(GTK_WIDGET(self), "slow-motion-view");
}

GtkWidget *gmx_slow_motion_new(GmxMotion *motion) {
  GmxSlowMotion *self = g_object_new(GMX_TYPE_SLOW_MOTION, NULL);
  self->motion = g_object_ref(motion);
  build(self);
  g_signal_connect_object(motion, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  on_changed(self);
  return GTK_WIDGET(self);
}
