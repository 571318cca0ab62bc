/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix eval`: a run's checkpoint, measured again on the held-out images. */
#include "app/gmix.h"
#include "app/gmix-data.h"
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "engine/nn/parallel.h"
#include "engine/train/checkpoint.h"
#include "engine/train/evaluation.h"
#include "engine/train/run-folder.h"

#include <stdio.h>

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

static void print_result(const GmxRunInfo *run, GmxDataset *dataset, const GmxEvaluation *result,
                         const GmxCheckpoint *checkpoint, gboolean json) {
  JsonObject *object;

  if (!json) {
    printf("%s after %" G_GINT64_FORMAT " steps: held-out accuracy %.2f %%, loss %.4f, ece %.2f %% "
           "(%d %s)\n",
           run->name, checkpoint->step, 100 * result->accuracy, result->loss, 100 * result->ece,
           result->count, gmx_dataset_get_unit(dataset));
    return;
  }
  object = gmix_json_event("eval");
  json_object_set_string_member(object, "run", run->path);
  gmix_json_set_number(object, "test_accuracy", result->accuracy);
  gmix_json_set_number(object, "test_loss", result->loss);
  gmix_json_set_number(object, "ece", result->ece);
  json_object_set_int_member(object, "images", result->count);
  json_object_set_int_member(object, "steps", checkpoint->step);
  json_object_set_int_member(object, "epoch", checkpoint->epoch);
  gmix_json_print(object);
}

static gboolean evaluate(const GmxRunInfo *run, GmxDataset *dataset, GmxModel *model, gboolean json,
                         GError **error) {
  g_autofree char *path = g_build_filename(run->path, "checkpoint.safetensors", NULL);
  g_autoptr(GmxEvaluator) evaluator = NULL;
  GmxCheckpoint checkpoint = {.model = model};
  GmxEvaluation result;

  if (!gmx_checkpoint_load(path, &checkpoint, error))
    return FALSE;
  evaluator = gmx_evaluator_new(model, dataset);
  gmx_evaluator_run(evaluator, GMX_SPLIT_TEST, NULL, gmx_dataset_get_count(dataset, GMX_SPLIT_TEST),
                    NULL, NULL, &result);
  print_result(run, dataset, &result, &checkpoint, json);
  return TRUE;
}

static gboolean evaluate_run(const char *name, const char *run_dir, gboolean json, GError **error) {
  g_autofree char *path = gmx_run_find(run_dir, name, error);
  g_autoptr(GmxRunInfo) run = path != NULL ? gmx_run_info_load(path, error) : NULL;
  g_autoptr(GmxDataset) dataset = run != NULL ? gmix_load_run_data(run, error) : NULL;
  GmxModel *model = dataset != NULL ? build_model(run, dataset, error) : NULL;
  gboolean fine = FALSE;

  if (model != NULL) {
    gmx_parallel_set_threads(gmx_config_get_int(run->config, "threads"));
    fine = evaluate(run, dataset, model, json, error);
    gmx_model_free(model);
  }
  return fine;
}

int gmix_eval(int argc, char **argv) {
  g_autofree char *run_dir = NULL, *run = NULL;
  gboolean json = FALSE;
  const GmixOption options[] = {
      {"run-dir", "DIR", "Folder that holds the runs, where RUN is a name.", &run_dir, NULL},
      {"json", NULL, "Print one JSON object.", NULL, &json},
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
  if (!evaluate_run(run, run_dir, json, &error))
    return gmix_complain(GMIX_FAILED, "%s", error->message);
  return GMIX_DONE;
}
