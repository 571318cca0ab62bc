/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scrubber's card: where one looks, the slider over the run, and what is kept. Its words and
 * its curve change at most four times a second, and only while they are seen. */
#include "ui/samples/scrubber.h"

#include "ui/help-topics.h"
#include "ui/curves.h"
#include "ui/format.h"
#include "ui/samples/kept-steps.h"
#include "ui/samples/scrubber-track.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define INTERVAL 250 /* ms */

enum { MODE_STEPS, MODE_PROBE, MODES };

struct _GmxScrubber {
  GtkWidget parent_instance;

  GmxSession *session;
  GmxCurves *curves;
  GmxLayer *events; /* of the curves; borrowed */
  GmxSeries *probe_means;
  GmxLayer *probe_curve;
  GmxEventLayer *probe_events;
  GmxThrottle renewed;

  int mode;
  gboolean probe_climbed;
  gint64 places[MODES];
  double steps_per_epoch;
  int epochs;

  GtkWidget *head, *words, *title, *subtitle, *back, *forth, *track, *note;
};

enum { PROP_0, PROP_STEP, N_PROPS };
enum { MOVED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxScrubber, gmx_scrubber, GTK_TYPE_WIDGET)

/* What is kept */

static GArray *list_kept(GmxScrubber *self, GmxRecording *recording) {
  GArray *kept = g_array_new(FALSE, FALSE, sizeof(gint64));
  if (recording == NULL)
    return kept;
  if (self->mode == MODE_STEPS) {
    g_array_unref(kept);
    return gmx_recording_list_steps(recording);
  }
  g_autoptr(GArray) epochs = gmx_recording_list_probes(recording);
  for (guint i = 0; i < epochs->len; i++) {
    gint64 epoch = g_array_index(epochs, int, i);
    g_array_append_val(kept, epoch);
  }
  return kept;
}

/* The probe's mean s_i, or its mean loss where nothing was climbed. */
static double mean_of(const GmxGallery *gallery) {
  const float *values = gallery->climbed ? gallery->s : gallery->loss;
  double sum = 0.0;
  for (int i = 0; i < gallery->count; i++)
    sum += values[i];
  return gallery->count > 0 ? sum / gallery->count : NAN;
}

static void renew_probe_curve(GmxScrubber *self, GmxRecording *recording) {
  const GArray *kept = gmx_scrubber_track_get_kept(GMX_SCRUBBER_TRACK(self->track));
  g_autoptr(GArray) epochs = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GArray) means = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < kept->len; i++) {
    double epoch = (double)g_array_index(kept, gint64, i);
    g_autoptr(GmxGallery) gallery = gmx_recording_find_probe(recording, (int)epoch);
    if (gallery == NULL)
      continue;
    double mean = mean_of(gallery);
    g_array_append_val(epochs, epoch);
    g_array_append_val(means, mean);
    self->probe_climbed = gallery->climbed;
  }
  gmx_series_replace(self->probe_means, (const double *)epochs->data, (const double *)means->data,
                     epochs->len);
}

/* The batch's sharpness, or its loss where nothing is climbed. */
static GmxLayer *curve_of_steps(GmxScrubber *self) {
  GmxLayer *sharpness = gmx_curves_get_layer(self->curves, GMX_CURVE_SHARPNESS);
  if (gmx_series_get_length(gmx_line_layer_get_series(GMX_LINE_LAYER(sharpness))) > 0)
    return sharpness;
  return gmx_curves_get_layer(self->curves, GMX_CURVE_LOSS);
}

/* Words */

static int epoch_of(GmxScrubber *self, gint64 step) {
  return self->steps_per_epoch >= 1.0 ? (int)ceil(step / self->steps_per_epoch - 1e-9) : 0;
}

static gint64 shown_place(GmxScrubber *self) {
  const GArray *kept = gmx_scrubber_track_get_kept(GMX_SCRUBBER_TRACK(self->track));
  return self->places[self->mode] != 0 ? self->places[self->mode] : gmx_kept_last(kept);
}

static char *describe_title(GmxScrubber *self) {
  gint64 place = shown_place(self);
  g_autofree char *number = gmx_format_count(place);
  if (place == 0)
    return g_strdup(self->mode == MODE_STEPS ? _("No step yet") : _("No probe yet"));
  return g_strdup_printf(self->mode == MODE_STEPS ? _("Step %s") : _("Epoch %s"), number);
}

/* "newest, epoch 17 of 40": what the place is, and where in the run. */
static char *describe_place(GmxScrubber *self) {
  const GArray *kept = gmx_scrubber_track_get_kept(GMX_SCRUBBER_TRACK(self->track));
  gint64 place = shown_place(self);
  gboolean newest = self->places[self->mode] == 0;
  const char *state = newest ? _("newest") : gmx_kept_has(kept, place) ? NULL : _("has gone");
  if (place == 0)
    return g_strdup(self->mode == MODE_STEPS ? _("recorded from the first on")
                                             : _("after the first epoch"));
  g_autofree char *where =
      self->mode == MODE_PROBE
          ? g_strdup_printf(_("of %d"), self->epochs)
          : g_strdup_printf(_("epoch %d of %d"), epoch_of(self, place), self->epochs);
  if (state == NULL)
    return g_steal_pointer(&where);
  return g_strdup_printf(self->mode == MODE_PROBE ? "%s %s" : "%s, %s", state, where);
}

static char *describe_kept(GmxScrubber *self, GmxRecording *recording) {
  if (recording == NULL)
    return g_strdup("");
  GmxRecordingInfo info = gmx_recording_get_info(recording);
  if (self->mode == MODE_STEPS) {
    g_autofree char *pace = gmx_kept_describe_pace(&info);
    g_autofree char *fill = gmx_kept_describe_fill(&info);
    return g_strdup_printf("%s\n%s", pace, fill);
  }
  g_autoptr(GmxGallery) newest = gmx_recording_find_probe(recording, 0);
  g_autofree char *count = gmx_format_count(newest != NULL ? newest->count : 0);
  g_autofree char *epochs = gmx_format_count(info.probes);
  if (newest == NULL)
    return g_strdup(_("the same examples every epoch"));
  return g_strdup_printf(_("the same %s examples every epoch\n%s kept, none dropped"), count,
                         epochs);
}

static void tell_words(GmxScrubber *self) {
  GmxScrubberTrack *track = GMX_SCRUBBER_TRACK(self->track);
  const GArray *kept = gmx_scrubber_track_get_kept(track);
  g_autofree char *title = describe_title(self);
  g_autofree char *place = describe_place(self);
  g_autofree char *note = describe_kept(self, gmx_session_get_recording(self->session));
  g_autofree char *value = g_strdup_printf("%s, %s", title, place);
  gtk_label_set_text(GTK_LABEL(self->title), title);
  gtk_label_set_text(GTK_LABEL(self->subtitle), place);
  gtk_label_set_text(GTK_LABEL(self->note), note);
  gtk_widget_set_sensitive(self->forth, self->places[self->mode] != 0);
  gtk_widget_set_sensitive(self->back,
                           kept->len > 0 && shown_place(self) > g_array_index(kept, gint64, 0));
  gmx_scrubber_track_describe(
      track, self->mode == MODE_STEPS ? _("Step looked at") : _("Epoch looked at"), value);
}

static void renew(gpointer data) {
  GmxScrubber *self = data;
  GmxRecording *recording = gmx_session_get_recording(self->session);
  GmxScrubberTrack *track = GMX_SCRUBBER_TRACK(self->track);
  if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  gboolean steps = self->mode == MODE_STEPS;
  gboolean dropped = steps && recording != NULL && gmx_recording_get_info(recording).dropped > 0;
  gmx_scrubber_track_set_kept(track, list_kept(self, recording), dropped);
  if (!steps && recording != NULL) {
    const char *name = self->probe_climbed ? _("mean s") : _("mean loss");
    renew_probe_curve(self, recording);
    if (g_strcmp0(gmx_layer_get_name(self->probe_curve), name) != 0)
      gmx_layer_set_name(self->probe_curve, name, NULL);
  }
  gmx_scrubber_track_set_layers(track, steps ? curve_of_steps(self) : self->probe_curve,
                                steps ? self->events : GMX_LAYER(self->probe_events));
  gmx_scrubber_track_set_place(track, self->places[self->mode]);
  gmx_scrubber_track_renew(track);
  tell_words(self);
}

/* What the session says */

/* Another place by somebody else than the owner. */
static void leave_for(GmxScrubber *self, gint64 place) {
  self->places[self->mode] = place;
  gmx_scrubber_track_set_place(GMX_SCRUBBER_TRACK(self->track), place);
  tell_words(self);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_STEP]);
  g_signal_emit(self, signals[MOVED], 0, place);
}

static void on_opened(GmxScrubber *self) {
  gboolean away = self->places[self->mode] != 0;
  gmx_curves_clear(self->curves);
  gmx_event_layer_clear(self->probe_events);
  gmx_series_clear(self->probe_means);
  self->places[MODE_STEPS] = self->places[MODE_PROBE] = 0;
  gmx_throttle_flush(&self->renewed);
  if (away)
    leave_for(self, 0);
}

static void on_rewound(GmxScrubber *self, gint64 step, int epoch) {
  const gint64 ends[MODES] = {step, epoch};
  gboolean away = self->places[self->mode] > ends[self->mode];
  gmx_curves_cut_after(self->curves, step);
  gmx_event_layer_cut_after(self->probe_events, epoch);
  for (int mode = 0; mode < MODES; mode++)
    if (self->places[mode] > ends[mode])
      self->places[mode] = 0;
  gmx_throttle_flush(&self->renewed);
  if (away)
    leave_for(self, 0);
}

static void on_steps(GmxScrubber *self, GArray *records) {
  gmx_curves_add_steps(self->curves, records);
  gmx_throttle_call(&self->renewed);
}

static void on_event(GmxScrubber *self, const GmxEventRecord *event) {
  gmx_curves_add_event(self->curves, event);
  if (self->steps_per_epoch >= 1.0)
    gmx_event_layer_add(self->probe_events, event->step / self->steps_per_epoch, NULL);
  gmx_throttle_call(&self->renewed);
}

static void on_diverged(GmxScrubber *self, gint64 step) {
  gmx_curves_stop(self->curves, step);
  gmx_throttle_call(&self->renewed);
}

static void on_status(GmxScrubber *self, const GmxStatus *status) {
  self->epochs = status->epochs;
  self->steps_per_epoch = status->epochs > 0 ? status->total_steps / (double)status->epochs : 0.0;
}

static void on_probe(GmxScrubber *self) {
  gmx_throttle_call(&self->renewed);
}

static void follow(GmxScrubber *self) {
  const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {{"opened", G_CALLBACK(on_opened)},   {"steps", G_CALLBACK(on_steps)},
                  {"event", G_CALLBACK(on_event)},     {"status", G_CALLBACK(on_status)},
                  {"probe", G_CALLBACK(on_probe)},     {"diverged", G_CALLBACK(on_diverged)},
                  {"rewound", G_CALLBACK(on_rewound)}, {"setting", G_CALLBACK(on_probe)}};
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_object(self->session, handlers[i].signal, handlers[i].handler, self,
                            G_CONNECT_SWAPPED);
}

/* What the user does */

static void on_moved(GmxScrubber *self, gint64 place) {
  leave_for(self, place);
}

static void on_back(GmxScrubber *self) {
  gmx_scrubber_track_move(GMX_SCRUBBER_TRACK(self->track), -1);
}

static void on_forth(GmxScrubber *self) {
  gmx_scrubber_track_move(GMX_SCRUBBER_TRACK(self->track), 1);
}

/* Building */

static GtkWidget *new_label(const char *css_class, float xalign) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), xalign);
  gtk_widget_add_css_class(label, css_class);
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static GtkWidget *new_button(GmxScrubber *self, const char *icon, const char *name,
                             GCallback clicked) {
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text(button, name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object(button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static void build(GmxScrubber *self) {
  self->head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->title = new_label("heading", 0);
  self->subtitle = new_label("gmx-caption", 0);
  self->note = new_label("gmx-caption", 1);
  self->back = new_button(self, "go-previous-symbolic", _("Earlier"), G_CALLBACK(on_back));
  self->forth = new_button(self, "go-next-symbolic", _("Later"), G_CALLBACK(on_forth));
  self->track = gmx_scrubber_track_new();
  gtk_widget_set_valign(self->words, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(self->words), self->title);
  gtk_box_append(GTK_BOX(self->words), self->subtitle);
  gtk_box_append(GTK_BOX(self->head), self->words);
  gtk_box_append(GTK_BOX(self->head), gmx_help_topic_new(GMX_TOPIC_SCRUBBER));
  gtk_box_append(GTK_BOX(self->head), self->back);
  gtk_box_append(GTK_BOX(self->head), self->forth);
  gtk_widget_set_parent(self->head, GTK_WIDGET(self));
  gtk_widget_set_parent(self->track, GTK_WIDGET(self));
  gtk_widget_set_parent(self->note, GTK_WIDGET(self));
  g_signal_connect_object(self->track, "moved", G_CALLBACK(on_moved), self, G_CONNECT_SWAPPED);
}

void gmx_scrubber_set_narrow(GmxScrubber *self, gboolean narrow) {
  g_return_if_fail(GMX_IS_SCRUBBER(self));
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), narrow ? 2 : 12);
  gtk_widget_set_hexpand(self->words, narrow);
  gtk_widget_set_size_request(self->words, narrow ? -1 : 168, -1);
  gtk_label_set_xalign(GTK_LABEL(self->note), narrow ? 0 : 1);
  gtk_label_set_justify(GTK_LABEL(self->note), narrow ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
  gtk_label_set_wrap(GTK_LABEL(self->note), narrow);
}

void gmx_scrubber_set_probe(GmxScrubber *self, gboolean probe) {
  g_return_if_fail(GMX_IS_SCRUBBER(self));
  int mode = probe ? MODE_PROBE : MODE_STEPS;
  if (mode == self->mode)
    return;
  self->mode = mode;
  gmx_throttle_flush(&self->renewed);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_STEP]);
}

void gmx_scrubber_set_step(GmxScrubber *self, gint64 step) {
  g_return_if_fail(GMX_IS_SCRUBBER(self));
  g_autoptr(GArray) kept = list_kept(self, gmx_session_get_recording(self->session));
  gint64 place = step > 0 ? gmx_kept_nearest(kept, step) : 0;
  if (place == self->places[self->mode])
    return;
  self->places[self->mode] = place;
  gmx_throttle_flush(&self->renewed);
  g_object_notify_by_pspec(G_OBJECT(self), props[PROP_STEP]);
}

gint64 gmx_scrubber_get_step(GmxScrubber *self) {
  return self->places[self->mode];
}

static void scrubber_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_scrubber_parent_class)->map(widget);
  gmx_throttle_flush(&GMX_SCRUBBER(widget)->renewed);
}

static void scrubber_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  if (id == PROP_STEP)
    g_value_set_int64(value, gmx_scrubber_get_step(GMX_SCRUBBER(object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void scrubber_set_property(GObject *object, guint id, const GValue *value,
                                  GParamSpec *pspec) {
  if (id == PROP_STEP)
    gmx_scrubber_set_step(GMX_SCRUBBER(object), g_value_get_int64(value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void scrubber_dispose(GObject *object) {
  GmxScrubber *self = GMX_SCRUBBER(object);
  GtkWidget *child;
  gmx_throttle_stop(&self->renewed);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->probe_curve);
  g_clear_object(&self->probe_means);
  g_clear_object(&self->probe_events);
  g_clear_pointer(&self->curves, gmx_curves_free);
  g_clear_object(&self->session);
  G_OBJECT_CLASS(gmx_scrubber_parent_class)->dispose(object);
}

static void gmx_scrubber_class_init(GmxScrubberClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  object_class->dispose = scrubber_dispose;
  object_class->get_property = scrubber_get_property;
  object_class->set_property = scrubber_set_property;
  widget_class->map = scrubber_map;
  props[PROP_STEP] =
      g_param_spec_int64("step", NULL, NULL, 0, G_MAXINT64, 0,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties(object_class, N_PROPS, props);
  signals[MOVED] = g_signal_new("moved", GMX_TYPE_SCRUBBER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_scrubber_init(GmxScrubber *self) {
  GmxLineStyle style = gmx_line_style_default("gmx_perturbed");
  style.marker = GMX_MARKER_SQUARE;
  gmx_throttle_init(&self->renewed, INTERVAL, renew, self);
  self->curves = gmx_curves_new();
  self->events = gmx_curves_add_events(self->curves, FALSE);
  self->probe_means = gmx_series_new("mean");
  self->probe_curve = GMX_LAYER(gmx_line_layer_new(self->probe_means, &style));
  gmx_layer_set_decimals(self->probe_curve, 3);
  self->probe_events = gmx_event_layer_new(FALSE);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Recorded steps"), -1);
  build(self);
  gmx_scrubber_set_narrow(self, FALSE);
}

GtkWidget *gmx_scrubber_new(GmxSession *session) {
  GmxScrubber *self = g_object_new(GMX_TYPE_SCRUBBER, NULL);
  self->session = g_object_ref(session);
  follow(self);
  tell_words(self);
  return GTK_WIDGET(self);
}
