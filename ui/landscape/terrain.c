/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses on a grid, their bands, and words for them. */
#include "ui/landscape/terrain.h"

#include "ui/chart/ticks.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LINES 14
/* A few losses that shoot up, as where a network diverges, must not squeeze all others into one
 * band: the bands end at so many times the height of nine tenths of the plane. */
#define BEYOND 2.5
#define INNER 0.9

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void find_bands(GmxTerrain *self) {
  const int count = self->columns * self->rows;
  g_autofree double *sorted = g_new(double, count);
  int known = 0;
  for (int i = 0; i < count; i++)
    if (isfinite(self->losses[i]))
      sorted[known++] = self->losses[i];
  self->unknown = count - known;
  self->low = self->high = self->greatest = NAN;
  if (known == 0)
    return;
  qsort(sorted, (size_t)known, sizeof *sorted, compare);
  self->low = sorted[0];
  self->greatest = sorted[known - 1];
  const double inner = sorted[(int)(INNER * (known - 1))];
  self->high = fmin(self->greatest, self->low + BEYOND * (inner - self->low));
  /* A plane as good as flat still has bands, around its one value. */
  const double least = 1e-9 * fmax(1, fabs(self->low));
  if (!(self->high - self->low > least))
    self->high = fmax(self->greatest, self->low + least);
}

/* Lines at round losses, and labels on those that are rounder. */
static void find_lines(GmxTerrain *self) {
  self->step = gmx_nice_step((self->high - self->low) / MOST_LINES);
  const double label = gmx_nice_step_up(gmx_nice_step_up(self->step));
  /* 1 → 5, 2 → 10, 5 → 20 */
  self->label_every = (int)lround(label / self->step);
  self->decimals = CLAMP((int)ceil(-log10(label) - 1e-6), 0, 12);
}

/* Bilinear, from the values that stand around the place. */
static double between(const double *losses, int columns, int rows, double column, double row) {
  const int i = CLAMP((int)column, 0, columns - 2), j = CLAMP((int)row, 0, rows - 2);
  const double u = column - i, v = row - j;
  const double *at = losses + (gsize)j * columns + i;
  double sum = 0;
  const double weight[4] = {(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v};
  const double value[4] = {at[0], at[1], at[columns], at[columns + 1]};
  for (int corner = 0; corner < 4; corner++)
    if (weight[corner] > 0)
      sum += weight[corner] * value[corner];
  return sum;
}

GmxTerrain *gmx_terrain_new(int columns, int rows, const double box[4], const double *losses) {
  GmxTerrain *self = g_new0(GmxTerrain, 1);
  self->references = 1;
  self->columns = columns;
  self->rows = rows;
  self->x0 = box[0];
  self->x1 = box[1];
  self->y0 = box[2];
  self->y1 = box[3];
  self->losses = g_memdup2(losses, sizeof *losses * (gsize)columns * (gsize)rows);
  self->rho = self->perturbed[0] = self->perturbed[1] = self->other[0] = self->other[1] = NAN;
  find_bands(self);
  find_lines(self);
  return self;
}

GmxTerrain *gmx_terrain_ref(GmxTerrain *self) {
  self->references++;
  return self;
}

void gmx_terrain_unref(GmxTerrain *self) {
  if (--self->references > 0)
    return;
  g_free(self->losses);
  g_free(self->path);
  g_free(self->ball);
  g_free(self->other_name);
  g_free(self->x_title);
  g_free(self->y_title);
  g_free(self);
}

void gmx_terrain_set_path(GmxTerrain *self, const double *path, int count, int steps) {
  g_free(self->path);
  self->path = g_memdup2(path, 2 * sizeof *path * (gsize)count);
  self->path_count = count;
  self->path_steps = steps;
}

void gmx_terrain_set_ball(GmxTerrain *self, double rho, const double *edge, int count) {
  g_free(self->ball);
  self->ball = g_memdup2(edge, 2 * sizeof *edge * (gsize)count);
  self->ball_count = count;
  self->rho = rho;
}

void gmx_terrain_set_perturbed(GmxTerrain *self, double x, double y) {
  self->perturbed[0] = x;
  self->perturbed[1] = y;
}

void gmx_terrain_set_other(GmxTerrain *self, double x, double y, const char *name) {
  g_free(self->other_name);
  self->other_name = g_strdup(name);
  self->other[0] = x;
  self->other[1] = y;
}

void gmx_terrain_set_titles(GmxTerrain *self, const char *x_title, const char *y_title) {
  g_free(self->x_title);
  g_free(self->y_title);
  self->x_title = g_strdup(x_title);
  self->y_title = g_strdup(y_title);
}

double gmx_terrain_at(const GmxTerrain *self, double x, double y) {
  const double column = (x - self->x0) / (self->x1 - self->x0) * (self->columns - 1);
  const double row = (y - self->y0) / (self->y1 - self->y0) * (self->rows - 1);
  const double slack = 1e-9 * (self->columns + self->rows);
  if (!(column >= -slack && column <= self->columns - 1 + slack && row >= -slack &&
        row <= self->rows - 1 + slack))
    return NAN;
  return between(self->losses, self->columns, self->rows, CLAMP(column, 0, self->columns - 1),
                 CLAMP(row, 0, self->rows - 1));
}

double gmx_terrain_lowest(const GmxTerrain *self, double *x, double *y) {
  double lowest = NAN;
  *x = *y = NAN;
  for (int j = 0; j < self->rows; j++)
    for (int i = 0; i < self->columns; i++) {
      const double loss = self->losses[(gsize)j * self->columns + i];
      if (!isfinite(loss) || loss >= lowest)
        continue;
      lowest = loss;
      *x = self->x0 + (self->x1 - self->x0) * i / (self->columns - 1);
      *y = self->y0 + (self->y1 - self->y0) * j / (self->rows - 1);
    }
  return lowest;
}

int gmx_terrain_band(const GmxTerrain *self, double loss) {
  if (!isfinite(loss))
    return GMX_TERRAIN_BANDS - 1;
  const double place = (loss - self->low) / (self->high - self->low) * GMX_TERRAIN_BANDS;
  return (int)CLAMP(floor(place), 0, GMX_TERRAIN_BANDS - 1);
}

/* Words */

char *gmx_terrain_format(const GmxTerrain *self, double loss) {
  const double band = (self->high - self->low) / GMX_TERRAIN_BANDS;
  const int decimals = band > 0 ? CLAMP((int)ceil(-log10(band)), 2, 12) : 2;
  return gmx_format_number(loss, decimals);
}

char *gmx_terrain_format_range(const GmxTerrain *self) {
  if (isnan(self->low))
    return g_strdup(_("no finite loss"));
  g_autofree char *low = gmx_terrain_format(self, self->low);
  g_autofree char *high = gmx_terrain_format(self, self->high);
  if (!(self->greatest > self->high))
    return g_strdup_printf(_("%s to %s"), low, high);
  g_autofree char *greatest = gmx_format_measure(self->greatest, 2);
  return g_strdup_printf(_("%s to %s, up to %s beyond"), low, high, greatest);
}

static void describe_place(GString *text, const GmxTerrain *self, const char *name, double x,
                           double y) {
  g_autofree char *loss = gmx_terrain_format(self, gmx_terrain_at(self, x, y));
  g_autofree char *x_text = gmx_format_number(x, 2);
  g_autofree char *y_text = gmx_format_number(y, 2);
  g_string_append_printf(text, _("; %s %s at (%s, %s)"), name, loss, x_text, y_text);
}

char *gmx_terrain_describe(const GmxTerrain *self) {
  double x, y;
  g_autofree char *range = gmx_terrain_format_range(self);
  g_autofree char *w = gmx_terrain_format(self, gmx_terrain_at(self, 0, 0));
  GString *text = g_string_new(NULL);
  if (isnan(gmx_terrain_lowest(self, &x, &y)))
    return g_string_free(g_string_append(text, range), FALSE);
  g_string_append_printf(text, _("Loss %s on %d × %d points"), range, self->columns, self->rows);
  g_string_append_printf(text, _("; at w %s"), w);
  if (!isnan(self->perturbed[0]))
    describe_place(text, self, _("at w + ε̂"), self->perturbed[0], self->perturbed[1]);
  describe_place(text, self, _("lowest"), x, y);
  if (self->path_count > 1) {
    g_string_append_printf(text, _("; path of the last %d steps"), self->path_steps);
    describe_place(text, self, _("begins"), self->path[0], self->path[1]);
    if (self->path_off > 0) {
      g_autofree char *off = gmx_format_measure(self->path_off, 2);
      g_string_append_printf(text, _(", lies up to %s off the plane"), off);
    }
  }
  if (!isnan(self->other[0]))
    describe_place(text, self, self->other_name, self->other[0], self->other[1]);
  if (self->ball_count > 0) {
    g_autofree char *rho = gmx_format_number(self->rho, 2);
    g_string_append_printf(text, _("; ball of ρ = %s"), rho);
  }
  return g_string_free(text, FALSE);
}
