/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring of copies. What it costs: a weight is copied in 0.4 ns out of the third cache, in which
 * two processors make some 70 operations of a step at their best, and much faster out of the first
 * two, where the steps of a small network do not reach that speed either. */
#include "engine/train/trail.h"

#include <math.h>
#include <string.h>

#define SMALL 2048 /* weights: each step is kept */
#define CACHED 65536
#define WORK_CACHED 1000.0 /* operations in whose hundredth one weight is copied, up to CACHED */
#define WORK_LARGE 8000.0  /* the same above */
#define MOST_BYTES ((gsize)256 << 20)
#define LEAST_POINTS 2

struct GmxTrail {
  gsize count;
  int every, size;
  int next, filled;
  GmxTrailPoint *points[GMX_TRAIL_POINTS];
};

typedef struct {
  gint references;
  GmxTrailPoint point;
} Owned;

static Owned *owner_of(GmxTrailPoint *point) {
  return (Owned *)((char *)point - G_STRUCT_OFFSET(Owned, point));
}

GmxTrailPoint *gmx_trail_point_ref(GmxTrailPoint *point) {
  g_atomic_int_inc(&owner_of(point)->references);
  return point;
}

void gmx_trail_point_unref(GmxTrailPoint *point) {
  if (g_atomic_int_dec_and_test(&owner_of(point)->references))
    g_free(owner_of(point));
}

static GmxTrailPoint *point_new(gsize count) {
  Owned *owned = g_malloc(sizeof *owned + count * sizeof(float));
  owned->references = 1;
  owned->point.count = count;
  return &owned->point;
}

static int choose_every(gsize count, double work) {
  if (count <= SMALL)
    return 1;
  return (int)ceil((double)count * (count <= CACHED ? WORK_CACHED : WORK_LARGE) / MAX(work, 1));
}

GmxTrail *gmx_trail_new(gsize count, double work) {
  GmxTrail *self = g_new0(GmxTrail, 1);
  const gsize fitting = MOST_BYTES / (MAX(count, 1) * sizeof(float));
  self->count = count;
  self->size = (int)CLAMP(fitting, LEAST_POINTS, GMX_TRAIL_POINTS);
  self->every = choose_every(count, work);
  return self;
}

void gmx_trail_free(GmxTrail *self) {
  if (!self)
    return;
  gmx_trail_clear(self);
  g_free(self);
}

int gmx_trail_get_every(const GmxTrail *self) {
  return self->every;
}

int gmx_trail_get_most(const GmxTrail *self) {
  return self->size;
}

void gmx_trail_pass(GmxTrail *self, gint64 step, const float *weights) {
  if (step % self->every != 0)
    return;
  /* All at once: a later step asks for no memory unless somebody holds a point. */
  for (int i = 0; self->filled == 0 && i < self->size; i++)
    if (!self->points[i])
      self->points[i] = point_new(self->count);
  GmxTrailPoint **place = &self->points[self->next];
  if (*place && g_atomic_int_get(&owner_of(*place)->references) > 1)
    g_clear_pointer(place, gmx_trail_point_unref);
  if (!*place)
    *place = point_new(self->count);
  (*place)->step = step;
  memcpy((*place)->weights, weights, self->count * sizeof(float));
  self->next = (self->next + 1) % self->size;
  self->filled = MIN(self->filled + 1, self->size);
}

void gmx_trail_clear(GmxTrail *self) {
  for (int i = 0; i < GMX_TRAIL_POINTS; i++)
    g_clear_pointer(&self->points[i], gmx_trail_point_unref);
  self->next = self->filled = 0;
}

GPtrArray *gmx_trail_list(GmxTrail *self, gint64 step) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_trail_point_unref);
  for (int i = 0; i < self->filled; i++) {
    GmxTrailPoint *point = self->points[(self->next - self->filled + i + self->size) % self->size];
    if (point->step < step)
      g_ptr_array_add(list, gmx_trail_point_ref(point));
  }
  return list;
}
