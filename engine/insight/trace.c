/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the coming step on a copy of the trainer, and asks further passes for what the step itself
 * does not keep. Everything here runs between two steps, on the thread that trains. */
#include "engine/insight/trace.h"

#include "engine/insight/trace-private.h"
#include "engine/method/perturb.h"
#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

typedef struct {
  GmxTrace trace; /* first: a GmxTrace is an Owner */
  gint references;
} Owner;

G_DEFINE_BOXED_TYPE(GmxTrace, gmx_trace, gmx_trace_ref, gmx_trace_unref)

GmxTrace *gmx_trace_ref(GmxTrace *trace) {
  g_atomic_int_inc(&((Owner *)trace)->references);
  return trace;
}

void gmx_trace_unref(GmxTrace *trace) {
  if (!trace || !g_atomic_int_dec_and_test(&((Owner *)trace)->references))
    return;
  g_clear_object(&trace->config);
  g_clear_pointer(&trace->changes, g_ptr_array_unref);
  g_clear_object(&trace->dataset);
  g_clear_pointer(&trace->gallery, gmx_gallery_unref);
  g_clear_pointer(&trace->mixed, gmx_gallery_unref);
  g_clear_pointer(&trace->points[0], gmx_weights_unref);
  g_clear_pointer(&trace->points[1], gmx_weights_unref);
  g_free(trace->partner);
  gmx_model_free(trace->before);
  gmx_model_free(trace->perturbed);
  gmx_model_free(trace->after);
  g_free(trace);
}

gboolean gmx_trace_has_phase(const GmxTrace *trace, GmxPhase phase) {
  switch (phase) {
  case GMX_PHASE_MIX:
    return gmx_config_get_enum(trace->config, "mix") != GMX_MIX_NONE;
  case GMX_PHASE_CLIMB:
  case GMX_PHASE_LOSS_THERE:
  case GMX_PHASE_PARTITION:
    return trace->options.perturb != GMX_PERTURB_NONE && trace->gallery->climbed;
  case GMX_PHASE_COMBINE:
    return trace->finite;
  default:
    return TRUE;
  }
}

static void work_clear(GmxTraceWork *work) {
  gmx_trainer_free(work->copy);
  g_free(work->carried);
  g_free(work->gradient);
  g_free(work->epsilon);
  g_free(work->combined);
  g_free(work->kept);
  g_free(work->other);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GmxTraceWork, work_clear)

static float *copy_floats(const float *values, gsize count) {
  return g_memdup2(values, count * sizeof(float));
}

float *gmx_trace_gradient(GmxTraceWork *work, GmxModel *model, const GmxStepOptions *options) {
  const GmxBatch *batch = gmx_trainer_get_batch(work->copy);
  GmxStep *step = gmx_step_new(model, batch->count);
  GmxStepResult result;
  gmx_step_run(step, batch, options, &result);
  float *gradient = copy_floats(result.gradient, work->count);
  gmx_step_free(step);
  return gradient;
}

double gmx_trace_loss_at(GmxTraceWork *work, const float *weights) {
  const GmxBatch *batch = gmx_trainer_get_batch(work->copy);
  GmxModel *model = gmx_model_copy(work->trace->before);
  GmxTape *tape = gmx_tape_new(model, batch->count, TRUE);
  g_autofree float *loss = g_new(float, batch->count);
  g_autofree float *softmax = g_new(float, (gsize)batch->count *gmx_model_classes(model));
  double sum = 0;
  memcpy(gmx_model_parameters(model), weights, work->count * sizeof(float));
  gmx_model_forward(model, tape, batch->images, batch->count, GMX_PASS_FROZEN);
  gmx_loss_cross_entropy(gmx_tape_logits(tape), batch->count, gmx_model_classes(model),
                         gmx_batch_targets(batch), softmax, loss);
  for (int i = 0; i < batch->count; i++)
    sum += loss[i];
  gmx_tape_free(tape);
  gmx_model_free(model);
  return sum / batch->count;
}

static GmxTrace *trace_new(void) {
  Owner *owner = g_new0(Owner, 1);
  GmxTrace *self = &owner->trace;
  const GmxTraceVector none = {NAN, NAN, NAN, NAN};
  owner->references = 1;
  self->adaptive_norm = self->slope = self->climb_cosine = self->combined_norm = NAN;
  self->combine = (GmxTraceCombine){
      .kept = none, .other = none, .combined = none, .dot = NAN, .projection = NAN, .cosine = NAN};
  self->update = (GmxTraceUpdate){.carried = none,
                                  .pull = none,
                                  .sum = none,
                                  .move = none,
                                  .decay = NAN,
                                  .weight_norm = NAN,
                                  .weight_norm_after = NAN,
                                  .loss_after = NAN};
  for (int i = 0; i < GMX_TRACE_PATH; i++)
    self->path[i] = NAN;
  return self;
}

static gboolean is_to_step(GmxTrainer *trainer, GError **error) {
  static const char *const reasons[] = {
      [GMX_TRAINER_EVALUATION] = "an evaluation comes first",
      [GMX_TRAINER_FINISHED] = "all steps of the run are done; raise Epochs, or reset",
      [GMX_TRAINER_DIVERGED] = "the loss is not finite; go back to the last checkpoint, or reset",
  };
  const GmxTrainerState state = gmx_trainer_get_state(trainer);
  if (state == GMX_TRAINER_STEP)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "there is no step to look at: %s",
              reasons[state]);
  return FALSE;
}

/* The batch as it is known before the climb. */
static GmxGallery *new_mixed(GmxTrainer *copy) {
  GmxStepResult at_w = *gmx_trainer_get_result(copy);
  at_w.loss_perturbed = at_w.sharpness = at_w.probabilities_perturbed = NULL;
  at_w.sharp = NULL;
  return gmx_gallery_new(gmx_trainer_get_batch(copy), &at_w,
                         gmx_trainer_get_step_options(copy)->gamma,
                         gmx_dataset_get_classes(gmx_trainer_get_dataset(copy)),
                         gmx_trainer_get_step(copy), gmx_trainer_get_epoch(copy));
}

/* What the step leaves behind of itself. */
static void describe_step(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  GmxTrainer *copy = work->copy;
  const GmxBatch *batch = gmx_trainer_get_batch(copy);
  trace->steps_per_epoch = gmx_trainer_get_steps_per_epoch(copy);
  trace->config = gmx_config_copy(gmx_trainer_get_config(copy));
  trace->changes = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_event_record_free);
  for (GmxEventRecord *event; (event = gmx_trainer_take_event(copy));)
    g_ptr_array_add(trace->changes, event);
  trace->options = *gmx_trainer_get_step_options(copy);
  trace->optimizer = *gmx_trainer_get_optimizer_options(copy);
  trace->optimizer.learning_rate = trace->record.learning_rate;
  trace->dataset = g_object_ref(gmx_trainer_get_dataset(copy));
  trace->finite = gmx_trainer_get_result(copy)->finite;
  trace->gallery = gmx_gallery_new_step(copy);
  trace->mixed = new_mixed(copy);
  trace->partner = g_memdup2(batch->partner, sizeof(int) * (gsize)batch->count);
  trace->after = gmx_model_copy(gmx_trainer_get_model(copy));
}

static gboolean make_step(GmxTraceWork *work, GmxTrainer *trainer, GError **error) {
  GmxTrace *trace = work->trace;
  work->copy = gmx_trainer_copy(trainer);
  work->count = gmx_model_parameter_count(gmx_trainer_get_model(trainer));
  if (!is_to_step(work->copy, error))
    return FALSE;
  trace->before = gmx_model_copy(gmx_trainer_get_model(work->copy));
  work->carried =
      copy_floats(gmx_optimizer_get_velocity(gmx_trainer_get_optimizer(work->copy)), work->count);
  if (!gmx_trainer_step(work->copy, &trace->record, error))
    return FALSE;
  describe_step(work);
  trace->place = gmx_trainer_get_place(work->copy);
  return TRUE;
}

/* ∇L(w) and the climb along it; the model of w + ε̂ is the step's own, bit for bit. */
static void climb(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  GmxStepOptions plain = trace->options;
  GmxModel *model = gmx_model_copy(trace->before);
  plain.perturb = GMX_PERTURB_NONE;
  plain.combine = GMX_COMBINE_ALL;
  work->gradient = gmx_trace_gradient(work, model, &plain);
  gmx_model_free(model);
  if (trace->options.perturb == GMX_PERTURB_NONE || !trace->gallery->climbed)
    return;
  g_autofree float *saved = g_new(float, work->count);
  trace->perturbed = gmx_model_copy(trace->before);
  gmx_perturb_climb(trace->perturbed, &trace->options, work->gradient, saved);
  work->epsilon = g_new(float, work->count);
  gmx_flat_add_scaled(gmx_model_parameters(trace->perturbed), -1,
                      gmx_model_parameters(trace->before), work->count, work->epsilon);
}

static gboolean walk(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  g_autofree float *place = g_new(float, work->count);
  if (!trace->perturbed)
    return TRUE;
  trace->path[0] = trace->record.loss;
  trace->path[GMX_TRACE_PATH - 1] = trace->record.loss_perturbed;
  for (int i = 1; i < GMX_TRACE_PATH - 1; i++) {
    const double t = (double)i / (GMX_TRACE_PATH - 1);
    if (g_cancellable_is_cancelled(work->cancellable))
      return FALSE;
    gmx_flat_combine(1 - t, gmx_model_parameters(trace->before), t,
                     gmx_model_parameters(trace->perturbed), work->count, place);
    trace->path[i] = gmx_trace_loss_at(work, place);
  }
  return TRUE;
}

static float *side_gradient(GmxTraceWork *work, GmxKeep keep) {
  GmxStepOptions options = work->trace->options;
  options.combine = GMX_COMBINE_SHARP_ONLY;
  options.keep = keep;
  GmxModel *model = gmx_model_copy(work->trace->before);
  float *gradient = gmx_trace_gradient(work, model, &options);
  gmx_model_free(model);
  return gradient;
}

/* The set that plays the part of the sharp one, and the other. `all` treats both alike. */
static void take_sides(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  GmxTraceCombine *combine = &trace->combine;
  const int sharp = trace->gallery->sharp_count, flat = trace->gallery->count - sharp;
  const gboolean swapped =
      trace->options.keep == GMX_KEEP_FLAT && trace->options.combine != GMX_COMBINE_ALL;
  combine->kept_count = swapped ? flat : sharp;
  combine->other_count = swapped ? sharp : flat;
  work->kept = side_gradient(work, swapped ? GMX_KEEP_FLAT : GMX_KEEP_SHARP);
  if (trace->options.combine != GMX_COMBINE_FLAT_AT_W) {
    work->other = side_gradient(work, swapped ? GMX_KEEP_SHARP : GMX_KEEP_FLAT);
    return;
  }
  /* B g = |kept| g_kept + |other| g_other, and the last of these is taken at w. */
  work->other = g_new(float, work->count);
  gmx_flat_combine((double)trace->gallery->count / combine->other_count, work->combined,
                   -(double)combine->kept_count / combine->other_count, work->kept, work->count,
                   work->other);
}

static void keep_points(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  if (!gmx_dataset_is_points(trace->dataset))
    return;
  trace->points[0] = gmx_weights_new_from_models(work->copy, trace->before, trace->perturbed);
  trace->points[1] = gmx_weights_new_from_models(work->copy, trace->after, NULL);
}

static gboolean look_closer(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  if (trace->finite)
    climb(work);
  keep_points(work);
  if (!trace->finite)
    return TRUE;
  if (!walk(work))
    return FALSE;
  GmxModel *model = gmx_model_copy(trace->before);
  work->combined = gmx_trace_gradient(work, model, &trace->options);
  gmx_model_free(model);
  if (trace->perturbed && trace->gallery->sharp_count > 0)
    take_sides(work);
  if (g_cancellable_is_cancelled(work->cancellable))
    return FALSE;
  gmx_trace_describe_climb(work);
  gmx_trace_describe_combine(work);
  gmx_trace_describe_update(work);
  gmx_trace_describe_weight(work);
  return TRUE;
}

GmxTrace *gmx_trace_new(GmxTrainer *trainer, GCancellable *cancellable, GError **error) {
  g_autoptr(GmxTrace) trace = trace_new();
  g_auto(GmxTraceWork) work = {.trace = trace, .cancellable = cancellable};
  if (!make_step(&work, trainer, error))
    return NULL;
  if (!look_closer(&work)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the look at the step was ended");
    return NULL;
  }
  return g_steal_pointer(&trace);
}
