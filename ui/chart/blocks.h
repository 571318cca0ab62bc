/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Block minima and maxima over a growing array: a pyramid whose levels each join eight blocks of
 * the level below. Private to the series. */
#pragma once

#include "ui/chart/series.h"

typedef struct {
  double low, high; /* of the finite values; low > high: none */
  guint32 not_finite;
} GmxBlock;

#define GMX_BLOCK_LEVELS 12

typedef struct {
  GArray *level[GMX_BLOCK_LEVELS]; /* GmxBlock; level 0 joins 32 values */
  int levels;
} GmxBlocks;

void gmx_blocks_clear(GmxBlocks *blocks);
/** Values from @from on have changed or are new; the array has @length values now. */
void gmx_blocks_update(GmxBlocks *blocks, const double *values, gsize from, gsize length);
/** Span of values [@from, @to). */
void gmx_blocks_span(const GmxBlocks *blocks, const double *values, gsize from, gsize to,
                     GmxSpan *span);
/** How many finite values in [@from, @to) are < @low, and how many > @high. */
void gmx_blocks_count_outside(const GmxBlocks *blocks, const double *values, gsize from, gsize to,
                              double low, double high, gsize *below, gsize *above);
