/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where λ comes from: the density of Beta(α, α), the run's own α, and the λ drawn so far. */
#pragma once

#include "ui/chart/axis.h"
#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_BETA_CARD (gmx_beta_card_get_type())
G_DECLARE_FINAL_TYPE(GmxBetaCard, gmx_beta_card, GMX, BETA_CARD, GtkWidget)

GtkWidget *gmx_beta_card_new(GmxLab *lab, GmxAxis *x);
