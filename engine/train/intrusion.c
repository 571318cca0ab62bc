/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search has found, as everybody reads it, and the figures above it. References are counted
 * as a gallery's are: by atomics that ThreadSanitizer sees. */
#include "engine/train/intrusion-private.h"

#include <math.h>

#define Z95 1.959963984540054 /* the normal distribution's quantile at 97.5 % */

typedef struct {
  GmxIntrusion intrusion; /* first: a GmxIntrusion is a Block */
  gint references;
} Block;

G_DEFINE_BOXED_TYPE(GmxIntrusion, gmx_intrusion, gmx_intrusion_ref, gmx_intrusion_unref)

static float *new_distances(gsize count) {
  float *distances = g_new(float, count);
  for (gsize i = 0; i < count; i++)
    distances[i] = NAN;
  return distances;
}

static int *new_places(gsize count) {
  int *places = g_new(int, count);
  for (gsize i = 0; i < count; i++)
    places[i] = -1;
  return places;
}

GmxIntrusion *gmx_intrusion_new(int count) {
  const gsize n = (gsize)count;
  Block *block = g_new0(Block, 1);
  block->references = 1;
  block->intrusion = (GmxIntrusion){.count = count,
                                    .nearest = new_places(n * GMX_NEIGHBOURS),
                                    .nearest_label = new_places(n * GMX_NEIGHBOURS),
                                    .distance = new_distances(n * GMX_NEIGHBOURS),
                                    .first_distance = new_distances(n),
                                    .second_distance = new_distances(n),
                                    .intruded = g_new0(guint8, n)};
  return &block->intrusion;
}

GmxIntrusion *gmx_intrusion_ref(GmxIntrusion *intrusion) {
  g_atomic_int_inc(&((Block *)intrusion)->references);
  return intrusion;
}

void gmx_intrusion_unref(GmxIntrusion *intrusion) {
  if (!intrusion || !g_atomic_int_dec_and_test(&((Block *)intrusion)->references))
    return;
  g_free(intrusion->nearest);
  g_free(intrusion->nearest_label);
  g_free(intrusion->distance);
  g_free(intrusion->first_distance);
  g_free(intrusion->second_distance);
  g_free(intrusion->intruded);
  g_free(intrusion);
}

gboolean gmx_intrusion_is_known(const GmxIntrusion *intrusion, int i) {
  g_return_val_if_fail(i >= 0 && i < intrusion->count, FALSE);
  return intrusion->nearest[(gsize)i * GMX_NEIGHBOURS] >= 0 &&
         isfinite(intrusion->first_distance[i]) && isfinite(intrusion->second_distance[i]);
}

GmxIntrusionRecord gmx_intrusion_get_record(const GmxIntrusion *intrusion, int i) {
  const gsize first = (gsize)i * GMX_NEIGHBOURS;
  return (GmxIntrusionRecord){.epoch = intrusion->epoch,
                              .example = i,
                              .nearest = intrusion->nearest[first],
                              .nearest_label = intrusion->nearest_label[first],
                              .distance = intrusion->distance[first],
                              .first_distance = intrusion->first_distance[i],
                              .second_distance = intrusion->second_distance[i],
                              .known = gmx_intrusion_is_known(intrusion, i),
                              .intruded = intrusion->intruded[i],
                              .searched = intrusion->searched};
}

void gmx_intrusion_count(const GmxIntrusion *intrusion, const GmxGallery *gallery, int sharp,
                         int *intruded, int *total) {
  *intruded = *total = 0;
  g_return_if_fail(intrusion->count == gallery->count);
  for (int i = 0; gallery->sharp && i < gallery->count; i++)
    if (gallery->sharp[i] == (sharp != 0) && gmx_intrusion_is_known(intrusion, i)) {
      *total += 1;
      *intruded += intrusion->intruded[i];
    }
}

void gmx_wilson_interval(int hits, int total, double *low, double *high) {
  *low = *high = NAN;
  if (total <= 0)
    return;
  const double n = total, share = hits / n, z2 = Z95 * Z95;
  const double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = Z95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  /* At none and at all of them the bounds are 0 and 1, which rounding would miss. */
  *low = hits <= 0 ? 0 : middle - half;
  *high = hits >= total ? 1 : middle + half;
}
