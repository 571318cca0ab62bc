/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which instruction set serves: the widest that the processor has, or the one that GMX_ISA asks
 * for, if the processor has it. */
#include "engine/nn/kernels/kernels.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

extern const GmxKernels gmx_kernels_baseline;
#if defined(__x86_64__)
extern const GmxKernels gmx_kernels_avx512, gmx_kernels_avx2;
#endif

static const GmxKernels *usable[4];
static const GmxKernels *chosen;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void choose(void) {
  int count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
    usable[count++] = &gmx_kernels_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    usable[count++] = &gmx_kernels_avx2;
#endif
  usable[count++] = &gmx_kernels_baseline;
  chosen = usable[0];
  const char *wish = getenv("GMX_ISA");
  for (int i = 0; wish && i < count; i++)
    if (strcmp(usable[i]->name, wish) == 0)
      chosen = usable[i];
}

const GmxKernels *gmx_kernels(void) {
  pthread_once(&once, choose);
  return chosen;
}

const GmxKernels *gmx_kernels_at(int index) {
  pthread_once(&once, choose);
  return index >= 0 && index < 3 ? usable[index] : NULL;
}
