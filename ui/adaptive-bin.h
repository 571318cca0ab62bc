/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bin that knows whether it is narrow, and tells its owner when that changes.
 *
 * libadwaita 1.2 has no breakpoints. The bin asks for the least width of the narrow layout only, so
 * that the window can be made narrow while the wide layout is still on. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_ADAPTIVE_BIN (gmx_adaptive_bin_get_type())
G_DECLARE_FINAL_TYPE(GmxAdaptiveBin, gmx_adaptive_bin, GMX, ADAPTIVE_BIN, GtkWidget)

/**
 * @least_width what the bin asks for; @breakpoint the width below which it is narrow.
 * Property "narrow" (boolean, read only) notifies after the allocation in which it changed.
 */
GtkWidget *gmx_adaptive_bin_new(GtkWidget *child, int least_width, int breakpoint);

gboolean gmx_adaptive_bin_get_narrow(GmxAdaptiveBin *bin);
