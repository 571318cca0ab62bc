/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lights the parts of the window that a phase has to do with: those widgets have a name, and get
 * the style class "gmx-lit" while the phase is shown. */
#pragma once

#include "ui/slowmotion/motion.h"

#include <gtk/gtk.h>

/** Lights what belongs to the phase that @motion shows, in the window of @widget, and puts out the
 * rest; all of it while slow motion is off. */
void gmx_lights_follow(GmxMotion *motion, GtkWidget *widget);
