/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network takes the blend for, along λ: stacked shares of the classes at w, or at w + ε̂.
 */
#pragma once

#include "ui/chart/axis.h"
#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SHARE_CARD (gmx_share_card_get_type())
G_DECLARE_FINAL_TYPE(GmxShareCard, gmx_share_card, GMX, SHARE_CARD, GtkWidget)

/** @x and @y are shared with the other card, so that both zoom and are read together. */
GtkWidget *gmx_share_card_new(GmxLab *lab, gboolean perturbed, GmxAxis *x, GmxAxis *y);

/** An axis from 0 to 1 for λ, and one in per cent. */
GmxAxis *gmx_lambda_axis_new(void);
GmxAxis *gmx_share_axis_new(void);
