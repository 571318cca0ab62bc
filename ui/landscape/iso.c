/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marching squares on a grid with a low rim around it, so that every line closes.
 *
 * Each crossed side of a cell is left by one cell and entered by another, so a table from side to
 * side is all that has to be followed. */
#include "ui/landscape/iso.h"

#include <math.h>

/* The grid with its rim: sample (i, j), i from −1 to columns, j from −1 to rows. */
typedef struct {
  const GmxTerrain *terrain;
  double level;
  int across; /* samples in a row of the rimmed grid */
  int *next;  /* from side to side; −1: not crossed */
} March;

enum { BOTTOM, RIGHT, TOP, LEFT };

static gboolean in_grid(const March *march, int i, int j) {
  return i >= 0 && j >= 0 && i < march->terrain->columns && j < march->terrain->rows;
}

/* The rim lies below any level; what is no number above all. */
static double sample(const March *march, int i, int j) {
  if (!in_grid(march, i, j))
    return -INFINITY;
  const double loss = march->terrain->losses[(gsize)j * march->terrain->columns + i];
  return isnan(loss) ? INFINITY : loss;
}

/* Sides have even numbers along a row and odd ones along a column, by their lower sample. */
static int side_number(const March *march, int i, int j, int side) {
  const int column = i + 1 + (side == RIGHT), row = j + 1 + (side == TOP);
  return 2 * (row * march->across + column) + (side == LEFT || side == RIGHT);
}

static void join(March *march, int i, int j, int from, int to) {
  march->next[side_number(march, i, j, from)] = side_number(march, i, j, to);
}

static gboolean saddle_is_high(const March *march, int i, int j) {
  const double sum = sample(march, i, j) + sample(march, i + 1, j) + sample(march, i, j + 1) +
                     sample(march, i + 1, j + 1);
  return sum / 4 >= march->level;
}

/* Corners from the lower left against the clock are bits 0 to 3; what is high stays at the left. */
static void join_cell(March *march, int i, int j) {
  static const gint8 way[16][2] = {
      [1] = {BOTTOM, LEFT}, [2] = {RIGHT, BOTTOM}, [3] = {RIGHT, LEFT},    [4] = {TOP, RIGHT},
      [6] = {TOP, BOTTOM},  [7] = {TOP, LEFT},     [8] = {LEFT, TOP},      [9] = {BOTTOM, TOP},
      [11] = {RIGHT, TOP},  [12] = {LEFT, RIGHT},  [13] = {BOTTOM, RIGHT}, [14] = {LEFT, BOTTOM},
  };
  const int corners = (sample(march, i, j) >= march->level) |
                      (sample(march, i + 1, j) >= march->level) << 1 |
                      (sample(march, i + 1, j + 1) >= march->level) << 2 |
                      (sample(march, i, j + 1) >= march->level) << 3;
  if (corners == 0 || corners == 15)
    return;
  if (corners != 5 && corners != 10) {
    join(march, i, j, way[corners][0], way[corners][1]);
    return;
  }
  /* Two ways: around the low corners where the middle is high, else around the high ones. */
  const gboolean high = saddle_is_high(march, i, j);
  const int first = corners == 5 ? (high ? 13 : 1) : (high ? 14 : 2);
  const int second = corners == 5 ? (high ? 7 : 4) : (high ? 11 : 8);
  join(march, i, j, way[first][0], way[first][1]);
  join(march, i, j, way[second][0], way[second][1]);
}

static void add_point(const March *march, int side, GArray *points) {
  const GmxTerrain *terrain = march->terrain;
  const int upright = side & 1, i = side / 2 % march->across - 1, j = side / 2 / march->across - 1;
  const int i2 = i + !upright, j2 = j + upright;
  const double a = sample(march, i, j), b = sample(march, i2, j2);
  const gboolean edge = !in_grid(march, i, j) || !in_grid(march, i2, j2);
  double share = (march->level - a) / (b - a);
  if (!in_grid(march, i, j))
    share = 1;
  else if (!in_grid(march, i2, j2))
    share = 0;
  else if (!isfinite(share)) /* next to what is no number */
    share = isinf(a) ? 1 : 0;
  const double column = i + (upright ? 0 : share), row = j + (upright ? share : 0);
  const GmxIsoPoint point = {
      terrain->x0 + (terrain->x1 - terrain->x0) * column / (terrain->columns - 1),
      terrain->y0 + (terrain->y1 - terrain->y0) * row / (terrain->rows - 1), edge};
  g_array_append_val(points, point);
}

static void follow(March *march, int first, GmxIso *iso) {
  for (int side = first, next; (next = march->next[side]) >= 0; side = next) {
    march->next[side] = -1;
    add_point(march, side, iso->points);
  }
  g_array_append_val(iso->ends, iso->points->len);
}

GmxIso *gmx_iso_new(const GmxTerrain *terrain, double level) {
  GmxIso *self = g_new0(GmxIso, 1);
  March march = {.terrain = terrain, .level = level, .across = terrain->columns + 2};
  const int sides = 2 * march.across * (terrain->rows + 2);
  march.next = g_new(int, sides);
  self->points = g_array_new(FALSE, FALSE, sizeof(GmxIsoPoint));
  self->ends = g_array_new(FALSE, FALSE, sizeof(guint));
  for (int side = 0; side < sides; side++)
    march.next[side] = -1;
  for (int j = -1; j < terrain->rows; j++)
    for (int i = -1; i < terrain->columns; i++)
      join_cell(&march, i, j);
  for (int side = 0; side < sides; side++)
    if (march.next[side] >= 0)
      follow(&march, side, self);
  g_free(march.next);
  return self;
}

void gmx_iso_free(GmxIso *self) {
  g_array_unref(self->points);
  g_array_unref(self->ends);
  g_free(self);
}
