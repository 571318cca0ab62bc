/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are the old ones or the whole new ones, never something between. */
#pragma once

#include <gio/gio.h>

/**
 * Writes @length bytes to a temporary name beside @path, syncs and renames. The error names @path
 * and the reason in one line.
 */
gboolean gmx_file_replace(const char *path, gconstpointer data, gsize length, GError **error);

/** Waits until the names in @folder would outlast a loss of power, where its file system can. */
void gmx_file_sync_folder(const char *folder);

/** What the system said: the message of an error of GLib's without the name of the file. */
const char *gmx_file_reason(const GError *error);
