/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The confusion matrix of a session's newest evaluation, under the line that says which it is, and
 * the way from its cells to the examples behind them. Before there is one, a button that makes one.
 *
 * Signal "picture" (int parent, GmxPicture *picture): an example is wanted as the Mix lab's picture
 * of that GmxParent. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

#define GMX_TYPE_CONFUSION_VIEW (gmx_confusion_view_get_type())
G_DECLARE_FINAL_TYPE(GmxConfusionView, gmx_confusion_view, GMX, CONFUSION_VIEW, GtkWidget)

/** @session is referenced. */
GtkWidget *gmx_confusion_view_new(GmxSession *session);
/** Shows what the session has now. */
void gmx_confusion_view_renew(GmxConfusionView *view);
