/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogs that ask for a file: made, filtered and done with. In between their "response" is the
 * caller's. */
#pragma once

#include <gtk/gtk.h>

/**
 * A modal dialog over the window of @widget, not shown yet. Nobody has to hold it: it ends by
 * gmx_file_dialog_finish().
 * @param accept what the button says, "_Open"
 */
GtkFileChooserNative *gmx_file_dialog_new(GtkWidget *widget, const char *title,
                                          GtkFileChooserAction action, const char *accept);

/** One more choice of what is listed; the first is the one at the beginning. */
void gmx_file_dialog_add_filter(GtkFileChooserNative *dialog, const char *name,
                                const char *pattern);

/** Ends the dialog, in the handler of "response". @returns the path chosen; NULL where none was */
char *gmx_file_dialog_finish(GtkNativeDialog *dialog, int response);
