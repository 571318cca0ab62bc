/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card with the final figures of the selected groups and their paired differences. */
#pragma once

#include "ui/runs/run-list.h"

#include <gtk/gtk.h>

#define GMX_TYPE_FIGURES_CARD (gmx_figures_card_get_type())
G_DECLARE_FINAL_TYPE(GmxFiguresCard, gmx_figures_card, GMX, FIGURES_CARD, GtkWidget)

GtkWidget *gmx_figures_card_new(GmxRunList *list);
void gmx_figures_card_set_narrow(GmxFiguresCard *card, gboolean narrow);
