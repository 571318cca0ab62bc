/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request for a trace is under way at most; what changes meanwhile has it made again when it
 * has come. The trace that is shown stays until the new one is there. */
#include "ui/slowmotion/motion.h"

#include "ui/format.h"

#include <glib/gi18n.h>

#define NONE (-1)

struct _GmxMotion {
  GObject parent_instance;

  GmxSettings *settings;
  GmxTrace *trace;
  GCancellable *asking; /* of the request under way; NULL: none */
  gboolean again;       /* the answer will be out of date */
  GmxConfig *asked;     /* settings, the waiting ones included, when it was asked for */
  gint64 newest;        /* step that the session told of last */
  gboolean pausing;     /* what still comes of training is from before */
  gboolean active, playing;
  gboolean made;      /* the update was asked for */
  int phase, reached; /* shown, NONE without a trace; the furthest that was shown */
  double pace;
  guint timer;
  char *note;
};

enum { PROP_0, PROP_ACTIVE, PROP_PLAYING, PROP_PHASE, PROP_REACHED, PROP_STEP, PROP_PACE, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxMotion, gmx_motion, G_TYPE_OBJECT)

static void ask(GmxMotion *self);
static void wait_for_next(GmxMotion *self);

static GmxSession *session_of(GmxMotion *self) {
  return gmx_settings_get_session(self->settings);
}

static void tell(GmxMotion *self) {
  for (int id = PROP_ACTIVE; id < N_PROPS; id++)
    g_object_notify_by_pspec(G_OBJECT(self), properties[id]);
  g_signal_emit(self, signals[CHANGED], 0);
}

static void take_note(GmxMotion *self, char *note) {
  g_free(self->note);
  self->note = note;
}

static void drop_trace(GmxMotion *self) {
  g_clear_pointer(&self->trace, gmx_trace_unref);
  self->phase = self->reached = NONE;
  self->made = FALSE;
}

static void stop_asking(GmxMotion *self) {
  if (self->asking)
    g_cancellable_cancel(self->asking);
  g_clear_object(&self->asking);
  self->again = FALSE;
}

/* The trace */

/* Settings in force that differ between two traces of one step: "ρ 0.05 → 0.10, β 0.5 → 0.2". */
static char *describe_difference(GmxConfig *before, GmxConfig *after) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < count; i++) {
    g_autofree char *old_value = gmx_config_to_string(before, all[i]->name);
    g_autofree char *new_value = gmx_config_to_string(after, all[i]->name);
    if (g_strcmp0(old_value, new_value) == 0)
      continue;
    const GmxEventRecord event = {
        .setting = (char *)all[i]->name, .old_value = old_value, .new_value = new_value};
    g_autofree char *words = gmx_format_event(&event);
    g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", words);
  }
  return g_string_free(text, FALSE);
}

/* The furthest phase that the new trace has too, so that what was seen stays seen. */
static void keep_phase(GmxMotion *self) {
  while (self->phase > 0 && !gmx_trace_has_phase(self->trace, (GmxPhase)self->phase))
    self->phase--;
}

static void take_trace(GmxMotion *self, GmxTrace *trace) {
  g_autoptr(GmxTrace) before = g_steal_pointer(&self->trace);
  self->trace = gmx_trace_ref(trace);
  if (!before || self->made || before->record.step != trace->record.step) {
    self->phase = self->reached = 0;
    self->made = FALSE;
    take_note(self, NULL);
    return;
  }
  g_autofree char *difference = describe_difference(before->config, trace->config);
  keep_phase(self);
  if (*difference)
    take_note(self, g_strdup_printf(_("%s: the step was computed anew"), difference));
}

static void on_trace(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GmxMotion) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrace) trace = gmx_session_get_trace_finish(GMX_SESSION(source), result, &error);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another was asked for, or nobody looks any more */
  g_clear_object(&self->asking);
  if (self->again || (trace && trace->record.step <= self->newest)) {
    ask(self);
    return;
  }
  if (trace) {
    take_trace(self, trace);
  } else {
    drop_trace(self);
    self->playing = FALSE;
    take_note(self, g_strdup(error->message));
  }
  wait_for_next(self);
  tell(self);
}

static void ask(GmxMotion *self) {
  self->again = self->asking != NULL;
  if (self->again || !self->active)
    return;
  self->asking = g_cancellable_new();
  g_clear_object(&self->asked);
  self->asked = gmx_config_copy(gmx_settings_get_config(self->settings));
  gmx_session_get_trace_async(session_of(self), self->asking, on_trace, g_object_ref(self));
  tell(self);
}

/* Phases */

/* The step is made now, by the run itself: it is the one that was shown. */
static void make_step(GmxMotion *self) {
  if (self->made)
    return;
  self->made = TRUE;
  gmx_session_advance(session_of(self), GMX_ADVANCE_STEP);
}

static void show_phase(GmxMotion *self, int phase) {
  self->phase = phase;
  self->reached = MAX(self->reached, phase);
  take_note(self, NULL);
  if (self->reached == GMX_PHASE_UPDATE)
    make_step(self);
  wait_for_next(self);
  tell(self);
}

void gmx_motion_next(GmxMotion *self) {
  if (!self->trace || self->asking)
    return;
  if (self->phase == GMX_PHASE_UPDATE) {
    ask(self);
    return;
  }
  int next = self->phase + 1;
  while (!gmx_trace_has_phase(self->trace, (GmxPhase)next))
    next++;
  show_phase(self, next);
}

void gmx_motion_back(GmxMotion *self) {
  int before = self->phase - 1;
  while (before >= 0 && !gmx_trace_has_phase(self->trace, (GmxPhase)before))
    before--;
  if (before >= 0)
    show_phase(self, before);
}

void gmx_motion_go(GmxMotion *self, GmxPhase phase) {
  if (self->trace && gmx_trace_has_phase(self->trace, phase) && (int)phase != self->phase)
    show_phase(self, phase);
}

/* Playing */

static gboolean on_timer(gpointer data) {
  GmxMotion *self = data;
  self->timer = 0;
  gmx_motion_next(self);
  return G_SOURCE_REMOVE;
}

static void wait_for_next(GmxMotion *self) {
  g_clear_handle_id(&self->timer, g_source_remove);
  if (self->active && self->playing && self->trace && !self->asking)
    self->timer = g_timeout_add((guint)(self->pace * 1000), on_timer, self);
}

void gmx_motion_set_playing(GmxMotion *self, gboolean playing) {
  if (self->playing == playing)
    return;
  self->playing = playing;
  wait_for_next(self);
  tell(self);
}

void gmx_motion_set_pace(GmxMotion *self, double seconds) {
  if (self->pace == seconds)
    return;
  self->pace = seconds;
  wait_for_next(self);
  tell(self);
}

/* What the session says */

static void on_settings(GmxMotion *self) {
  if (self->active && !self->made && self->asked &&
      !gmx_config_equal(self->asked, gmx_settings_get_config(self->settings)))
    ask(self);
}

/* A step that was made without us was the one under the glass, or one beyond it. */
static void on_steps(GmxMotion *self, GArray *records) {
  self->newest = g_array_index(records, GmxStepRecord, records->len - 1).step;
  if (!self->active || self->pausing || !self->trace)
    return;
  if (self->newest == self->trace->record.step) {
    self->made = TRUE;
    if (self->reached < GMX_PHASE_UPDATE)
      show_phase(self, GMX_PHASE_UPDATE);
  } else if (gmx_session_get_state(session_of(self)) == GMX_SESSION_TRAINING) {
    gmx_motion_set_active(self, FALSE);
  } else {
    ask(self);
  }
}

static void begin_anew(GmxMotion *self, gint64 newest) {
  self->newest = newest;
  drop_trace(self);
  take_note(self, NULL);
  if (self->active)
    ask(self);
}

static void on_opened(GmxMotion *self) {
  begin_anew(self, 0);
}

static void on_rewound(GmxMotion *self, gint64 step) {
  begin_anew(self, step);
}

/* Who trains on has seen enough. The evaluation at an epoch's end belongs to the step before it. */
static void on_state(GmxMotion *self, GmxSessionState state) {
  if (state != GMX_SESSION_TRAINING)
    self->pausing = FALSE;
  else if (self->active && !self->made && !self->asking && self->trace)
    gmx_motion_set_active(self, FALSE);
}

void gmx_motion_set_active(GmxMotion *self, gboolean active) {
  if (self->active == active)
    return;
  self->active = active;
  self->playing = FALSE;
  g_clear_handle_id(&self->timer, g_source_remove);
  stop_asking(self);
  drop_trace(self);
  take_note(self, NULL);
  if (active) {
    self->pausing = gmx_session_get_state(session_of(self)) == GMX_SESSION_TRAINING;
    gmx_session_pause(session_of(self));
    ask(self);
  }
  tell(self);
}

/* Readings */

gboolean gmx_motion_get_active(GmxMotion *self) {
  return self->active;
}

const GmxTrace *gmx_motion_get_trace(GmxMotion *self) {
  return self->trace;
}

GmxSettings *gmx_motion_get_settings(GmxMotion *self) {
  return self->settings;
}

GmxPhase gmx_motion_get_phase(GmxMotion *self) {
  return (GmxPhase)MAX(self->phase, 0);
}

int gmx_motion_get_reached(GmxMotion *self) {
  return self->reached + 1;
}

gboolean gmx_motion_has_reached(GmxMotion *self, GmxPhase phase) {
  return self->trace && (int)phase <= self->reached;
}

gboolean gmx_motion_get_playing(GmxMotion *self) {
  return self->playing;
}

double gmx_motion_get_pace(GmxMotion *self) {
  return self->pace;
}

const char *gmx_motion_get_note(GmxMotion *self) {
  return self->note;
}

gboolean gmx_motion_is_busy(GmxMotion *self) {
  return self->asking != NULL;
}

static void motion_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxMotion *self = GMX_MOTION(object);
  switch (id) {
  case PROP_ACTIVE:
    g_value_set_boolean(value, self->active);
    break;
  case PROP_PLAYING:
    g_value_set_boolean(value, self->playing);
    break;
  case PROP_PHASE:
    g_value_set_int(value, self->phase + 1);
    break;
  case PROP_REACHED:
    g_value_set_int(value, self->reached + 1);
    break;
  case PROP_STEP:
    g_value_set_int64(value, self->trace ? self->trace->record.step : 0);
    break;
  case PROP_PACE:
    g_value_set_double(value, self->pace);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
  }
}

static void motion_dispose(GObject *object) {
  GmxMotion *self = GMX_MOTION(object);
  g_clear_handle_id(&self->timer, g_source_remove);
  stop_asking(self);
  self->active = FALSE;
  drop_trace(self);
  g_clear_pointer(&self->note, g_free);
  g_clear_object(&self->asked);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_motion_parent_class)->dispose(object);
}

static void gmx_motion_class_init(GmxMotionClass *class) {
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = motion_dispose;
  object_class->get_property = motion_get_property;
  properties[PROP_ACTIVE] = g_param_spec_boolean("active", NULL, NULL, FALSE, flags);
  properties[PROP_PLAYING] = g_param_spec_boolean("playing", NULL, NULL, FALSE, flags);
  properties[PROP_PHASE] = g_param_spec_int("phase", NULL, NULL, 0, GMX_PHASES, 0, flags);
  properties[PROP_REACHED] = g_param_spec_int("reached", NULL, NULL, 0, GMX_PHASES, 0, flags);
  properties[PROP_STEP] = g_param_spec_int64("step", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PACE] = g_param_spec_double("pace", NULL, NULL, 0, 60, 1.5, flags);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_MOTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void gmx_motion_init(GmxMotion *self) {
  self->phase = self->reached = NONE;
  self->pace = 1.5;
}

GmxMotion *gmx_motion_new(GmxSettings *settings) {
  GmxMotion *self = g_object_new(GMX_TYPE_MOTION, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {{"steps", G_CALLBACK(on_steps)},
                  {"opened", G_CALLBACK(on_opened)},
                  {"rewound", G_CALLBACK(on_rewound)},
                  {"state", G_CALLBACK(on_state)}};
  self->settings = g_object_ref(settings);
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_object(session, handlers[i].signal, handlers[i].handler, self,
                            G_CONNECT_SWAPPED);
  g_signal_connect_object(settings, "changed", G_CALLBACK(on_settings), self, G_CONNECT_SWAPPED);
  return self;
}
