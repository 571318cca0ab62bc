/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of slow motion: which step and phase, the speed, and the buttons that go on. */
#pragma once

#include "ui/slowmotion/motion.h"

#include <gtk/gtk.h>

#define GMX_TYPE_MOTION_TOOLS (gmx_motion_tools_get_type())
G_DECLARE_FINAL_TYPE(GmxMotionTools, gmx_motion_tools, GMX, MOTION_TOOLS, GtkWidget)

GtkWidget *gmx_motion_tools_new(GmxMotion *motion);
/** Puts the focus where Space goes on. */
void gmx_motion_tools_grab_next(GmxMotionTools *tools);
void gmx_motion_tools_set_narrow(GmxMotionTools *tools, gboolean narrow);
