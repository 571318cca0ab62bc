/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A quadratic whose eigenvalues and eigenvectors are known: what landscapes and Hessians are tested
 * on. */
#pragma once

#include "engine/insight/objective.h"

typedef struct {
  GmxObjective base;
  int n;
  double *eigenvalues; /* [n] */
  double *vectors;     /* [n][n], row i: the eigenvector of eigenvalue i */
  double *slope;       /* [n] */
  gint *evaluations;   /* counted together by all copies */
} GmxQuadratic;

/** L(w) = 1 + ⟨slope, w⟩ + ½ Σ λ_i ⟨v_i, w⟩² with random orthonormal v_i. */
GmxQuadratic *gmx_quadratic_new(const double *eigenvalues, int n, gboolean diagonal);
void gmx_quadratic_free(GmxQuadratic *quadratic);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxQuadratic, gmx_quadratic_free)

/** L(w) in double. */
double gmx_quadratic_at(const GmxQuadratic *quadratic, const double *w);
