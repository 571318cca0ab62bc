/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curvature at w, piece by piece: every iteration is told of, so that its convergence can be
 * watched. */
#include "engine/insight/curvature.h"

#include "engine/insight/directions.h"
#include "engine/insight/hessian.h"
#include "engine/insight/landscape-private.h"

#include <math.h>

#define MOST_MEMORY ((gsize)512 << 20) /* of Lanczos vectors */
#define LEAST_ITERATIONS 4

typedef struct {
  const GmxCurvatureSurvey *survey;
  GmxCurvature *so_far;
  GmxHessian *hessian;
  GmxRandom random;
  double trace_sum, trace_squares;
} Work;

static int choose_iterations(const GmxCurvatureSurvey *survey) {
  const gsize vector = survey->objective->count * sizeof(float);
  const gsize fitting = MAX(MOST_MEMORY / vector, LEAST_ITERATIONS);
  const gsize most = MIN(fitting, survey->objective->count);
  return (int)MIN((gsize)MAX(survey->options.iterations, 0), most);
}

/* Tells of what is known after @gradients more. FALSE where somebody cancelled. */
static gboolean tell(Work *work, int gradients) {
  const GmxCurvatureSurvey *survey = work->survey;
  work->so_far->done += gradients;
  if (g_cancellable_is_cancelled(survey->cancellable))
    return FALSE;
  survey->publish(gmx_curvature_copy(work->so_far), survey->user_data);
  return TRUE;
}

/* L(w + ρ ∇L/‖∇L‖) − L(w): SAM's first-order climb on this sample. */
static gboolean measure_sharpness(Work *work) {
  const GmxCurvatureSurvey *survey = work->survey;
  GmxObjective *objective = survey->objective;
  GmxCurvature *so_far = work->so_far;
  g_autofree float *gradient = g_new(float, objective->count);
  g_autofree float *climbed = g_new(float, objective->count);
  so_far->loss = objective->gradient(objective, survey->w, gradient, survey->cancellable);
  so_far->gradient_norm = gmx_direction_normalise(gradient, objective->count);
  if (!tell(work, 1))
    return FALSE;
  for (int i = 0; i < GMX_CURVATURE_RADII; i++) {
    gmx_direction_go(survey->w, gmx_curvature_radii[i], gradient, 0, NULL, objective->count,
                     climbed);
    so_far->sharpness[i] = objective->value(objective, climbed, survey->cancellable) - so_far->loss;
  }
  return tell(work, 1);
}

static gboolean iterate_lanczos(Work *work) {
  GmxCurvature *so_far = work->so_far;
  const int most = so_far->iterations_total;
  g_autoptr(GmxLanczos) lanczos = gmx_lanczos_new(work->hessian, most, &work->random);
  so_far->eigenvalues = g_malloc_n((gsize)MAX(most, 1), sizeof *so_far->eigenvalues);
  while (gmx_lanczos_step(lanczos, work->survey->cancellable)) {
    gmx_lanczos_get(lanczos, GMX_CURVATURE_EIGENVALUES, so_far->eigenvalues[so_far->iterations++],
                    so_far->residual);
    if (!tell(work, 2))
      return FALSE;
  }
  return !g_cancellable_is_cancelled(work->survey->cancellable);
}

static gboolean sample_trace(Work *work) {
  GmxCurvature *so_far = work->so_far;
  const int samples = MAX(work->survey->options.trace_samples, 0);
  so_far->traces = g_new(double, MAX(samples, 1));
  for (int n = 1; n <= samples; n++) {
    const double sample =
        gmx_hessian_sample_trace(work->hessian, &work->random, work->survey->cancellable);
    work->trace_sum += sample;
    work->trace_squares += sample * sample;
    const double mean = work->trace_sum / n;
    const double variance = n > 1 ? (work->trace_squares - n * mean * mean) / (n - 1) : NAN;
    so_far->trace = mean;
    so_far->trace_error = sqrt(MAX(variance, 0) / n);
    so_far->traces[so_far->trace_samples++] = mean;
    if (!tell(work, 2))
      return FALSE;
  }
  return TRUE;
}

static gboolean iterate_power(Work *work) {
  GmxCurvature *so_far = work->so_far;
  const int most = MAX(work->survey->options.power_iterations, 0);
  g_autoptr(GmxPower) power = gmx_power_new(work->hessian, &work->random);
  so_far->power = g_new(double, MAX(most, 1));
  while (so_far->power_iterations < most) {
    so_far->power[so_far->power_iterations++] = gmx_power_step(power, work->survey->cancellable);
    if (!tell(work, 2))
      return FALSE;
  }
  return TRUE;
}

gboolean gmx_curvature_survey(const GmxCurvatureSurvey *survey, GError **error) {
  Work work = {.survey = survey, .so_far = gmx_curvature_copy(survey->known)};
  GmxCurvature *so_far = work.so_far;
  so_far->iterations_total = choose_iterations(survey);
  so_far->total =
      2 + 2 * ((gint64)so_far->iterations_total + MAX(survey->options.trace_samples, 0) +
               MAX(survey->options.power_iterations, 0));
  gmx_random_init(&work.random, survey->options.seed, GMX_STREAM_DIRECTIONS);
  work.hessian = gmx_hessian_new(survey->objective, survey->w);
  const gboolean whole = measure_sharpness(&work) && iterate_lanczos(&work) &&
                         sample_trace(&work) && iterate_power(&work);
  gmx_hessian_free(work.hessian);
  gmx_curvature_unref(so_far);
  return whole || !g_cancellable_set_error_if_cancelled(survey->cancellable, error);
}
