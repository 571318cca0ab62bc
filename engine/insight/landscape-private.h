/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results under construction: only those who make them may write to them. */
#pragma once

#include "engine/insight/landscape.h"

/** A result without grid and lines, all else NaN or 0. */
GmxLandscape *gmx_landscape_new(void);

/** A copy of all but grid and lines. */
GmxLandscape *gmx_landscape_copy(const GmxLandscape *landscape);

/** Gives @landscape a grid of @size × @size values (copied) at @level, unless there is too little
 * to draw yet: every second point of every second row. */
void gmx_landscape_set_grid(GmxLandscape *landscape, int level, int size, const double *losses);

GmxCurvature *gmx_curvature_new(void);
GmxCurvature *gmx_curvature_copy(const GmxCurvature *curvature);
