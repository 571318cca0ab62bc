/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search itself, and the rule (methods.md, section 7).
 *
 * A mixed example is intruded where its nearest training image has a label that neither parent has
 * and is nearer than both parents. The nearest is looked for among all images but the two parents,
 * which is the same rule: a parent that is the nearest of all is also nearer than any other image.
 * A copy of a parent under another number is as near as the parent, not nearer, and so never
 * intrudes. */
#include "engine/train/intrusion-private.h"

#include "engine/nn/nearest.h"

#include <math.h>
#include <string.h>

#define PORTION 4096 /* images between two looks at the cancel flag */

struct GmxIntrusionSearch {
  int count, width, taken, searched;
  float *features;                                  /* [count][width] */
  double *first_square, *second_square;             /* [count] to the parents */
  int *first, *second, *first_label, *second_label; /* [count] */
  GmxNearest *nearest;                              /* NULL until all examples are there */
};

GmxIntrusionSearch *gmx_intrusion_search_new(int count, int width) {
  GmxIntrusionSearch *self = g_new0(GmxIntrusionSearch, 1);
  self->count = count;
  self->width = width;
  self->features = g_new(float, (gsize)count *width);
  self->first_square = g_new(double, count);
  self->second_square = g_new(double, count);
  self->first = g_new(int, count);
  self->second = g_new(int, count);
  self->first_label = g_new(int, count);
  self->second_label = g_new(int, count);
  return self;
}

void gmx_intrusion_search_free(GmxIntrusionSearch *self) {
  if (!self)
    return;
  gmx_nearest_free(self->nearest);
  g_free(self->features);
  g_free(self->first_square);
  g_free(self->second_square);
  g_free(self->first);
  g_free(self->second);
  g_free(self->first_label);
  g_free(self->second_label);
  g_free(self);
}

int gmx_intrusion_search_get_width(GmxIntrusionSearch *self) {
  return self->width;
}

static void measure_parents(GmxIntrusionSearch *self, const GmxFeatureQueries *queries) {
  for (int i = 0; i < queries->count; i++) {
    const gsize at = (gsize)i * self->width;
    const float *own = queries->features + at;
    self->first_square[self->taken + i] =
        gmx_nearest_square(own, queries->first_features + at, self->width);
    self->second_square[self->taken + i] =
        gmx_nearest_square(own, queries->second_features + at, self->width);
  }
}

void gmx_intrusion_search_take(GmxIntrusionSearch *self, const GmxFeatureQueries *queries) {
  const gsize numbers = sizeof(int) * (gsize)queries->count;
  g_return_if_fail(self->nearest == NULL && queries->count <= self->count - self->taken);
  memcpy(self->features + (gsize)self->taken * self->width, queries->features,
         sizeof(float) * (gsize)queries->count * self->width);
  memcpy(self->first + self->taken, queries->first, numbers);
  memcpy(self->second + self->taken, queries->second, numbers);
  memcpy(self->first_label + self->taken, queries->first_label, numbers);
  memcpy(self->second_label + self->taken, queries->second_label, numbers);
  measure_parents(self, queries);
  self->taken += queries->count;
}

void gmx_intrusion_search_add(GmxIntrusionSearch *self, const GmxFeatureBank *bank) {
  g_return_if_fail(self->taken == self->count && bank->width == self->width);
  if (!self->nearest) {
    self->nearest = gmx_nearest_new(self->features, self->count, self->width, GMX_NEIGHBOURS);
    if (!self->nearest)
      g_error("there is no memory for the neighbours of %d examples", self->count);
    gmx_nearest_skip(self->nearest, self->first, self->second);
  }
  gmx_nearest_add(self->nearest, bank->features, bank->index, bank->label, bank->count);
  self->searched += bank->count;
}

/* The rule, by the squares before they are rounded; a distance that is not a number is not less. */
static gboolean is_intruded(const GmxIntrusionSearch *self, int i, const GmxNeighbour *nearest) {
  return nearest->label != self->first_label[i] && nearest->label != self->second_label[i] &&
         nearest->square < self->first_square[i] && nearest->square < self->second_square[i];
}

static void report(const GmxIntrusionSearch *self, int i, GmxIntrusion *intrusion) {
  int found = 0;
  const GmxNeighbour *list = self->nearest ? gmx_nearest_get(self->nearest, i, &found) : NULL;
  for (int k = 0; k < found; k++) {
    const gsize at = (gsize)i * GMX_NEIGHBOURS + (gsize)k;
    intrusion->nearest[at] = list[k].index;
    intrusion->nearest_label[at] = list[k].label;
    intrusion->distance[at] = (float)sqrt(list[k].square);
  }
  intrusion->first_distance[i] = (float)sqrt(self->first_square[i]);
  intrusion->second_distance[i] = (float)sqrt(self->second_square[i]);
  intrusion->intruded[i] = found > 0 && is_intruded(self, i, list);
}

GmxIntrusion *gmx_intrusion_search_finish(GmxIntrusionSearch *self) {
  GmxIntrusion *intrusion = gmx_intrusion_new(self->count);
  intrusion->searched = self->searched;
  for (int i = 0; i < self->taken; i++)
    report(self, i, intrusion);
  return intrusion;
}

GmxIntrusion *gmx_intrusion_search(const GmxFeatureBank *bank, const GmxFeatureQueries *queries,
                                   const gint *cancel) {
  g_autoptr(GmxIntrusionSearch) search = gmx_intrusion_search_new(queries->count, bank->width);
  gmx_intrusion_search_take(search, queries);
  for (int from = 0; from < bank->count; from += PORTION) {
    if (cancel && g_atomic_int_get(cancel))
      return NULL;
    gmx_intrusion_search_add(
        search, &(GmxFeatureBank){.count = MIN(PORTION, bank->count - from),
                                  .width = bank->width,
                                  .features = bank->features + (gsize)from * bank->width,
                                  .index = bank->index + from,
                                  .label = bank->label + from});
  }
  return gmx_intrusion_search_finish(search);
}
