/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenBLAS, kept to the calling thread. */
#pragma once

/** Call before the first product, from any thread: the pool cuts the work, and a second pool inside
 * of OpenBLAS would only fight it. */
void gmx_blas_quiet(void);
