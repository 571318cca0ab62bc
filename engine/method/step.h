/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One training step's gradient: perturb, partition, combine (methods.md, sections 3 and 4).
 *
 * The step reads a (mixed) batch and leaves the combined gradient; weights are as before, bit for
 * bit. The optimizer (train/optimizer.h) then moves them. */
#pragma once

#include "engine/data/batch.h"
#include "engine/nn/model.h"

/** Where the gradient is taken. */
typedef enum {
  GMX_PERTURB_NONE,
  GMX_PERTURB_SAM,  /* arXiv 2010.01412 */
  GMX_PERTURB_ASAM, /* arXiv 2102.11600 */
} GmxPerturb;

/** What the flat examples add to the gradient. All but GMX_COMBINE_ALL need a perturbation. */
typedef enum {
  GMX_COMBINE_ALL,
  GMX_COMBINE_SHARP_ONLY,
  GMX_COMBINE_FLAT_AT_W,
  GMX_COMBINE_ORTHOGONAL,
} GmxCombine;

/** Which set plays the part of the sharp one in `combine`. */
typedef enum {
  GMX_KEEP_SHARP,
  GMX_KEEP_FLAT,
} GmxKeep;

typedef struct {
  GmxPerturb perturb;
  GmxCombine combine;
  GmxKeep keep;
  double rho;   /* ρ, radius of the climb */
  double eta;   /* η of ASAM */
  double gamma; /* γ, share of the sharp set */
  double beta;  /* β, weight of the orthogonal part */
} GmxStepOptions;

/** SAM on all examples with the default settings of methods.md, section 1. */
GmxStepOptions gmx_step_options_default(void);

/** What a step found. Arrays have `count` entries and are owned by the step, until the next run. */
typedef struct {
  int count;
  const float *loss;                    /* ℓ_i(w) */
  const float *loss_perturbed;          /* ℓ_i(w + ε̂); NULL without a perturbation */
  const float *sharpness;               /* s_i; NULL without a perturbation */
  const guint8 *sharp;                  /* 1 = in S; NULL without a perturbation */
  const float *probabilities;           /* [count][classes] softmax at w */
  const float *probabilities_perturbed; /* the same at w + ε̂; NULL without a perturbation */
  int sharp_count;                      /* k = |S|; 0 without a perturbation */
  double cut;                 /* midway between the least s in S and the largest in F; NaN */
  double mean_loss;           /* L(w) */
  double mean_loss_perturbed; /* L(w + ε̂); NaN without a perturbation */
  double gradient_norm;       /* ‖∇L(w)‖ */
  double epsilon_norm;        /* ‖ε̂‖; NaN without a perturbation */
  double cosine;              /* cos(g_S, g_F) where both were computed, else NaN */
  float *gradient;            /* what the optimizer receives, parameter_count floats */
  gboolean finite;            /* FALSE when a loss or a norm is not finite */
} GmxStepResult;

typedef struct GmxStep GmxStep;

/** A step for @model (borrowed, must outlive it) with room for @max_batch examples. */
GmxStep *gmx_step_new(GmxModel *model, int max_batch);
void gmx_step_free(GmxStep *step);

/** Computes the gradient for @batch; @result's arrays belong to @step. */
void gmx_step_run(GmxStep *step, const GmxBatch *batch, const GmxStepOptions *options,
                  GmxStepResult *result);

/**
 * ℓ_i(w), ℓ_i(w + ε̂), s_i and the partition alone, without moving running statistics: the probe.
 * The gradient of @result is ∇L(w).
 */
void gmx_step_inspect(GmxStep *step, const GmxBatch *batch, const GmxStepOptions *options,
                      GmxStepResult *result);

/**
 * Marks the k = floor(γ n + 0.5) examples of largest s, within [1, n − 1]; ties go to the lower
 * index; a NaN counts as the largest. @returns k. @cut receives the value midway between the sets.
 */
int gmx_partition(const float *sharpness, int n, double gamma, guint8 *sharp, double *cut);
