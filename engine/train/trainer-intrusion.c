/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe's intrusion at the end of an epoch.
 *
 * The clean training images go through the network anyway, for their figures. The search looks on,
 * so that all it costs is the probe's own images and the comparison. */
#include "engine/train/trainer-private.h"

#include "engine/train/intrusion-private.h"

/* The probe's examples keep the labels that the run began with. */
static int label_of(GmxTrainer *self, int index) {
  return self->probe_labels ? self->probe_labels[index]
                            : gmx_dataset_get_label(self->dataset, GMX_SPLIT_TRAIN, index);
}

static gboolean take_probe(GmxTrainer *self, GmxIntrusionSearch *search, const gint *cancel) {
  const int count = gmx_probe_get_count(self->probe);
  g_autofree int *numbers = g_new(int, 4 * (gsize)count);
  int *first = numbers, *second = first + count, *first_label = second + count,
      *second_label = first_label + count;
  g_autofree float *lambda = g_new(float, count);
  gmx_probe_get_pairs(self->probe, first, second, lambda);
  for (int i = 0; i < count; i++) {
    first_label[i] = label_of(self, first[i]);
    second_label[i] = label_of(self, second[i]);
  }
  return gmx_intrusion_search_take_mixed(search, self->evaluator, self->dataset,
                                         &(GmxMixedExamples){.count = count,
                                                             .first = first,
                                                             .second = second,
                                                             .first_label = first_label,
                                                             .second_label = second_label,
                                                             .lambda = lambda},
                                         cancel);
}

gboolean gmx_trainer_begin_search(GmxTrainer *self, const gint *cancel,
                                  GmxIntrusionSearch **search) {
  const int count = gmx_probe_get_count(self->probe);
  *search = NULL;
  if (!self->plan.intrusion || count == 0)
    return TRUE;
  *search = gmx_intrusion_search_new(count, gmx_model_feature_count(self->model));
  return take_probe(self, *search, cancel);
}

GmxIntrusion *gmx_trainer_end_search(GmxTrainer *self, GmxIntrusionSearch *search) {
  if (!search)
    return NULL;
  GmxIntrusion *intrusion = gmx_intrusion_search_finish(search);
  intrusion->epoch = self->epoch;
  intrusion->step = self->step;
  return intrusion;
}

GmxIntrusion *gmx_trainer_get_intrusion(GmxTrainer *self) {
  return self->intrusion;
}
