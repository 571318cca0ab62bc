/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One runner of a race: its colour, its method (a menu) with the numbers that it uses, how well it
 * does on held-out points, and its plane.
 *
 * Signal: "chosen" (const char *method): another method was chosen in the menu. */
#pragma once

#include "ui/plane/plane-feed.h"
#include "ui/plane/race-curves.h"

#define GMX_TYPE_RACE_CARD (gmx_race_card_get_type())
G_DECLARE_FINAL_TYPE(GmxRaceCard, gmx_race_card, GMX, RACE_CARD, GtkWidget)

/** @name prefix of the names of the card's parts: "race-own", "race-own-method" … */
GtkWidget *gmx_race_card_new(GmxRaceCurves *curves, GmxRunner runner, const char *name);

/** Shows @feed's session from now on; NULL: nothing. */
void gmx_race_card_follow(GmxRaceCard *card, GmxPlaneFeed *feed);

void gmx_race_card_set_layers(GmxRaceCard *card, GmxPlaneLayers layers);
