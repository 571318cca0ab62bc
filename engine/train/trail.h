/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last steps' weights, for whoever wants to see the way the training came.
 *
 * Every nth step's weights are copied into a ring of a few. n and the ring's length come from the
 * network and the batch alone, so that the copies stay under a hundredth of a step's time and under
 * a bound of memory. A point that somebody holds is left to them and replaced by a new one. */
#pragma once

#include <glib.h>

/** Weights after `step` steps. Reference-counted and immutable. */
typedef struct {
  gint64 step;
  gsize count;
  float weights[]; /* [count] */
} GmxTrailPoint;

GmxTrailPoint *gmx_trail_point_ref(GmxTrailPoint *point);
void gmx_trail_point_unref(GmxTrailPoint *point);

/** At most this many points. */
#define GMX_TRAIL_POINTS 16

typedef struct GmxTrail GmxTrail;

/**
 * @param count weights
 * @param work floating-point operations of one step's cheapest kind: three passes of its batch
 */
GmxTrail *gmx_trail_new(gsize count, double work);
void gmx_trail_free(GmxTrail *trail);

/** Of each how many steps one is kept. */
int gmx_trail_get_every(const GmxTrail *trail);
/** How many are kept. */
int gmx_trail_get_most(const GmxTrail *trail);

/** Before a step: keeps @weights, after @step steps, where it is the turn. */
void gmx_trail_pass(GmxTrail *trail, gint64 step, const float *weights);

/** Forgets all: after going back to a checkpoint the way led elsewhere. */
void gmx_trail_clear(GmxTrail *trail);

/** The points before step @step, oldest first, as GmxTrailPoint with a reference each. */
GPtrArray *gmx_trail_list(GmxTrail *trail, gint64 step);
