/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog in which a sweep is put together: base, axes with their values, seeds. */
#pragma once

#include "ui/runs/queue-dialogs.h"

#define GMX_TYPE_SWEEP_DIALOG (gmx_sweep_dialog_get_type())
G_DECLARE_FINAL_TYPE(GmxSweepDialog, gmx_sweep_dialog, GMX, SWEEP_DIALOG, GtkWindow)

/** @config the window's settings; copied. @owner of @enqueue, a GObject, referenced. */
GtkWidget *gmx_sweep_dialog_new(GmxConfig *config, GmxEnqueueFunc enqueue, gpointer owner);
/** Offers @config as base, too, and chooses it. */
void gmx_sweep_dialog_add_base(GmxSweepDialog *dialog, GmxConfig *config, const char *name);
void gmx_sweep_dialog_set_name(GmxSweepDialog *dialog, const char *name);
