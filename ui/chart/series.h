/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing curve: contiguous x and y, smoothed values, and block minima and maxima.
 *
 * The smoothed values belong to the full series and know nothing of zoom. The blocks make the
 * lowest and highest value of any interval cost a logarithm of its length, so that a chart draws
 * one pair a pixel column however long the series is, and no spike is ever lost. No GTK in here.
 *
 * x never falls: a point with a smaller x than the last is refused with a warning.
 * Signal: "changed".
 */
#pragma once

#include <glib-object.h>

#define GMX_TYPE_SERIES (gmx_series_get_type())
G_DECLARE_FINAL_TYPE(GmxSeries, gmx_series, GMX, SERIES, GObject)

typedef enum {
  GMX_SMOOTH_NONE,
  GMX_SMOOTH_EXPONENTIAL, /* amount: weight of the past in [0, 1); debiased by 1 − weightⁿ */
  GMX_SMOOTH_WINDOW,      /* amount: points on either side, 0 to 512; mean of what exists */
} GmxSmoothing;

/** @name column name for CSV, such as "loss"; copied. */
GmxSeries *gmx_series_new(const char *name);
const char *gmx_series_get_name(GmxSeries *series);

/** Adds a point; amortised constant time. @y may be not finite: it will be marked, not drawn. */
void gmx_series_append(GmxSeries *series, double x, double y);
void gmx_series_append_many(GmxSeries *series, const double *x, const double *y, gsize count);
/** Keeps the first @length points. */
void gmx_series_truncate(GmxSeries *series, gsize length);
/** Drops all points with an x above @last_x: after going back to a checkpoint. */
void gmx_series_cut_after(GmxSeries *series, double last_x);
void gmx_series_clear(GmxSeries *series);
/** The series is these points from now on; those at the beginning that are the same stay, so that
 * a table read over and over changes nothing by itself. */
void gmx_series_replace(GmxSeries *series, const double *x, const double *y, gsize count);

void gmx_series_set_smoothing(GmxSeries *series, GmxSmoothing kind, double amount);
gboolean gmx_series_is_smoothed(GmxSeries *series);

gsize gmx_series_get_length(GmxSeries *series);
/** The arrays, valid until the next change. Smoothed: y itself without smoothing. */
const double *gmx_series_get_x(GmxSeries *series);
const double *gmx_series_get_y(GmxSeries *series);
const double *gmx_series_get_smooth(GmxSeries *series);
/** Number of points that are not finite. */
gsize gmx_series_get_not_finite(GmxSeries *series);
/** Changes with every change of data or smoothing. */
guint64 gmx_series_get_revision(GmxSeries *series);

/** Index of the first point with x ≥ @x; the length if there is none. */
gsize gmx_series_find(GmxSeries *series, double x);
/** Index of the point nearest to @x; G_MAXSIZE if the series is empty. */
gsize gmx_series_nearest(GmxSeries *series, double x);

/** What an interval of points spans. */
typedef struct {
  double low, high; /* of the finite values; low > high: none */
  gsize not_finite; /* number of values that are not finite */
} GmxSpan;

/** The span of points [@from, @to), of y or of the smoothed values. O(log(to − from)). */
void gmx_series_span(GmxSeries *series, gboolean smoothed, gsize from, gsize to, GmxSpan *span);
/** How many y in [@from, @to) are below @low and how many above @high. */
void gmx_series_count_outside(GmxSeries *series, gsize from, gsize to, double low, double high,
                              gsize *below, gsize *above);
/**
 * No value will follow: the run broke off. The last values are then no sign of where the curve
 * stands, but of how it left. Any new or dropped point takes this back.
 */
void gmx_series_set_ended(GmxSeries *series);
/**
 * Ends between which ordinary y lie: fences three spreads beyond the inner nine tenths of the block
 * extremes, drawn in to the outermost extremes within. The beginning is always ordinary, and so is
 * the newest smoothed value unless it has shot up a hundred times as far. Of a curve that ended (or
 * whose last value is not finite) only the inner half counts, with fences one and a half spreads
 * away: up to a quarter of it may be a blow-up. FALSE if no value is finite.
 */
gboolean gmx_series_ordinary(GmxSeries *series, double *low, double *high);
/** Whether there are enough values (32) for ordinary() to tell any from the others. */
gboolean gmx_series_has_fences(GmxSeries *series);
/** The smallest y > 0; INFINITY if there is none. */
double gmx_series_least_positive(GmxSeries *series);
