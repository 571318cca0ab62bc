/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine thread: takes commands between steps, trains while it is told to, and blocks only when
 * there is nothing to do. */
#include "engine/session-private.h"

#include "engine/nn/parallel.h"

#include <math.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NICE 10                       /* drawing comes first */
#define GALLERY_INTERVAL (250 * 1000) /* µs between two galleries while training */
#define STATUS_INTERVAL (50 * 1000)

void gmx_engine_set_state(GmxEngine *self, GmxSessionState state) {
  if (self->state == state)
    return;
  self->state = state;
  gmx_mailbox_take_news(self->mailbox, &(GmxNews){.kind = GMX_NEWS_STATE, .state = state});
}

void gmx_engine_fail(GmxEngine *self, GError *error) {
  gmx_mailbox_take_news(self->mailbox, &(GmxNews){.kind = GMX_NEWS_FAILED, .error = error});
}

void gmx_engine_post_config(GmxEngine *self, const char *name, gboolean refused) {
  const GmxNews news = {.kind = GMX_NEWS_CONFIG,
                        .config = gmx_config_copy(self->wanted),
                        .name = g_strdup(name),
                        .refused = refused,
                        .serial = self->serial};
  gmx_mailbox_take_news(self->mailbox, &news);
}

void gmx_engine_post_status(GmxEngine *self, const char *phase) {
  GmxTrainer *trainer = self->trainer;
  const GmxStepResult *result = gmx_trainer_get_result(trainer);
  const gint64 step = gmx_trainer_get_step(trainer);
  const gint64 total = gmx_trainer_get_total_steps(trainer);
  const int epochs_left = gmx_trainer_get_epochs(trainer) - gmx_trainer_get_summary(trainer).epochs;
  const GmxStatus status = {
      .step = step,
      .total_steps = total,
      .epoch = gmx_trainer_get_epoch(trainer),
      .epochs = gmx_trainer_get_epochs(trainer),
      .images_per_second = gmx_rate_images_per_second(&self->rate),
      .seconds_left = gmx_rate_seconds_for(&self->rate, MAX(0, total - step), MAX(0, epochs_left)),
      .epsilon_norm = result ? result->epsilon_norm : NAN,
      .learning_rate = gmx_trainer_get_learning_rate(trainer),
      .run_path = (char *)gmx_trainer_get_run_path(trainer),
      .plateau = gmx_trainer_get_plateau(trainer),
      .saved_step = gmx_trainer_get_saved_step(trainer),
      .saved_epoch = gmx_trainer_get_saved_epoch(trainer),
      .phase = phase,
  };
  self->status_time = g_get_monotonic_time();
  gmx_mailbox_post_status(self->mailbox, &status);
}

/* Asked of the settings in force, so that a change acts with the step it acts on, and the return to
 * a checkpoint's settings too. */
static void follow_recording_settings(GmxEngine *self) {
  GmxConfig *config = gmx_trainer_get_config(self->trainer);
  const gsize bound = (gsize)gmx_config_get_int(config, "record-memory") << 20;
  const int every = gmx_config_get_int(config, "record-every");
  const GmxRecordingInfo info = gmx_recording_get_info(self->recording);
  if (info.bound != bound || info.every != every)
    gmx_recording_set_bound(self->recording, bound, every);
}

/* The recorded one where there is one: it holds the same. */
static GmxGallery *newest_gallery(GmxEngine *self) {
  g_autoptr(GmxGallery) kept = gmx_recording_find(self->recording, self->gallery_step);
  return kept && kept->step == self->gallery_step ? g_steal_pointer(&kept)
                                                  : gmx_gallery_new_step(self->trainer);
}

/* A step that is not finite has nothing to show: the gallery of the last finite one stays. */
void gmx_engine_post_gallery(GmxEngine *self, gboolean forced) {
  const gint64 now = g_get_monotonic_time();
  const GmxStepResult *result = gmx_trainer_get_result(self->trainer);
  if (!result || !result->finite || gmx_trainer_get_step(self->trainer) == self->gallery_step ||
      (!forced && now - self->gallery_time < GALLERY_INTERVAL))
    return;
  self->gallery_time = now;
  self->gallery_step = gmx_trainer_get_step(self->trainer);
  gmx_mailbox_take_gallery(self->mailbox, newest_gallery(self));
}

/* Stands still in @state and shows the newest of everything. */
static void rest(GmxEngine *self, GmxSessionState state) {
  self->mode = GMX_MODE_IDLE;
  gmx_engine_post_gallery(self, TRUE);
  gmx_engine_post_status(self, "training");
  gmx_engine_set_state(self, state);
}

static const char *cause_of(const GmxStepResult *result) {
  if (!result || result->finite)
    return "the loss of the evaluation is not finite";
  if (!isfinite(result->mean_loss))
    return "the loss is not finite";
  if (result->loss_perturbed && !isfinite(result->mean_loss_perturbed))
    return "the loss at w + ε̂ is not finite";
  return "the gradient is not finite";
}

static void tell_divergence(GmxEngine *self) {
  const GmxNews news = {.kind = GMX_NEWS_DIVERGED,
                        .step = gmx_trainer_get_step(self->trainer),
                        .cause = g_strdup(cause_of(gmx_trainer_get_result(self->trainer)))};
  if (self->pace && self->member == GMX_PACE_LEADER)
    gmx_pace_stop(self->pace, self->member);
  rest(self, GMX_SESSION_DIVERGED);
  gmx_mailbox_take_news(self->mailbox, &news);
}

/* The race */

gboolean gmx_engine_is_at_goal(GmxEngine *self) {
  return self->pace && gmx_pace_is_at_goal(self->pace, self->member);
}

/* Where the epoch under way ends; between two, the next. */
static gint64 epoch_end(GmxTrainer *trainer) {
  const gint64 end = gmx_trainer_get_step(trainer) - gmx_trainer_get_place(trainer) +
                     gmx_trainer_get_steps_per_epoch(trainer);
  return MIN(end, MAX(gmx_trainer_get_total_steps(trainer), gmx_trainer_get_step(trainer)));
}

void gmx_engine_tell_pace(GmxEngine *self) {
  if (!self->pace)
    return;
  if (!self->trainer) {
    gmx_pace_tell(self->pace, self->member, 0, 0, TRUE);
    return;
  }
  const GmxTrainerState state = gmx_trainer_get_state(self->trainer);
  const gboolean goes_on = state == GMX_TRAINER_STEP || state == GMX_TRAINER_EVALUATION;
  gmx_pace_tell(self->pace, self->member, gmx_trainer_get_step(self->trainer),
                epoch_end(self->trainer), !goes_on || self->failed);
}

static gint64 first_goal(GmxEngine *self) {
  switch (self->mode) {
  case GMX_MODE_TRAIN:
    return GMX_PACE_ENDLESS;
  case GMX_MODE_EPOCH:
    return epoch_end(self->trainer);
  default:
    return 0; /* here */
  }
}

/* What was ordered is done alone. */
static void leave_pace(GmxEngine *self) {
  g_autoptr(GmxPace) pace = g_steal_pointer(&self->pace);
  if (!pace)
    return;
  const gint64 goal = gmx_pace_leave(pace, self->member);
  gmx_parallel_set_alone(FALSE);
  if (self->mode == GMX_MODE_IDLE || goal == GMX_PACE_ENDLESS)
    return;
  self->mode = GMX_MODE_STEPS;
  self->steps_to_go = (int)CLAMP(goal - gmx_trainer_get_step(self->trainer), 0, G_MAXINT);
  if (self->steps_to_go == 0)
    rest(self, gmx_trainer_get_step(self->trainer) > 0 ? GMX_SESSION_PAUSED : GMX_SESSION_READY);
}

void gmx_engine_take_pace(GmxEngine *self, GmxPace *pace, GmxPaceMember member) {
  leave_pace(self);
  if (!pace)
    return;
  self->pace = gmx_pace_ref(pace);
  self->member = member;
  gmx_parallel_set_alone(TRUE);
  gmx_engine_tell_pace(self);
  gmx_pace_join(pace, member, first_goal(self));
  if (self->mode != GMX_MODE_IDLE)
    self->mode = GMX_MODE_TRAIN; /* to the goal */
}

/* Whether the next step may be made now. Where a race has reached its goal the run rests. */
static gboolean may_begin(GmxEngine *self) {
  const GmxPaceAnswer answer =
      self->pace ? gmx_pace_begin_step(self->pace, self->member) : GMX_PACE_GO;
  if (answer == GMX_PACE_REST)
    rest(self, gmx_trainer_get_step(self->trainer) > 0 ? GMX_SESSION_PAUSED : GMX_SESSION_READY);
  return answer == GMX_PACE_GO;
}

/* What follows from where the trainer stands now. */
static void look_around(GmxEngine *self) {
  switch (gmx_trainer_get_state(self->trainer)) {
  case GMX_TRAINER_DIVERGED:
    tell_divergence(self);
    break;
  case GMX_TRAINER_FINISHED:
    rest(self, GMX_SESSION_FINISHED);
    break;
  case GMX_TRAINER_STEP:
    if (self->mode == GMX_MODE_STEPS && self->steps_to_go <= 0)
      rest(self, GMX_SESSION_PAUSED);
    break;
  case GMX_TRAINER_EVALUATION:
    break;
  }
}

static void stop_with_error(GmxEngine *self, GError *error) {
  self->failed = TRUE;
  if (self->pace)
    gmx_pace_stop(self->pace, self->member);
  gmx_engine_fail(self, error);
  rest(self, GMX_SESSION_PAUSED);
}

static void send_step(GmxEngine *self, const GmxStepRecord *record, gint64 time) {
  follow_recording_settings(self);
  gmx_recording_add_step(self->recording, self->trainer);
  gmx_rate_add_step(&self->rate, time, gmx_trainer_get_batch(self->trainer)->count);
  gmx_mailbox_post_step(self->mailbox, record);
  for (GmxEventRecord *event; (event = gmx_trainer_take_event(self->trainer));)
    gmx_mailbox_take_event(self->mailbox, event);
  gmx_engine_post_gallery(self, FALSE);
  if (g_get_monotonic_time() - self->status_time >= STATUS_INTERVAL)
    gmx_engine_post_status(self, "training");
}

/* The least time from step to step, in µs; 0: none. */
static gint64 tempo_interval(GmxEngine *self) {
  const int tempo = g_atomic_int_get(&self->tempo);
  return tempo > 0 ? G_USEC_PER_SEC / tempo : 0;
}

static void make_step(GmxEngine *self) {
  GmxStepRecord record;
  GError *error = NULL;
  const gint64 before = gmx_trainer_get_step(self->trainer);
  self->step_began = g_get_monotonic_time();
  const gboolean written = gmx_trainer_step(self->trainer, &record, &error);
  if (gmx_trainer_get_step(self->trainer) > before)
    send_step(self, &record, MAX(g_get_monotonic_time() - self->step_began, tempo_interval(self)));
  self->steps_to_go--;
  if (written)
    look_around(self);
  else
    stop_with_error(self, error);
}

/* Where losses are not finite, the earlier ones stand. */
static void send_predictions(GmxEngine *self, GmxSplit split) {
  GmxPredictions *predictions = gmx_trainer_get_predictions(self->trainer, split);
  if (predictions && predictions->step == gmx_trainer_get_step(self->trainer))
    gmx_mailbox_post_predictions(self->mailbox, predictions);
}

/* A run without a probe has none to tell of. */
static void send_epoch(GmxEngine *self, const GmxEpochRecord *record) {
  int count;
  gmx_mailbox_post_epoch(self->mailbox, record);
  send_predictions(self, GMX_SPLIT_TRAIN);
  send_predictions(self, GMX_SPLIT_TEST);
  if (gmx_trainer_get_probe(self->trainer, &count)) {
    gmx_recording_add_probe(self->recording, self->trainer);
    gmx_mailbox_post_probe(self->mailbox, record->epoch);
  }
  gmx_engine_post_status(self, "training");
}

static void make_evaluation(GmxEngine *self) {
  GmxEpochRecord record;
  g_autoptr(GError) error = NULL;
  const gint64 began = g_get_monotonic_time();
  gmx_engine_set_state(self, GMX_SESSION_TRAINING);
  const gboolean written = gmx_trainer_evaluate(self->trainer, &self->interrupt, &record, &error);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gmx_rate_add_evaluation(&self->rate, g_get_monotonic_time() - began);
  send_epoch(self, &record);
  if (!written) {
    stop_with_error(self, g_steal_pointer(&error));
    return;
  }
  look_around(self);
  if (self->mode == GMX_MODE_EPOCH)
    rest(self, GMX_SESSION_PAUSED);
}

static void work(GmxEngine *self) {
  if (gmx_trainer_get_state(self->trainer) == GMX_TRAINER_EVALUATION)
    make_evaluation(self);
  else if (may_begin(self))
    make_step(self);
  gmx_engine_tell_pace(self);
}

/* µs until the tempo allows the next step. */
static gint64 time_to_step(GmxEngine *self) {
  const gint64 interval = tempo_interval(self);
  if (interval == 0 || gmx_trainer_get_state(self->trainer) != GMX_TRAINER_STEP)
    return 0;
  return MAX(self->step_began + interval - g_get_monotonic_time(), 0);
}

/* What comes while the tempo holds training back is taken at once. */
static GmxCommand *await_command(GmxEngine *self) {
  if (self->mode == GMX_MODE_IDLE)
    return g_async_queue_pop(self->commands);
  const gint64 left = time_to_step(self);
  return left > 0 ? g_async_queue_timeout_pop(self->commands, (guint64)left)
                  : g_async_queue_try_pop(self->commands);
}

/* The lock orders what the sender wrote before what is read here, for ThreadSanitizer too, which
 * does not see the queue's own lock. */
static GmxCommand *pop_command(GmxEngine *self) {
  GmxCommand *command = await_command(self);
  pthread_mutex_lock(&self->lock);
  pthread_mutex_unlock(&self->lock);
  return command;
}

/* A change acts at the same step of both that race: the one behind makes those that are missing
 * first. */
static gboolean has_turn(GmxEngine *self, const GmxCommand *command) {
  return self->mode == GMX_MODE_IDLE || !self->pace || self->failed ||
         command->turn <= gmx_trainer_get_step(self->trainer);
}

/* Changes whose turn has come go first; one whose turn has not waits aside, and so does every
 * change after it. */
static GmxCommand *next_command(GmxEngine *self) {
  GmxCommand *command = g_queue_peek_head(&self->later);
  if (command && has_turn(self, command))
    return g_queue_pop_head(&self->later);
  while ((command = pop_command(self)) && command->kind == GMX_COMMAND_SET &&
         (!has_turn(self, command) || !g_queue_is_empty(&self->later)))
    g_queue_push_tail(&self->later, command);
  return command;
}

/* What makes an end of the run as it is comes after every change that was sent before it. */
static gboolean ends_turns(const GmxCommand *command) {
  return command->kind == GMX_COMMAND_OPEN || command->kind == GMX_COMMAND_RESUME ||
         command->kind == GMX_COMMAND_RESET || command->kind == GMX_COMMAND_GO_BACK ||
         command->kind == GMX_COMMAND_PACE;
}

static gboolean handle(GmxEngine *self, GmxCommand *command) {
  GmxCommand *change;
  while (ends_turns(command) && (change = g_queue_pop_head(&self->later))) {
    gmx_engine_handle(self, change);
    gmx_command_free(change);
  }
  const gboolean going = gmx_engine_handle(self, command);
  gmx_engine_tell_pace(self);
  gmx_command_free(command);
  return going;
}

/* Single steps are made before the commands that came after them, so that a setting between two of
 * them acts on the second alone; only what interrupts comes first. In a race the changes' turns see
 * to that. */
static gboolean owes_steps(GmxEngine *self) {
  return !self->pace && self->mode == GMX_MODE_STEPS && !g_atomic_int_get(&self->interrupt);
}

/* The interrupt is cleared before the queue is read, and set after a command was put there: none is
 * missed, and at worst an evaluation begins again. */
gpointer gmx_engine_main(gpointer data) {
  GmxEngine *self = data;
  gboolean going = TRUE;
  setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICE);
  while (going && !g_atomic_int_get(&self->closing)) {
    if (owes_steps(self)) {
      work(self);
      continue;
    }
    g_atomic_int_set(&self->interrupt, 0);
    if (self->pace)
      gmx_pace_look(self->pace, self->member);
    GmxCommand *command = next_command(self);
    if (command)
      going = handle(self, command);
    else
      work(self);
  }
  if (self->pace)
    gmx_pace_leave(self->pace, self->member);
  g_clear_pointer(&self->pace, gmx_pace_unref);
  g_queue_clear_full(&self->later, (GDestroyNotify)gmx_command_free);
  gmx_engine_leave_run(self);
  g_clear_pointer(&self->recording, gmx_recording_unref);
  g_clear_object(&self->wanted);
  return NULL;
}
