/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Softmax cross-entropy against a mix of two labels (methods.md, section 2). */
#pragma once

/** Labels of a batch of n examples: λ of @first and 1 − λ of @second. All arrays have n entries. */
typedef struct {
  const int *first;
  const int *second;
  const float *lambda;
} GmxTargets;

/**
 * ℓ_i = λ_i CE(logits_i, first_i) + (1 − λ_i) CE(logits_i, second_i).
 * @param logits [n][classes]
 * @param probabilities [n][classes], the softmax; may be NULL
 * @param loss [n]
 */
void gmx_loss_cross_entropy(const float *logits, int n, int classes, GmxTargets targets,
                            float *probabilities, float *loss);

/**
 * ∂(Σ_i weight_i ℓ_i)/∂logits from the softmax of the forward pass.
 * @param weight [n]
 * @param logit_gradient [n][classes]
 */
void gmx_loss_gradient(const float *probabilities, int n, int classes, GmxTargets targets,
                       const float *weight, float *logit_gradient);

/** The most probable class of one softmax, the first of equal ones; −1 where none is a number. */
int gmx_loss_most_probable(const float *probabilities, int classes);
