/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two methods beside each other: planes above, curves below. */
#include "ui/plane/race-view.h"

#include "ui/column-box.h"
#include "ui/format.h"
#include "ui/plane/plane-legend.h"
#include "ui/plane/race-card.h"
#include "ui/plane/race.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>

#define LEAST_COLUMN 310
#define FAR_BEHIND 50 /* steps, from which on a rival is said to run after */

struct _GmxRaceView {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxRace *race;
  GmxRaceCurves *curves;
  GmxPlaneFeed *feeds[GMX_RUNNERS]; /* the rival's: NULL where no race is on */
  GmxPlaneLayers layers;
  gint64 steps[GMX_RUNNERS];
  GmxThrottle noted;
  gboolean narrow;

  GtkWidget *box, *legend_row, *legend, *note;
  GtkWidget *cards[GMX_RUNNERS];
};

enum { PROP_0, PROP_RACING, PROP_LAYERS, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxRaceView, gmx_race_view, GTK_TYPE_WIDGET)

gboolean gmx_race_view_get_racing(GmxRaceView *self) {
  return gmx_race_get_rival(self->race) != NULL;
}

void gmx_race_view_set_racing(GmxRaceView *self, gboolean racing) {
  if (racing)
    gmx_race_begin(self->race);
  else
    gmx_race_end(self->race);
}

void gmx_race_view_set_layers(GmxRaceView *self, GmxPlaneLayers layers) {
  if (self->layers == layers)
    return;
  self->layers = layers;
  for (int i = 0; i < GMX_RUNNERS; i++)
    gmx_race_card_set_layers(GMX_RACE_CARD(self->cards[i]), layers);
  gmx_plane_legend_set_layers(GMX_PLANE_LEGEND(self->legend), layers);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_LAYERS]);
}

/* What one race says of the other methods, and what it does not. */
static void show_note(gpointer data) {
  GmxRaceView *self = data;
  const gint64 own = self->steps[GMX_RUNNER_OWN], rival = self->steps[GMX_RUNNER_RIVAL];
  if (gmx_race_view_get_racing(self) && rival + FAR_BEHIND < own) {
    g_autofree char *step = gmx_format_count(rival), *goal = gmx_format_count(own);
    g_autofree char *text = g_strdup_printf(_("the rival runs after: step %s of %s"), step, goal);
    gtk_label_set_text(GTK_LABEL(self->note), text);
  } else {
    gtk_label_set_text(GTK_LABEL(self->note),
                       _("one seed each; repeat with more seeds on the Runs page"));
  }
}

static void on_own_status(GmxRaceView *self, const GmxStatus *status) {
  self->steps[GMX_RUNNER_OWN] = status->step;
  gmx_throttle_call(&self->noted);
}

static void on_rival_status(GmxRaceView *self, const GmxStatus *status) {
  self->steps[GMX_RUNNER_RIVAL] = status->step;
  gmx_throttle_call(&self->noted);
}

/* Feeds are paced by the view, and ask for nothing while it is not seen. */
static void follow_rival(GmxRaceView *self, GmxSession *rival) {
  GmxPlaneFeed **feed = &self->feeds[GMX_RUNNER_RIVAL];
  gmx_race_card_follow(GMX_RACE_CARD(self->cards[GMX_RUNNER_RIVAL]), NULL);
  g_clear_object(feed);
  self->steps[GMX_RUNNER_RIVAL] = 0;
  gmx_race_curves_follow(self->curves, GMX_RUNNER_RIVAL, rival);
  if (!rival)
    return;
  *feed = gmx_plane_feed_new(rival, GTK_WIDGET(self));
  gmx_race_card_follow(GMX_RACE_CARD(self->cards[GMX_RUNNER_RIVAL]), *feed);
  g_signal_connect_object(rival, "status", G_CALLBACK(on_rival_status), self, G_CONNECT_SWAPPED);
}

/* The race has begun or ended, or has another rival. */
static void on_race(GmxRaceView *self) {
  GmxSession *rival = gmx_race_get_rival(self->race);
  GmxPlaneFeed *before = self->feeds[GMX_RUNNER_RIVAL];
  if (!before || gmx_plane_feed_get_session(before) != rival)
    follow_rival(self, rival);
  gmx_throttle_flush(&self->noted);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_RACING]);
}

static void on_opened(GmxRaceView *self, GmxDataset *dataset) {
  gmx_plane_legend_set_dataset(GMX_PLANE_LEGEND(self->legend), dataset);
}

static void on_failed(GmxRaceView *self, const GError *error) {
  gtk_widget_activate_action(GTK_WIDGET(self), "win.notice", "(ss)",
                             _("The rival of the race stopped."), error->message);
}

static void on_rival_chosen(GmxRaceView *self, const char *method) {
  gmx_race_set_rival_method(self->race, method);
}

static void on_own_chosen(GmxRaceView *self, const char *method) {
  gmx_race_set_own_method(self->race, method);
}

/* Building */

static GtkWidget *new_planes(GmxRaceView *self) {
  GtkWidget *planes = gmx_column_box_new(LEAST_COLUMN, 12);
  const struct {
    const char *name;
    GCallback chosen;
  } runners[GMX_RUNNERS] = {
      [GMX_RUNNER_RIVAL] = {"race-rival", G_CALLBACK(on_rival_chosen)},
      [GMX_RUNNER_OWN] = {"race-own", G_CALLBACK(on_own_chosen)},
  };
  for (int i = 0; i < GMX_RUNNERS; i++) {
    self->cards[i] = gmx_race_card_new(self->curves, (GmxRunner)i, runners[i].name);
    gmx_column_box_append(GMX_COLUMN_BOX(planes), self->cards[i]);
    g_signal_connect_swapped(self->cards[i], "chosen", runners[i].chosen, self);
  }
  gtk_widget_set_vexpand(planes, TRUE);
  return planes;
}

static GtkWidget *new_legend_row(GmxRaceView *self) {
  self->legend_row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->legend = gmx_plane_legend_new(self->feeds[GMX_RUNNER_OWN]);
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->note), 1);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_box_append(GTK_BOX(self->legend_row), self->legend);
  gtk_box_append(GTK_BOX(self->legend_row), self->note);
  return self->legend_row;
}

static GtkWidget *new_charts(GmxRaceView *self) {
  GtkWidget *charts = gmx_column_box_new(LEAST_COLUMN, 12);
  GtkWidget *mixed = gmx_race_curves_new_mixed_card(self->curves);
  GtkWidget *held_out = gmx_race_curves_new_held_out_card(self->curves);
  gtk_widget_set_name(mixed, "race-mixed-loss");
  gtk_widget_set_name(held_out, "race-held-out-loss");
  gmx_column_box_append(GMX_COLUMN_BOX(charts), mixed);
  gmx_column_box_append(GMX_COLUMN_BOX(charts), held_out);
  return charts;
}

static void build(GmxRaceView *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->curves = gmx_race_curves_new();
  self->feeds[GMX_RUNNER_OWN] =
      gmx_plane_feed_new(gmx_settings_get_session(self->settings), GTK_WIDGET(self));
  gtk_box_append(GTK_BOX(self->box), new_planes(self));
  gtk_box_append(GTK_BOX(self->box), new_legend_row(self));
  gtk_box_append(GTK_BOX(self->box), new_charts(self));
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  gtk_widget_set_name(GTK_WIDGET(self), "race");
}

/* The note gets a line of its own. */
static void set_narrow(GmxRaceView *self, gboolean narrow) {
  self->narrow = narrow;
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->legend_row),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_label_set_xalign(GTK_LABEL(self->note), narrow ? 0 : 1);
  gmx_plane_legend_set_narrow(GMX_PLANE_LEGEND(self->legend), narrow);
}

static void race_view_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxRaceView *self = GMX_RACE_VIEW(object);
  if (id == PROP_RACING)
    g_value_set_boolean(value, gmx_race_view_get_racing(self));
  else if (id == PROP_LAYERS)
    g_value_set_int(value, (int)self->layers);
  else
    g_value_set_boolean(value, self->narrow);
}

static void race_view_set_property(GObject *object, guint id, const GValue *value,
                                   GParamSpec *spec) {
  GmxRaceView *self = GMX_RACE_VIEW(object);
  if (id == PROP_RACING)
    gmx_race_view_set_racing(self, g_value_get_boolean(value));
  else if (id == PROP_LAYERS)
    gmx_race_view_set_layers(self, (GmxPlaneLayers)g_value_get_int(value));
  else
    set_narrow(self, g_value_get_boolean(value));
}

static void race_view_dispose(GObject *object) {
  GmxRaceView *self = GMX_RACE_VIEW(object);
  gmx_throttle_stop(&self->noted);
  if (self->race) {
    g_signal_handlers_disconnect_by_data(self->race, self);
    gmx_race_end(self->race);
  }
  for (int i = 0; i < GMX_RUNNERS && self->cards[i]; i++)
    gmx_race_card_follow(GMX_RACE_CARD(self->cards[i]), NULL);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  for (int i = 0; i < GMX_RUNNERS; i++) {
    self->cards[i] = NULL;
    g_clear_object(&self->feeds[i]);
  }
  g_clear_pointer(&self->curves, gmx_race_curves_free);
  g_clear_object(&self->race);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_race_view_parent_class)->dispose(object);
}

static void gmx_race_view_class_init(GmxRaceViewClass *class) {
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = race_view_dispose;
  object_class->get_property = race_view_get_property;
  object_class->set_property = race_view_set_property;
  properties[PROP_RACING] = g_param_spec_boolean("racing", NULL, NULL, FALSE, flags);
  properties[PROP_LAYERS] = g_param_spec_int("layers", NULL, NULL, 0, 7, 0, flags);
  properties[PROP_NARROW] = g_param_spec_boolean("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_race_view_init(GmxRaceView *self) {
  gmx_throttle_init(&self->noted, 250, show_note, self);
}

GtkWidget *gmx_race_view_new(GmxSettings *settings) {
  GmxRaceView *self = g_object_new(GMX_TYPE_RACE_VIEW, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  self->race = gmx_race_new(settings);
  build(self);
  gmx_race_curves_follow(self->curves, GMX_RUNNER_OWN, session);
  gmx_race_card_follow(GMX_RACE_CARD(self->cards[GMX_RUNNER_OWN]), self->feeds[GMX_RUNNER_OWN]);
  g_signal_connect_object(session, "status", G_CALLBACK(on_own_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped(self->race, "changed", G_CALLBACK(on_race), self);
  g_signal_connect_swapped(self->race, "failed", G_CALLBACK(on_failed), self);
  gmx_race_view_set_layers(self, GMX_PLANE_TRAINING | GMX_PLANE_HELD_OUT);
  return GTK_WIDGET(self);
}
