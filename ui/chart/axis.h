/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One axis: what the data span, what of it is in view, and on which scale.
 *
 * An axis may serve several charts. Charts with one x axis zoom together and show one hair line;
 * charts with one y axis share its range. Charts are asked for the extent of their layers; the
 * axis grows by whole tick intervals over the union, so that it holds still between two.
 *
 * Signals: "changed" (view, scale or text), "hair-changed" (hair line moved or gone).
 * Properties: "log" (boolean), "outliers" (boolean, see below).
 */
#pragma once

#include <glib-object.h>

#define GMX_TYPE_AXIS (gmx_axis_get_type())
G_DECLARE_FINAL_TYPE(GmxAxis, gmx_axis, GMX, AXIS, GObject)

/** A step axis: from 0, whole numbers, growing by whole intervals. @unit: "step", or NULL. */
GmxAxis *gmx_axis_new_x(const char *unit);
/** A value axis: round ends around the data, 4 to 6 ticks. @unit: "%", or NULL. */
GmxAxis *gmx_axis_new_y(const char *unit);

/** Ticks an axis should have when all is in view (a lane: 2 and 3). Default 4 and 6. */
void gmx_axis_set_tick_count(GmxAxis *axis, int fewest, int most);
/** The data cannot lie outside: the view is not grown past these. ±INFINITY: open. */
void gmx_axis_set_limits(GmxAxis *axis, double low, double high);
/** Always in view, whatever the data: a value axis from 0 has (0, 0). NaN: neither. */
void gmx_axis_set_include(GmxAxis *axis, double low, double high);
/** Shown = value × @factor: 100 for fractions shown as per cent. Default 1. */
void gmx_axis_set_factor(GmxAxis *axis, double factor);
double gmx_axis_get_factor(GmxAxis *axis);
/** No tick finer than this, in shown units: 1 for counts. Default 0 (y), 1 (x). */
void gmx_axis_set_least_step(GmxAxis *axis, double least);
double gmx_axis_get_least_step(GmxAxis *axis);
const char *gmx_axis_get_unit(GmxAxis *axis);
int gmx_axis_get_most_ticks(GmxAxis *axis);
/** Ticks at 1, 2, … (as shown) bear these names in place of their numbers. @names: NULL-terminated
 * and static; NULL: numbers. */
void gmx_axis_set_names(GmxAxis *axis, const char *const *names);
/** What stands at the tick @shown, or NULL for its number. */
const char *gmx_axis_name(GmxAxis *axis, double shown);

/** Second line of the hover card, such as "epoch 12" for the step @x; NULL result: none. */
typedef char *(*GmxAxisNote)(double x, gpointer data);
void gmx_axis_set_note(GmxAxis *axis, GmxAxisNote note, gpointer data, GDestroyNotify destroy);
/** The note at @x, or NULL. Owned by the caller. */
char *gmx_axis_note(GmxAxis *axis, double x);

/** Logarithmic scale. Values ≤ 0 have no place on it; charts count and name them. */
void gmx_axis_set_log(GmxAxis *axis, gboolean log);
gboolean gmx_axis_get_log(GmxAxis *axis);

/**
 * FALSE (default): a few values far outside of all others do not squeeze the rest; charts say how
 * many lie above or below. TRUE: the view holds every finite value.
 */
void gmx_axis_set_outliers(GmxAxis *axis, gboolean outliers);
gboolean gmx_axis_get_outliers(GmxAxis *axis);

/** What one owner's data span. @positive: the smallest value > 0 (for the log scale). */
typedef struct {
  double low, high, positive; /* low > high: nothing */
} GmxExtent;
#define GMX_EXTENT_NONE ((GmxExtent){INFINITY, -INFINITY, INFINITY})
/** Widens @extent by @value; not finite values are left out. */
void gmx_extent_add(GmxExtent *extent, double value);
void gmx_extent_join(GmxExtent *extent, const GmxExtent *other);

/** Asked for what @owner's data span on @axis; joins it to @extent. */
typedef void (*GmxAxisSource)(gpointer owner, GmxAxis *axis, GmxExtent *extent);
/** A source of data, asked only when a view is needed. Remove it before @owner goes. */
void gmx_axis_add_source(GmxAxis *axis, gpointer owner, GmxAxisSource source);
void gmx_axis_remove_source(GmxAxis *axis, gpointer owner);
/** The n-th owner in the order in which they came; NULL beyond the last. */
gpointer gmx_axis_get_owner(GmxAxis *axis, guint index);
/** Says that the data of some source have changed. */
void gmx_axis_data_changed(GmxAxis *axis);

/** The ends of what is in view, in data units; always low < high, and > 0 on a log scale. */
void gmx_axis_get_view(GmxAxis *axis, double *low, double *high);
/** Ends of the view when all is in view. */
void gmx_axis_get_fit(GmxAxis *axis, double *low, double *high);
/** Zooms to [@low, @high]. Too narrow or empty intervals are ignored. */
void gmx_axis_zoom(GmxAxis *axis, double low, double high);
/** Zooms by @factor (< 1: closer) around the place @at in [0, 1] of the view. */
void gmx_axis_zoom_at(GmxAxis *axis, double at, double factor);
/** Moves the view by a fraction of its length. */
void gmx_axis_pan(GmxAxis *axis, double fraction);
/** All in view again. */
void gmx_axis_fit(GmxAxis *axis);
gboolean gmx_axis_is_zoomed(GmxAxis *axis);

/** Place of @value in the view: 0 at the low end, 1 at the high end; NaN if it has none. */
double gmx_axis_place(GmxAxis *axis, double value);
/** The value at @place. */
double gmx_axis_value(GmxAxis *axis, double place);

/** The hair line; NaN: none. */
void gmx_axis_set_hair(GmxAxis *axis, double x);
double gmx_axis_get_hair(GmxAxis *axis);
/** Changes whenever view, scale or text do: what is drawn for one revision can be kept. */
guint64 gmx_axis_get_revision(GmxAxis *axis);
