/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's third card: which side an example is on, and the figures that say so. Signal:
 * "mix", when the user wants the two parents in the Mix lab. */
#pragma once

#include "ui/samples/inspected.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SIDE_CARD (gmx_side_card_get_type())
G_DECLARE_FINAL_TYPE(GmxSideCard, gmx_side_card, GMX, SIDE_CARD, GtkWidget)

GtkWidget *gmx_side_card_new(void);
/** @path of gmx_sample_path(). */
void gmx_side_card_show(GmxSideCard *card, const GmxInspected *example, const GArray *path);
