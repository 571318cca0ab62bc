/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix eval`: a run's checkpoint, measured again on the held-out images. */
#include "app/gmix.h"
#include "app/gmix-data.h"
#include "app/gmix-eval-print.h"
#include "app/gmix-options.h"
#include "engine/nn/parallel.h"
#include "engine/train/checkpoint.h"
#include "engine/train/evaluation.h"
#include "engine/train/file.h"
#include "engine/train/run-folder.h"

#include <string.h>

static GmxModel *build_model(const GmxRunInfo *run, GmxDataset *dataset, GError **error) {
  g_autofree char *name = gmx_config_get_string(run->config, "model");
  g_autofree int *hidden = NULL;
  char message[256] = "";
  GmxModel *model;
  int count;

  hidden = gmx_config_get_hidden(run->config, &count, error);
  if (hidden == NULL)
    return NULL;
  model = gmx_model_new(name, gmx_dataset_get_shape(dataset), gmx_dataset_get_classes(dataset),
                        hidden, count, message);
  if (model == NULL)
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s: %s", run->path, message);
  return model;
}

/* What is asked for besides the figures. */
typedef struct {
  gboolean json, confusion;
  char *csv;
} Wishes;

static gboolean write_csv(const GmxPredictions *predictions, const char *path, GError **error) {
  g_autofree char *table = path != NULL ? gmx_predictions_to_csv(predictions) : NULL;

  return table == NULL || gmx_file_replace(path, table, strlen(table), error);
}

static gboolean evaluate(const GmxRunInfo *run, GmxDataset *dataset, GmxModel *model,
                         const Wishes *wishes, GError **error) {
  g_autofree char *path = g_build_filename(run->path, "checkpoint.safetensors", NULL);
  g_autoptr(GmxEvaluator) evaluator = NULL;
  g_autoptr(GmxPredictions) predictions = NULL;
  GmxCheckpoint checkpoint = {.model = model};
  GmxEvaluation result;

  if (!gmx_checkpoint_load(path, &checkpoint, error))
    return FALSE;
  evaluator = gmx_evaluator_new(model, dataset);
  gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, gmx_dataset_get_count(dataset, GMX_SPLIT_TEST),
                    NULL, NULL, &result);
  predictions = gmx_evaluator_get_predictions(evaluator, checkpoint.epoch, checkpoint.step);
  if (!write_csv(predictions, wishes->csv, error))
    return FALSE;
  gmix_eval_print(&(GmixEvalReport){.run = run,
                                    .dataset = dataset,
                                    .checkpoint = &checkpoint,
                                    .result = &result,
                                    .predictions = predictions,
                                    .confusion = wishes->confusion,
                                    .csv = wishes->csv},
                  wishes->json);
  return TRUE;
}

static gboolean evaluate_run(const char *name, const char *run_dir, const Wishes *wishes,
                             GError **error) {
  g_autofree char *path = gmx_run_find(run_dir, name, error);
  g_autoptr(GmxRunInfo) run = path != NULL ? gmx_run_info_load(path, error) : NULL;
  g_autoptr(GmxDataset) dataset = run != NULL ? gmix_load_run_data(run, error) : NULL;
  GmxModel *model = dataset != NULL ? build_model(run, dataset, error) : NULL;
  gboolean fine = FALSE;

  if (model != NULL) {
    gmx_parallel_set_threads(gmx_config_get_int(run->config, "threads"));
    fine = evaluate(run, dataset, model, wishes, error);
    gmx_model_free(model);
  }
  return fine;
}

static int run_command(int argc, char **argv, Wishes *wishes) {
  g_autofree char *run_dir = NULL, *run = NULL;
  const GmixOption options[] = {
      {"run-dir", "DIR", "Folder that holds the runs, where RUN is a name.", &run_dir, NULL},
      {"confusion", NULL,
       "Print what the examples of each class are taken for: a row a class, a column a predicted "
       "class, and the share that is recognised.",
       NULL, &wishes->confusion},
      {"csv", "FILE", "Write a table with a row an example: its class, and what it is taken for.",
       &wishes->csv, NULL},
      {"json", NULL, "Print one JSON object.", NULL, &wishes->json},
      {NULL},
  };
  const GmixCommand command = {
      .name = "eval",
      .summary = "Measures a run's checkpoint on held-out images or points. RUN is a "
                 "folder, or a name from “gmix list”.",
      .operand = "RUN",
      .options = options};
  g_autoptr(GError) error = NULL;
  int status = gmix_options_parse(&command, argc, argv, NULL, NULL, &run);

  if (status >= 0)
    return status;
  if (!evaluate_run(run, run_dir, wishes, &error))
    return gmix_complain(GMIX_FAILED, "%s", error->message);
  return GMIX_DONE;
}

int gmix_eval(int argc, char **argv) {
  Wishes wishes = {0};
  const int status = run_command(argc, argv, &wishes);

  g_free(wishes.csv);
  return status;
}
