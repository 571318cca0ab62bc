/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The eight phases of a step side by side: what is done has a tick and its outcome, the one that is
 * shown is framed, what comes is pale. A click on one that is done shows it again. */
#pragma once

#include "ui/slowmotion/motion.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PHASE_STRIP (gmx_phase_strip_get_type())
G_DECLARE_FINAL_TYPE(GmxPhaseStrip, gmx_phase_strip, GMX, PHASE_STRIP, GtkWidget)

GtkWidget *gmx_phase_strip_new(GmxMotion *motion);
