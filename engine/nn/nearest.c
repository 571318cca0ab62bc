/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search by matrix products: |a|² + |b|² − 2 ⟨a, b⟩ in floats rules out almost every row, with
 * a bound of its rounding error; the few that may belong to the nearest are compared in double. So
 * the speed is OpenBLAS's and the order is exact. */
#include "engine/nn/nearest.h"

#include "engine/nn/blas.h"
#include "engine/nn/parallel.h"

#include <cblas.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TILE 256 /* rows of one product */
#define SLICE 32 /* queries of one slice: its products lie on the stack */

struct GmxNearest {
  const float *queries;
  int count, width, k;
  const int *skip_first, *skip_second;
  double error;             /* relative to |a|² + |b|²: no product is wrong by more */
  double *norms;            /* [count] */
  int *found;               /* [count] */
  GmxNeighbour *neighbours; /* [count][k] */

  /* Of the tile under way */
  const float *rows;
  const int *index, *label;
  int row_count;
  double row_norms[TILE];
};

double gmx_nearest_square(const float *a, const float *b, int width) {
  double sums[4] = {0};
  int i = 0;
  for (; i + 4 <= width; i += 4)
    for (int j = 0; j < 4; j++) {
      const double gap = (double)a[i + j] - b[i + j];
      sums[j] += gap * gap;
    }
  for (; i < width; i++)
    sums[0] += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
  return sums[0] + sums[1] + (sums[2] + sums[3]);
}

static double norm_square(const float *a, int width) {
  double sum = 0;
  for (int i = 0; i < width; i++)
    sum += (double)a[i] * a[i];
  return sum;
}

GmxNearest *gmx_nearest_new(const float *queries, int count, int width, int k) {
  GmxNearest *self = calloc(1, sizeof *self);
  if (!self)
    return NULL;
  gmx_blas_quiet();
  *self = (GmxNearest){.queries = queries, .count = count, .width = width, .k = k};
  /* A sum of n products in any order is off by n u / (1 − n u) of Σ |a b| (Higham, Accuracy and
   * Stability of Numerical Algorithms, section 3.1), and 2 Σ |a b| ≤ |a|² + |b|². */
  const double nu = (width + 4.0) * FLT_EPSILON / 2;
  self->error = nu < 0.5 ? nu / (1 - nu) : INFINITY;
  self->norms = malloc(sizeof(double) * (size_t)(count + 1));
  self->found = calloc((size_t)(count + 1), sizeof(int));
  self->neighbours = malloc(sizeof(GmxNeighbour) * ((size_t)count * k + 1));
  if (!self->norms || !self->found || !self->neighbours) {
    gmx_nearest_free(self);
    return NULL;
  }
  for (int i = 0; i < count; i++)
    self->norms[i] = norm_square(queries + (size_t)i * width, width);
  return self;
}

void gmx_nearest_free(GmxNearest *self) {
  if (!self)
    return;
  free(self->norms);
  free(self->found);
  free(self->neighbours);
  free(self);
}

void gmx_nearest_skip(GmxNearest *self, const int *first, const int *second) {
  self->skip_first = first;
  self->skip_second = second;
}

static bool is_before(const GmxNeighbour *a, const GmxNeighbour *b) {
  return a->square < b->square || (a->square == b->square && a->index < b->index);
}

static void insert(GmxNearest *self, int query, GmxNeighbour row) {
  GmxNeighbour *list = self->neighbours + (size_t)query * self->k;
  int place = self->found[query];
  if (place < self->k)
    self->found[query]++;
  else if (!is_before(&row, &list[--place]))
    return;
  for (; place > 0 && is_before(&row, &list[place - 1]); place--)
    list[place] = list[place - 1];
  list[place] = row;
}

/* The last of the nearest, once there are as many as wanted. */
static const GmxNeighbour *find_worst(const GmxNearest *self, int query) {
  return self->found[query] < self->k ? NULL
                                      : &self->neighbours[(size_t)query * self->k + self->k - 1];
}

static bool is_skipped(const GmxNearest *self, int query, int index) {
  return self->skip_first &&
         (index == self->skip_first[query] || index == self->skip_second[query]);
}

/* Compares row @r of the tile in double. */
static void compare(GmxNearest *self, int query, int r) {
  const GmxNeighbour *worst = find_worst(self, query);
  const int index = self->index[r];
  if (is_skipped(self, query, index) || !isfinite(self->row_norms[r]))
    return;
  if (worst && worst->square == 0 && index > worst->index)
    return; /* where features have collapsed, every row gets here */
  const double square = gmx_nearest_square(self->queries + (size_t)query * self->width,
                                           self->rows + (size_t)r * self->width, self->width);
  insert(self, query, (GmxNeighbour){square, index, self->label[r]});
}

/* The tile's rows against one query; a product that is not finite rules nothing out. */
static void scan(GmxNearest *self, int query, const float *products) {
  const double norm = self->norms[query];
  for (int r = 0; r < self->row_count; r++) {
    const GmxNeighbour *worst = find_worst(self, query);
    const double sum = norm + self->row_norms[r];
    const double least = sum - 2.0 * products[r] - self->error * sum - self->width * FLT_MIN * 4;
    if (!worst || !(least > worst->square) || !isfinite(products[r]))
      compare(self, query, r);
  }
}

static void search_slice(void *context, int slice) {
  GmxNearest *self = context;
  float products[SLICE * TILE];
  const int first = slice * SLICE;
  const int n = self->count - first < SLICE ? self->count - first : SLICE;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, self->row_count, self->width, 1,
              self->queries + (size_t)first * self->width, self->width, self->rows, self->width, 0,
              products, TILE);
  for (int i = 0; i < n; i++)
    if (isfinite(self->norms[first + i]))
      scan(self, first + i, products + (size_t)i * TILE);
}

void gmx_nearest_add(GmxNearest *self, const float *rows, const int *index, const int *label,
                     int count) {
  for (int from = 0; from < count; from += TILE) {
    self->rows = rows + (size_t)from * self->width;
    self->index = index + from;
    self->label = label + from;
    self->row_count = count - from < TILE ? count - from : TILE;
    for (int r = 0; r < self->row_count; r++)
      self->row_norms[r] = norm_square(self->rows + (size_t)r * self->width, self->width);
    gmx_parallel_for((self->count + SLICE - 1) / SLICE, search_slice, self);
  }
}

const GmxNeighbour *gmx_nearest_get(const GmxNearest *self, int i, int *found) {
  *found = self->found[i];
  return self->neighbours + (size_t)i * self->k;
}
