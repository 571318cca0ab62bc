/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line at the window's foot: the state in bold, where training stands, and how far it is.
 *
 * Figures change at most four times a second; a change of state shows at once. */
#include "ui/status-bar.h"

#include "ui/format.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define SEPARATOR "  ·  "

struct _GmxStatusBar {
  GtkWidget parent_instance;

  GmxSession *session;
  GmxMotion *motion; /* may be NULL */
  GmxStatus status;  /* run_path is not kept */
  gboolean narrow, known;
  GmxThrottle renew;

  GtkWidget *label, *progress, *percent, *bar;
};

G_DEFINE_FINAL_TYPE(GmxStatusBar, gmx_status_bar, GTK_TYPE_WIDGET)

static gboolean is_racing(GmxStatusBar *self) {
  return gmx_session_get_rival(self->session) != NULL;
}

static const char *state_name(GmxStatusBar *self, GmxSessionState state) {
  switch (state) {
  case GMX_SESSION_LOADING:
    return _("Loading");
  case GMX_SESSION_READY:
    return _("Ready");
  case GMX_SESSION_TRAINING:
    return is_racing(self) ? _("Racing") : _("Training");
  case GMX_SESSION_PAUSED:
    return _("Paused");
  case GMX_SESSION_FINISHED:
    return _("Finished");
  case GMX_SESSION_DIVERGED:
    return _("Stopped");
  default:
    return _("No data");
  }
}

static void append(GString *text, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void append(GString *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (text->len > 0)
    g_string_append(text, SEPARATOR);
  g_string_append_vprintf(text, format, arguments);
  va_end(arguments);
}

static void append_pace(GmxStatusBar *self, GString *text) {
  if (isfinite(self->status.images_per_second) && !self->narrow) {
    g_autofree char *pace = gmx_format_count((gint64)(self->status.images_per_second + 0.5));
    GmxDataset *dataset = gmx_session_get_dataset(self->session);
    append(text, dataset && gmx_dataset_is_points(dataset) ? _("%s points/s") : _("%s images/s"),
           pace);
  }
  if (isfinite(self->status.seconds_left)) {
    g_autofree char *left = gmx_format_duration(self->status.seconds_left);
    append(text, _("%s left"), left);
  }
}

static void append_climb(GmxStatusBar *self, GString *text) {
  GmxConfig *config = gmx_session_get_config(self->session);
  gboolean on = config && gmx_config_get_enum(config, "perturb") != GMX_PERTURB_NONE;
  if (isfinite(self->status.epsilon_norm) && on) {
    g_autofree char *norm = gmx_format_measure(self->status.epsilon_norm, 3);
    append(text, _("‖ε̂‖ = %s, the climb is on"), norm);
  } else if (!on) {
    append(text, "%s", _("no climb"));
  }
}

/* In a race one may still run after. */
static void append_step(GmxStatusBar *self, GString *text) {
  gint64 own = 0, rival = 0;
  const gboolean together = gmx_session_get_race_steps(self->session, &own, &rival);
  g_autofree char *step = gmx_format_count(self->status.step);
  g_autofree char *other = gmx_format_count(rival);
  append(text, together ? _("both at step %s") : _("step %s"), step);
  if (is_racing(self) && !together)
    append(text, _("rival at step %s"), other);
}

/* What there is to go back to. */
static void append_checkpoint(GmxStatusBar *self, GString *text) {
  g_autofree char *step = gmx_format_count(self->status.saved_step);
  if (self->status.saved_epoch > 0)
    append(text, _("checkpoint of epoch %d is whole"), self->status.saved_epoch);
  else
    append(text, _("checkpoint of step %s is whole"), step);
}

static char *figures(GmxStatusBar *self, GmxSessionState state) {
  GString *text = g_string_new(NULL);
  append_step(self, text);
  append(text, _("epoch %d of %d"), self->status.epoch, self->status.epochs);
  if (state == GMX_SESSION_TRAINING) {
    if (!is_racing(self))
      append_pace(self, text);
    if (self->status.phase && !g_str_equal(self->status.phase, "training"))
      append(text, "%s", _(self->status.phase));
  }
  if (state == GMX_SESSION_READY)
    append(text, "%s", _("nothing recorded yet"));
  else if (state == GMX_SESSION_FINISHED && self->status.plateau > 0)
    append(text, _("held-out loss has not fallen since epoch %d"), self->status.plateau);
  else if (state == GMX_SESSION_DIVERGED && self->status.saved_step >= 0)
    append_checkpoint(self, text);
  else if (is_racing(self) && !self->narrow)
    append(text, "%s", _("two engines, each waits for the other"));
  else if (!self->narrow)
    append_climb(self, text);
  return g_string_free(text, FALSE);
}

/* The step under the glass; NULL where slow motion is off. */
static const GmxTrace *traced(GmxStatusBar *self) {
  return self->motion ? gmx_motion_get_trace(self->motion) : NULL;
}

static char *name_place(GmxStatusBar *self, GmxSessionState state) {
  const GmxTrace *trace = traced(self);
  if (!trace)
    return g_strdup(state_name(self, state));
  g_autofree char *step = gmx_format_count(trace->record.step);
  return g_strdup_printf(gmx_motion_get_reached(self->motion) == GMX_PHASES
                             ? _("Step %s is made")
                             : _("Paused in step %s"),
                         step);
}

static char *count_phases(GmxStatusBar *self) {
  GString *text = g_string_new(NULL);
  append(text, _("%d of %d phases done"), gmx_motion_get_reached(self->motion), GMX_PHASES);
  append(text, _("epoch %d of %d"), traced(self)->record.epoch, self->status.epochs);
  if (!self->narrow)
    append(text, "%s", _("Space goes on"));
  return g_string_free(text, FALSE);
}

static void renew(gpointer data) {
  GmxStatusBar *self = data;
  GmxSessionState state = gmx_session_get_state(self->session);
  gboolean running = self->known && state >= GMX_SESSION_READY;
  g_autofree char *rest = traced(self) ? count_phases(self)
                          : running    ? figures(self, state)
                                       : g_strdup("");
  g_autofree char *name = name_place(self, state);
  g_autofree char *markup =
      g_markup_printf_escaped("<b>%s</b>   <span alpha=\"66%%\">%s</span>", name, rest);
  g_autofree char *plain = g_strdup_printf("%s" SEPARATOR "%s", name, rest);
  double share = 0;
  if (state == GMX_SESSION_FINISHED) /* also where it ended early */
    share = 1;
  else if (running && self->status.total_steps > 0)
    share = CLAMP(self->status.step / (double)self->status.total_steps, 0, 1);
  g_autofree char *percent = gmx_format_percent(share, 0);
  gtk_label_set_markup(GTK_LABEL(self->label), markup);
  gtk_label_set_text(GTK_LABEL(self->percent), percent);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), share);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Status"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, plain, -1);
}

static void on_status(GmxStatusBar *self, const GmxStatus *status) {
  self->status = *status;
  self->status.run_path = NULL;
  self->known = TRUE;
  gmx_throttle_call(&self->renew);
}

static void on_state(GmxStatusBar *self) {
  gmx_throttle_flush(&self->renew);
}

static void on_rival_status(GmxStatusBar *self) {
  gmx_throttle_call(&self->renew);
}

/* A rival may come after while the window's run rests. */
static void on_race(GmxStatusBar *self) {
  GmxSession *rival = gmx_session_get_rival(self->session);
  if (rival)
    g_signal_connect_object(rival, "status", G_CALLBACK(on_rival_status), self, G_CONNECT_SWAPPED);
  on_state(self);
}

void gmx_status_bar_follow(GmxStatusBar *self, GmxMotion *motion) {
  g_set_object(&self->motion, motion);
  g_signal_connect_object(motion, "changed", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
}

void gmx_status_bar_set_narrow(GmxStatusBar *self, gboolean narrow) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  self->narrow = narrow;
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), narrow ? 6 : 12);
  gtk_widget_set_size_request(self->bar, narrow ? -1 : 220, -1);
  gtk_widget_set_hexpand(self->bar, narrow);
  gtk_widget_set_visible(self->percent, !narrow);
  if (narrow)
    gtk_widget_add_css_class(GTK_WIDGET(self), "narrow");
  else
    gtk_widget_remove_css_class(GTK_WIDGET(self), "narrow");
  renew(self);
}

static void status_bar_dispose(GObject *object) {
  GmxStatusBar *self = GMX_STATUS_BAR(object);
  gmx_throttle_stop(&self->renew);
  g_clear_pointer(&self->label, gtk_widget_unparent);
  g_clear_pointer(&self->progress, gtk_widget_unparent);
  g_clear_object(&self->motion);
  g_clear_object(&self->session);
  G_OBJECT_CLASS(gmx_status_bar_parent_class)->dispose(object);
}

static void gmx_status_bar_class_init(GmxStatusBarClass *class) {
  G_OBJECT_CLASS(class)->dispose = status_bar_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_status_bar_init(GmxStatusBar *self) {
  gmx_throttle_init(&self->renew, 250, renew, self);
  self->label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(self->label, "numeric");
  gtk_widget_set_hexpand(self->label, TRUE);
  gtk_widget_set_parent(self->label, GTK_WIDGET(self));

  self->progress = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->bar = gtk_progress_bar_new();
  self->percent = gtk_label_new(NULL);
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_label_set_width_chars(GTK_LABEL(self->percent), 5);
  gtk_label_set_xalign(GTK_LABEL(self->percent), 1);
  gtk_widget_add_css_class(self->percent, "numeric");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Progress"), -1);
  gtk_box_append(GTK_BOX(self->progress), self->bar);
  gtk_box_append(GTK_BOX(self->progress), self->percent);
  gtk_widget_set_parent(self->progress, GTK_WIDGET(self));
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-status");
  gtk_widget_set_name(GTK_WIDGET(self), "status");
}

GtkWidget *gmx_status_bar_new(GmxSession *session) {
  GmxStatusBar *self = g_object_new(GMX_TYPE_STATUS_BAR, NULL);
  self->session = g_object_ref(session);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "race", G_CALLBACK(on_race), self, G_CONNECT_SWAPPED);
  gmx_status_bar_set_narrow(self, FALSE);
  return GTK_WIDGET(self);
}
