/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sidebar: all settings, in cards made from their param specs, with two pages below. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SIDEBAR (gmx_sidebar_get_type())
G_DECLARE_FINAL_TYPE(GmxSidebar, gmx_sidebar, GMX, SIDEBAR, GtkWidget)

GtkWidget *gmx_sidebar_new(GmxSettings *settings);
