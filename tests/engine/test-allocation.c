/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Once the first has run, a step asks for no memory. The test stands in front of the C library's
 * allocator and counts. */
#include "engine/method/mix.h"
#include "engine/method/step.h"
#include "engine/nn/parallel.h"
#include "engine/train/optimizer.h"

#include <stdatomic.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_int allocations;

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  allocations++;
  return __libc_realloc(memory, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  allocations++;
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : 12;
}

#define COUNT 32

typedef struct {
  GmxDataset *dataset;
  GmxModel *model;
  GmxBatch *batch;
  GmxStep *step;
  GmxOptimizer *optimizer;
  GmxRandom random;
} Fixture;

static void one_step(Fixture *f, const GmxStepOptions *options) {
  const GmxOptimizerOptions optimizer = {.learning_rate = 0.1, .momentum = 0.9};
  GmxStepResult result;
  int indices[COUNT];
  for (int i = 0; i < COUNT; i++)
    indices[i] = (int)gmx_random_below(&f->random, 100);
  gmx_batch_load(f->batch, f->dataset, GMX_SPLIT_TRAIN, indices, COUNT, NULL, &f->random);
  gmx_mix_batch(f->batch, GMX_MIX_MIXUP, 1, FALSE, &f->random);
  gmx_step_run(f->step, f->batch, options, &result);
  gmx_optimizer_step(f->optimizer, gmx_model_parameters(f->model), result.gradient, &optimizer);
}

static void test_steps(gconstpointer data) {
  const GmxShape shape = {3, 16, 16};
  const int hidden[] = {64, 32};
  Fixture f = {.dataset = gmx_dataset_new_random(shape, 10, 100, 1),
               .model = gmx_model_new(data, shape, 10, hidden, 2, NULL)};
  gmx_random_init(&f.random, 1, 1);
  gmx_model_initialize(f.model, &f.random);
  f.batch = gmx_batch_new(shape, COUNT);
  f.step = gmx_step_new(f.model, COUNT);
  f.optimizer = gmx_optimizer_new(gmx_model_parameter_count(f.model));
  for (int combine = GMX_COMBINE_ALL; combine <= GMX_COMBINE_ORTHOGONAL; combine++) {
    GmxStepOptions options = gmx_step_options_default();
    options.combine = combine;
    one_step(&f, &options);
    const int before = allocations;
    for (int i = 0; i < 4; i++)
      one_step(&f, &options);
    g_assert_cmpint(allocations - before, ==, 0);
  }
  g_assert_cmpint(allocations, >, 0); /* the counter counts */
  gmx_optimizer_free(f.optimizer);
  gmx_step_free(f.step);
  gmx_batch_free(f.batch);
  gmx_model_free(f.model);
  g_object_unref(f.dataset);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  gmx_parallel_set_threads(2);
  g_test_add_data_func("/allocation/mlp", "mlp", test_steps);
  g_test_add_data_func("/allocation/cnn", "cnn", test_steps);
  g_test_add_data_func("/allocation/resnet-8", "resnet-8", test_steps);
  return g_test_run();
}
