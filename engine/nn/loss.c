/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Softmax cross-entropy of each example. The sums run in double: s_i is a small difference of two
 * losses, and the partition hangs on it. */
#include "engine/nn/loss.h"

#include <math.h>
#include <stddef.h>

/* log Σ exp(z_k), and the softmax where @probabilities is not NULL. */
static double log_sum_exp(const float *z, int classes, float *probabilities) {
  float top = z[0];
  for (int k = 1; k < classes; k++)
    top = z[k] > top ? z[k] : top;
  double sum = 0;
  for (int k = 0; k < classes; k++)
    sum += exp((double)z[k] - top);
  if (probabilities)
    for (int k = 0; k < classes; k++)
      probabilities[k] = (float)(exp((double)z[k] - top) / sum);
  return log(sum) + top;
}

void gmx_loss_cross_entropy(const float *logits, int n, int classes, GmxTargets targets,
                            float *probabilities, float *loss) {
  for (int i = 0; i < n; i++) {
    const float *z = logits + (size_t)i * classes;
    float *p = probabilities ? probabilities + (size_t)i * classes : NULL;
    const double lambda = targets.lambda[i];
    const double aim = lambda * z[targets.first[i]] + (1 - lambda) * z[targets.second[i]];
    loss[i] = (float)(log_sum_exp(z, classes, p) - aim);
  }
}

void gmx_loss_gradient(const float *probabilities, int n, int classes, GmxTargets targets,
                       const float *weight, float *logit_gradient) {
  for (int i = 0; i < n; i++) {
    const float *p = probabilities + (size_t)i * classes;
    float *d = logit_gradient + (size_t)i * classes;
    for (int k = 0; k < classes; k++)
      d[k] = weight[i] * p[k];
    d[targets.first[i]] -= weight[i] * targets.lambda[i];
    d[targets.second[i]] -= weight[i] * (1 - targets.lambda[i]);
  }
}

int gmx_loss_most_probable(const float *probabilities, int classes) {
  int best = -1;
  for (int c = 0; c < classes; c++)
    if (probabilities[c] > (best < 0 ? -1 : probabilities[best]))
      best = c;
  return best;
}
