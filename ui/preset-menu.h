/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of the Method card: the named methods, published settings, the user's own presets. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

/** A button with the menu; what is chosen is one change that can be undone. */
GtkWidget *gmx_preset_menu_new(GmxSettings *settings);
