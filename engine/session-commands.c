/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each command does, on the engine thread. A command that fails says so and leaves what was
 * there as it was. */
#include "engine/session-private.h"

void gmx_command_free(GmxCommand *command) {
  g_clear_object(&command->config);
  g_clear_object(&command->cancellable);
  g_clear_pointer(&command->pace, gmx_pace_unref);
  g_free(command->name);
  g_free(command->text);
  g_free(command);
}

static gboolean is_newest(GmxEngine *self, const GmxCommand *command) {
  pthread_mutex_lock(&self->lock);
  const gboolean newest = command->open_number == self->newest_open;
  pthread_mutex_unlock(&self->lock);
  return newest;
}

static void handle_open(GmxEngine *self, GmxCommand *command) {
  if (is_newest(self, command))
    gmx_engine_open_run(self, command->config, command->text, TRUE);
}

/* The run that is open already is where it should be. */
static void handle_resume(GmxEngine *self, GmxCommand *command) {
  if (is_newest(self, command) && !gmx_engine_is_open(self, command->text))
    gmx_engine_resume_run(self, command->text);
}

static void refuse(GmxEngine *self, const char *why) {
  gmx_engine_fail(self, g_error_new_literal(G_IO_ERROR, G_IO_ERROR_FAILED, why));
}

static void handle_reset(GmxEngine *self, gboolean new_seed) {
  if (!self->trainer) {
    refuse(self, "nothing is open yet; open a dataset first");
    return;
  }
  g_autoptr(GmxConfig) config = gmx_config_copy(self->wanted);
  if (new_seed) {
    const int seed = gmx_config_get_int(config, "seed");
    g_autofree char *next = g_strdup_printf("%d", seed == G_MAXINT ? 0 : seed + 1);
    gmx_config_set_from_string(config, "seed", next, NULL);
  }
  gmx_engine_reopen_run(self, config);
}

/* Whether there is a step or an evaluation to make. */
static gboolean may_go_on(GmxEngine *self) {
  if (!self->trainer) {
    refuse(self, "nothing is open yet; open a dataset first");
    return FALSE;
  }
  const GmxTrainerState state = gmx_trainer_get_state(self->trainer);
  return state == GMX_TRAINER_STEP || state == GMX_TRAINER_EVALUATION;
}

/* In a race the goal says how far; one that is there already does not begin. */
static void handle_train(GmxEngine *self) {
  if (!may_go_on(self))
    return;
  self->failed = FALSE;
  self->mode = GMX_MODE_TRAIN;
  gmx_engine_tell_pace(self);
  if (!gmx_engine_is_at_goal(self))
    gmx_engine_set_state(self, GMX_SESSION_TRAINING);
}

static void handle_pause(GmxEngine *self) {
  if (self->mode == GMX_MODE_IDLE || self->pace)
    return;
  self->mode = GMX_MODE_IDLE;
  gmx_engine_post_gallery(self, TRUE);
  gmx_engine_post_status(self, "training");
  gmx_engine_set_state(self, GMX_SESSION_PAUSED);
}

static void handle_advance(GmxEngine *self, GmxAdvance unit) {
  if (!may_go_on(self))
    return;
  self->failed = FALSE;
  if (self->pace) {
    self->mode = GMX_MODE_TRAIN; /* to the goal */
    if (unit == GMX_ADVANCE_EPOCH)
      gmx_engine_set_state(self, GMX_SESSION_TRAINING);
    return;
  }
  if (unit == GMX_ADVANCE_EPOCH) {
    self->mode = GMX_MODE_EPOCH;
    gmx_engine_set_state(self, GMX_SESSION_TRAINING);
    return;
  }
  self->steps_to_go = (self->mode == GMX_MODE_STEPS ? self->steps_to_go : 0) + 1;
  self->mode = GMX_MODE_STEPS;
}

static GmxApply apply_of(GmxConfig *config, const char *name) {
  GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(config), name);
  return gmx_setting_info(spec)->apply;
}

/* The settings as @command wants them; NULL where they do not go together. */
static GmxConfig *read_wanted(GmxEngine *self, const GmxCommand *command, GError **error) {
  g_autoptr(GmxConfig) wanted = command->config ? gmx_config_copy(command->config)
                                : self->wanted  ? gmx_config_copy(self->wanted)
                                                : gmx_config_new();
  if (!command->config && !gmx_config_set_from_string(wanted, command->name, command->text, error))
    return NULL;
  return gmx_config_validate(wanted, error) ? g_steal_pointer(&wanted) : NULL;
}

/* Whether @wanted differs from the present settings in one that acts on reset. */
static gboolean wants_reset(GmxEngine *self, GmxConfig *wanted) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (gmx_setting_info(all[i])->apply == GMX_APPLY_RESET &&
        !gmx_config_agree(wanted, self->wanted, all[i]->name))
      return TRUE;
  return FALSE;
}

/* A learning rate that comes with another optimizer waits for the reset with it, and so do the
 * batch size and the epochs that come with points. */
static gboolean is_for_now(GmxEngine *self, GmxConfig *wanted, GParamSpec *setting) {
  if (gmx_setting_info(setting)->apply == GMX_APPLY_RESET ||
      gmx_config_agree(self->wanted, wanted, setting->name))
    return FALSE;
  const char *cause = gmx_setting_comes_with(setting->name);
  return !cause || gmx_config_agree(gmx_trainer_get_config(self->trainer), wanted, cause);
}

static gboolean tell_all(GmxEngine *self, GmxConfig *wanted, GError **error) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_autoptr(GPtrArray) settings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < count; i++)
    if (is_for_now(self, wanted, all[i])) {
      g_autofree char *text = gmx_config_to_string(wanted, all[i]->name);
      g_ptr_array_add(settings, g_strdup_printf("%s=%s", all[i]->name, text));
    }
  g_ptr_array_add(settings, NULL);
  return gmx_trainer_set_all(self->trainer, (const char *const *)settings->pdata, error);
}

static gboolean tell_trainer(GmxEngine *self, GmxConfig *wanted, GmxCommand *command,
                             GError **error) {
  if (!self->trainer)
    return TRUE;
  if (command->config)
    return tell_all(self, wanted, error);
  return apply_of(wanted, command->name) == GMX_APPLY_RESET ||
         gmx_trainer_set(self->trainer, command->name, command->text, error);
}

/* Lets what @wanted differs in from the present settings act as each setting does. */
static gboolean take_setting(GmxEngine *self, GmxConfig *wanted, GmxCommand *command,
                             GError **error) {
  if (!tell_trainer(self, wanted, command, error))
    return FALSE;
  g_set_object(&self->wanted, wanted);
  return TRUE;
}

static void after_setting(GmxEngine *self) {
  if (self->state == GMX_SESSION_FINISHED &&
      gmx_trainer_get_state(self->trainer) == GMX_TRAINER_STEP)
    gmx_engine_set_state(self, GMX_SESSION_PAUSED);
  else if (self->state == GMX_SESSION_PAUSED &&
           gmx_trainer_get_state(self->trainer) == GMX_TRAINER_FINISHED)
    gmx_engine_set_state(self, GMX_SESSION_FINISHED);
  if (self->trainer && self->mode == GMX_MODE_IDLE)
    gmx_engine_post_status(self, "training");
}

static void handle_set(GmxEngine *self, GmxCommand *command) {
  GError *error = NULL;
  g_autoptr(GmxConfig) wanted = read_wanted(self, command, &error);
  gboolean taken = wanted != NULL;
  self->serial = command->serial;
  if (taken && self->state == GMX_SESSION_READY && wants_reset(self, wanted))
    taken = gmx_engine_reopen_run(self, wanted);
  else if (taken)
    taken = take_setting(self, wanted, command, &error);
  if (error)
    gmx_engine_fail(self, error);
  gmx_engine_post_config(self, command->name, !taken);
  if (self->trainer)
    after_setting(self);
}

/* The settings that the trainer waits for, and those that wait for a reset. */
static void adopt_trainer_settings(GmxEngine *self) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  GmxConfig *waiting = gmx_trainer_get_waiting_config(self->trainer);
  GmxConfig *wanted = gmx_config_copy(waiting);
  /* All of them, in their order: points bring sizes that nobody asked for here. */
  for (guint i = 0; i < count; i++) {
    const gboolean reset = apply_of(wanted, all[i]->name) == GMX_APPLY_RESET;
    g_autofree char *text = gmx_config_to_string(reset ? self->wanted : waiting, all[i]->name);
    gmx_config_set_from_string(wanted, all[i]->name, text, NULL);
  }
  g_object_unref(self->wanted);
  self->wanted = wanted;
}

static void tell_rewound(GmxEngine *self) {
  const GmxNews news = {.kind = GMX_NEWS_REWOUND,
                        .step = gmx_trainer_get_step(self->trainer),
                        .epoch = gmx_trainer_get_epoch(self->trainer)};
  self->gallery_step = 0;
  gmx_recording_cut_after(self->recording, news.step, news.epoch);
  gmx_mailbox_take_news(self->mailbox, &news);
  adopt_trainer_settings(self);
  gmx_engine_post_config(self, NULL, FALSE);
  gmx_engine_post_status(self, "training");
}

/* To a checkpoint from which @step lies ahead, or, where there is none, to the beginning. */
static gboolean return_before(GmxEngine *self, gint64 step) {
  const gint64 saved = gmx_trainer_get_saved_step(self->trainer);
  g_autoptr(GmxConfig) config = gmx_config_copy(gmx_trainer_get_waiting_config(self->trainer));
  GError *error = NULL;
  if (saved < 0 || saved > step)
    return gmx_engine_reopen_run(self, config);
  if (!gmx_trainer_return(self->trainer, &error)) {
    gmx_engine_fail(self, error);
    return FALSE;
  }
  tell_rewound(self);
  return TRUE;
}

/* The leader of the race has gone back to @step: this run is to stand there too, and runs after
 * where it comes from further behind. */
static void follow_back(GmxEngine *self, gint64 step) {
  if (!self->trainer)
    return;
  const gboolean beyond = gmx_trainer_get_step(self->trainer) > step ||
                          gmx_trainer_get_state(self->trainer) == GMX_TRAINER_DIVERGED;
  if (beyond && !return_before(self, step))
    return;
  self->failed = FALSE;
  self->mode = GMX_MODE_TRAIN; /* to the goal, where it rests */
  gmx_engine_tell_pace(self);
  gmx_engine_set_state(self,
                       gmx_engine_is_at_goal(self) ? GMX_SESSION_PAUSED : GMX_SESSION_TRAINING);
}

static void handle_go_back(GmxEngine *self) {
  GError *error = NULL;
  if (self->state != GMX_SESSION_DIVERGED) {
    refuse(self, "the run has not diverged; there is nothing to go back from");
    return;
  }
  gmx_trainer_go_back(self->trainer, &error);
  if (error)
    gmx_engine_fail(self, error);
  if (gmx_trainer_get_state(self->trainer) == GMX_TRAINER_DIVERGED)
    return;
  tell_rewound(self);
  gmx_engine_set_state(self, GMX_SESSION_PAUSED);
}

static void answer(GmxEngine *self, GmxCommand *command) {
  const gboolean trace = command->kind == GMX_COMMAND_TRACE;
  GmxNews news = {.kind = trace ? GMX_NEWS_TRACE : GMX_NEWS_WEIGHTS, .request = command->request};
  if (!self->trainer)
    news.error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED,
                                     "nothing is open yet; open a dataset first");
  else if (g_cancellable_set_error_if_cancelled(command->cancellable, &news.error))
    ;
  else if (trace)
    news.trace = gmx_trace_new(self->trainer, command->cancellable, &news.error);
  else
    news.weights = gmx_weights_new(self->trainer);
  gmx_mailbox_take_news(self->mailbox, &news);
}

/* An open that was not the newest was ordered too. */
static void tell_opened(GmxEngine *self) {
  if (!self->pace)
    return;
  gmx_engine_tell_pace(self);
  gmx_pace_opened(self->pace, self->member);
}

gboolean gmx_engine_handle(GmxEngine *self, GmxCommand *command) {
  switch (command->kind) {
  case GMX_COMMAND_OPEN:
    handle_open(self, command);
    tell_opened(self);
    break;
  case GMX_COMMAND_RESUME:
    handle_resume(self, command);
    break;
  case GMX_COMMAND_RESET:
    handle_reset(self, command->new_seed);
    tell_opened(self);
    break;
  case GMX_COMMAND_TRAIN:
    handle_train(self);
    break;
  case GMX_COMMAND_PAUSE:
    handle_pause(self);
    break;
  case GMX_COMMAND_ADVANCE:
    handle_advance(self, command->unit);
    break;
  case GMX_COMMAND_SET:
    handle_set(self, command);
    break;
  case GMX_COMMAND_GO_BACK:
    if (command->turn > 0)
      follow_back(self, command->turn);
    else
      handle_go_back(self);
    break;
  case GMX_COMMAND_WEIGHTS:
  case GMX_COMMAND_TRACE:
    answer(self, command);
    break;
  case GMX_COMMAND_PACE:
    gmx_engine_take_pace(self, command->pace, command->member);
    break;
  case GMX_COMMAND_QUIT:
    return FALSE;
  }
  return TRUE;
}
