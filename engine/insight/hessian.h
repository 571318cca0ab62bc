/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Hessian of an objective at w, known only by its products with vectors:
 * H v = (∇L(w + h v) − ∇L(w − h v)) / 2h for ‖v‖ = 1. Two gradients a product, and no more memory
 * than a few vectors; Lanczos keeps one vector an iteration.
 *
 * h is 0.05, and for the trace a tenth of ‖w‖: what is found is the curvature over such a way, into
 * which the creases that ReLUs make count as they are met, not that of one piece between them. */
#pragma once

#include "engine/insight/objective.h"

typedef struct GmxHessian GmxHessian;

/**
 * @param objective borrowed, must outlive it
 * @param w copied
 */
GmxHessian *gmx_hessian_new(GmxObjective *objective, const float *w);
void gmx_hessian_free(GmxHessian *hessian);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxHessian, gmx_hessian_free)

gsize gmx_hessian_get_count(const GmxHessian *hessian);

/** Sets h of products and of the trace. */
void gmx_hessian_set_step(GmxHessian *hessian, double step);

/** @product = H @v, for any v but 0. @returns FALSE where it was cut short */
gboolean gmx_hessian_multiply(GmxHessian *hessian, const float *v, float *product,
                              GCancellable *cancellable);

/**
 * One sample of Hutchinson's estimate: vᵀ H v for v of random signs, whose mean is the trace
 * (Hutchinson 1990). NaN where it was cut short.
 */
double gmx_hessian_sample_trace(GmxHessian *hessian, GmxRandom *random, GCancellable *cancellable);

/** Power iteration: the eigenvalue of largest magnitude. */
typedef struct GmxPower GmxPower;
GmxPower *gmx_power_new(GmxHessian *hessian, GmxRandom *random);
void gmx_power_free(GmxPower *power);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPower, gmx_power_free)
/** One iteration. @returns the Rayleigh quotient; NaN where it was cut short */
double gmx_power_step(GmxPower *power, GCancellable *cancellable);

/**
 * Lanczos iteration with full reorthogonalisation (Golub & Van Loan, Matrix Computations,
 * section 10.3): without it rounding brings found eigenvalues back as copies. Where the vectors met
 * so far are closed under H it goes on with a random one orthogonal to them, so that multiple
 * eigenvalues are found as often as they occur.
 */
typedef struct GmxLanczos GmxLanczos;
GmxLanczos *gmx_lanczos_new(GmxHessian *hessian, int most, GmxRandom *random);
void gmx_lanczos_free(GmxLanczos *lanczos);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxLanczos, gmx_lanczos_free)
/** One iteration, of at most @most and as many as there are weights. @returns FALSE where it was
 * cut short or nothing is left to do */
gboolean gmx_lanczos_step(GmxLanczos *lanczos, GCancellable *cancellable);
int gmx_lanczos_get_count(const GmxLanczos *lanczos);
/**
 * The largest eigenvalues by what is known, largest first; NaN where there are fewer.
 * @param residual ‖H v − λ v‖ of each; may be NULL
 */
void gmx_lanczos_get(const GmxLanczos *lanczos, int wanted, double *eigenvalues, double *residual);

/**
 * Eigenvalues of a symmetric matrix by Jacobi's rotations, in no order.
 * @param matrix [@n][@n], destroyed; its diagonal receives them
 * @param vectors [@n][@n], receives the eigenvectors as columns
 */
void gmx_symmetric_eigen(double *matrix, int n, double *vectors);
