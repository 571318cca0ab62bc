/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landscape and curvature as jobs on weights: objectives, scan or survey, results by post. */
#include "engine/insight/curvature.h"
#include "engine/insight/job.h"
#include "engine/insight/landscape-private.h"
#include "engine/insight/scene.h"

typedef struct {
  GmxWeights *weights, *other; /* other may be NULL */
  gpointer options;            /* a copy */
} Request;

static void request_free(gpointer data) {
  Request *self = data;
  gmx_weights_unref(self->weights);
  gmx_weights_unref(self->other);
  g_free(self->options);
  g_free(self);
}

/* @job but for its work; @options is handed over. */
static void start(GmxJobOptions job, GmxWeights *weights, GmxWeights *other, gpointer options) {
  Request *request = g_new0(Request, 1);
  request->weights = gmx_weights_ref(weights);
  request->other = other ? gmx_weights_ref(other) : NULL;
  request->options = options;
  job.work = request;
  job.free_work = request_free;
  gmx_job_start(&job);
}

/* The landscape */

static void post_landscape(GmxLandscape *landscape, gpointer job) {
  gmx_job_post(job, landscape);
}

static gboolean scan(GmxJob *job, gpointer work, GError **error) {
  const Request *request = work;
  const GmxLandscapeOptions *options = request->options;
  GCancellable *cancellable = gmx_job_get_cancellable(job);
  g_autoptr(GmxScene) scene =
      gmx_scene_new(request->weights, request->other, options, cancellable, error);
  if (!scene)
    return FALSE;
  GmxScan scan = {.plane = options->no_plane ? NULL : &scene->plane,
                  .line_count = scene->line_count,
                  .finest = options->finest,
                  .known = scene->known,
                  .cancellable = cancellable,
                  .publish = post_landscape,
                  .user_data = job};
  for (int l = 0; l < scene->line_count; l++)
    scan.lines[l] = scene->lines[l];
  return gmx_scan_run(&scan, error);
}

void gmx_landscape_start(GmxWeights *weights, GmxWeights *other, const GmxLandscapeOptions *options,
                         GCancellable *cancellable, GmxLandscapeUpdate update,
                         GmxLandscapeDone done, gpointer user_data, GDestroyNotify free_data) {
  start((GmxJobOptions){.run = scan,
                        .cancellable = cancellable,
                        .update = (void (*)(gpointer, gpointer))update,
                        .free_result = (GDestroyNotify)gmx_landscape_unref,
                        .done = done,
                        .user_data = user_data,
                        .free_data = free_data},
        weights, other, g_memdup2(options, sizeof *options));
}

/* The curvature */

static void post_curvature(GmxCurvature *curvature, gpointer job) {
  gmx_job_post(job, curvature);
}

static gboolean survey(GmxJob *job, gpointer work, GError **error) {
  const Request *request = work;
  const GmxCurvatureOptions *options = request->options;
  GmxWeights *weights = request->weights, *images_of = request->other ? request->other : weights;
  g_autoptr(GmxLossImages) images =
      gmx_loss_images_new(images_of, &options->sample, options->seed, error);
  if (!images)
    return FALSE;
  g_autoptr(GmxObjective) objective = gmx_objective_new_loss(weights->model, images);
  g_autoptr(GmxCurvature) known = gmx_curvature_new();
  known->step = weights->step;
  known->epoch = weights->epoch;
  known->images = images->count;
  return gmx_curvature_survey(&(GmxCurvatureSurvey){.objective = objective,
                                                    .w = gmx_model_parameters(weights->model),
                                                    .options = *options,
                                                    .known = known,
                                                    .cancellable = gmx_job_get_cancellable(job),
                                                    .publish = post_curvature,
                                                    .user_data = job},
                              error);
}

void gmx_curvature_start(GmxWeights *weights, GmxWeights *images_of,
                         const GmxCurvatureOptions *options, GCancellable *cancellable,
                         GmxCurvatureUpdate update, GmxLandscapeDone done, gpointer user_data,
                         GDestroyNotify free_data) {
  start((GmxJobOptions){.run = survey,
                        .cancellable = cancellable,
                        .update = (void (*)(gpointer, gpointer))update,
                        .free_result = (GDestroyNotify)gmx_curvature_unref,
                        .done = done,
                        .user_data = user_data,
                        .free_data = free_data},
        weights, images_of, g_memdup2(options, sizeof *options));
}
