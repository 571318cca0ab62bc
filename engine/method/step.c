/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step's passes in the order of methods.md: forward and backward at w, climb, forward at
 * w + ε̂, partition, and the gradient that `combine` asks for. */
#include "engine/method/step.h"

#include "engine/method/perturb.h"
#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

struct GmxStep {
  GmxModel *model; /* borrowed */
  int capacity, classes;
  size_t parameters;
  GmxTape *tape;
  GmxTape *tape_at_w; /* kept for flat-at-w, made when it is first asked for */
  float *saved;       /* w during the climb */
  float *gradient, *second_gradient;
  float *probabilities, *probabilities_at_w; /* [capacity][classes] at w + ε̂ and at w */
  float *logit_gradient;
  float *loss, *loss_perturbed, *sharpness, *weight;
  guint8 *sharp;
};

GmxStepOptions gmx_step_options_default(void) {
  return (GmxStepOptions){
      .perturb = GMX_PERTURB_SAM, .rho = 0.05, .eta = 0.01, .gamma = 0.5, .beta = 0.5};
}

GmxStep *gmx_step_new(GmxModel *model, int max_batch) {
  GmxStep *step = g_new0(GmxStep, 1);
  const size_t logits = (size_t)max_batch * gmx_model_classes(model);
  step->model = model;
  step->capacity = max_batch;
  step->classes = gmx_model_classes(model);
  step->parameters = gmx_model_parameter_count(model);
  step->tape = gmx_tape_new(model, max_batch, true);
  float **by_parameter[] = {&step->saved, &step->gradient, &step->second_gradient};
  float **by_logit[] = {&step->probabilities, &step->probabilities_at_w, &step->logit_gradient};
  float **by_example[] = {&step->loss, &step->loss_perturbed, &step->sharpness, &step->weight};
  for (gsize i = 0; i < G_N_ELEMENTS(by_parameter); i++)
    *by_parameter[i] = g_new0(float, step->parameters);
  for (gsize i = 0; i < G_N_ELEMENTS(by_logit); i++)
    *by_logit[i] = g_new0(float, logits);
  for (gsize i = 0; i < G_N_ELEMENTS(by_example); i++)
    *by_example[i] = g_new0(float, max_batch);
  step->sharp = g_new0(guint8, max_batch);
  return step;
}

void gmx_step_free(GmxStep *step) {
  if (!step)
    return;
  gmx_tape_free(step->tape);
  gmx_tape_free(step->tape_at_w);
  gpointer parts[] = {step->saved,          step->gradient,  step->second_gradient,
                      step->probabilities,  step->loss,      step->probabilities_at_w,
                      step->logit_gradient, step->sharpness, step->loss_perturbed,
                      step->weight,         step->sharp};
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    g_free(parts[i]);
  g_free(step);
}

static double mean_of(const float *values, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += values[i];
  return sum / n;
}

static void forward(GmxStep *step, GmxTape *tape, const GmxBatch *batch, GmxPass pass,
                    float *probabilities, float *loss) {
  gmx_model_forward(step->model, tape, batch->images, batch->count, pass);
  gmx_loss_cross_entropy(gmx_tape_logits(tape), batch->count, step->classes,
                         gmx_batch_targets(batch), probabilities, loss);
}

/* ∇ Σ weight_i ℓ_i by the pass in @tape. */
static void backward(GmxStep *step, GmxTape *tape, const GmxBatch *batch,
                     const float *probabilities, float *gradient) {
  gmx_loss_gradient(probabilities, batch->count, step->classes, gmx_batch_targets(batch),
                    step->weight, step->logit_gradient);
  gmx_model_backward(step->model, tape, step->logit_gradient, gradient);
}

static void weigh_all(GmxStep *step, int n) {
  for (int i = 0; i < n; i++)
    step->weight[i] = 1.0f / (float)n;
}

/* Weight @value for one side of the partition, 0 for the other. */
static void weigh_side(GmxStep *step, int n, guint8 side, double value) {
  for (int i = 0; i < n; i++)
    step->weight[i] = step->sharp[i] == side ? (float)value : 0;
}

static void restore(GmxStep *step) {
  memcpy(gmx_model_parameters(step->model), step->saved, step->parameters * sizeof(float));
}

/* g_S + β (g_F − (⟨g_F, g_S⟩ / ‖g_S‖²) g_S): GSAM's decomposition (arXiv 2203.08065). */
static void combine_orthogonal(GmxStep *step, double beta, GmxStepResult *result) {
  float *kept = step->gradient, *other = step->second_gradient;
  const double along = gmx_flat_dot(other, kept, step->parameters);
  const double square = gmx_flat_dot(kept, kept, step->parameters);
  const double other_square = gmx_flat_dot(other, other, step->parameters);
  const double projection = square > 0 ? along / square : 0;
  result->cosine = square > 0 && other_square > 0 ? along / sqrt(square * other_square) : NAN;
  gmx_flat_combine(1 - beta * projection, kept, beta, other, step->parameters, kept);
}

/* The combined gradient from the pass at w + ε̂; leaves the weights restored. */
static void combine(GmxStep *step, const GmxBatch *batch, const GmxStepOptions *options,
                    GmxStepResult *result) {
  const int n = batch->count;
  const guint8 kept_side = options->keep == GMX_KEEP_SHARP;
  const int kept = kept_side ? result->sharp_count : n - result->sharp_count;
  switch (options->combine) {
  case GMX_COMBINE_ALL:
    weigh_all(step, n);
    backward(step, step->tape, batch, step->probabilities, step->gradient);
    break;
  case GMX_COMBINE_SHARP_ONLY:
    weigh_side(step, n, kept_side, 1.0 / kept);
    backward(step, step->tape, batch, step->probabilities, step->gradient);
    break;
  case GMX_COMBINE_ORTHOGONAL:
    weigh_side(step, n, kept_side, 1.0 / kept);
    backward(step, step->tape, batch, step->probabilities, step->gradient);
    weigh_side(step, n, !kept_side, 1.0 / (n - kept));
    backward(step, step->tape, batch, step->probabilities, step->second_gradient);
    combine_orthogonal(step, options->beta, result);
    break;
  case GMX_COMBINE_FLAT_AT_W:
    weigh_side(step, n, kept_side, 1.0 / n);
    backward(step, step->tape, batch, step->probabilities, step->gradient);
    restore(step);
    weigh_side(step, n, !kept_side, 1.0 / n);
    backward(step, step->tape_at_w, batch, step->probabilities_at_w, step->second_gradient);
    gmx_flat_add_scaled(step->gradient, 1, step->second_gradient, step->parameters, step->gradient);
  }
  restore(step);
}

static void describe_sides(GmxStep *step, int n, double gamma, GmxStepResult *result) {
  for (int i = 0; i < n; i++)
    step->sharpness[i] = step->loss_perturbed[i] - step->loss[i];
  result->loss_perturbed = step->loss_perturbed;
  result->sharpness = step->sharpness;
  result->sharp = step->sharp;
  result->probabilities_perturbed = step->probabilities;
  result->mean_loss_perturbed = mean_of(step->loss_perturbed, n);
  if (n > 1)
    result->sharp_count = gmx_partition(step->sharpness, n, gamma, step->sharp, &result->cut);
}

static GmxStepResult result_new(GmxStep *step, int n) {
  return (GmxStepResult){.count = n,
                         .loss = step->loss,
                         .probabilities = step->probabilities_at_w,
                         .gradient = step->gradient,
                         .cut = NAN,
                         .mean_loss_perturbed = NAN,
                         .epsilon_norm = NAN,
                         .cosine = NAN};
}

/* Forward and backward at w, climb, forward at w + ε̂, partition. FALSE where there is no second
 * pass to go on from: the weights are then untouched. */
static gboolean climb(GmxStep *step, const GmxBatch *batch, const GmxStepOptions *options,
                      GmxPass first_pass, gboolean keep_pass_at_w, GmxStepResult *result) {
  const int n = batch->count;
  if (keep_pass_at_w && !step->tape_at_w)
    step->tape_at_w = gmx_tape_new(step->model, step->capacity, true);
  GmxTape *tape = keep_pass_at_w ? step->tape_at_w : step->tape;
  *result = result_new(step, n);
  forward(step, tape, batch, first_pass, step->probabilities_at_w, step->loss);
  weigh_all(step, n);
  backward(step, tape, batch, step->probabilities_at_w, step->gradient);
  result->mean_loss = mean_of(step->loss, n);
  result->gradient_norm = sqrt(gmx_flat_dot(step->gradient, step->gradient, step->parameters));
  result->finite = isfinite(result->mean_loss) && isfinite(result->gradient_norm);
  if (options->perturb == GMX_PERTURB_NONE || !result->finite)
    return FALSE;
  result->epsilon_norm = gmx_perturb_climb(step->model, options, step->gradient, step->saved);
  forward(step, step->tape, batch, GMX_PASS_FROZEN, step->probabilities, step->loss_perturbed);
  describe_sides(step, n, options->gamma, result);
  result->finite = isfinite(result->mean_loss_perturbed);
  return TRUE;
}

void gmx_step_run(GmxStep *step, const GmxBatch *batch, const GmxStepOptions *options,
                  GmxStepResult *result) {
  const gboolean keep = options->combine == GMX_COMBINE_FLAT_AT_W;
  if (climb(step, batch, options, GMX_PASS_TRAIN, keep, result))
    combine(step, batch, options, result);
}

void gmx_step_inspect(GmxStep *step, const GmxBatch *batch, const GmxStepOptions *options,
                      GmxStepResult *result) {
  if (climb(step, batch, options, GMX_PASS_FROZEN, FALSE, result))
    restore(step);
}
