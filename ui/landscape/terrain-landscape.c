/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the engine's results to pictures: marks are drawn where they lie in the plane, or nearly. */
#include "ui/landscape/terrain-landscape.h"

#include <glib/gi18n.h>
#include <math.h>

#define BALL 96 /* points of its edge */
/* What lies further off the plane than this share of its distance from w is not drawn in: its
 * place there would say nothing of where it is. */
#define MOST_OFF 0.5

char *gmx_landscape_axis_title(const GmxLandscape *landscape, int i, const char *other) {
  switch (landscape->axis[i]) {
  case GMX_LANDSCAPE_AXIS_EPSILON:
    return g_strdup(_("along ε̂, distance in the weights"));
  case GMX_LANDSCAPE_AXIS_PATH:
    return g_strdup(_("along the last steps"));
  case GMX_LANDSCAPE_AXIS_OTHER:
    return g_strdup_printf(_("towards %s, distance in the weights"), other ? other : "");
  case GMX_LANDSCAPE_AXIS_RANDOM:
    break;
  }
  const gboolean both = landscape->axis[0] == landscape->axis[1];
  return g_strdup(!both    ? _("along a random direction")
                  : i == 0 ? _("along a random direction, filter-normalised")
                           : _("along another random direction"));
}

static double norm(const GmxLandscape *landscape, double x, double y) {
  const double *gram = landscape->gram;
  return sqrt(fmax(0, x * x * gram[0] + 2 * x * y * gram[1] + y * y * gram[2]));
}

static gboolean lies_in(const GmxLandscape *landscape, const GmxLandscapePoint *point) {
  return isfinite(point->x) && isfinite(point->y) &&
         point->off <= MOST_OFF * hypot(point->off, norm(landscape, point->x, point->y));
}

/* In a plane along the last steps all of the path, as the plane sees it; in another as far back as
 * it lies near. */
static void set_path(GmxTerrain *terrain, const GmxLandscape *landscape) {
  const gboolean along = landscape->axis[0] == GMX_LANDSCAPE_AXIS_PATH ||
                         landscape->axis[1] == GMX_LANDSCAPE_AXIS_PATH;
  int first = landscape->path_count;
  while (first > 0 && (along || lies_in(landscape, &landscape->path[first - 1])))
    first--;
  const int count = landscape->path_count - first;
  if (count < 1)
    return;
  g_autofree double *path = g_new0(double, 2 * (count + 1)); /* w at its end is 0, 0 */
  for (int i = 0; i < count; i++) {
    path[2 * i] = landscape->path[first + i].x;
    path[2 * i + 1] = landscape->path[first + i].y;
  }
  gmx_terrain_set_path(terrain, path, count + 1,
                       (int)(landscape->step - landscape->path[first].step));
  for (int i = first; i < landscape->path_count; i++)
    terrain->path_off = fmax(terrain->path_off, landscape->path[i].off);
}

GmxTerrain *gmx_terrain_new_landscape(const GmxLandscape *landscape, const char *other) {
  if (!landscape || !landscape->filled)
    return NULL;
  GmxTerrain *terrain =
      gmx_terrain_new(landscape->columns, landscape->rows, landscape->box, landscape->filled);
  g_autofree char *x = gmx_landscape_axis_title(landscape, 0, other);
  g_autofree char *y = gmx_landscape_axis_title(landscape, 1, other);
  double ball[2 * BALL];
  gmx_terrain_set_titles(terrain, x, y);
  set_path(terrain, landscape);
  if (landscape->rho > 0) {
    gmx_landscape_get_ball(landscape, BALL, ball);
    gmx_terrain_set_ball(terrain, landscape->rho, ball, BALL);
  }
  if (lies_in(landscape, &landscape->epsilon))
    gmx_terrain_set_perturbed(terrain, landscape->epsilon.x, landscape->epsilon.y);
  if (other && lies_in(landscape, &landscape->other))
    gmx_terrain_set_other(terrain, landscape->other.x, landscape->other.y, other);
  return terrain;
}
