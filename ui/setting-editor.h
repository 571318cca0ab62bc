/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control that edits a setting, chosen by its param spec's type. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

/** Whether @spec is edited by a slider, which wants a line of its own. */
gboolean gmx_setting_has_slider(GParamSpec *spec);

/**
 * The editor of @spec: a slider or number entry for a double, a spin button for an int, a
 * drop-down for an enumeration or a text of known choices, a switch for a boolean, else an entry.
 * It follows the settings and sends what the user does to them.
 */
GtkWidget *gmx_setting_editor_new(GmxSettings *settings, GParamSpec *spec);
