/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points that are handed from the window to the thread that paints. */
#include "ui/plane/plane-points.h"

GmxPlanePoints *gmx_plane_points_new(const GmxPoint *points, int count) {
  GmxPlanePoints *self = g_atomic_rc_box_new0(GmxPlanePoints);
  self->count = count;
  self->points = g_memdup2(points, sizeof *points * (gsize)count);
  return self;
}

GmxPlanePoints *gmx_plane_points_ref(GmxPlanePoints *self) {
  return g_atomic_rc_box_acquire(self);
}

static void points_clear(gpointer data) {
  g_free(((GmxPlanePoints *)data)->points);
}

void gmx_plane_points_unref(GmxPlanePoints *self) {
  g_atomic_rc_box_release_full(self, points_clear);
}
