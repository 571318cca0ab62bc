/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that will be wanted next, fetched while arithmetic runs.
 *
 * A pass over a batch alternates between convolutions, which leave the memory idle, and row passes
 * (BatchNorm, ReLU), which wait for it. So a convolution fetches the next image's rows into the
 * second-level cache, one line with each step of its inner loop. */
#pragma once

#include <stddef.h>

#define GMX_AHEAD_RANGES 8
#define GMX_CACHE_LINE 64

typedef struct {
  const char *at; /* the next line */
  ptrdiff_t step; /* to the one after it; 0 when there is nothing left to fetch */
  const char *end;
  int next, count;
  struct {
    const char *start, *end;
  } ranges[GMX_AHEAD_RANGES];
} GmxAhead;

/** Goes on to the next range where this one is done. */
static inline void gmx_ahead_advance(GmxAhead *ahead) {
  if (ahead->at < ahead->end || ahead->step == 0)
    return;
  if (ahead->next == ahead->count) {
    ahead->step = 0;
    return;
  }
  ahead->at = ahead->ranges[ahead->next].start;
  ahead->end = ahead->ranges[ahead->next++].end;
}

/** Nothing to fetch; @any is some memory in the cache. */
static inline void gmx_ahead_init(GmxAhead *ahead, const void *any) {
  ahead->at = ahead->end = any;
  ahead->step = 0;
  ahead->next = ahead->count = 0;
}

/** Adds @floats floats at @start; more ranges than there is room for are left out. */
static inline void gmx_ahead_add(GmxAhead *ahead, const float *start, size_t floats) {
  if (ahead->count == GMX_AHEAD_RANGES)
    return;
  ahead->ranges[ahead->count].start = (const char *)start;
  ahead->ranges[ahead->count++].end = (const char *)(start + floats);
  ahead->step = GMX_CACHE_LINE;
  gmx_ahead_advance(ahead);
}
