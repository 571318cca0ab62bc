/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which directions a landscape looks along, and how far.
 *
 * ε̂ is the run's own climb where there is one. Weights that no step has used yet have none; theirs
 * is SAM's on the landscape's sample, and the result says so. */
#include "engine/insight/scene.h"

#include "engine/insight/directions.h"
#include "engine/insight/landscape-private.h"
#include "engine/nn/flat.h"

#include <math.h>
#include <string.h>

#define MOST_RADII 24.0 /* of the ball, that the box around ball and path may be wide */
#define MARGIN 1.2      /* of the box around what it must show */
#define NEAR_ZERO 1e-4  /* of a direction's length: what is left of it is rounding */
#define LINE_BACK 2.0   /* how many radii the line along ε̂ goes back … */
#define LINE_FORTH 6.0  /* … and forth */

gboolean gmx_scene_same_network(const GmxModel *a, const GmxModel *b) {
  if (!g_str_equal(gmx_model_name(a), gmx_model_name(b)) ||
      gmx_model_tensor_count(a) != gmx_model_tensor_count(b))
    return FALSE;
  for (int t = 0; t < gmx_model_tensor_count(a); t++) {
    const GmxTensorInfo *left = gmx_model_tensor(a, t), *right = gmx_model_tensor(b, t);
    if (left->rank != right->rank || memcmp(left->shape, right->shape, sizeof left->shape) != 0)
      return FALSE;
  }
  return TRUE;
}

void gmx_scene_free(GmxScene *self) {
  if (!self)
    return;
  for (int run = 0; run < 2; run++) {
    gmx_objective_free(self->line_objective[run]);
    g_free(self->epsilon[run]);
    g_free(self->direction[run]);
    g_free(self->along[run][0]);
    g_free(self->along[run][1]);
  }
  gmx_objective_free(self->objective);
  g_clear_pointer(&self->images, gmx_loss_images_unref);
  g_clear_pointer(&self->line_images, gmx_loss_images_unref);
  g_clear_pointer(&self->known, gmx_landscape_unref);
  gmx_weights_unref(self->weights);
  gmx_weights_unref(self->other);
  g_free(self);
}

static GmxWeights *run_of(const GmxScene *self, int run) {
  return run == 0 ? self->weights : self->other;
}

static const float *origin_of(const GmxScene *self, int run) {
  return gmx_model_parameters(run_of(self, run)->model);
}

static gboolean same_sample(const GmxLandscapeSample *a, const GmxLandscapeSample *b) {
  return !a->mixed == !b->mixed && a->split == b->split && a->images == b->images;
}

/* The samples, and the losses over them. */
static gboolean make_objectives(GmxScene *self, GError **error) {
  const GmxLandscapeOptions *options = &self->options;
  self->images = gmx_loss_images_new(self->weights, &options->plane, options->seed, error);
  if (!self->images)
    return FALSE;
  self->line_images =
      same_sample(&options->plane, &options->lines)
          ? gmx_loss_images_ref(self->images)
          : gmx_loss_images_new(self->weights, &options->lines, options->seed, error);
  if (!self->line_images)
    return FALSE;
  self->objective = gmx_objective_new_loss(self->weights->model, self->images);
  for (int run = 0; run < (self->other ? 2 : 1); run++) {
    self->line_objective[run] = gmx_objective_new_loss(run_of(self, run)->model, self->line_images);
    self->count[run] = gmx_model_parameter_count(run_of(self, run)->model);
  }
  return TRUE;
}

/* SAM's ε̂ on the sample: for weights that have no step's. */
static float *climb_on_sample(GmxScene *self, int run, GCancellable *cancellable) {
  float *epsilon = g_new(float, self->count[run]);
  g_autoptr(GmxObjective) objective =
      gmx_objective_new_loss(run_of(self, run)->model, self->images);
  objective->gradient(objective, origin_of(self, run), epsilon, cancellable);
  const double norm = gmx_direction_normalise(epsilon, self->count[run]);
  if (norm > 0 && isfinite(norm)) {
    gmx_flat_combine(run_of(self, run)->rho, epsilon, 0, epsilon, self->count[run], epsilon);
    return epsilon;
  }
  g_free(epsilon);
  return NULL;
}

static void find_epsilon(GmxScene *self, int run, GCancellable *cancellable) {
  GmxWeights *weights = run_of(self, run);
  const gboolean stretched = weights->perturb == GMX_PERTURB_ASAM && weights->perturbed;
  self->ball[run] = stretched ? weights->epsilon_norm : weights->rho;
  if (!weights->perturbed) {
    self->epsilon[run] = climb_on_sample(self, run, cancellable);
    return;
  }
  self->epsilon[run] = g_new(float, self->count[run]);
  gmx_flat_combine(1, gmx_model_parameters(weights->perturbed), -1, origin_of(self, run),
                   self->count[run], self->epsilon[run]);
}

/* What axis @axis of a plane along @wanted really gets: a random direction of norm 1 where nothing
 * of it is left. @wanted may be NULL. */
static GmxLandscapeAxis take_axis(GmxScene *self, int axis, const float *wanted,
                                  GmxLandscapeAxis name, GmxRandom *random) {
  const gsize count = self->count[0];
  float *d = g_new(float, count);
  self->direction[axis] = d;
  for (int attempt = wanted ? 0 : 1; attempt < 2; attempt++) {
    if (attempt == 0)
      memcpy(d, wanted, count * sizeof(float));
    else
      gmx_direction_random(self->weights->model, random, d);
    const double whole = sqrt(gmx_flat_dot(d, d, count));
    if (axis == 1)
      gmx_direction_orthogonalise(d, self->direction[0], count);
    const double left = gmx_direction_normalise(d, count);
    if (isfinite(left) && left > NEAR_ZERO * whole)
      return attempt == 0 ? name : GMX_LANDSCAPE_AXIS_RANDOM;
  }
  return GMX_LANDSCAPE_AXIS_RANDOM;
}

/* From w back to the oldest of the last steps; NULL before there are any. */
static float *way_back(const GmxScene *self) {
  const GmxWeights *weights = self->weights;
  if (weights->trail->len == 0)
    return NULL;
  const GmxTrailPoint *oldest = g_ptr_array_index(weights->trail, 0);
  float *way = g_new(float, self->count[0]);
  gmx_flat_combine(1, oldest->weights, -1, origin_of(self, 0), self->count[0], way);
  return way;
}

static gboolean aim_at_other(GmxScene *self, GmxRandom *random, GError **error) {
  if (!self->other || !gmx_scene_same_network(self->weights->model, self->other->model)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                self->other ? "the other run's network is not the same, so that no line leads to "
                              "its weights; choose a run of the same model and widths"
                            : "choose another run to look towards");
    return FALSE;
  }
  g_autofree float *way = g_new(float, self->count[0]);
  gmx_flat_combine(1, origin_of(self, 1), -1, origin_of(self, 0), self->count[0], way);
  self->known->axis[0] = take_axis(self, 0, way, GMX_LANDSCAPE_AXIS_OTHER, random);
  self->known->axis[1] = take_axis(self, 1, NULL, GMX_LANDSCAPE_AXIS_RANDOM, random);
  if (self->known->axis[0] == GMX_LANDSCAPE_AXIS_OTHER)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
              "the other run's weights are the same; choose another run");
  return FALSE;
}

static gboolean choose_directions(GmxScene *self, GmxRandom *random, GError **error) {
  if (self->options.axes == GMX_LANDSCAPE_OTHER)
    return aim_at_other(self, random, error);
  if (self->options.axes == GMX_LANDSCAPE_PATH) {
    g_autofree float *way = way_back(self);
    self->known->axis[0] = take_axis(self, 0, self->epsilon[0], GMX_LANDSCAPE_AXIS_EPSILON, random);
    self->known->axis[1] = take_axis(self, 1, way, GMX_LANDSCAPE_AXIS_PATH, random);
    return TRUE;
  }
  for (int axis = 0; axis < 2; axis++) {
    self->direction[axis] = g_new(float, self->count[0]);
    gmx_direction_random(self->weights->model, random, self->direction[axis]);
    self->known->axis[axis] = GMX_LANDSCAPE_AXIS_RANDOM;
  }
  return TRUE;
}

static GmxLandscapePoint project(const GmxScene *self, const float *point, gint64 step) {
  GmxLandscapePoint found = {.step = step};
  found.off =
      gmx_direction_project(origin_of(self, 0), point, self->direction[0], self->direction[1],
                            self->known->gram, self->count[0], &found.x, &found.y);
  return found;
}

/* Where everything else lies in the plane. */
static void place_points(GmxScene *self) {
  GmxLandscape *known = self->known;
  GmxWeights *weights = self->weights;
  gmx_direction_gram(self->direction[0], self->direction[1], self->count[0], known->gram);
  if (self->epsilon[0]) {
    g_autofree float *climbed = g_new(float, self->count[0]);
    gmx_flat_combine(1, origin_of(self, 0), 1, self->epsilon[0], self->count[0], climbed);
    known->epsilon = project(self, climbed, weights->step);
  }
  known->path_count = (int)weights->trail->len;
  known->path_every = weights->trail_every;
  known->path = g_new(GmxLandscapePoint, MAX(known->path_count, 1));
  for (int i = 0; i < known->path_count; i++) {
    const GmxTrailPoint *point = g_ptr_array_index(weights->trail, i);
    known->path[i] = project(self, point->weights, point->step);
  }
  if (self->other && gmx_scene_same_network(weights->model, self->other->model))
    known->other = project(self, origin_of(self, 1), self->other->step);
}

static void include(double box[4], double x, double y) {
  if (!isfinite(x) || !isfinite(y))
    return;
  box[0] = MIN(box[0], x);
  box[1] = MAX(box[1], x);
  box[2] = MIN(box[2], y);
  box[3] = MAX(box[3], y);
}

/* As much of the path as leaves the ball to be seen, from its newest point back. */
static void include_newest(const GmxLandscape *known, double radius, double box[4]) {
  for (int i = known->path_count - 1; i >= 0; i--) {
    double wider[4];
    memcpy(wider, box, sizeof wider);
    include(wider, known->path[i].x, known->path[i].y);
    if (MAX(wider[1] - wider[0], wider[3] - wider[2]) > MOST_RADII * radius)
      return;
    memcpy(box, wider, sizeof wider);
  }
}

static void set_square(double box[4], double x, double y, double half) {
  const double square[4] = {x - half, x + half, y - half, y + half};
  memcpy(box, square, sizeof square);
}

/* A square, so that the ball is a circle where the axes are orthonormal. */
static void choose_box(GmxScene *self) {
  const GmxLandscape *known = self->known;
  const gboolean to_other = self->options.axes == GMX_LANDSCAPE_OTHER;
  const double radius = self->ball[0] > 0 ? self->ball[0] : 0.05;
  double box[4] = {0};
  if (self->options.axes == GMX_LANDSCAPE_RANDOM) {
    set_square(self->known->box, 0, 0, 1);
  } else if (to_other) {
    set_square(self->known->box, known->other.x / 2, 0, known->other.x * 0.75);
  } else {
    include(box, -1.25 * radius, -1.25 * radius);
    include(box, 1.75 * radius, 1.25 * radius);
    include_newest(known, radius, box);
    set_square(self->known->box, (box[0] + box[1]) / 2, (box[2] + box[3]) / 2,
               MARGIN * MAX(box[1] - box[0], box[3] - box[2]) / 2);
  }
  if (self->options.span > 0)
    set_square(self->known->box, to_other ? known->other.x / 2 : 0, 0, self->options.span);
}

static void add_line(GmxScene *self, int run, GmxLandscapeAxis axis, double from, double to) {
  float *along = self->along[run][axis == GMX_LANDSCAPE_AXIS_RANDOM];
  self->lines[self->line_count++] =
      (GmxScanLine){.objective = self->line_objective[run],
                    .origin = origin_of(self, run),
                    .along = along,
                    .from = from,
                    .to = to,
                    .axis = axis,
                    .run = run,
                    .rho = self->ball[run],
                    .distance = sqrt(gmx_flat_dot(along, along, self->count[run]))};
}

/* The same numbers are drawn for both runs, and each is scaled to its own filters. */
static void make_lines(GmxScene *self) {
  const int runs = self->other ? 2 : 1;
  const double radius = MAX(self->ball[0], runs > 1 ? self->ball[1] : 0);
  const double reach = radius > 0 ? radius : 0.05;
  for (int run = 0; run < runs && !self->options.no_lines; run++) {
    GmxRandom random;
    gmx_random_init(&random, self->options.seed, GMX_STREAM_DIRECTIONS);
    self->along[run][1] = g_new(float, self->count[run]);
    gmx_direction_random(run_of(self, run)->model, &random, self->along[run][1]);
    if (self->epsilon[run]) {
      self->along[run][0] = g_memdup2(self->epsilon[run], self->count[run] * sizeof(float));
      gmx_direction_normalise(self->along[run][0], self->count[run]);
      add_line(self, run, GMX_LANDSCAPE_AXIS_EPSILON, -LINE_BACK * reach, LINE_FORTH * reach);
    }
    add_line(self, run, GMX_LANDSCAPE_AXIS_RANDOM, -1, 1);
  }
}

static void describe(GmxScene *self) {
  const GmxWeights *weights = self->weights;
  GmxLandscape *known = self->known = gmx_landscape_new();
  known->step = weights->step;
  known->epoch = weights->epoch;
  known->other_step = self->other ? self->other->step : -1;
  known->rho = self->ball[0];
  known->perturb = weights->perturb;
  known->borrowed = weights->borrowed;
  known->own_sample = weights->perturbed == NULL;
  known->images = self->images->count;
  known->line_images = self->line_images->count;
}

static gboolean check_runs(GmxWeights *weights, GmxWeights *other, GError **error) {
  if (!other || g_strcmp0(gmx_dataset_get_checksum(weights->dataset),
                          gmx_dataset_get_checksum(other->dataset)) == 0)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
              "the other run was trained on “%s”, this one on “%s”; choose a run on the same data",
              gmx_dataset_get_title(other->dataset), gmx_dataset_get_title(weights->dataset));
  return FALSE;
}

GmxScene *gmx_scene_new(GmxWeights *weights, GmxWeights *other, const GmxLandscapeOptions *options,
                        GCancellable *cancellable, GError **error) {
  GmxRandom random;
  if (!check_runs(weights, other, error))
    return NULL;
  g_autoptr(GmxScene) self = g_new0(GmxScene, 1);
  self->weights = gmx_weights_ref(weights);
  self->other = other ? gmx_weights_ref(other) : NULL;
  self->options = *options;
  if (!make_objectives(self, error))
    return NULL;
  for (int run = 0; run < (other ? 2 : 1); run++)
    find_epsilon(self, run, cancellable);
  if (g_cancellable_set_error_if_cancelled(cancellable, error))
    return NULL;
  gmx_random_init(&random, options->seed, GMX_STREAM_DIRECTIONS);
  describe(self);
  if (!choose_directions(self, &random, error))
    return NULL;
  place_points(self);
  choose_box(self);
  make_lines(self);
  self->plane = (GmxScanPlane){.objective = self->objective,
                               .origin = origin_of(self, 0),
                               .first = self->direction[0],
                               .second = self->direction[1]};
  memcpy(self->plane.box, self->known->box, sizeof self->plane.box);
  return g_steal_pointer(&self);
}
