/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape page's files: pictures of a terrain, and values as CSV. No GTK. */
#pragma once

#include "engine/insight/landscape.h"
#include "ui/figures/figure-file.h"
#include "ui/landscape/surface.h"

/**
 * The terrain as a picture; the ending of @path, .svg, .pdf or .png, says of which kind.
 * @eye NULL: from above
 */
gboolean gmx_terrain_save(const GmxTerrain *terrain, const GmxSurfaceEye *eye,
                          const GmxFigureLook *look, const char *path, GError **error);

/** x, y, loss: a row a point of the grid that is known. Free it. */
char *gmx_landscape_plane_csv(const GmxLandscape *landscape);
/** run, direction, x, loss: a row a point. @names of the runs. Free it. */
char *gmx_landscape_lines_csv(const GmxLandscape *landscape, const char *const names[2]);
/** run, quantity, at (a radius, a rank, an iteration; else empty), value. @curvature[1] may be
 * NULL. Free it. */
char *gmx_landscape_curvature_csv(GmxCurvature *const curvature[2], const char *const names[2]);
