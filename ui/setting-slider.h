/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slider with its number: the editor of a real-valued setting. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SETTING_SLIDER (gmx_setting_slider_get_type())
G_DECLARE_FINAL_TYPE(GmxSettingSlider, gmx_setting_slider, GMX, SETTING_SLIDER, GtkWidget)

/**
 * Takes the wheel from a slider or spin button: it stands in a page that scrolls, and a setting
 * must not change because the page was scrolled over it.
 */
void gmx_widget_ignore_wheel(GtkWidget *widget);

/**
 * An editor of @spec, a double. Range, decimals and scale come from its gmx_setting_info(); the
 * entry beside the slider takes any value of the param spec's own range. A drag is sent when it
 * ends or rests for 300 ms, so that it leaves one event, not hundreds.
 */
GtkWidget *gmx_setting_slider_new(GmxSettings *settings, GParamSpec *spec);
