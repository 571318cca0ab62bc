/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A race of the window's run against another method. */
#include "ui/plane/race.h"

struct _GmxRace {
  GObject parent_instance;

  GmxSettings *settings;
  GmxSession *session; /* of the settings */
  GmxSession *rival;
  char *method;      /* the rival's; NULL before the first race */
  gint64 step;       /* of the window's run */
  gboolean bent;     /* by live changes */
  gboolean reopened; /* another run was opened and has not said how it stands */
};

enum { CHANGED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxRace, gmx_race, G_TYPE_OBJECT)

static void emit_changed(GmxRace *self) {
  g_signal_emit(self, signals[CHANGED], 0);
}

GmxSession *gmx_race_get_rival(GmxRace *self) {
  return self->rival;
}

gboolean gmx_race_is_possible(GmxRace *self) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  return dataset && gmx_dataset_is_points(dataset);
}

/* The plainest method that differs from the window's run. */
static const char *first_rival(GmxRace *self) {
  g_autofree char *own = gmx_config_get_string(gmx_session_get_config(self->session), "method");
  return g_str_equal(own, "mixup") ? "erm" : "mixup";
}

static gboolean anything_waits(GmxRace *self) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (gmx_settings_waits(self->settings, all[i]->name))
      return TRUE;
  return FALSE;
}

/* Both from the first step; the settings stand. */
static void restart(GmxRace *self) {
  const gboolean training = gmx_session_get_state(self->session) == GMX_SESSION_TRAINING;
  gmx_session_reset(self->session, FALSE);
  if (training)
    gmx_session_train(self->session);
}

/* The rival stands at the first step and runs after. */
static void open_rival(GmxRace *self) {
  g_autoptr(GmxConfig) config = gmx_config_copy(gmx_session_get_config(self->session));
  gmx_config_set_from_string(config, "method", self->method, NULL);
  gmx_session_open_weights(self->rival, config, gmx_session_get_origin(self->session));
  if (self->step > 0 && (self->bent || anything_waits(self)))
    restart(self);
  else
    gmx_session_train(self->rival);
}

static void on_failed(GmxRace *self, const GError *error) {
  g_signal_emit(self, signals[FAILED], 0, error);
}

void gmx_race_begin(GmxRace *self) {
  if (self->rival || !gmx_race_is_possible(self))
    return;
  if (!self->method)
    self->method = g_strdup(first_rival(self));
  self->rival = gmx_session_new(gmx_session_get_run_dir(self->session));
  g_signal_connect_object(self->rival, "failed", G_CALLBACK(on_failed), self, G_CONNECT_SWAPPED);
  gmx_session_race(self->session, self->rival);
  open_rival(self);
  emit_changed(self);
}

void gmx_race_end(GmxRace *self) {
  g_autoptr(GmxSession) rival = g_steal_pointer(&self->rival);
  if (!rival)
    return;
  gmx_session_race(self->session, NULL);
  gmx_session_close(rival);
  emit_changed(self);
}

void gmx_race_set_rival_method(GmxRace *self, const char *method) {
  if (g_strcmp0(self->method, method) == 0)
    return;
  g_free(self->method);
  self->method = g_strdup(method);
  if (!self->rival)
    return;
  open_rival(self);
  emit_changed(self);
}

void gmx_race_set_own_method(GmxRace *self, const char *method) {
  g_autofree char *own = gmx_config_get_string(gmx_session_get_config(self->session), "method");
  if (g_strcmp0(own, method) == 0)
    return;
  gmx_settings_set(self->settings, "method", method);
  if (self->rival && self->step > 0)
    restart(self);
}

/* What the window's session says */

static void on_opened(GmxRace *self) {
  self->step = 0;
  self->bent = FALSE;
  self->reopened = TRUE;
  if (!gmx_race_is_possible(self))
    gmx_race_end(self);
}

/* A run that is taken up where it was left has a past that no rival shares. */
static void on_state(GmxRace *self, GmxSessionState state) {
  if (self->reopened && state != GMX_SESSION_LOADING && state != GMX_SESSION_READY)
    gmx_race_end(self);
  if (state != GMX_SESSION_LOADING)
    self->reopened = FALSE;
}

static void on_status(GmxRace *self, const GmxStatus *status) {
  self->step = status->step;
}

static void on_event(GmxRace *self) {
  self->bent = TRUE;
}

static void race_dispose(GObject *object) {
  GmxRace *self = GMX_RACE(object);
  if (self->session)
    gmx_race_end(self);
  g_clear_object(&self->session);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->method, g_free);
  G_OBJECT_CLASS(gmx_race_parent_class)->dispose(object);
}

static void gmx_race_class_init(GmxRaceClass *class) {
  G_OBJECT_CLASS(class)->dispose = race_dispose;
  signals[CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new("failed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void gmx_race_init(GmxRace *self) {
}

GmxRace *gmx_race_new(GmxSettings *settings) {
  GmxRace *self = g_object_new(GMX_TYPE_RACE, NULL);
  self->settings = g_object_ref(settings);
  self->session = g_object_ref(gmx_settings_get_session(settings));
  g_signal_connect_object(self->session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->session, "event", G_CALLBACK(on_event), self, G_CONNECT_SWAPPED);
  return self;
}
