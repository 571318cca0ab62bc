/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments on the x axis: live changes of a setting, and where values ceased to be finite.
 *
 * An event is a down-pointing tick with a dotted line and, where there is room, a label. Labels
 * turn to the left near the right edge, drop a line when they would meet, and where nothing fits
 * the hover card has them all. A stop is a solid red line with a cross at its head.
 */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_EVENT_LAYER (gmx_event_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxEventLayer, gmx_event_layer, GMX, EVENT_LAYER, GmxLayer)

/** Add to all lanes (GMX_CHART_ALL_LANES). @labels FALSE: ticks and lines only. */
GmxEventLayer *gmx_event_layer_new(gboolean labels);
/** @label such as "ρ 0.05 → 0.10"; plain text, copied. */
void gmx_event_layer_add(GmxEventLayer *layer, double x, const char *label);
/** The line of the first value that is not finite; NaN: none. @label: "not finite at 4 512". */
void gmx_event_layer_set_stop(GmxEventLayer *layer, double x, const char *label);
/** Where the stop is; NaN: nowhere. */
double gmx_event_layer_get_stop(GmxEventLayer *layer);
/** The first event at or after @x; INFINITY if there is none. */
double gmx_event_layer_find(GmxEventLayer *layer, double x);
/** Drops all events after @last_x, and the stop. */
void gmx_event_layer_cut_after(GmxEventLayer *layer, double last_x);
void gmx_event_layer_clear(GmxEventLayer *layer);
