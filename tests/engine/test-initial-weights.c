/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weights that come from a file: kept from the first step on, and never taken up half. */
#include "tests/engine/train-runs.h"

#include "engine/train/safetensors.h"
#include "tests/engine/remove-all.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder, *file;
} Fixture;

/* A file of the network of @trainer in which every value is @value; @left_out has no tensor. */
static void write_weights(Fixture *fixture, GmxTrainer *trainer, float value, int left_out) {
  g_autoptr(GmxSafetensorsWriter) writer = gmx_safetensors_writer_new();
  const GmxModel *model = gmx_trainer_get_model(trainer);
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    g_autofree float *values = g_new(float, info->size);
    gint64 shape[4];
    for (gsize i = 0; i < info->size; i++)
      values[i] = value;
    for (int i = 0; i < info->rank; i++)
      shape[i] = info->shape[i];
    if (t != left_out)
      gmx_safetensors_writer_add(writer, info->name, GMX_DTYPE_F32, info->rank, shape, values);
  }
  g_assert_true(gmx_safetensors_writer_save(writer, fixture->file, NULL));
}

static void set_up(Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp("gmix-weights-XXXXXX", NULL);
  fixture->file = g_build_filename(fixture->folder, "begin.safetensors", NULL);
}

static void tear_down(Fixture *fixture, gconstpointer data) {
  remove_all(fixture->folder);
  g_free(fixture->folder);
  g_free(fixture->file);
}

static GmxTrainer *trainer_with_files(Fixture *fixture) {
  g_autoptr(GmxTrainer) settings = gmx_test_trainer("checkpoint-every=0", NULL);
  g_autoptr(GError) error = NULL;
  GmxTrainer *trainer =
      gmx_trainer_new(gmx_trainer_get_config(settings), gmx_test_shapes(), fixture->folder, &error);
  g_assert_no_error(error);
  return trainer;
}

/* Stopped in its first epoch, a run goes on from the file's weights although nothing was saved. */
static void test_kept_from_the_first_step(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxTrainer) trainer = trainer_with_files(fixture);
  g_autoptr(GError) error = NULL;
  GmxStepRecord first, again;
  write_weights(fixture, trainer, 0.0625f, -1);
  g_assert_true(gmx_trainer_load_weights(trainer, fixture->file, &error));
  g_assert_cmpfloat(gmx_model_parameters(gmx_trainer_get_model(trainer))[7], ==, 0.0625f);
  g_assert_true(gmx_trainer_step(trainer, &first, &error));
  g_autofree char *run = g_strdup(gmx_trainer_get_run_path(trainer));
  g_autofree char *path = g_build_filename(run, "checkpoint.safetensors", NULL);
  g_autoptr(GmxSafetensors) checkpoint = gmx_safetensors_open(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(gmx_safetensors_get_metadata(checkpoint, "step"), ==, "0");
  g_clear_pointer(&trainer, gmx_trainer_free);
  g_remove(fixture->file);
  trainer = gmx_trainer_resume(run, gmx_test_shapes(), &error);
  g_assert_no_error(error);
  g_assert_cmpint(gmx_trainer_get_step(trainer), ==, 0);
  g_assert_true(gmx_trainer_step(trainer, &again, &error));
  g_assert_cmpfloat(again.loss, ==, first.loss);
  g_assert_cmpfloat(again.gradient_norm, ==, first.gradient_norm);
}

static void test_all_or_nothing(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer(NULL, NULL);
  GmxModel *model = gmx_trainer_get_model(trainer);
  const gsize size = sizeof(float) * gmx_model_parameter_count(model);
  g_autofree float *drawn = g_memdup2(gmx_model_parameters(model), size);
  g_autoptr(GError) error = NULL;
  write_weights(fixture, trainer, 1, gmx_model_tensor_count(model) - 1);
  g_assert_false(gmx_trainer_load_weights(trainer, fixture->file, &error));
  g_assert_nonnull(strstr(error->message, "“fc2.bias” is missing"));
  g_assert_cmpmem(gmx_model_parameters(model), size, drawn, size);
}

static void test_not_while_training(Fixture *fixture, gconstpointer data) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer(NULL, NULL);
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  write_weights(fixture, trainer, 0.0625f, -1);
  g_assert_true(gmx_trainer_step(trainer, &record, NULL));
  g_assert_false(gmx_trainer_load_weights(trainer, fixture->file, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add("/weights/kept-from-the-first-step", Fixture, NULL, set_up,
             test_kept_from_the_first_step, tear_down);
  g_test_add("/weights/all-or-nothing", Fixture, NULL, set_up, test_all_or_nothing, tear_down);
  g_test_add("/weights/not-while-training", Fixture, NULL, set_up, test_not_while_training,
             tear_down);
  return g_test_run();
}
