/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a view of the plane asks for, and where things lie in it. */
#include "ui/plane/plane-frame.h"

GmxPlaneLook *gmx_plane_look_new(GmxPalette *palette, GmxPlanePoints *points) {
  GmxPlaneLook *self = g_atomic_rc_box_new0(GmxPlaneLook);
  self->scale = 1;
  self->palette = palette;
  self->points = points ? gmx_plane_points_ref(points) : NULL;
  return self;
}

GmxPlaneLook *gmx_plane_look_ref(GmxPlaneLook *self) {
  return g_atomic_rc_box_acquire(self);
}

static void look_clear(gpointer data) {
  GmxPlaneLook *self = data;
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_pointer(&self->points, gmx_plane_points_unref);
}

void gmx_plane_look_unref(GmxPlaneLook *self) {
  g_atomic_rc_box_release_full(self, look_clear);
}

void gmx_plane_look_to_view(const GmxPlaneLook *self, double x, double y, double at[2]) {
  at[0] = (x - self->box[0]) / (self->box[1] - self->box[0]) * self->width;
  at[1] = (self->box[3] - y) / (self->box[3] - self->box[2]) * self->height;
}

void gmx_plane_look_to_data(const GmxPlaneLook *self, double x, double y, double at[2]) {
  at[0] = self->box[0] + x / self->width * (self->box[1] - self->box[0]);
  at[1] = self->box[3] - y / self->height * (self->box[3] - self->box[2]);
}
