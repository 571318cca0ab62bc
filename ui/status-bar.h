/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line at the window's foot: the state in bold, where training stands, and how far it is. */
#pragma once

#include "engine/session.h"
#include "ui/slowmotion/motion.h"

#include <gtk/gtk.h>

#define GMX_TYPE_STATUS_BAR (gmx_status_bar_get_type())
G_DECLARE_FINAL_TYPE(GmxStatusBar, gmx_status_bar, GMX, STATUS_BAR, GtkWidget)

GtkWidget *gmx_status_bar_new(GmxSession *session);

/** While @motion is on, tells of its phases. */
void gmx_status_bar_follow(GmxStatusBar *bar, GmxMotion *motion);

/** Narrow: fewer figures, the progress bar on a line of its own. */
void gmx_status_bar_set_narrow(GmxStatusBar *bar, gboolean narrow);
