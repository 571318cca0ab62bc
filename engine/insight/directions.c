/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions and planes. Sums run in double: two directions of a large network are nearly
 * orthogonal, and a step is short beside the weights. */
#include "engine/insight/directions.h"

#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

static double norm_of(const float *values, gsize count) {
  double square = 0;
  for (gsize i = 0; i < count; i++)
    square += (double)values[i] * values[i];
  return sqrt(square);
}

/* Rows of a tensor in PyTorch's order: one a filter. */
static void normalise_filters(const GmxTensorInfo *info, const float *weights, float *values) {
  const gsize filters = (gsize)info->shape[0], size = info->size / filters;
  for (gsize f = 0; f < filters; f++) {
    float *d = values + f * size;
    const double has = norm_of(d, size), wanted = norm_of(weights + f * size, size);
    for (gsize i = 0; i < size; i++)
      d[i] = has > 0 ? (float)(d[i] * wanted / has) : 0;
  }
}

void gmx_direction_random(GmxModel *model, GmxRandom *random, float *direction) {
  memset(direction, 0, gmx_model_parameter_count(model) * sizeof(float));
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    if (info->kind != GMX_TENSOR_WEIGHT)
      continue;
    g_autofree float *weights = g_new(float, info->size);
    g_autofree float *values = g_new(float, info->size);
    gmx_model_export_tensor(model, t, gmx_model_parameters(model), weights);
    for (gsize i = 0; i < info->size; i++)
      values[i] = (float)gmx_random_normal(random);
    normalise_filters(info, weights, values);
    gmx_model_import_tensor(model, t, direction, values);
  }
}

void gmx_direction_go(const float *w, double x, const float *a, double y, const float *b,
                      gsize count, float *out) {
  if (b)
    for (gsize i = 0; i < count; i++)
      out[i] = (float)(w[i] + x * a[i] + y * b[i]);
  else
    for (gsize i = 0; i < count; i++)
      out[i] = (float)(w[i] + x * a[i]);
}

void gmx_direction_orthogonalise(float *direction, const float *of, gsize count) {
  const double square = gmx_flat_dot(of, of, count);
  if (!(square > 0))
    return;
  /* Twice: the first leaves what it rounded off. */
  for (int round = 0; round < 2; round++)
    gmx_flat_add_scaled(direction, -gmx_flat_dot(direction, of, count) / square, of, count,
                        direction);
}

double gmx_direction_normalise(float *direction, gsize count) {
  const double norm = sqrt(gmx_flat_dot(direction, direction, count));
  if (norm > 0 && isfinite(norm))
    for (gsize i = 0; i < count; i++)
      direction[i] = (float)(direction[i] / norm);
  return norm;
}

void gmx_direction_gram(const float *a, const float *b, gsize count, double gram[3]) {
  gram[0] = gmx_flat_dot(a, a, count);
  gram[1] = gmx_flat_dot(a, b, count);
  gram[2] = gmx_flat_dot(b, b, count);
}

double gmx_direction_project(const float *w, const float *point, const float *a, const float *b,
                             const double gram[3], gsize count, double *x, double *y) {
  double along_a = 0, along_b = 0, square = 0;
  for (gsize i = 0; i < count; i++) {
    const double d = (double)point[i] - w[i];
    along_a += d * a[i];
    along_b += d * b[i];
    square += d * d;
  }
  const double determinant = gram[0] * gram[2] - gram[1] * gram[1];
  *x = determinant > 0 ? (gram[2] * along_a - gram[1] * along_b) / determinant : NAN;
  *y = determinant > 0 ? (gram[0] * along_b - gram[1] * along_a) / determinant : NAN;
  const double inside = *x * along_a + *y * along_b;
  return sqrt(MAX(square - inside, 0));
}
