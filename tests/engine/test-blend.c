/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blends of two pictures: their pixels, what a network says along the path, stretches of a third
 * class, sheets, and the density that λ is drawn from. */
#include "engine/insight/blend-private.h"

#include "engine/data/png.h"
#include "engine/train/trainer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define CLASSES 4

static GmxDataset *new_dataset(int channels) {
  return gmx_dataset_new_random((GmxShape){channels, 9, 12}, CLASSES, 64, 7);
}

/* A small network with running statistics of its own, three steps in. */
static GmxWeights *new_weights(GmxDataset *dataset, int steps) {
  const char *const settings[][2] = {{"model", gmx_dataset_is_points(dataset) ? "mlp" : "cnn"},
                                     {"batch", "16"},
                                     {"probe", "0"},
                                     {"epochs", "3"},
                                     {"lr", "0.05"},
                                     {"threads", "1"}};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
    g_assert_true(gmx_config_set_from_string(config, settings[i][0], settings[i][1], &error));
  g_autoptr(GmxTrainer) trainer = gmx_trainer_new(config, dataset, NULL, &error);
  g_assert_no_error(error);
  for (int i = 0; i < steps; i++) {
    g_assert_true(gmx_trainer_step(trainer, &record, &error));
    g_assert_no_error(error);
  }
  return gmx_weights_new(trainer);
}

/* Probabilities that @model gives one picture's bytes, by way of a batch and not of the path. */
static void ask(GmxModel *model, GmxDataset *dataset, const float *image, float *probabilities,
                int first, int second, float lambda, float *loss) {
  GmxTape *tape = gmx_tape_new(model, 1, false);
  gmx_model_forward(model, tape, image, 1, GMX_PASS_EVALUATE);
  gmx_loss_cross_entropy(gmx_tape_logits(tape), 1, CLASSES, (GmxTargets){&first, &second, &lambda},
                         probabilities, loss);
  gmx_tape_free(tape);
}

static void assert_close(const float *a, const float *b, int count) {
  for (int i = 0; i < count; i++)
    g_assert_cmpfloat_with_epsilon(a[i], b[i], 1e-5);
}

static int of_class(GmxDataset *dataset, int label) {
  for (int i = 0; i < gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN); i++)
    if (gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, i) == label)
      return i;
  g_assert_not_reached();
}

/* Pixels */

static void test_stored_picture(void) {
  g_autoptr(GmxDataset) dataset = new_dataset(3);
  g_autoptr(GmxPicture) picture = gmx_picture_new_stored(dataset, GMX_SPLIT_TEST, 5);
  g_autoptr(GmxPicture) named = gmx_picture_new_labelled(picture, 2);
  g_assert_cmpmem(picture->pixels, 9 * 12 * 3, gmx_dataset_get_image(dataset, GMX_SPLIT_TEST, 5),
                  9 * 12 * 3);
  g_assert_cmpint(picture->label, ==, gmx_dataset_get_label(dataset, GMX_SPLIT_TEST, 5));
  g_assert_cmpint(picture->index, ==, 5);
  g_assert_true(g_str_has_suffix(picture->name, ", held-out image 5"));
  g_assert_cmpint(named->label, ==, 2);
  g_assert_cmpmem(named->pixels, 9 * 12 * 3, picture->pixels, 9 * 12 * 3);
}

static void test_mixup_bytes(void) {
  g_autoptr(GmxDataset) dataset = new_dataset(1);
  g_autoptr(GmxPicture) a = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 0);
  g_autoptr(GmxPicture) b = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 1);
  guint8 rgb[9 * 12 * 3];
  gmx_blend_get_rgb(a, b, GMX_BLEND_MIXUP, 0.3, rgb);
  for (int i = 0; i < 9 * 12; i++)
    for (int c = 0; c < 3; c++)
      g_assert_cmpint(rgb[3 * i + c], ==,
                      (int)floor(0.3 * a->pixels[i] + 0.7 * b->pixels[i] + 0.5));
  g_assert_cmpfloat(gmx_blend_get_lambda(a->shape, GMX_BLEND_MIXUP, 0.3), ==, 0.3);
}

/* Two flat pictures, so that each pixel says whose it is. */
static GmxPicture *flat_picture(GmxDataset *dataset, int index, guint8 value) {
  GmxPicture *picture = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, index);
  memset(picture->pixels, value, 9 * 12);
  return picture;
}

static int count_pasted(const guint8 *rgb) {
  int pasted = 0;
  for (int i = 0; i < 9 * 12; i++)
    pasted += rgb[3 * i] == 200;
  return pasted;
}

static void test_cutmix_area(void) {
  g_autoptr(GmxDataset) dataset = new_dataset(1);
  g_autoptr(GmxPicture) a = flat_picture(dataset, 0, 10);
  g_autoptr(GmxPicture) b = flat_picture(dataset, 1, 200);
  guint8 rgb[9 * 12 * 3], wider[9 * 12 * 3];
  for (int step = 0; step <= 50; step++) {
    const double wanted = step / 50.0;
    const double lambda = gmx_blend_get_lambda(a->shape, GMX_BLEND_CUTMIX, wanted);
    gmx_blend_get_rgb(a, b, GMX_BLEND_CUTMIX, wanted, rgb);
    g_assert_cmpfloat(lambda, ==, 1 - count_pasted(rgb) / 108.0);
    g_assert_cmpfloat(fabs(lambda - wanted), <, 0.1); /* whole pixels of a small picture */
    gmx_blend_get_rgb(a, b, GMX_BLEND_CUTMIX, MAX(0, wanted - 0.1), wider);
    for (int i = 0; i < 9 * 12; i++) /* one picture that grows */
      g_assert_true(rgb[3 * i] == 10 || wider[3 * i] == 200);
  }
  g_assert_cmpfloat(gmx_blend_get_lambda(a->shape, GMX_BLEND_CUTMIX, 0), ==, 0);
  g_assert_cmpfloat(gmx_blend_get_lambda(a->shape, GMX_BLEND_CUTMIX, 1), ==, 1);
}

/* √(1 − λ) of 12 × 9 pixels, to the nearest whole pixel, in the middle; where that can't be, the
 * pixel that is left lies to the right and below. */
static void test_cutmix_box(void) {
  static const struct {
    double lambda;
    int left, top, width, height;
  } boxes[] = {
      {0.96, 5, 3, 2, 2},  /* 2.4 × 1.8 */
      {0.9, 4, 3, 4, 3},   /* 3.795 × 2.846 */
      {0.8, 3, 2, 5, 4},   /* 5.367 × 4.025 */
      {0.75, 3, 2, 6, 5},  /* 6 × 4.5 */
      {0.51, 2, 1, 8, 6},  /* 8.4 × 6.3 */
      {0.19, 0, 0, 11, 8}, /* 10.8 × 8.1 */
  };
  g_autoptr(GmxDataset) dataset = new_dataset(1);
  g_autoptr(GmxPicture) a = flat_picture(dataset, 0, 10);
  g_autoptr(GmxPicture) b = flat_picture(dataset, 1, 200);
  guint8 rgb[9 * 12 * 3];
  for (gsize i = 0; i < G_N_ELEMENTS(boxes); i++) {
    gmx_blend_get_rgb(a, b, GMX_BLEND_CUTMIX, boxes[i].lambda, rgb);
    for (int y = 0; y < 9; y++)
      for (int x = 0; x < 12; x++) {
        const gboolean in = x >= boxes[i].left && x < boxes[i].left + boxes[i].width &&
                            y >= boxes[i].top && y < boxes[i].top + boxes[i].height;
        g_assert_cmpint(rgb[3 * (y * 12 + x)], ==, in ? 200 : 10);
      }
  }
}

/* Files */

static char *write_png(const guint8 *rgb, int width, int height) {
  g_autoptr(GError) error = NULL;
  char *path = NULL;
  const int file = g_file_open_tmp("gmix-blend-XXXXXX.png", &path, &error);
  g_assert_no_error(error);
  close(file);
  g_assert_true(gmx_png_write(path, rgb, width, height, NULL, &error));
  g_assert_no_error(error);
  return path;
}

/* 8 × 4 pixels: only the middle 4 × 4 are used, each picture pixel is the mean of 2 × 2. */
static void test_file_cropped_and_averaged(void) {
  g_autoptr(GError) error = NULL;
  guint8 rgb[8 * 4 * 3];
  for (int y = 0; y < 4; y++)
    for (int x = 0; x < 8; x++) {
      guint8 *pixel = rgb + (y * 8 + x) * 3;
      pixel[0] = x < 2 || x >= 6 ? 255 : (guint8)(10 * x);
      pixel[1] = (guint8)(40 * y);
      pixel[2] = 100;
    }
  g_autofree char *path = write_png(rgb, 8, 4);
  g_autoptr(GmxPicture) colour = gmx_picture_new_file(path, (GmxShape){3, 2, 2}, &error);
  g_assert_no_error(error);
  static const guint8 expected[] = {25, 20, 100, 45, 20, 100, 25, 100, 100, 45, 100, 100};
  g_assert_cmpmem(colour->pixels, sizeof expected, expected, sizeof expected);
  g_assert_cmpint(colour->label, ==, -1);
  g_assert_cmpint(colour->index, ==, -1);
  g_autofree char *name = g_path_get_basename(path);
  g_assert_cmpstr(colour->name, ==, name);
  g_autoptr(GmxPicture) grey = gmx_picture_new_file(path, (GmxShape){1, 2, 2}, &error);
  g_assert_no_error(error);
  g_assert_cmpint(grey->pixels[0], ==, (int)(0.299 * 25 + 0.587 * 20 + 0.114 * 100 + 0.5));
  g_unlink(path);
}

/* 3 pixels made 2: the middle one counts half to each side. And a tall file, and a small one. */
static void test_file_parts_of_pixels(void) {
  g_autoptr(GError) error = NULL;
  const guint8 row[] = {0, 0, 0, 90, 90, 90, 240, 240, 240};
  g_autofree char *path = write_png(row, 3, 1);
  g_autoptr(GmxPicture) wide = gmx_picture_new_file(path, (GmxShape){1, 1, 2}, &error);
  g_assert_no_error(error); /* 2 × 1 of 3 × 1: the crop leaves the two at the left of the middle */
  g_assert_cmpint(wide->pixels[0], ==, 0);
  g_assert_cmpint(wide->pixels[1], ==, 90);
  g_autoptr(GmxPicture) thin = gmx_picture_new_file(path, (GmxShape){1, 2, 6}, &error);
  g_assert_no_error(error);
  const guint8 repeated[] = {0, 0, 90, 90, 240, 240, 0, 0, 90, 90, 240, 240};
  g_assert_cmpmem(thin->pixels, sizeof repeated, repeated, sizeof repeated);
  g_unlink(path);
  guint8 tall[3 * 3 * 3];
  for (int i = 0; i < 9; i++)
    memset(tall + 3 * i, (i % 3) * 90, 3);
  g_autofree char *square = write_png(tall, 3, 3);
  g_autoptr(GmxPicture) two = gmx_picture_new_file(square, (GmxShape){1, 2, 2}, &error);
  g_assert_no_error(error); /* (0 · 1 + 90 · ½) / 1.5 and (90 · ½ + 180 · 1) / 1.5 */
  const guint8 means[] = {30, 150, 30, 150};
  g_assert_cmpmem(two->pixels, sizeof means, means, sizeof means);
  g_unlink(square);
}

static void test_missing_file(void) {
  g_autoptr(GError) error = NULL;
  g_assert_null(gmx_picture_new_file("no-such-picture.png", (GmxShape){1, 2, 2}, &error));
  g_assert_nonnull(error);
  g_assert_nonnull(strstr(error->message, "no-such-picture.png"));
}

/* Paths */

static void check_path(GmxDataset *dataset, GmxWeights *weights, GmxBlend blend) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxPicture) a = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, of_class(dataset, 0));
  g_autoptr(GmxPicture) b = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, of_class(dataset, 1));
  g_autoptr(GmxBlendPath) path = gmx_blend_path_new(weights, a, b, blend, 41, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(path->points, ==, 41);
  g_assert_cmpint(path->classes, ==, CLASSES);
  g_assert_cmpint(path->step, ==, 3);
  g_assert_cmpfloat(path->lambda[0], ==, 0);
  g_assert_cmpfloat(path->lambda[40], ==, 1);
  GmxBatch *batch = gmx_batch_new(a->input, 3);
  const int indices[] = {a->index, b->index};
  const gsize values = (gsize)a->input.height * a->input.width * a->input.channels;
  gmx_batch_load(batch, dataset, GMX_SPLIT_TRAIN, indices, 2, NULL, NULL);
  float *blended = batch->images + 2 * values, expected[CLASSES], loss;
  for (int i = 0; i < path->points; i++) {
    const double lambda = path->lambda[i];
    if (i > 0)
      g_assert_cmpfloat(lambda, >=, path->lambda[i - 1]);
    if (blend == GMX_BLEND_MIXUP)
      g_assert_cmpfloat(lambda, ==, i / 40.0);
    gmx_blend_floats(batch->images, batch->images + values, a->input, blend, i / 40.0, blended);
    ask(weights->model, dataset, blended, expected, 0, 1, (float)lambda, &loss);
    assert_close(path->probabilities + i * CLASSES, expected, CLASSES);
    g_assert_cmpfloat_with_epsilon(path->loss[i], loss, 1e-4);
    ask(weights->perturbed, dataset, blended, expected, 0, 1, (float)lambda, &loss);
    assert_close(path->probabilities_perturbed + i * CLASSES, expected, CLASSES);
    g_assert_cmpfloat_with_epsilon(path->loss_perturbed[i], loss, 1e-4);
  }
  /* The ends are the two pictures themselves. */
  ask(weights->model, dataset, batch->images + values, expected, 1, 1, 1, &loss);
  assert_close(path->probabilities, expected, CLASSES);
  g_assert_cmpfloat_with_epsilon(path->loss[0], loss, 1e-4);
  ask(weights->model, dataset, batch->images, expected, 0, 0, 1, &loss);
  assert_close(path->probabilities + 40 * CLASSES, expected, CLASSES);
  gmx_batch_free(batch);
}

static void test_path(void) {
  g_autoptr(GmxDataset) dataset = new_dataset(3);
  g_autoptr(GmxWeights) weights = new_weights(dataset, 3);
  check_path(dataset, weights, GMX_BLEND_MIXUP);
  check_path(dataset, weights, GMX_BLEND_CUTMIX);
}

/* A box of a point would be all of it or nothing: CutMix is mixup there. */
static void test_path_of_points(void) {
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_random((GmxShape){2, 1, 1}, CLASSES, 64, 7);
  g_autoptr(GmxWeights) weights = new_weights(dataset, 3);
  g_assert_cmpfloat(gmx_blend_get_lambda((GmxShape){2, 1, 1}, GMX_BLEND_CUTMIX, 0.3), ==, 0.3);
  check_path(dataset, weights, GMX_BLEND_MIXUP);
  check_path(dataset, weights, GMX_BLEND_CUTMIX);
}

/* A point's picture is what a tile shows of it, alone and mixed, in the data set's memory or not.
 */
static void test_pictures_of_points(void) {
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_new_random((GmxShape){2, 1, 1}, CLASSES, 64, 7);
  const GmxShape shape = gmx_dataset_get_picture_shape(dataset);
  const gsize size = (gsize)shape.height * shape.width * 3;
  g_autofree guint8 *due = g_malloc(size), *rgb = g_malloc(size);
  g_autoptr(GmxPicture) a = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 5);
  g_autoptr(GmxPicture) b = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 9);
  g_assert_nonnull(strstr(a->name, "training point 5"));
  gmx_dataset_get_rgb(dataset, GMX_SPLIT_TRAIN, 5, due);
  g_assert_cmpmem(a->pixels, size, due, size);
  gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, 5, NULL, 9, NULL, 0.25, due);
  gmx_blend_get_rgb(a, b, GMX_BLEND_MIXUP, 0.25, rgb);
  g_assert_cmpmem(rgb, size, due, size);
  g_assert_null(gmx_picture_new_file("any.png", gmx_dataset_get_shape(dataset), &error));
  g_assert_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT);
  g_object_unref(dataset);
  g_autoptr(GmxPicture) other = gmx_picture_new_labelled(a, b->label); /* keeps the data set */
  g_clear_pointer(&a, gmx_picture_unref);
  gmx_blend_get_rgb(other, b, GMX_BLEND_CUTMIX, 0.25, rgb);
  g_assert_cmpfloat(other->point[0], >, 0);
}

static void test_path_without_label(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxDataset) dataset = new_dataset(1);
  g_autoptr(GmxWeights) weights = new_weights(dataset, 0);
  g_autoptr(GmxPicture) a = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 0);
  g_autoptr(GmxPicture) b = gmx_picture_new_labelled(a, -1);
  g_autoptr(GmxBlendPath) path =
      gmx_blend_path_new(weights, a, b, GMX_BLEND_MIXUP, 5, NULL, &error);
  g_assert_no_error(error);
  g_assert_null(path->loss);
  g_assert_null(path->loss_perturbed);
  g_assert_null(path->probabilities_perturbed); /* before the first step there is no ε̂ */
  g_assert_cmpint(path->third_count, ==, 0);
  float sum = 0;
  for (int k = 0; k < CLASSES; k++)
    sum += path->probabilities[2 * CLASSES + k];
  g_assert_cmpfloat_with_epsilon(sum, 1, 1e-5);
}

static void test_cancelled(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  g_autoptr(GmxDataset) dataset = new_dataset(1);
  g_autoptr(GmxWeights) weights = new_weights(dataset, 3);
  GmxPicture *pair[] = {gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 0),
                        gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, 1)};
  g_cancellable_cancel(cancellable);
  g_assert_null(
      gmx_blend_path_new(weights, pair[0], pair[1], GMX_BLEND_MIXUP, 5, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error(&error);
  g_assert_null(gmx_blend_sheet_new(weights, pair, 2, GMX_BLEND_MIXUP, 0.5, cancellable, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gmx_picture_unref(pair[0]);
  gmx_picture_unref(pair[1]);
}

/* From B (class 1) over class 3, then class 2, to A (class 0), and once more over class 2. */
static void test_third_class(void) {
  static const int leaders[] = {1, 3, 3, 2, 0, 1, 0, 2, 0};
  static const double lambda[] = {0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1};
  float probabilities[9 * CLASSES];
  for (int i = 0; i < 9; i++)
    for (int k = 0; k < CLASSES; k++)
      probabilities[i * CLASSES + k] = k == leaders[i] ? 0.4f : 0.2f;
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(GmxThirdClass));
  gmx_blend_find_third(probabilities, lambda, 9, CLASSES, 0, 1, TRUE, found);
  const GmxThirdClass expected[] = {
      {3, 0.125, 0.25, TRUE}, {2, 0.375, 0.375, TRUE}, {2, 0.875, 0.875, TRUE}};
  g_assert_cmpint(found->len, ==, G_N_ELEMENTS(expected));
  for (guint i = 0; i < found->len; i++) {
    const GmxThirdClass *third = &g_array_index(found, GmxThirdClass, i);
    g_assert_cmpint(third->label, ==, expected[i].label);
    g_assert_cmpfloat(third->from, ==, expected[i].from);
    g_assert_cmpfloat(third->to, ==, expected[i].to);
    g_assert_true(third->perturbed);
  }
  g_array_set_size(found, 0);
  gmx_blend_find_third(probabilities, lambda, 9, CLASSES, 0, -1, FALSE, found);
  g_assert_cmpint(found->len, ==, 0); /* without a label nothing is a third one */
  gmx_blend_find_third(probabilities, lambda, 1, CLASSES, 0, 1, FALSE, found);
  g_assert_cmpint(found->len, ==, 0);
}

/* Sheets */

static void test_sheet(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxDataset) dataset = new_dataset(1);
  g_autoptr(GmxWeights) weights = new_weights(dataset, 3);
  GmxPicture *pictures[3];
  for (int i = 0; i < 3; i++)
    pictures[i] = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, of_class(dataset, i));
  g_autoptr(GmxBlendSheet) sheet =
      gmx_blend_sheet_new(weights, pictures, 3, GMX_BLEND_MIXUP, 0.25, NULL, &error);
  g_assert_no_error(error);
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) {
      g_autoptr(GmxBlendPath) path =
          gmx_blend_path_new(weights, pictures[a], pictures[b], GMX_BLEND_MIXUP, 5, NULL, &error);
      const float *row = path->probabilities + CLASSES; /* λ = 0.25 */
      const int best = gmx_blend_best(row, CLASSES);
      g_assert_cmpint(sheet->prediction[a * 3 + b], ==, best);
      g_assert_cmpfloat_with_epsilon(sheet->probability[a * 3 + b], row[best], 1e-5);
      g_assert_cmpint(sheet->third[a * 3 + b], ==, best != a && best != b);
    }
  g_autoptr(GmxBlendSheet) bare =
      gmx_blend_sheet_new(NULL, pictures, 3, GMX_BLEND_CUTMIX, 0.25, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpint(bare->count, ==, 3);
  g_assert_cmpint(bare->prediction[4], ==, -1);
  g_assert_cmpint(bare->third[1], ==, 0);
  for (int i = 0; i < 3; i++)
    gmx_picture_unref(pictures[i]);
}

/* Beta(2, 2): 6 λ (1 − λ). Beta(½, ½): 1 / (π √(λ (1 − λ))). Beta(0.4, 0.4) by an integral. */
static void test_beta_density(void) {
  g_assert_cmpfloat(gmx_beta_density(1, 0.3), ==, 1);
  g_assert_cmpfloat(gmx_beta_density(1, 0), ==, 1);
  for (double lambda = 0.05; lambda < 1; lambda += 0.1) {
    g_assert_cmpfloat_with_epsilon(gmx_beta_density(2, lambda), 6 * lambda * (1 - lambda), 1e-12);
    g_assert_cmpfloat_with_epsilon(gmx_beta_density(0.5, lambda),
                                   1 / (G_PI * sqrt(lambda * (1 - lambda))), 1e-12);
  }
  g_assert_true(isinf(gmx_beta_density(0.4, 0)) && isinf(gmx_beta_density(0.4, 1)));
  g_assert_cmpfloat(gmx_beta_density(3, 0), ==, 0);
  g_assert_cmpfloat(gmx_beta_density(0, 0.5), ==, 0);
  g_assert_true(isinf(gmx_beta_density(0, 1)));
  g_assert_cmpfloat(gmx_beta_density(2, -0.1), ==, 0);
  double area = 0; /* twice the lower half; λ = u⁴ / (u⁴ + (1 − u)⁴) spreads the pole */
  const int points = 20000;
  for (int i = 0; i < points / 2; i++) {
    const double u = (i + 0.5) / points, v = 1 - u, sum = pow(u, 4) + pow(v, 4);
    area += 2 * gmx_beta_density(0.4, pow(u, 4) / sum) * 4 * pow(u * v, 3) / (sum * sum) / points;
  }
  g_assert_cmpfloat_with_epsilon(area, 1, 1e-4);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/blend/picture/stored", test_stored_picture);
  g_test_add_func("/blend/picture/cropped-and-averaged", test_file_cropped_and_averaged);
  g_test_add_func("/blend/picture/parts-of-pixels", test_file_parts_of_pixels);
  g_test_add_func("/blend/picture/missing", test_missing_file);
  g_test_add_func("/blend/mixup", test_mixup_bytes);
  g_test_add_func("/blend/cutmix-area", test_cutmix_area);
  g_test_add_func("/blend/cutmix-box", test_cutmix_box);
  g_test_add_func("/blend/path", test_path);
  g_test_add_func("/blend/path-of-points", test_path_of_points);
  g_test_add_func("/blend/pictures-of-points", test_pictures_of_points);
  g_test_add_func("/blend/path/without-label", test_path_without_label);
  g_test_add_func("/blend/cancelled", test_cancelled);
  g_test_add_func("/blend/third-class", test_third_class);
  g_test_add_func("/blend/sheet", test_sheet);
  g_test_add_func("/blend/beta-density", test_beta_density);
  return g_test_run();
}
