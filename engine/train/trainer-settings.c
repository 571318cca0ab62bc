/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live changes. A change is checked on a copy, waits in a second set of settings, and acts between
 * two steps; only then is it an event. A slider that was dragged through twenty values between two
 * steps is one event. */
#include "engine/train/trainer-private.h"

#include "engine/nn/parallel.h"

#include <string.h>

/* Epochs before the one under way, and the steps they took: the batch size may have changed since,
 * so neither follows from the other. */
static int epochs_before(GmxTrainer *self) {
  return self->index > 0 ? self->epoch - 1 : self->epoch;
}

static gint64 epoch_start(GmxTrainer *self) {
  return self->step - self->index / self->batch_size;
}

static void plan_schedule(GmxTrainer *self, GmxScheduleOptions *schedule) {
  GmxConfig *config = self->config;
  *schedule = (GmxScheduleOptions){
      .kind = (GmxSchedule)gmx_config_get_enum(config, "schedule"),
      .rate = gmx_config_get_double(config, "lr"),
      .total_steps = self->plan.total_steps,
      .epoch_start = epoch_start(self),
      .epochs_before = epochs_before(self),
      .steps_per_epoch = self->steps_per_epoch,
      .decay_every = gmx_config_get_int(config, "decay-every"),
      .decay_factor = gmx_config_get_double(config, "decay-factor"),
  };
}

/* `steps` ends a run whatever `epochs` says. */
static void plan_length(GmxTrainer *self) {
  const gint64 each = self->steps_per_epoch, steps = gmx_config_get_int(self->config, "steps");
  const gint64 epochs = gmx_config_get_int(self->config, "epochs");
  const int before = epochs_before(self);
  const gint64 start = epoch_start(self);
  self->plan.total_steps = steps > 0 ? steps : start + (epochs - before) * each;
  self->plan.epochs = steps > 0
                          ? (int)MIN(before + (MAX(0, steps - start) + each - 1) / each, G_MAXINT)
                          : (int)epochs;
}

/* Between two epochs: whether @config wants no more of them. */
static gboolean is_done(GmxTrainer *self, GmxConfig *config) {
  const gint64 steps = gmx_config_get_int(config, "steps");
  if (gmx_trainer_has_lost_patience(self, config))
    return TRUE;
  return steps > 0 ? self->step >= steps : self->epoch >= gmx_config_get_int(config, "epochs");
}

/* Between two epochs it is the waiting settings that say where the run ends. */
void gmx_trainer_settle(GmxTrainer *self) {
  const gboolean through = self->index >= self->steps_per_epoch * self->batch_size;
  plan_length(self);
  plan_schedule(self, &self->plan.schedule);
  if (self->index == 0)
    self->state = is_done(self, self->waiting) ? GMX_TRAINER_FINISHED : GMX_TRAINER_STEP;
  else
    self->state =
        through || self->step >= self->plan.total_steps ? GMX_TRAINER_EVALUATION : GMX_TRAINER_STEP;
}

void gmx_trainer_make_plan(GmxTrainer *self) {
  GmxConfig *config = self->config;
  GmxTrainerPlan *plan = &self->plan;
  plan_length(self);
  plan_schedule(self, &plan->schedule);
  plan->step = gmx_config_get_step_options(config);
  plan->mix = (GmxMix)gmx_config_get_enum(config, "mix");
  plan->alpha = gmx_config_get_double(config, "alpha");
  plan->lambda_per_example = gmx_config_get_boolean(config, "lambda-per-example");
  plan->augment = gmx_config_get_boolean(config, "augment");
  plan->intrusion = gmx_config_get_boolean(config, "intrusion");
  plan->optimizer =
      (GmxOptimizerOptions){.kind = (GmxOptimizerKind)gmx_config_get_enum(config, "optimizer"),
                            .beta2 = gmx_config_get_double(config, "beta2"),
                            .momentum = gmx_config_get_double(config, "momentum"),
                            .weight_decay = gmx_config_get_double(config, "weight-decay"),
                            .nesterov = gmx_config_get_boolean(config, "nesterov")};
  gmx_parallel_set_threads(gmx_config_get_int(config, "threads"));
}

static GmxApply apply_of(GmxTrainer *self, const char *name) {
  GObjectClass *klass = G_OBJECT_GET_CLASS(self->config);
  return gmx_setting_info(g_object_class_find_property(klass, name))->apply;
}

/* Names are interned: the array holds static strings and compares them by address. */
static void note_changed(GmxTrainer *self, const char *name) {
  const char *interned = g_intern_string(name);
  if (!g_ptr_array_find(self->changed, interned, NULL))
    g_ptr_array_add(self->changed, (gpointer)interned);
}

static GmxEventRecord *event_new(gint64 step, const char *name, char *old_value, char *new_value) {
  GmxEventRecord *event = g_new0(GmxEventRecord, 1);
  event->step = step;
  event->setting = g_strdup(name);
  event->old_value = old_value;
  event->new_value = new_value;
  return event;
}

/* Moves the value of @name from the waiting settings into force; an event where it differs. A row
 * that can't be written leaves its error in @error, and the change acts all the same. */
static void act(GmxTrainer *self, const char *name, GError **error) {
  if (gmx_config_agree(self->config, self->waiting, name))
    return;
  char *old_value = gmx_config_to_string(self->config, name);
  char *new_value = gmx_config_to_string(self->waiting, name);
  GmxEventRecord *event = event_new(self->step + 1, name, old_value, new_value);
  g_queue_push_tail(&self->events, event);
  if (gmx_config_set_from_string(self->config, name, new_value, *error ? NULL : error) &&
      self->folder)
    gmx_run_folder_append_event(self->folder, event, *error ? NULL : error);
}

static gboolean may_act(GmxTrainer *self, const char *name, gboolean at_epoch) {
  const GmxApply apply = apply_of(self, name);
  return apply == GMX_APPLY_STEP || (apply == GMX_APPLY_EPOCH && at_epoch);
}

static void remember_before(GmxTrainer *self) {
  GmxTrainerChange *change = g_new0(GmxTrainerChange, 1);
  change->step = self->step + 1;
  change->before = gmx_config_copy(self->config);
  g_ptr_array_add(self->history, change);
}

/* First the changes that were asked for, in their order; then what still differs, because a method
 * and its axes set one another. */
static void act_all(GmxTrainer *self, gboolean at_epoch, GError **error) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < self->changed->len;) {
    const char *name = g_ptr_array_index(self->changed, i);
    if (may_act(self, name, at_epoch)) {
      g_ptr_array_remove_index(self->changed, i);
      act(self, name, error);
    } else {
      i++;
    }
  }
  for (guint i = 0; i < count; i++)
    if (may_act(self, all[i]->name, at_epoch))
      act(self, all[i]->name, error);
}

static gboolean any_may_act(GmxTrainer *self, gboolean at_epoch) {
  for (guint i = 0; i < self->changed->len; i++)
    if (may_act(self, g_ptr_array_index(self->changed, i), at_epoch))
      return TRUE;
  return FALSE;
}

static gboolean data_differs(GmxConfig *a, GmxConfig *b) {
  return !gmx_config_agree(a, b, "batch") || !gmx_config_agree(a, b, "limit") ||
         !gmx_config_agree(a, b, "label-noise");
}

void gmx_trainer_adopt(GmxTrainer *self, GmxConfig *config) {
  const gboolean other_data = data_differs(self->config, config);
  g_set_object(&self->config, config);
  if (other_data)
    gmx_trainer_make_data(self);
}

gboolean gmx_trainer_apply_waiting(GmxTrainer *self, gboolean at_epoch, GError **error) {
  if (self->changed->len == 0 || !any_may_act(self, at_epoch))
    return TRUE;
  GError *wrong = NULL;
  g_autoptr(GmxConfig) before = gmx_config_copy(self->config);
  remember_before(self);
  act_all(self, at_epoch, &wrong);
  if (data_differs(before, self->config))
    gmx_trainer_make_data(self);
  gmx_trainer_make_plan(self);
  if (wrong)
    g_propagate_error(error, wrong);
  return wrong == NULL;
}

void gmx_trainer_wait_for(GmxTrainer *self, GmxConfig *wanted) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_set_object(&self->waiting, wanted);
  g_ptr_array_set_size(self->changed, 0);
  for (guint i = 0; i < count; i++)
    if (!gmx_config_agree(self->config, wanted, all[i]->name))
      note_changed(self, all[i]->name);
}

/* Before the first step of a new run nothing has been trained or written with the old value. */
static void take_at_once(GmxTrainer *self) {
  g_autoptr(GmxConfig) taken = gmx_config_copy(self->waiting);
  gmx_trainer_adopt(self, taken);
  gmx_trainer_make_probe(self);
  g_ptr_array_set_size(self->changed, 0);
  gmx_trainer_make_plan(self);
  gmx_trainer_settle(self);
}

static gboolean is_allowed(GmxTrainer *self, GmxConfig *wanted, GError **error) {
  return gmx_config_validate(wanted, error) && gmx_trainer_check_data(self->dataset, wanted, error);
}

static void take_or_wait(GmxTrainer *self) {
  if (self->step == 0 && !self->folder)
    take_at_once(self);
  else if (self->state != GMX_TRAINER_DIVERGED)
    gmx_trainer_settle(self);
}

static gboolean acts_on_reset(GmxTrainer *self, const char *name, GError **error) {
  if (apply_of(self, name) != GMX_APPLY_RESET)
    return FALSE;
  g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE,
              "%s: can't change while training; it acts on reset", name);
  return TRUE;
}

/* Puts one of several on @wanted; whether they fit together is seen when all are there. */
static gboolean put(GmxTrainer *self, GmxConfig *wanted, const char *setting, GPtrArray *names,
                    GError **error) {
  const char *equals = strchr(setting, '=');
  g_autofree char *name = g_strndup(setting, (gsize)(equals - setting));
  if (!gmx_config_set_from_string(wanted, name, equals + 1, error) ||
      acts_on_reset(self, name, error))
    return FALSE;
  g_ptr_array_add(names, (gpointer)g_intern_string(name));
  return TRUE;
}

gboolean gmx_trainer_set_all(GmxTrainer *self, const char *const *settings, GError **error) {
  g_autoptr(GmxConfig) wanted = gmx_config_copy(self->waiting);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (int i = 0; settings[i]; i++)
    if (!put(self, wanted, settings[i], names, error))
      return FALSE;
  if (!is_allowed(self, wanted, error))
    return FALSE;
  g_set_object(&self->waiting, wanted);
  for (guint i = 0; i < names->len; i++)
    note_changed(self, g_ptr_array_index(names, i));
  take_or_wait(self);
  return TRUE;
}

gboolean gmx_trainer_set(GmxTrainer *self, const char *name, const char *text, GError **error) {
  g_autofree char *setting = g_strdup_printf("%s=%s", name, text);
  const char *const settings[] = {setting, NULL};
  return gmx_trainer_set_all(self, settings, error);
}

GmxEventRecord *gmx_trainer_take_event(GmxTrainer *self) {
  return g_queue_pop_head(&self->events);
}

GmxEventRecord *gmx_event_record_copy(const GmxEventRecord *event) {
  return event_new(event->step, event->setting, g_strdup(event->old_value),
                   g_strdup(event->new_value));
}

void gmx_event_record_free(GmxEventRecord *event) {
  if (!event)
    return;
  g_free(event->setting);
  g_free(event->old_value);
  g_free(event->new_value);
  g_free(event);
}

GmxConfig *gmx_trainer_get_config(GmxTrainer *self) {
  return self->config;
}

GmxConfig *gmx_trainer_get_waiting_config(GmxTrainer *self) {
  return self->waiting;
}
