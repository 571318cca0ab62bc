/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Train page's charts: loss, accuracy, the sharpness lanes and the histogram of s_i.
 *
 * They follow the session by themselves. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_TRAIN_CHARTS (gmx_train_charts_get_type())
G_DECLARE_FINAL_TYPE(GmxTrainCharts, gmx_train_charts, GMX, TRAIN_CHARTS, GtkWidget)

GtkWidget *gmx_train_charts_new(GmxSettings *settings);

/** Narrow: one chart at a time, chosen by a switcher above it. */
void gmx_train_charts_set_narrow(GmxTrainCharts *charts, gboolean narrow);

/** Beside a plane of points there is room for two: the losses, and who is sharp. */
void gmx_train_charts_set_few(GmxTrainCharts *charts, gboolean few);
