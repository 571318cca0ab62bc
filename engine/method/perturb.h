/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The climb from w to w + ε̂ (methods.md, section 3). */
#pragma once

#include "engine/method/step.h"

/**
 * Moves the model's weights from w to w + ε̂ along @gradient.
 * @param saved receives w, parameter_count floats
 * @returns ‖ε̂‖
 */
double gmx_perturb_climb(GmxModel *model, const GmxStepOptions *options, const float *gradient,
                         float *saved);
