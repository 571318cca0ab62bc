/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stochastic gradient descent with momentum and weight decay, and AdamW (methods.md, section 5). */
#pragma once

#include "engine/train/config.h"

/** What a step uses; all of it may change from step to step. */
typedef struct {
  GmxOptimizerKind kind;
  double learning_rate; /* η_t */
  double momentum;      /* μ; β₁ of AdamW */
  double weight_decay;  /* δ, on every parameter */
  gboolean nesterov;    /* SGD */
  double beta2;         /* β₂ of AdamW */
  gint64 step;          /* AdamW: steps made with this optimizer before this one */
} GmxOptimizerOptions;

typedef struct GmxOptimizer GmxOptimizer;

/** An optimizer of @count parameters with zero velocity. */
GmxOptimizer *gmx_optimizer_new(gsize count);
void gmx_optimizer_free(GmxOptimizer *optimizer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxOptimizer, gmx_optimizer_free)

/**
 * Moves @parameters by one step, as torch.optim.SGD does:
 * v ← μ v + (g + δ w);  w ← w − η_t v  (Nesterov: w ← w − η_t (g + δ w + μ v)).
 * The velocity starts at 0, so v is g + δ w on the first step.
 * AdamW as torch.optim.AdamW does it (arXiv 1711.05101, ε = 1e-8): w ← w − η δ w;
 * m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;
 * w ← w − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
 * @param parameters w, moved in place
 * @param gradient g, as the step left it
 */
void gmx_optimizer_step(GmxOptimizer *optimizer, float *parameters, const float *gradient,
                        const GmxOptimizerOptions *options);

/** The velocity v, laid out like the parameters; owned by the optimizer, writable (checkpoints). */
float *gmx_optimizer_get_velocity(GmxOptimizer *optimizer);
/** AdamW's mean of squares, likewise; made when it is first asked for. */
float *gmx_optimizer_get_square(GmxOptimizer *optimizer);
