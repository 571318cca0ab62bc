/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the processor can do at most: independent fused multiply-adds in registers. The measure that
 * the benchmark's figures are held against. Compiled once for each instruction set. */
#include "engine/nn/kernels/isa.h"

#define CHAINS 12 /* more than latency × throughput of any processor here, and they fit */

double GMX_NAME(multiply_add)(long rounds) {
  GmxVector chain[CHAINS];
  const GmxVector factor = vector_zero() + 0.999f, term = vector_zero() + 0.001f;
#pragma GCC unroll 12
  for (int i = 0; i < CHAINS; i++)
    chain[i] = vector_zero() + (float)i;
  for (long r = 0; r < rounds; r++) {
#pragma GCC unroll 12
    for (int i = 0; i < CHAINS; i++)
      chain[i] = chain[i] * factor + term;
    /* The compiler must not see that the chains could be computed at once. */
    __asm__ volatile("" ::: "memory");
  }
  float last[CHAINS][GMX_LANES];
#pragma GCC unroll 12
  for (int i = 0; i < CHAINS; i++)
    vector_store(last[i], chain[i]);
  volatile float sink = last[rounds % CHAINS][0];
  (void)sink;
  return 2.0 * CHAINS * GMX_LANES * (double)rounds;
}
