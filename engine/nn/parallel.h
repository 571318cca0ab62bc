/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker pool of the kernels.
 *
 * Work is cut into a number of slices that depends on the problem alone, never on the number of
 * threads; partial sums are kept by slice and added in slice order. So a result is the same bit for
 * bit for any number of threads. */
#pragma once

#include <stdbool.h>

/** Computes slice number @slice; may write only what belongs to that slice. */
typedef void (*GmxSliceFunc)(void *context, int slice);

/** Sets how many threads compute, the caller included; 0 means one per processor. */
void gmx_parallel_set_threads(int threads);

/**
 * Sets how many processors there are for this process, where several share them; 0 (as at first)
 * means those that it may run on.
 */
void gmx_parallel_set_processors(int processors);
int gmx_parallel_get_processors(void);

/** How many threads compute. */
int gmx_parallel_get_threads(void);

/** Niceness of the pool's threads (0 … 19): a window sets it so that drawing comes first. */
void gmx_parallel_set_nice(int nice);

/**
 * Whether the calling thread computes alone: its jobs then run every slice on it and never take the
 * pool from the thread that trains. For background jobs. @returns what was set before.
 */
bool gmx_parallel_set_alone(bool alone);

/** Calls @func for every slice in 0 … @slices − 1 and returns when all are done. */
void gmx_parallel_for(int slices, GmxSliceFunc func, void *context);
