/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ring of spans. The window is counted in time spent in steps, so that neither a pause nor an
 * evaluation makes training look slower than it is. */
#include "engine/session-rate.h"

#include <math.h>

#define WINDOW (2 * G_USEC_PER_SEC)
#define SPAN (50 * 1000)

static void drop_first(GmxRate *self) {
  self->time -= self->spans[self->first].time;
  self->images -= self->spans[self->first].images;
  self->steps -= self->spans[self->first].steps;
  self->first = (self->first + 1) % GMX_RATE_SPANS;
  self->count--;
}

void gmx_rate_add_step(GmxRate *self, gint64 time, int images) {
  int last = (self->first + self->count - 1) % GMX_RATE_SPANS;
  if (self->count == 0 || self->spans[last].time >= SPAN) {
    if (self->count == GMX_RATE_SPANS)
      drop_first(self);
    last = (self->first + self->count++) % GMX_RATE_SPANS;
    self->spans[last].time = self->spans[last].images = self->spans[last].steps = 0;
  }
  self->spans[last].time += time;
  self->spans[last].images += images;
  self->spans[last].steps++;
  self->time += time;
  self->images += images;
  self->steps++;
  while (self->count > 1 && self->time - self->spans[self->first].time >= WINDOW)
    drop_first(self);
}

void gmx_rate_add_evaluation(GmxRate *self, gint64 time) {
  self->evaluation_time += time;
  self->evaluations++;
}

double gmx_rate_images_per_second(const GmxRate *self) {
  return self->time > 0 ? (double)self->images * G_USEC_PER_SEC / (double)self->time : NAN;
}

double gmx_rate_seconds_for(const GmxRate *self, gint64 steps, int evaluations) {
  if (self->steps == 0)
    return NAN;
  double time = (double)self->time / (double)self->steps * (double)steps;
  if (self->evaluations > 0)
    time += (double)self->evaluation_time / self->evaluations * evaluations;
  return time / G_USEC_PER_SEC;
}
