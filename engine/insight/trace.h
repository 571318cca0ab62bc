/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The coming step of a run, taken apart: every number of its eight phases, before it is made.
 *
 * The step is made on copies of all it depends on, by the functions that make every other step, so
 * that the run, when it makes this step later, ends with these very bits. What a step does not
 * leave behind (each side's gradient, the loss on the way to w + ε̂) comes from further passes on
 * copies. Symbols are those of methods.md. */
#pragma once

#include "engine/insight/weights.h"
#include "engine/train/gallery.h"
#include "engine/train/trainer.h"

/** Places from w to w + ε̂ at which the loss is known, both ends included. */
#define GMX_TRACE_PATH 9

/** The phases of a step, in their order. */
typedef enum {
  GMX_PHASE_DRAW,
  GMX_PHASE_MIX,
  GMX_PHASE_GRADIENT,
  GMX_PHASE_CLIMB,
  GMX_PHASE_LOSS_THERE,
  GMX_PHASE_PARTITION,
  GMX_PHASE_COMBINE,
  GMX_PHASE_UPDATE,
  GMX_PHASES
} GmxPhase;

/** A vector over all parameters, seen in a plane of two others: x along the first of them, y along
 * what of the second is perpendicular to it. All NaN where it was not computed. */
typedef struct {
  double x, y;
  double norm;    /* of the whole vector */
  double outside; /* of the part perpendicular to the plane; 0 where it lies in it */
} GmxTraceVector;

/** One parameter through the step: the one that the update moves most. */
typedef struct {
  char tensor[48]; /* "blocks.0.conv1.weight" */
  int rank, at[4]; /* its place in PyTorch's order */
  double before, gradient, epsilon, combined, velocity, after;
} GmxTraceWeight;

/** The gradients that `combine` combines, in the plane of the first two. */
typedef struct {
  GmxTraceVector kept;  /* of the set in the part of the sharp one, at w + ε̂: along x */
  GmxTraceVector other; /* of the other set, at w + ε̂; at w for flat-at-w */
  GmxTraceVector combined;
  int kept_count, other_count;
  double dot;        /* ⟨other, kept⟩ */
  double projection; /* ⟨other, kept⟩ / ‖kept‖²; 0 where ‖kept‖ is 0 */
  double cosine;     /* of the two; NaN where one is 0 */
} GmxTraceCombine;

/** What the optimizer adds up: SGD in the plane of μ v and g + δ w, AdamW of β₁ m and (1 − β₁) g.
 */
typedef struct {
  GmxTraceVector carried; /* μ v, or β₁ m: 0 in a run's first step */
  GmxTraceVector pull;    /* g + δ w, or (1 − β₁) g */
  GmxTraceVector sum;     /* v, or m, after the step */
  GmxTraceVector move;    /* w after the step − w; AdamW's leaves the plane */
  double decay;           /* ‖δ w‖ */
  double weight_norm, weight_norm_after;
  double loss_after; /* of this batch at the new w */
} GmxTraceUpdate;

/** Reference-counted and immutable. What a method does not compute is NaN or NULL. */
typedef struct {
  /* Which step, and by what settings */
  GmxStepRecord record; /* as the run will write it */
  int place;            /* of the step in its epoch, from 1 */
  gint64 steps_per_epoch;
  GmxConfig *config;  /* in force for this step; read only */
  GPtrArray *changes; /* of GmxEventRecord: live changes that act with this step */
  GmxStepOptions options;
  GmxOptimizerOptions optimizer;
  GmxDataset *dataset;
  gboolean finite; /* FALSE: the run will stop here; the numbers end where they are not finite */

  /* Draw to partition */
  GmxGallery *mixed;           /* the batch while nothing but ℓ_i(w) is known of it: no sides */
  GmxGallery *gallery;         /* with s_i and sides, where the method climbs */
  int *partner;                /* [gallery->count] place in the batch of the second parent */
  double adaptive_norm;        /* ‖T g‖ of asam */
  double slope;                /* ⟨∇L(w), ε̂⟩: the rise that the gradient predicts */
  double climb_cosine;         /* of ∇L(w) and ε̂ */
  double path[GMX_TRACE_PATH]; /* L(w + t ε̂), t = 0 … 1; NaN without a climb */

  GmxTraceCombine combine; /* computed for every method that climbs, whatever it combines */
  GmxTraceUpdate update;
  double combined_norm; /* ‖g‖ of what the optimizer receives */
  GmxTraceWeight weight;

  GmxModel *before, *perturbed, *after; /* at w, w + ε̂ (NULL without a climb), and the new w */
  GmxWeights *points[2]; /* of a run on points, to look at its plane: w with w + ε̂, and the new w
                            alone; NULL for images */
} GmxTrace;

#define GMX_TYPE_TRACE (gmx_trace_get_type())
GType gmx_trace_get_type(void);

/**
 * The step that @trainer makes next, by the settings that wait for it. Costs about five steps;
 * nothing of @trainer changes. Fails where no step is to be made, and when cancelled.
 */
GmxTrace *gmx_trace_new(GmxTrainer *trainer, GCancellable *cancellable, GError **error);
GmxTrace *gmx_trace_ref(GmxTrace *trace);
void gmx_trace_unref(GmxTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxTrace, gmx_trace_unref)

/** TRUE where @phase does something: a method without a climb skips some, and so does a step whose
 * numbers are not finite. */
gboolean gmx_trace_has_phase(const GmxTrace *trace, GmxPhase phase);
