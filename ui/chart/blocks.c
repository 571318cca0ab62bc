/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pyramid of block extremes. An update touches the changed tail of each level only; a query
 * takes single values or small blocks at its two ends and large blocks between. */
#include "ui/chart/blocks.h"

#include <math.h>

#define BASE 32 /* values in a block of level 0 */
#define FAN 8   /* blocks of one level in a block of the next */

static const GmxBlock empty_block = {INFINITY, -INFINITY, 0};

static void add_value(GmxBlock *block, double value) {
  if (!isfinite(value)) {
    block->not_finite++;
    return;
  }
  block->low = fmin(block->low, value);
  block->high = fmax(block->high, value);
}

static void add_block(GmxBlock *block, const GmxBlock *other) {
  block->low = fmin(block->low, other->low);
  block->high = fmax(block->high, other->high);
  block->not_finite += other->not_finite;
}

static inline GmxBlock *block_at(const GmxBlocks *blocks, int level, gsize index) {
  return &g_array_index(blocks->level[level], GmxBlock, index);
}

void gmx_blocks_clear(GmxBlocks *blocks) {
  for (int i = 0; i < blocks->levels; i++)
    g_clear_pointer(&blocks->level[i], g_array_unref);
  blocks->levels = 0;
}

/* Gives @level the right number of blocks and says from which on they must be made anew. */
static GArray *size_level(GmxBlocks *blocks, int level, gsize count) {
  if (level == blocks->levels) {
    blocks->level[level] = g_array_new(FALSE, FALSE, sizeof(GmxBlock));
    blocks->levels++;
  }
  g_array_set_size(blocks->level[level], (guint)count);
  return blocks->level[level];
}

static void update_base(GmxBlocks *blocks, const double *values, gsize from, gsize length) {
  gsize count = (length + BASE - 1) / BASE;
  size_level(blocks, 0, count);
  for (gsize b = from / BASE; b < count; b++) {
    GmxBlock block = empty_block;
    for (gsize i = b * BASE; i < MIN((b + 1) * BASE, length); i++)
      add_value(&block, values[i]);
    *block_at(blocks, 0, b) = block;
  }
}

void gmx_blocks_update(GmxBlocks *blocks, const double *values, gsize from, gsize length) {
  update_base(blocks, values, from, length);
  gsize first = from / BASE, below = (length + BASE - 1) / BASE;
  int level = 1;
  for (; below > FAN && level < GMX_BLOCK_LEVELS; level++) {
    gsize count = (below + FAN - 1) / FAN;
    first /= FAN;
    /* A level that is new has no blocks before the changed ones yet. */
    if (level >= blocks->levels)
      first = 0;
    size_level(blocks, level, count);
    for (gsize b = first; b < count; b++) {
      GmxBlock block = empty_block;
      for (gsize i = b * FAN; i < MIN((b + 1) * FAN, below); i++)
        add_block(&block, block_at(blocks, level - 1, i));
      *block_at(blocks, level, b) = block;
    }
    below = count;
  }
  while (blocks->levels > level)
    g_clear_pointer(&blocks->level[--blocks->levels], g_array_unref);
}

/* Joins blocks [from, to) of @level into @sum, climbing where whole blocks of the next fit. */
static void span_blocks(const GmxBlocks *blocks, int level, gsize from, gsize to, GmxBlock *sum) {
  if (level + 1 < blocks->levels && to - from >= 2 * FAN) {
    gsize inner = (from + FAN - 1) / FAN, outer = to / FAN;
    span_blocks(blocks, level + 1, inner, outer, sum);
    for (gsize i = from; i < inner * FAN; i++)
      add_block(sum, block_at(blocks, level, i));
    from = outer * FAN;
  }
  for (gsize i = from; i < to; i++)
    add_block(sum, block_at(blocks, level, i));
}

void gmx_blocks_span(const GmxBlocks *blocks, const double *values, gsize from, gsize to,
                     GmxSpan *span) {
  GmxBlock sum = empty_block;
  if (to > from && to - from >= 2 * BASE) {
    gsize inner = (from + BASE - 1) / BASE, outer = to / BASE;
    span_blocks(blocks, 0, inner, outer, &sum);
    for (gsize i = from; i < inner * BASE; i++)
      add_value(&sum, values[i]);
    from = outer * BASE;
  }
  for (gsize i = from; i < to; i++)
    add_value(&sum, values[i]);
  *span = (GmxSpan){sum.low, sum.high, sum.not_finite};
}

typedef struct {
  const GmxBlocks *blocks;
  const double *values;
  gsize from, to;
  double low, high;
  gsize below, above;
} Count;

static void count_values(Count *count, gsize from, gsize to) {
  for (gsize i = MAX(from, count->from); i < MIN(to, count->to); i++) {
    count->below += isfinite(count->values[i]) && count->values[i] < count->low;
    count->above += isfinite(count->values[i]) && count->values[i] > count->high;
  }
}

/* Counts in block @index of @level; @size is the number of values it stands for. A block that lies
 * inside of the bounds costs nothing, and one that lies outside as a whole is one addition. */
static void count_block(Count *count, int level, gsize index, gsize size) {
  gsize first = index * size, end = first + size;
  const GmxBlock *block = block_at(count->blocks, level, index);
  if (end <= count->from || first >= count->to)
    return;
  if (block->low >= count->low && block->high <= count->high)
    return;
  if (first >= count->from && end <= count->to && block->low <= block->high) {
    gsize finite = size - block->not_finite;
    if (block->low > count->high) {
      count->above += finite;
      return;
    }
    if (block->high < count->low) {
      count->below += finite;
      return;
    }
  }
  if (level == 0) {
    count_values(count, first, end);
    return;
  }
  gsize last = MIN((index + 1) * FAN, count->blocks->level[level - 1]->len);
  for (gsize i = index * FAN; i < last; i++)
    count_block(count, level - 1, i, size / FAN);
}

void gmx_blocks_count_outside(const GmxBlocks *blocks, const double *values, gsize from, gsize to,
                              double low, double high, gsize *below, gsize *above) {
  Count count = {blocks, values, from, to, low, high, 0, 0};
  gsize size = BASE;
  if (blocks->levels > 0) {
    int top = blocks->levels - 1;
    for (int i = 0; i < top; i++)
      size *= FAN;
    for (gsize i = 0; i < blocks->level[top]->len; i++)
      count_block(&count, top, i, size);
  }
  *below = count.below;
  *above = count.above;
}
