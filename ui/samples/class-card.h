/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which classes are sharp: by pair over the run, by class over the epochs, and how many examples
 * of either side are intruded.
 *
 * It follows the session by itself; a click on a pair's cell sets the model's filter. What classes
 * are taken for, unmixed, stands here too.
 *
 * Signal "picture" (int parent, GmxPicture *picture): an example is wanted as the Mix lab's picture
 * of that GmxParent. */
#pragma once

#include "engine/session.h"
#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_CLASS_CARD (gmx_class_card_get_type())
G_DECLARE_FINAL_TYPE(GmxClassCard, gmx_class_card, GMX, CLASS_CARD, GtkWidget)

/** @model and @session referenced. */
GtkWidget *gmx_class_card_new(GmxSampleModel *model, GmxSession *session);
