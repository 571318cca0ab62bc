/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The projection, shared by the surface's drawing and its eye. */
#pragma once

#include "ui/landscape/surface.h"

/** Height of the surface; the plane is 2 × 2. */
#define GMX_SURFACE_HEIGHT 1.1

/** From the plane's box to pixels. */
typedef struct {
  const GmxTerrain *terrain;
  double right[3], up[3], eye[3]; /* unit vectors in the box: u, v, z */
  double scale, middle_x, middle_y;
} GmxSurfaceView;

typedef struct {
  double u, v, z; /* u, v in [−1, 1]; z in ± GMX_SURFACE_HEIGHT / 2 */
} GmxSurfacePoint;

void gmx_surface_view_init(GmxSurfaceView *view, const GmxTerrain *terrain,
                           const GmxSurfaceEye *eye, double width, double height);
/** A place of the plane at height @loss; what is beyond the bands is cut there. */
GmxSurfacePoint gmx_surface_point(const GmxSurfaceView *view, double x, double y, double loss);
/** Height of the surface over (@u, @v); NaN beside it. */
double gmx_surface_height(const GmxSurfaceView *view, double u, double v);
void gmx_surface_project(const GmxSurfaceView *view, const GmxSurfacePoint *point, double *px,
                         double *py);
/** Whether the surface stands between the eye and @point. */
gboolean gmx_surface_hides(const GmxSurfaceView *view, const GmxSurfacePoint *point);
