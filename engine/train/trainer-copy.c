/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second trainer that stands where the first does, so that what the next step will be can be
 * looked at: the copy makes the step by the same functions, and the run knows nothing of it. */
#include "engine/train/trainer-private.h"

#include <string.h>

static void copy_settings(GmxTrainer *copy, GmxTrainer *self) {
  copy->config = gmx_config_copy(self->config);
  copy->waiting = gmx_config_copy(self->waiting);
  copy->changed = g_ptr_array_copy(self->changed, NULL, NULL); /* static strings */
  copy->history = g_ptr_array_new_with_free_func(gmx_trainer_change_free);
  g_queue_init(&copy->events);
  copy->plan = self->plan;
}

static void copy_optimizer(GmxTrainer *copy, GmxTrainer *self) {
  const gsize count = gmx_model_parameter_count(self->model), bytes = count * sizeof(float);
  copy->optimizer = gmx_optimizer_new(count);
  memcpy(gmx_optimizer_get_velocity(copy->optimizer), gmx_optimizer_get_velocity(self->optimizer),
         bytes);
  if (self->plan.optimizer.kind == GMX_OPTIMIZER_ADAMW)
    memcpy(gmx_optimizer_get_square(copy->optimizer), gmx_optimizer_get_square(self->optimizer),
           bytes);
}

/* An epoch that has ended is left as its evaluation would leave it: that changes neither weights
 * nor streams. */
static void copy_position(GmxTrainer *copy, GmxTrainer *self) {
  copy->order_stream = self->order_stream;
  copy->order_start = self->order_start;
  copy->mix_stream = self->mix_stream;
  copy->augment_stream = self->augment_stream;
  memcpy(copy->order, self->order, sizeof(int) * (gsize)self->used_count);
  copy->step = self->step;
  copy->epoch = self->epoch;
  copy->index = self->state == GMX_TRAINER_EVALUATION ? 0 : self->index;
  copy->state = self->state;
  copy->last_epoch = self->last_epoch;
  copy->best_epoch = self->best_epoch;
  copy->best_loss = self->best_loss;
  if (self->state == GMX_TRAINER_EVALUATION)
    gmx_trainer_settle(copy);
}

GmxTrainer *gmx_trainer_copy(GmxTrainer *self) {
  GmxTrainer *copy = g_new0(GmxTrainer, 1);
  copy_settings(copy, self);
  copy->dataset = g_object_ref(self->dataset);
  copy->model = gmx_model_copy(self->model);
  copy_optimizer(copy, self);
  gmx_trainer_make_data(copy);
  copy_position(copy, self);
  return copy;
}

GmxOptimizer *gmx_trainer_get_optimizer(GmxTrainer *self) {
  return self->optimizer;
}

const GmxOptimizerOptions *gmx_trainer_get_optimizer_options(GmxTrainer *self) {
  return &self->plan.optimizer;
}

int gmx_trainer_get_place(GmxTrainer *self) {
  return self->index / self->batch_size;
}
