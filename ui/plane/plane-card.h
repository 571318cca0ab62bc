/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plane of points in a card: its title line and its view. */
#pragma once

#include "ui/plane/plane-view.h"

#define GMX_TYPE_PLANE_CARD (gmx_plane_card_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneCard, gmx_plane_card, GMX, PLANE_CARD, GtkWidget)

GtkWidget *gmx_plane_card_new(GmxPlaneFeed *feed, GmxPlaneKind kind, GmxPlaneLayers layers);
GmxPlaneView *gmx_plane_card_get_view(GmxPlaneCard *card);
/** What the card shows, and says in its title line. */
void gmx_plane_card_set_kind(GmxPlaneCard *card, GmxPlaneKind kind);
