/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar above a page that says what came of what was done on it, until it is closed.
 *
 * What concerns the run whatever the page is the window's to say (notice-bar.h). */
#pragma once

#include <gtk/gtk.h>

/** Hidden until there is something to say. */
GtkWidget *gmx_page_notice_new(void);
/** @what did not work, without a full stop; @why is a sentence. */
void gmx_page_notice_fail(GtkWidget *notice, const char *what, const char *why);
/** The same of what went well. */
void gmx_page_notice_say(GtkWidget *notice, const char *what, const char *more);
void gmx_page_notice_hide(GtkWidget *notice);
