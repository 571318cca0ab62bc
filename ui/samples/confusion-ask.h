/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the place of the confusion matrix before an epoch has ended, as of a run that was
 * continued: what will be here, and a button that evaluates the weights of this moment.
 *
 * Signal "found" (GmxPredictions *predictions): it has come to its end. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

#define GMX_TYPE_CONFUSION_ASK (gmx_confusion_ask_get_type())
G_DECLARE_FINAL_TYPE(GmxConfusionAsk, gmx_confusion_ask, GMX, CONFUSION_ASK, GtkWidget)

/** @session is referenced. */
GtkWidget *gmx_confusion_ask_new(GmxSession *session);
/** Gives up what is under way: nobody needs it any more. */
void gmx_confusion_ask_stop(GmxConfusionAsk *ask);
