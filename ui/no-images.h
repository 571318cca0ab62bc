/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page shows while no images are open: what will be here, and two ways to it. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

/** @icon is the page's own, @description what it will show. */
GtkWidget *gmx_no_images_new(GmxSettings *settings, const char *icon, const char *title,
                             const char *description);
