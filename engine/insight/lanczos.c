/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanczos iteration: the Hessian seen in the space of the vectors met so far is a small tridiagonal
 * matrix T, whose largest eigenvalues converge to the Hessian's. */
#include "engine/insight/directions.h"
#include "engine/insight/hessian.h"

#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

#define SWEEPS 60
/* A remainder this small beside the product is rounding: the vectors are closed under H. */
#define NOTHING_LEFT 1e-5

struct GmxLanczos {
  GmxHessian *hessian;
  GmxRandom random;
  gsize weights;
  int most, count;
  float **vectors;      /* [count + 1] orthonormal */
  double *alpha, *beta; /* T's diagonal and the one beside it */
};

GmxLanczos *gmx_lanczos_new(GmxHessian *hessian, int most, GmxRandom *random) {
  GmxLanczos *self = g_new0(GmxLanczos, 1);
  self->hessian = hessian;
  self->random = *random;
  gmx_random_next(random);
  self->weights = gmx_hessian_get_count(hessian);
  self->most = (gsize)most < self->weights ? most : (int)self->weights;
  self->vectors = g_new0(float *, self->most + 1);
  self->alpha = g_new0(double, self->most);
  self->beta = g_new0(double, self->most);
  return self;
}

void gmx_lanczos_free(GmxLanczos *self) {
  if (!self)
    return;
  for (int i = 0; i <= self->most; i++)
    g_free(self->vectors[i]);
  g_free(self->vectors);
  g_free(self->alpha);
  g_free(self->beta);
  g_free(self);
}

/* Takes out of @v what lies along the first @count vectors, twice. */
static void orthogonalise(const GmxLanczos *self, float *v, int count) {
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < count; i++)
      gmx_flat_add_scaled(v, -gmx_flat_dot(v, self->vectors[i], self->weights), self->vectors[i],
                          self->weights, v);
}

/* A random vector of norm 1, orthogonal to the first @count. */
static float *draw_vector(GmxLanczos *self, int count) {
  float *v = g_new(float, self->weights);
  for (gsize i = 0; i < self->weights; i++)
    v[i] = (float)gmx_random_normal(&self->random);
  gmx_direction_normalise(v, self->weights);
  orthogonalise(self, v, count);
  gmx_direction_normalise(v, self->weights);
  return v;
}

/* What H made of the newest vector, less what is known, becomes the next one. */
static void take_product(GmxLanczos *self, float *product) {
  const int k = self->count++;
  const double whole = sqrt(gmx_flat_dot(product, product, self->weights));
  self->alpha[k] = gmx_flat_dot(product, self->vectors[k], self->weights);
  orthogonalise(self, product, self->count);
  self->beta[k] = gmx_direction_normalise(product, self->weights);
  if (self->beta[k] > NOTHING_LEFT * whole) {
    self->vectors[self->count] = product;
    return;
  }
  g_free(product);
  self->beta[k] = 0;
  if (self->count < self->most)
    self->vectors[self->count] = draw_vector(self, self->count);
}

gboolean gmx_lanczos_step(GmxLanczos *self, GCancellable *cancellable) {
  if (self->count == self->most || (self->count > 0 && !isfinite(self->alpha[self->count - 1])))
    return FALSE;
  if (self->count == 0)
    self->vectors[0] = draw_vector(self, 0);
  float *product = g_new(float, self->weights);
  if (!gmx_hessian_multiply(self->hessian, self->vectors[self->count], product, cancellable)) {
    g_free(product);
    return FALSE;
  }
  take_product(self, product);
  return TRUE;
}

int gmx_lanczos_get_count(const GmxLanczos *self) {
  return self->count;
}

void gmx_lanczos_get(const GmxLanczos *self, int wanted, double *eigenvalues, double *residual) {
  const int n = self->count;
  g_autofree double *matrix = g_new0(double, (gsize)n *n);
  g_autofree double *vectors = g_new(double, (gsize)n *n);
  g_autofree guint8 *taken = g_new0(guint8, n);
  for (int i = 0; i < n; i++) {
    matrix[i * n + i] = self->alpha[i];
    if (i + 1 < n)
      matrix[i * n + i + 1] = matrix[(i + 1) * n + i] = self->beta[i];
  }
  gmx_symmetric_eigen(matrix, n, vectors);
  for (int e = 0; e < wanted; e++) {
    int best = -1;
    for (int i = 0; i < n; i++)
      if (!taken[i] && (best < 0 || matrix[i * n + i] > matrix[best * n + best]))
        best = i;
    eigenvalues[e] = best < 0 ? NAN : matrix[best * n + best];
    if (residual)
      residual[e] = best < 0 ? NAN : fabs(self->beta[n - 1] * vectors[(n - 1) * n + best]);
    if (best >= 0)
      taken[best] = 1;
  }
}

/* Rotates rows and columns p and q so that matrix[p][q] becomes 0 (Golub & Van Loan, 8.5). */
static void rotate(double *matrix, int n, double *vectors, int p, int q) {
  const double off = matrix[p * n + q];
  const double theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * off);
  const double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
  const double c = 1 / sqrt(t * t + 1), s = t * c;
  for (int k = 0; k < n; k++) {
    const double a = matrix[k * n + p], b = matrix[k * n + q];
    matrix[k * n + p] = c * a - s * b;
    matrix[k * n + q] = s * a + c * b;
  }
  for (int k = 0; k < n; k++) {
    const double a = matrix[p * n + k], b = matrix[q * n + k];
    matrix[p * n + k] = c * a - s * b;
    matrix[q * n + k] = s * a + c * b;
  }
  for (int k = 0; k < n; k++) {
    const double a = vectors[k * n + p], b = vectors[k * n + q];
    vectors[k * n + p] = c * a - s * b;
    vectors[k * n + q] = s * a + c * b;
  }
}

void gmx_symmetric_eigen(double *matrix, int n, double *vectors) {
  double whole = 0;
  for (int i = 0; i < n * n; i++) {
    vectors[i] = i % (n + 1) == 0;
    whole += matrix[i] * matrix[i];
  }
  for (int sweep = 0; sweep < SWEEPS && isfinite(whole); sweep++) {
    double off = 0;
    for (int p = 0; p < n; p++)
      for (int q = p + 1; q < n; q++) {
        off += matrix[p * n + q] * matrix[p * n + q];
        if (matrix[p * n + q] * matrix[p * n + q] > 1e-34 * whole)
          rotate(matrix, n, vectors, p, q);
      }
    if (off <= 1e-30 * whole)
      return;
  }
}
