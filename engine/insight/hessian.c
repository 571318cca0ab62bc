/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products with the Hessian by differences of gradients, and what needs single products only. */
#include "engine/insight/hessian.h"

#include "engine/insight/directions.h"
#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

/* h of the products, and of a trace's samples as a share of ‖w‖. The loss of a ReLU network has
 * creases: a short step sees hardly any, but each as a curvature of 1/h, so that a few images
 * decide the result; a long one sees many and averages them, but leaves the region where the loss
 * is quadratic. For the networks at hand eigenvalues agree to a few parts in a hundred from 0.03 to
 * 0.1, about the radius that SAM climbs; random directions cross far more creases and stay
 * quadratic much longer. */
#define STEP 0.05
#define TRACE_STEP 0.1

struct GmxHessian {
  GmxObjective *objective;
  gsize count;
  double step, trace_step;
  float *w, *moved, *forth, *back, *direction;
};

struct GmxPower {
  GmxHessian *hessian;
  float *v, *product;
};

GmxHessian *gmx_hessian_new(GmxObjective *objective, const float *w) {
  GmxHessian *self = g_new0(GmxHessian, 1);
  self->objective = objective;
  self->count = objective->count;
  self->w = g_memdup2(w, self->count * sizeof(float));
  float **rooms[] = {&self->moved, &self->forth, &self->back, &self->direction};
  for (gsize i = 0; i < G_N_ELEMENTS(rooms); i++)
    *rooms[i] = g_new(float, self->count);
  self->step = STEP;
  self->trace_step = MAX(STEP, TRACE_STEP * sqrt(gmx_flat_dot(w, w, self->count)));
  return self;
}

void gmx_hessian_free(GmxHessian *self) {
  if (!self)
    return;
  gpointer rooms[] = {self->w, self->moved, self->forth, self->back, self->direction, self};
  for (gsize i = 0; i < G_N_ELEMENTS(rooms); i++)
    g_free(rooms[i]);
}

gsize gmx_hessian_get_count(const GmxHessian *self) {
  return self->count;
}

void gmx_hessian_set_step(GmxHessian *self, double step) {
  self->step = self->trace_step = step;
}

static void gradient_at(GmxHessian *self, double step, const float *v, float *gradient,
                        GCancellable *cancellable) {
  gmx_direction_go(self->w, step, v, 0, NULL, self->count, self->moved);
  self->objective->gradient(self->objective, self->moved, gradient, cancellable);
}

static gboolean multiply(GmxHessian *self, const float *v, double step, float *product,
                         GCancellable *cancellable) {
  const double norm = sqrt(gmx_flat_dot(v, v, self->count));
  gradient_at(self, step / norm, v, self->forth, cancellable);
  gradient_at(self, -step / norm, v, self->back, cancellable);
  const double scale = norm / (2 * step);
  gmx_flat_combine(scale, self->forth, -scale, self->back, self->count, product);
  return !g_cancellable_is_cancelled(cancellable);
}

gboolean gmx_hessian_multiply(GmxHessian *self, const float *v, float *product,
                              GCancellable *cancellable) {
  return multiply(self, v, self->step, product, cancellable);
}

double gmx_hessian_sample_trace(GmxHessian *self, GmxRandom *random, GCancellable *cancellable) {
  g_autofree float *product = g_new(float, self->count);
  for (gsize i = 0; i < self->count; i++)
    self->direction[i] = gmx_random_next(random) >> 63 ? 1 : -1;
  if (!multiply(self, self->direction, self->trace_step, product, cancellable))
    return NAN;
  return gmx_flat_dot(self->direction, product, self->count);
}

GmxPower *gmx_power_new(GmxHessian *hessian, GmxRandom *random) {
  GmxPower *self = g_new0(GmxPower, 1);
  self->hessian = hessian;
  self->v = g_new(float, hessian->count);
  self->product = g_new(float, hessian->count);
  for (gsize i = 0; i < hessian->count; i++)
    self->v[i] = (float)gmx_random_normal(random);
  gmx_direction_normalise(self->v, hessian->count);
  return self;
}

void gmx_power_free(GmxPower *self) {
  if (!self)
    return;
  g_free(self->v);
  g_free(self->product);
  g_free(self);
}

double gmx_power_step(GmxPower *self, GCancellable *cancellable) {
  const gsize count = self->hessian->count;
  if (!gmx_hessian_multiply(self->hessian, self->v, self->product, cancellable))
    return NAN;
  const double quotient = gmx_flat_dot(self->v, self->product, count);
  const double norm = gmx_direction_normalise(self->product, count);
  if (norm > 0 && isfinite(norm))
    memcpy(self->v, self->product, count * sizeof(float));
  return quotient;
}
