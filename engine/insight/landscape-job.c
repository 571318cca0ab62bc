/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A landscape as a job: scene, scan, results by post. */
#include "engine/insight/job.h"
#include "engine/insight/scene.h"

typedef struct {
  GmxWeights *weights, *other;
  GmxLandscapeOptions options;
} Request;

static void request_free(gpointer data) {
  Request *self = data;
  gmx_weights_unref(self->weights);
  gmx_weights_unref(self->other);
  g_free(self);
}

static void post(GmxLandscape *landscape, gpointer job) {
  gmx_job_post(job, landscape);
}

static gboolean run(GmxJob *job, gpointer work, GError **error) {
  const Request *request = work;
  GCancellable *cancellable = gmx_job_get_cancellable(job);
  g_autoptr(GmxScene) scene =
      gmx_scene_new(request->weights, request->other, &request->options, cancellable, error);
  if (!scene)
    return FALSE;
  GmxScan scan = {.plane = request->options.no_plane ? NULL : &scene->plane,
                  .line_count = scene->line_count,
                  .finest = request->options.finest,
                  .known = scene->known,
                  .cancellable = cancellable,
                  .publish = post,
                  .user_data = job};
  for (int l = 0; l < scene->line_count; l++)
    scan.lines[l] = scene->lines[l];
  return gmx_scan_run(&scan, error);
}

void gmx_landscape_start(GmxWeights *weights, GmxWeights *other, const GmxLandscapeOptions *options,
                         GCancellable *cancellable, GmxLandscapeUpdate update,
                         GmxLandscapeDone done, gpointer user_data, GDestroyNotify free_data) {
  Request *request = g_new0(Request, 1);
  request->weights = gmx_weights_ref(weights);
  request->other = other ? gmx_weights_ref(other) : NULL;
  request->options = *options;
  gmx_job_start(&(GmxJobOptions){.run = run,
                                 .free_work = request_free,
                                 .work = request,
                                 .cancellable = cancellable,
                                 .update = (void (*)(gpointer, gpointer))update,
                                 .free_result = (GDestroyNotify)gmx_landscape_unref,
                                 .done = done,
                                 .user_data = user_data,
                                 .free_data = free_data});
}
