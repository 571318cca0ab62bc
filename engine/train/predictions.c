/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predictions are copied once, when an evaluation has come to its end; from then on every thread
 * reads the same. References are counted as a gallery's are: by atomics that ThreadSanitizer sees.
 */
#include "engine/train/predictions.h"

#include "engine/train/text.h"

#include <math.h>

#define HEADER "example,label,predicted,probability,loss\n"

typedef struct {
  GmxPredictions predictions; /* first: a GmxPredictions is a Block */
  gint references;
} Block;

G_DEFINE_BOXED_TYPE(GmxPredictions, gmx_predictions, gmx_predictions_ref, gmx_predictions_unref)

GmxPredictions *gmx_predictions_ref(GmxPredictions *self) {
  g_atomic_int_inc(&((Block *)self)->references);
  return self;
}

void gmx_predictions_unref(GmxPredictions *self) {
  if (!self || !g_atomic_int_dec_and_test(&((Block *)self)->references))
    return;
  g_free(self->index);
  g_free(self->label);
  g_free(self->predicted);
  g_free(self->probability);
  g_free(self->loss);
  g_free(self->counts);
  g_free(self);
}

static int *copy_index(const int *index, int count) {
  int *copy = g_new(int, count);
  for (int i = 0; i < count; i++)
    copy[i] = index ? index[i] : i;
  return copy;
}

static void count_all(GmxPredictions *self) {
  self->counts = g_new0(int, (gsize)self->classes * self->classes);
  for (int i = 0; i < self->count; i++) {
    self->counts[self->label[i] * self->classes + self->predicted[i]]++;
    self->wrong += self->label[i] != self->predicted[i];
  }
}

GmxPredictions *gmx_predictions_new(GmxSplit split, int epoch, gint64 step, int classes, int count,
                                    const int *index, const guint8 *label, const guint8 *predicted,
                                    const float *probability, const float *loss) {
  Block *block = g_new0(Block, 1);
  GmxPredictions *self = &block->predictions;
  block->references = 1;
  self->split = split;
  self->epoch = epoch;
  self->step = step;
  self->classes = classes;
  self->count = count;
  self->index = copy_index(index, count);
  self->label = g_memdup2(label, (gsize)count);
  self->predicted = g_memdup2(predicted, (gsize)count);
  self->probability = g_memdup2(probability, sizeof(float) * (gsize)count);
  self->loss = g_memdup2(loss, sizeof(float) * (gsize)count);
  count_all(self);
  return self;
}

int gmx_predictions_get_count(const GmxPredictions *self, int label, int predicted) {
  return self->counts[label * self->classes + predicted];
}

int gmx_predictions_get_total(const GmxPredictions *self, int label) {
  int total = 0;
  for (int predicted = 0; predicted < self->classes; predicted++)
    total += gmx_predictions_get_count(self, label, predicted);
  return total;
}

double gmx_predictions_get_recall(const GmxPredictions *self, int label) {
  const int total = gmx_predictions_get_total(self, label);
  return total > 0 ? (double)gmx_predictions_get_count(self, label, label) / total : NAN;
}

double gmx_predictions_get_accuracy(const GmxPredictions *self) {
  return self->count > 0 ? (double)(self->count - self->wrong) / self->count : NAN;
}

GArray *gmx_predictions_find(const GmxPredictions *self, int label, int predicted) {
  GArray *places = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < self->count; i++)
    if (self->label[i] == label && self->predicted[i] == predicted)
      g_array_append_val(places, i);
  return places;
}

char *gmx_predictions_to_csv(const GmxPredictions *self) {
  char probability[GMX_NUMBER_SIZE], loss[GMX_NUMBER_SIZE];
  GString *table = g_string_new(HEADER);
  for (int i = 0; i < self->count; i++)
    g_string_append_printf(table, "%d,%d,%d,%s,%s\n", self->index[i], self->label[i],
                           self->predicted[i], gmx_number_csv(self->probability[i], probability),
                           gmx_number_csv(self->loss[i], loss));
  return g_string_free(table, FALSE);
}
