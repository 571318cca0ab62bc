/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vector of the instruction set that a file is compiled for (GCC vector extensions).
 *
 * GMX_LANES must be the width of the hardware's registers: a wider type spills. */
#pragma once

#include <stddef.h>

typedef float GmxVector __attribute__((vector_size(4 * GMX_LANES), aligned(4), may_alias));
typedef int GmxMask __attribute__((vector_size(4 * GMX_LANES), aligned(4), may_alias));

#define GMX_INLINE static inline __attribute__((always_inline))
#define GMX_JOIN2(a, b) a##_##b
#define GMX_JOIN(a, b) GMX_JOIN2(a, b)
/* The name of this instruction set's version of a function. */
#define GMX_NAME(function) GMX_JOIN(function, GMX_ISA_NAME)

GMX_INLINE GmxVector vector_load(const float *p) {
  return *(const GmxVector *)p;
}

GMX_INLINE void vector_store(float *p, GmxVector v) {
  *(GmxVector *)p = v;
}

GMX_INLINE GmxVector vector_zero(void) {
  return (GmxVector){0};
}

/* @a where @mask, else 0. A comparison gives all ones or zero. */
GMX_INLINE GmxVector vector_where(GmxMask mask, GmxVector a) {
  return (GmxVector)((GmxMask)a & mask);
}

/* max(0, v), and NaN stays NaN, so that a diverged network is seen. */
GMX_INLINE GmxVector vector_relu(GmxVector v) {
  return (GmxVector)((GmxMask)v & ~(GmxMask)(v < vector_zero()));
}
