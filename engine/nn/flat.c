/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweeps, cut into ranges of a fixed length. */
#include "engine/nn/flat.h"
#include "engine/nn/parallel.h"

#define RANGE 16384
#define MOST_RANGES 4096 /* 67 million parameters; longer buffers get longer ranges */

typedef struct {
  const float *a, *b;
  float *out;
  double scale_a, scale_b;
  size_t n, range;
  double *sums;
} Sweep;

static size_t range_end(const Sweep *s, int slice) {
  const size_t end = ((size_t)slice + 1) * s->range;
  return end < s->n ? end : s->n;
}

static int set_ranges(Sweep *s) {
  s->range = RANGE;
  while ((s->n + s->range - 1) / s->range > MOST_RANGES)
    s->range *= 2;
  return (int)((s->n + s->range - 1) / s->range);
}

static void dot_range(void *context, int slice) {
  const Sweep *s = context;
  double lanes[8] = {0};
  size_t i = (size_t)slice * s->range;
  const size_t end = range_end(s, slice);
  for (; i + 8 <= end; i += 8)
    for (int l = 0; l < 8; l++)
      lanes[l] += (double)s->a[i + l] * s->b[i + l];
  for (; i < end; i++)
    lanes[0] += (double)s->a[i] * s->b[i];
  s->sums[slice] = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
                   ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

double gmx_flat_dot(const float *a, const float *b, size_t n) {
  double sums[MOST_RANGES], sum = 0;
  Sweep s = {.a = a, .b = b, .n = n, .sums = sums};
  const int ranges = set_ranges(&s);
  gmx_parallel_for(ranges, dot_range, &s);
  for (int r = 0; r < ranges; r++)
    sum += sums[r];
  return sum;
}

static void combine_range(void *context, int slice) {
  const Sweep *s = context;
  const double scale_a = s->scale_a, scale_b = s->scale_b;
  for (size_t i = (size_t)slice * s->range, end = range_end(s, slice); i < end; i++)
    s->out[i] = (float)(scale_a * s->a[i] + scale_b * s->b[i]);
}

void gmx_flat_combine(double scale_a, const float *a, double scale_b, const float *b, size_t n,
                      float *out) {
  Sweep s = {.a = a, .b = b, .scale_a = scale_a, .scale_b = scale_b, .n = n, .out = out};
  gmx_parallel_for(set_ranges(&s), combine_range, &s);
}

static void add_range(void *context, int slice) {
  const Sweep *s = context;
  const double scale = s->scale_b;
  for (size_t i = (size_t)slice * s->range, end = range_end(s, slice); i < end; i++)
    s->out[i] = (float)(s->a[i] + scale * s->b[i]);
}

void gmx_flat_add_scaled(const float *a, double scale, const float *b, size_t n, float *out) {
  Sweep s = {.a = a, .b = b, .scale_b = scale, .n = n, .out = out};
  gmx_parallel_for(set_ranges(&s), add_range, &s);
}
