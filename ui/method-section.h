/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sidebar's Method card: the named method, and its three axes mix, perturb and combine. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

GtkWidget *gmx_method_section_new(GmxSettings *settings);
