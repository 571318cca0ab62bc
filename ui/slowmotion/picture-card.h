/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a phase: a density with its λ, sums of images, losses, the climb's ball, the loss
 * on the way, the histogram of s_i, or vectors to scale. */
#pragma once

#include "engine/insight/trace.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PICTURE_CARD (gmx_picture_card_get_type())
G_DECLARE_FINAL_TYPE(GmxPictureCard, gmx_picture_card, GMX, PICTURE_CARD, GtkWidget)

GtkWidget *gmx_picture_card_new(void);

void gmx_picture_card_show(GmxPictureCard *card, const GmxTrace *trace, GmxPhase phase);
