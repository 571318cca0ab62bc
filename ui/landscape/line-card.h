/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loss along one direction, of both runs on the same axes. */
#pragma once

#include "ui/chart/chart.h"
#include "ui/landscape/explorer.h"

#define GMX_TYPE_LINE_CARD (gmx_line_card_get_type())
G_DECLARE_FINAL_TYPE(GmxLineCard, gmx_line_card, GMX, LINE_CARD, GtkWidget)

/** @axis GMX_LANDSCAPE_AXIS_EPSILON or _RANDOM; @y shared by both cards, so that they compare. */
GtkWidget *gmx_line_card_new(GmxExplorer *explorer, GmxLandscapeAxis axis, GmxAxis *y);
GmxChart *gmx_line_card_get_chart(GmxLineCard *card);
