/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curvature: of quadratics that are known, and of a small network against a Hessian that is
 * computed in another way. */
#include "engine/insight/curvature.h"
#include "engine/insight/hessian.h"
#include "engine/insight/landscape-private.h"
#include "tests/engine/quadratic.h"

#include <math.h>
#include <string.h>

#define N 60

/* Five large ones, two of them equal, a crowd, and negative ones. */
static GmxQuadratic *known_quadratic(gboolean diagonal) {
  double eigenvalues[N] = {12, 7, 7, 5, 3.5};
  for (int i = 5; i < N; i++)
    eigenvalues[i] = i < 50 ? 0.02 * i : -1.5;
  return gmx_quadratic_new(eigenvalues, N, diagonal);
}

static double known_trace(const GmxQuadratic *quadratic) {
  double sum = 0;
  for (int i = 0; i < N; i++)
    sum += quadratic->eigenvalues[i];
  return sum;
}

static void fill_point(float *w) {
  for (int i = 0; i < N; i++)
    w[i] = (float)sin(1.0 + i);
}

static void assert_near(double found, double expected, double share) {
  g_assert_cmpfloat(fabs(found - expected), <=, share * fabs(expected));
}

static void test_product(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(FALSE);
  float w[N], v[N], product[N];
  fill_point(w);
  g_autoptr(GmxHessian) hessian = gmx_hessian_new(&quadratic->base, w);
  for (int e = 0; e < N; e += 7) {
    for (int i = 0; i < N; i++)
      v[i] = (float)(3 * quadratic->vectors[e * N + i]);
    g_assert_true(gmx_hessian_multiply(hessian, v, product, NULL));
    for (int i = 0; i < N; i++)
      g_assert_cmpfloat_with_epsilon(product[i], quadratic->eigenvalues[e] * v[i], 2e-3);
  }
}

static void test_lanczos(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(FALSE);
  const double expected[] = {12, 7, 7, 5, 3.5};
  double found[6], residual[6];
  float w[N];
  GmxRandom random;
  fill_point(w);
  gmx_random_init(&random, 1, 1);
  g_autoptr(GmxHessian) hessian = gmx_hessian_new(&quadratic->base, w);
  g_autoptr(GmxLanczos) lanczos = gmx_lanczos_new(hessian, 100, &random);
  g_assert_true(gmx_lanczos_step(lanczos, NULL));
  gmx_lanczos_get(lanczos, 6, found, NULL);
  g_assert_cmpfloat(found[0], <, 12.1);
  g_assert_true(isnan(found[1])); /* one vector knows one eigenvalue */
  while (gmx_lanczos_step(lanczos, NULL))
    ;
  g_assert_cmpint(gmx_lanczos_get_count(lanczos), ==, N); /* no more than there are weights */
  gmx_lanczos_get(lanczos, 6, found, residual);
  for (int i = 0; i < 5; i++) {
    assert_near(found[i], expected[i], 0.01);
    g_assert_cmpfloat(residual[i], <, 0.01);
  }
  g_assert_cmpfloat(found[5], <, 1.1); /* no copy of one of the five */
}

/* The residual bounds the error while it is large. */
static void test_residual(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(FALSE);
  float w[N];
  GmxRandom random;
  fill_point(w);
  gmx_random_init(&random, 2, 1);
  g_autoptr(GmxHessian) hessian = gmx_hessian_new(&quadratic->base, w);
  g_autoptr(GmxLanczos) lanczos = gmx_lanczos_new(hessian, 12, &random);
  double before = INFINITY;
  for (int step = 1; gmx_lanczos_step(lanczos, NULL); step++) {
    double found, residual, nearest = INFINITY;
    gmx_lanczos_get(lanczos, 1, &found, &residual);
    for (int i = 0; i < N; i++)
      nearest = MIN(nearest, fabs(quadratic->eigenvalues[i] - found));
    g_assert_cmpfloat(nearest, <=, residual + 0.01);
    g_assert_true(step < 9 || residual < before + 0.01);
    before = residual;
  }
  g_assert_cmpfloat(before, <, 0.1);
}

static void test_power(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(FALSE);
  double found = 0;
  float w[N];
  GmxRandom random;
  fill_point(w);
  gmx_random_init(&random, 1, 1);
  g_autoptr(GmxHessian) hessian = gmx_hessian_new(&quadratic->base, w);
  g_autoptr(GmxPower) power = gmx_power_new(hessian, &random);
  g_assert_cmpfloat(gmx_power_step(power, NULL), <, 6); /* a random vector's quotient */
  for (int i = 0; i < 30; i++)
    found = gmx_power_step(power, NULL);
  assert_near(found, 12, 0.01);
}

/* The one of largest magnitude, also where it is negative. */
static void test_power_negative(void) {
  const double eigenvalues[] = {2, -9, 1, 0.5};
  g_autoptr(GmxQuadratic) quadratic = gmx_quadratic_new(eigenvalues, 4, FALSE);
  const float w[4] = {0.1f, 0.2f, 0.3f, 0.4f};
  double found = 0, largest;
  GmxRandom random;
  gmx_random_init(&random, 1, 1);
  g_autoptr(GmxHessian) hessian = gmx_hessian_new(&quadratic->base, w);
  g_autoptr(GmxPower) power = gmx_power_new(hessian, &random);
  for (int i = 0; i < 30; i++)
    found = gmx_power_step(power, NULL);
  assert_near(found, -9, 0.01);
  g_autoptr(GmxLanczos) lanczos = gmx_lanczos_new(hessian, 4, &random);
  while (gmx_lanczos_step(lanczos, NULL))
    ;
  gmx_lanczos_get(lanczos, 1, &largest, NULL);
  assert_near(largest, 2, 0.01);
}

/* Of a diagonal matrix each sample is the trace; of another the mean is. */
static void test_trace(void) {
  g_autoptr(GmxQuadratic) diagonal = known_quadratic(TRUE), full = known_quadratic(FALSE);
  float w[N];
  GmxRandom random;
  double sum = 0, squares = 0;
  fill_point(w);
  gmx_random_init(&random, 1, 1);
  g_autoptr(GmxHessian) first = gmx_hessian_new(&diagonal->base, w);
  g_autoptr(GmxHessian) second = gmx_hessian_new(&full->base, w);
  for (int i = 0; i < 4; i++)
    assert_near(gmx_hessian_sample_trace(first, &random, NULL), known_trace(diagonal), 0.01);
  for (int i = 0; i < 400; i++) {
    const double sample = gmx_hessian_sample_trace(second, &random, NULL);
    sum += sample / 400;
    squares += sample * sample / 400;
  }
  const double error = sqrt((squares - sum * sum) / 400);
  g_assert_cmpfloat(error, >, 0.1);
  g_assert_cmpfloat(fabs(sum - known_trace(full)), <, 4 * error);
}

typedef struct {
  GmxCurvature *last;
  int count, iterations, samples;
  int cancel_after; /* iterations; 0: never */
  GCancellable *cancellable;
} Watch;

static void watch(GmxCurvature *curvature, gpointer data) {
  Watch *seen = data;
  g_assert_cmpint(curvature->iterations, >=, seen->iterations);
  g_assert_cmpint(curvature->trace_samples, >=, seen->samples);
  g_assert_cmpint(curvature->done, <=, curvature->total);
  seen->iterations = curvature->iterations;
  seen->samples = curvature->trace_samples;
  seen->count++;
  g_clear_pointer(&seen->last, gmx_curvature_unref);
  seen->last = curvature;
  if (seen->cancel_after && curvature->iterations == seen->cancel_after)
    g_cancellable_cancel(seen->cancellable);
}

static gboolean survey(GmxQuadratic *quadratic, const float *w, Watch *seen, GError **error) {
  g_autoptr(GmxCurvature) known = gmx_curvature_new();
  GmxCurvatureOptions options = gmx_curvature_options_default();
  options.power_iterations = 30;
  known->step = 77;
  return gmx_curvature_survey(&(GmxCurvatureSurvey){.objective = &quadratic->base,
                                                    .w = w,
                                                    .options = options,
                                                    .known = known,
                                                    .cancellable = seen->cancellable,
                                                    .publish = watch,
                                                    .user_data = seen},
                              error);
}

/* All of it together: ε-sharpness by hand, every iteration told, the work foretold. */
static void test_survey(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(TRUE);
  g_autoptr(GError) error = NULL;
  double point[N], climbed[N], gradient[N], square = 0;
  float w[N];
  Watch seen = {0};
  fill_point(w);
  g_assert_true(survey(quadratic, w, &seen, &error));
  g_assert_no_error(error);
  const GmxCurvature *found = seen.last;
  g_assert_cmpint(found->step, ==, 77);
  g_assert_cmpint(found->done, ==, found->total);
  g_assert_cmpint(seen.count, ==, 2 + 24 + 16 + 30);
  for (int i = 0; i < N; i++) {
    point[i] = w[i];
    gradient[i] = quadratic->slope[i] + quadratic->eigenvalues[i] * point[i];
    square += gradient[i] * gradient[i];
  }
  assert_near(found->loss, gmx_quadratic_at(quadratic, point), 1e-6);
  assert_near(found->gradient_norm, sqrt(square), 1e-5);
  for (int r = 0; r < GMX_CURVATURE_RADII; r++) {
    for (int i = 0; i < N; i++)
      climbed[i] = point[i] + gmx_curvature_radii[r] * gradient[i] / sqrt(square);
    assert_near(found->sharpness[r],
                gmx_quadratic_at(quadratic, climbed) - gmx_quadratic_at(quadratic, point), 1e-3);
  }
  g_assert_cmpint(found->iterations, ==, 24);
  assert_near(found->eigenvalues[23][0], 12, 0.01);
  assert_near(found->eigenvalues[23][1], 7, 0.01);
  g_assert_true(isnan(found->eigenvalues[0][1]));
  assert_near(found->power[29], 12, 0.01);
  assert_near(found->trace, known_trace(quadratic), 0.01);
  g_assert_cmpfloat(found->trace_error, <, 0.1); /* each sample is the trace here */
  gmx_curvature_unref(seen.last);
}

/* The standard error of the mean is that of the samples, which the running means tell. */
static void test_trace_error(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(FALSE);
  float w[N];
  double sum = 0, squares = 0;
  Watch seen = {0};
  fill_point(w);
  g_assert_true(survey(quadratic, w, &seen, NULL));
  const int n = seen.last->trace_samples;
  for (int i = 0; i < n; i++) {
    const double before = i > 0 ? seen.last->traces[i - 1] * i : 0;
    const double sample = seen.last->traces[i] * (i + 1) - before;
    sum += sample;
    squares += sample * sample;
  }
  g_assert_cmpint(n, ==, 16);
  assert_near(seen.last->trace, sum / n, 1e-9);
  assert_near(seen.last->trace_error, sqrt((squares - sum * sum / n) / (n * (n - 1.0))), 1e-6);
  gmx_curvature_unref(seen.last);
}

static void test_cancel(void) {
  g_autoptr(GmxQuadratic) quadratic = known_quadratic(TRUE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GError) error = NULL;
  float w[N];
  Watch seen = {.cancel_after = 3, .cancellable = cancellable};
  fill_point(w);
  g_assert_false(survey(quadratic, w, &seen, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint(seen.last->iterations, ==, 3);
  gmx_curvature_unref(seen.last);
}

#define INPUTS 9
#define HIDDEN 5
#define CLASSES 3
#define EXAMPLES 40
#define SAMPLES 3000
#define WEIGHTS (HIDDEN * INPUTS + HIDDEN + CLASSES * HIDDEN + CLASSES)

/* The sample of a small network, drawn. */
static GmxLossImages *drawn_images(GmxRandom *random) {
  GmxLossImages *images = g_atomic_rc_box_new0(GmxLossImages);
  images->shape = (GmxShape){1, 3, 3};
  images->count = EXAMPLES;
  images->batch = EXAMPLES / 2;
  images->images = g_aligned_alloc(EXAMPLES * INPUTS, sizeof(float), 64);
  images->first = g_new(int, EXAMPLES);
  images->second = g_new(int, EXAMPLES);
  images->lambda = g_new(float, EXAMPLES);
  for (int i = 0; i < EXAMPLES * INPUTS; i++)
    images->images[i] = (float)gmx_random_normal(random);
  for (int i = 0; i < EXAMPLES; i++) {
    images->first[i] = (int)gmx_random_below(random, CLASSES);
    images->second[i] = (int)gmx_random_below(random, CLASSES);
    images->lambda[i] = (float)gmx_random_uniform(random);
  }
  return images;
}

/* One example's loss by the textbook, in double: fc1, ReLU, fc, cross-entropy. */
static double example_loss(const GmxLossImages *images, const double *w, int i) {
  const double *bias = w + HIDDEN * INPUTS, *out = bias + HIDDEN,
               *out_bias = out + CLASSES * HIDDEN;
  double hidden[HIDDEN], logits[CLASSES], sum = 0;
  for (int h = 0; h < HIDDEN; h++) {
    double z = bias[h];
    for (int k = 0; k < INPUTS; k++)
      z += w[h * INPUTS + k] * images->images[i * INPUTS + k];
    hidden[h] = MAX(z, 0);
  }
  for (int c = 0; c < CLASSES; c++) {
    logits[c] = out_bias[c];
    for (int h = 0; h < HIDDEN; h++)
      logits[c] += out[c * HIDDEN + h] * hidden[h];
    sum += exp(logits[c]);
  }
  const double lambda = images->lambda[i];
  return log(sum) - lambda * logits[images->first[i]] - (1 - lambda) * logits[images->second[i]];
}

static double dense_loss(const GmxLossImages *images, const double *w) {
  double sum = 0;
  for (int i = 0; i < EXAMPLES; i++)
    sum += example_loss(images, w, i);
  return sum / EXAMPLES;
}

/* The Hessian, element by element, by differences of values. */
static void fill_dense(const GmxLossImages *images, double *w, double *hessian) {
  const double h = 1e-4;
  for (int a = 0; a < WEIGHTS; a++)
    for (int b = 0; b <= a; b++) {
      double sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        const double da = corner & 1 ? h : -h, db = corner & 2 ? h : -h;
        const double wa = w[a], wb = w[b];
        w[a] += da;
        w[b] += db;
        sum += (da * db > 0 ? 1 : -1) * dense_loss(images, w);
        w[b] = wb;
        w[a] = wa;
      }
      hessian[a * WEIGHTS + b] = hessian[b * WEIGHTS + a] = sum / (4 * h * h);
    }
}

/* Its largest eigenvalue, by powers of H + 10, which has no negative ones. */
static double dense_top(const double *hessian) {
  double v[WEIGHTS], next[WEIGHTS], norm = 0;
  for (int i = 0; i < WEIGHTS; i++)
    v[i] = sin(1 + i);
  for (int round = 0; round < 20000; round++) {
    double square = 0;
    for (int i = 0; i < WEIGHTS; i++) {
      next[i] = 10 * v[i];
      for (int k = 0; k < WEIGHTS; k++)
        next[i] += hessian[i * WEIGHTS + k] * v[k];
      square += next[i] * next[i];
    }
    norm = sqrt(square);
    for (int i = 0; i < WEIGHTS; i++)
      v[i] = next[i] / norm;
  }
  return norm - 10;
}

static GmxModel *drawn_model(GmxRandom *random) {
  const int hidden[] = {HIDDEN};
  GmxModel *model = gmx_model_new("mlp", (GmxShape){1, 3, 3}, CLASSES, hidden, 1, NULL);
  g_assert_cmpuint(gmx_model_parameter_count(model), ==, WEIGHTS);
  gmx_model_initialize(model, random);
  return model;
}

/* Largest eigenvalue by Lanczos and trace by Hutchinson, with products of step @step; 0: as usual.
 */
static void measure(GmxObjective *objective, const float *w, double step, double *top,
                    double *trace) {
  GmxRandom random;
  gmx_random_init(&random, 5, 1);
  g_autoptr(GmxHessian) hessian = gmx_hessian_new(objective, w);
  if (step > 0)
    gmx_hessian_set_step(hessian, step);
  g_autoptr(GmxLanczos) lanczos = gmx_lanczos_new(hessian, 30, &random);
  while (gmx_lanczos_step(lanczos, NULL))
    ;
  gmx_lanczos_get(lanczos, 1, top, NULL);
  *trace = 0;
  for (int i = 0; i < SAMPLES; i++)
    *trace += gmx_hessian_sample_trace(hessian, &random, NULL) / SAMPLES;
}

/* Seeds whose networks have no crease within @step of w, nor the differences of the dense one. */
static void check_network(int seed, double step, double share) {
  GmxRandom random;
  double point[WEIGHTS], dense[WEIGHTS * WEIGHTS], dense_trace = 0, top, trace;
  gmx_random_init(&random, seed, 1);
  g_autoptr(GmxLossImages) images = drawn_images(&random);
  GmxModel *model = drawn_model(&random);
  const float *w = gmx_model_parameters(model);
  for (int i = 0; i < WEIGHTS; i++)
    point[i] = w[i];
  fill_dense(images, point, dense);
  for (int i = 0; i < WEIGHTS; i++)
    dense_trace += dense[i * WEIGHTS + i];
  g_autoptr(GmxObjective) objective = gmx_objective_new_loss(model, images);
  g_assert_cmpfloat_with_epsilon(objective->value(objective, w, NULL), dense_loss(images, point),
                                 1e-6);
  measure(objective, w, step, &top, &trace);
  assert_near(top, dense_top(dense), share);
  if (step > 0) /* else the trace's steps are longer, and cross creases */
    assert_near(trace, dense_trace, 0.05);
  gmx_model_free(model);
}

static void test_network(void) {
  check_network(2, 2e-3, 0.002);
  check_network(8, 2e-3, 0.002);
  check_network(9, 2e-3, 0.002);
  check_network(8, 0, 0.01);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/hessian/product", test_product);
  g_test_add_func("/hessian/lanczos", test_lanczos);
  g_test_add_func("/hessian/residual", test_residual);
  g_test_add_func("/hessian/power", test_power);
  g_test_add_func("/hessian/power/negative", test_power_negative);
  g_test_add_func("/hessian/trace", test_trace);
  g_test_add_func("/hessian/survey", test_survey);
  g_test_add_func("/hessian/trace/error", test_trace_error);
  g_test_add_func("/hessian/cancel", test_cancel);
  g_test_add_func("/hessian/network", test_network);
  return g_test_run();
}
