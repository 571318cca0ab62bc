/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast training goes: images a second over the last two seconds of it, and the time left. */
#pragma once

#include <glib.h>

#define GMX_RATE_SPANS 64

/** Plain data; all zero is a rate that has measured nothing. */
typedef struct {
  struct {
    gint64 time; /* µs */
    gint64 images, steps;
  } spans[GMX_RATE_SPANS]; /* a ring; spans shorter than 50 ms grow, so that it reaches far enough
                            */
  int first, count;
  gint64 time, images, steps; /* sums over the ring */
  gint64 evaluation_time;     /* µs, of all evaluations */
  int evaluations;
} GmxRate;

/** Counts one step of @images images that took @time µs. */
void gmx_rate_add_step(GmxRate *rate, gint64 time, int images);

/** Counts one whole evaluation. */
void gmx_rate_add_evaluation(GmxRate *rate, gint64 time);

/** NaN before the first step. */
double gmx_rate_images_per_second(const GmxRate *rate);

/** Seconds for @steps steps and @evaluations evaluations; an evaluation counts once one was seen.
 */
double gmx_rate_seconds_for(const GmxRate *rate, gint64 steps, int evaluations);
