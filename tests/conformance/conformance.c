/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replays worked cases of methods.md, computed in double precision by PyTorch, and prints TAP.
 *
 *   conformance FILE…
 *
 * tests/reference/make_cases.py writes such files, and its docstring lists their tensors. Held
 * against: every example's loss (1e-4 relative), the partition (identical), the first step's
 * combined gradient and the final tensors (1e-3 relative L2, each tensor by itself). */
#include "engine/method/mix.h"
#include "engine/method/step.h"
#include "engine/train/optimizer.h"
#include "engine/train/safetensors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOSS_TOLERANCE 1e-4
#define TENSOR_TOLERANCE 1e-3

typedef struct {
  GmxSafetensors *file;
  GmxModel *model;
  GmxStep *step;
  GmxBatch *batch;
  GmxOptimizer *optimizer;
  GmxStepOptions options;
  GmxOptimizerOptions optimizer_options;
  GString *faults; /* one line for each thing that differs */
  int batch_size, steps;
  double worst_loss, worst_tensor;
} Case;

static const char *text(Case *c, const char *key) {
  const char *value = gmx_safetensors_get_metadata(c->file, key);
  if (!value)
    g_string_append_printf(c->faults, "metadata has no %s\n", key);
  return value ? value : "";
}

static double number(Case *c, const char *key) {
  return g_ascii_strtod(text(c, key), NULL);
}

static int choice(Case *c, const char *key, const char *const *names) {
  const char *value = text(c, key);
  for (int i = 0; names[i]; i++)
    if (strcmp(names[i], value) == 0)
      return i;
  g_string_append_printf(c->faults, "unknown %s %s\n", key, value);
  return 0;
}

static const GmxTensorView *tensor(Case *c, GmxDtype dtype, gssize size, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* A tensor of the case, or NULL with a line among the faults. */
static const GmxTensorView *tensor(Case *c, GmxDtype dtype, gssize size, const char *format, ...) {
  g_autoptr(GError) error = NULL;
  va_list args;
  va_start(args, format);
  g_autofree char *name = g_strdup_vprintf(format, args);
  va_end(args);
  const GmxTensorView *view = gmx_safetensors_require(c->file, name, dtype, size, &error);
  if (!view)
    g_string_append_printf(c->faults, "%s\n", error->message);
  return view;
}

static void read_options(Case *c) {
  static const char *const perturbs[] = {"none", "sam", "asam", NULL};
  static const char *const combines[] = {"all", "sharp-only", "flat-at-w", "orthogonal", NULL};
  static const char *const keeps[] = {"sharp", "flat", NULL};
  c->options = (GmxStepOptions){.perturb = choice(c, "perturb", perturbs),
                                .combine = choice(c, "combine", combines),
                                .keep = choice(c, "keep", keeps),
                                .rho = number(c, "rho"),
                                .eta = number(c, "eta"),
                                .gamma = number(c, "gamma"),
                                .beta = number(c, "beta")};
}

/* Writes the case's initial tensors into the model. */
static void load_initial(Case *c) {
  for (int t = 0; t < gmx_model_tensor_count(c->model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(c->model, t);
    const GmxTensorView *view = tensor(c, GMX_DTYPE_F32, (gssize)info->size, "init.%s", info->name);
    const gboolean running =
        info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
    if (view)
      gmx_model_import_tensor(
          c->model, t, running ? gmx_model_running(c->model) : gmx_model_parameters(c->model),
          view->data);
  }
}

static gboolean build(Case *c) {
  const GmxShape shape = {(int)number(c, "channels"), (int)number(c, "height"),
                          (int)number(c, "width")};
  const int hidden[] = {256, 128};
  char message[256] = "";
  c->batch_size = (int)number(c, "batch");
  c->steps = (int)number(c, "steps");
  c->model = gmx_model_new(text(c, "model"), shape, (int)number(c, "classes"), hidden, 2, message);
  if (!c->model || c->batch_size < 1 || c->steps < 1) {
    g_string_append_printf(c->faults, "cannot build the model: %s\n", message);
    return FALSE;
  }
  c->optimizer_options = (GmxOptimizerOptions){.learning_rate = number(c, "lr"),
                                               .momentum = number(c, "momentum"),
                                               .weight_decay = number(c, "weight_decay"),
                                               .nesterov = number(c, "nesterov") != 0};
  c->step = gmx_step_new(c->model, c->batch_size);
  c->batch = gmx_batch_new(shape, c->batch_size);
  c->optimizer = gmx_optimizer_new(gmx_model_parameter_count(c->model));
  load_initial(c);
  return c->faults->len == 0;
}

/* Puts step @t's images (NCHW in the file) and labels into the batch and mixes them as given. */
static gboolean load_batch(Case *c, int t) {
  const GmxShape s = c->batch->shape;
  const int n = c->batch_size, pixels = s.height * s.width;
  const GmxTensorView *x = tensor(c, GMX_DTYPE_F32, (gssize)n * s.channels * pixels, "step%d.x", t);
  const GmxTensorView *y = tensor(c, GMX_DTYPE_I64, n, "step%d.y", t);
  const GmxTensorView *partner = tensor(c, GMX_DTYPE_I64, n, "step%d.permutation", t);
  const GmxTensorView *lambda = tensor(c, GMX_DTYPE_F32, 1, "step%d.lambda", t);
  if (!x || !y || !partner || !lambda)
    return FALSE;
  g_autofree int *partners = g_new(int, n);
  g_autofree float *lambdas = g_new(float, n);
  const float *from = x->data;
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < s.channels; k++)
      for (int p = 0; p < pixels; p++)
        c->batch->images[((size_t)i * pixels + p) * s.channels + k] =
            from[((size_t)i * s.channels + k) * pixels + p];
    c->batch->first_label[i] = (int)((const gint64 *)y->data)[i];
    partners[i] = (int)((const gint64 *)partner->data)[i];
    lambdas[i] = *(const float *)lambda->data;
  }
  c->batch->count = n;
  gmx_mix_batch_with(c->batch, partners, lambdas);
  return TRUE;
}

static void compare_losses(Case *c, int t, const char *name, const float *ours) {
  const GmxTensorView *view = tensor(c, GMX_DTYPE_F32, c->batch_size, "step%d.%s", t, name);
  if (!view)
    return;
  if (!ours) {
    g_string_append_printf(c->faults, "step %d: no %s was computed\n", t, name);
    return;
  }
  for (int i = 0; i < c->batch_size; i++) {
    const double theirs = ((const float *)view->data)[i];
    const double off = fabs(ours[i] - theirs) / MAX(fabs(theirs), 1e-6);
    c->worst_loss = MAX(c->worst_loss, off);
    if (!(off <= LOSS_TOLERANCE))
      g_string_append_printf(c->faults, "step %d: %s of example %d is %.7g, should be %.7g\n", t,
                             name, i, ours[i], theirs);
  }
}

static void compare_sides(Case *c, int t, const GmxStepResult *result) {
  const GmxTensorView *sharp = tensor(c, GMX_DTYPE_U8, c->batch_size, "step%d.sharp", t);
  const GmxTensorView *norm = tensor(c, GMX_DTYPE_F32, 1, "step%d.epsilon_norm", t);
  if (sharp && (!result->sharp || memcmp(sharp->data, result->sharp, c->batch_size) != 0))
    g_string_append_printf(c->faults, "step %d: the partition differs\n", t);
  if (!norm)
    return;
  const double theirs = *(const float *)norm->data;
  if (!(fabs(result->epsilon_norm - theirs) <= TENSOR_TOLERANCE * theirs))
    g_string_append_printf(c->faults, "step %d: ‖ε̂‖ is %.7g, should be %.7g\n", t,
                           result->epsilon_norm, theirs);
}

/* ‖ours − theirs‖ / ‖theirs‖ of each tensor called PREFIX.NAME. */
static void compare_tensors(Case *c, const char *prefix, const float *parameters,
                            const float *running) {
  for (int t = 0; t < gmx_model_tensor_count(c->model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(c->model, t);
    const gboolean is_running =
        info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
    if (is_running && !running)
      continue;
    const GmxTensorView *view =
        tensor(c, GMX_DTYPE_F32, (gssize)info->size, "%s.%s", prefix, info->name);
    if (!view)
      continue;
    g_autofree float *ours = g_new(float, info->size);
    gmx_model_export_tensor(c->model, t, is_running ? running : parameters, ours);
    double difference = 0, square = 0;
    for (gsize i = 0; i < info->size; i++) {
      const double theirs = ((const float *)view->data)[i];
      difference += (ours[i] - theirs) * (ours[i] - theirs);
      square += theirs * theirs;
    }
    const double off = sqrt(difference) / MAX(sqrt(square), 1e-12);
    c->worst_tensor = MAX(c->worst_tensor, off);
    if (!(off <= TENSOR_TOLERANCE))
      g_string_append_printf(c->faults, "%s.%s is off by %.3g relative L2\n", prefix, info->name,
                             off);
  }
}

static void replay(Case *c) {
  for (int t = 0; t < c->steps && load_batch(c, t); t++) {
    GmxStepResult result;
    gmx_step_run(c->step, c->batch, &c->options, &result);
    compare_losses(c, t, "loss", result.loss);
    if (c->options.perturb != GMX_PERTURB_NONE) {
      compare_losses(c, t, "loss_perturbed", result.loss_perturbed);
      compare_sides(c, t, &result);
    }
    if (t == 0)
      compare_tensors(c, "step0.grad", result.gradient, NULL);
    gmx_optimizer_step(c->optimizer, gmx_model_parameters(c->model), result.gradient,
                       &c->optimizer_options);
  }
  compare_tensors(c, "final", gmx_model_parameters(c->model), gmx_model_running(c->model));
}

static gboolean run_file(const char *path, int index) {
  Case c = {.faults = g_string_new(NULL)};
  g_autoptr(GError) error = NULL;
  g_autofree char *base = g_path_get_basename(path);
  c.file = gmx_safetensors_open(path, &error);
  if (!c.file) {
    g_string_append_printf(c.faults, "%s\n", error->message);
  } else {
    read_options(&c);
    if (build(&c))
      replay(&c);
  }
  const gboolean ok = c.faults->len == 0;
  g_print("%sok %d - %s\n", ok ? "" : "not ", index, base);
  g_print("# worst loss %.2g relative, worst tensor %.2g relative L2\n", c.worst_loss,
          c.worst_tensor);
  g_auto(GStrv) lines = g_strsplit(c.faults->str, "\n", 20);
  for (int i = 0; lines[i] && lines[i][0]; i++)
    g_print("# %s\n", lines[i]);
  gmx_step_free(c.step);
  g_clear_pointer(&c.batch, gmx_batch_free);
  g_clear_pointer(&c.optimizer, gmx_optimizer_free);
  gmx_model_free(c.model);
  g_clear_pointer(&c.file, gmx_safetensors_free);
  g_string_free(c.faults, TRUE);
  return ok;
}

int main(int argc, char **argv) {
  int failed = 0;
  if (argc < 2) {
    g_printerr("usage: conformance FILE…\n");
    return 2;
  }
  g_print("1..%d\n", argc - 1);
  for (int i = 1; i < argc; i++)
    failed += !run_file(argv[i], i);
  return failed ? 1 : 0;
}
