/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curvature of the loss at the weights: eigenvalues, how they converged, and the figures; or,
 * if asked, how they went over the epochs. */
#pragma once

#include "ui/chart/chart.h"
#include "ui/landscape/explorer.h"

#define GMX_TYPE_CURVATURE_CARD (gmx_curvature_card_get_type())
G_DECLARE_FINAL_TYPE(GmxCurvatureCard, gmx_curvature_card, GMX, CURVATURE_CARD, GtkWidget)

GtkWidget *gmx_curvature_card_new(GmxExplorer *explorer);
void gmx_curvature_card_set_narrow(GmxCurvatureCard *card, gboolean narrow);
