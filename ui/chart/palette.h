/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named colours of the charts as a widget's style has them, with built-in stand-ins. */
#pragma once

#include "ui/chart/paint.h"

#include <gtk/gtk.h>

/** Colours as @widget's style has them now. NULL widget: the built-in light ones. */
GmxPalette *gmx_palette_new(GtkWidget *widget);
/** The colour of that name; the card's ink for a name nobody knows. Opaque. */
void gmx_palette_get(const GmxPalette *palette, const char *name, GdkRGBA *color);
