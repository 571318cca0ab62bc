/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widgets by their names, and bringing one into sight. */
#pragma once

#include <gtk/gtk.h>

/**
 * The widget below @root that is called @name (gtk_widget_set_name()): of several the one on show.
 * Where none is on show but a tab called "@name-tab" is, that tab. NULL where there is none.
 */
GtkWidget *gmx_widget_find(GtkWidget *root, const char *name);

/** Whether @widget is on show: mapped, and not a page of a folded flap. */
gboolean gmx_widget_is_on_show(GtkWidget *widget);

/**
 * Brings @widget into sight: turns stacks to the page that it is on, unfolds the flap, scrolls.
 * The window's pages (an AdwViewStack) are left as they are.
 */
void gmx_widget_bring_into_sight(GtkWidget *widget);

/** The value at @path ("adjustment.value") of @object as text; NULL where there is none. */
char *gmx_object_get_text(GObject *object, const char *path);
