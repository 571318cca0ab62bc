/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loss surfaces: of a quadratic that is known at every point, and of networks against passes made
 * by hand. */
#include "engine/insight/directions.h"
#include "engine/insight/landscape-private.h"
#include "engine/insight/scan.h"
#include "engine/insight/scene.h"
#include "engine/nn/flat.h"
#include "tests/engine/quadratic.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

#define N 30

/* A quadratic, a point, two of its eigenvectors as directions, and what a scan told. */
typedef struct {
  GmxQuadratic *quadratic;
  float w[N], first[N], second[N];
  GmxScanPlane plane;
  GmxScan scan;
  GmxLandscape *known;
  GPtrArray *told; /* of GmxLandscape */
  int cancel_at;   /* level; 0: never */
} Fixture;

static void tell(GmxLandscape *landscape, gpointer data) {
  Fixture *f = data;
  g_ptr_array_add(f->told, landscape);
  if (f->cancel_at && landscape->level == f->cancel_at)
    g_cancellable_cancel(f->scan.cancellable);
}

static void set_up(Fixture *f, gconstpointer data) {
  double eigenvalues[N] = {9, 2};
  for (int i = 2; i < N; i++)
    eigenvalues[i] = 0.1;
  *f = (Fixture){.quadratic = gmx_quadratic_new(eigenvalues, N, FALSE)};
  for (int i = 0; i < N; i++) {
    f->w[i] = (float)(0.3 * cos(i));
    f->first[i] = (float)f->quadratic->vectors[i];
    f->second[i] = (float)f->quadratic->vectors[N + i];
  }
  f->plane = (GmxScanPlane){.objective = &f->quadratic->base,
                            .origin = f->w,
                            .first = f->first,
                            .second = f->second,
                            .box = {-0.5, 0.7, -0.4, 0.8}};
  f->known = gmx_landscape_new();
  f->known->step = 5;
  memcpy(f->known->box, f->plane.box, sizeof f->plane.box);
  f->told = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_landscape_unref);
  f->scan = (GmxScan){.plane = &f->plane,
                      .finest = 97,
                      .threads = 1,
                      .known = f->known,
                      .cancellable = g_cancellable_new(),
                      .publish = tell,
                      .user_data = f};
}

static void tear_down(Fixture *f, gconstpointer data) {
  g_ptr_array_unref(f->told);
  gmx_landscape_unref(f->known);
  gmx_quadratic_free(f->quadratic);
  g_object_unref(f->scan.cancellable);
}

static double exact_at(const Fixture *f, double x, double y) {
  double point[N];
  for (int i = 0; i < N; i++)
    point[i] = f->w[i] + x * f->first[i] + y * f->second[i];
  return gmx_quadratic_at(f->quadratic, point);
}

static double x_at(const GmxLandscape *l, int column) {
  return l->box[0] + (l->box[1] - l->box[0]) * column / (l->columns - 1);
}

static double y_at(const GmxLandscape *l, int row) {
  return l->box[2] + (l->box[3] - l->box[2]) * row / (l->rows - 1);
}

static const GmxLandscape *last_of(const Fixture *f) {
  return g_ptr_array_index(f->told, f->told->len - 1);
}

static void add_lines(Fixture *f) {
  f->scan.lines[0] = (GmxScanLine){.objective = &f->quadratic->base,
                                   .origin = f->w,
                                   .along = f->first,
                                   .from = -1,
                                   .to = 2,
                                   .axis = GMX_LANDSCAPE_AXIS_EPSILON};
  f->scan.line_count = 1;
}

/* Every level's every value, and the curvature that the finest shows. */
static void test_values(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  f->scan.threads = GPOINTER_TO_INT(data);
  add_lines(f);
  g_assert_true(gmx_scan_run(&f->scan, &error));
  g_assert_no_error(error);
  for (guint i = 0; i < f->told->len; i++) {
    const GmxLandscape *l = g_ptr_array_index(f->told, i);
    for (int r = 0; r < l->rows; r++)
      for (int c = 0; c < l->columns; c++)
        if (!isnan(l->losses[r * l->columns + c]))
          g_assert_cmpfloat_with_epsilon(l->losses[r * l->columns + c],
                                         exact_at(f, x_at(l, c), y_at(l, r)), 1e-6);
  }
  const GmxLandscape *l = last_of(f);
  const double dx = (l->box[1] - l->box[0]) / 96, dy = (l->box[3] - l->box[2]) / 96;
  const double *at = l->losses + 48 * 97 + 48;
  const double far = 32; /* over a third of the plane, where rounding does not count */
  g_assert_cmpfloat_with_epsilon((at[32] + at[-32] - 2 * at[0]) / (far * far * dx * dx), 9, 0.09);
  g_assert_cmpfloat_with_epsilon((at[32 * 97] + at[-32 * 97] - 2 * at[0]) / (far * far * dy * dy),
                                 2, 0.02);
  g_assert_cmpfloat_with_epsilon(l->loss, exact_at(f, 0, 0), 1e-6);
  g_assert_cmpint(l->lines[0].count, ==, 41);
  for (int i = 0; i < 41; i++) {
    g_assert_cmpfloat_with_epsilon(l->lines[0].x[i], -1 + 3.0 * i / 40, 1e-12);
    g_assert_cmpfloat_with_epsilon(l->lines[0].loss[i], exact_at(f, l->lines[0].x[i], 0), 1e-6);
  }
}

/* 7, 13, 25, 49, 97: each whole before the next begins, no point evaluated twice. */
static void test_levels(Fixture *f, gconstpointer data) {
  const int sizes[] = {7, 13, 25, 49, 97};
  const GmxLandscape *whole = NULL;
  int whole_levels = 0;
  add_lines(f);
  g_assert_true(gmx_scan_run(&f->scan, NULL));
  for (guint i = 0; i < f->told->len; i++) {
    const GmxLandscape *l = g_ptr_array_index(f->told, i);
    int unknown = 0;
    if (l->level == 0) {
      g_assert_null(l->filled);
      g_assert_cmpint(l->done, <, 17);
      continue;
    }
    g_assert_cmpint(l->columns, ==, sizes[l->level - 1]);
    g_assert_cmpint(l->rows, ==, l->columns);
    g_assert_cmpint(l->step, ==, 5);
    for (int k = 0; k < l->rows * l->columns; k++)
      unknown += isnan(l->losses[k]);
    for (int r = 0; whole && l->level > whole->level && r < whole->rows; r++)
      for (int c = 0; c < whole->columns; c++)
        g_assert_cmpfloat(l->losses[2 * r * l->columns + 2 * c], ==,
                          whole->losses[r * whole->columns + c]);
    g_assert_cmpint(l->level, ==, whole_levels + 1);
    if (unknown == 0 && l->lines[0].count == MIN(41, (10 << (l->level - 1)) + 1)) {
      whole = l;
      whole_levels = l->level;
    }
  }
  g_assert_cmpint(whole_levels, ==, 5);
  g_assert_cmpint(last_of(f)->done, ==, last_of(f)->total);
  g_assert_cmpint(*f->quadratic->evaluations, ==, 97 * 97 + 1 + 41);
  g_assert_cmpint(last_of(f)->total, ==, 97 * 97 + 1 + 41);
}

/* Sixteen points of the coarsest grid give a first sight of the whole plane. */
static double slow_value(GmxObjective *base, const float *w, GCancellable *cancellable) {
  g_usleep(20000); /* so that results are told of in between */
  return ((GmxQuadratic *)base)->slope[0] * w[0];
}

static void test_first_sight(Fixture *f, gconstpointer data) {
  int seen = 0;
  f->quadratic->base.value = slow_value;
  f->scan.finest = 7;
  g_assert_true(gmx_scan_run(&f->scan, NULL));
  for (guint i = 0; i < f->told->len; i++) {
    const GmxLandscape *l = g_ptr_array_index(f->told, i);
    g_assert_cmpint(l->level, ==, l->done >= 17 ? 1 : 0);
    for (int k = 0; l->filled && k < 49; k++)
      g_assert_false(isnan(l->filled[k]));
    seen += l->filled && l->done < 50;
  }
  g_assert_cmpint(seen, >, 0);
}

/* What is not known yet is drawn as the coarser grid has it. */
static void test_filled(void) {
  g_autoptr(GmxLandscape) fine = gmx_landscape_new();
  double losses[13 * 13];
  for (int r = 0; r < 13; r++)
    for (int c = 0; c < 13; c++)
      losses[r * 13 + c] = r % 2 || c % 2 ? NAN : 3 * r - 2 * c;
  losses[13 * 5 + 5] = 100; /* known already */
  losses[0] = INFINITY;
  gmx_landscape_set_grid(fine, 2, 13, losses);
  for (int r = 0; r < 13; r++)
    for (int c = 0; c < 13; c++)
      if (r > 1 || c > 1)
        g_assert_cmpfloat_with_epsilon(fine->filled[r * 13 + c],
                                       r == 5 && c == 5 ? 100 : 3 * r - 2 * c, 1e-9);
  g_assert_true(isnan(fine->losses[1]));
  g_assert_true(isinf(fine->filled[1]));
  g_assert_cmpfloat(fine->greatest, ==, 100);
  g_assert_cmpfloat(fine->least, ==, -24);
}

/* Cut short at once: no evaluation is begun after the cancel. */
static void test_cancel(Fixture *f, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  f->cancel_at = 3;
  g_assert_false(gmx_scan_run(&f->scan, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint(last_of(f)->level, ==, 3);
  g_assert_cmpint(*f->quadratic->evaluations, ==, last_of(f)->done);
}

static GmxTrainer *stepped(GmxTrainer *trainer, int steps) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  for (int i = 0; i < steps; i++) {
    gmx_trainer_step(trainer, &record, &error);
    g_assert_no_error(error);
  }
  return trainer;
}

static GmxWeights *weights_after(const char *model, const char *method, int steps) {
  g_autoptr(GmxTrainer) trainer = stepped(gmx_test_trainer(model, method, "rho=0.1", NULL), steps);
  return gmx_weights_new(trainer);
}

static double norm_of(const float *values, gsize count) {
  return sqrt(gmx_flat_dot(values, values, count));
}

/* ‖d_filter‖ = ‖w_filter‖ for each filter and unit, 0 for biases and BatchNorm. */
static void test_filters(gconstpointer name) {
  g_autoptr(GmxWeights) weights = weights_after(name, "method=erm", 3);
  GmxModel *model = weights->model;
  const gsize count = gmx_model_parameter_count(model);
  g_autofree float *d = g_new(float, count);
  g_autofree float *other = g_new(float, count);
  GmxRandom random;
  int filters = 0;
  gmx_random_init(&random, 4, 1);
  gmx_direction_random(model, &random, d);
  gmx_direction_random(model, &random, other);
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    if (info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR)
      continue;
    if (info->kind != GMX_TENSOR_WEIGHT) {
      g_assert_cmpfloat(norm_of(d + info->offset, info->size), ==, 0);
      continue;
    }
    const gsize rows = (gsize)info->shape[0], size = info->size / rows;
    g_autofree float *w = g_new(float, info->size);
    g_autofree float *v = g_new(float, info->size);
    gmx_model_export_tensor(model, t, gmx_model_parameters(model), w);
    gmx_model_export_tensor(model, t, d, v);
    for (gsize f = 0; f < rows; f++, filters++)
      g_assert_cmpfloat_with_epsilon(norm_of(v + f * size, size) / norm_of(w + f * size, size), 1,
                                     1e-5);
  }
  g_assert_cmpint(filters, >, 20);
  const double cosine = gmx_flat_dot(d, other, count) / (norm_of(d, count) * norm_of(other, count));
  g_assert_cmpfloat(fabs(cosine), <, 0.1);
}

/* The mean loss over the scene's images at w + x d₁ + y d₂ by passes of its own. */
static double direct(const GmxScene *scene, double x, double y) {
  const GmxLossImages *images = scene->images;
  GmxModel *model = gmx_model_copy(scene->weights->model);
  GmxTape *tape = gmx_tape_new(model, images->batch, true);
  float *w = gmx_model_parameters(model), loss[64];
  const gsize values = (gsize)images->shape.channels * images->shape.height * images->shape.width;
  double sum = 0;
  for (gsize i = 0; i < gmx_model_parameter_count(model); i++)
    w[i] = (float)(w[i] + x * scene->direction[0][i] + y * scene->direction[1][i]);
  for (int from = 0; from < images->count; from += images->batch) {
    gmx_model_forward(model, tape, images->images + (gsize)from * values, images->batch,
                      GMX_PASS_FROZEN);
    for (int i = 0; i < images->batch; i++) {
      const GmxTargets targets = {images->first + from + i, images->second + from + i,
                                  images->lambda + from + i};
      gmx_loss_cross_entropy(gmx_tape_logits(tape) + i * gmx_model_classes(model), 1,
                             gmx_model_classes(model), targets, NULL, loss);
      sum += loss[0];
    }
  }
  gmx_tape_free(tape);
  gmx_model_free(model);
  return sum / images->count;
}

static void keep_last(GmxLandscape *landscape, gpointer data) {
  GmxLandscape **last = data;
  g_clear_pointer(last, gmx_landscape_unref);
  *last = landscape;
}

/* Grid values of a network, bit for bit; what the plane says of itself. */
static void test_network(gconstpointer name) {
  g_autoptr(GmxWeights) weights = weights_after(name, "method=g-mix", 6);
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxLandscape) last = NULL;
  GmxLandscapeOptions options = gmx_landscape_options_default();
  options.plane.images = 64;
  options.finest = 7;
  g_autoptr(GmxScene) scene = gmx_scene_new(weights, NULL, &options, NULL, &error);
  g_assert_no_error(error);
  GmxScan scan = {.plane = &scene->plane,
                  .finest = 7,
                  .threads = 2,
                  .known = scene->known,
                  .publish = keep_last,
                  .user_data = &last};
  g_assert_true(gmx_scan_run(&scan, &error));
  for (int r = 0; r < 7; r += 3)
    for (int c = 0; c < 7; c += 2)
      g_assert_cmpfloat(last->losses[r * 7 + c], ==, direct(scene, x_at(last, c), y_at(last, r)));
  g_assert_cmpfloat(last->loss, ==, direct(scene, 0, 0));
  g_assert_cmpint(last->axis[0], ==, GMX_LANDSCAPE_AXIS_EPSILON);
  g_assert_cmpint(last->axis[1], ==, GMX_LANDSCAPE_AXIS_PATH);
  /* w + ε̂ lies on the first axis at ρ, the oldest of the last steps in the plane. */
  g_assert_cmpfloat_with_epsilon(last->epsilon.x, 0.1, 1e-5);
  g_assert_cmpfloat_with_epsilon(last->epsilon.y, 0, 1e-5);
  g_assert_cmpfloat_with_epsilon(last->epsilon.off, 0, 1e-5);
  g_assert_cmpfloat_with_epsilon(last->gram[0], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon(last->gram[1], 0, 1e-5);
  g_assert_cmpint(last->path_count, >=, 1);
  g_assert_cmpfloat_with_epsilon(last->path[0].off, 0, 1e-3);
  g_assert_cmpfloat(last->path[0].y, >, 0);
  g_assert_cmpfloat_with_epsilon(last->rho, 0.1, 1e-9);
}

/* The sample is what it says: images in use, their labels, whole batches, mixed or as stored. */
static void test_sample(void) {
  g_autoptr(GmxTrainer) trainer =
      stepped(gmx_test_trainer("model=cnn", "label-noise=0.5", "limit=200", NULL), 1);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_autoptr(GError) error = NULL;
  GmxLandscapeSample sample = {FALSE, GMX_SPLIT_TRAIN, 150};
  g_autoptr(GmxLossImages) clean = gmx_loss_images_new(weights, &sample, 1, &error);
  sample.mixed = TRUE;
  g_autoptr(GmxLossImages) mixed = gmx_loss_images_new(weights, &sample, 1, &error);
  g_autoptr(GmxBatch) all = gmx_batch_new(clean->shape, 200);
  const gsize values = (gsize)clean->shape.channels * clean->shape.height * clean->shape.width;
  gboolean seen[200] = {FALSE};
  g_assert_cmpint(clean->count, ==, 128); /* whole batches of 32 */
  g_assert_cmpint(clean->batch, ==, 32);
  gmx_batch_load(all, weights->dataset, GMX_SPLIT_TRAIN, weights->used, 200, weights->labels, NULL);
  for (int i = 0; i < clean->count; i++) {
    int place = 0;
    while (place < 200 && memcmp(all->images + place * values, clean->images + i * values,
                                 values * sizeof(float)) != 0)
      place++;
    g_assert_cmpint(place, <, 200);
    g_assert_false(seen[place]);
    seen[place] = TRUE;
    g_assert_cmpint(clean->first[i], ==, all->first_label[place]);
    g_assert_cmpfloat(clean->lambda[i], ==, 1);
    g_assert_cmpint(mixed->first[i], ==, clean->first[i]); /* the same images, mixed */
    g_assert_true(i == 0 || mixed->lambda[i] != mixed->lambda[i - 1]);
  }
}

/* BatchNorm by the batch: running statistics neither serve nor move. */
static void test_statistics(void) {
  g_autoptr(GmxWeights) weights = weights_after("model=cnn", "method=erm", 3);
  GmxModel *other = gmx_model_copy(weights->model);
  GmxLandscapeSample sample = {TRUE, GMX_SPLIT_TRAIN, 64};
  g_autoptr(GmxLossImages) images = gmx_loss_images_new(weights, &sample, 1, NULL);
  for (gsize i = 0; i < gmx_model_running_count(other); i++)
    gmx_model_running(other)[i] = 3;
  g_autoptr(GmxObjective) one = gmx_objective_new_loss(weights->model, images);
  g_autoptr(GmxObjective) two = gmx_objective_new_loss(other, images);
  const float *w = gmx_model_parameters(weights->model);
  const double value = one->value(one, w, NULL);
  g_assert_cmpfloat(value, ==, two->value(two, w, NULL));
  g_assert_cmpfloat(value, ==, one->value(one, w, NULL));
  gmx_model_free(other);
}

/* The gradient against differences of values. */
static void test_gradient(gconstpointer name) {
  g_autoptr(GmxWeights) weights = weights_after(name, "method=mixup", 2);
  GmxLandscapeSample sample = {TRUE, GMX_SPLIT_TRAIN, 96};
  g_autoptr(GmxLossImages) images = gmx_loss_images_new(weights, &sample, 1, NULL);
  g_autoptr(GmxObjective) objective = gmx_objective_new_loss(weights->model, images);
  const gsize count = objective->count;
  g_autofree float *gradient = g_new(float, count);
  g_autofree float *point = g_new(float, count);
  const float *w = gmx_model_parameters(weights->model);
  const double value = objective->gradient(objective, w, gradient, NULL);
  g_assert_cmpfloat(value, ==, objective->value(objective, w, NULL));
  const double norm = gmx_direction_normalise(gradient, count), h = 2e-3;
  gmx_direction_go(w, h, gradient, 0, NULL, count, point);
  const double up = objective->value(objective, point, NULL);
  gmx_direction_go(w, -h, gradient, 0, NULL, count, point);
  const double slope = (up - objective->value(objective, point, NULL)) / (2 * h);
  g_assert_cmpfloat(norm, >, 0.05);
  g_assert_cmpfloat(fabs(slope - norm), <, 0.01 * norm);
}

/* Towards another run: it lies on the first axis, and the value there is its own loss. */
static void test_other(void) {
  g_autoptr(GmxWeights) weights = weights_after("model=cnn", "method=erm", 2);
  g_autoptr(GmxWeights) other = weights_after("model=cnn", "method=sam", 8);
  g_autoptr(GmxWeights) stranger = weights_after("model=mlp", "hidden=8", 1);
  g_autoptr(GError) error = NULL;
  GmxLandscapeOptions options = gmx_landscape_options_default();
  options.axes = GMX_LANDSCAPE_OTHER;
  options.plane.images = 64;
  options.lines = options.plane;
  g_assert_null(gmx_scene_new(weights, stranger, &options, NULL, &error));
  g_assert_nonnull(strstr(error->message, "choose a run of the same model"));
  g_clear_error(&error);
  g_assert_null(gmx_scene_new(weights, weights, &options, NULL, &error));
  g_assert_nonnull(strstr(error->message, "the same; choose another"));
  g_clear_error(&error);
  g_assert_null(gmx_scene_new(weights, NULL, &options, NULL, &error));
  g_clear_error(&error);
  g_autoptr(GmxScene) scene = gmx_scene_new(weights, other, &options, NULL, &error);
  g_assert_no_error(error);
  const gsize count = gmx_model_parameter_count(weights->model);
  g_autofree float *way = g_new(float, count);
  gmx_flat_combine(1, gmx_model_parameters(other->model), -1, gmx_model_parameters(weights->model),
                   count, way);
  g_assert_cmpfloat_with_epsilon(scene->known->other.x, norm_of(way, count), 1e-4);
  g_assert_cmpfloat_with_epsilon(scene->known->other.y, 0, 1e-4);
  g_assert_cmpfloat(scene->known->box[1], >, scene->known->other.x);
  g_autoptr(GmxObjective) own = gmx_objective_new_loss(other->model, scene->images);
  g_assert_cmpfloat_with_epsilon(direct(scene, scene->known->other.x, 0),
                                 own->value(own, gmx_model_parameters(other->model), NULL), 1e-4);
  g_assert_cmpint(scene->line_count, ==, 4);
  g_assert_true(scene->lines[3].run == 1 && scene->lines[3].axis == GMX_LANDSCAPE_AXIS_RANDOM);
}

/* Before the first step there is neither ε̂ nor a path. */
static void test_before(void) {
  g_autoptr(GmxWeights) weights = weights_after("model=mlp", "method=g-mix", 0);
  g_autoptr(GError) error = NULL;
  GmxLandscapeOptions options = gmx_landscape_options_default();
  g_autoptr(GmxScene) scene = gmx_scene_new(weights, NULL, &options, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(scene->known->own_sample);
  g_assert_cmpint(scene->known->axis[0], ==, GMX_LANDSCAPE_AXIS_EPSILON);
  g_assert_cmpint(scene->known->axis[1], ==, GMX_LANDSCAPE_AXIS_RANDOM);
  g_assert_cmpint(scene->known->path_count, ==, 0);
  g_assert_cmpfloat_with_epsilon(scene->known->epsilon.x, 0.1, 1e-5);
  g_assert_cmpfloat(direct(scene, 0.1, 0), >, direct(scene, 0, 0));
}

/* The ball's edge lies at ρ in weights, whatever the axes. */
static void test_ball(void) {
  g_autoptr(GmxLandscape) landscape = gmx_landscape_new();
  const double gram[3] = {4, 1.5, 2};
  double xy[24];
  landscape->rho = 0.3;
  memcpy(landscape->gram, gram, sizeof gram);
  gmx_landscape_get_ball(landscape, 12, xy);
  for (int i = 0; i < 12; i++) {
    const double x = xy[2 * i], y = xy[2 * i + 1];
    g_assert_cmpfloat_with_epsilon(gram[0] * x * x + 2 * gram[1] * x * y + gram[2] * y * y, 0.09,
                                   1e-9);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add("/landscape/values/one thread", Fixture, GINT_TO_POINTER(1), set_up, test_values,
             tear_down);
  g_test_add("/landscape/values/three threads", Fixture, GINT_TO_POINTER(3), set_up, test_values,
             tear_down);
  g_test_add("/landscape/levels", Fixture, NULL, set_up, test_levels, tear_down);
  g_test_add("/landscape/first sight", Fixture, NULL, set_up, test_first_sight, tear_down);
  g_test_add("/landscape/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add_func("/landscape/filled", test_filled);
  g_test_add_func("/landscape/ball", test_ball);
  g_test_add_data_func("/landscape/filters/mlp", "model=mlp", test_filters);
  g_test_add_data_func("/landscape/filters/resnet-8", "model=resnet-8", test_filters);
  g_test_add_data_func("/landscape/network/mlp", "model=mlp", test_network);
  g_test_add_data_func("/landscape/network/cnn", "model=cnn", test_network);
  g_test_add_func("/landscape/sample", test_sample);
  g_test_add_func("/landscape/statistics", test_statistics);
  g_test_add_data_func("/landscape/gradient/mlp", "model=mlp", test_gradient);
  g_test_add_data_func("/landscape/gradient/cnn", "model=cnn", test_gradient);
  g_test_add_func("/landscape/other", test_other);
  g_test_add_func("/landscape/before", test_before);
  return g_test_run();
}
