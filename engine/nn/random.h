/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers in separate, seeded, storable streams.
 *
 * Each purpose has a stream of its own, so that two methods with the same seed see the same images
 * in the same order although one of them draws more numbers than the other. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** One generator (xoshiro256**, Blackman & Vigna 2018). Plain data: copy it to save it. */
typedef struct {
  uint64_t state[4];
} GmxRandom;

/** What a stream is for. The numbers are part of the file formats: never renumber. */
typedef enum {
  GMX_STREAM_WEIGHTS = 1,
  GMX_STREAM_ORDER = 2,
  GMX_STREAM_MIX = 3,
  GMX_STREAM_AUGMENT = 4,
  GMX_STREAM_LABEL_NOISE = 5,
  GMX_STREAM_PROBE = 6,
  GMX_STREAM_DATA = 7,
  GMX_STREAM_LANDSCAPE = 8,  /* the images a landscape is made of */
  GMX_STREAM_DIRECTIONS = 9, /* along which it looks */
} GmxStream;

/** Starts the stream that belongs to (@seed, @stream). */
void gmx_random_init(GmxRandom *random, uint64_t seed, uint64_t stream);

/** The next 64 random bits. */
uint64_t gmx_random_next(GmxRandom *random);

/** Uniform in [0, 1), 53 bits. */
double gmx_random_uniform(GmxRandom *random);

/** Uniform integer in [0, @n), without bias; @n at least 1. */
uint32_t gmx_random_below(GmxRandom *random, uint32_t n);

/** Normal with mean 0 and variance 1. */
double gmx_random_normal(GmxRandom *random);

/** λ ~ Beta(@a, @b), in [0, 1]; both parameters > 0. */
double gmx_random_beta(GmxRandom *random, double a, double b);

/** A uniform permutation of 0 … @n − 1 into @out (Fisher–Yates). */
void gmx_random_permutation(GmxRandom *random, int *out, int n);
