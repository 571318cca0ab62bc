/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xoshiro256** seeded by splitmix64 (Blackman & Vigna 2018, Steele et al. 2014), and the few
 * distributions that training needs. */
#include "engine/nn/random.h"

#include <math.h>

static uint64_t splitmix(uint64_t *x) {
  uint64_t z = (*x += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void gmx_random_init(GmxRandom *random, uint64_t seed, uint64_t stream) {
  /* Two rounds: seeds and streams are small numbers, and neighbours must not look alike. */
  uint64_t x = seed;
  x = splitmix(&x) ^ (stream * 0xd1342543de82ef95u);
  for (int i = 0; i < 4; i++)
    random->state[i] = splitmix(&x);
}

static uint64_t rotate_left(uint64_t x, int k) {
  return (x << k) | (x >> (64 - k));
}

uint64_t gmx_random_next(GmxRandom *random) {
  uint64_t *s = random->state;
  const uint64_t result = rotate_left(s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left(s[3], 45);
  return result;
}

double gmx_random_uniform(GmxRandom *random) {
  return (double)(gmx_random_next(random) >> 11) * 0x1.0p-53;
}

uint32_t gmx_random_below(GmxRandom *random, uint32_t n) {
  /* Lemire 2019: multiply, and reject the few values that would favour some results. */
  uint64_t product = (gmx_random_next(random) >> 32) * n;
  if ((uint32_t)product < n) {
    const uint32_t threshold = -n % n;
    while ((uint32_t)product < threshold)
      product = (gmx_random_next(random) >> 32) * n;
  }
  return (uint32_t)(product >> 32);
}

double gmx_random_normal(GmxRandom *random) {
  /* Box–Muller; the second value is not kept, so that the state stays plain numbers. */
  const double u = 1 - gmx_random_uniform(random);
  const double v = gmx_random_uniform(random);
  return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

/* log of a Gamma(@shape) variate (Marsaglia & Tsang 2000). In logarithms, because for the small
 * shapes of mixup (α = 0.1) the variate itself underflows. */
static double log_gamma_variate(GmxRandom *random, double shape) {
  double boost = 0;
  if (shape < 1) {
    boost = log(1 - gmx_random_uniform(random)) / shape;
    shape += 1;
  }
  const double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    const double x = gmx_random_normal(random);
    const double t = 1 + c * x, v = t * t * t;
    if (v <= 0)
      continue;
    const double u = 1 - gmx_random_uniform(random);
    if (log(u) < 0.5 * x * x + d * (1 - v + log(v)))
      return log(d * v) + boost;
  }
}

double gmx_random_beta(GmxRandom *random, double a, double b) {
  const double x = log_gamma_variate(random, a);
  const double y = log_gamma_variate(random, b);
  return 1 / (1 + exp(y - x));
}

void gmx_random_permutation(GmxRandom *random, int *out, int n) {
  for (int i = 0; i < n; i++)
    out[i] = i;
  for (int i = n - 1; i > 0; i--) {
    const int j = (int)gmx_random_below(random, (uint32_t)i + 1);
    const int swap = out[i];
    out[i] = out[j];
    out[j] = swap;
  }
}
