/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marching squares, class by class: class k is inside where it wins, and how far it is ahead of the
 * best of the others says where between two neighbours the border runs. Segments are joined into
 * lines, so that a dashed one has whole dashes. */
#include "ui/plane/plane-border.h"

#include <string.h>

/* Edges of the grid by number: the one to the right of a node, then the one below it. */
typedef struct {
  const GmxPlaneSurface *surface;
  guint8 *winner; /* [nodes] */
  int nodes;
  int k;           /* the class that is traced */
  int (*links)[2]; /* [2 nodes]: the edges that an edge is joined with; −1: none */
} Tracer;

static int find_winner(const float *p, int classes) {
  int best = 0;
  for (int k = 1; k < classes; k++)
    if (p[k] > p[best])
      best = k;
  return best;
}

/* How far class k is ahead at a node; not positive where another wins. */
static double lead(const Tracer *t, int node) {
  const float *p = t->surface->probabilities + (gsize)node * t->surface->classes;
  double best = -1;
  for (int k = 0; k < t->surface->classes; k++)
    if (k != t->k && p[k] > best)
      best = p[k];
  return p[t->k] - best;
}

static gboolean is_inside(const Tracer *t, int node) {
  return t->winner[node] == t->k;
}

static GmxPlanePlace place_of(const Tracer *t, int edge) {
  const int columns = t->surface->columns;
  const gboolean down = edge >= t->nodes;
  const int node = down ? edge - t->nodes : edge, next = node + (down ? columns : 1);
  const double a = lead(t, node), b = lead(t, next);
  const double share = a != b ? CLAMP(a / (a - b), 0, 1) : 0.5;
  return (GmxPlanePlace){node % columns + (down ? 0 : share), node / columns + (down ? share : 0)};
}

static void join(Tracer *t, int a, int b) {
  t->links[a][t->links[a][0] >= 0 ? 1 : 0] = b;
  t->links[b][t->links[b][0] >= 0 ? 1 : 0] = a;
}

/* A border between two classes is traced with the lower one alone; where more than two meet each is
 * traced with its own. */
static gboolean is_anothers(const Tracer *t, const int corners[4]) {
  int other = -1;
  for (int i = 0; i < 4; i++) {
    const int winner = t->winner[corners[i]];
    if (winner == t->k || winner == other)
      continue;
    if (other >= 0)
      return FALSE;
    other = winner;
  }
  return other >= 0 && other < t->k;
}

/* Which of its edges (right of the upper left node, below the upper right, right of the lower left,
 * below the upper left) the border crosses in a square, two by two. */
static void trace_square(Tracer *t, int node) {
  const int columns = t->surface->columns;
  const int corners[4] = {node, node + 1, node + columns + 1, node + columns};
  const int edges[4] = {node, t->nodes + node + 1, node + columns, t->nodes + node};
  int crossed[4], count = 0;
  for (int i = 0; i < 4; i++)
    if (is_inside(t, corners[i]) != is_inside(t, corners[(i + 1) % 4]))
      crossed[count++] = edges[i];
  if (count == 0 || is_anothers(t, corners))
    return;
  if (count == 2) {
    join(t, crossed[0], crossed[1]);
    return;
  }
  /* A saddle: the mean in the middle says which two corners hang together. */
  const double middle =
      lead(t, corners[0]) + lead(t, corners[1]) + lead(t, corners[2]) + lead(t, corners[3]);
  const gboolean apart = (middle > 0) != is_inside(t, corners[0]);
  join(t, crossed[0], crossed[apart ? 3 : 1]);
  join(t, crossed[2], crossed[apart ? 1 : 3]);
}

/* Goes on from @edge until the line ends, and unties what it has passed. */
static GArray *walk(Tracer *t, int edge) {
  GArray *line = g_array_new(FALSE, FALSE, sizeof(GmxPlanePlace));
  for (;;) {
    const GmxPlanePlace place = place_of(t, edge);
    g_array_append_val(line, place);
    int *links = t->links[edge];
    const int way = links[0] >= 0 ? 0 : 1;
    const int next = links[way];
    if (next < 0)
      return line;
    links[way] = -1;
    int *back = t->links[next];
    back[back[0] == edge ? 0 : 1] = -1;
    edge = next;
  }
}

static int count_links(const Tracer *t, int edge) {
  return (t->links[edge][0] >= 0) + (t->links[edge][1] >= 0);
}

/* Open lines from their ends, then the closed ones from anywhere. */
static void collect(Tracer *t, GPtrArray *lines) {
  for (int most = 1; most <= 2; most++)
    for (int edge = 0; edge < 2 * t->nodes; edge++)
      if (count_links(t, edge) > 0 && count_links(t, edge) <= most)
        g_ptr_array_add(lines, walk(t, edge));
}

static void trace_class(Tracer *t, int k, GPtrArray *lines) {
  const GmxPlaneSurface *s = t->surface;
  t->k = k;
  for (int row = 0; row + 1 < s->rows; row++)
    for (int column = 0; column + 1 < s->columns; column++)
      trace_square(t, row * s->columns + column);
  collect(t, lines);
}

GPtrArray *gmx_plane_trace_border(const GmxPlaneSurface *surface) {
  GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  Tracer t = {.surface = surface, .nodes = surface->columns * surface->rows};
  t.winner = g_malloc((gsize)t.nodes);
  t.links = g_malloc(2 * (gsize)t.nodes * sizeof *t.links);
  memset(t.links, 0xff, 2 * (gsize)t.nodes * sizeof *t.links);
  for (int node = 0; node < t.nodes; node++)
    t.winner[node] = (guint8)find_winner(surface->probabilities + (gsize)node * surface->classes,
                                         surface->classes);
  /* The last class has no border that is not another's, but where three meet. */
  for (int k = 0; k < surface->classes - (surface->classes == 2); k++)
    trace_class(&t, k, lines);
  g_free(t.links);
  g_free(t.winner);
  return lines;
}
