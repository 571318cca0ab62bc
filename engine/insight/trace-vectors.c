/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vectors of a step as numbers: their lengths, and where they lie in a plane of two of them.
 * They have as many dimensions as the network has parameters; two suffice to draw them to scale,
 * because what a step adds up lies in the plane of what it adds. */
#include "engine/insight/trace-private.h"
#include "engine/nn/flat.h"

#include <math.h>

/* The plane of @first and @second: lengths of @first and of what of @second is perpendicular. */
typedef struct {
  const float *first, *second;
  gsize count;
  double length, height, slant; /* slant: ⟨second, first⟩ / ‖first‖ */
} Plane;

static double norm_of(const float *values, gsize count) {
  return sqrt(gmx_flat_dot(values, values, count));
}

static Plane plane_new(const float *first, const float *second, gsize count) {
  Plane plane = {.first = first, .second = second, .count = count};
  plane.length = norm_of(first, count);
  plane.slant = plane.length > 0 ? gmx_flat_dot(second, first, count) / plane.length : 0;
  const double rest = gmx_flat_dot(second, second, count) - plane.slant * plane.slant;
  plane.height = rest > 0 ? sqrt(rest) : 0;
  return plane;
}

/* Rounding of the floats leaves a height of parallel vectors that means nothing. */
#define FLAT 1e-6

static GmxTraceVector see(const Plane *plane, const float *vector) {
  GmxTraceVector seen = {.norm = norm_of(vector, plane->count)};
  const double own = norm_of(plane->second, plane->count);
  if (plane->length > 0)
    seen.x = gmx_flat_dot(vector, plane->first, plane->count) / plane->length;
  if (plane->height > FLAT * own)
    seen.y =
        (gmx_flat_dot(vector, plane->second, plane->count) - seen.x * plane->slant) / plane->height;
  const double rest = seen.norm * seen.norm - seen.x * seen.x - seen.y * seen.y;
  seen.outside = rest > 0 ? sqrt(rest) : 0;
  return seen;
}

void gmx_trace_describe_climb(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  if (!work->epsilon)
    return;
  const double lengths = trace->record.gradient_norm * trace->record.epsilon_norm;
  trace->slope = gmx_flat_dot(work->gradient, work->epsilon, work->count);
  trace->climb_cosine = lengths > 0 ? trace->slope / lengths : NAN;
  /* ⟨g, ε̂⟩ = ρ ‖T g‖² / ‖T g‖ */
  if (trace->options.rho > 0)
    trace->adaptive_norm = trace->slope / trace->options.rho;
}

void gmx_trace_describe_combine(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  GmxTraceCombine *combine = &trace->combine;
  trace->combined_norm = norm_of(work->combined, work->count);
  if (!work->kept)
    return;
  const Plane plane = plane_new(work->kept, work->other, work->count);
  combine->kept = see(&plane, work->kept);
  combine->other = see(&plane, work->other);
  combine->combined = see(&plane, work->combined);
  combine->dot = gmx_flat_dot(work->other, work->kept, work->count);
  const double square = gmx_flat_dot(work->kept, work->kept, work->count);
  const double lengths = combine->kept.norm * combine->other.norm;
  combine->projection = square > 0 ? combine->dot / square : 0;
  combine->cosine = lengths > 0 ? combine->dot / lengths : NAN;
}

/* w after the step − w, in double before it is rounded once: the move is small beside w. */
static float *moved(const float *before, const float *after, gsize count) {
  float *move = g_new(float, count);
  for (gsize i = 0; i < count; i++)
    move[i] = (float)((double)after[i] - before[i]);
  return move;
}

void gmx_trace_describe_update(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  GmxTraceUpdate *update = &trace->update;
  const GmxOptimizerOptions *options = &trace->optimizer;
  const gboolean adamw = options->kind == GMX_OPTIMIZER_ADAMW;
  const float *w = gmx_model_parameters(trace->before), *after = gmx_model_parameters(trace->after);
  const float *sum = gmx_optimizer_get_velocity(gmx_trainer_get_optimizer(work->copy));
  g_autofree float *carried = g_new(float, work->count);
  g_autofree float *pull = g_new(float, work->count);
  g_autofree float *move = moved(w, after, work->count);
  gmx_flat_combine(options->momentum, work->carried, 0, work->carried, work->count, carried);
  gmx_flat_combine(adamw ? 1 - options->momentum : 1, work->combined,
                   adamw ? 0 : options->weight_decay, w, work->count, pull);
  const Plane plane = plane_new(pull, carried, work->count);
  update->carried = see(&plane, carried);
  update->pull = see(&plane, pull);
  update->sum = see(&plane, sum);
  update->move = see(&plane, move);
  update->weight_norm = norm_of(w, work->count);
  update->weight_norm_after = norm_of(after, work->count);
  update->decay = options->weight_decay * update->weight_norm;
  update->loss_after = gmx_trace_loss_at(work, after);
}

/* The parameter that the update moves most, as a place in the flat buffer. */
static gsize find_most_moved(const float *before, const float *after, gsize count) {
  gsize most = 0;
  for (gsize i = 1; i < count; i++)
    if (fabs((double)after[i] - before[i]) > fabs((double)after[most] - before[most]))
      most = i;
  return most;
}

static int find_tensor(GmxModel *model, gsize place) {
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    const gboolean running =
        info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
    if (!running && place >= info->offset && place < info->offset + info->size)
      return t;
  }
  return 0;
}

/* Where element @place of the buffer stands in its tensor, in PyTorch's order: marked, exported and
 * found again, because only the model knows how it lays its tensors out. */
static void name_place(GmxTraceWork *work, gsize place, GmxTraceWeight *weight) {
  GmxModel *model = work->trace->before;
  const int tensor = find_tensor(model, place);
  const GmxTensorInfo *info = gmx_model_tensor(model, tensor);
  g_autofree float *marked = g_new0(float, work->count);
  g_autofree float *values = g_new(float, info->size);
  gsize found = 0;
  marked[place] = 1;
  gmx_model_export_tensor(model, tensor, marked, values);
  while (found + 1 < info->size && values[found] != 1)
    found++;
  g_strlcpy(weight->tensor, info->name, sizeof weight->tensor);
  weight->rank = info->rank;
  for (int d = info->rank - 1; d >= 0; d--) {
    weight->at[d] = (int)(found % (gsize)info->shape[d]);
    found /= (gsize)info->shape[d];
  }
}

void gmx_trace_describe_weight(GmxTraceWork *work) {
  GmxTrace *trace = work->trace;
  GmxTraceWeight *weight = &trace->weight;
  const float *w = gmx_model_parameters(trace->before), *after = gmx_model_parameters(trace->after);
  const gsize place = find_most_moved(w, after, work->count);
  name_place(work, place, weight);
  weight->before = w[place];
  weight->gradient = work->gradient[place];
  weight->epsilon = work->epsilon ? work->epsilon[place] : NAN;
  weight->combined = work->combined[place];
  weight->velocity = gmx_optimizer_get_velocity(gmx_trainer_get_optimizer(work->copy))[place];
  weight->after = after[place];
}
