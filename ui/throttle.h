/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that must not come too often: at once when it was quiet, else once at the interval's end,
 * so that the last state is always shown. */
#pragma once

#include <glib.h>

typedef struct {
  guint interval; /* milliseconds */
  GSourceOnceFunc func;
  gpointer data;
  guint source;
  gint64 last; /* monotonic time of the last call, 0 before the first */
} GmxThrottle;

void gmx_throttle_init(GmxThrottle *throttle, guint interval, GSourceOnceFunc func, gpointer data);

/** Runs the function now or, if it ran less than the interval ago, when that has passed. */
void gmx_throttle_call(GmxThrottle *throttle);

/** Runs the function now and forgets a call that waits. */
void gmx_throttle_flush(GmxThrottle *throttle);

/** Forgets a call that waits; before the data of the function goes. */
void gmx_throttle_stop(GmxThrottle *throttle);
