/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trainer's evaluation with a run's copied weights, away from the thread that trains. */
#include "engine/insight/predict.h"

#include "engine/nn/parallel.h"
#include "engine/train/evaluation.h"

/* An evaluation under way: how far it is. */
typedef struct {
  GmxPredictProgress progress;
  gpointer user_data;
  int seen, total;
} Way;

static void look(const GmxBatch *batch, const float *features, gpointer data) {
  Way *way = data;
  way->seen += batch->count;
  way->progress((double)way->seen / way->total, way->user_data);
}

/* Runs on any thread: the one that cancels. */
static void on_cancelled(GCancellable *cancellable, gpointer cancel) {
  g_atomic_int_set((gint *)cancel, 1);
}

GmxPredictions *gmx_predict(GmxWeights *weights, GmxPredictProgress progress, gpointer user_data,
                            GCancellable *cancellable, GError **error) {
  gint cancel = 0;
  GmxEvaluation ignored;
  Way way = {progress, user_data, .total = gmx_dataset_get_count(weights->dataset, GMX_SPLIT_TEST)};
  g_autoptr(GmxEvaluator) evaluator = gmx_evaluator_new(weights->model, weights->dataset);
  const bool was_alone = gmx_parallel_set_alone(true);
  const gulong listener =
      cancellable ? g_cancellable_connect(cancellable, G_CALLBACK(on_cancelled), &cancel, NULL) : 0;
  if (progress)
    gmx_evaluator_set_look_func(evaluator, look, &way);
  const gboolean whole =
      gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, way.total, NULL, &cancel, &ignored);
  g_cancellable_disconnect(cancellable, listener);
  gmx_parallel_set_alone(was_alone);
  if (whole)
    return gmx_evaluator_get_predictions(evaluator, 0, weights->step);
  g_cancellable_set_error_if_cancelled(cancellable, error);
  return NULL;
}

/* As a job */

static void predicting_free(gpointer data) {
  GmxPredicting *predicting = data;
  g_clear_pointer(&predicting->predictions, gmx_predictions_unref);
  g_free(predicting);
}

static void post(GmxJob *job, double fraction, GmxPredictions *predictions) {
  const GmxPredicting predicting = {fraction, predictions};
  gmx_job_post(job, g_memdup2(&predicting, sizeof predicting));
}

static void on_progress(double fraction, gpointer job) {
  post(job, fraction, NULL);
}

static gboolean run(GmxJob *job, gpointer weights, GError **error) {
  GmxPredictions *predictions =
      gmx_predict(weights, on_progress, job, gmx_job_get_cancellable(job), error);
  if (predictions)
    post(job, 1, predictions);
  return predictions != NULL;
}

void gmx_predict_start(GmxWeights *weights, GCancellable *cancellable,
                       void (*update)(gpointer predicting, gpointer user_data),
                       void (*done)(const GError *error, gpointer user_data), gpointer user_data,
                       GDestroyNotify free_data) {
  gmx_job_start(&(GmxJobOptions){.run = run,
                                 .free_work = (GDestroyNotify)gmx_weights_unref,
                                 .work = gmx_weights_ref(weights),
                                 .cancellable = cancellable,
                                 .update = update,
                                 .free_result = predicting_free,
                                 .done = done,
                                 .user_data = user_data,
                                 .free_data = free_data});
}
