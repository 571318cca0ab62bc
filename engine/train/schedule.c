/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pure function of the step, so that a resumed run has nothing to restore. */
#include "engine/train/schedule.h"

#include <math.h>

/* Past its end, which a lowered number of epochs can bring about, the cosine stays at its foot. */
static double cosine(double rate, gint64 done, gint64 total) {
  if (total <= 0)
    return rate;
  const double t = (double)MIN(done, total) / (double)total;
  return 0.5 * rate * (1 + cos(G_PI * t));
}

static double step_decay(const GmxScheduleOptions *o, gint64 done) {
  if (o->steps_per_epoch <= 0 || o->decay_every <= 0)
    return o->rate;
  const gint64 epoch = o->epochs_before + (done - o->epoch_start) / o->steps_per_epoch;
  return o->rate * pow(o->decay_factor, (double)(epoch / o->decay_every));
}

double gmx_schedule_rate(const GmxScheduleOptions *options, gint64 done) {
  switch (options->kind) {
  case GMX_SCHEDULE_COSINE:
    return cosine(options->rate, done, options->total_steps);
  case GMX_SCHEDULE_STEP:
    return step_decay(options, done);
  case GMX_SCHEDULE_CONSTANT:
  default:
    return options->rate;
  }
}
