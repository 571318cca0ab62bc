/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of the first page that shows mix, perturb and combine with images of the data set. */
#pragma once

#include "engine/data/dataset.h"

#include <gtk/gtk.h>

#define GMX_TYPE_EXPLAIN_CARDS (gmx_explain_cards_get_type())
G_DECLARE_FINAL_TYPE(GmxExplainCards, gmx_explain_cards, GMX, EXPLAIN_CARDS, GtkWidget)

GtkWidget *gmx_explain_cards_new(void);
void gmx_explain_cards_show(GmxExplainCards *cards, GmxDataset *dataset);
void gmx_explain_cards_set_narrow(GmxExplainCards *cards, gboolean narrow);
