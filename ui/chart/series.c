/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing curve with smoothed values and block extremes.
 *
 * The smoothed values are made as points come in: the exponential mean goes on from its state, the
 * window mean makes its last half window anew because those points gained neighbours. */
#include "ui/chart/blocks.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define WINDOW_MAX 512
/* Intervals whose extremes stand for the whole series where ordinary values are sought. */
#define PROBES 256
/* Below this many points a series by itself calls none an outlier. */
#define PROBE_POINTS 32
/* How many times the ordinary range the newest value may lie away and still be shown. */
#define REACH 100.0
/* A smoothed curve has moved when this many values in a row say so. */
#define IN_A_ROW 4

struct _GmxSeries {
  GObject parent_instance;

  char *name;
  double *x, *y, *smooth; /* smooth is NULL without smoothing */
  gsize length, capacity;
  GmxBlocks y_blocks, smooth_blocks;
  double least_positive; /* least y > 0; INFINITY */
  guint64 revision;

  GmxSmoothing smoothing;
  double amount;
  double state, weight; /* exponential mean: Σ (1 − w) wᵏ y, and Σ (1 − w) wᵏ = 1 − wⁿ */

  gboolean ended; /* the last values are a blow-up, not news */
  guint64 ordinary_revision;
  gboolean has_ordinary;
  double ordinary_low, ordinary_high;
};

G_DEFINE_FINAL_TYPE(GmxSeries, gmx_series, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void emit_changed(GmxSeries *self) {
  self->revision++;
  g_signal_emit(self, signals[CHANGED], 0);
}

static void reserve(GmxSeries *self, gsize length) {
  if (length <= self->capacity)
    return;
  gsize capacity = MAX(length, MAX(2 * self->capacity, 256));
  self->x = g_renew(double, self->x, capacity);
  self->y = g_renew(double, self->y, capacity);
  if (self->smoothing != GMX_SMOOTH_NONE)
    self->smooth = g_renew(double, self->smooth, capacity);
  self->capacity = capacity;
}

static double next_exponential(GmxSeries *self, double y) {
  if (!isfinite(y))
    return NAN;
  self->state = self->amount * self->state + (1.0 - self->amount) * y;
  self->weight = self->amount * self->weight + (1.0 - self->amount);
  return self->state / self->weight;
}

/* Mean of the finite values around @index. Summed anew each time: a running sum would carry one
 * huge value's rounding error through the rest of the series. */
static double window_mean(const GmxSeries *self, gsize index) {
  gsize half = (gsize)self->amount, count = 0;
  gsize first = index > half ? index - half : 0, last = MIN(index + half, self->length - 1);
  double sum = 0.0;
  if (!isfinite(self->y[index]))
    return NAN;
  for (gsize i = first; i <= last; i++) {
    if (!isfinite(self->y[i]))
      continue;
    sum += self->y[i];
    count++;
  }
  return sum / (double)count;
}

/* Makes the smoothed values from @from on, and the blocks over them. */
static void smooth_from(GmxSeries *self, gsize from) {
  if (self->smoothing == GMX_SMOOTH_NONE)
    return;
  if (self->smoothing == GMX_SMOOTH_WINDOW) {
    gsize half = (gsize)self->amount;
    from = from > half ? from - half : 0;
  } else if (from == 0) {
    self->state = self->weight = 0.0;
  }
  for (gsize i = from; i < self->length; i++)
    self->smooth[i] = self->smoothing == GMX_SMOOTH_WINDOW ? window_mean(self, i)
                                                           : next_exponential(self, self->y[i]);
  gmx_blocks_update(&self->smooth_blocks, self->smooth, from, self->length);
}

void gmx_series_append_many(GmxSeries *self, const double *x, const double *y, gsize count) {
  g_return_if_fail(GMX_IS_SERIES(self));
  gsize start = self->length;
  double last = start > 0 ? self->x[start - 1] : -INFINITY;
  reserve(self, start + count);
  for (gsize i = 0; i < count; i++) {
    if (!(x[i] >= last) || !isfinite(x[i])) {
      g_warning("Series “%s”: x = %g does not follow %g; the point is left out", self->name, x[i],
                last);
      continue;
    }
    last = x[i];
    self->x[self->length] = x[i];
    self->y[self->length] = y[i];
    self->length++;
    if (y[i] > 0.0 && y[i] < self->least_positive)
      self->least_positive = y[i];
  }
  if (self->length == start)
    return;
  self->ended = FALSE;
  gmx_blocks_update(&self->y_blocks, self->y, start, self->length);
  smooth_from(self, start);
  emit_changed(self);
}

void gmx_series_append(GmxSeries *self, double x, double y) {
  gmx_series_append_many(self, &x, &y, 1);
}

void gmx_series_truncate(GmxSeries *self, gsize length) {
  g_return_if_fail(GMX_IS_SERIES(self));
  if (length >= self->length && !self->ended)
    return;
  self->ended = FALSE;
  self->length = length = MIN(length, self->length);
  self->least_positive = INFINITY;
  for (gsize i = 0; i < length; i++)
    if (self->y[i] > 0.0 && self->y[i] < self->least_positive)
      self->least_positive = self->y[i];
  gmx_blocks_update(&self->y_blocks, self->y, length, length);
  /* The mean's state is that of the old end, so it starts over. Cutting is rare. */
  smooth_from(self, 0);
  emit_changed(self);
}

void gmx_series_cut_after(GmxSeries *self, double last_x) {
  g_return_if_fail(GMX_IS_SERIES(self));
  gsize length = gmx_series_find(self, last_x);
  while (length < self->length && self->x[length] <= last_x)
    length++;
  gmx_series_truncate(self, length);
}

void gmx_series_clear(GmxSeries *self) {
  gmx_series_truncate(self, 0);
}

void gmx_series_replace(GmxSeries *self, const double *x, const double *y, gsize count) {
  g_return_if_fail(GMX_IS_SERIES(self));
  gsize same = 0;
  while (same < MIN(count, self->length) && x[same] == self->x[same] &&
         (y[same] == self->y[same] || (isnan(y[same]) && isnan(self->y[same]))))
    same++;
  gmx_series_truncate(self, same);
  if (same < count)
    gmx_series_append_many(self, x + same, y + same, count - same);
}

void gmx_series_set_smoothing(GmxSeries *self, GmxSmoothing kind, double amount) {
  g_return_if_fail(GMX_IS_SERIES(self));
  amount = kind == GMX_SMOOTH_WINDOW ? floor(CLAMP(amount, 0.0, WINDOW_MAX))
                                     : CLAMP(amount, 0.0, 1.0 - 1e-6);
  if (kind == self->smoothing && amount == self->amount)
    return;
  self->smoothing = kind;
  self->amount = amount;
  gmx_blocks_clear(&self->smooth_blocks);
  g_clear_pointer(&self->smooth, g_free);
  if (kind != GMX_SMOOTH_NONE) {
    self->smooth = g_new(double, MAX(self->capacity, 1));
    smooth_from(self, 0);
  }
  emit_changed(self);
}

gboolean gmx_series_is_smoothed(GmxSeries *self) {
  return self->smoothing != GMX_SMOOTH_NONE;
}

const char *gmx_series_get_name(GmxSeries *self) {
  return self->name;
}

gsize gmx_series_get_length(GmxSeries *self) {
  return self->length;
}

const double *gmx_series_get_x(GmxSeries *self) {
  return self->x;
}

const double *gmx_series_get_y(GmxSeries *self) {
  return self->y;
}

const double *gmx_series_get_smooth(GmxSeries *self) {
  return self->smooth != NULL ? self->smooth : self->y;
}

gsize gmx_series_get_not_finite(GmxSeries *self) {
  GmxSpan span;
  gmx_series_span(self, FALSE, 0, self->length, &span);
  return span.not_finite;
}

guint64 gmx_series_get_revision(GmxSeries *self) {
  return self->revision;
}

gsize gmx_series_find(GmxSeries *self, double x) {
  gsize low = 0, high = self->length;
  while (low < high) {
    gsize middle = low + (high - low) / 2;
    if (self->x[middle] < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gsize gmx_series_nearest(GmxSeries *self, double x) {
  gsize index = gmx_series_find(self, x);
  if (self->length == 0)
    return G_MAXSIZE;
  if (index == self->length)
    return index - 1;
  if (index > 0 && x - self->x[index - 1] < self->x[index] - x)
    return index - 1;
  return index;
}

void gmx_series_span(GmxSeries *self, gboolean smoothed, gsize from, gsize to, GmxSpan *span) {
  to = MIN(to, self->length);
  if (smoothed && self->smooth != NULL)
    gmx_blocks_span(&self->smooth_blocks, self->smooth, from, to, span);
  else
    gmx_blocks_span(&self->y_blocks, self->y, from, to, span);
}

void gmx_series_count_outside(GmxSeries *self, gsize from, gsize to, double low, double high,
                              gsize *below, gsize *above) {
  gmx_blocks_count_outside(&self->y_blocks, self->y, from, MIN(to, self->length), low, high, below,
                           above);
}

double gmx_series_least_positive(GmxSeries *self) {
  return self->least_positive;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static gboolean has_ended(GmxSeries *self) {
  return self->ended || !isfinite(self->y[self->length - 1]);
}

/* The fences from the extremes of PROBES equal intervals. */
static void find_fences(GmxSeries *self, double *low, double *high) {
  double lows[PROBES], highs[PROBES];
  gsize count = 0, probes = MIN(PROBES, self->length);
  for (gsize i = 0; i < probes; i++) {
    GmxSpan span;
    gmx_series_span(self, FALSE, i * self->length / probes, (i + 1) * self->length / probes, &span);
    if (span.low > span.high)
      continue;
    lows[count] = span.low;
    highs[count++] = span.high;
  }
  qsort(lows, count, sizeof *lows, compare);
  qsort(highs, count, sizeof *highs, compare);
  gsize outer = has_ended(self) ? count / 4 : count / 20;
  double bottom = lows[outer], top = highs[count - 1 - outer];
  double spread = (has_ended(self) ? 1.5 : 3.0) * (top - bottom);
  if (spread <= 0.0)
    return;
  /* Up to the last value within, so that one outlier leaves no empty room either. */
  while (highs[count - 1] > top + spread)
    count--;
  *high = highs[count - 1];
  for (gsize i = 0; lows[i] < bottom - spread; i++)
    *low = lows[i + 1];
}

/* Where the curve stands is no outlier, or a change that acts at once would be out of sight until
 * it is old. One spike moves a smoothed curve, but not the values after it. */
static void admit_newest(GmxSeries *self, double *low, double *high) {
  GmxSpan last;
  double reach = REACH * (*high - *low), newest = gmx_series_get_smooth(self)[self->length - 1];
  gsize row = self->smooth != NULL ? IN_A_ROW : 1;
  gmx_series_span(self, FALSE, self->length - row, self->length, &last);
  if (has_ended(self) || last.low > last.high)
    return;
  double above = fmin(newest, last.low), below = fmax(newest, last.high);
  if (above > *high && above - *high <= reach)
    *high = above;
  if (below < *low && *low - below <= reach)
    *low = below;
}

static gboolean find_ordinary(GmxSeries *self, double *low, double *high) {
  GmxSpan all, start;
  gmx_series_span(self, FALSE, 0, self->length, &all);
  if (all.low > all.high)
    return FALSE;
  *low = all.low;
  *high = all.high;
  if (!gmx_series_has_fences(self))
    return TRUE;
  find_fences(self, low, high);
  /* However long the run, where a curve began is no outlier. */
  gmx_series_span(self, TRUE, 0, 8, &start);
  *low = fmax(fmin(*low, start.low), all.low);
  *high = fmin(fmax(*high, start.high), all.high);
  admit_newest(self, low, high);
  return TRUE;
}

gboolean gmx_series_has_fences(GmxSeries *self) {
  return self->length - gmx_series_get_not_finite(self) >= PROBE_POINTS;
}

void gmx_series_set_ended(GmxSeries *self) {
  g_return_if_fail(GMX_IS_SERIES(self));
  if (self->ended || self->length == 0)
    return;
  self->ended = TRUE;
  emit_changed(self);
}

gboolean gmx_series_ordinary(GmxSeries *self, double *low, double *high) {
  g_return_val_if_fail(GMX_IS_SERIES(self), FALSE);
  if (self->ordinary_revision != self->revision) {
    self->has_ordinary = find_ordinary(self, &self->ordinary_low, &self->ordinary_high);
    self->ordinary_revision = self->revision;
  }
  *low = self->ordinary_low;
  *high = self->ordinary_high;
  return self->has_ordinary;
}

static void gmx_series_finalize(GObject *object) {
  GmxSeries *self = GMX_SERIES(object);
  gmx_blocks_clear(&self->y_blocks);
  gmx_blocks_clear(&self->smooth_blocks);
  g_free(self->name);
  g_free(self->x);
  g_free(self->y);
  g_free(self->smooth);
  G_OBJECT_CLASS(gmx_series_parent_class)->finalize(object);
}

static void gmx_series_class_init(GmxSeriesClass *klass) {
  G_OBJECT_CLASS(klass)->finalize = gmx_series_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_SERIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void gmx_series_init(GmxSeries *self) {
  self->least_positive = INFINITY;
  self->revision = 1;
}

GmxSeries *gmx_series_new(const char *name) {
  GmxSeries *self = g_object_new(GMX_TYPE_SERIES, NULL);
  self->name = g_strdup(name);
  return self;
}
