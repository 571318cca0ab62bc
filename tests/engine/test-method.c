/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixing, climbing and parting, apart from any network where that is possible, and what a step
 * promises besides its gradient: weights that come back bit for bit, statistics moved once. */
#include "engine/method/mix.h"
#include "engine/method/step.h"
#include "engine/nn/flat.h"
#include "engine/nn/parallel.h"

#include <math.h>
#include <string.h>

static void test_partition(void) {
  const struct {
    float s[8];
    int n;
    double gamma;
    guint8 sharp[8];
    int k;
    double cut;
  } cases[] = {
      {{1, 5, 3, 2}, 4, 0.5, {0, 1, 1, 0}, 2, 2.5},
      {{1, 1, 1, 1}, 4, 0.5, {1, 1, 0, 0}, 2, 1},         /* ties go to the lower index */
      {{-1, -3, -2}, 3, 0.01, {1, 0, 0}, 1, -1.5},        /* at least one */
      {{-1, -3, -2}, 3, 0.99, {1, 0, 1}, 2, -2.5},        /* at most n − 1 */
      {{0, -0.0f, 1, 2}, 4, 0.75, {1, 0, 1, 1}, 3, 0},    /* −0 and 0 tie */
      {{1, NAN, 3, 2}, 4, 0.25, {0, 1, 0, 0}, 1, NAN},    /* NaN counts as the largest */
      {{4, 3, 2, 1, 0}, 5, 0.5, {1, 1, 1, 0, 0}, 3, 1.5}, /* floor(2.5 + 0.5) */
  };
  for (gsize c = 0; c < G_N_ELEMENTS(cases); c++) {
    guint8 sharp[8];
    double cut;
    g_assert_cmpint(gmx_partition(cases[c].s, cases[c].n, cases[c].gamma, sharp, &cut), ==,
                    cases[c].k);
    g_assert_cmpmem(sharp, cases[c].n, cases[c].sharp, cases[c].n);
    if (c != 5) /* where the least of S is a number */
      g_assert_cmpfloat_with_epsilon(cut, cases[c].cut, 1e-9);
  }
}

/* Held against sorting, on many values with many ties. */
static void test_partition_random(void) {
  GmxRandom random;
  gmx_random_init(&random, 1, 1);
  for (int round = 0; round < 200; round++) {
    float s[64];
    guint8 sharp[64];
    double cut;
    const int n = 2 + (int)gmx_random_below(&random, 62);
    const double gamma = gmx_random_uniform(&random);
    for (int i = 0; i < n; i++)
      s[i] = (float)gmx_random_below(&random, 9) / 4 - 1;
    const int k = gmx_partition(s, n, gamma, sharp, &cut);
    for (int i = 0; i < n; i++) {
      int before = 0; /* how many stand before i in the order of methods.md */
      for (int j = 0; j < n; j++)
        before += s[j] > s[i] || (s[j] == s[i] && j < i);
      g_assert_cmpint(sharp[i], ==, before < k);
    }
  }
}

static const GmxShape shape = {1, 8, 8};

static GmxBatch *random_batch(int n, GmxRandom *random) {
  GmxBatch *batch = gmx_batch_new(shape, n);
  batch->count = n;
  for (int i = 0; i < n * 64; i++)
    batch->images[i] = (float)gmx_random_normal(random);
  for (int i = 0; i < n; i++) {
    batch->first_label[i] = batch->second_label[i] = (int)gmx_random_below(random, 4);
    batch->partner[i] = i;
    batch->lambda[i] = 1;
  }
  return batch;
}

static void check_mixed(const GmxBatch *batch, const float *before, gboolean one_lambda) {
  gboolean seen[16] = {FALSE};
  for (int i = 0; i < batch->count; i++) {
    const int p = batch->partner[i];
    g_assert_false(seen[p]);
    seen[p] = TRUE;
    g_assert_cmpint(batch->second_label[i], ==, batch->first_label[p]);
    g_assert_true(batch->lambda[i] >= 0 && batch->lambda[i] <= 1);
    g_assert_true(!one_lambda || batch->lambda[i] == batch->lambda[0]);
    for (int k = 0; k < 64; k++) {
      const double expected = (double)batch->lambda[i] * before[i * 64 + k] +
                              (1 - (double)batch->lambda[i]) * before[p * 64 + k];
      g_assert_cmpfloat_with_epsilon(batch->images[i * 64 + k], expected, 1e-6);
    }
  }
}

static void test_mix(void) {
  GmxRandom random;
  gmx_random_init(&random, 2, 1);
  for (int per_example = 0; per_example < 2; per_example++) {
    g_autoptr(GmxBatch) batch = random_batch(16, &random);
    g_autofree float *before = g_memdup2(batch->images, 16 * 64 * sizeof(float));
    gmx_mix_batch(batch, GMX_MIX_MIXUP, 1, per_example, &random);
    check_mixed(batch, before, !per_example);
    if (per_example)
      g_assert_true(batch->lambda[0] != batch->lambda[1]);
  }
}

/* An image that is mixed again by itself has the bytes that the batch has: moved or still, grey or
 * in colour, of one λ or of many. */
static void check_mix_rgb(GmxShape pixels, gboolean augment, gboolean per_example) {
  enum { COUNT = 24 };
  int indices[COUNT];
  GmxRandom random;
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_random(pixels, 4, 100, 1);
  g_autoptr(GmxBatch) batch = gmx_batch_new(pixels, COUNT);
  const gsize size = (gsize)pixels.height * pixels.width * 3;
  g_autofree guint8 *due = g_malloc(size);
  g_autofree guint8 *again = g_malloc(size);
  gmx_random_init(&random, 6, 1);
  for (int i = 0; i < COUNT; i++)
    indices[i] = (int)gmx_random_below(&random, 100);
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, COUNT, NULL, augment ? &random : NULL);
  gmx_mix_batch(batch, GMX_MIX_MIXUP, 1, per_example, &random);
  for (int i = 0; i < COUNT; i++) {
    const int p = batch->partner[i];
    gmx_batch_to_rgb(batch, dataset, i, due);
    gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, indices[i], augment ? &batch->moves[i] : NULL,
                      indices[p], augment ? &batch->moves[p] : NULL, batch->lambda[i], again);
    g_assert_cmpmem(again, size, due, size);
  }
}

static void test_mix_rgb(void) {
  for (int augment = 0; augment < 2; augment++)
    for (int per_example = 0; per_example < 2; per_example++) {
      check_mix_rgb((GmxShape){1, 9, 7}, augment, per_example);
      check_mix_rgb((GmxShape){3, 12, 10}, augment, per_example);
    }
}

static void test_mix_nothing(void) {
  GmxRandom random, untouched;
  gmx_random_init(&random, 3, 1);
  g_autoptr(GmxBatch) batch = random_batch(8, &random);
  g_autofree float *before = g_memdup2(batch->images, 8 * 64 * sizeof(float));
  untouched = random;
  gmx_mix_batch(batch, GMX_MIX_NONE, 1, FALSE, &random);
  g_assert_cmpmem(&random, sizeof random, &untouched, sizeof untouched);
  g_assert_cmpmem(batch->images, 8 * 64 * sizeof(float), before, 8 * 64 * sizeof(float));
  gmx_mix_batch(batch, GMX_MIX_MIXUP, 0, FALSE, &random); /* α = 0 means λ = 1 */
  g_assert_cmpfloat(batch->lambda[3], ==, 1);
  g_assert_cmpmem(batch->images, 8 * 64 * sizeof(float), before, 8 * 64 * sizeof(float));
}

/* Mean and variance of Beta(α, α): 1/2 and 1 / (4 (2 α + 1)). */
static void test_beta(void) {
  const double alphas[] = {0.1, 0.4, 1, 4};
  GmxRandom random;
  gmx_random_init(&random, 4, 1);
  for (gsize a = 0; a < G_N_ELEMENTS(alphas); a++) {
    double sum = 0, square = 0;
    const int n = 40000;
    for (int i = 0; i < n; i++) {
      const double v = gmx_random_beta(&random, alphas[a], alphas[a]);
      g_assert_true(v >= 0 && v <= 1);
      sum += v;
      square += (v - 0.5) * (v - 0.5);
    }
    g_assert_cmpfloat_with_epsilon(sum / n, 0.5, 0.01);
    g_assert_cmpfloat_with_epsilon(square / n, 1 / (4 * (2 * alphas[a] + 1)), 0.005);
  }
}

typedef struct {
  GmxModel *model;
  GmxStep *step;
  GmxBatch *batch;
} Fixture;

static void set_up(Fixture *f) {
  GmxRandom random;
  gmx_random_init(&random, 5, 1);
  f->model = gmx_model_new("cnn", shape, 4, NULL, 0, NULL);
  gmx_model_initialize(f->model, &random);
  f->batch = random_batch(12, &random);
  gmx_mix_batch(f->batch, GMX_MIX_MIXUP, 1, FALSE, &random);
  f->step = gmx_step_new(f->model, 12);
}

static void tear_down(Fixture *f) {
  gmx_step_free(f->step);
  gmx_batch_free(f->batch);
  gmx_model_free(f->model);
}

static void test_weights_return(void) {
  for (int combine = GMX_COMBINE_ALL; combine <= GMX_COMBINE_ORTHOGONAL; combine++)
    for (int perturb = GMX_PERTURB_SAM; perturb <= GMX_PERTURB_ASAM; perturb++) {
      Fixture f;
      set_up(&f);
      GmxStepOptions options = gmx_step_options_default();
      options.combine = combine;
      options.perturb = perturb;
      const gsize bytes = gmx_model_parameter_count(f.model) * sizeof(float);
      g_autofree float *before = g_memdup2(gmx_model_parameters(f.model), bytes);
      GmxStepResult result;
      gmx_step_run(f.step, f.batch, &options, &result);
      g_assert_true(result.finite);
      g_assert_cmpmem(gmx_model_parameters(f.model), bytes, before, bytes);
      g_assert_cmpint(result.sharp_count, ==, 6);
      g_assert_true(isfinite(result.cosine) == (combine == GMX_COMBINE_ORTHOGONAL));
      tear_down(&f);
    }
}

/* SAM's ε̂ has length ρ, and what is reported is what was climbed. */
static void test_climb(void) {
  Fixture f;
  set_up(&f);
  GmxStepOptions options = gmx_step_options_default();
  options.rho = 0.25;
  GmxStepResult result;
  gmx_step_run(f.step, f.batch, &options, &result);
  g_assert_cmpfloat_with_epsilon(result.epsilon_norm, 0.25, 1e-6);
  g_assert_cmpfloat(result.mean_loss_perturbed, >, result.mean_loss);
  for (int i = 0; i < result.count; i++)
    g_assert_cmpfloat(result.sharpness[i], ==, result.loss_perturbed[i] - result.loss[i]);
  tear_down(&f);
}

/* ℓ_i from the softmax: what the step hands out belongs to the pass that it says. */
static void check_softmax(const GmxBatch *batch, const float *probabilities, const float *loss) {
  g_assert_nonnull(probabilities);
  for (int i = 0; i < batch->count; i++) {
    const float *p = probabilities + i * 4;
    const double lambda = batch->lambda[i];
    const double due =
        -lambda * log(p[batch->first_label[i]]) - (1 - lambda) * log(p[batch->second_label[i]]);
    g_assert_cmpfloat_with_epsilon(p[0] + p[1] + p[2] + p[3], 1, 1e-5);
    g_assert_cmpfloat_with_epsilon(loss[i], due, 1e-4);
  }
}

static void test_probabilities(void) {
  for (int combine = GMX_COMBINE_ALL; combine <= GMX_COMBINE_ORTHOGONAL; combine++)
    for (int inspect = 0; inspect < 2; inspect++) {
      Fixture f;
      set_up(&f);
      GmxStepOptions options = gmx_step_options_default();
      GmxStepResult result;
      options.combine = combine;
      options.rho = 1; /* so that the two passes differ by more than the tolerance */
      (inspect ? gmx_step_inspect : gmx_step_run)(f.step, f.batch, &options, &result);
      g_assert_cmpfloat(result.mean_loss_perturbed, >, result.mean_loss + 0.01);
      check_softmax(f.batch, result.probabilities, result.loss);
      check_softmax(f.batch, result.probabilities_perturbed, result.loss_perturbed);
      options.perturb = GMX_PERTURB_NONE;
      gmx_step_run(f.step, f.batch, &options, &result);
      check_softmax(f.batch, result.probabilities, result.loss);
      g_assert_null(result.probabilities_perturbed);
      tear_down(&f);
    }
}

/* Only the first pass moves the running statistics, and looking moves nothing. */
static void test_statistics_move_once(void) {
  Fixture a, b;
  set_up(&a);
  set_up(&b);
  GmxStepOptions options = gmx_step_options_default();
  GmxStepResult result;
  const gsize bytes = gmx_model_running_count(a.model) * sizeof(float);
  g_autofree float *before = g_memdup2(gmx_model_running(a.model), bytes);
  gmx_step_inspect(a.step, a.batch, &options, &result);
  g_assert_nonnull(result.sharp);
  g_assert_cmpmem(gmx_model_running(a.model), bytes, before, bytes);
  gmx_step_run(a.step, a.batch, &options, &result);
  options.perturb = GMX_PERTURB_NONE;
  gmx_step_run(b.step, b.batch, &options, &result);
  g_assert_null(result.loss_perturbed);
  g_assert_cmpmem(gmx_model_running(a.model), bytes, gmx_model_running(b.model), bytes);
  g_assert_cmpint(memcmp(gmx_model_running(a.model), before, bytes), !=, 0);
  tear_down(&a);
  tear_down(&b);
}

static void test_not_finite(void) {
  Fixture f;
  set_up(&f);
  const GmxStepOptions options = gmx_step_options_default();
  GmxStepResult result;
  f.batch->images[5] = NAN;
  gmx_step_run(f.step, f.batch, &options, &result);
  g_assert_false(result.finite);
  for (gsize i = 0; i < gmx_model_parameter_count(f.model); i++)
    g_assert_true(isfinite(gmx_model_parameters(f.model)[i]));
  tear_down(&f);
}

static void test_threads(void) {
  float *first = NULL;
  for (int threads = 1; threads <= 3; threads++) {
    Fixture f;
    gmx_parallel_set_threads(threads);
    set_up(&f);
    GmxStepOptions options = gmx_step_options_default();
    options.combine = GMX_COMBINE_ORTHOGONAL;
    GmxStepResult result;
    gmx_step_run(f.step, f.batch, &options, &result);
    const gsize bytes = gmx_model_parameter_count(f.model) * sizeof(float);
    if (!first)
      first = g_memdup2(result.gradient, bytes);
    g_assert_cmpmem(result.gradient, bytes, first, bytes);
    tear_down(&f);
  }
  g_free(first);
  gmx_parallel_set_threads(0);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/method/partition", test_partition);
  g_test_add_func("/method/partition-random", test_partition_random);
  g_test_add_func("/method/mix", test_mix);
  g_test_add_func("/method/mix-rgb", test_mix_rgb);
  g_test_add_func("/method/probabilities", test_probabilities);
  g_test_add_func("/method/mix-nothing", test_mix_nothing);
  g_test_add_func("/method/beta", test_beta);
  g_test_add_func("/method/weights-return", test_weights_return);
  g_test_add_func("/method/climb", test_climb);
  g_test_add_func("/method/statistics-move-once", test_statistics_move_once);
  g_test_add_func("/method/not-finite", test_not_finite);
  g_test_add_func("/method/threads", test_threads);
  return g_test_run();
}
