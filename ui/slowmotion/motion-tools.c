/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of slow motion: which step and phase, the speed, and the buttons that go on. */
#include "ui/slowmotion/motion-tools.h"

#include "ui/help-topics.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define SLOWEST 4.0 /* seconds a phase */
#define QUICKEST 0.25
#define SCALE_WIDTH 110

struct _GmxMotionTools {
  GtkWidget parent_instance;

  GmxMotion *motion;
  GtkWidget *words, *title, *note, *speed, *pace, *slider;
  GtkWidget *back, *play, *finish, *next, *close;
};

G_DEFINE_FINAL_TYPE(GmxMotionTools, gmx_motion_tools, GTK_TYPE_WIDGET)

static char *describe_place(GmxMotionTools *self) {
  const GmxTrace *trace = gmx_motion_get_trace(self->motion);
  if (!trace)
    return g_strdup(gmx_motion_is_busy(self->motion) ? _("computing the coming step …") : "");
  g_autofree char *step = gmx_format_count(trace->record.step);
  return g_strdup_printf(_("step %s, phase %d of %d"), step,
                         (int)gmx_motion_get_phase(self->motion) + 1, GMX_PHASES);
}

static void show_play(GmxMotionTools *self) {
  const gboolean playing = gmx_motion_get_playing(self->motion);
  const char *name = playing ? _("Pause Slow Motion") : _("Play");
  gtk_button_set_icon_name(GTK_BUTTON(self->play), playing ? "media-playback-pause-symbolic"
                                                           : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text(self->play, playing ? _("Stop at this phase")
                                                  : _("One phase after the other, by itself"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
}

static void on_changed(GmxMotionTools *self) {
  const gboolean ready = gmx_motion_get_trace(self->motion) && !gmx_motion_is_busy(self->motion);
  const gboolean made = gmx_motion_get_reached(self->motion) == GMX_PHASES;
  const gboolean last = made && gmx_motion_get_phase(self->motion) == GMX_PHASE_UPDATE;
  g_autofree char *place = describe_place(self);
  g_autofree char *seconds = gmx_format_number(gmx_motion_get_pace(self->motion), 1);
  g_autofree char *pace = g_strdup_printf(_("%s s a phase"), seconds);
  gtk_label_set_text(GTK_LABEL(self->note), place);
  gtk_label_set_text(GTK_LABEL(self->pace), pace);
  gtk_button_set_label(GTK_BUTTON(self->next), last ? _("Next Step") : _("Next Phase"));
  gtk_widget_set_sensitive(self->finish, ready && !made);
  gtk_widget_set_sensitive(self->back, ready && gmx_motion_get_phase(self->motion) > 0);
  show_play(self);
}

/* The slider's right end is the quickest: its value is the logarithm of phases a second. */
static void on_slider(GmxMotionTools *self) {
  const double at = gtk_range_get_value(GTK_RANGE(self->slider));
  gmx_motion_set_pace(self->motion, SLOWEST * pow(QUICKEST / SLOWEST, at));
}

static void on_next(GmxMotionTools *self) {
  gmx_motion_next(self->motion);
}

static void on_back(GmxMotionTools *self) {
  gmx_motion_back(self->motion);
}

static void on_finish(GmxMotionTools *self) {
  gmx_motion_go(self->motion, GMX_PHASE_UPDATE);
}

static void on_play(GmxMotionTools *self) {
  gmx_motion_set_playing(self->motion, !gmx_motion_get_playing(self->motion));
}

static void on_close(GmxMotionTools *self) {
  gmx_motion_set_active(self->motion, FALSE);
}

static GtkWidget *new_button(GmxMotionTools *self, const char *icon, const char *label,
                             const char *name, const char *tooltip, GCallback clicked) {
  GtkWidget *button = icon ? gtk_button_new_from_icon_name(icon) : gtk_button_new_with_label(label);
  gtk_widget_set_name(button, name);
  gtk_widget_set_tooltip_text(button, tooltip);
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  if (icon)
    gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                   -1);
  g_signal_connect_swapped(button, "clicked", clicked, self);
  return button;
}

static void build_speed(GmxMotionTools *self) {
  self->speed = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->pace = gtk_label_new(NULL);
  self->slider = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 0, 1, 0.05);
  gtk_widget_set_size_request(self->slider, SCALE_WIDTH, -1);
  gtk_widget_set_name(self->slider, "slow-speed");
  gtk_range_set_value(GTK_RANGE(self->slider),
                      log(gmx_motion_get_pace(self->motion) / SLOWEST) / log(QUICKEST / SLOWEST));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->slider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Speed"), -1);
  gtk_widget_add_css_class(self->pace, "gmx-caption");
  gtk_widget_add_css_class(self->pace, "numeric");
  gtk_box_append(GTK_BOX(self->speed), self->pace);
  gtk_box_append(GTK_BOX(self->speed), self->slider);
  g_signal_connect_swapped(self->slider, "value-changed", G_CALLBACK(on_slider), self);
}

static void build_words(GmxMotionTools *self) {
  self->words = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->title = gtk_label_new(_("Slow motion"));
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_set_hexpand(self->words, TRUE);
  gtk_widget_add_css_class(self->title, "heading");
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_box_append(GTK_BOX(self->words), self->title);
  gmx_help_topic_add(self->title, GMX_TOPIC_SLOW_MOTION);
  gtk_box_append(GTK_BOX(self->words), self->note);
}

static void build(GmxMotionTools *self) {
  GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  build_words(self);
  build_speed(self);
  self->back = new_button(self, "go-previous-symbolic", _("Previous Phase"), "slow-back",
                          _("The phase before (Shift+Space)"), G_CALLBACK(on_back));
  self->play = new_button(self, "media-playback-start-symbolic", _("Play"), "slow-play", NULL,
                          G_CALLBACK(on_play));
  self->finish =
      new_button(self, NULL, _("Finish Step"), "slow-finish",
                 _("All phases that are left, the update included"), G_CALLBACK(on_finish));
  self->next =
      new_button(self, NULL, _("Next Phase"), "slow-next", _("Space"), G_CALLBACK(on_next));
  self->close = new_button(self, "window-close-symbolic", _("Close Slow Motion"), "slow-close",
                           _("Back to the curves (Escape)"), G_CALLBACK(on_close));
  gtk_widget_add_css_class(self->next, "suggested-action");
  gtk_widget_add_css_class(self->close, "flat");
  GtkWidget *all[] = {self->back, self->play, self->finish, self->next, self->close};
  gtk_box_append(GTK_BOX(buttons), self->speed);
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    gtk_box_append(GTK_BOX(buttons), all[i]);
  gtk_widget_set_parent(self->words, GTK_WIDGET(self));
  gtk_widget_set_parent(buttons, GTK_WIDGET(self));
}

void gmx_motion_tools_grab_next(GmxMotionTools *self) {
  gtk_widget_grab_focus(self->next);
}

void gmx_motion_tools_set_narrow(GmxMotionTools *self, gboolean narrow) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_visible(self->speed, !narrow);
  gtk_widget_set_hexpand(self->next, narrow);
}

static void motion_tools_dispose(GObject *object) {
  GmxMotionTools *self = GMX_MOTION_TOOLS(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->motion);
  G_OBJECT_CLASS(gmx_motion_tools_parent_class)->dispose(object);
}

static void gmx_motion_tools_class_init(GmxMotionToolsClass *class) {
  G_OBJECT_CLASS(class)->dispose = motion_tools_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_motion_tools_init(GmxMotionTools *self) {
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(gtk_widget_get_layout_manager(GTK_WIDGET(self))), 8);
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-motion-tools");
}

GtkWidget *gmx_motion_tools_new(GmxMotion *motion) {
  GmxMotionTools *self = g_object_new(GMX_TYPE_MOTION_TOOLS, NULL);
  self->motion = g_object_ref(motion);
  build(self);
  g_signal_connect_object(motion, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  on_changed(self);
  return GTK_WIDGET(self);
}
