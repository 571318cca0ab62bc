/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar under the header that says what went wrong, what would be right, and mends it. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_NOTICE_BAR (gmx_notice_bar_get_type())
G_DECLARE_FINAL_TYPE(GmxNoticeBar, gmx_notice_bar, GMX, NOTICE_BAR, GtkWidget)

/** A bar that follows the session: "failed" and "diverged" show it, what mends the cause hides it.
 */
GtkWidget *gmx_notice_bar_new(GmxSettings *settings);

/** Narrow: the buttons stand below the text. */
void gmx_notice_bar_set_narrow(GmxNoticeBar *bar, gboolean narrow);

/** Says what went wrong outside of the engine, and what would be right; until the user closes it
 * or something else goes wrong. */
void gmx_notice_bar_say(GmxNoticeBar *bar, const char *what, const char *right);
