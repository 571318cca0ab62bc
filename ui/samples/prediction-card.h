/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's second card: the prediction at w and at w + ε̂ beside the label. */
#pragma once

#include "ui/samples/inspected.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PREDICTION_CARD (gmx_prediction_card_get_type())
G_DECLARE_FINAL_TYPE(GmxPredictionCard, gmx_prediction_card, GMX, PREDICTION_CARD, GtkWidget)

GtkWidget *gmx_prediction_card_new(void);
void gmx_prediction_card_show(GmxPredictionCard *card, const GmxInspected *example);
