/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many of one side's examples are intruded, in the title line of a gallery: the rate with its
 * interval, or the progress of the search, or the button that starts it.
 *
 * Signals: "search", "stop". */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_INTRUSION_NOTE (gmx_intrusion_note_get_type())
G_DECLARE_FINAL_TYPE(GmxIntrusionNote, gmx_intrusion_note, GMX, INTRUSION_NOTE, GtkWidget)

GtkWidget *gmx_intrusion_note_new(void);

/** @gallery and @intrusion (NULL: not searched) are read, not kept. */
void gmx_intrusion_note_show(GmxIntrusionNote *note, const GmxGallery *gallery,
                             const GmxIntrusion *intrusion, GmxSide side);

/** @fraction of the search under way; NaN: none is. @detail is its tooltip, may be NULL. */
void gmx_intrusion_note_set_search(GmxIntrusionNote *note, double fraction, const char *detail);
