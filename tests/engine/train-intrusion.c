/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intrusion as the trainer searches it every epoch and as a job searches it, against each other
 * and against plain passes of one image at a time. */
#include "engine/nn/parallel.h"
#include "engine/train/intrusion.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

/* To the end of the first epoch. */
static GmxIntrusion *train_epoch(GmxTrainer *trainer) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
    g_assert_true(gmx_trainer_step(trainer, &record, &error));
  g_assert_true(gmx_trainer_evaluate(trainer, NULL, NULL, &error));
  g_assert_no_error(error);
  return gmx_trainer_get_intrusion(trainer);
}

/* The network's features of images that are passed through it one by one. */
typedef struct {
  GmxTrainer *trainer;
  GmxTape *tape;
  GmxBatch *batch;
  int width;
} Plain;

static void see(Plain *plain, const float *image, float *features) {
  gmx_model_forward(gmx_trainer_get_model(plain->trainer), plain->tape, image, 1,
                    GMX_PASS_EVALUATE);
  memcpy(features, gmx_tape_features(plain->tape), sizeof(float) * (gsize)plain->width);
}

static double distance(const float *a, const float *b, int width) {
  double sum = 0;
  for (int j = 0; j < width; j++)
    sum += ((double)a[j] - b[j]) * ((double)a[j] - b[j]);
  return sqrt(sum);
}

/* Features of both parents of probe example @row, and of their mix. */
static void see_example(Plain *plain, const GmxProbeRecord *row, float *parents, float *mixed) {
  const int indices[2] = {row->first, row->second};
  const GmxShape shape = plain->batch->shape;
  const gsize values = (gsize)shape.channels * shape.height * shape.width;
  g_autofree float *image = g_new(float, values);
  gmx_batch_load(plain->batch, gmx_trainer_get_dataset(plain->trainer), GMX_SPLIT_TRAIN, indices, 2,
                 NULL, NULL);
  see(plain, plain->batch->images, parents);
  see(plain, plain->batch->images + values, parents + plain->width);
  gmx_batch_blend(plain->batch->images, plain->batch->images + values, row->lambda, values, image);
  see(plain, image, mixed);
}

static void assert_example(Plain *plain, const float *bank, const GmxProbeRecord *row) {
  const GmxIntrusion *found = gmx_trainer_get_intrusion(plain->trainer);
  const int *labels = gmx_trainer_get_labels(plain->trainer);
  const int i = row->example, width = plain->width;
  const gsize at = (gsize)i * GMX_NEIGHBOURS;
  g_autofree float *parents = g_new(float, 2 * (gsize)width);
  g_autofree float *mixed = g_new(float, width);
  double least = INFINITY;
  int used;
  see_example(plain, row, parents, mixed);
  gmx_trainer_get_used(plain->trainer, &used);
  for (int k = 0; k < used; k++)
    if (k != row->first && k != row->second)
      least = MIN(least, distance(mixed, bank + (gsize)k * width, width));
  const double first = distance(mixed, parents, width);
  const double second = distance(mixed, parents + width, width);
  g_assert_cmpfloat_with_epsilon(found->distance[at], least, 1e-5 * least + 1e-9);
  g_assert_cmpfloat_with_epsilon(found->first_distance[i], first, 1e-5 * first + 1e-9);
  g_assert_cmpfloat_with_epsilon(found->second_distance[i], second, 1e-5 * second + 1e-9);
  const int label = labels[found->nearest[at]];
  g_assert_cmpint(found->nearest_label[at], ==, label);
  const gboolean third = label != row->first_label && label != row->second_label;
  g_assert_cmpint(found->intruded[i], ==, third && least < first && least < second);
}

static void make_plain(Plain *plain, GmxTrainer *trainer) {
  const GmxModel *model = gmx_trainer_get_model(trainer);
  *plain = (Plain){trainer, gmx_tape_new(model, 1, false), gmx_batch_new(gmx_model_shape(model), 2),
                   gmx_model_feature_count(model)};
}

static void clear_plain(Plain *plain) {
  gmx_tape_free(plain->tape);
  gmx_batch_free(plain->batch);
}

/* Features of the first @count training images; the caller frees them. */
static float *see_bank(Plain *plain, int count) {
  float *bank = g_new(float, (gsize)count * plain->width);
  for (int k = 0; k < count; k++) {
    gmx_batch_load(plain->batch, gmx_test_shapes(), GMX_SPLIT_TRAIN, &k, 1, NULL, NULL);
    see(plain, plain->batch->images, bank + (gsize)k * plain->width);
  }
  return bank;
}

static void test_against_plain(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("model=cnn", "limit=150", "epochs=1",
                                                   "label-noise=0.2", "evaluate-training=0", NULL);
  const GmxIntrusion *found = train_epoch(trainer);
  Plain plain;
  make_plain(&plain, trainer);
  g_autofree float *bank = see_bank(&plain, 150);
  int count, intruded = 0;
  const GmxProbeRecord *rows = gmx_trainer_get_probe(trainer, &count);
  g_assert_cmpint(found->count, ==, count);
  g_assert_cmpint(found->searched, ==, 150);
  g_assert_cmpint(found->epoch, ==, 1);
  g_assert_cmpint(found->step, ==, gmx_trainer_get_step(trainer));
  for (int i = 0; i < count; i++) {
    assert_example(&plain, bank, &rows[i]);
    intruded += found->intruded[i];
  }
  g_assert_cmpint(intruded, >, 0); /* both kinds were there to be told apart */
  g_assert_cmpint(intruded, <, count);
  clear_plain(&plain);
}

/* The data set's part of the training images that figures are taken from is what is searched. */
static void test_sample(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=1", "evaluate-training=20", NULL);
  const GmxIntrusion *found = train_epoch(trainer);
  g_assert_cmpint(found->searched, ==, 20);
  g_assert_cmpint(found->count, ==, 64);
}

static void test_off(void) {
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) none = gmx_test_trainer("epochs=1", "probe=0", NULL);
  g_assert_null(train_epoch(none));
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=2", "intrusion=false", NULL);
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
    gmx_trainer_step(trainer, &record, NULL);
  /* Turned on here it acts in the next epoch. */
  g_assert_true(gmx_trainer_set(trainer, "intrusion", "true", &error));
  g_assert_true(gmx_trainer_evaluate(trainer, NULL, NULL, &error));
  g_assert_null(gmx_trainer_get_intrusion(trainer));
  g_assert_nonnull(train_epoch(trainer));
}

/* A search that was cut short leaves what was known before. */
static void test_cut(void) {
  const gint cancel = 1;
  GmxStepRecord record;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=2", NULL);
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
    gmx_trainer_step(trainer, &record, NULL);
  g_assert_true(gmx_trainer_evaluate(trainer, NULL, NULL, &error));
  const GmxIntrusion *before = gmx_trainer_get_intrusion(trainer);
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
    gmx_trainer_step(trainer, &record, NULL);
  g_assert_false(gmx_trainer_evaluate(trainer, &cancel, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true(gmx_trainer_get_intrusion(trainer) == before);
  g_assert_cmpint(before->epoch, ==, 1);
}

/* Weights that are not finite: nothing is known, nothing is counted, nothing breaks. */
static void test_diverged(void) {
  GmxStepRecord record;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=1", "evaluate-training=0", NULL);
  while (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP)
    gmx_trainer_step(trainer, &record, NULL);
  GmxModel *model = gmx_trainer_get_model(trainer);
  for (gsize i = 0; i < gmx_model_parameter_count(model); i++)
    gmx_model_parameters(model)[i] = NAN;
  gmx_trainer_evaluate(trainer, NULL, NULL, NULL);
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_DIVERGED);
  const GmxIntrusion *found = gmx_trainer_get_intrusion(trainer);
  for (int i = 0; i < found->count; i++) {
    g_assert_false(gmx_intrusion_is_known(found, i));
    g_assert_cmpint(found->nearest[i * GMX_NEIGHBOURS], ==, -1);
    g_assert_cmpint(found->intruded[i], ==, 0);
  }
}

/* A job: a search in a thread of its own, with a copy of the model. */
typedef struct {
  GmxModel *model;
  GmxDataset *dataset;
  const int *used, *labels;
  int used_count;
  GmxGallery *gallery;
  GCancellable *cancellable;
  double cancel_at; /* fraction at which it is cancelled */
  double fraction;  /* last told */
  GError *error;
} Job;

static void start_job(Job *job, GmxTrainer *trainer, GmxGallery *gallery) {
  *job = (Job){.model = gmx_model_copy(gmx_trainer_get_model(trainer)),
               .dataset = gmx_trainer_get_dataset(trainer),
               .labels = gmx_trainer_get_labels(trainer),
               .gallery = gallery,
               .cancellable = g_cancellable_new(),
               .cancel_at = INFINITY};
  job->used = gmx_trainer_get_used(trainer, &job->used_count);
}

static void clear_job(Job *job) {
  gmx_model_free(job->model);
  g_object_unref(job->cancellable);
  gmx_gallery_unref(job->gallery);
  g_clear_error(&job->error);
}

static void note_progress(double fraction, gpointer data) {
  Job *job = data;
  g_assert_true(gmx_parallel_set_alone(true)); /* the pool is left to training */
  g_assert_cmpfloat(fraction, >, job->fraction);
  g_assert_cmpfloat(fraction, <=, 1);
  job->fraction = fraction;
  if (fraction >= job->cancel_at)
    g_cancellable_cancel(job->cancellable);
}

static gpointer run_job(gpointer data) {
  Job *job = data;
  GmxIntrusion *found =
      gmx_intrusion_run(job->model, job->dataset, job->used, job->used_count, job->labels,
                        job->gallery, note_progress, job, job->cancellable, &job->error);
  g_assert_false(gmx_parallel_set_alone(false));
  return found;
}

static GmxIntrusion *find_in_job(Job *job) {
  return g_thread_join(g_thread_new("job", run_job, job));
}

/* With all training images evaluated, trainer and job find the same, bit for bit. */
static void check_job(const char *model) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer(model, "epochs=1", "limit=600", "probe=200",
                                                   "label-noise=0.1", "evaluate-training=0", NULL);
  const GmxIntrusion *due = train_epoch(trainer);
  Job job;
  start_job(&job, trainer, gmx_gallery_new_probe(trainer));
  g_autoptr(GmxIntrusion) found = find_in_job(&job);
  g_assert_no_error(job.error);
  g_assert_cmpfloat(job.fraction, ==, 1);
  g_assert_cmpint(found->searched, ==, 600);
  g_assert_cmpint(found->epoch, ==, 1);
  const gsize rows = sizeof(int) * 200, all = rows * GMX_NEIGHBOURS;
  g_assert_cmpmem(found->nearest, all, due->nearest, all);
  g_assert_cmpmem(found->nearest_label, all, due->nearest_label, all);
  g_assert_cmpmem(found->distance, all, due->distance, all);
  g_assert_cmpmem(found->first_distance, rows, due->first_distance, rows);
  g_assert_cmpmem(found->second_distance, rows, due->second_distance, rows);
  g_assert_cmpmem(found->intruded, 200, due->intruded, 200);
  clear_job(&job);
}

static void test_job(void) {
  check_job("model=mlp");
  check_job("model=cnn");
}

/* Example @i of the last step against what the trainer still holds of its batch: the mixed images,
 * and the moved ones before they were mixed. */
static void assert_step_example(Plain *plain, const GmxIntrusion *found, const float *bank, int i) {
  const GmxBatch *batch = gmx_trainer_get_batch(plain->trainer);
  const gsize values = (gsize)batch->shape.channels * batch->shape.height * batch->shape.width;
  const int width = plain->width;
  g_autofree float *features = g_new(float, 3 * (gsize)width);
  float *first = features + width, *second = first + width;
  double least = INFINITY;
  int used;
  see(plain, batch->images + (gsize)i * values, features);
  see(plain, batch->unmixed + (gsize)i * values, first);
  see(plain, batch->unmixed + (gsize)batch->partner[i] * values, second);
  gmx_trainer_get_used(plain->trainer, &used);
  for (int k = 0; k < used; k++)
    if (k != batch->index[i] && k != batch->index[batch->partner[i]])
      least = MIN(least, distance(features, bank + (gsize)k * width, width));
  const double to_first = distance(features, first, width);
  const double to_second = distance(features, second, width);
  g_assert_cmpfloat_with_epsilon(found->distance[i * GMX_NEIGHBOURS], least, 1e-5 * least + 1e-9);
  g_assert_cmpfloat_with_epsilon(found->first_distance[i], to_first, 1e-5 * to_first + 1e-9);
  g_assert_cmpfloat_with_epsilon(found->second_distance[i], to_second, 1e-5 * to_second + 1e-9);
}

static void test_job_of_a_step(void) {
  g_autoptr(GmxTrainer) trainer =
      gmx_test_trainer("model=cnn", "augment=true", "limit=150", "lambda-per-example=true", NULL);
  GmxStepRecord record;
  g_assert_true(gmx_trainer_step(trainer, &record, NULL));
  Plain plain;
  Job job;
  make_plain(&plain, trainer);
  g_autofree float *bank = see_bank(&plain, 150);
  start_job(&job, trainer, gmx_gallery_new_step(trainer));
  g_assert_nonnull(job.gallery->first_move);
  g_autoptr(GmxIntrusion) found = find_in_job(&job);
  g_assert_cmpint(found->count, ==, 32);
  g_assert_cmpint(found->step, ==, 1);
  for (int i = 0; i < found->count; i++)
    assert_step_example(&plain, found, bank, i);
  clear_job(&job);
  clear_plain(&plain);
}

static void test_job_cancelled(void) {
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("epochs=1", "limit=600", NULL);
  train_epoch(trainer);
  for (double at = 0; at <= 0.5; at += 0.5) {
    Job job;
    start_job(&job, trainer, gmx_gallery_new_probe(trainer));
    job.cancel_at = at;
    if (at == 0)
      g_cancellable_cancel(job.cancellable);
    g_assert_null(find_in_job(&job));
    g_assert_error(job.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpfloat(job.fraction, <, 1);
    clear_job(&job);
  }
}

void gmx_test_add_intrusion_tests(void) {
  g_test_add_func("/train/intrusion/plain", test_against_plain);
  g_test_add_func("/train/intrusion/sample", test_sample);
  g_test_add_func("/train/intrusion/off", test_off);
  g_test_add_func("/train/intrusion/cut", test_cut);
  g_test_add_func("/train/intrusion/diverged", test_diverged);
  g_test_add_func("/train/intrusion/job", test_job);
  g_test_add_func("/train/intrusion/job-of-a-step", test_job_of_a_step);
  g_test_add_func("/train/intrusion/job-cancelled", test_job_cancelled);
}
