/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's fifth card: the nearest training images, and whether the example is intruded.
 * Signals: "search" and "cancel", when the user wants the search to begin or to end. */
#pragma once

#include "ui/samples/inspected.h"

#include <gtk/gtk.h>

#define GMX_TYPE_NEIGHBOURS_CARD (gmx_neighbours_card_get_type())
G_DECLARE_FINAL_TYPE(GmxNeighboursCard, gmx_neighbours_card, GMX, NEIGHBOURS_CARD, GtkWidget)

GtkWidget *gmx_neighbours_card_new(void);
void gmx_neighbours_card_show(GmxNeighboursCard *card, const GmxInspected *example);
/** A search is under way, @fraction of it done; negative: none is. */
void gmx_neighbours_card_set_progress(GmxNeighboursCard *card, double fraction);
/** Why the last search failed; NULL: it did not. */
void gmx_neighbours_card_set_error(GmxNeighboursCard *card, const char *message);
/** See gmx_zoom_image_set_density(), for all images of the card. */
void gmx_neighbours_card_set_density(GmxNeighboursCard *card, int density);
/** Narrow: smaller images, the parents below. */
void gmx_neighbours_card_set_narrow(GmxNeighboursCard *card, gboolean narrow);
