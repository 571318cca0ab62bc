/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passes over many places at once, in portions that stay in the cache. */
#include "engine/insight/plane.h"

#include <math.h>

#define PORTION 512 /* points in one pass */

void gmx_plane_fit(const double bounds[4], double width, double height, double box[4]) {
  const double x = 0.5 * (bounds[0] + bounds[1]), y = 0.5 * (bounds[2] + bounds[3]);
  const double per_unit = fmin(width / (bounds[1] - bounds[0]), height / (bounds[3] - bounds[2]));
  box[0] = x - 0.5 * width / per_unit;
  box[1] = x + 0.5 * width / per_unit;
  box[2] = y - 0.5 * height / per_unit;
  box[3] = y + 0.5 * height / per_unit;
}

/* A model at work on points in data coordinates. */
typedef struct {
  GmxModel *model;
  GmxTape *tape;
  const float *mean, *deviation;
  int classes;
  float input[PORTION][2];
} Pass;

static Pass *pass_new(GmxModel *model, GmxDataset *dataset) {
  Pass *pass = g_new(Pass, 1);
  pass->model = model;
  pass->tape = gmx_tape_new(model, PORTION, FALSE);
  pass->mean = gmx_dataset_get_mean(dataset);
  pass->deviation = gmx_dataset_get_deviation(dataset);
  pass->classes = gmx_model_classes(model);
  return pass;
}

static void pass_free(Pass *pass) {
  gmx_tape_free(pass->tape);
  g_free(pass);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pass, pass_free)

/* In floats, as a batch normalises. */
static void pass_put(Pass *pass, int i, double x, double y) {
  pass->input[i][0] = ((float)x - pass->mean[0]) / pass->deviation[0];
  pass->input[i][1] = ((float)y - pass->mean[1]) / pass->deviation[1];
}

/* Answers for the first @count of the input: logits [count][classes]. */
static const float *pass_run(Pass *pass, int count) {
  gmx_model_forward(pass->model, pass->tape, &pass->input[0][0], count, GMX_PASS_EVALUATE);
  return gmx_tape_logits(pass->tape);
}

/* The decision surface */

static void soften(const float *logits, int classes, float *probabilities) {
  float most = logits[0], sum = 0;
  for (int k = 1; k < classes; k++)
    most = fmaxf(most, logits[k]);
  for (int k = 0; k < classes; k++)
    sum += probabilities[k] = expf(logits[k] - most);
  for (int k = 0; k < classes; k++)
    probabilities[k] /= sum;
}

static double spread(double from, double to, int i, int count) {
  return count > 1 ? from + (to - from) * i / (count - 1) : 0.5 * (from + to);
}

void gmx_plane_evaluate(GmxModel *model, GmxDataset *dataset, const double box[4], int columns,
                        int rows, float *probabilities) {
  g_autoptr(Pass) pass = pass_new(model, dataset);
  const int places = columns * rows;
  for (int from = 0; from < places; from += PORTION) {
    const int count = MIN(PORTION, places - from);
    for (int i = 0; i < count; i++)
      pass_put(pass, i, spread(box[0], box[1], (from + i) % columns, columns),
               spread(box[3], box[2], (from + i) / columns, rows));
    const float *logits = pass_run(pass, count);
    for (int i = 0; i < count; i++)
      soften(logits + (gsize)i * pass->classes, pass->classes,
             probabilities + (gsize)(from + i) * pass->classes);
  }
}

/* Mixed points */

void gmx_plane_get_mix(const GmxGallery *gallery, GmxDataset *dataset, int i, double at[2]) {
  const float *a = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, gallery->first[i]);
  const float *b = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, gallery->second[i]);
  const double lambda = gallery->lambdas[i];
  for (int axis = 0; axis < 2; axis++)
    at[axis] = lambda * a[axis] + (1 - lambda) * b[axis];
}

/* −ln of the softmax at @label. */
static double cross_entropy(const float *logits, int classes, int label) {
  double most = logits[0], sum = 0;
  for (int k = 1; k < classes; k++)
    most = fmax(most, logits[k]);
  for (int k = 0; k < classes; k++)
    sum += exp(logits[k] - most);
  return log(sum) + most - logits[label];
}

double gmx_plane_mixed_loss(GmxModel *model, GmxDataset *dataset, const GmxGallery *gallery) {
  g_autoptr(Pass) pass = pass_new(model, dataset);
  double loss = 0;
  for (int from = 0; from < gallery->count; from += PORTION) {
    const int count = MIN(PORTION, gallery->count - from);
    for (int i = 0; i < count; i++) {
      double at[2];
      gmx_plane_get_mix(gallery, dataset, from + i, at);
      pass_put(pass, i, at[0], at[1]);
    }
    const float *logits = pass_run(pass, count);
    for (int i = 0; i < count; i++, logits += pass->classes) {
      const double lambda = gallery->lambdas[from + i];
      loss += lambda * cross_entropy(logits, pass->classes, gallery->first_label[from + i]) +
              (1 - lambda) * cross_entropy(logits, pass->classes, gallery->second_label[from + i]);
    }
  }
  return loss / gallery->count;
}

/* Held-out points */

static gboolean is_right(const float *logits, int classes, int label) {
  for (int k = 0; k < classes; k++)
    if (logits[k] > logits[label] || (k < label && logits[k] == logits[label]))
      return FALSE;
  return TRUE;
}

void gmx_plane_held_out(GmxModel *model, GmxDataset *dataset, double *loss, double *accuracy) {
  g_autoptr(Pass) pass = pass_new(model, dataset);
  const int total = gmx_dataset_get_count(dataset, GMX_SPLIT_TEST);
  double sum = 0;
  int right = 0;
  for (int from = 0; from < total; from += PORTION) {
    const int count = MIN(PORTION, total - from);
    for (int i = 0; i < count; i++) {
      const float *point = gmx_dataset_get_point(dataset, GMX_SPLIT_TEST, from + i);
      pass_put(pass, i, point[0], point[1]);
    }
    const float *logits = pass_run(pass, count);
    for (int i = 0; i < count; i++, logits += pass->classes) {
      const int label = gmx_dataset_get_label(dataset, GMX_SPLIT_TEST, from + i);
      sum += cross_entropy(logits, pass->classes, label);
      right += is_right(logits, pass->classes, label);
    }
  }
  *loss = total > 0 ? sum / total : NAN;
  *accuracy = total > 0 ? (double)right / total : NAN;
}

/* Intrusion */

static double distance2(const double at[2], const float *point) {
  const double x = point[0] - at[0], y = point[1] - at[1];
  return x * x + y * y;
}

/* Whether a point of a third class lies nearest, and nearer than @limit (a squared distance). */
static gboolean is_among_others(GmxDataset *dataset, const int *used, int used_count,
                                const int *labels, const double at[2], double limit, int first,
                                int second) {
  double least = limit;
  gboolean third = FALSE;
  for (int u = 0; u < used_count; u++) {
    const double d = distance2(at, gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, used[u]));
    if (d >= least)
      continue;
    const int label =
        labels ? labels[used[u]] : gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, used[u]);
    least = d;
    third = label != first && label != second;
  }
  return third;
}

void gmx_plane_find_intruded(GmxDataset *dataset, const int *used, int used_count,
                             const int *labels, const GmxGallery *gallery, guint8 *intruded) {
  for (int i = 0; i < gallery->count; i++) {
    const float *a = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, gallery->first[i]);
    const float *b = gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, gallery->second[i]);
    double at[2];
    gmx_plane_get_mix(gallery, dataset, i, at);
    intruded[i] = is_among_others(dataset, used, used_count, labels, at,
                                  fmin(distance2(at, a), distance2(at, b)), gallery->first_label[i],
                                  gallery->second_label[i]);
  }
}
