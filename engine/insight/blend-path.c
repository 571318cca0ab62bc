/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network sees along the path from one picture to the other. */
#include "engine/insight/blend-private.h"

#include <string.h>

#define BATCH 32 /* images between two looks at the cancellable */

G_DEFINE_BOXED_TYPE(GmxBlendPath, gmx_blend_path, gmx_blend_path_ref, gmx_blend_path_unref)

static void path_clear(gpointer data) {
  GmxBlendPath *path = data;
  g_free(path->lambda);
  g_free(path->probabilities);
  g_free(path->probabilities_perturbed);
  g_free(path->loss);
  g_free(path->loss_perturbed);
  g_free(path->third);
}

GmxBlendPath *gmx_blend_path_ref(GmxBlendPath *path) {
  return g_atomic_rc_box_acquire(path);
}

void gmx_blend_path_unref(GmxBlendPath *path) {
  g_atomic_rc_box_release_full(path, path_clear);
}

gboolean gmx_blend_forward(GmxModel *model, int count, GmxBlendImage image, gpointer data,
                           float *logits, GCancellable *cancellable, GError **error) {
  const GmxShape shape = gmx_model_shape(model);
  const gsize values = (gsize)shape.height * shape.width * shape.channels;
  const int classes = gmx_model_classes(model);
  float *images = g_aligned_alloc(values * BATCH, sizeof *images, 64);
  GmxTape *tape = gmx_tape_new(model, BATCH, false);
  gboolean going = TRUE;
  for (int from = 0; from < count && going; from += BATCH) {
    const int n = MIN(BATCH, count - from);
    going = !g_cancellable_set_error_if_cancelled(cancellable, error);
    if (!going)
      break;
    for (int i = 0; i < n; i++)
      image(data, from + i, images + i * values);
    gmx_model_forward(model, tape, images, n, GMX_PASS_EVALUATE);
    memcpy(logits + (gsize)from * classes, gmx_tape_logits(tape),
           (gsize)n * classes * sizeof *logits);
  }
  gmx_tape_free(tape);
  g_aligned_free(images);
  return going;
}

int gmx_blend_best(const float *probabilities, int classes) {
  int best = 0;
  for (int k = 1; k < classes; k++)
    if (probabilities[k] > probabilities[best])
      best = k;
  return best;
}

void gmx_blend_find_third(const float *probabilities, const double *lambda, int points, int classes,
                          int first, int second, gboolean perturbed, GArray *found) {
  int before = -1;
  if (first < 0 || second < 0)
    return;
  for (int i = 0; i < points; i++) {
    const int best = gmx_blend_best(probabilities + (gsize)i * classes, classes);
    if (best == first || best == second) {
      before = -1;
      continue;
    }
    if (best != before) {
      const GmxThirdClass third = {best, lambda[i], lambda[i], perturbed};
      g_array_append_val(found, third);
    }
    g_array_index(found, GmxThirdClass, found->len - 1).to = lambda[i];
    before = best;
  }
}

/* One path under way. */
typedef struct {
  GmxBlendPath *path;
  GmxShape shape;
  float *a, *b;   /* normalised */
  double *wanted; /* [points] λ asked for; path->lambda has what CutMix makes of it */
  int first, second;
} Walk;

static void walk_image(gpointer data, int i, float *image) {
  const Walk *walk = data;
  gmx_blend_floats(walk->a, walk->b, walk->shape, walk->path->blend, walk->wanted[i], image);
}

/* ℓ = λ CE(y_A) + (1 − λ) CE(y_B) of each point; without both labels only the probabilities. */
static double *find_losses(const Walk *walk, const float *logits, float *probabilities) {
  const GmxBlendPath *path = walk->path;
  const gboolean labelled = walk->first >= 0 && walk->second >= 0;
  const int first = labelled ? walk->first : 0, second = labelled ? walk->second : 0;
  double *losses = labelled ? g_new(double, path->points) : NULL;
  for (int i = 0; i < path->points; i++) {
    const float lambda = (float)path->lambda[i];
    const GmxTargets targets = {&first, &second, &lambda};
    float loss;
    gmx_loss_cross_entropy(logits + (gsize)i * path->classes, 1, path->classes, targets,
                           probabilities + (gsize)i * path->classes, &loss);
    if (losses)
      losses[i] = loss;
  }
  return losses;
}

/* One model's pass along the path. */
static gboolean walk_model(Walk *walk, GmxModel *model, gboolean perturbed, GArray *third,
                           GCancellable *cancellable, GError **error) {
  GmxBlendPath *path = walk->path;
  g_autofree float *logits = g_new(float, (gsize)path->points * path->classes);
  if (!gmx_blend_forward(model, path->points, walk_image, walk, logits, cancellable, error))
    return FALSE;
  float *probabilities = g_new(float, (gsize)path->points * path->classes);
  double *loss = find_losses(walk, logits, probabilities);
  *(perturbed ? &path->probabilities_perturbed : &path->probabilities) = probabilities;
  *(perturbed ? &path->loss_perturbed : &path->loss) = loss;
  gmx_blend_find_third(probabilities, path->lambda, path->points, path->classes, walk->first,
                       walk->second, perturbed, third);
  return TRUE;
}

static void prepare(Walk *walk, const GmxPicture *a, const GmxPicture *b, GmxDataset *dataset) {
  GmxBlendPath *path = walk->path;
  const gsize values = (gsize)a->input.height * a->input.width * a->input.channels;
  walk->shape = a->input;
  walk->first = a->label;
  walk->second = b->label;
  walk->a = g_new(float, values);
  walk->b = g_new(float, values);
  walk->wanted = g_new(double, path->points);
  gmx_picture_normalise(a, dataset, walk->a);
  gmx_picture_normalise(b, dataset, walk->b);
  path->lambda = g_new(double, path->points);
  for (int i = 0; i < path->points; i++) {
    walk->wanted[i] = (double)i / (path->points - 1);
    path->lambda[i] = gmx_blend_get_lambda(a->input, path->blend, walk->wanted[i]);
  }
}

static gboolean shapes_fit(const GmxPicture *a, const GmxPicture *b, GmxWeights *weights) {
  const GmxShape shape = gmx_model_shape(weights->model);
  return memcmp(&a->input, &shape, sizeof shape) == 0 &&
         memcmp(&b->input, &shape, sizeof shape) == 0;
}

GmxBlendPath *gmx_blend_path_new(GmxWeights *weights, const GmxPicture *a, const GmxPicture *b,
                                 GmxBlend blend, int points, GCancellable *cancellable,
                                 GError **error) {
  g_return_val_if_fail(points >= 2 && shapes_fit(a, b, weights), NULL);
  g_autoptr(GArray) third = g_array_new(FALSE, FALSE, sizeof(GmxThirdClass));
  GmxBlendPath *path = g_atomic_rc_box_new0(GmxBlendPath);
  Walk walk = {.path = path};
  path->blend = blend;
  path->step = weights->step;
  path->points = points;
  path->classes = gmx_model_classes(weights->model);
  prepare(&walk, a, b, weights->dataset);
  gboolean whole = walk_model(&walk, weights->model, FALSE, third, cancellable, error) &&
                   (!weights->perturbed ||
                    walk_model(&walk, weights->perturbed, TRUE, third, cancellable, error));
  path->third_count = (int)third->len;
  path->third = (GmxThirdClass *)g_array_free(g_steal_pointer(&third), FALSE);
  g_free(walk.a);
  g_free(walk.b);
  g_free(walk.wanted);
  if (!whole)
    g_clear_pointer(&path, gmx_blend_path_unref);
  return path;
}
