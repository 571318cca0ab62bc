/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window on the examples behind a cell of the confusion matrix: sorted, each with its label, what
 * it was taken for, how surely, and its loss. It does not block the page.
 *
 * Signal "picture" (int parent, GmxPicture *picture): an example is wanted as the Mix lab's picture
 * of that GmxParent. */
#pragma once

#include "engine/train/predictions.h"

#include <adwaita.h>

#define GMX_TYPE_CONFUSION_BROWSER (gmx_confusion_browser_get_type())
G_DECLARE_FINAL_TYPE(GmxConfusionBrowser, gmx_confusion_browser, GMX, CONFUSION_BROWSER, AdwWindow)

GtkWidget *gmx_confusion_browser_new(void);
/** Shows the examples of class @label that were taken for @predicted; both objects are referenced.
 */
void gmx_confusion_browser_show(GmxConfusionBrowser *browser, GmxPredictions *predictions,
                                GmxDataset *dataset, int label, int predicted);
