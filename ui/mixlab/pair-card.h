/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two pictures, what lies between them, and the slider that says where. */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PAIR_CARD (gmx_pair_card_get_type())
G_DECLARE_FINAL_TYPE(GmxPairCard, gmx_pair_card, GMX, PAIR_CARD, GtkWidget)

/** Signal: "choose" (int parent), a picture is to be chosen for this GmxParent. */
GtkWidget *gmx_pair_card_new(GmxLab *lab);

/** Small pictures, where the card is narrow. */
void gmx_pair_card_set_small(GmxPairCard *card, gboolean small);

/** The mixed image as it is shown: height × width × 3 bytes; NULL without a pair. */
guint8 *gmx_pair_card_get_rgb(GmxPairCard *card, int *width, int *height);
