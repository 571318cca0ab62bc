/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two short dialogs that queue runs: more seeds, and other methods. */
#pragma once

#include "engine/runs/run-library.h"
#include "engine/train/sweep.h"

#include <gtk/gtk.h>

/** Takes @sweep into a queue; FALSE with an error that the dialog shows. */
typedef gboolean (*GmxEnqueueFunc)(GmxSweep *sweep, gpointer owner, GError **error);

/**
 * Asks for the seeds of a repetition of @entry.
 * @param siblings runs whose seeds there are already
 * @param group what the dialog calls it; @name the sweep's name
 * @param owner a GObject, referenced while the dialog is open
 */
void gmx_repeat_dialog_show(GtkWindow *parent, GmxRunEntry *entry, GPtrArray *siblings,
                            const char *group, const char *name, GmxEnqueueFunc enqueue,
                            gpointer owner);

/** Asks for methods that are to train with the settings and the seeds of @entries. */
void gmx_methods_dialog_show(GtkWindow *parent, GPtrArray *entries, const char *group,
                             const char *name, GmxEnqueueFunc enqueue, gpointer owner);
