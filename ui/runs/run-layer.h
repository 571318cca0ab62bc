/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curve of a group of runs: its mean as a line in the group's look, and one standard deviation
 * to either side as a band. */
#pragma once

#include "ui/chart/layer.h"
#include "ui/runs/run-curves.h"

#define GMX_TYPE_RUN_LAYER (gmx_run_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxRunLayer, gmx_run_layer, GMX, RUN_LAYER, GmxLayer)

GmxRunLayer *gmx_run_layer_new(void);
/** Copies what @curve says; @align for the words at the hair line. */
void gmx_run_layer_set_curve(GmxRunLayer *layer, const GmxRunCurve *curve, GmxAlign align);

/** The line with its marker, centred at (x, y) and @width wide. */
void gmx_run_style_draw(const GmxRunStyle *style, const GmxPalette *palette, cairo_t *cr, double x,
                        double y, double width);
