/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files of points: where drawn ones are kept, the dialogs, and a run on one of them. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

/** Called with what was chosen; not called where nothing was. */
typedef void (*GmxPlaneChosen)(const char *path, gpointer user_data);

/** A name that is free, "drawn-7.csv" in the user's data folder, which is made. Free with g_free().
 */
char *gmx_plane_files_new_path(GError **error);

/** Opens a run on the points of @path with the settings that stand. */
void gmx_plane_files_train_on(GmxSettings *settings, const char *path);

/** Asks for a file to open, or to save to, and calls @chosen with @widget as its data. */
void gmx_plane_files_choose_open(GtkWidget *widget, GmxPlaneChosen chosen);
void gmx_plane_files_choose_save(GtkWidget *widget, GmxPlaneChosen chosen);
