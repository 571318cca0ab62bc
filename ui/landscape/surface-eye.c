/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From where a surface is seen: parallel projection there and back. */
#include "ui/landscape/surface-private.h"

#include "ui/landscape/paint-terrain.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 1.5 /* half of what must fit: a corner of the plane is √2 away */
#define LABELS 30  /* pixels at the left for those of the upright axis */
#define STEP 0.01  /* along a line of sight */
#define REACH 2.5
#define OVER 0.012 /* a mark lies on the surface: what hides it stands higher by more than this */

GmxSurfaceEye gmx_surface_eye_default(void) {
  return (GmxSurfaceEye){.turn = -32, .tilt = 34, .zoom = 1};
}

void gmx_surface_eye_move(GmxSurfaceEye *eye, double turn, double tilt, double zoom) {
  eye->turn = remainder(eye->turn + turn, 360);
  eye->tilt = CLAMP(eye->tilt + tilt, GMX_SURFACE_LEAST_TILT, 90);
  eye->zoom = CLAMP(eye->zoom * zoom, 0.5, GMX_SURFACE_MOST_ZOOM);
}

char *gmx_surface_eye_describe(const GmxSurfaceEye *eye) {
  return g_strdup_printf(_("turned by %.0f°, seen from %.0f° above"), eye->turn, eye->tilt);
}

void gmx_surface_view_init(GmxSurfaceView *view, const GmxTerrain *terrain,
                           const GmxSurfaceEye *eye, double width, double height) {
  const double turn = eye->turn * M_PI / 180, tilt = eye->tilt * M_PI / 180;
  const double rows = height - GMX_TERRAIN_KEY;
  view->terrain = terrain;
  view->right[0] = cos(turn);
  view->right[1] = -sin(turn);
  view->right[2] = 0;
  view->up[0] = sin(turn) * sin(tilt);
  view->up[1] = cos(turn) * sin(tilt);
  view->up[2] = cos(tilt);
  view->eye[0] = -sin(turn) * cos(tilt);
  view->eye[1] = -cos(turn) * cos(tilt);
  view->eye[2] = sin(tilt);
  view->scale = eye->zoom * fmax(fmin(width - LABELS, rows), 8) / (2 * MARGIN);
  view->middle_x = (width + LABELS) / 2;
  view->middle_y = rows / 2;
}

static double height_of(const GmxTerrain *terrain, double loss) {
  const double share = (loss - terrain->low) / (terrain->high - terrain->low);
  return (isfinite(share) ? CLAMP(share, 0, 1) - 0.5 : 0.5) * GMX_SURFACE_HEIGHT;
}

GmxSurfacePoint gmx_surface_point(const GmxSurfaceView *view, double x, double y, double loss) {
  const GmxTerrain *terrain = view->terrain;
  return (GmxSurfacePoint){2 * (x - terrain->x0) / (terrain->x1 - terrain->x0) - 1,
                           2 * (y - terrain->y0) / (terrain->y1 - terrain->y0) - 1,
                           height_of(terrain, loss)};
}

double gmx_surface_height(const GmxSurfaceView *view, double u, double v) {
  const GmxTerrain *terrain = view->terrain;
  if (!(fabs(u) <= 1 && fabs(v) <= 1))
    return NAN;
  return height_of(terrain,
                   gmx_terrain_at(terrain, terrain->x0 + (u + 1) / 2 * (terrain->x1 - terrain->x0),
                                  terrain->y0 + (v + 1) / 2 * (terrain->y1 - terrain->y0)));
}

static double along(const double axis[3], const GmxSurfacePoint *point) {
  return axis[0] * point->u + axis[1] * point->v + axis[2] * point->z;
}

void gmx_surface_project(const GmxSurfaceView *view, const GmxSurfacePoint *point, double *px,
                         double *py) {
  *px = view->middle_x + view->scale * along(view->right, point);
  *py = view->middle_y - view->scale * along(view->up, point);
}

gboolean gmx_surface_hides(const GmxSurfaceView *view, const GmxSurfacePoint *point) {
  for (double t = 2 * STEP; t < REACH; t += STEP) {
    const double z = point->z + t * view->eye[2];
    const double height =
        gmx_surface_height(view, point->u + t * view->eye[0], point->v + t * view->eye[1]);
    if (isnan(height) || z > GMX_SURFACE_HEIGHT / 2)
      return FALSE;
    if (height > z + OVER)
      return TRUE;
  }
  return FALSE;
}

void gmx_surface_place(const GmxTerrain *terrain, const GmxSurfaceEye *eye, double width,
                       double height, double x, double y, double loss, double *px, double *py) {
  GmxSurfaceView view;
  gmx_surface_view_init(&view, terrain, eye, width, height);
  const GmxSurfacePoint point = gmx_surface_point(&view, x, y, loss);
  gmx_surface_project(&view, &point, px, py);
}

/* Along the line of sight from the eye until it is under the surface. */
gboolean gmx_surface_find(const GmxTerrain *terrain, const GmxSurfaceEye *eye, double width,
                          double height, double px, double py, double *x, double *y) {
  GmxSurfaceView view;
  gmx_surface_view_init(&view, terrain, eye, width, height);
  const double a = (px - view.middle_x) / view.scale, b = (view.middle_y - py) / view.scale;
  for (double d = REACH; d > -REACH; d -= STEP / 2) {
    const double u = a * view.right[0] + b * view.up[0] + d * view.eye[0];
    const double v = a * view.right[1] + b * view.up[1] + d * view.eye[1];
    const double z = b * view.up[2] + d * view.eye[2];
    const double ground = gmx_surface_height(&view, u, v);
    if (isnan(ground) || z > ground)
      continue;
    /* Entered from the side, under the surface: what is seen there is its rim. */
    *x = terrain->x0 + (u + 1) / 2 * (terrain->x1 - terrain->x0);
    *y = terrain->y0 + (v + 1) / 2 * (terrain->y1 - terrain->y0);
    return ground - z < 0.1;
  }
  return FALSE;
}
