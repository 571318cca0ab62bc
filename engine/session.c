/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The owner's side of a session: puts commands into the queue and emits what the mailbox delivers.
 * Everything here runs on the thread that made the session; it never waits for the engine but at
 * the end. */
#include "engine/session-private.h"

#include "engine/nn/parallel.h"

#define POOL_NICE 10 /* as the engine thread's */

G_DEFINE_FINAL_TYPE(GmxSession, gmx_session, G_TYPE_OBJECT)
G_DEFINE_QUARK(gmx_session_error, gmx_session_error)

enum {
  STATE,
  LOADING,
  OPENED,
  STEPS,
  EPOCHS,
  EVENT,
  GALLERY,
  PROBE,
  PREDICTIONS,
  STATUS,
  SETTING,
  FAILED,
  DIVERGED,
  REWOUND,
  RACE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

GType gmx_session_state_get_type(void) {
  static gsize type = 0;
  static const GEnumValue values[] = {{GMX_SESSION_EMPTY, "GMX_SESSION_EMPTY", "empty"},
                                      {GMX_SESSION_LOADING, "GMX_SESSION_LOADING", "loading"},
                                      {GMX_SESSION_READY, "GMX_SESSION_READY", "ready"},
                                      {GMX_SESSION_TRAINING, "GMX_SESSION_TRAINING", "training"},
                                      {GMX_SESSION_PAUSED, "GMX_SESSION_PAUSED", "paused"},
                                      {GMX_SESSION_FINISHED, "GMX_SESSION_FINISHED", "finished"},
                                      {GMX_SESSION_DIVERGED, "GMX_SESSION_DIVERGED", "diverged"},
                                      {0, NULL, NULL}};
  if (g_once_init_enter(&type))
    g_once_init_leave(&type, g_enum_register_static("GmxSessionState", values));
  return type;
}

/* Makes the settings here those of @config and names each that changed. In the order of the list a
 * method comes before its axes, so what it sets along is set right after it. */
static void adopt_config(GmxSession *self, GmxConfig *config) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_autoptr(GmxConfig) before = gmx_config_copy(self->config);
  g_object_freeze_notify(G_OBJECT(self->config));
  for (guint i = 0; i < count; i++) {
    g_auto(GValue) value = G_VALUE_INIT;
    g_object_get_property(G_OBJECT(config), all[i]->name, &value);
    g_object_set_property(G_OBJECT(self->config), all[i]->name, &value);
  }
  g_object_thaw_notify(G_OBJECT(self->config));
  gmx_session_settle_race(self);
  for (guint i = 0; i < count; i++) {
    g_auto(GValue) old_value = G_VALUE_INIT;
    g_auto(GValue) new_value = G_VALUE_INIT;
    g_object_get_property(G_OBJECT(before), all[i]->name, &old_value);
    g_object_get_property(G_OBJECT(self->config), all[i]->name, &new_value);
    if (g_param_values_cmp(all[i], &old_value, &new_value) != 0)
      g_signal_emit(self, signals[SETTING], 0, all[i]->name);
  }
}

/* Those of weights after @step. */
static void forget_predictions(GmxSession *self, gint64 step) {
  for (gsize split = 0; split < G_N_ELEMENTS(self->predictions); split++)
    if (self->predictions[split] && self->predictions[split]->step > step)
      g_clear_pointer(&self->predictions[split], gmx_predictions_unref);
}

static void take_predictions(GmxSession *self, GmxPredictions *predictions) {
  GmxPredictions **place = &self->predictions[predictions->split];
  g_clear_pointer(place, gmx_predictions_unref);
  *place = gmx_predictions_ref(predictions);
  g_signal_emit(self, signals[PREDICTIONS], 0, predictions);
}

static void take_opened(GmxSession *self, const GmxNews *news) {
  g_set_object(&self->dataset, news->dataset);
  g_clear_pointer(&self->recording, gmx_recording_unref);
  self->recording = gmx_recording_ref(news->recording);
  forget_predictions(self, -1);
  g_free(self->origin);
  self->origin = g_strdup(news->origin);
  adopt_config(self, news->config);
  g_signal_emit(self, signals[OPENED], 0, news->dataset, news->parameters);
}

/* An answer to an older command than the newest would turn a slider back under the user's hand; the
 * newest answer holds all settings. */
static void take_config(GmxSession *self, const GmxNews *news) {
  if (news->serial == self->sets)
    adopt_config(self, news->config);
  if (news->refused && news->name)
    g_signal_emit(self, signals[SETTING], 0, news->name);
}

/* The thread never touches a task: it knows the number alone. */
static void take_answer(GmxSession *self, const GmxNews *news) {
  gpointer number = GUINT_TO_POINTER(news->request), value = NULL;
  if (!g_hash_table_steal_extended(self->requests, number, NULL, &value))
    return;
  g_autoptr(GTask) task = value;
  if (g_task_return_error_if_cancelled(task))
    return;
  if (news->weights)
    g_task_return_pointer(task, gmx_weights_ref(news->weights), (GDestroyNotify)gmx_weights_unref);
  else if (news->trace)
    g_task_return_pointer(task, gmx_trace_ref(news->trace), (GDestroyNotify)gmx_trace_unref);
  else
    g_task_return_error(task, g_error_copy(news->error));
}

static void take_news(GmxSession *self, const GmxNews *news) {
  switch (news->kind) {
  case GMX_NEWS_STATE:
    self->state = news->state;
    g_signal_emit(self, signals[STATE], 0, news->state);
    break;
  case GMX_NEWS_OPENED:
    take_opened(self, news);
    break;
  case GMX_NEWS_CONFIG:
    take_config(self, news);
    break;
  case GMX_NEWS_FAILED:
    g_signal_emit(self, signals[FAILED], 0, news->error);
    break;
  case GMX_NEWS_DIVERGED:
    g_signal_emit(self, signals[DIVERGED], 0, news->step, news->cause);
    break;
  case GMX_NEWS_REWOUND:
    forget_predictions(self, news->step);
    gmx_session_rewind_race(self, news->step);
    g_signal_emit(self, signals[REWOUND], 0, news->step, news->epoch);
    break;
  case GMX_NEWS_WEIGHTS:
  case GMX_NEWS_TRACE:
    take_answer(self, news);
    break;
  case GMX_NEWS_NONE:
    break;
  }
}

static void deliver(GObject *owner, const GmxParcel *parcel) {
  GmxSession *self = GMX_SESSION(owner);
  if (parcel->loading_what)
    g_signal_emit(self, signals[LOADING], 0, parcel->loading, parcel->loading_what);
  if (parcel->steps)
    g_signal_emit(self, signals[STEPS], 0, parcel->steps);
  for (guint i = 0; parcel->events && i < parcel->events->len; i++)
    g_signal_emit(self, signals[EVENT], 0, g_ptr_array_index(parcel->events, i));
  if (parcel->epochs)
    g_signal_emit(self, signals[EPOCHS], 0, parcel->epochs);
  for (guint i = 0; parcel->probes && i < parcel->probes->len; i++)
    g_signal_emit(self, signals[PROBE], 0, g_array_index(parcel->probes, int, i));
  for (gsize split = 0; split < G_N_ELEMENTS(parcel->predictions); split++)
    if (parcel->predictions[split])
      take_predictions(self, parcel->predictions[split]);
  if (parcel->gallery)
    g_signal_emit(self, signals[GALLERY], 0, parcel->gallery);
  if (parcel->status)
    g_signal_emit(self, signals[STATUS], 0, parcel->status);
  if (parcel->news)
    take_news(self, parcel->news);
}

void gmx_session_push(GmxSession *self, const GmxCommand *command, gboolean interrupt) {
  GmxCommand *owned = g_memdup2(command, sizeof *command);
  if (!self->thread) {
    gmx_command_free(owned);
    return;
  }
  pthread_mutex_lock(&self->engine.lock);
  g_async_queue_push(self->engine.commands, owned);
  pthread_mutex_unlock(&self->engine.lock);
  if (interrupt)
    g_atomic_int_set(&self->engine.interrupt, 1);
}

/* One that waits for the other in a race is called to the queue. */
static void send(GmxSession *self, const GmxCommand *command, gboolean interrupt) {
  gmx_session_push(self, command, interrupt);
  if (self->pace && !self->ordering)
    gmx_pace_call(self->pace, self->member);
}

/* Cancels the load under way; @open_number makes older opens that still wait void. */
static void cancel_load(GmxSession *self, guint open_number) {
  pthread_mutex_lock(&self->engine.lock);
  self->engine.newest_open = open_number;
  g_autoptr(GCancellable) load = self->engine.load ? g_object_ref(self->engine.load) : NULL;
  pthread_mutex_unlock(&self->engine.lock);
  if (load)
    g_cancellable_cancel(load);
}

GmxSessionState gmx_session_get_state(GmxSession *self) {
  return self->state;
}

const char *gmx_session_get_run_dir(GmxSession *self) {
  return self->engine.run_dir;
}

GmxConfig *gmx_session_get_config(GmxSession *self) {
  return self->config;
}

GmxDataset *gmx_session_get_dataset(GmxSession *self) {
  return self->dataset;
}

GmxRecording *gmx_session_get_recording(GmxSession *self) {
  return self->recording;
}

GmxPredictions *gmx_session_get_predictions(GmxSession *self, GmxSplit split) {
  return self->predictions[split];
}

const char *gmx_session_get_origin(GmxSession *self) {
  return self->origin;
}

void gmx_session_open(GmxSession *self, GmxConfig *config) {
  gmx_session_open_weights(self, config, NULL);
}

void gmx_session_open_weights(GmxSession *self, GmxConfig *config, const char *path) {
  gmx_session_order_open(self, config, path);
  cancel_load(self, ++self->opens);
  const GmxCommand command = {.kind = GMX_COMMAND_OPEN,
                              .config = gmx_config_copy(config),
                              .text = g_strdup(path),
                              .open_number = self->opens};
  send(self, &command, TRUE);
  gmx_session_end_orders(self);
}

void gmx_session_resume(GmxSession *self, const char *path) {
  cancel_load(self, ++self->opens);
  const GmxCommand command = {
      .kind = GMX_COMMAND_RESUME, .text = g_strdup(path), .open_number = self->opens};
  send(self, &command, TRUE);
}

void gmx_session_cancel_loading(GmxSession *self) {
  cancel_load(self, ++self->opens);
}

void gmx_session_train(GmxSession *self) {
  gmx_session_order_train(self);
  send(self, &(GmxCommand){.kind = GMX_COMMAND_TRAIN}, FALSE);
  gmx_session_end_orders(self);
}

void gmx_session_set_tempo(GmxSession *self, int steps_per_second) {
  g_atomic_int_set(&self->engine.tempo, MAX(steps_per_second, 0));
  gmx_session_pace_tempo(self);
}

void gmx_session_pause(GmxSession *self) {
  gmx_session_order_pause(self);
  send(self, &(GmxCommand){.kind = GMX_COMMAND_PAUSE}, TRUE);
  gmx_session_end_orders(self);
}

void gmx_session_advance(GmxSession *self, GmxAdvance unit) {
  gmx_session_order_advance(self, unit);
  send(self, &(GmxCommand){.kind = GMX_COMMAND_ADVANCE, .unit = unit}, FALSE);
  gmx_session_end_orders(self);
}

void gmx_session_set(GmxSession *self, const char *name, const char *text) {
  const GmxCommand command = {.kind = GMX_COMMAND_SET,
                              .name = g_strdup(name),
                              .text = g_strdup(text),
                              .serial = ++self->sets,
                              .turn = gmx_session_order_set(self, name, text)};
  send(self, &command, FALSE);
  gmx_session_end_orders(self);
}

/* The first setting in which @config differs from those here. */
static const char *first_difference(GmxSession *self, GmxConfig *config) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    g_auto(GValue) here = G_VALUE_INIT;
    g_auto(GValue) there = G_VALUE_INIT;
    g_object_get_property(G_OBJECT(self->config), all[i]->name, &here);
    g_object_get_property(G_OBJECT(config), all[i]->name, &there);
    if (g_param_values_cmp(all[i], &here, &there) != 0)
      return all[i]->name;
  }
  return all[0]->name;
}

void gmx_session_set_all(GmxSession *self, GmxConfig *config) {
  const GmxCommand command = {.kind = GMX_COMMAND_SET,
                              .config = gmx_config_copy(config),
                              .name = g_strdup(first_difference(self, config)),
                              .serial = ++self->sets,
                              .turn = gmx_session_order_set_all(self, config)};
  send(self, &command, FALSE);
  gmx_session_end_orders(self);
}

void gmx_session_reset(GmxSession *self, gboolean new_seed) {
  gmx_session_order_reset(self, new_seed);
  send(self, &(GmxCommand){.kind = GMX_COMMAND_RESET, .new_seed = new_seed}, TRUE);
  gmx_session_end_orders(self);
}

void gmx_session_go_back(GmxSession *self) {
  send(self, &(GmxCommand){.kind = GMX_COMMAND_GO_BACK}, TRUE);
}

static GError *closed_error(void) {
  return g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CLOSED,
                             "the session was closed before it could answer");
}

/* @tag: the function that was called. */
static void ask(GmxSession *self, GmxCommandKind kind, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer user_data, gpointer tag) {
  GTask *task = g_task_new(self, cancellable, callback, user_data);
  g_task_set_source_tag(task, tag);
  if (!self->thread) {
    g_task_return_error(task, closed_error());
    g_object_unref(task);
    return;
  }
  const GmxCommand command = {.kind = kind,
                              .request = ++self->asked,
                              .cancellable = cancellable ? g_object_ref(cancellable) : NULL};
  g_hash_table_insert(self->requests, GUINT_TO_POINTER(command.request), task);
  send(self, &command, FALSE);
}

void gmx_session_get_weights_async(GmxSession *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data) {
  ask(self, GMX_COMMAND_WEIGHTS, cancellable, callback, user_data, gmx_session_get_weights_async);
}

GmxWeights *gmx_session_get_weights_finish(GmxSession *self, GAsyncResult *result, GError **error) {
  g_return_val_if_fail(g_task_is_valid(result, self), NULL);
  return g_task_propagate_pointer(G_TASK(result), error);
}

void gmx_session_get_trace_async(GmxSession *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data) {
  ask(self, GMX_COMMAND_TRACE, cancellable, callback, user_data, gmx_session_get_trace_async);
}

GmxTrace *gmx_session_get_trace_finish(GmxSession *self, GAsyncResult *result, GError **error) {
  g_return_val_if_fail(g_task_is_valid(result, self), NULL);
  return g_task_propagate_pointer(G_TASK(result), error);
}

/* Nobody answers any more. A task holds the session: they go one by one. */
static void refuse_requests(GmxSession *self) {
  g_autoptr(GHashTable) requests = g_steal_pointer(&self->requests);
  GHashTableIter iterator;
  gpointer task;
  self->requests = g_hash_table_new_full(NULL, NULL, NULL, g_object_unref);
  g_hash_table_iter_init(&iterator, requests);
  while (g_hash_table_iter_next(&iterator, NULL, &task))
    g_task_return_error(task, closed_error());
}

void gmx_session_close(GmxSession *self) {
  if (!self->thread)
    return;
  gmx_session_race(self, NULL);
  gmx_mailbox_close(self->engine.mailbox);
  g_atomic_int_set(&self->engine.closing, 1);
  send(self, &(GmxCommand){.kind = GMX_COMMAND_QUIT}, TRUE);
  cancel_load(self, ++self->opens);
  g_thread_join(g_steal_pointer(&self->thread));
  refuse_requests(self);
}

static void gmx_session_dispose(GObject *object) {
  gmx_session_close(GMX_SESSION(object));
  G_OBJECT_CLASS(gmx_session_parent_class)->dispose(object);
}

static void gmx_session_finalize(GObject *object) {
  GmxSession *self = GMX_SESSION(object);
  g_async_queue_unref(self->engine.commands);
  gmx_mailbox_unref(self->engine.mailbox);
  g_free(self->engine.run_dir);
  g_free(self->engine.origin);
  g_free(self->origin);
  pthread_mutex_destroy(&self->engine.lock);
  g_clear_pointer(&self->pace, gmx_pace_unref);
  g_clear_object(&self->config);
  g_clear_object(&self->dataset);
  g_clear_pointer(&self->recording, gmx_recording_unref);
  forget_predictions(self, -1);
  g_hash_table_unref(self->requests);
  G_OBJECT_CLASS(gmx_session_parent_class)->finalize(object);
}

static void add_signal(int id, const char *name, guint count, GType first, GType second) {
  GType types[] = {first, second};
  signals[id] = g_signal_newv(name, GMX_TYPE_SESSION, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                              G_TYPE_NONE, count, types);
}

static void gmx_session_class_init(GmxSessionClass *klass) {
  const GType scope = G_SIGNAL_TYPE_STATIC_SCOPE; /* payloads outlive the emission: no copies */
  G_OBJECT_CLASS(klass)->dispose = gmx_session_dispose;
  G_OBJECT_CLASS(klass)->finalize = gmx_session_finalize;
  add_signal(STATE, "state", 1, GMX_TYPE_SESSION_STATE, 0);
  add_signal(LOADING, "loading", 2, G_TYPE_DOUBLE, G_TYPE_STRING | scope);
  add_signal(OPENED, "opened", 2, GMX_TYPE_DATASET, G_TYPE_UINT64);
  add_signal(STEPS, "steps", 1, G_TYPE_ARRAY | scope, 0);
  add_signal(EPOCHS, "epochs", 1, G_TYPE_ARRAY | scope, 0);
  add_signal(EVENT, "event", 1, G_TYPE_POINTER, 0);
  add_signal(GALLERY, "gallery", 1, GMX_TYPE_GALLERY | scope, 0);
  add_signal(PROBE, "probe", 1, G_TYPE_INT, 0);
  add_signal(PREDICTIONS, "predictions", 1, GMX_TYPE_PREDICTIONS | scope, 0);
  add_signal(STATUS, "status", 1, G_TYPE_POINTER, 0);
  add_signal(SETTING, "setting", 1, G_TYPE_STRING | scope, 0);
  add_signal(FAILED, "failed", 1, G_TYPE_ERROR | scope, 0);
  add_signal(DIVERGED, "diverged", 2, G_TYPE_INT64, G_TYPE_STRING | scope);
  add_signal(REWOUND, "rewound", 2, G_TYPE_INT64, G_TYPE_INT);
  add_signal(RACE, "race", 0, 0, 0);
}

static void gmx_session_init(GmxSession *self) {
  g_autoptr(GMainContext) context = g_main_context_ref_thread_default();
  self->config = gmx_config_new();
  self->requests = g_hash_table_new_full(NULL, NULL, NULL, g_object_unref);
  self->engine.mailbox = gmx_mailbox_new(context, G_OBJECT(self), deliver);
  self->engine.commands = g_async_queue_new_full((GDestroyNotify)gmx_command_free);
  pthread_mutex_init(&self->engine.lock, NULL);
}

GmxSession *gmx_session_new(const char *run_dir) {
  GmxSession *self = g_object_new(GMX_TYPE_SESSION, NULL);
  self->engine.run_dir = g_strdup(run_dir);
  gmx_parallel_set_nice(POOL_NICE);
  self->thread = g_thread_new("gmix-engine", gmx_engine_main, &self->engine);
  return self;
}
