/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network sees, as paired bars a class, at w and at w + ε̂. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_PREDICTION_BARS (gmx_prediction_bars_get_type())
G_DECLARE_FINAL_TYPE(GmxPredictionBars, gmx_prediction_bars, GMX, PREDICTION_BARS, GtkWidget)

GtkWidget *gmx_prediction_bars_new(void);
/** @rows of gmx_prediction_rows(), referenced. */
void gmx_prediction_bars_set_rows(GmxPredictionBars *bars, GArray *rows);
