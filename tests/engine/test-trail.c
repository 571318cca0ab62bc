/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way the training came, and the weights of a run that lies in a folder. */
#include "engine/insight/weights.h"
#include "engine/nn/flat.h"
#include "tests/engine/remove-all.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

static void make_step(GmxTrainer *trainer) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  gmx_trainer_step(trainer, &record, &error);
  g_assert_no_error(error);
}

static void assert_same_floats(const float *a, const float *b, gsize count) {
  g_assert_cmpmem(a, count * sizeof(float), b, count * sizeof(float));
}

/* The points are the weights that stood there, the newest 16 of them, oldest first. */
static void test_steps(void) {
  g_autoptr(GmxTrainer) trainer =
      gmx_test_trainer("model=cnn", "method=g-mix", "limit=1024", NULL); /* a step an image pays */
  GmxModel *model = gmx_trainer_get_model(trainer);
  const gsize count = gmx_model_parameter_count(model);
  g_autoptr(GPtrArray) stood = g_ptr_array_new_with_free_func(g_free);
  int every;
  g_autoptr(GPtrArray) none = gmx_trainer_get_trail(trainer, &every);
  g_assert_cmpuint(none->len, ==, 0);
  for (int step = 0; step < 20; step++) {
    g_ptr_array_add(stood, g_memdup2(gmx_model_parameters(model), count * sizeof(float)));
    make_step(trainer);
  }
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_assert_cmpint(weights->trail_every, ==, 1);
  g_assert_cmpuint(weights->trail->len, ==, GMX_TRAIL_POINTS);
  for (guint i = 0; i < weights->trail->len; i++) {
    const GmxTrailPoint *point = g_ptr_array_index(weights->trail, i);
    g_assert_cmpint(point->step, ==, 20 - GMX_TRAIL_POINTS + i);
    g_assert_cmpuint(point->count, ==, count);
    assert_same_floats(point->weights, g_ptr_array_index(stood, point->step), count);
  }
  make_step(trainer); /* what somebody holds stays as it is */
  const GmxTrailPoint *oldest = g_ptr_array_index(weights->trail, 0);
  g_assert_cmpint(oldest->step, ==, 4);
  assert_same_floats(oldest->weights, g_ptr_array_index(stood, 4), count);
}

/* A small network keeps each step, a large one pays with few copies; memory is bounded. */
static void test_cost(void) {
  GmxTrail *small = gmx_trail_new(1200, 1), *mlp = gmx_trail_new(235146, 3 * 470000.0 * 128);
  GmxTrail *cnn = gmx_trail_new(24058, 3 * 9.7e6 * 128), *huge = gmx_trail_new(40000000, 1e13);
  g_assert_cmpint(gmx_trail_get_every(small), ==, 1);
  g_assert_cmpint(gmx_trail_get_every(cnn), ==, 1);
  g_assert_cmpint(gmx_trail_get_every(mlp), ==, 11);
  g_assert_cmpint(gmx_trail_get_most(huge), ==, 2);
  g_assert_cmpint(gmx_trail_get_most(mlp), ==, GMX_TRAIL_POINTS);
  g_autofree float *weights = g_new0(float, 235146);
  for (int step = 0; step < 45; step++)
    gmx_trail_pass(mlp, step, weights);
  g_autoptr(GPtrArray) thin = gmx_trail_list(mlp, 44); /* 44 stands there now */
  g_assert_cmpuint(thin->len, ==, 4);
  g_assert_cmpint(((GmxTrailPoint *)g_ptr_array_index(thin, 3))->step, ==, 33);
  gmx_trail_clear(mlp);
  g_autoptr(GPtrArray) none = gmx_trail_list(mlp, 100);
  g_assert_cmpuint(none->len, ==, 0);
  GmxTrail *all[] = {small, mlp, cnn, huge};
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    gmx_trail_free(all[i]);
}

/* A ring that nobody holds writes over its own memory. */
static void test_reuse(void) {
  GmxTrail *trail = gmx_trail_new(4, 1e9);
  const float weights[4] = {1, 2, 3, 4};
  const gpointer *first;
  for (int step = 0; step < GMX_TRAIL_POINTS; step++)
    gmx_trail_pass(trail, step, weights);
  g_autoptr(GPtrArray) held = gmx_trail_list(trail, 1);
  g_assert_cmpuint(held->len, ==, 1);
  first = g_ptr_array_index(held, 0);
  gmx_trail_pass(trail, 16, weights); /* step 0's place, which is held */
  gmx_trail_pass(trail, 17, weights);
  g_autoptr(GPtrArray) now = gmx_trail_list(trail, 100);
  g_assert_cmpuint(now->len, ==, GMX_TRAIL_POINTS);
  for (guint i = 0; i < now->len; i++) {
    g_assert_true(g_ptr_array_index(now, i) != (gpointer)first);
    g_assert_cmpint(((GmxTrailPoint *)g_ptr_array_index(now, i))->step, ==, 2 + i);
  }
  gmx_trail_free(trail);
  g_assert_cmpfloat(((GmxTrailPoint *)g_ptr_array_index(held, 0))->weights[3], ==, 4);
}

/* Every file of a folder with its bytes and its time, to see that nothing was written. */
static char *describe_folder(const char *path) {
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  GString *text = g_string_new(NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    GStatBuf status;
    g_assert_cmpint(g_stat(child, &status), ==, 0);
    g_string_append_printf(text, "%s %ld %ld.%09ld\n", name, (long)status.st_size,
                           (long)status.st_mtim.tv_sec, (long)status.st_mtim.tv_nsec);
  }
  return g_string_free(text, FALSE);
}

/* Settings under which a step goes along −ε̂: plain descent by one gradient. */
static GmxTrainer *plain_run(const char *parent) {
  static const char *const settings[] = {
      "model=cnn",           "method=mixup",   "batch=32",
      "limit=160",           "epochs=3",       "probe=8",
      "momentum=0",          "weight-decay=0", "schedule=constant",
      "label-noise=0.2",     "rho=0.3",        "augment=true",
      "evaluate-training=20"};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
    g_auto(GStrv) parts = g_strsplit(settings[i], "=", 2);
    gmx_config_set_from_string(config, parts[0], parts[1], &error);
    g_assert_no_error(error);
  }
  GmxTrainer *trainer = gmx_trainer_new(config, gmx_test_shapes(), parent, &error);
  g_assert_no_error(error);
  return trainer;
}

/* How well w + ε̂ and the next step, taken by the run itself, point in opposite directions. */
static double cosine_with_next_step(const GmxWeights *weights, GmxTrainer *trainer) {
  GmxModel *model = gmx_trainer_get_model(trainer);
  const gsize count = gmx_model_parameter_count(model);
  g_autofree float *climb = g_new(float, count);
  g_autofree float *step = g_memdup2(gmx_model_parameters(model), count * sizeof(float));
  make_step(trainer);
  gmx_flat_combine(1, gmx_model_parameters(weights->perturbed), -1,
                   gmx_model_parameters(weights->model), count, climb);
  gmx_flat_combine(1, gmx_model_parameters(model), -1, step, count, step);
  return gmx_flat_dot(climb, step, count) /
         sqrt(gmx_flat_dot(climb, climb, count) * gmx_flat_dot(step, step, count));
}

/* Left within an epoch (@steps 7) or at the end of one (5): weights, labels, the coming batch. */
static void test_from_run(gconstpointer data) {
  const int steps = GPOINTER_TO_INT(data);
  g_autoptr(GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_autoptr(GmxTrainer) trainer = plain_run(parent);
  while (gmx_trainer_get_step(trainer) < steps) {
    make_step(trainer);
    if (gmx_trainer_get_state(trainer) == GMX_TRAINER_EVALUATION)
      g_assert_true(gmx_trainer_evaluate(trainer, NULL, NULL, NULL));
  }
  g_assert_true(gmx_trainer_save(trainer, NULL));
  const char *path = gmx_trainer_get_run_path(trainer);
  g_autofree char *before = describe_folder(path);
  g_autoptr(GmxWeights) weights = gmx_weights_new_from_run(path, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_autofree char *after = describe_folder(path);
  g_assert_cmpstr(before, ==, after);
  const gsize count = gmx_model_parameter_count(weights->model);
  assert_same_floats(gmx_model_parameters(weights->model),
                     gmx_model_parameters(gmx_trainer_get_model(trainer)), count);
  g_assert_cmpint(weights->step, ==, steps);
  g_assert_cmpint(weights->used_count, ==, 160);
  g_assert_cmpint(weights->batch, ==, 32);
  g_assert_cmpmem(weights->labels, 160 * sizeof(int), gmx_trainer_get_labels(trainer),
                  160 * sizeof(int));
  g_assert_cmpfloat_with_epsilon(weights->epsilon_norm, 0.3, 1e-4);
  g_assert_cmpuint(weights->trail->len, ==, 0);
  g_assert_cmpfloat(cosine_with_next_step(weights, trainer), <, -0.9999);
  g_clear_pointer(&trainer, gmx_trainer_free);
  remove_all(parent);
}

static void test_from_run_refused(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_autoptr(GmxTrainer) trainer = plain_run(parent);
  g_assert_null(gmx_weights_new_from_run(parent, gmx_test_shapes(), &error));
  g_assert_nonnull(error);
  g_clear_error(&error);
  make_step(trainer);
  const char *path = gmx_trainer_get_run_path(trainer);
  g_assert_null(gmx_weights_new_from_run(path, gmx_test_shapes(), &error));
  g_assert_nonnull(strstr(error->message, "has no checkpoint yet"));
  g_clear_error(&error);
  g_autoptr(GmxDataset) other = gmx_dataset_new_random((GmxShape){3, 32, 32}, 10, 200, 1);
  g_assert_null(gmx_weights_new_from_run(path, other, &error));
  g_assert_nonnull(strstr(error->message, "is not what run"));
  g_clear_pointer(&trainer, gmx_trainer_free);
  remove_all(parent);
}

/* Back at a checkpoint the way led elsewhere. */
static void test_back(void) {
  g_autofree char *parent = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_autoptr(GmxTrainer) trainer = plain_run(parent);
  int every;
  for (int i = 0; i < 3; i++)
    make_step(trainer);
  g_assert_true(gmx_trainer_save(trainer, NULL));
  make_step(trainer);
  g_assert_true(gmx_trainer_go_back(trainer, NULL));
  g_autoptr(GPtrArray) none = gmx_trainer_get_trail(trainer, &every);
  g_assert_cmpuint(none->len, ==, 0);
  make_step(trainer);
  g_autoptr(GPtrArray) one = gmx_trainer_get_trail(trainer, &every);
  g_assert_cmpuint(one->len, ==, 1);
  g_clear_pointer(&trainer, gmx_trainer_free);
  remove_all(parent);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/trail/steps", test_steps);
  g_test_add_func("/trail/cost", test_cost);
  g_test_add_func("/trail/reuse", test_reuse);
  g_test_add_func("/trail/back", test_back);
  g_test_add_data_func("/trail/from run/within an epoch", GINT_TO_POINTER(7), test_from_run);
  g_test_add_data_func("/trail/from run/between two", GINT_TO_POINTER(5), test_from_run);
  g_test_add_func("/trail/from run/refused", test_from_run_refused);
  return g_test_run();
}
