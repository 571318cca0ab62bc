/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss around the weights of one moment: over a plane, along lines, and its curvature.
 *
 * Jobs. Each runs in a thread of its own at low priority, on copies of the weights and off the
 * worker pool, so that training may go on. It tells of coarse results first; a result is immutable
 * and reference-counted, and one that was not delivered yet gives way to a newer one. Updates and
 * the end come on the main context that was the starter's thread default. After
 * g_cancellable_cancel() on that thread no update comes any more; the end is told exactly once
 * (NULL, or a GError, G_IO_ERROR_CANCELLED where it was cut short), then @free_data is called.
 *
 * The loss is the mean over a fixed sample of images, drawn from a seed, in batches of the run's
 * own size. BatchNorm: as a training step sees the batch, by the batch's own statistics
 * (GMX_PASS_FROZEN); the running statistics neither serve nor move. So the surface is that of the
 * function whose gradient a step takes, and weights that no training ever visited need none.
 *
 * Units. A plane is w + x d₁ + y d₂. Axes along ε̂, along the last steps and towards another run
 * are orthonormal: x and y are distances in the weights. Random directions are filter-normalised
 * (Li et al. 2018, arXiv 1712.09913): each filter of d has the norm of that filter of w, biases and
 * BatchNorm stay; x and y are multiples of it, and `gram` tells distances in the weights. */
#pragma once

#include "engine/insight/weights.h"

/** Which plane through w. */
typedef enum {
  GMX_LANDSCAPE_PATH, /* along ε̂, and along the last steps' path (what of it is orthogonal to ε̂) */
  GMX_LANDSCAPE_RANDOM, /* two random filter-normalised directions */
  GMX_LANDSCAPE_OTHER,  /* towards another run's weights, and orthogonal to it a random direction */
} GmxLandscapePlane;

/** What an axis really is: a plane along ε̂ falls back where there is no ε̂ or no step yet. */
typedef enum {
  GMX_LANDSCAPE_AXIS_EPSILON,
  GMX_LANDSCAPE_AXIS_PATH,
  GMX_LANDSCAPE_AXIS_RANDOM,
  GMX_LANDSCAPE_AXIS_OTHER
} GmxLandscapeAxis;

/** Which loss. */
typedef struct {
  gboolean mixed; /* mixup by the run's α, a λ for each example; else as stored. Never augmented */
  GmxSplit split;
  int images; /* at most; whole batches of the run's size where there are that many */
} GmxLandscapeSample;

typedef struct {
  GmxLandscapePlane axes;
  double span; /* half the plane's width, in its units, about w (about the middle of the two runs);
                  0: so that the ball and, as far as it stays visible, the path fit, or both runs */
  GmxLandscapeSample plane; /* default: mixed training images */
  GmxLandscapeSample
      lines;  /* default: training images as stored, so that two methods may be compared */
  int finest; /* columns and rows of the last grid: 7, 13, 25, 49, 97 (the default), 193 */
  gboolean no_plane, no_lines; /* what is not wanted */
  guint64 seed;                /* draws images, λ and random directions; the same for both runs */
} GmxLandscapeOptions;

GmxLandscapeOptions gmx_landscape_options_default(void);

/** A point in the plane, and how far from it (in weights) it really lies. */
typedef struct {
  double x, y, off;
  gint64 step;
} GmxLandscapePoint;

/** Loss along a direction of a run's own. */
typedef struct {
  GmxLandscapeAxis axis; /* GMX_LANDSCAPE_AXIS_EPSILON (distance in the weights) or
                            GMX_LANDSCAPE_AXIS_RANDOM (multiples) */
  int run;               /* 0: the weights, 1: the other run */
  int count;             /* points known so far */
  double *x;             /* [count] rising */
  double *loss;          /* [count] */
  double rho;      /* of that run; at this x on the ε̂ line its ball ends (‖ε̂‖ for asam) */
  double distance; /* ‖d‖: in weights, of x = 1 */
} GmxLandscapeLine;

/** What is known so far. Immutable; no field changes after it was handed out. */
typedef struct {
  gint64 step; /* of the weights */
  int epoch;
  gint64 other_step; /* of the other run; −1 without */

  int level;                /* 0: no grid yet, losses is NULL; 1: 7 × 7, 2: 13 × 13 … */
  int columns, rows;        /* of this level; the points of each coarser grid are among them */
  double box[4];            /* least x, greatest x, least y, greatest y; the grid has its edges */
  double *losses;           /* [rows][columns], row 0 at the least y; NaN: not yet */
  double *filled;           /* the same with what is missing interpolated: to draw; whole as soon as
                               there is a grid. Infinite where the loss is not finite */
  double least, greatest;   /* of the known finite losses; NaN without */
  GmxLandscapeAxis axis[2]; /* what x and y are */
  double gram[3];           /* ⟨d₁,d₁⟩, ⟨d₁,d₂⟩, ⟨d₂,d₂⟩ */

  double rho; /* radius of the SAM ball in weights: ρ; ‖ε̂‖ for asam, whose set is no ball */
  GmxPerturb perturb;         /* that made ε̂ */
  gboolean borrowed;          /* the method does not climb: SAM was lent to it */
  gboolean own_sample;        /* there was no batch to climb by: ε̂ is that of the plane's loss */
  GmxLandscapePoint epsilon;  /* w + ε̂, nearest point of the plane; w is (0, 0) */
  GmxLandscapePoint *path;    /* [path_count] the last steps, oldest first; ends before w */
  int path_count, path_every; /* of each how many steps one was kept */
  GmxLandscapePoint other;    /* the other run's weights; NaN where it has none of this size */

  GmxLandscapeLine *lines; /* [line_count] */
  int line_count;
  int images, line_images; /* that the losses are means over */
  double loss;             /* at w, of the plane's sample; NaN: not yet */

  gint64 done, total; /* evaluations, for the progress */
} GmxLandscape;

#define GMX_TYPE_LANDSCAPE (gmx_landscape_get_type())
GType gmx_landscape_get_type(void);
GmxLandscape *gmx_landscape_ref(GmxLandscape *landscape);
void gmx_landscape_unref(GmxLandscape *landscape);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxLandscape, gmx_landscape_unref)

/** The edge of the SAM ball in the plane: @count points (x, y) around w into @xy, [@count][2]. */
void gmx_landscape_get_ball(const GmxLandscape *landscape, int count, double *xy);

/** Told of a result; keep it with gmx_landscape_ref(). */
typedef void (*GmxLandscapeUpdate)(GmxLandscape *landscape, gpointer user_data);
/** Told of the end; @error is NULL where all was computed. */
typedef void (*GmxLandscapeDone)(const GError *error, gpointer user_data);

/**
 * Starts a job.
 * @param other another run's weights on the same data set; NULL for none. Both runs see the images
 *   and labels of @weights. An error where @options asks for a plane towards it and it is not of
 *   the same network
 * @param update, @param done see above; either may be NULL
 */
void gmx_landscape_start(GmxWeights *weights, GmxWeights *other, const GmxLandscapeOptions *options,
                         GCancellable *cancellable, GmxLandscapeUpdate update,
                         GmxLandscapeDone done, gpointer user_data, GDestroyNotify free_data);

/** The largest eigenvalues shown, and the radii of the ε-sharpness: 0.05, 0.1, 0.2, 0.5. */
#define GMX_CURVATURE_EIGENVALUES 5
#define GMX_CURVATURE_RADII 4
extern const double gmx_curvature_radii[GMX_CURVATURE_RADII];

typedef struct {
  GmxLandscapeSample sample; /* default: training images as stored */
  int iterations;       /* of Lanczos at most (default 24); fewer where their vectors would not fit
                           into memory */
  int power_iterations; /* default 0: none */
  int trace_samples;    /* of Hutchinson, default 16 */
  guint64 seed;
} GmxCurvatureOptions;

GmxCurvatureOptions gmx_curvature_options_default(void);

/** Curvature of the loss at w, as far as it is known. Immutable. */
typedef struct {
  gint64 step; /* of the weights */
  int epoch;
  int images;
  double loss, gradient_norm;            /* NaN: not yet */
  double sharpness[GMX_CURVATURE_RADII]; /* L(w + ρ ∇L/‖∇L‖) − L(w) on this sample; NaN: not yet */

  /* Lanczos with full reorthogonalisation: the largest eigenvalues after each iteration. */
  int iterations, iterations_total;
  double (*eigenvalues)[GMX_CURVATURE_EIGENVALUES]; /* [iterations], largest first; NaN where there
                                                       are fewer than asked */
  double residual[GMX_CURVATURE_EIGENVALUES]; /* ‖H v − λ v‖ of the newest: the error of λ is less;
                                                 of the order of rounding where it is converged */

  /* Power iteration: the eigenvalue of largest magnitude. */
  int power_iterations;
  double *power; /* [power_iterations] Rayleigh quotients */

  /* Hutchinson's estimate. */
  int trace_samples;
  double trace, trace_error; /* mean and its standard error; NaN before one, before two samples */
  double *traces;            /* [trace_samples] running means */

  gint64 done, total; /* gradients, for the progress */
} GmxCurvature;

#define GMX_TYPE_CURVATURE (gmx_curvature_get_type())
GType gmx_curvature_get_type(void);
GmxCurvature *gmx_curvature_ref(GmxCurvature *curvature);
void gmx_curvature_unref(GmxCurvature *curvature);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxCurvature, gmx_curvature_unref)

typedef void (*GmxCurvatureUpdate)(GmxCurvature *curvature, gpointer user_data);

/**
 * Starts a job: loss and ε-sharpness first, then Lanczos, trace and power iteration, an update
 * after each iteration and each sample.
 * @param images_of whose images and labels serve (NULL: those of @weights), so that two runs are
 *   judged by the same
 */
void gmx_curvature_start(GmxWeights *weights, GmxWeights *images_of,
                         const GmxCurvatureOptions *options, GCancellable *cancellable,
                         GmxCurvatureUpdate update, GmxLandscapeDone done, gpointer user_data,
                         GDestroyNotify free_data);
