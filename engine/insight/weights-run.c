/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights of a run that lies in a folder, to stand beside those of the open one. */
#include "engine/insight/weights.h"
#include "engine/nn/parallel.h"

GmxWeights *gmx_weights_new_from_run(const char *run_path, GmxDataset *dataset, GError **error) {
  const bool was_alone = gmx_parallel_set_alone(true);
  g_autoptr(GmxTrainer) trainer = gmx_trainer_peek(run_path, dataset, error);
  GmxWeights *weights = trainer ? gmx_weights_new(trainer) : NULL;
  gmx_parallel_set_alone(was_alone);
  return weights;
}
