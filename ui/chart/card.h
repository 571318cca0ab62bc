/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card with one title line (title, dim note, legend at the right) and a chart under it.
 *
 * Style class "card", padding 10 × 12. Its smallest width is about 240 pixels. Where title and
 * legend do not fit in one line, the legend moves to a line of its own.
 */
#pragma once

#include "ui/chart/chart.h"
#include "ui/chart/legend.h"

#define GMX_TYPE_CHART_CARD (gmx_chart_card_get_type())
G_DECLARE_FINAL_TYPE(GmxChartCard, gmx_chart_card, GMX, CHART_CARD, GtkWidget)

/** @chart is taken into the card. The title is the chart's. */
GtkWidget *gmx_chart_card_new(GmxChart *chart);
GmxChart *gmx_chart_card_get_chart(GmxChartCard *card);
GmxChartLegend *gmx_chart_card_get_legend(GmxChartCard *card);
/** Title with Pango markup in place of the plain one: "Sharpness of each example, s<sub>i</sub>".
 */
void gmx_chart_card_set_title_markup(GmxChartCard *card, const char *markup);
/** Dim text beside the title ("step 4 511"), or at the right end where there is no legend. */
void gmx_chart_card_set_note(GmxChartCard *card, const char *note);
/** Puts @help, a small button, right after the title. */
void gmx_chart_card_set_help(GmxChartCard *card, GtkWidget *help);
/** TRUE (default): the legend is shown. FALSE: the note stands at the right. */
void gmx_chart_card_set_show_legend(GmxChartCard *card, gboolean show);
