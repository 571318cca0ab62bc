/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loss against s_i of the examples that the Samples page lists, to be brushed; or their histogram.
 *
 * It shows the model's gallery and selects in the model, and so does whatever else listens to it.
 */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SCATTER_CARD (gmx_scatter_card_get_type())
G_DECLARE_FINAL_TYPE(GmxScatterCard, gmx_scatter_card, GMX, SCATTER_CARD, GtkWidget)

/** @model referenced. */
GtkWidget *gmx_scatter_card_new(GmxSampleModel *model);
