/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the program's own network makes of a run's held-out images, for tests that compute it
 * another way.
 *
 *   export-logits RUN COUNT    prints the logits of the first COUNT images as JSON, one array each
 */
#include "engine/data/batch.h"
#include "engine/train/checkpoint.h"
#include "engine/train/run-folder.h"

#include <stdio.h>
#include <stdlib.h>

static GmxModel *load_model(const GmxRunInfo *run, GmxDataset *dataset) {
  g_autofree char *name = gmx_config_get_string(run->config, "model");
  g_autofree char *path = g_build_filename(run->path, "checkpoint.safetensors", NULL);
  g_autoptr(GError) error = NULL;
  int count;
  g_autofree int *hidden = gmx_config_get_hidden(run->config, &count, NULL);
  GmxCheckpoint checkpoint = {.model = gmx_model_new(name, gmx_dataset_get_shape(dataset),
                                                     gmx_dataset_get_classes(dataset), hidden,
                                                     count, NULL)};
  if (!gmx_checkpoint_load(path, &checkpoint, &error))
    g_error("%s", error->message);
  return checkpoint.model;
}

static void print_logits(const float *logits, int count, int classes) {
  for (int i = 0; i < count; i++)
    for (int k = 0; k < classes; k++)
      printf("%s%.9g%s", k == 0 ? i == 0 ? "[[" : ",\n[" : ", ", logits[i * classes + k],
             k == classes - 1 ? "]" : "");
  printf("]\n");
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxRunInfo) run = gmx_run_info_load(argv[1], &error);
  g_autofree char *data = run ? gmx_config_get_string(run->config, "data") : NULL;
  g_autoptr(GmxDataset) dataset = run ? gmx_dataset_load(data, 1, NULL, NULL, NULL, &error) : NULL;
  if (!dataset)
    g_error("%s", error->message);
  const int count = atoi(argv[2]);
  GmxModel *model = load_model(run, dataset);
  GmxTape *tape = gmx_tape_new(model, count, FALSE);
  g_autoptr(GmxBatch) batch = gmx_batch_new(gmx_dataset_get_shape(dataset), count);
  g_autofree int *indices = g_new(int, count);
  for (int i = 0; i < count; i++)
    indices[i] = i;
  gmx_batch_load(batch, dataset, GMX_SPLIT_TEST, indices, count, NULL, NULL);
  gmx_model_forward(model, tape, batch->images, count, GMX_PASS_EVALUATE);
  print_logits(gmx_tape_logits(tape), count, gmx_model_classes(model));
  gmx_tape_free(tape);
  gmx_model_free(model);
  return 0;
}
