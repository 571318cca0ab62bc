/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A phase in words and formulas, with the figures that come out at its foot. */
#pragma once

#include "engine/insight/trace.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PHASE_CARD (gmx_phase_card_get_type())
G_DECLARE_FINAL_TYPE(GmxPhaseCard, gmx_phase_card, GMX, PHASE_CARD, GtkWidget)

GtkWidget *gmx_phase_card_new(void);

void gmx_phase_card_show(GmxPhaseCard *card, const GmxTrace *trace, GmxPhase phase);
