/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Train page shows before the first step: what will happen, and the data itself. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_FIRST_START (gmx_first_start_get_type())
G_DECLARE_FINAL_TYPE(GmxFirstStart, gmx_first_start, GMX, FIRST_START, GtkWidget)

GtkWidget *gmx_first_start_new(GmxSettings *settings);
