/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints: everything comes back, PyTorch's names are there, and a file that does not fit
 * changes nothing. */
#include "engine/train/checkpoint.h"
#include "engine/train/safetensors.h"

#include <glib/gstdio.h>
#include <string.h>

/* A model, its optimizer and streams, filled from a seed. */
typedef struct {
  GmxModel *model;
  float *momentum;
  gsize count;
  GmxRandom mix, order;
  int permutation[4];
  GmxCheckpointBuffer buffer;
  GmxCheckpointStream streams[2];
  GmxCheckpoint checkpoint;
} Training;

static void fill(float *values, gsize count, GmxRandom *random) {
  for (gsize i = 0; i < count; i++)
    values[i] = (float)gmx_random_normal(random);
}

static Training *make_training(const char *model, int classes, guint64 seed) {
  Training *t = g_new0(Training, 1);
  const int hidden[] = {5, 3};
  GmxRandom random;

  gmx_random_init(&random, seed, GMX_STREAM_WEIGHTS);
  t->model = gmx_model_new(model, (GmxShape){3, 8, 8}, classes, hidden, 2, NULL);
  t->count = gmx_model_parameter_count(t->model);
  t->momentum = g_new(float, t->count);
  fill(gmx_model_parameters(t->model), t->count, &random);
  fill(gmx_model_running(t->model), gmx_model_running_count(t->model), &random);
  fill(t->momentum, t->count, &random);
  gmx_random_init(&t->mix, seed, GMX_STREAM_MIX);
  gmx_random_init(&t->order, seed, GMX_STREAM_ORDER);
  gmx_random_permutation(&t->order, t->permutation, 4);
  t->buffer = (GmxCheckpointBuffer){"momentum", t->momentum};
  t->streams[0] = (GmxCheckpointStream){"mix", &t->mix};
  t->streams[1] = (GmxCheckpointStream){"order", &t->order};
  t->checkpoint = (GmxCheckpoint){.model = t->model,
                                  .buffers = &t->buffer,
                                  .buffer_count = 1,
                                  .streams = t->streams,
                                  .stream_count = 2,
                                  .order = t->permutation,
                                  .order_count = 4,
                                  .step = (gint64)seed * 1000,
                                  .epoch = 3,
                                  .index = 2};
  return t;
}

static void training_free(Training *t) {
  gmx_model_free(t->model);
  g_free(t->momentum);
  g_free(t);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Training, training_free)

static gboolean same(const Training *a, const Training *b) {
  return memcmp(gmx_model_parameters(a->model), gmx_model_parameters(b->model),
                a->count * sizeof(float)) == 0 &&
         memcmp(gmx_model_running(a->model), gmx_model_running(b->model),
                gmx_model_running_count(a->model) * sizeof(float)) == 0 &&
         memcmp(a->momentum, b->momentum, a->count * sizeof(float)) == 0 &&
         memcmp(&a->mix, &b->mix, sizeof a->mix) == 0 &&
         memcmp(&a->order, &b->order, sizeof a->order) == 0 &&
         memcmp(a->permutation, b->permutation, sizeof a->permutation) == 0 &&
         a->checkpoint.step == b->checkpoint.step && a->checkpoint.epoch == b->checkpoint.epoch &&
         a->checkpoint.index == b->checkpoint.index;
}

typedef struct {
  char *dir, *path;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data) {
  fixture->dir = g_dir_make_tmp("gmix-XXXXXX", NULL);
  fixture->path = g_build_filename(fixture->dir, "checkpoint.safetensors", NULL);
}

static void tear_down(Fixture *fixture, gconstpointer data) {
  g_remove(fixture->path);
  g_rmdir(fixture->dir);
  g_free(fixture->path);
  g_free(fixture->dir);
}

static void save(Fixture *fixture, Training *training) {
  g_autoptr(GError) error = NULL;

  gmx_checkpoint_save(fixture->path, &training->checkpoint, &error);
  g_assert_no_error(error);
}

static void check_round_trip(Fixture *fixture, const char *model) {
  g_autoptr(Training) saved = make_training(model, 4, 1), loaded = make_training(model, 4, 2);
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr(GError) error = NULL;
  gsize first_length, second_length;

  save(fixture, saved);
  g_file_get_contents(fixture->path, &first, &first_length, NULL);
  g_assert_false(same(saved, loaded));
  g_assert_true(gmx_checkpoint_load(fixture->path, &loaded->checkpoint, &error));
  g_assert_no_error(error);
  g_assert_true(same(saved, loaded));
  save(fixture, loaded);
  g_file_get_contents(fixture->path, &second, &second_length, NULL);
  g_assert_cmpmem(first, first_length, second, second_length);
}

static void test_round_trip(Fixture *fixture, gconstpointer data) {
  check_round_trip(fixture, "mlp");
  check_round_trip(fixture, "cnn");
  check_round_trip(fixture, "resnet-8");
}

/* What a PyTorch state_dict of the network holds, in its names and shapes. */
static void test_names(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) training = make_training("cnn", 4, 1);
  g_autoptr(GmxSafetensors) file = NULL;
  const GmxTensorView *view;
  int plain = 0;

  save(fixture, training);
  file = gmx_safetensors_open(fixture->path, NULL);
  view = gmx_safetensors_find(file, "conv1.weight");
  g_assert_cmpint(view->rank, ==, 4);
  g_assert_cmpint(view->shape[0], ==, 16);
  g_assert_cmpint(view->shape[1], ==, 3);
  g_assert_cmpint(view->shape[2], ==, 3);
  g_assert_nonnull(gmx_safetensors_require(file, "bn1.running_var", GMX_DTYPE_F32, 16, NULL));
  view = gmx_safetensors_require(file, "bn1.num_batches_tracked", GMX_DTYPE_I64, 1, NULL);
  g_assert_cmpint(view->rank, ==, 0);
  g_assert_cmpint(*(const gint64 *)view->data, ==, 1000);
  g_assert_nonnull(
      gmx_safetensors_require(file, "optimizer.momentum.fc.weight", GMX_DTYPE_F32, 64 * 4, NULL));
  g_assert_null(gmx_safetensors_find(file, "optimizer.momentum.bn1.running_var"));
  g_assert_nonnull(gmx_safetensors_require(file, "random.mix", GMX_DTYPE_U64, 4, NULL));
  g_assert_cmpstr(gmx_safetensors_get_metadata(file, "model"), ==, "cnn");
  for (int i = 0; i < gmx_safetensors_count(file); i++)
    plain += strchr(gmx_safetensors_get(file, i)->name, '.') != NULL &&
             !g_str_has_prefix(gmx_safetensors_get(file, i)->name, "optimizer.") &&
             !g_str_has_prefix(gmx_safetensors_get(file, i)->name, "random.") &&
             !g_str_has_prefix(gmx_safetensors_get(file, i)->name, "position.");
  /* Three convolutions, three times five of BatchNorm, and the linear layer. */
  g_assert_cmpint(plain, ==, 3 + 3 * 5 + 2);
}

/* Evaluation asks for the model alone. */
static void test_model_alone(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) saved = make_training("cnn", 4, 1), loaded = make_training("cnn", 4, 2);
  GmxCheckpoint alone = {.model = loaded->model};

  save(fixture, saved);
  g_assert_true(gmx_checkpoint_load(fixture->path, &alone, NULL));
  g_assert_cmpmem(gmx_model_parameters(loaded->model), loaded->count * sizeof(float),
                  gmx_model_parameters(saved->model), saved->count * sizeof(float));
  g_assert_cmpint(alone.step, ==, 1000);
  g_assert_false(same(saved, loaded));
}

/* Loading into @training fails with a line that says @said, and leaves it as it was. */
static void refuse(Fixture *fixture, Training *training, const char *model, int classes,
                   const char *said) {
  g_autoptr(Training) before = make_training(model, classes, 2);
  g_autoptr(GError) error = NULL;

  g_assert_false(gmx_checkpoint_load(fixture->path, &training->checkpoint, &error));
  g_assert_nonnull(error);
  g_assert_true(g_str_has_prefix(error->message, fixture->path));
  if (strstr(error->message, said) == NULL)
    g_error("“%s” should say “%s”", error->message, said);
  training->checkpoint.order_count = 4;
  g_assert_true(same(before, training));
}

static void test_other_model(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) saved = make_training("cnn", 4, 1);
  g_autoptr(Training) other = make_training("resnet-8", 4, 2), wide = make_training("cnn", 5, 2);

  save(fixture, saved);
  refuse(fixture, other, "resnet-8", 4, "its model is cnn, but should be resnet-8");
  refuse(fixture, wide, "cnn", 5, "its classes is 4, but should be 5");
}

/* The last thing that is read fails: nothing before it may have been copied. */
static void test_other_order(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) saved = make_training("mlp", 4, 1), fewer = make_training("mlp", 4, 2);
  g_autoptr(Training) wild = make_training("mlp", 4, 1), into = make_training("mlp", 4, 2);

  save(fixture, saved);
  fewer->checkpoint.order_count = 3;
  refuse(fixture, fewer, "mlp", 4, "position.order");
  wild->permutation[3] = 4;
  save(fixture, wild);
  refuse(fixture, into, "mlp", 4, "position.order is out of range");
}

static void test_streams(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) saved = make_training("mlp", 4, 1), loaded = make_training("mlp", 4, 2);

  memset(&saved->order, 0, sizeof saved->order);
  save(fixture, saved);
  refuse(fixture, loaded, "mlp", 4, "random.order is all zero");
  saved->checkpoint.stream_count = 1;
  save(fixture, saved);
  refuse(fixture, loaded, "mlp", 4, "there is no tensor “random.order”");
  saved->checkpoint.stream_count = 0;
  saved->checkpoint.buffer_count = 0;
  save(fixture, saved);
  refuse(fixture, loaded, "mlp", 4, "there is no tensor “optimizer.momentum.");
}

static void test_no_checkpoint(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) training = make_training("mlp", 4, 2);

  refuse(fixture, training, "mlp", 4, "can't be read");
  g_assert_true(g_file_set_contents(fixture->path, "{}", -1, NULL));
  refuse(fixture, training, "mlp", 4, "no safetensors file");
}

/* A file of somebody else, whole but without what makes it a checkpoint. */
static void test_foreign_file(Fixture *fixture, gconstpointer data) {
  g_autoptr(Training) training = make_training("mlp", 4, 2);
  g_autoptr(GmxSafetensorsWriter) writer = gmx_safetensors_writer_new();

  g_assert_true(gmx_safetensors_writer_save(writer, fixture->path, NULL));
  refuse(fixture, training, "mlp", 4, "its format is missing");
}

#define ADD(name, func) g_test_add(name, Fixture, NULL, set_up, func, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD("/checkpoint/round-trip", test_round_trip);
  ADD("/checkpoint/names", test_names);
  ADD("/checkpoint/model-alone", test_model_alone);
  ADD("/checkpoint/other-model", test_other_model);
  ADD("/checkpoint/other-order", test_other_order);
  ADD("/checkpoint/streams", test_streams);
  ADD("/checkpoint/no-checkpoint", test_no_checkpoint);
  ADD("/checkpoint/foreign-file", test_foreign_file);
  return g_test_run();
}
