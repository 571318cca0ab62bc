/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's fourth card: s_i of a probe example over the epochs. Signal: "probe", when the
 * user asks for the probe in the place of a step's example. */
#pragma once

#include "ui/samples/inspected.h"

#include "ui/chart/chart.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PATH_CARD (gmx_path_card_get_type())
G_DECLARE_FINAL_TYPE(GmxPathCard, gmx_path_card, GMX, PATH_CARD, GtkWidget)

GtkWidget *gmx_path_card_new(void);
/** The chart that shows the path; hidden while there is none. */
GmxChart *gmx_path_card_get_chart(GmxPathCard *card);
/** @path of gmx_sample_path(). */
void gmx_path_card_show(GmxPathCard *card, const GmxInspected *example, GArray *path);
