/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is sharp (methods.md, section 4; the selection of ESAM, arXiv 2110.03141). */
#include "engine/method/step.h"

#include <math.h>
#include <string.h>

/* The bits of @value in an order in which larger numbers are larger; NaN is the largest. */
static guint32 order_key(float value) {
  guint32 bits;
  if (isnan(value))
    return G_MAXUINT32;
  value += 0.0f; /* −0 and 0 are a tie */
  memcpy(&bits, &value, sizeof bits);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static int count_at_least(const float *sharpness, int n, guint32 key) {
  int count = 0;
  for (int i = 0; i < n; i++)
    count += order_key(sharpness[i]) >= key;
  return count;
}

/* The k-th largest key, bit by bit from the top: no memory, and the same for any order. */
static guint32 kth_largest(const float *sharpness, int n, int k) {
  guint32 key = 0;
  for (guint32 bit = 0x80000000u; bit; bit >>= 1)
    if (count_at_least(sharpness, n, key | bit) >= k)
      key |= bit;
  return key;
}

static double cut_between(const float *sharpness, int n, const guint8 *sharp) {
  double least = INFINITY, most = -INFINITY;
  for (int i = 0; i < n; i++)
    if (sharp[i])
      least = sharpness[i] < least ? sharpness[i] : least;
    else
      most = sharpness[i] > most ? sharpness[i] : most;
  return isfinite(least) && isfinite(most) ? 0.5 * (least + most) : NAN;
}

int gmx_partition(const float *sharpness, int n, double gamma, guint8 *sharp, double *cut) {
  const int k = CLAMP((int)floor(gamma * n + 0.5), 1, MAX(n - 1, 1));
  const guint32 key = kth_largest(sharpness, n, k);
  int ties = k;
  for (int i = 0; i < n; i++) {
    sharp[i] = order_key(sharpness[i]) > key;
    ties -= sharp[i];
  }
  for (int i = 0; i < n && ties > 0; i++)
    if (order_key(sharpness[i]) == key) {
      sharp[i] = 1;
      ties--;
    }
  *cut = cut_between(sharpness, n, sharp);
  return k;
}
