/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a landscape and a curvature are made of, and what is drawn where a value is not known yet.
 */
#include "engine/insight/landscape-private.h"

#include <math.h>

const double gmx_curvature_radii[GMX_CURVATURE_RADII] = {0.05, 0.1, 0.2, 0.5};

G_DEFINE_BOXED_TYPE(GmxLandscape, gmx_landscape, gmx_landscape_ref, gmx_landscape_unref)
G_DEFINE_BOXED_TYPE(GmxCurvature, gmx_curvature, gmx_curvature_ref, gmx_curvature_unref)

GmxLandscapeOptions gmx_landscape_options_default(void) {
  return (GmxLandscapeOptions){
      .axes = GMX_LANDSCAPE_PATH,
      .plane = {.mixed = TRUE, .split = GMX_SPLIT_TRAIN, .images = 256},
      .lines = {.mixed = FALSE, .split = GMX_SPLIT_TRAIN, .images = 256},
      .finest = 97,
  };
}

GmxCurvatureOptions gmx_curvature_options_default(void) {
  return (GmxCurvatureOptions){
      .sample = {.mixed = FALSE, .split = GMX_SPLIT_TRAIN, .images = 256},
      .iterations = 24,
      .trace_samples = 16,
  };
}

static void landscape_clear(gpointer data) {
  GmxLandscape *self = data;
  g_free(self->losses);
  g_free(self->filled);
  g_free(self->path);
  for (int l = 0; l < self->line_count; l++) {
    g_free(self->lines[l].x);
    g_free(self->lines[l].loss);
  }
  g_free(self->lines);
}

GmxLandscape *gmx_landscape_ref(GmxLandscape *self) {
  return g_atomic_rc_box_acquire(self);
}

void gmx_landscape_unref(GmxLandscape *self) {
  g_atomic_rc_box_release_full(self, landscape_clear);
}

GmxLandscape *gmx_landscape_new(void) {
  GmxLandscape *self = g_atomic_rc_box_new0(GmxLandscape);
  self->other_step = -1;
  self->least = self->greatest = self->loss = self->rho = NAN;
  self->epsilon = self->other = (GmxLandscapePoint){NAN, NAN, NAN, 0};
  return self;
}

GmxLandscape *gmx_landscape_copy(const GmxLandscape *from) {
  GmxLandscape *self = g_atomic_rc_box_new0(GmxLandscape);
  *self = *from;
  self->losses = self->filled = NULL;
  self->lines = NULL;
  self->line_count = 0;
  self->path = g_memdup2(from->path, sizeof *from->path * (gsize)from->path_count);
  return self;
}

/* Between the values before and after place @i of a coarser grid, @fine of its steps further on. */
static double between(const double *values, gsize stride, int i, gboolean halfway) {
  const double a = values[(gsize)i * stride];
  return halfway ? (a + values[((gsize)i + 2) * stride]) / 2 : a;
}

/* Value at row @r, column @c from the points with even places alone: bilinear. */
static double interpolate(const double *losses, int size, int r, int c) {
  const gsize row = (gsize)(r - r % 2) * (gsize)size;
  const double here = between(losses + row, 1, c - c % 2, c % 2);
  if (r % 2 == 0)
    return here;
  return (here + between(losses + row + 2 * (gsize)size, 1, c - c % 2, c % 2)) / 2;
}

static void fill(GmxLandscape *self) {
  const int size = self->columns;
  self->filled = g_memdup2(self->losses, sizeof(double) * (gsize)size * (gsize)size);
  for (int r = 0; r < size; r++)
    for (int c = 0; c < size; c++)
      if (isnan(self->losses[(gsize)r * size + c]))
        self->filled[(gsize)r * size + c] = interpolate(self->losses, size, r, c);
}

/* The points among which the others can be interpolated. */
static gboolean has_shared_points(int size, const double *losses) {
  for (int r = 0; r < size; r += 2)
    for (int c = 0; c < size; c += 2)
      if (isnan(losses[(gsize)r * size + c]))
        return FALSE;
  return TRUE;
}

void gmx_landscape_set_grid(GmxLandscape *self, int level, int size, const double *losses) {
  const gsize count = (gsize)size * (gsize)size;
  if (!has_shared_points(size, losses))
    return;
  self->level = level;
  self->columns = self->rows = size;
  self->losses = g_memdup2(losses, sizeof(double) * count);
  for (gsize i = 0; i < count; i++)
    if (isfinite(losses[i])) {
      self->least = isnan(self->least) ? losses[i] : MIN(self->least, losses[i]);
      self->greatest = isnan(self->greatest) ? losses[i] : MAX(self->greatest, losses[i]);
    }
  fill(self);
}

void gmx_landscape_get_ball(const GmxLandscape *self, int count, double *xy) {
  const double *g = self->gram;
  /* Cholesky: the plane's distance in weights is ‖L (x, y)‖. */
  const double a = sqrt(g[0]), b = g[1] / a, c = sqrt(g[2] - b * b);
  for (int i = 0; i < count; i++) {
    const double angle = 2 * G_PI * i / count;
    xy[2 * i + 1] = self->rho * sin(angle) / c;
    xy[2 * i] = (self->rho * cos(angle) - b * xy[2 * i + 1]) / a;
  }
}

static void curvature_clear(gpointer data) {
  GmxCurvature *self = data;
  g_free(self->eigenvalues);
  g_free(self->power);
  g_free(self->traces);
}

GmxCurvature *gmx_curvature_ref(GmxCurvature *self) {
  return g_atomic_rc_box_acquire(self);
}

void gmx_curvature_unref(GmxCurvature *self) {
  g_atomic_rc_box_release_full(self, curvature_clear);
}

GmxCurvature *gmx_curvature_new(void) {
  GmxCurvature *self = g_atomic_rc_box_new0(GmxCurvature);
  self->loss = self->gradient_norm = self->trace = self->trace_error = NAN;
  for (int i = 0; i < GMX_CURVATURE_RADII; i++)
    self->sharpness[i] = NAN;
  for (int i = 0; i < GMX_CURVATURE_EIGENVALUES; i++)
    self->residual[i] = NAN;
  return self;
}

GmxCurvature *gmx_curvature_copy(const GmxCurvature *from) {
  GmxCurvature *self = g_atomic_rc_box_new0(GmxCurvature);
  *self = *from;
  self->eigenvalues =
      g_memdup2(from->eigenvalues, sizeof *from->eigenvalues * (gsize)from->iterations);
  self->power = g_memdup2(from->power, sizeof(double) * (gsize)from->power_iterations);
  self->traces = g_memdup2(from->traces, sizeof(double) * (gsize)from->trace_samples);
  return self;
}
