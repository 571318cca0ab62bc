/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the listed examples and the points of the scatter: which example is where, which are
 * shown and selected, and what a brush selects. Needs no display. */
#pragma once

#include "ui/chart/scatter-layer.h"
#include "ui/samples/sample-model.h"

/** The points of @model's gallery: loss at w and s_i; none where nothing was climbed. */
void gmx_scatter_points_show(GmxScatterLayer *layer, GmxSampleModel *model);
/** Marks what is shown and what is selected. */
void gmx_scatter_points_mark(GmxScatterLayer *layer, GmxSampleModel *model);

/**
 * Draws @brush and selects in @model what lies in it, together with @others (int; NULL: none).
 * Nothing is selected, and the brush goes, where @brush is NULL.
 */
void gmx_scatter_points_brush(GmxScatterLayer *layer, GmxSampleModel *model, const GmxBrush *brush,
                              GArray *others);
/** Selects example @index alone; with @keep it is added to the others, or taken from them. */
void gmx_scatter_points_toggle(GmxSampleModel *model, int index, gboolean keep);
/** The selected examples: int, rising. */
GArray *gmx_scatter_points_selected(GmxScatterLayer *layer);

/** What a point is, a line each, as markup: "<b>cat + dog</b>\nλ 0.62\n…". NULL: no such one. */
char *gmx_scatter_points_markup(GmxSampleModel *model, int index);
/** The same in one line of plain words. */
char *gmx_scatter_points_words(GmxSampleModel *model, int index);
