/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar under the header that says what went wrong, what would be right, and mends it. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

#define GMX_TYPE_NOTICE_BAR (gmx_notice_bar_get_type())
G_DECLARE_FINAL_TYPE(GmxNoticeBar, gmx_notice_bar, GMX, NOTICE_BAR, GtkWidget)

/** A bar that follows @session: "failed" and "diverged" show it, what mends the cause hides it. */
/** Narrow: the buttons stand below the text. */
void gmx_notice_bar_set_narrow(GmxNoticeBar *bar, gboolean narrow);
GtkWidget *gmx_notice_bar_new(GmxSession *session);
