/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as the window sees them, which of them wait to act, and what can be taken back.
 *
 * What is asked of the engine is answered later, and one answer may be for several questions. So
 * each question is kept until its answer is here: only what the engine took is a change that can be
 * undone. */
#include "ui/settings.h"

#include "ui/setting-history.h"

#include <glib/gi18n.h>

typedef struct {
  char *name, *text; /* one setting… */
  GmxConfig *config; /* …or all of them; else NULL */
  char *title;       /* of the change; NULL: by the setting */
  GmxChange *undone; /* this takes it back; NULL: a change of its own */
  guint hold;
} Question;

struct _GmxSettings {
  GObject parent_instance;

  GmxSession *session;
  GmxConfig *asked;    /* what is to be opened, before anything is open */
  GmxConfig *resuming; /* settings of the run that is being taken up, or NULL */
  GmxConfig *applied;  /* what the engine computes with now */
  GmxConfig *known;    /* what the engine said last, the waiting ones included */
  GQueue questions;    /* of Question: not answered yet, oldest first */
  GmxHistory *history;
  guint hold, holds; /* number of the hold now, 0 for none; and of the last */
  guint echoes;      /* announcements still to come of an answer that is known already */
  char *run;         /* folder of the open run; NULL before its first step */
  gboolean opening;  /* another run was asked for */
  gboolean loading;  /* and the engine is at it */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSettings, gmx_settings, G_TYPE_OBJECT)

static void question_free(gpointer data) {
  Question *question = data;
  g_free(question->name);
  g_free(question->text);
  g_free(question->title);
  g_clear_object(&question->config);
  gmx_change_free(question->undone);
  g_free(question);
}

static void emit_changed(GmxSettings *self) {
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

GmxConfig *gmx_settings_get_config(GmxSettings *self) {
  return gmx_session_get_dataset(self->session) ? gmx_session_get_config(self->session)
                                                : self->asked;
}

GmxSession *gmx_settings_get_session(GmxSettings *self) {
  return self->session;
}

static void expect_run(GmxSettings *self, GmxConfig *resuming) {
  g_set_object(&self->resuming, resuming);
  self->opening = TRUE;
  self->loading = FALSE;
}

void gmx_settings_open(GmxSettings *self, GmxConfig *config) {
  g_set_object(&self->asked, config);
  expect_run(self, NULL);
  gmx_session_open(self->session, config);
  emit_changed(self);
}

void gmx_settings_open_weights(GmxSettings *self, GmxConfig *config, const char *path) {
  g_autoptr(GmxConfig) wanted = gmx_config_copy(config ? config : gmx_settings_get_config(self));
  g_set_object(&self->asked, wanted);
  expect_run(self, wanted);
  gmx_session_open_weights(self->session, wanted, path);
  emit_changed(self);
}

const char *gmx_settings_get_run(GmxSettings *self) {
  return self->run;
}

static gboolean is_open(GmxSettings *self, const char *path) {
  g_autofree char *open = self->run ? g_canonicalize_filename(self->run, NULL) : NULL;
  g_autofree char *other = g_canonicalize_filename(path, NULL);
  return g_strcmp0(open, other) == 0;
}

void gmx_settings_resume(GmxSettings *self, const char *path, GmxConfig *config) {
  if (is_open(self, path)) {
    if (config)
      gmx_settings_set_all(self, config, _("session"));
    return;
  }
  if (config)
    g_set_object(&self->asked, config);
  expect_run(self, config);
  gmx_session_resume(self->session, path);
  emit_changed(self);
}

/* Asking */

/* @config with what @question asks for; a copy that has not changed where that is wrong. */
static GmxConfig *answer_to(const Question *question, GmxConfig *config) {
  g_autoptr(GmxConfig) answer = gmx_config_copy(question->config ? question->config : config);
  if (question->config ||
      (gmx_config_set_from_string(answer, question->name, question->text, NULL) &&
       gmx_config_validate(answer, NULL)))
    return g_steal_pointer(&answer);
  return gmx_config_copy(config);
}

/* The settings as they will be when all that was asked is answered. */
static GmxConfig *expected(GmxSettings *self) {
  GmxConfig *config = gmx_config_copy(gmx_settings_get_config(self));
  for (GList *l = self->questions.head; l; l = l->next) {
    GmxConfig *next = answer_to(l->data, config);
    g_object_unref(config);
    config = next;
  }
  return config;
}

/* Nothing is open: the change is made to what was asked for, and that is opened. */
static void set_and_open(GmxSettings *self, const char *name, const char *text) {
  g_autoptr(GmxConfig) config = gmx_config_copy(self->asked);
  if (gmx_config_set_from_string(config, name, text, NULL))
    gmx_settings_open(self, config);
  else
    gmx_session_set(self->session, name, text); /* says what is wrong */
}

static void ask(GmxSettings *self, const Question *question) {
  g_queue_push_tail(&self->questions, g_memdup2(question, sizeof *question));
  if (question->config)
    gmx_session_set_all(self->session, question->config);
  else
    gmx_session_set(self->session, question->name, question->text);
}

void gmx_settings_set(GmxSettings *self, const char *name, const char *text) {
  g_autoptr(GmxConfig) config = expected(self);
  g_autofree char *present = gmx_config_to_string(config, name);
  if (g_strcmp0(present, text) == 0)
    return;
  if (gmx_session_get_dataset(self->session))
    ask(self, &(Question){.name = g_strdup(name), .text = g_strdup(text), .hold = self->hold});
  else
    set_and_open(self, name, text);
}

void gmx_settings_set_all(GmxSettings *self, GmxConfig *wanted, const char *title) {
  g_autoptr(GmxConfig) config = expected(self);
  if (gmx_config_equal(config, wanted))
    return;
  if (gmx_session_get_dataset(self->session))
    ask(self, &(Question){.config = gmx_config_copy(wanted), .title = g_strdup(title)});
  else
    gmx_settings_open(self, wanted);
}

void gmx_settings_begin_hold(GmxSettings *self) {
  self->hold = ++self->holds;
}

void gmx_settings_end_hold(GmxSettings *self) {
  self->hold = 0;
}

/* Taking back */

void gmx_settings_undo(GmxSettings *self) {
  if (!gmx_settings_can_undo(self))
    return;
  g_autoptr(GmxConfig) config = expected(self);
  GmxChange *change = gmx_history_pop(self->history);
  ask(self, &(Question){.config = gmx_change_undo(change, config), .undone = change});
  emit_changed(self);
}

gboolean gmx_settings_can_undo(GmxSettings *self) {
  return gmx_history_peek(self->history) != NULL;
}

char *gmx_settings_describe_undo(GmxSettings *self) {
  const GmxChange *change = gmx_history_peek(self->history);
  return change ? gmx_change_describe_undo(change) : NULL;
}

/* What waits */

gboolean gmx_settings_waits(GmxSettings *self, const char *name) {
  if (!gmx_session_get_dataset(self->session))
    return FALSE; /* nothing that it could wait for */
  return !gmx_config_agree(self->applied, gmx_settings_get_config(self), name);
}

const char *gmx_settings_data_title(GmxSettings *self) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  return dataset && !gmx_settings_waits(self, "data") ? gmx_dataset_get_title(dataset) : NULL;
}

static void take_all(GmxSettings *self) {
  g_clear_object(&self->applied);
  self->applied = gmx_config_copy(gmx_settings_get_config(self));
}

/* Answers */

static guint count_differences(GmxConfig *a, GmxConfig *b) {
  guint count = 0, differences = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    differences += !gmx_config_agree(a, b, all[i]->name);
  return differences;
}

/* How many of the questions, the oldest first, lead from what was known to @now; 0: none does. */
static guint count_answered(GmxSettings *self, GmxConfig *now) {
  g_autoptr(GmxConfig) config = gmx_config_copy(self->known);
  guint answered = 0, place = 0;
  for (GList *l = self->questions.head; l; l = l->next) {
    GmxConfig *next = answer_to(l->data, config);
    g_object_unref(config);
    config = next;
    place++;
    if (gmx_config_equal(config, now))
      answered = place;
  }
  return answered;
}

static void note_change(GmxSettings *self, const Question *question, GmxConfig *after) {
  GmxChange *change = gmx_change_new(self->known, after, question->name, question->title);
  if (change && !question->undone)
    gmx_history_push(self->history, change, question->hold);
  else
    gmx_change_free(change);
}

/* The first @count questions were answered with what they asked for. */
static void take_answers(GmxSettings *self, guint count) {
  for (guint i = 0; i < count; i++) {
    Question *question = g_queue_pop_head(&self->questions);
    GmxConfig *after = answer_to(question, self->known);
    note_change(self, question, after);
    g_object_unref(self->known);
    self->known = after;
    question_free(question);
  }
}

/* The engine has settled on other settings. What was asked and is not in them was refused, and who
 * changes settings without being asked (a reset with a new seed, going back after a divergence)
 * makes nothing that could be undone. */
static void take_settings(GmxSettings *self, GmxConfig *now) {
  const guint answered = count_answered(self, now);
  self->echoes = count_differences(self->known, now) - 1;
  if (answered > 0) {
    take_answers(self, answered);
    return;
  }
  if (!g_queue_is_empty(&self->questions))
    note_change(self, &(Question){.hold = 0}, now);
  g_queue_clear_full(&self->questions, question_free);
  g_set_object(&self->known, NULL);
  self->known = gmx_config_copy(now);
}

/* A setting was announced and all is as before: that one was refused. */
static void take_refusal(GmxSettings *self, const char *name) {
  for (GList *l = self->questions.head; l; l = l->next) {
    Question *question = l->data;
    if (question->name && g_strcmp0(question->name, name) != 0)
      continue;
    g_queue_delete_link(&self->questions, l);
    if (question->undone)
      gmx_history_push(self->history, g_steal_pointer(&question->undone), 0);
    question_free(question);
    return;
  }
}

static void on_setting(GmxSettings *self, const char *name) {
  GmxConfig *now = gmx_session_get_config(self->session);
  /* Before the first step nothing waits: a change is there at once, or reopens the run. */
  if (gmx_session_get_state(self->session) <= GMX_SESSION_READY)
    take_all(self);
  if (!gmx_config_equal(self->known, now))
    take_settings(self, now);
  else if (self->echoes > 0)
    self->echoes--;
  else
    take_refusal(self, name);
  if (g_queue_is_empty(&self->questions))
    gmx_history_prune(self->history, now);
  emit_changed(self);
}

static void forget_changes(GmxSettings *self) {
  gmx_history_clear(self->history);
  g_queue_clear_full(&self->questions, question_free);
}

/* A run of its own has a history of its own; one that was reset goes on with the same settings. */
static void on_opened(GmxSettings *self) {
  g_autoptr(GmxConfig) resumed = g_steal_pointer(&self->resuming);
  take_all(self);
  if (self->opening)
    forget_changes(self);
  self->opening = self->loading = FALSE;
  g_clear_pointer(&self->run, g_free);
  if (resumed && !gmx_config_equal(resumed, gmx_session_get_config(self->session)))
    gmx_session_set_all(self->session, resumed);
  emit_changed(self);
}

static void on_event(GmxSettings *self, const GmxEventRecord *event) {
  gmx_config_set_from_string(self->applied, event->setting, event->new_value, NULL);
  emit_changed(self);
}

/* It could not be opened, or was given up. A studio that was started on a run which can't go on has
 * at least its settings. */
static void give_up_run(GmxSettings *self, GmxSessionState state) {
  g_autoptr(GmxConfig) resuming = g_steal_pointer(&self->resuming);
  self->opening = self->loading = FALSE;
  if (resuming && state == GMX_SESSION_EMPTY)
    gmx_settings_open(self, resuming);
}

static void on_state(GmxSettings *self, GmxSessionState state) {
  if (state == GMX_SESSION_LOADING)
    self->loading = self->opening;
  else if (self->opening && self->loading)
    give_up_run(self, state);
}

static void on_status(GmxSettings *self, const GmxStatus *status) {
  if (g_strcmp0(self->run, status->run_path) == 0)
    return;
  g_free(self->run);
  self->run = g_strdup(status->run_path);
}

static void settings_dispose(GObject *object) {
  GmxSettings *self = GMX_SETTINGS(object);
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  g_clear_object(&self->session);
  g_clear_object(&self->asked);
  g_clear_object(&self->resuming);
  g_clear_object(&self->applied);
  g_clear_object(&self->known);
  g_queue_clear_full(&self->questions, question_free);
  g_clear_pointer(&self->history, gmx_history_free);
  g_clear_pointer(&self->run, g_free);
  G_OBJECT_CLASS(gmx_settings_parent_class)->dispose(object);
}

static void gmx_settings_class_init(GmxSettingsClass *class) {
  G_OBJECT_CLASS(class)->dispose = settings_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_settings_init(GmxSettings *self) {
  g_queue_init(&self->questions);
  self->history = gmx_history_new();
}

GmxSettings *gmx_settings_new(GmxSession *session) {
  GmxSettings *self = g_object_new(GMX_TYPE_SETTINGS, NULL);
  self->session = g_object_ref(session);
  self->asked = gmx_config_new();
  self->known = gmx_config_copy(gmx_session_get_config(session));
  take_all(self);
  g_signal_connect_swapped(session, "opened", G_CALLBACK(on_opened), self);
  g_signal_connect_swapped(session, "state", G_CALLBACK(on_state), self);
  g_signal_connect_swapped(session, "status", G_CALLBACK(on_status), self);
  g_signal_connect_swapped(session, "setting", G_CALLBACK(on_setting), self);
  g_signal_connect_swapped(session, "event", G_CALLBACK(on_event), self);
  return self;
}
