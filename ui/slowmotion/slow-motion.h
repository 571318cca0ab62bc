/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow motion in the Train page: the phases of the coming step, one of them in words, formulas and
 * a picture, and the examples under it.
 *
 * Properties: "narrow" (boolean), "phase" (int), "reached" (int), "step" (int64), "playing"
 * (boolean): those of its GmxMotion. */
#pragma once

#include "ui/slowmotion/motion.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SLOW_MOTION (gmx_slow_motion_get_type())
G_DECLARE_FINAL_TYPE(GmxSlowMotion, gmx_slow_motion, GMX, SLOW_MOTION, GtkWidget)

GtkWidget *gmx_slow_motion_new(GmxMotion *motion);

void gmx_slow_motion_set_narrow(GmxSlowMotion *view, gboolean narrow);
