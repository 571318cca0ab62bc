/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one setting of OpenBLAS that all its callers here share. */
#include "engine/nn/blas.h"

#include <cblas.h>
#include <pthread.h>

static void use_one_thread(void) {
  openblas_set_num_threads(1);
}

void gmx_blas_quiet(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, use_one_thread);
}
