/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often each pair of classes fell in the sharp set, made ready to be shown. */
#include "ui/samples/pair-shares.h"

#include <math.h>

/* How far from the usual share the colours reach. */
#define SPAN 0.25

static gsize place(const GmxPairShares *self, int row, int column) {
  return (gsize)self->label[row] * (gsize)self->classes + (gsize)self->label[column];
}

guint64 gmx_pair_shares_get_total(const GmxPairShares *self, int row, int column) {
  return self->total[place(self, row, column)];
}

double gmx_pair_shares_get(const GmxPairShares *self, int row, int column) {
  guint64 total = gmx_pair_shares_get_total(self, row, column);
  return total > 0 ? (double)self->sharp[place(self, row, column)] / (double)total : NAN;
}

double gmx_pair_shares_get_tone(const GmxPairShares *self, int row, int column) {
  double share = gmx_pair_shares_get(self, row, column);
  if (gmx_pair_shares_get_total(self, row, column) < GMX_PAIR_FEW)
    return 0.0;
  double reach = share < self->usual ? self->usual - self->low : self->high - self->usual;
  return reach > 0.0 ? CLAMP((share - self->usual) / reach, -1.0, 1.0) : 0.0;
}

gboolean gmx_pair_shares_find(const GmxPairShares *self, gboolean sharpest, int *row, int *column) {
  double best = NAN;
  for (int r = 0; r < self->shown; r++) {
    for (int c = 0; c <= r; c++) {
      double share = gmx_pair_shares_get(self, r, c);
      if (gmx_pair_shares_get_total(self, r, c) < GMX_PAIR_FEW ||
          (!isnan(best) && (sharpest ? share <= best : share >= best)))
        continue;
      best = share;
      *row = r;
      *column = c;
    }
  }
  return !isnan(best);
}

/* Over every mix once: the lower half with the diagonal. */
static double usual_share(const GmxPairShares *self) {
  guint64 sharp = 0, total = 0;
  for (int a = 0; a < self->classes; a++) {
    for (int b = 0; b <= a; b++) {
      sharp += self->sharp[a * self->classes + b];
      total += self->total[a * self->classes + b];
    }
  }
  return total > 0 ? (double)sharp / (double)total : NAN;
}

static guint64 mixes_of(const GmxPairShares *self, int label) {
  guint64 sum = 0;
  for (int b = 0; b < self->classes; b++)
    sum += self->total[label * self->classes + b];
  return sum;
}

/* Whether class @a is shown before @b where not all have room. */
static gboolean outranks(const GmxPairShares *self, int a, int b) {
  guint64 of_a = mixes_of(self, a), of_b = mixes_of(self, b);
  return of_a > of_b || (of_a == of_b && a < b);
}

static void choose_labels(GmxPairShares *self, int most) {
  for (int a = 0; a < self->classes; a++) {
    int before = 0;
    for (int b = 0; b < self->classes && self->classes > most; b++)
      before += b != a && outranks(self, b, a);
    if (before < most)
      self->label[self->shown++] = a;
  }
}

GmxPairShares *gmx_pair_shares_new(const guint64 *sharp, const guint64 *total, int classes,
                                   int most) {
  GmxPairShares *self = g_new0(GmxPairShares, 1);
  gsize size = (gsize)classes * (gsize)classes * sizeof *sharp;
  self->classes = classes;
  self->label = g_new0(int, MAX(classes, 1));
  self->sharp = g_memdup2(sharp, size);
  self->total = g_memdup2(total, size);
  choose_labels(self, most);
  self->usual = usual_share(self);
  self->low = fmax(self->usual - SPAN, 0.0);
  self->high = fmin(self->usual + SPAN, 1.0);
  return self;
}

void gmx_pair_shares_free(GmxPairShares *self) {
  g_free(self->label);
  g_free(self->sharp);
  g_free(self->total);
  g_free(self);
}
