/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The k nearest rows of a matrix by Euclidean distance, exactly, by looking at every row.
 *
 * Rows come in portions, so that a large matrix need not lie in memory as a whole. What is found
 * depends neither on the portions nor on the number of threads. */
#pragma once

#include <stdbool.h>

/** A row that was found. */
typedef struct {
  double square;    /* of the distance, computed in double: 0 for equal rows */
  int index, label; /* as gmx_nearest_add() was told */
} GmxNeighbour;

typedef struct GmxNearest GmxNearest;

/**
 * Looks for the @k nearest rows of each of @count queries.
 * @param queries [count][width], borrowed; a query that is not finite finds nothing
 * @returns NULL where memory is short
 */
GmxNearest *gmx_nearest_new(const float *queries, int count, int width, int k);
void gmx_nearest_free(GmxNearest *nearest);

/** Rows with index @first[i] or @second[i] are passed over for query i. Both [count], borrowed. */
void gmx_nearest_skip(GmxNearest *nearest, const int *first, const int *second);

/**
 * Compares @count rows more with every query; rows that are not finite are passed over.
 * @param rows [count][width]
 * @param index [count] the number of each row, each number once; equally near rows are ordered by
 * it
 * @param label [count] kept beside it
 */
void gmx_nearest_add(GmxNearest *nearest, const float *rows, const int *index, const int *label,
                     int count);

/** What query @i has found so far, nearest first: @found of them, at most k. */
const GmxNeighbour *gmx_nearest_get(const GmxNearest *nearest, int i, int *found);

/** Σ (a − b)² in double: what neighbours are compared by. NaN or infinite where a value is. */
double gmx_nearest_square(const float *a, const float *b, int width);
