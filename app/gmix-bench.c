/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix bench`: the time of one training step, from stored bytes to moved weights: pick the images,
 * normalise, mix, the method's passes, the optimizer. Random pixels, so that nothing is needed. */
#include "app/gmix.h"
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "engine/method/mix.h"
#include "engine/nn/parallel.h"
#include "engine/train/optimizer.h"

#include <stdio.h>
#include <stdlib.h>

#define IMAGES 4096 /* enough that a batch is not in the cache */
#define WARM_UP 3
#define STEPS 10 /* unless --steps says otherwise */

typedef struct {
  GmxConfig *config;
  GmxDataset *dataset;
  GmxModel *model;
  GmxBatch *batch;
  GmxStep *step;
  GmxOptimizer *optimizer;
  GmxRandom random;
  int *indices;
  int count; /* of a batch */
} Bench;

static void bench_clear(Bench *bench) {
  gmx_step_free(bench->step);
  g_clear_pointer(&bench->batch, gmx_batch_free);
  g_clear_pointer(&bench->optimizer, gmx_optimizer_free);
  gmx_model_free(bench->model);
  g_clear_object(&bench->dataset);
  g_free(bench->indices);
}

/* The small networks see what Fashion-MNIST has, the residual ones what CIFAR-10 has. */
static GmxShape usual_shape(const char *model) {
  const gboolean residual = g_str_has_prefix(model, "resnet-");
  return residual ? (GmxShape){3, 32, 32} : (GmxShape){1, 28, 28};
}

static gboolean bench_init(Bench *bench, GmxConfig *config) {
  g_autofree char *name = gmx_config_get_string(config, "model");
  g_autofree int *hidden = NULL;
  const GmxShape shape = usual_shape(name);
  char message[256] = "";
  int hidden_count = 0;

  hidden = gmx_config_get_hidden(config, &hidden_count, NULL);
  bench->config = config;
  bench->count = gmx_config_get_int(config, "batch");
  bench->dataset = gmx_dataset_new_random(shape, 10, IMAGES, 1);
  bench->model = gmx_model_new(name, shape, 10, hidden, hidden_count, message);
  if (bench->dataset == NULL || bench->model == NULL)
    return gmix_complain(FALSE, "%s", message);
  gmx_random_init(&bench->random, 1, GMX_STREAM_WEIGHTS);
  gmx_model_initialize(bench->model, &bench->random);
  bench->batch = gmx_batch_new(shape, bench->count);
  bench->step = gmx_step_new(bench->model, bench->count);
  bench->optimizer = gmx_optimizer_new(gmx_model_parameter_count(bench->model));
  bench->indices = g_new(int, bench->count);
  return TRUE;
}

/* Seconds of one step. */
static double bench_step(Bench *bench) {
  GmxConfig *config = bench->config;
  const GmxStepOptions options = gmx_config_get_step_options(config);
  const GmxOptimizerOptions optimizer = {
      .learning_rate = gmx_config_get_double(config, "lr"),
      .momentum = gmx_config_get_double(config, "momentum"),
      .weight_decay = gmx_config_get_double(config, "weight-decay"),
      .nesterov = gmx_config_get_boolean(config, "nesterov"),
  };
  const gint64 start = g_get_monotonic_time();
  GmxStepResult result;

  for (int i = 0; i < bench->count; i++)
    bench->indices[i] = (int)gmx_random_below(&bench->random, IMAGES);
  gmx_batch_load(bench->batch, bench->dataset, GMX_SPLIT_TRAIN, bench->indices, bench->count, NULL,
                 NULL);
  gmx_mix_batch(bench->batch, (GmxMix)gmx_config_get_enum(config, "mix"),
                gmx_config_get_double(config, "alpha"), FALSE, &bench->random);
  gmx_step_run(bench->step, bench->batch, &options, &result);
  gmx_optimizer_step(bench->optimizer, gmx_model_parameters(bench->model), result.gradient,
                     &optimizer);
  return (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
}

static int compare_doubles(gconstpointer a, gconstpointer b) {
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Median seconds a step. */
static double measure(Bench *bench, int steps) {
  g_autofree double *seconds = g_new(double, steps);

  for (int i = 0; i < WARM_UP; i++)
    bench_step(bench);
  for (int i = 0; i < steps; i++)
    seconds[i] = bench_step(bench);
  qsort(seconds, (size_t)steps, sizeof *seconds, compare_doubles);
  return (seconds[(steps - 1) / 2] + seconds[steps / 2]) / 2;
}

static void print_result(const Bench *bench, int steps, double seconds, gboolean json) {
  g_autofree char *model = gmx_config_get_string(bench->config, "model");
  g_autofree char *method = gmx_config_get_string(bench->config, "method");
  JsonObject *object;

  if (!json) {
    printf("%s, %s: %.0f images/s, %.3f ms a step (batch %d, %d threads, median of %d steps)\n",
           model, method, bench->count / seconds, 1e3 * seconds, bench->count,
           gmx_parallel_get_threads(), steps);
    return;
  }
  object = gmix_json_event("bench");
  json_object_set_string_member(object, "model", model);
  json_object_set_string_member(object, "method", method);
  json_object_set_int_member(object, "batch", bench->count);
  json_object_set_int_member(object, "threads", gmx_parallel_get_threads());
  json_object_set_int_member(object, "steps", steps);
  gmix_json_set_number(object, "images_per_second", bench->count / seconds);
  gmix_json_set_number(object, "ms_per_step", 1e3 * seconds);
  gmix_json_print(object);
}

int gmix_bench(int argc, char **argv) {
  static const char *const settings[] = {"model",   "hidden",  "method", "mix",  "perturb",
                                         "combine", "gamma",   "beta",   "keep", "batch",
                                         "steps",   "threads", NULL};
  gboolean json = FALSE;
  const GmixOption options[] = {
      {"json", NULL, "Print one JSON object", NULL, &json},
      {NULL},
  };
  const GmixCommand command = {.name = "bench",
                               .summary = "Measure the time of a training step on random pixels.",
                               .some_settings = settings,
                               .options = options};
  g_autoptr(GmxConfig) config = gmx_config_new();
  Bench bench = {0};
  int status = gmix_options_parse(&command, argc, argv, config, NULL, NULL);
  int steps;

  if (status >= 0)
    return status;
  steps = gmx_config_get_int(config, "steps");
  steps = steps > 0 ? steps : STEPS;
  gmx_parallel_set_threads(gmx_config_get_int(config, "threads"));
  status = bench_init(&bench, config) ? GMIX_DONE : GMIX_FAILED;
  if (status == GMIX_DONE)
    print_result(&bench, steps, measure(&bench, steps), json);
  bench_clear(&bench);
  return status;
}
