/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plane of points without a display: its surface against direct evaluation, its border, what is
 * painted, and what the drawing tools do to points. */
#include "engine/insight/plane.h"
#include "engine/nn/parallel.h"
#include "tests/engine/remove-all.h"
#include "ui/plane/plane-border.h"
#include "ui/plane/plane-draft.h"
#include "ui/plane/plane-paint.h"

#include <math.h>
#include <string.h>

static GmxDataset *load(const char *name) {
  g_autoptr(GError) error = NULL;
  GmxDataset *dataset = gmx_dataset_load(name, 7, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return dataset;
}

static GmxModel *new_model(GmxDataset *dataset) {
  const int hidden[] = {32, 32};
  GmxRandom random;
  char error[256];
  GmxModel *model = gmx_model_new("mlp", gmx_dataset_get_shape(dataset),
                                  gmx_dataset_get_classes(dataset), hidden, 2, error);
  gmx_random_init(&random, 3, 1);
  g_assert_nonnull(model);
  gmx_model_initialize(model, &random);
  for (size_t i = 0; i < gmx_model_parameter_count(model); i++)
    gmx_model_parameters(model)[i] *= 3; /* a surface with some relief */
  return model;
}

/* Softmax of one point by a pass of its own, through the loss that the training uses. */
static void evaluate_one(GmxModel *model, GmxDataset *dataset, double x, double y, float *out) {
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  const float input[] = {((float)x - mean[0]) / deviation[0], ((float)y - mean[1]) / deviation[1]};
  const int label = 0;
  const float lambda = 1;
  float loss;
  GmxTape *tape = gmx_tape_new(model, 1, false);
  gmx_model_forward(model, tape, input, 1, GMX_PASS_EVALUATE);
  gmx_loss_cross_entropy(gmx_tape_logits(tape), 1, gmx_model_classes(model),
                         (GmxTargets){&label, &label, &lambda}, out, &loss);
  gmx_tape_free(tape);
}

/* Every place, on grids that no portion divides, of two classes and of three. */
static void test_surface(void) {
  static const char *const sets[] = {"moons", "blobs"};
  const int columns = 37, rows = 23;
  for (gsize s = 0; s < G_N_ELEMENTS(sets); s++) {
    g_autoptr(GmxDataset) dataset = load(sets[s]);
    GmxModel *model = new_model(dataset);
    const int classes = gmx_model_classes(model);
    double bounds[4], box[4];
    g_autofree float *found = g_new(float, columns *rows *classes);
    g_autofree float *wanted = g_new(float, classes);
    gmx_dataset_get_bounds(dataset, bounds);
    gmx_plane_fit(bounds, 640, 480, box);
    gmx_plane_evaluate(model, dataset, box, columns, rows, found);
    for (int row = 0; row < rows; row++)
      for (int column = 0; column < columns; column++) {
        evaluate_one(model, dataset, box[0] + (box[1] - box[0]) * column / (columns - 1),
                     box[3] - (box[3] - box[2]) * row / (rows - 1), wanted);
        for (int k = 0; k < classes; k++)
          g_assert_cmpfloat_with_epsilon(found[(row * columns + column) * classes + k], wanted[k],
                                         1e-5);
      }
    gmx_model_free(model);
  }
}

/* The same bytes on the pool and alone. */
static void test_threads(void) {
  g_autoptr(GmxDataset) dataset = load("moons");
  GmxModel *model = new_model(dataset);
  const int columns = 50, rows = 41;
  const double box[] = {-2, 3, -1.5, 2};
  g_autofree float *pool = g_new(float, columns *rows * 2);
  g_autofree float *alone = g_new(float, columns *rows * 2);
  gmx_plane_evaluate(model, dataset, box, columns, rows, pool);
  const bool before = gmx_parallel_set_alone(true);
  gmx_plane_evaluate(model, dataset, box, columns, rows, alone);
  gmx_parallel_set_alone(before);
  g_assert_cmpmem(pool, sizeof(float) * columns * rows * 2, alone,
                  sizeof(float) * columns * rows * 2);
  gmx_model_free(model);
}

static void test_fit(void) {
  const double bounds[] = {-1, 3, 0, 1};
  double box[4];
  gmx_plane_fit(bounds, 400, 400, box);
  g_assert_cmpfloat_with_epsilon(box[1] - box[0], 4, 1e-9);
  g_assert_cmpfloat_with_epsilon(box[3] - box[2], 4, 1e-9);
  g_assert_cmpfloat_with_epsilon(0.5 * (box[2] + box[3]), 0.5, 1e-9);
  gmx_plane_fit(bounds, 900, 100, box);
  g_assert_cmpfloat_with_epsilon(box[3] - box[2], 1, 1e-9);
  g_assert_cmpfloat_with_epsilon(box[1] - box[0], 9, 1e-9);
}

/* Borders */

/* A surface whose probabilities fall linearly with @field: class 1 is where it is positive. */
static void fill(GmxPlaneSurface *surface, double (*field)(double, double)) {
  for (int row = 0; row < surface->rows; row++)
    for (int column = 0; column < surface->columns; column++) {
      float *p = surface->probabilities + (row * surface->columns + column) * 2;
      p[1] = (float)(0.5 + 0.5 * tanh(0.2 * field(column, row)));
      p[0] = 1 - p[1];
    }
}

static double circle(double x, double y) {
  return hypot(x - 20, y - 15) - 9.3;
}

static double slope(double x, double y) {
  return 0.6 * x + 0.8 * y - 17;
}

static GPtrArray *trace(double (*field)(double, double)) {
  float probabilities[41 * 31 * 2];
  GmxPlaneSurface surface = {
      .columns = 41, .rows = 31, .classes = 2, .probabilities = probabilities};
  fill(&surface, field);
  return gmx_plane_trace_border(&surface);
}

static void test_border(void) {
  g_autoptr(GPtrArray) round = trace(circle);
  g_autoptr(GPtrArray) straight = trace(slope);
  g_assert_cmpuint(round->len, ==, 1);
  const GArray *line = round->pdata[0];
  g_assert_cmpuint(line->len, >, 40);
  g_assert_cmpmem(line->data, sizeof(GmxPlanePlace),
                  &g_array_index(line, GmxPlanePlace, line->len - 1), sizeof(GmxPlanePlace));
  for (guint i = 0; i < line->len; i++) {
    const GmxPlanePlace *place = &g_array_index(line, GmxPlanePlace, i);
    g_assert_cmpfloat(fabs(circle(place->column, place->row)), <, 0.03);
  }
  g_assert_cmpuint(straight->len, ==, 1);
  line = straight->pdata[0];
  const GmxPlanePlace *from = &g_array_index(line, GmxPlanePlace, 0);
  const GmxPlanePlace *to = &g_array_index(line, GmxPlanePlace, line->len - 1);
  g_assert_cmpfloat(hypot(from->column - to->column, from->row - to->row), >, 25);
  for (guint i = 0; i < line->len; i++) {
    const GmxPlanePlace *place = &g_array_index(line, GmxPlanePlace, i);
    g_assert_cmpfloat(fabs(slope(place->column, place->row)), <, 0.03);
  }
}

/* Four classes, one in each quarter: the border is a cross, each arm drawn once. */
static void test_border_of_many(void) {
  float probabilities[21 * 21 * 4];
  const GmxPlaneSurface surface = {
      .columns = 21, .rows = 21, .classes = 4, .probabilities = probabilities};
  double length = 0;
  for (int row = 0; row < 21; row++)
    for (int column = 0; column < 21; column++) {
      const int winner = (column > 10) + 2 * (row > 10);
      for (int k = 0; k < 4; k++)
        probabilities[(row * 21 + column) * 4 + k] = k == winner ? 0.7f : 0.1f;
    }
  g_autoptr(GPtrArray) lines = gmx_plane_trace_border(&surface);
  for (guint l = 0; l < lines->len; l++) {
    const GArray *line = lines->pdata[l];
    for (guint i = 1; i < line->len; i++) {
      const GmxPlanePlace *a = &g_array_index(line, GmxPlanePlace, i - 1);
      const GmxPlanePlace *b = &g_array_index(line, GmxPlanePlace, i);
      length += hypot(a->column - b->column, a->row - b->row);
      g_assert_true((fabs(a->column - 10.5) < 0.6) || (fabs(a->row - 10.5) < 0.6));
    }
  }
  g_assert_cmpfloat(length, >, 38);
  g_assert_cmpfloat(length, <, 43);
}

/* A run's moment */

static GmxTrainer *new_trainer(GmxDataset *dataset, const char *method) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  const char *const settings[][2] = {{"data", "moons"}, {"method", method}, {"rho", "0.3"},
                                     {"epochs", "2"},   {"probe", "0"},     {"seed", "5"}};
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
    gmx_config_set_from_string(config, settings[i][0], settings[i][1], &error);
    g_assert_no_error(error);
  }
  GmxTrainer *trainer = gmx_trainer_new(config, dataset, NULL, &error);
  g_assert_no_error(error);
  return trainer;
}

static void step(GmxTrainer *trainer, int count) {
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < count; i++) {
    GmxStepRecord record;
    gmx_trainer_step(trainer, &record, &error);
    g_assert_no_error(error);
  }
}

/* The loss of the mixed points is the step's own, where the weights are those before it. */
static void test_mixed_loss(void) {
  g_autoptr(GmxDataset) dataset = load("moons");
  g_autoptr(GmxTrainer) trainer = new_trainer(dataset, "g-mix");
  double sum = 0;
  step(trainer, 4);
  GmxModel *before = gmx_model_copy(gmx_trainer_get_model(trainer));
  step(trainer, 1);
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_step(trainer);
  for (int i = 0; i < gallery->count; i++)
    sum += gallery->loss[i];
  g_assert_cmpfloat_with_epsilon(gmx_plane_mixed_loss(before, dataset, gallery),
                                 sum / gallery->count, 1e-5);
  gmx_model_free(before);
}

/* Two points of class 0, one of class 1 in the middle between them; another of class 0 is nearer to
 * what is mixed there. */
static void test_intruded(void) {
  static const GmxPoint points[] = {{0, 0, 0, GMX_SPLIT_TRAIN},    {4, 0, 0, GMX_SPLIT_TRAIN},
                                    {2, 0.2f, 1, GMX_SPLIT_TRAIN}, {9, 9, 1, GMX_SPLIT_TRAIN},
                                    {2, 0.1f, 0, GMX_SPLIT_TRAIN}, {0, 1, 0, GMX_SPLIT_TEST},
                                    {9, 8, 1, GMX_SPLIT_TEST}};
  const char *const names[] = {"a", "b", NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxDataset) dataset =
      gmx_dataset_new_points("four", points, G_N_ELEMENTS(points), names, &error);
  g_assert_no_error(error);
  int first[] = {0, 0, 0, 0}, second[] = {1, 1, 2, 1}, first_label[] = {0, 0, 0, 0};
  int second_label[] = {0, 0, 1, 0}, used[] = {0, 1, 2, 3}, others[] = {0, 1, 3};
  int nearer[] = {4, 0, 1, 2, 3};
  int noisy[] = {0, 0, 0, 1, 0};
  float lambdas[] = {0.5f, 0.95f, 0.5f, 0.6f};
  const GmxGallery gallery = {.count = 4,
                              .first = first,
                              .second = second,
                              .first_label = first_label,
                              .second_label = second_label,
                              .lambdas = lambdas};
  guint8 intruded[4];
  gmx_plane_find_intruded(dataset, used, 4, NULL, &gallery, intruded);
  g_assert_cmpmem(intruded, 4, "\1\0\0\1", 4);
  gmx_plane_find_intruded(dataset, others, 3, NULL, &gallery, intruded);
  g_assert_cmpmem(intruded, 4, "\0\0\0\0", 4);
  gmx_plane_find_intruded(dataset, nearer, 5, NULL, &gallery, intruded);
  g_assert_cmpmem(intruded, 4, "\0\0\0\0", 4);
  gmx_plane_find_intruded(dataset, used, 4, noisy, &gallery, intruded);
  g_assert_cmpmem(intruded, 4, "\0\0\0\0", 4);
}

static void test_held_out(void) {
  g_autoptr(GmxDataset) dataset = load("blobs");
  GmxModel *model = new_model(dataset);
  const int total = gmx_dataset_get_count(dataset, GMX_SPLIT_TEST);
  double loss, accuracy, sum = 0;
  int right = 0;
  for (int i = 0; i < total; i++) {
    const float *at = gmx_dataset_get_point(dataset, GMX_SPLIT_TEST, i);
    const int label = gmx_dataset_get_label(dataset, GMX_SPLIT_TEST, i);
    float p[3];
    evaluate_one(model, dataset, at[0], at[1], p);
    sum -= log(p[label]);
    right += p[label] >= fmaxf(p[0], fmaxf(p[1], p[2]));
  }
  gmx_plane_held_out(model, dataset, &loss, &accuracy);
  g_assert_cmpfloat_with_epsilon(loss, sum / total, 1e-4);
  g_assert_cmpfloat_with_epsilon(accuracy, (double)right / total, 1e-9);
  gmx_model_free(model);
}

/* Pictures */

static GmxPlaneLook *new_look(GmxDataset *dataset, GmxPlaneKind kind, GmxPlaneLayers layers) {
  double bounds[4];
  GmxPlaneLook *look = gmx_plane_look_new(gmx_palette_new_builtin(FALSE), NULL);
  look->kind = kind;
  look->layers = layers;
  look->width = 240;
  look->height = 180;
  gmx_dataset_get_bounds(dataset, bounds);
  gmx_plane_fit(bounds, look->width, look->height, look->box);
  return look;
}

static guint32 pixel(cairo_surface_t *image, int x, int y) {
  const guint8 *row =
      cairo_image_surface_get_data(image) + y * cairo_image_surface_get_stride(image);
  return ((const guint32 *)(gconstpointer)row)[x];
}

static guint32 to_pixel(const double rgb[3]) {
  return 0xff000000u | (guint32)(rgb[0] * 255 + 0.5) << 16 | (guint32)(rgb[1] * 255 + 0.5) << 8 |
         (guint32)(rgb[2] * 255 + 0.5);
}

/* Away from the edges of bands and from borders a pixel has the colour of its own probability. */
static void check_bands(const GmxPlanePicture *picture, GmxModel *model, GmxDataset *dataset) {
  const GmxPlaneLook *look = picture->look;
  int checked = 0;
  for (int y = 10; y < look->height - 10; y += 7)
    for (int x = 10; x < look->width - 10; x += 7) {
      double at[2], rgb[3], edge;
      float p[2];
      gmx_plane_look_to_data(look, x + 0.5, y + 0.5, at);
      evaluate_one(model, dataset, at[0], at[1], p);
      const double ahead = fabs(p[0] - p[1]);
      const double within = modf(ahead * 6, &edge);
      if (within < 0.15 || within > 0.85 || ahead < 0.12)
        continue;
      gmx_plane_band_color(look->palette, p[1] > p[0], ahead, rgb);
      g_assert_cmphex(pixel(picture->image, x, y), ==, to_pixel(rgb));
      checked++;
    }
  g_assert_cmpint(checked, >, 60);
}

static void test_picture(void) {
  g_autoptr(GmxDataset) dataset = load("moons");
  g_autoptr(GmxTrainer) trainer = new_trainer(dataset, "g-mix");
  g_autoptr(GmxPlaneLook) at_w = new_look(dataset, GMX_PLANE_AT_W, (GmxPlaneLayers)0);
  g_autoptr(GmxPlaneLook) climbed = new_look(dataset, GMX_PLANE_PERTURBED, (GmxPlaneLayers)0);
  GmxPlaneLook *const looks[] = {at_w, climbed};
  step(trainer, 10);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_step(trainer);
  g_autoptr(GmxPlaneFrame) frame =
      gmx_plane_frame_new(weights, gallery, looks, 2, GMX_PLANE_FINE, NULL);
  g_assert_cmpint(frame->step, ==, 10);
  g_assert_true(frame->climbed);
  g_assert_cmpfloat(frame->loss[1], >, frame->loss[0]);
  check_bands(gmx_plane_frame_find(frame, at_w), weights->model, dataset);
  const GmxPlanePicture *picture = gmx_plane_frame_find(frame, climbed);
  g_assert_true(picture->surfaces[0] == gmx_plane_frame_find(frame, at_w)->surfaces[0]);
  g_assert_true(picture->surfaces[1] != NULL);
}

/* Whether the middle of mixed point @i has its labels' colours in the shares of λ. */
static gboolean is_filled(const GmxPlanePicture *picture, const GmxGallery *gallery,
                          GmxDataset *dataset, int i) {
  double mix[2], at[2], a[3], b[3];
  gmx_plane_get_mix(gallery, dataset, i, mix);
  gmx_plane_look_to_view(picture->look, mix[0], mix[1], at);
  gmx_plane_class_color(picture->look->palette, gallery->first_label[i], a);
  gmx_plane_class_color(picture->look->palette, gallery->second_label[i], b);
  const guint32 found = pixel(picture->image, (int)at[0], (int)at[1]);
  for (int c = 0; c < 3; c++) {
    const double wanted = 255 * (gallery->lambdas[i] * a[c] + (1 - gallery->lambdas[i]) * b[c]);
    if (fabs((found >> (16 - 8 * c) & 0xff) - wanted) > 2)
      return FALSE;
  }
  return TRUE;
}

/* What is drawn in changes the picture and evaluates nothing again. */
static void test_layers(void) {
  g_autoptr(GmxDataset) dataset = load("moons");
  g_autoptr(GmxTrainer) trainer = new_trainer(dataset, "dg-mix");
  g_autoptr(GmxPlaneLook) bare = new_look(dataset, GMX_PLANE_BLEND, (GmxPlaneLayers)0);
  g_autoptr(GmxPlaneLook) full =
      new_look(dataset, GMX_PLANE_BLEND, GMX_PLANE_MIXED | GMX_PLANE_TRAINING | GMX_PLANE_HELD_OUT);
  step(trainer, 3);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_step(trainer);
  g_autoptr(GmxPlaneFrame) first =
      gmx_plane_frame_new(weights, gallery, &bare, 1, GMX_PLANE_FINE, NULL);
  g_autoptr(GmxPlaneFrame) second =
      gmx_plane_frame_new(weights, gallery, &full, 1, GMX_PLANE_FINE, first);
  g_assert_null(gmx_plane_frame_find(second, bare));
  const GmxPlanePicture *a = gmx_plane_frame_find(first, bare);
  const GmxPlanePicture *b = gmx_plane_frame_find(second, full);
  int filled = 0;
  g_assert_true(a->surfaces[0] == b->surfaces[0] && a->surfaces[1] == b->surfaces[1]);
  g_assert_cmpfloat(first->loss[0], ==, second->loss[0]);
  for (int i = 0; i < gallery->count; i++)
    filled += is_filled(b, gallery, dataset, i);
  g_assert_cmpint(filled, >,
                  gallery->count / 2); /* of those that lie upon one another, the upper */
  g_assert_true(memcmp(cairo_image_surface_get_data(a->image),
                       cairo_image_surface_get_data(b->image), 240 * 180 * 4) != 0);
}

/* Before the first step there is no climb and no gallery; the picture is that at w. */
static void test_beginning(void) {
  g_autoptr(GmxDataset) dataset = load("circles");
  g_autoptr(GmxTrainer) trainer = new_trainer(dataset, "sam");
  g_autoptr(GmxPlaneLook) look = new_look(dataset, GMX_PLANE_PERTURBED, GMX_PLANE_MIXED);
  g_autoptr(GmxWeights) weights = gmx_weights_new(trainer);
  g_autoptr(GmxPlaneFrame) frame =
      gmx_plane_frame_new(weights, NULL, &look, 1, GMX_PLANE_QUICK, NULL);
  g_assert_false(frame->climbed);
  g_assert_true(isnan(frame->loss[0]) && isnan(frame->loss[1]));
  g_assert_null(frame->intruded);
  g_assert_null(gmx_plane_frame_find(frame, look)->surfaces[1]);
}

/* Places go to the view and back; y points up. */
static void test_places(void) {
  g_autoptr(GmxDataset) dataset = load("moons");
  g_autoptr(GmxPlaneLook) look = new_look(dataset, GMX_PLANE_AT_W, GMX_PLANE_TRAINING);
  double at[2], back[2];
  gmx_plane_look_to_view(look, look->box[0], look->box[3], at);
  g_assert_cmpfloat_with_epsilon(at[0], 0, 1e-9);
  g_assert_cmpfloat_with_epsilon(at[1], 0, 1e-9);
  gmx_plane_look_to_view(look, 0.3, -0.2, at);
  gmx_plane_look_to_data(look, at[0], at[1], back);
  g_assert_cmpfloat_with_epsilon(back[0], 0.3, 1e-9);
  g_assert_cmpfloat_with_epsilon(back[1], -0.2, 1e-9);
}

/* Drawing */

static void count_change(int *count) {
  (*count)++;
}

static void test_draft(void) {
  g_autoptr(GmxPlaneDraft) draft = gmx_plane_draft_new(NULL);
  int changes = 0;
  g_signal_connect_swapped(draft, "changed", G_CALLBACK(count_change), &changes);
  g_assert_cmpint(gmx_plane_draft_get_classes(draft), ==, 2);
  g_assert_false(gmx_plane_draft_can_undo(draft));
  gmx_plane_draft_begin(draft);
  for (int i = 0; i < 6; i++)
    gmx_plane_draft_add(draft, i, 2 * i, i % 2);
  g_assert_cmpint(changes, ==, 6);
  int held_out = 0;
  for (int i = 0; i < 6; i++)
    held_out += gmx_plane_draft_get(draft, i)->split == GMX_SPLIT_TEST;
  g_assert_cmpint(held_out, ==, 2);
  g_assert_cmpint(gmx_plane_draft_find(draft, 3.1, 6.1, 0.5), ==, 3);
  g_assert_cmpint(gmx_plane_draft_find(draft, 3.1, 7.1, 0.5), ==, -1);
  gmx_plane_draft_begin(draft);
  gmx_plane_draft_move(draft, 3, 10, 10);
  gmx_plane_draft_move(draft, 3, 11, 12);
  gmx_plane_draft_begin(draft);
  gmx_plane_draft_relabel(draft, 3, 0);
  gmx_plane_draft_begin(draft);
  gmx_plane_draft_remove(draft, 0);
  g_assert_cmpint(gmx_plane_draft_get_count(draft), ==, 5);
  gmx_plane_draft_undo(draft);
  g_assert_cmpint(gmx_plane_draft_get_count(draft), ==, 6);
  g_assert_cmpint(gmx_plane_draft_get(draft, 3)->label, ==, 0);
  gmx_plane_draft_undo(draft);
  g_assert_cmpint(gmx_plane_draft_get(draft, 3)->label, ==, 1);
  g_assert_cmpfloat(gmx_plane_draft_get(draft, 3)->x, ==, 11);
  gmx_plane_draft_undo(draft);
  g_assert_cmpfloat(gmx_plane_draft_get(draft, 3)->x, ==, 3);
  gmx_plane_draft_redo(draft);
  g_assert_cmpfloat(gmx_plane_draft_get(draft, 3)->y, ==, 12);
  gmx_plane_draft_undo(draft);
  gmx_plane_draft_undo(draft);
  g_assert_cmpint(gmx_plane_draft_get_count(draft), ==, 0);
  g_assert_false(gmx_plane_draft_can_undo(draft));
  g_assert_true(gmx_plane_draft_can_redo(draft));
  gmx_plane_draft_add(draft, 0, 0, 0); /* what was undone is no future of this */
  g_assert_false(gmx_plane_draft_can_redo(draft));
}

/* A press that changes nothing leaves nothing to undo. */
static void test_draft_nothing(void) {
  g_autoptr(GmxPlaneDraft) draft = gmx_plane_draft_new(NULL);
  gmx_plane_draft_begin(draft);
  gmx_plane_draft_clear(draft);
  gmx_plane_draft_add(draft, 0, 0, 1);
  gmx_plane_draft_begin(draft);
  gmx_plane_draft_relabel(draft, 0, 1);
  gmx_plane_draft_undo(draft);
  g_assert_cmpint(gmx_plane_draft_get_count(draft), ==, 0);
}

static void check_problem(GmxPlaneDraft *draft, const char *wanted) {
  g_autofree char *problem = gmx_plane_draft_get_problem(draft);
  if (wanted)
    g_assert_nonnull(strstr(problem ? problem : "", wanted));
  else
    g_assert_cmpstr(problem, ==, NULL);
}

static void test_draft_problem(void) {
  g_autoptr(GmxPlaneDraft) draft = gmx_plane_draft_new(NULL);
  check_problem(draft, "two classes");
  gmx_plane_draft_add(draft, 0, 0, 0);
  gmx_plane_draft_add(draft, 1, 0, 0);
  check_problem(draft, "two classes");
  gmx_plane_draft_add(draft, 2, 0, 1); /* the third: held out */
  check_problem(draft, "class 2 has no training point");
  gmx_plane_draft_add(draft, 3, 0, 1);
  check_problem(draft, NULL);
  gmx_plane_draft_remove(draft, 2);
  check_problem(draft, "every third");
}

static void test_draft_classes(void) {
  g_autoptr(GmxPlaneDraft) draft = gmx_plane_draft_new(NULL);
  for (int k = 2; k < GMX_PLANE_MAX_CLASSES; k++)
    g_assert_true(gmx_plane_draft_add_class(draft));
  g_assert_false(gmx_plane_draft_add_class(draft));
  g_assert_cmpstr(gmx_plane_draft_get_class_name(draft, 9), ==, "class 10");
}

/* What was drawn over a data set comes back from its file, without the class that lost its points.
 */
static void test_draft_file(void) {
  g_autoptr(GmxDataset) dataset = load("blobs");
  g_autoptr(GmxPlaneDraft) draft = gmx_plane_draft_new(dataset);
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("gmix-plane-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "drawn.csv", NULL);
  const int total = gmx_plane_draft_get_count(draft);
  g_assert_cmpint(total, ==,
                  gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN) +
                      gmx_dataset_get_count(dataset, GMX_SPLIT_TEST));
  g_assert_cmpint(gmx_plane_draft_get_classes(draft), ==, 3);
  for (int i = total - 1; i >= 0; i--)
    if (gmx_plane_draft_get(draft, i)->label == 0)
      gmx_plane_draft_remove(draft, i);
  gmx_plane_draft_move(draft, 0, 1.25, -3.5);
  gmx_plane_draft_save(draft, path, &error);
  g_assert_no_error(error);
  g_autoptr(GmxDataset) back = load(path);
  g_assert_cmpint(gmx_dataset_get_classes(back), ==, 2);
  g_assert_cmpstr(gmx_dataset_get_class_name(back, 0), ==, gmx_dataset_get_class_name(dataset, 1));
  g_assert_cmpint(gmx_dataset_get_count(back, GMX_SPLIT_TRAIN) +
                      gmx_dataset_get_count(back, GMX_SPLIT_TEST),
                  ==, gmx_plane_draft_get_count(draft));
  const float *at = gmx_dataset_get_point(back, GMX_SPLIT_TRAIN, 0);
  g_assert_cmpfloat(at[0], ==, 1.25f);
  g_assert_cmpfloat(at[1], ==, -3.5f);
  remove_all(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/plane/surface", test_surface);
  g_test_add_func("/plane/surface/threads", test_threads);
  g_test_add_func("/plane/fit", test_fit);
  g_test_add_func("/plane/border", test_border);
  g_test_add_func("/plane/border/many", test_border_of_many);
  g_test_add_func("/plane/mixed-loss", test_mixed_loss);
  g_test_add_func("/plane/intruded", test_intruded);
  g_test_add_func("/plane/held-out", test_held_out);
  g_test_add_func("/plane/picture", test_picture);
  g_test_add_func("/plane/layers", test_layers);
  g_test_add_func("/plane/beginning", test_beginning);
  g_test_add_func("/plane/places", test_places);
  g_test_add_func("/plane/draft", test_draft);
  g_test_add_func("/plane/draft/nothing", test_draft_nothing);
  g_test_add_func("/plane/draft/problem", test_draft_problem);
  g_test_add_func("/plane/draft/classes", test_draft_classes);
  g_test_add_func("/plane/draft/file", test_draft_file);
  return g_test_run();
}
