/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The quadratic, in double throughout. */
#include "tests/engine/quadratic.h"

#include <math.h>

static double dot(const double *a, const double *b, int n) {
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

double gmx_quadratic_at(const GmxQuadratic *self, const double *w) {
  double value = 1 + dot(self->slope, w, self->n);
  for (int i = 0; i < self->n; i++) {
    const double along = dot(self->vectors + i * self->n, w, self->n);
    value += 0.5 * self->eigenvalues[i] * along * along;
  }
  return value;
}

static double value(GmxObjective *base, const float *w, GCancellable *cancellable) {
  GmxQuadratic *self = (GmxQuadratic *)base;
  g_autofree double *point = g_new(double, self->n);
  g_atomic_int_inc(self->evaluations);
  for (int i = 0; i < self->n; i++)
    point[i] = w[i];
  return g_cancellable_is_cancelled(cancellable) ? NAN : gmx_quadratic_at(self, point);
}

static double gradient(GmxObjective *base, const float *w, float *out, GCancellable *cancellable) {
  GmxQuadratic *self = (GmxQuadratic *)base;
  const int n = self->n;
  g_autofree double *point = g_new(double, 2 * n);
  double *sum = point + n;
  for (int i = 0; i < n; i++) {
    point[i] = w[i];
    sum[i] = self->slope[i];
  }
  for (int i = 0; i < n; i++) {
    const double *v = self->vectors + i * n;
    const double along = self->eigenvalues[i] * dot(v, point, n);
    for (int k = 0; k < n; k++)
      sum[k] += along * v[k];
  }
  for (int i = 0; i < n; i++)
    out[i] = (float)sum[i];
  return g_cancellable_is_cancelled(cancellable) ? NAN : gmx_quadratic_at(self, point);
}

/* What the copies share belongs to the first. */
static void free_copy(GmxObjective *base) {
  g_free(base);
}

static GmxObjective *copy(const GmxObjective *base) {
  GmxQuadratic *self = g_memdup2(base, sizeof *self);
  self->base.free = free_copy;
  return &self->base;
}

static void free_all(GmxObjective *base) {
  gmx_quadratic_free((GmxQuadratic *)base);
}

void gmx_quadratic_free(GmxQuadratic *self) {
  g_free(self->eigenvalues);
  g_free(self->vectors);
  g_free(self->slope);
  g_free(self->evaluations);
  g_free(self);
}

/* Random rows made orthonormal one after the other (Gram and Schmidt, twice). */
static void draw_vectors(GmxQuadratic *self, GmxRandom *random) {
  const int n = self->n;
  for (int i = 0; i < n; i++) {
    double *v = self->vectors + i * n;
    for (int k = 0; k < n; k++)
      v[k] = gmx_random_normal(random);
    for (int before = 0; before < 2 * i; before++) {
      const double *u = self->vectors + (before % i) * n;
      const double along = dot(u, v, n);
      for (int k = 0; k < n; k++)
        v[k] -= along * u[k];
    }
    const double norm = sqrt(dot(v, v, n));
    for (int k = 0; k < n; k++)
      v[k] /= norm;
  }
}

GmxQuadratic *gmx_quadratic_new(const double *eigenvalues, int n, gboolean diagonal) {
  GmxQuadratic *self = g_new0(GmxQuadratic, 1);
  GmxRandom random;
  self->base = (GmxObjective){
      .count = n, .value = value, .gradient = gradient, .copy = copy, .free = free_all};
  self->n = n;
  self->eigenvalues = g_memdup2(eigenvalues, sizeof(double) * (gsize)n);
  self->vectors = g_new0(double, (gsize)n *n);
  self->slope = g_new(double, n);
  self->evaluations = g_new0(gint, 1);
  gmx_random_init(&random, 3, 1);
  for (int i = 0; i < n; i++)
    self->slope[i] = 0.2 * gmx_random_normal(&random);
  if (diagonal)
    for (int i = 0; i < n; i++)
      self->vectors[i * n + i] = 1;
  else
    draw_vectors(self, &random);
  return self;
}
