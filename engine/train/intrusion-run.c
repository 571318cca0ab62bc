/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From images to features: what a search is made of in the trainer, at the end of an epoch, and in
 * a job of its own. Both run the same batches through the model, so that they find the same. */
#include "engine/train/intrusion-private.h"

#include "engine/method/mix.h"
#include "engine/nn/parallel.h"

#include <string.h>

#define CHUNK (GMX_EVALUATION_BATCH / 2) /* examples whose parents fit into one batch */

/* The images of a chunk: first the examples' first parents in order, then those second parents that
 * are not among them (of a probe or a step most are). */
typedef struct {
  int count;
  int index[2 * CHUNK];
  GmxBatchMove moves[2 * CHUNK];
  int partner[2 * CHUNK]; /* place of each example's second parent */
} Parents;

static gboolean is_same(GmxBatchMove a, GmxBatchMove b) {
  return a.down == b.down && a.right == b.right && !a.flip == !b.flip;
}

static int place_of(Parents *parents, int index, GmxBatchMove move) {
  for (int i = 0; i < parents->count; i++)
    if (parents->index[i] == index && is_same(parents->moves[i], move))
      return i;
  parents->index[parents->count] = index;
  parents->moves[parents->count] = move;
  return parents->count++;
}

static void gather(Parents *parents, const GmxMixedExamples *examples, int from, int n) {
  const GmxBatchMove still = {0};
  parents->count = n;
  for (int i = 0; i < n; i++) {
    parents->index[i] = examples->first[from + i];
    parents->moves[i] = examples->first_move ? examples->first_move[from + i] : still;
  }
  for (int i = 0; i < n; i++)
    parents->partner[i] = place_of(parents, examples->second[from + i],
                                   examples->second_move ? examples->second_move[from + i] : still);
}

/* Features of the parents, of each example's two in @first and @second, all [n][width]. */
static void see_parents(GmxEvaluator *evaluator, const Parents *parents, int n, gsize width,
                        float *first, float *second) {
  const float *features = gmx_evaluator_get_features(evaluator);
  memcpy(first, features, sizeof(float) * width * (gsize)n);
  for (int i = 0; i < n; i++)
    memcpy(second + (gsize)i * width, features + (gsize)parents->partner[i] * width,
           sizeof(float) * width);
}

static void take_chunk(GmxIntrusionSearch *search, GmxEvaluator *evaluator, GmxDataset *dataset,
                       const GmxMixedExamples *examples, int from, int n) {
  const gsize width = (gsize)gmx_intrusion_search_get_width(search);
  g_autofree float *first = g_new(float, 2 * (gsize)n * width);
  float *second = first + (gsize)n * width;
  GmxBatch *batch = gmx_evaluator_get_batch(evaluator);
  Parents parents;
  gather(&parents, examples, from, n);
  gmx_batch_load_moved(batch, dataset, GMX_SPLIT_TRAIN, parents.index, parents.moves, parents.count,
                       NULL);
  see_parents(evaluator, &parents, n, width, first, second);
  batch->count = n; /* the first parents become the mixed examples; the others are read alone */
  gmx_mix_batch_with(batch, parents.partner, examples->lambda + from);
  gmx_intrusion_search_take(search,
                            &(GmxFeatureQueries){.count = n,
                                                 .features = gmx_evaluator_get_features(evaluator),
                                                 .first_features = first,
                                                 .second_features = second,
                                                 .first = examples->first + from,
                                                 .second = examples->second + from,
                                                 .first_label = examples->first_label + from,
                                                 .second_label = examples->second_label + from});
}

gboolean gmx_intrusion_search_take_mixed(GmxIntrusionSearch *search, GmxEvaluator *evaluator,
                                         GmxDataset *dataset, const GmxMixedExamples *examples,
                                         const gint *cancel) {
  for (int from = 0; from < examples->count; from += CHUNK) {
    if (cancel && g_atomic_int_get(cancel))
      return FALSE;
    take_chunk(search, evaluator, dataset, examples, from, MIN(CHUNK, examples->count - from));
  }
  return TRUE;
}

void gmx_intrusion_search_look(const GmxBatch *batch, const float *features, gpointer search) {
  gmx_intrusion_search_add(search,
                           &(GmxFeatureBank){.count = batch->count,
                                             .width = gmx_intrusion_search_get_width(search),
                                             .features = features,
                                             .index = batch->index,
                                             .label = batch->first_label});
}

/* A search in a job: how far it is, and whether to go on. */
typedef struct {
  GmxIntrusionSearch *search;
  GmxIntrusionProgress progress;
  gpointer user_data;
  int seen, total; /* training images */
} Job;

static void look(const GmxBatch *batch, const float *features, gpointer data) {
  Job *job = data;
  gmx_intrusion_search_look(batch, features, job->search);
  job->seen += batch->count;
  if (job->progress)
    job->progress((double)job->seen / job->total, job->user_data);
}

static GmxMixedExamples examples_of(const GmxGallery *gallery) {
  return (GmxMixedExamples){.count = gallery->count,
                            .first = gallery->first,
                            .second = gallery->second,
                            .first_label = gallery->first_label,
                            .second_label = gallery->second_label,
                            .lambda = gallery->lambdas,
                            .first_move = gallery->first_move,
                            .second_move = gallery->second_move};
}

/* Runs on any thread: the one that cancels. */
static void on_cancelled(GCancellable *cancellable, gpointer cancel) {
  g_atomic_int_set((gint *)cancel, 1);
}

GmxIntrusion *gmx_intrusion_run(GmxModel *model, GmxDataset *dataset, const int *used,
                                int used_count, const int *labels, const GmxGallery *gallery,
                                GmxIntrusionProgress progress, gpointer user_data,
                                GCancellable *cancellable, GError **error) {
  gint cancel = 0;
  GmxEvaluation ignored;
  const GmxMixedExamples examples = examples_of(gallery);
  const bool was_alone = gmx_parallel_set_alone(true);
  const gulong listener =
      cancellable ? g_cancellable_connect(cancellable, G_CALLBACK(on_cancelled), &cancel, NULL) : 0;
  g_autoptr(GmxEvaluator) evaluator = gmx_evaluator_new(model, dataset);
  g_autoptr(GmxIntrusionSearch) search =
      gmx_intrusion_search_new(gallery->count, gmx_model_feature_count(model));
  Job job = {search, progress, user_data, .total = used_count};
  gmx_evaluator_set_look_func(evaluator, look, &job);
  const gboolean whole =
      gmx_intrusion_search_take_mixed(search, evaluator, dataset, &examples, &cancel) &&
      gmx_evaluator_run(evaluator, GMX_SPLIT_TRAIN, used, used_count, labels, &cancel, &ignored);
  g_cancellable_disconnect(cancellable, listener);
  gmx_parallel_set_alone(was_alone);
  if (!whole) {
    g_cancellable_set_error_if_cancelled(cancellable, error);
    return NULL;
  }
  GmxIntrusion *found = gmx_intrusion_search_finish(search);
  found->epoch = gallery->epoch;
  found->step = gallery->step;
  return found;
}
