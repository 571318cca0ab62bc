/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix bench`: the time of one training step, from stored bytes to moved weights: pick the images,
 * normalise, mix, the method's passes, the optimizer. Random pixels, so that nothing is needed. */
#include "app/gmix.h"
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "engine/method/mix.h"
#include "engine/nn/parallel.h"
#include "engine/nn/speed.h"
#include "engine/train/optimizer.h"
#include "engine/train/recording.h"

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
  GmxRecording *recording; /* NULL: nothing is recorded */
  GmxRandom random;
  int *indices;
  int count; /* of a batch */
  gint64 done;
} Bench;

static void bench_clear(Bench *bench) {
  gmx_step_free(bench->step);
  g_clear_pointer(&bench->batch, gmx_batch_free);
  g_clear_pointer(&bench->optimizer, gmx_optimizer_free);
  gmx_model_free(bench->model);
  g_clear_pointer(&bench->recording, gmx_recording_unref);
  g_clear_object(&bench->dataset);
  g_free(bench->indices);
}

/* The small networks see what Fashion-MNIST has, the residual ones what CIFAR-10 has. */
static GmxShape usual_shape(const char *model) {
  const gboolean residual = g_str_has_prefix(model, "resnet-");
  return residual ? (GmxShape){3, 32, 32} : (GmxShape){1, 28, 28};
}

/* "2x1x1": channels, height and width of an image; points are two floats. */
static gboolean parse_shape(const char *text, GmxShape *shape) {
  char rest;

  if (text == NULL)
    return TRUE;
  if (sscanf(text, "%dx%dx%d%c", &shape->channels, &shape->height, &shape->width, &rest) == 3 &&
      shape->channels > 0 && shape->height > 0 && shape->width > 0 && shape->channels <= 16 &&
      shape->height <= 512 && shape->width <= 512)
    return TRUE;
  return gmix_complain(FALSE, "--shape %s: should be channels, height and width, such as 3x32x32",
                       text);
}

static gboolean bench_init(Bench *bench, GmxConfig *config, GmxShape shape) {
  g_autofree char *name = gmx_config_get_string(config, "model");
  g_autofree int *hidden = NULL;
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

/* As a run does with these settings, so that what recording costs is the difference. */
static void bench_record(Bench *bench) {
  const gsize bound = (gsize)gmx_config_get_int(bench->config, "record-memory") << 20;
  bench->recording = gmx_recording_new(gmx_dataset_get_classes(bench->dataset), bound,
                                       gmx_config_get_int(bench->config, "record-every"));
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
  bench->done++;
  if (bench->recording != NULL)
    gmx_recording_add(bench->recording, bench->batch, &result, options.gamma, bench->done, 1);
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

/* What stands in every object: what was measured, and on what. */
static JsonObject *describe(const Bench *bench) {
  g_autofree char *model = gmx_config_get_string(bench->config, "model");
  g_autofree char *method = gmx_config_get_string(bench->config, "method");
  JsonObject *object = gmix_json_event("bench");

  json_object_set_string_member(object, "model", model);
  json_object_set_string_member(object, "method", method);
  json_object_set_int_member(object, "batch", bench->count);
  json_object_set_int_member(object, "threads", gmx_parallel_get_threads());
  json_object_set_string_member(object, "isa", gmx_speed_instruction_set());
  json_object_set_boolean_member(object, "recording", bench->recording != NULL);
  return object;
}

static void print_step(const Bench *bench, int steps, double seconds, double limit, gboolean json) {
  g_autofree char *model = gmx_config_get_string(bench->config, "model");
  g_autofree char *method = gmx_config_get_string(bench->config, "method");
  JsonObject *object;

  if (json) {
    object = describe(bench);
    json_object_set_int_member(object, "steps", steps);
    gmix_json_set_number(object, "images_per_second", bench->count / seconds);
    gmix_json_set_number(object, "ms_per_step", 1e3 * seconds);
    gmix_json_set_number(object, "flops_per_image_forward", gmx_model_flops(bench->model));
    if (limit > 0)
      gmix_json_set_number(object, "limit_gflops", 1e-9 * limit);
    gmix_json_print(object);
    return;
  }
  printf("%s, %s: %.0f %s/s, %.3f ms a step (batch %d, %d threads, %s%s, median of %d steps)\n",
         model, method, bench->count / seconds, gmx_dataset_get_unit(bench->dataset), 1e3 * seconds,
         bench->count, gmx_parallel_get_threads(), gmx_speed_instruction_set(),
         bench->recording ? ", recording" : "", steps);
  if (limit > 0)
    printf("multiply-add limit of %d threads: %.0f GFLOP/s\n", gmx_parallel_get_threads(),
           1e-9 * limit);
}

static void print_layer(const GmxLayerSpeed *l, double limit) {
  const double speeds[] = {l->forward, l->input_gradient, l->weight_gradient};

  printf("%2d × %d×%d  %3d → %3d  %2d×%-2d stride %d ", l->count, l->size, l->size, l->in, l->out,
         l->width, l->height, l->stride);
  for (gsize i = 0; i < G_N_ELEMENTS(speeds); i++)
    if (speeds[i] > 0)
      printf("  %5.0f (%2.0f %%)", 1e-9 * speeds[i], 100 * speeds[i] / limit);
    else
      printf("  %12s", "none");
  printf("\n");
}

static void print_layers(const Bench *bench, gboolean json) {
  const double limit = gmx_speed_limit(1);
  GmxLayerSpeed speeds[32];
  const int count = gmx_speed_layers(bench->model, speeds, G_N_ELEMENTS(speeds));

  if (!json)
    printf("GFLOP/s on one thread (share of its limit, %.0f): forward, input gradient, weight "
           "gradient\n",
           1e-9 * limit);
  for (int i = 0; i < count; i++) {
    const GmxLayerSpeed *l = &speeds[i];
    JsonObject *object;

    if (!json) {
      print_layer(l, limit);
      continue;
    }
    object = gmix_json_event("layer");
    json_object_set_int_member(object, "in", l->in);
    json_object_set_int_member(object, "out", l->out);
    json_object_set_int_member(object, "size", l->size);
    json_object_set_int_member(object, "stride", l->stride);
    json_object_set_int_member(object, "height", l->height);
    json_object_set_int_member(object, "width", l->width);
    json_object_set_int_member(object, "count", l->count);
    gmix_json_set_number(object, "forward_gflops", 1e-9 * l->forward);
    gmix_json_set_number(object, "input_gradient_gflops", 1e-9 * l->input_gradient);
    gmix_json_set_number(object, "weight_gradient_gflops", 1e-9 * l->weight_gradient);
    gmix_json_set_number(object, "limit_gflops", 1e-9 * limit);
    gmix_json_print(object);
  }
}

/* @steps 0: as many as usual. */
static void time_steps(Bench *bench, int steps, gboolean peak, gboolean json) {
  const int count = steps > 0 ? steps : STEPS;
  const double seconds = measure(bench, count);

  print_step(bench, count, seconds, peak ? gmx_speed_limit(gmx_parallel_get_threads()) : 0, json);
}

int gmix_bench(int argc, char **argv) {
  static const char *const settings[] = {
      "model", "hidden", "method", "mix",     "perturb",      "combine",       "gamma", "beta",
      "keep",  "batch",  "steps",  "threads", "record-every", "record-memory", NULL};
  g_autofree char *shape_text = NULL;
  gboolean json = FALSE, peak = FALSE, layers = FALSE, record = FALSE;
  const GmixOption options[] = {
      {"shape", "CxHxW", "Size of an image (1x28x28; residual networks 3x32x32; 2-D points 2x1x1)",
       &shape_text, NULL},
      {"peak", NULL, "Measure the processor's multiply-add limit in the same run", NULL, &peak},
      {"layers", NULL, "Measure each kind of convolution of the model by itself", NULL, &layers},
      {"record", NULL, "Record every step to look back at, as the window does", NULL, &record},
      {"json", NULL, "Print JSON objects", NULL, &json},
      {NULL},
  };
  const GmixCommand command = {.name = "bench",
                               .summary = "Measure the time of a training step on random pixels.",
                               .some_settings = settings,
                               .options = options};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autofree char *model = NULL;
  Bench bench = {0};
  GmxShape shape;
  int status = gmix_options_parse(&command, argc, argv, config, NULL, NULL);

  if (status >= 0)
    return status;
  model = gmx_config_get_string(config, "model");
  shape = usual_shape(model);
  if (!parse_shape(shape_text, &shape))
    return GMIX_WRONG_OPTION;
  gmx_parallel_set_threads(gmx_config_get_int(config, "threads"));
  status = bench_init(&bench, config, shape) ? GMIX_DONE : GMIX_FAILED;
  if (status == GMIX_DONE && record)
    bench_record(&bench);
  if (status == GMIX_DONE && layers)
    print_layers(&bench, json);
  else if (status == GMIX_DONE)
    time_steps(&bench, gmx_config_get_int(config, "steps"), peak, json);
  bench_clear(&bench);
  return status;
}
