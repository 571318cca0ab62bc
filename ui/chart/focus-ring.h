/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring around a drawing that has the focus. */
#pragma once

#include "ui/chart/palette.h"

#include <gtk/gtk.h>

/** At the end of @widget's snapshot: draws the ring, where the focus is to be seen. */
void gmx_focus_ring_snapshot(GtkWidget *widget, const GmxPalette *palette, GtkSnapshot *snapshot);

/** For the widget's state_flags_changed: the ring is no matter of style, so that a change of focus
 * alone would not draw it. */
void gmx_focus_ring_changed(GtkWidget *widget, GtkStateFlags before);
