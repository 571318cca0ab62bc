/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as the window sees them: those that stand, and which of them still wait to act. */
#include "ui/settings.h"

struct _GmxSettings {
  GObject parent_instance;

  GmxSession *session;
  GmxConfig *asked;   /* what is to be opened, before anything is open */
  GmxConfig *applied; /* what the engine computes with now */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSettings, gmx_settings, G_TYPE_OBJECT)

GmxConfig *gmx_settings_get_config(GmxSettings *self) {
  return gmx_session_get_dataset(self->session) ? gmx_session_get_config(self->session)
                                                : self->asked;
}

GmxSession *gmx_settings_get_session(GmxSettings *self) {
  return self->session;
}

void gmx_settings_open(GmxSettings *self, GmxConfig *config) {
  g_set_object(&self->asked, config);
  gmx_session_open(self->session, config);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

/* Nothing is open: the change is made to what was asked for, and that is opened. */
static void set_and_open(GmxSettings *self, const char *name, const char *text) {
  g_autoptr(GmxConfig) config = gmx_config_copy(self->asked);
  if (gmx_config_set_from_string(config, name, text, NULL))
    gmx_settings_open(self, config);
  else
    gmx_session_set(self->session, name, text); /* says what is wrong */
}

void gmx_settings_set(GmxSettings *self, const char *name, const char *text) {
  g_autofree char *present = gmx_config_to_string(gmx_settings_get_config(self), name);
  if (g_strcmp0(present, text) == 0)
    return;
  if (gmx_session_get_dataset(self->session))
    gmx_session_set(self->session, name, text);
  else
    set_and_open(self, name, text);
}

gboolean gmx_settings_waits(GmxSettings *self, const char *name) {
  if (!gmx_session_get_dataset(self->session))
    return FALSE; /* nothing that it could wait for */
  g_autofree char *now = gmx_config_to_string(self->applied, name);
  g_autofree char *then = gmx_config_to_string(gmx_settings_get_config(self), name);
  return g_strcmp0(now, then) != 0;
}

const char *gmx_settings_data_title(GmxSettings *self) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  return dataset && !gmx_settings_waits(self, "data") ? gmx_dataset_get_title(dataset) : NULL;
}

static void take_all(GmxSettings *self) {
  g_clear_object(&self->applied);
  self->applied = gmx_config_copy(gmx_settings_get_config(self));
}

static void on_opened(GmxSettings *self) {
  take_all(self);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void on_setting(GmxSettings *self) {
  /* Before the first step nothing waits: a change is there at once, or reopens the run. */
  if (gmx_session_get_state(self->session) <= GMX_SESSION_READY)
    take_all(self);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void on_event(GmxSettings *self, const GmxEventRecord *event) {
  gmx_config_set_from_string(self->applied, event->setting, event->new_value, NULL);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void settings_dispose(GObject *object) {
  GmxSettings *self = GMX_SETTINGS(object);
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  g_clear_object(&self->session);
  g_clear_object(&self->asked);
  g_clear_object(&self->applied);
  G_OBJECT_CLASS(gmx_settings_parent_class)->dispose(object);
}

static void gmx_settings_class_init(GmxSettingsClass *class) {
  G_OBJECT_CLASS(class)->dispose = settings_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_settings_init(GmxSettings *self) {
}

GmxSettings *gmx_settings_new(GmxSession *session) {
  GmxSettings *self = g_object_new(GMX_TYPE_SETTINGS, NULL);
  self->session = g_object_ref(session);
  self->asked = gmx_config_new();
  take_all(self);
  g_signal_connect_swapped(session, "opened", G_CALLBACK(on_opened), self);
  g_signal_connect_swapped(session, "setting", G_CALLBACK(on_setting), self);
  g_signal_connect_swapped(session, "event", G_CALLBACK(on_event), self);
  return self;
}
