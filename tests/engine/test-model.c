/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks against finite differences and against themselves: gradients of every layer kind, equal
 * bits for any number of threads, the pass at evaluation, and tensors in and out. */
#include "engine/nn/flat.h"
#include "engine/nn/loss.h"
#include "engine/nn/model.h"
#include "engine/nn/parallel.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define CLASSES 5

typedef struct {
  const char *name;
  GmxShape shape;
  int n;
} Net;

static const Net nets[] = {
    {"mlp", {1, 5, 3}, 7},      {"cnn", {1, 12, 12}, 6},     {"cnn", {3, 9, 7}, 5},
    {"resnet-8", {3, 8, 8}, 6}, {"resnet-8", {1, 11, 9}, 4}, {"resnet-14", {2, 8, 12}, 12},
};

typedef struct {
  GmxModel *model;
  GmxTape *tape;
  int n;
  float *images;
  int first[16], second[16];
  float lambda[16], weight[16];
} Fixture;

static void set_up(Fixture *f, const Net *net, GmxRandom *random) {
  const int hidden[] = {11, 6};
  f->model = gmx_model_new(net->name, net->shape, CLASSES, hidden, 2, NULL);
  g_assert_nonnull(f->model);
  f->tape = gmx_tape_new(f->model, net->n, true);
  f->n = net->n;
  gmx_model_initialize(f->model, random);
  const gsize count = (gsize)net->n * net->shape.channels * net->shape.height * net->shape.width;
  f->images = g_new(float, count);
  for (gsize i = 0; i < count; i++)
    f->images[i] = (float)gmx_random_normal(random);
  for (int i = 0; i < net->n; i++) {
    f->first[i] = (int)gmx_random_below(random, CLASSES);
    f->second[i] = (int)gmx_random_below(random, CLASSES);
    f->lambda[i] = (float)gmx_random_uniform(random);
    f->weight[i] = (float)(0.2 + gmx_random_uniform(random));
  }
}

static void tear_down(Fixture *f) {
  gmx_tape_free(f->tape);
  gmx_model_free(f->model);
  g_free(f->images);
}

/* Σ weight_i ℓ_i at the present weights, in double. */
static double objective(Fixture *f, float *probabilities) {
  const GmxTargets targets = {f->first, f->second, f->lambda};
  float loss[16];
  double sum = 0;
  gmx_model_forward(f->model, f->tape, f->images, f->n, GMX_PASS_FROZEN);
  gmx_loss_cross_entropy(gmx_tape_logits(f->tape), f->n, CLASSES, targets, probabilities, loss);
  for (int i = 0; i < f->n; i++)
    sum += (double)f->weight[i] * loss[i];
  return sum;
}

static float *gradient_of(Fixture *f) {
  const GmxTargets targets = {f->first, f->second, f->lambda};
  float probabilities[16 * CLASSES], logits[16 * CLASSES];
  float *gradient = g_new(float, gmx_model_parameter_count(f->model));
  objective(f, probabilities);
  gmx_loss_gradient(probabilities, f->n, CLASSES, targets, f->weight, logits);
  gmx_model_backward(f->model, f->tape, logits, gradient);
  return gradient;
}

/* Along a random direction within one tensor, the loss must rise as the gradient says. The step is
 * shortened when a kink of ReLU or pooling lies within it, which shows as two slopes. */
static void check_tensor(Fixture *f, const GmxTensorInfo *info, const float *gradient,
                         GmxRandom *random) {
  float *w = gmx_model_parameters(f->model) + info->offset;
  g_autofree float *saved = g_memdup2(w, info->size * sizeof(float));
  g_autofree double *direction = g_new(double, info->size);
  double expected = 0, norm = 0;
  for (gsize i = 0; i < info->size; i++) {
    direction[i] = gmx_random_normal(random);
    norm += direction[i] * direction[i];
  }
  for (gsize i = 0; i < info->size; i++) {
    direction[i] /= sqrt(norm);
    expected += direction[i] * gradient[info->offset + i];
  }
  double best = INFINITY;
  for (double h = 1e-2; h > 8e-5; h /= 3) {
    double loss[2];
    for (int side = 0; side < 2; side++) {
      for (gsize i = 0; i < info->size; i++)
        w[i] = (float)(saved[i] + (side ? h : -h) * direction[i]);
      loss[side] = objective(f, NULL);
    }
    best = MIN(best, fabs((loss[1] - loss[0]) / (2 * h) - expected));
  }
  memcpy(w, saved, info->size * sizeof(float));
  if (!(best <= 3e-3 + 0.03 * fabs(expected)))
    g_error("%s of %s: slope off by %g, should be %g", info->name, gmx_model_name(f->model), best,
            expected);
}

static void test_gradients(gconstpointer data) {
  Fixture f;
  GmxRandom random;
  gmx_random_init(&random, 3, 1);
  set_up(&f, data, &random);
  g_autofree float *gradient = gradient_of(&f);
  int checked = 0;
  for (int t = 0; t < gmx_model_tensor_count(f.model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(f.model, t);
    if (info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR)
      continue;
    check_tensor(&f, info, gradient, &random);
    checked++;
  }
  g_assert_cmpint(checked, >=, 6);
  tear_down(&f);
}

static void test_threads(gconstpointer data) {
  Fixture f;
  float *first = NULL;
  for (int threads = 1; threads <= 3; threads++) {
    GmxRandom random;
    gmx_random_init(&random, 4, 1);
    gmx_parallel_set_threads(threads);
    set_up(&f, data, &random);
    g_autofree float *gradient = gradient_of(&f);
    const gsize bytes = gmx_model_parameter_count(f.model) * sizeof(float);
    if (!first)
      first = g_memdup2(gradient, bytes);
    g_assert_cmpmem(gradient, bytes, first, bytes);
    tear_down(&f);
  }
  g_free(first);
  gmx_parallel_set_threads(0);
}

/* The backward pass leaves the tape as it was: two calls with two weightings add up. */
static void test_backward_twice(gconstpointer data) {
  Fixture f;
  GmxRandom random;
  gmx_random_init(&random, 5, 1);
  set_up(&f, data, &random);
  const gsize count = gmx_model_parameter_count(f.model);
  g_autofree float *whole = gradient_of(&f);
  const GmxTargets targets = {f.first, f.second, f.lambda};
  float probabilities[16 * CLASSES], logits[16 * CLASSES], all[16];
  g_autofree float *part = g_new(float, count);
  g_autofree float *sum = g_new0(float, count);
  objective(&f, probabilities);
  memcpy(all, f.weight, sizeof all);
  for (int half = 0; half < 2; half++) {
    for (int i = 0; i < f.n; i++)
      f.weight[i] = i % 2 == half ? all[i] : 0;
    gmx_loss_gradient(probabilities, f.n, CLASSES, targets, f.weight, logits);
    gmx_model_backward(f.model, f.tape, logits, part);
    gmx_flat_add_scaled(sum, 1, part, count, sum);
  }
  gmx_flat_add_scaled(sum, -1, whole, count, sum);
  const double off = sqrt(gmx_flat_dot(sum, sum, count) / gmx_flat_dot(whole, whole, count));
  g_assert_cmpfloat(off, <, 1e-5);
  tear_down(&f);
}

/* After many passes over one batch the running statistics are that batch's, so evaluation must give
 * what training gave, up to the unbiased variance. */
static void test_evaluation(gconstpointer data) {
  Fixture f;
  GmxRandom random;
  gmx_random_init(&random, 6, 1);
  set_up(&f, data, &random);
  const gsize count = (gsize)f.n * CLASSES;
  g_autofree float *trained = NULL;
  for (int i = 0; i < 300; i++)
    gmx_model_forward(f.model, f.tape, f.images, f.n, GMX_PASS_TRAIN);
  trained = g_memdup2(gmx_tape_logits(f.tape), count * sizeof(float));
  GmxTape *evaluation = gmx_tape_new(f.model, f.n, false);
  gmx_model_forward(f.model, evaluation, f.images, f.n, GMX_PASS_EVALUATE);
  double difference = 0, square = 0;
  for (gsize i = 0; i < count; i++) {
    difference += pow(gmx_tape_logits(evaluation)[i] - trained[i], 2);
    square += pow(trained[i], 2);
  }
  g_assert_cmpfloat(sqrt(difference / square), <, 0.1);
  gmx_tape_free(evaluation);
  tear_down(&f);
}

static void test_tensors(gconstpointer data) {
  Fixture f;
  GmxRandom random;
  gmx_random_init(&random, 7, 1);
  set_up(&f, data, &random);
  gsize parameters = 0, running = 0;
  for (int t = 0; t < gmx_model_tensor_count(f.model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(f.model, t);
    const gboolean is_running =
        info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
    float *buffer = is_running ? gmx_model_running(f.model) : gmx_model_parameters(f.model);
    g_autofree float *values = g_new(float, info->size), *again = g_new(float, info->size);
    *(is_running ? &running : &parameters) += info->size;
    gmx_model_export_tensor(f.model, t, buffer, values);
    memset(buffer + info->offset, 0, info->size * sizeof(float));
    gmx_model_import_tensor(f.model, t, buffer, values);
    gmx_model_export_tensor(f.model, t, buffer, again);
    g_assert_cmpmem(values, info->size * sizeof(float), again, info->size * sizeof(float));
    g_assert_cmpint(gmx_model_find_tensor(f.model, info->name), ==, t);
  }
  g_assert_cmpuint(parameters, ==, gmx_model_parameter_count(f.model));
  g_assert_cmpuint(running, ==, gmx_model_running_count(f.model));
  tear_down(&f);
}

/* The counts that the definitions of methods.md, section 6, come to. */
static void test_sizes(void) {
  const struct {
    const char *name;
    int channels;
    gsize parameters;
  } known[] = {
      {"cnn", 1, 24058}, {"cnn", 3, 24346}, {"resnet-8", 3, 78042}, {"resnet-20", 3, 272474}};
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
    const GmxShape shape = {known[i].channels, 32, 32};
    GmxModel *model = gmx_model_new(known[i].name, shape, 10, NULL, 0, NULL);
    g_assert_cmpuint(gmx_model_parameter_count(model), ==, known[i].parameters);
    gmx_model_free(model);
  }
}

static void test_refusals(void) {
  const char *const names[] = {"resnet-9", "resnet-", "resnet-8x", "vgg", ""};
  const GmxShape shape = {3, 32, 32}, tiny = {3, 2, 2};
  char error[256];
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    error[0] = 0;
    g_assert_null(gmx_model_new(names[i], shape, 10, NULL, 0, error));
    g_assert_nonnull(strstr(error, "resnet-20"));
  }
  g_assert_null(gmx_model_new("cnn", tiny, 10, NULL, 0, error));
  g_assert_nonnull(strstr(error, "4 × 4"));
}

static void add(const char *what, const Net *net, GTestDataFunc func) {
  g_autofree char *path = g_strdup_printf("/model/%s/%s-%dx%dx%d", what, net->name,
                                          net->shape.channels, net->shape.height, net->shape.width);
  g_test_add_data_func(path, net, func);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(nets); i++) {
    add("gradients", &nets[i], test_gradients);
    add("threads", &nets[i], test_threads);
    add("backward-twice", &nets[i], test_backward_twice);
    add("evaluation", &nets[i], test_evaluation);
    add("tensors", &nets[i], test_tensors);
  }
  g_test_add_func("/model/sizes", test_sizes);
  g_test_add_func("/model/refusals", test_refusals);
  return g_test_run();
}
