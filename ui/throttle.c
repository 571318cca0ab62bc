/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that must not come too often. */
#include "ui/throttle.h"

void gmx_throttle_init(GmxThrottle *self, guint interval, GSourceOnceFunc func, gpointer data) {
  *self = (GmxThrottle){.interval = interval, .func = func, .data = data};
}

static void run(gpointer data) {
  GmxThrottle *self = data;
  self->source = 0;
  self->last = g_get_monotonic_time();
  self->func(self->data);
}

void gmx_throttle_call(GmxThrottle *self) {
  gint64 passed = (g_get_monotonic_time() - self->last) / 1000;
  if (self->source)
    return;
  if (self->last == 0 || passed >= self->interval)
    run(self);
  else
    self->source = g_timeout_add_once(self->interval - (guint)passed, run, self);
}

void gmx_throttle_flush(GmxThrottle *self) {
  gmx_throttle_stop(self);
  run(self);
}

void gmx_throttle_stop(GmxThrottle *self) {
  g_clear_handle_id(&self->source, g_source_remove);
}
