/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of an axis is in view: the fit around the data, zoom, and places in it.
 *
 * On a logarithmic scale everything is done with logarithms, so that one code serves both. */
#include "ui/chart/axis-private.h"
#include "ui/chart/ticks.h"

#include <float.h>
#include <math.h>

/* The narrowest zoom, as a part of the whole. */
#define NARROWEST 1e-7

static double forth(const GmxAxis *self, double value) {
  return self->log ? log10(value) : value;
}

static double back(const GmxAxis *self, double value) {
  return self->log ? pow(10.0, value) : value;
}

/* The next of 1, 2, 5 × 10ⁿ at or below/above @value. */
static double snap_log(double value, int direction) {
  double up = gmx_nice_step(value);
  if (direction > 0 || up <= value * (1.0 + 1e-9))
    return up;
  /* The step before: two rows down and up again lands just below. */
  double down = gmx_nice_step(value / 3.0);
  while (gmx_nice_step_up(down) <= value * (1.0 + 1e-9))
    down = gmx_nice_step_up(down);
  return down;
}

static void fit_log(const GmxAxis *self, const GmxExtent *data, double *low, double *high) {
  if (!isfinite(data->positive) || data->high < data->positive) {
    *low = 0.1;
    *high = 1.0;
    return;
  }
  *low = snap_log(data->positive, -1);
  *high = snap_log(data->high, 1);
  /* Three ticks at least, or a curve would stand between two labels. */
  while (*high < 4.0 * *low)
    *high = gmx_nice_step_up(*high);
}

static void fit_linear(const GmxAxis *self, const GmxExtent *data, double *low, double *high) {
  *low = fmax(data->low, self->limit_low) * self->factor;
  *high = fmin(data->high, self->limit_high) * self->factor;
  gboolean empty = !(*low <= *high);
  if (empty && isfinite(self->limit_low) && isfinite(self->limit_high)) {
    /* No data yet: all that there can be. */
    *low = self->limit_low * self->factor;
    *high = self->limit_high * self->factor;
    empty = FALSE;
  }
  if (self->steps && !empty && *low >= 0.0) {
    /* The low end stays where it is (0); only whole intervals are added at the high end. */
    double step = gmx_nice_step(fmax((*high - *low) / (self->most - 1), self->least_step));
    double start = floor(*low / step + 1e-9) * step;
    double count = ceil((*high - start) / step - 1e-9);
    *low = start;
    *high = start + fmax(count, self->fewest - 1) * step;
  } else {
    gmx_nice_range(low, high, self->fewest, self->most, self->least_step);
  }
  *low = fmax(*low / self->factor, self->limit_low);
  *high = fmin(*high / self->factor, self->limit_high);
}

/* Whether the present ends still serve: they hold the data, and not much else. */
static gboolean still_fits(const GmxAxis *self, const GmxExtent *data) {
  double low = self->log ? data->positive : fmax(data->low, self->limit_low);
  double high = fmin(data->high, self->limit_high);
  if (self->refit || !(low <= high))
    return FALSE;
  if (low < self->fit_low || high > self->fit_high)
    return FALSE;
  double used = forth(self, high) - forth(self, low);
  return !self->steps && used >= 0.5 * (forth(self, self->fit_high) - forth(self, self->fit_low));
}

void gmx_axis_ensure(GmxAxis *self) {
  if (!self->stale)
    return;
  GmxExtent data = GMX_EXTENT_NONE;
  for (guint i = 0; i < self->sources->len; i++) {
    GmxAxisEntry *entry = &g_array_index(self->sources, GmxAxisEntry, i);
    entry->source(entry->owner, self, &data);
  }
  gmx_extent_add(&data, self->include_low);
  gmx_extent_add(&data, self->include_high);
  self->stale = FALSE;
  if (still_fits(self, &data))
    return;
  double low, high;
  if (self->log)
    fit_log(self, &data, &low, &high);
  else
    fit_linear(self, &data, &low, &high);
  self->refit = FALSE;
  if (low == self->fit_low && high == self->fit_high)
    return;
  self->fit_low = low;
  self->fit_high = high;
  self->revision++;
}

void gmx_axis_get_fit(GmxAxis *self, double *low, double *high) {
  g_return_if_fail(GMX_IS_AXIS(self));
  gmx_axis_ensure(self);
  *low = self->fit_low;
  *high = self->fit_high;
}

void gmx_axis_get_view(GmxAxis *self, double *low, double *high) {
  g_return_if_fail(GMX_IS_AXIS(self));
  gmx_axis_ensure(self);
  *low = self->zoomed ? self->view_low : self->fit_low;
  *high = self->zoomed ? self->view_high : self->fit_high;
}

/* Keeps the interval within the fit if it is shorter, and leaves the zoom if it is not. Lengths
 * are those of the scale. */
static void set_view(GmxAxis *self, double from, double to) {
  double first = forth(self, self->fit_low), last = forth(self, self->fit_high);
  double length = to - from, whole = last - first;
  double least = whole * NARROWEST;
  if (self->steps && !self->log)
    least = fmax(least, fmin(2.0, whole));
  if (!(length >= least))
    return;
  self->zoomed = length < whole * (1.0 - 1e-9);
  from = CLAMP(from, first, fmax(last - length, first));
  self->view_low = back(self, from);
  self->view_high = back(self, from + length);
  gmx_axis_touch(self);
}

void gmx_axis_zoom(GmxAxis *self, double low, double high) {
  g_return_if_fail(GMX_IS_AXIS(self));
  gmx_axis_ensure(self);
  if (!isfinite(low) || !isfinite(high) || (self->log && low <= 0.0))
    return;
  set_view(self, forth(self, low), forth(self, high));
}

void gmx_axis_zoom_at(GmxAxis *self, double at, double factor) {
  g_return_if_fail(GMX_IS_AXIS(self) && factor > 0.0);
  double low, high;
  gmx_axis_get_view(self, &low, &high);
  double from = forth(self, low), length = forth(self, high) - from;
  double pivot = from + CLAMP(at, 0.0, 1.0) * length;
  double least = (forth(self, self->fit_high) - forth(self, self->fit_low)) * NARROWEST;
  if (self->steps && !self->log)
    least = fmax(least, 2.0);
  /* At the narrowest the wheel rests rather than being refused a little before it. */
  double closer = fmax(length * factor, fmin(least, length));
  factor = closer / length;
  set_view(self, pivot - (pivot - from) * factor, pivot + (from + length - pivot) * factor);
}

void gmx_axis_pan(GmxAxis *self, double fraction) {
  g_return_if_fail(GMX_IS_AXIS(self));
  double low, high;
  gmx_axis_get_view(self, &low, &high);
  if (!self->zoomed)
    return;
  double from = forth(self, low), to = forth(self, high), shift = fraction * (to - from);
  set_view(self, from + shift, to + shift);
}

void gmx_axis_fit(GmxAxis *self) {
  g_return_if_fail(GMX_IS_AXIS(self));
  self->zoomed = FALSE;
  self->stale = self->refit = TRUE;
  gmx_axis_touch(self);
}

gboolean gmx_axis_is_zoomed(GmxAxis *self) {
  return self->zoomed;
}

double gmx_axis_place(GmxAxis *self, double value) {
  double low, high;
  gmx_axis_get_view(self, &low, &high);
  if (!isfinite(value) || (self->log && value <= 0.0))
    return NAN;
  return (forth(self, value) - forth(self, low)) / (forth(self, high) - forth(self, low));
}

double gmx_axis_value(GmxAxis *self, double place) {
  double low, high;
  gmx_axis_get_view(self, &low, &high);
  double from = forth(self, low);
  return back(self, from + place * (forth(self, high) - from));
}
