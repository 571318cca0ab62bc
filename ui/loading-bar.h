/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being read, how far it is, and a way to stop it; shown when it takes over 300 ms. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

#define GMX_TYPE_LOADING_BAR (gmx_loading_bar_get_type())
G_DECLARE_FINAL_TYPE(GmxLoadingBar, gmx_loading_bar, GMX, LOADING_BAR, GtkWidget)

GtkWidget *gmx_loading_bar_new(GmxSession *session);
