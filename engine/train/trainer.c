/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps and epochs of a run. Each random purpose has a stream of its own, so that two methods with
 * one seed see the same images in the same order, whatever else they draw. */
#include "engine/train/trainer-private.h"

#include "engine/nn/flat.h"
#include "engine/nn/parallel.h"

#include <math.h>
#include <string.h>

#define LEAST_SHARED 1e6 /* operations of a forward pass that are shared among threads */

static void seed_streams(GmxTrainer *self, guint64 seed) {
  gmx_random_init(&self->order_stream, seed, GMX_STREAM_ORDER);
  gmx_random_init(&self->mix_stream, seed, GMX_STREAM_MIX);
  gmx_random_init(&self->augment_stream, seed, GMX_STREAM_AUGMENT);
  self->order_start = self->order_stream;
}

static gboolean build_model(GmxTrainer *self, guint64 seed, GError **error) {
  int hidden_count = 0;
  char message[256] = "";
  GmxRandom random;
  GError *wrong = NULL;
  g_autofree int *hidden = gmx_config_get_hidden(self->config, &hidden_count, &wrong);
  if (wrong) {
    g_propagate_error(error, wrong);
    return FALSE;
  }
  g_autofree char *name = gmx_config_get_string(self->config, "model");
  self->model =
      gmx_model_new(name, gmx_dataset_get_shape(self->dataset),
                    gmx_dataset_get_classes(self->dataset), hidden, hidden_count, message);
  if (!self->model) {
    g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE, "model: %s", message);
    return FALSE;
  }
  gmx_random_init(&random, seed, GMX_STREAM_WEIGHTS);
  gmx_model_initialize(self->model, &random);
  return TRUE;
}

void gmx_trainer_change_free(gpointer data) {
  GmxTrainerChange *change = data;
  g_object_unref(change->before);
  g_free(change);
}

GmxTrainer *gmx_trainer_new(GmxConfig *config, GmxDataset *dataset, const char *run_parent,
                            GError **error) {
  if (!gmx_config_validate(config, error))
    return NULL;
  gmx_parallel_set_threads(gmx_config_get_int(config, "threads"));
  return gmx_trainer_build(config, dataset, run_parent, error);
}

GmxTrainer *gmx_trainer_build(GmxConfig *config, GmxDataset *dataset, const char *run_parent,
                              GError **error) {
  if (!gmx_config_validate(config, error))
    return NULL;
  g_autoptr(GmxTrainer) self = g_new0(GmxTrainer, 1);
  self->config = gmx_config_copy(config);
  self->waiting = gmx_config_copy(config);
  self->changed = g_ptr_array_new();
  self->history = g_ptr_array_new_with_free_func(gmx_trainer_change_free);
  g_queue_init(&self->events);
  self->dataset = g_object_ref(dataset);
  self->run_parent = g_strdup(run_parent);
  self->writes = run_parent != NULL;
  gmx_trainer_forget_epochs(self);
  const guint64 seed = (guint64)gmx_config_get_int(self->config, "seed");
  if (!gmx_trainer_check_data(dataset, config, error) || !build_model(self, seed, error))
    return NULL;
  seed_streams(self, seed);
  self->optimizer = gmx_optimizer_new(gmx_model_parameter_count(self->model));
  self->evaluator = gmx_evaluator_new(self->model, self->dataset);
  gmx_trainer_make_data(self);
  gmx_trainer_make_probe(self);
  gmx_trainer_make_plan(self);
  gmx_trainer_settle(self);
  return g_steal_pointer(&self);
}

void gmx_trainer_free(GmxTrainer *self) {
  if (!self)
    return;
  g_clear_object(&self->config);
  g_clear_object(&self->waiting);
  g_clear_object(&self->saved_config);
  g_ptr_array_unref(self->changed);
  g_ptr_array_unref(self->history);
  g_queue_clear_full(&self->events, (GDestroyNotify)gmx_event_record_free);
  gmx_trainer_free_data(self);
  gmx_optimizer_free(self->optimizer);
  gmx_evaluator_free(self->evaluator);
  gmx_probe_free(self->probe);
  gmx_trainer_forget_predictions(self);
  gmx_intrusion_unref(self->intrusion);
  gmx_model_free(self->model);
  g_clear_object(&self->dataset);
  g_free(self->labels);
  g_free(self->probe_labels);
  g_free(self->used);
  g_free(self->sample);
  g_free(self->run_parent);
  g_clear_pointer(&self->weights, json_object_unref);
  gmx_run_folder_free(self->folder);
  g_free(self);
}

static void begin_epoch(GmxTrainer *self) {
  self->epoch++;
  self->order_start = self->order_stream;
  gmx_random_permutation(&self->order_stream, self->order, self->used_count);
}

static void load_batch(GmxTrainer *self) {
  const GmxTrainerPlan *plan = &self->plan;
  for (int i = 0; i < self->batch_size; i++)
    self->picked[i] = self->used[self->order[self->index + i]];
  gmx_batch_load(self->batch, self->dataset, GMX_SPLIT_TRAIN, self->picked, self->batch_size,
                 self->labels, plan->augment ? &self->augment_stream : NULL);
  gmx_mix_batch(self->batch, plan->mix, plan->alpha, plan->lambda_per_example, &self->mix_stream);
}

void gmx_trainer_look_ahead(GmxTrainer *self) {
  if (self->index == 0 || self->index / self->batch_size >= self->steps_per_epoch) {
    self->index = 0;
    begin_epoch(self);
  }
  load_batch(self);
  self->last_result.loss = self->last_loss; /* there is a batch */
}

/* Copies what a gallery shows: the arrays of the step are the probe's next. */
static void keep_result(GmxTrainer *self, const GmxStepResult *result) {
  const int n = result->count;
  const gsize softmax = sizeof(float) * n * gmx_model_classes(self->model);
  self->last_options = self->plan.step;
  self->last_result = *result;
  self->last_result.gradient = NULL;
  memcpy(self->last_loss, result->loss, sizeof(float) * n);
  memcpy(self->last_probabilities[0], result->probabilities, softmax);
  self->last_result.loss = self->last_loss;
  self->last_result.probabilities = self->last_probabilities[0];
  if (!result->sharpness)
    return;
  memcpy(self->last_perturbed, result->loss_perturbed, sizeof(float) * n);
  memcpy(self->last_s, result->sharpness, sizeof(float) * n);
  memcpy(self->last_sharp, result->sharp, n);
  memcpy(self->last_probabilities[1], result->probabilities_perturbed, softmax);
  self->last_result.loss_perturbed = self->last_perturbed;
  self->last_result.sharpness = self->last_s;
  self->last_result.sharp = self->last_sharp;
  self->last_result.probabilities_perturbed = self->last_probabilities[1];
}

static void fill_record(GmxTrainer *self, double rate, GmxStepRecord *record) {
  const GmxStepResult *r = &self->last_result;
  double lambda = 0;
  for (int i = 0; i < self->batch->count; i++)
    lambda += self->batch->lambda[i];
  *record = (GmxStepRecord){.step = self->step,
                            .epoch = self->epoch,
                            .lambda = lambda / self->batch->count,
                            .loss = r->mean_loss,
                            .loss_perturbed = r->mean_loss_perturbed,
                            .sharpness = r->mean_loss_perturbed - r->mean_loss,
                            .gradient_norm = r->gradient_norm,
                            .epsilon_norm = r->epsilon_norm,
                            .cosine = r->cosine,
                            .learning_rate = rate};
}

/* Two finite losses may still meet in a gradient that is not. */
static gboolean has_finite_gradient(GmxTrainer *self, const GmxStepResult *result) {
  const gsize count = gmx_model_parameter_count(self->model);
  return isfinite(gmx_flat_dot(result->gradient, result->gradient, count));
}

/* A step of so few operations is over before another thread has heard of it: the calling thread
 * then computes alone, and leaves the other processors to who draws. Returns what was before. */
static bool stay_alone(GmxTrainer *self) {
  const double operations = gmx_model_flops(self->model) * self->batch_size;
  const bool before = gmx_parallel_set_alone(true);
  if (operations > LEAST_SHARED)
    gmx_parallel_set_alone(before);
  return before;
}

/* The step itself. Where a loss is not finite the weights stay: a gradient of NaN would only erase
 * the state that shows the cause. */
static void compute_step(GmxTrainer *self, GmxStepRecord *record) {
  GmxStepResult result;
  const gint64 began = g_get_monotonic_time();
  const double rate = gmx_trainer_get_learning_rate(self);
  const bool was_alone = stay_alone(self);
  if (self->index == 0)
    begin_epoch(self);
  load_batch(self);
  gmx_step_run(self->step_runner, self->batch, &self->plan.step, &result);
  result.finite = result.finite && has_finite_gradient(self, &result);
  if (result.finite) {
    gmx_trail_pass(self->trail, self->step, gmx_model_parameters(self->model));
    self->plan.optimizer.learning_rate = rate;
    self->plan.optimizer.step = self->step;
    gmx_optimizer_step(self->optimizer, gmx_model_parameters(self->model), result.gradient,
                       &self->plan.optimizer);
  }
  gmx_parallel_set_alone(was_alone);
  keep_result(self, &result);
  self->index += self->batch_size;
  self->step++;
  self->images += self->batch_size;
  self->step_time += g_get_monotonic_time() - began;
  gmx_trainer_settle(self);
  if (!result.finite)
    self->state = GMX_TRAINER_DIVERGED;
  fill_record(self, rate, record);
}

gboolean gmx_trainer_step(GmxTrainer *self, GmxStepRecord *record, GError **error) {
  if (self->state != GMX_TRAINER_STEP) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "no step is to be made now");
    return FALSE;
  }
  if (!gmx_trainer_open_folder(self, error) || !gmx_trainer_reopen(self, error) ||
      !gmx_trainer_apply_waiting(self, self->index == 0, error))
    return FALSE;
  compute_step(self, record);
  if (!self->folder)
    return TRUE;
  if (!gmx_run_folder_append_step(self->folder, record, error))
    return FALSE;
  return self->state == GMX_TRAINER_DIVERGED ? gmx_trainer_write_summary(self, "diverged", error)
                                             : gmx_trainer_save_if_due(self, error);
}

static void enter_phase(GmxTrainer *self, const char *phase) {
  if (self->phase_func)
    self->phase_func(phase, self->phase_data);
}

/* The clean figures; @search looks on where there is one. */
static gboolean evaluate_training(GmxTrainer *self, GmxIntrusionSearch *search, const gint *cancel,
                                  GmxEvaluation *train) {
  gmx_evaluator_set_look_func(self->evaluator, search ? gmx_intrusion_search_look : NULL, search);
  const gboolean whole = gmx_evaluator_run(self->evaluator, GMX_SPLIT_TRAIN, self->sample,
                                           self->sample_count, self->labels, cancel, train);
  gmx_evaluator_set_look_func(self->evaluator, NULL, NULL);
  return whole;
}

static GmxPredictions *take_predictions(GmxTrainer *self) {
  return gmx_evaluator_get_predictions(self->evaluator, self->epoch, self->step);
}

void gmx_trainer_forget_predictions(GmxTrainer *self) {
  for (gsize split = 0; split < G_N_ELEMENTS(self->predictions); split++)
    g_clear_pointer(&self->predictions[split], gmx_predictions_unref);
}

static gboolean measure(GmxTrainer *self, const gint *cancel, GmxEpochRecord *record) {
  GmxEvaluation test, train;
  g_autoptr(GmxIntrusionSearch) search = NULL;
  g_autoptr(GmxPredictions) held_out = NULL;
  const int count = gmx_dataset_get_count(self->dataset, GMX_SPLIT_TEST);
  enter_phase(self, "evaluating");
  if (!gmx_evaluator_run(self->evaluator, GMX_SPLIT_TEST, NULL, count, NULL, cancel, &test))
    return FALSE;
  held_out = take_predictions(self);
  if (!gmx_trainer_begin_search(self, cancel, &search) ||
      !evaluate_training(self, search, cancel, &train))
    return FALSE;
  g_autoptr(GmxPredictions) training = take_predictions(self);
  *record = (GmxEpochRecord){.epoch = self->epoch,
                             .step = self->step,
                             .train_loss = train.loss,
                             .train_accuracy = train.accuracy,
                             .test_loss = test.loss,
                             .test_accuracy = test.accuracy,
                             .ece = test.ece};
  enter_phase(self, "probing");
  if (!gmx_probe_run(self->probe, self->step_runner, &self->plan.step, self->epoch, cancel))
    return FALSE;
  if (isfinite(train.loss) && !isinf(test.loss)) {
    gmx_trainer_forget_predictions(self);
    self->predictions[GMX_SPLIT_TEST] = g_steal_pointer(&held_out);
    self->predictions[GMX_SPLIT_TRAIN] = g_steal_pointer(&training);
  }
  gmx_intrusion_unref(self->intrusion);
  self->intrusion = gmx_trainer_end_search(self, search);
  return TRUE;
}

gboolean gmx_trainer_evaluate(GmxTrainer *self, const gint *cancel, GmxEpochRecord *record,
                              GError **error) {
  GmxEpochRecord measured;
  const gint64 began = g_get_monotonic_time();
  if (self->state != GMX_TRAINER_EVALUATION) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "no epoch has ended");
    return FALSE;
  }
  const bool was_alone = stay_alone(self);
  const gboolean whole = measure(self, cancel, &measured);
  gmx_parallel_set_alone(was_alone);
  self->evaluation_time += g_get_monotonic_time() - began;
  if (!whole) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the evaluation was cut short");
    return FALSE;
  }
  gmx_trainer_note_epoch(self, &measured);
  self->evaluated_epochs++;
  if (record)
    *record = measured;
  self->index = 0;
  gmx_trainer_settle(self);
  if (!isfinite(measured.train_loss) || isinf(measured.test_loss) || !gmx_trainer_is_finite(self))
    self->state = GMX_TRAINER_DIVERGED;
  enter_phase(self, "saving");
  return gmx_trainer_write_epoch(self, error);
}

void gmx_trainer_set_phase_func(GmxTrainer *self, GmxTrainerPhase func, gpointer user_data) {
  self->phase_func = func;
  self->phase_data = user_data;
}

GmxTrainerState gmx_trainer_get_state(GmxTrainer *self) {
  return self->state;
}

GmxDataset *gmx_trainer_get_dataset(GmxTrainer *self) {
  return self->dataset;
}

GmxModel *gmx_trainer_get_model(GmxTrainer *self) {
  return self->model;
}

gint64 gmx_trainer_get_step(GmxTrainer *self) {
  return self->step;
}

gint64 gmx_trainer_get_total_steps(GmxTrainer *self) {
  return self->plan.total_steps;
}

int gmx_trainer_get_epoch(GmxTrainer *self) {
  return self->epoch;
}

int gmx_trainer_get_epochs(GmxTrainer *self) {
  return self->plan.epochs;
}

gint64 gmx_trainer_get_steps_per_epoch(GmxTrainer *self) {
  return self->steps_per_epoch;
}

double gmx_trainer_get_learning_rate(GmxTrainer *self) {
  return gmx_schedule_rate(&self->plan.schedule, self->step);
}

GmxTrainerSummary gmx_trainer_get_summary(GmxTrainer *self) {
  const GmxEpochRecord *last = &self->last_epoch;
  return (GmxTrainerSummary){
      .test_accuracy = last->test_accuracy,
      .test_loss = last->test_loss,
      .train_accuracy = last->train_accuracy,
      .ece = last->ece,
      .steps = self->step,
      .epochs = self->evaluated_epochs,
      .seconds = (double)(self->step_time + self->evaluation_time) / G_USEC_PER_SEC,
      .images_per_second = self->step_time > 0
                               ? (double)self->images * G_USEC_PER_SEC / (double)self->step_time
                               : NAN};
}

const GmxBatch *gmx_trainer_get_batch(GmxTrainer *self) {
  return self->last_result.loss ? self->batch : NULL;
}

const GmxStepResult *gmx_trainer_get_result(GmxTrainer *self) {
  return self->last_result.loss ? &self->last_result : NULL;
}

const GmxStepOptions *gmx_trainer_get_step_options(GmxTrainer *self) {
  return &self->last_options;
}

const GmxProbeRecord *gmx_trainer_get_probe(GmxTrainer *self, int *count) {
  *count = gmx_probe_get_count(self->probe);
  return gmx_probe_get_records(self->probe);
}

const char *gmx_trainer_get_run_path(GmxTrainer *self) {
  return self->folder ? gmx_run_folder_get_path(self->folder) : NULL;
}
