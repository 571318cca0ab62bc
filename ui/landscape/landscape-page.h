/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape page: the loss around a copy of the weights, over a plane and along lines, and its
 * curvature.
 *
 * Property: "narrow" (boolean): the cards stand below each other. Actions begin with "landscape.".
 */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_LANDSCAPE_PAGE (gmx_landscape_page_get_type())
G_DECLARE_FINAL_TYPE(GmxLandscapePage, gmx_landscape_page, GMX, LANDSCAPE_PAGE, GtkWidget)

/** @run_dir where runs to compare with are looked for; NULL: the default place. */
GtkWidget *gmx_landscape_page_new(GmxSettings *settings, const char *run_dir);
