/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss along λ, at w and at w + ε̂; for a picture without a class a way to give it one. */
#pragma once

#include "ui/chart/axis.h"
#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_LOSS_CARD (gmx_loss_card_get_type())
G_DECLARE_FINAL_TYPE(GmxLossCard, gmx_loss_card, GMX, LOSS_CARD, GtkWidget)

GtkWidget *gmx_loss_card_new(GmxLab *lab, GmxAxis *x);
