/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stochastic gradient descent with momentum and weight decay (methods.md, section 5). */
#pragma once

#include <glib.h>

/** What a step uses; all of it may change from step to step. */
typedef struct {
  double learning_rate; /* η_t */
  double momentum;      /* μ */
  double weight_decay;  /* δ, on every parameter */
  gboolean nesterov;
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
 * @param parameters w, moved in place
 * @param gradient g, as the step left it
 */
void gmx_optimizer_step(GmxOptimizer *optimizer, float *parameters, const float *gradient,
                        const GmxOptimizerOptions *options);

/** The velocity v, laid out like the parameters; owned by the optimizer, writable (checkpoints). */
float *gmx_optimizer_get_velocity(GmxOptimizer *optimizer);
