/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SAM (Foret et al. 2021) and ASAM (Kwon et al. 2021). */
#include "engine/method/perturb.h"

#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

#define TINY 1e-12 /* keeps a gradient of zero from dividing by zero */

static double climb_sam(GmxModel *model, double rho, const float *gradient, const float *saved) {
  const size_t n = gmx_model_parameter_count(model);
  const double norm = sqrt(gmx_flat_dot(gradient, gradient, n));
  const double scale = rho / (norm + TINY);
  gmx_flat_add_scaled(saved, scale, gradient, n, gmx_model_parameters(model));
  return scale * norm;
}

/* T of ASAM at one parameter: |w| + η for weights, 1 for biases and BatchNorm. */
static double adaptive_scale(const GmxTensorInfo *info, double eta, float w) {
  return info->kind == GMX_TENSOR_WEIGHT ? fabs((double)w) + eta : 1;
}

static gboolean is_trained(const GmxTensorInfo *info) {
  return info->kind != GMX_TENSOR_RUNNING_MEAN && info->kind != GMX_TENSOR_RUNNING_VAR;
}

/* Σ (T^power g)² over all parameters. */
static double adaptive_square(const GmxModel *model, double eta, const float *gradient,
                              const float *saved, int power) {
  double sum = 0;
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    for (size_t i = info->offset; is_trained(info) && i < info->offset + info->size; i++) {
      const double scale = adaptive_scale(info, eta, saved[i]);
      const double v = (power == 2 ? scale * scale : scale) * gradient[i];
      sum += v * v;
    }
  }
  return sum;
}

static double climb_asam(GmxModel *model, double rho, double eta, const float *gradient,
                         const float *saved) {
  float *w = gmx_model_parameters(model);
  const double norm = sqrt(adaptive_square(model, eta, gradient, saved, 1));
  const double factor = rho / (norm + TINY);
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    for (size_t i = info->offset; is_trained(info) && i < info->offset + info->size; i++) {
      const double scale = adaptive_scale(info, eta, saved[i]);
      w[i] = (float)(saved[i] + factor * scale * scale * gradient[i]);
    }
  }
  return factor * sqrt(adaptive_square(model, eta, gradient, saved, 2));
}

double gmx_perturb_climb(GmxModel *model, const GmxStepOptions *options, const float *gradient,
                         float *saved) {
  memcpy(saved, gmx_model_parameters(model), gmx_model_parameter_count(model) * sizeof(float));
  return options->perturb == GMX_PERTURB_SAM
             ? climb_sam(model, options->rho, gradient, saved)
             : climb_asam(model, options->rho, options->eta, gradient, saved);
}
