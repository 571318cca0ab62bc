/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Samples page: the mixed examples of a step or of the probe, sharp and flat side by side.
 *
 * Signals: "inspect" (int index): an example of the model's gallery was opened; "picture" (int
 * parent, GmxPicture *picture): an unmixed one is wanted as the Mix lab's picture of that
 * GmxParent.
 */
#pragma once

#include "ui/samples/sample-model.h"
#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SAMPLES_PAGE (gmx_samples_page_get_type())
G_DECLARE_FINAL_TYPE(GmxSamplesPage, gmx_samples_page, GMX, SAMPLES_PAGE, GtkWidget)

/** @settings is referenced. */
GtkWidget *gmx_samples_page_new(GmxSettings *settings);

/** What the page lists; owned by the page. */
GmxSampleModel *gmx_samples_page_get_model(GmxSamplesPage *page);

/** As if the user had chosen the probe. */
void gmx_samples_page_show_probe(GmxSamplesPage *page);

/** What a search elsewhere has found of @gallery; kept where that is still shown. */
void gmx_samples_page_take_intrusion(GmxSamplesPage *page, GmxGallery *gallery,
                                     GmxIntrusion *intrusion);
