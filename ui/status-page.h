/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page shows while it has nothing to show: what will be here, and the ways to it. */
#pragma once

#include <gtk/gtk.h>

/** A large button. @action NULL: the caller connects to "clicked". */
GtkWidget *gmx_pill_new(const char *label, const char *action, gboolean suggested);

/**
 * @description is a sentence or two. @first and @second, buttons one below the other, may be NULL.
 */
GtkWidget *gmx_status_page_new(const char *icon, const char *title, const char *description,
                               GtkWidget *first, GtkWidget *second);
