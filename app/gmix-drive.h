/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Driving a trainer from the first step to the last, or to Ctrl-C. */
#pragma once

#include "app/gmix-report.h"

/** Ctrl-C, SIGTERM, or the closing of the terminal, stops after the step from now on; a second one
 * ends the program as usual. */
void gmix_drive_catch_signals(void);
/** Whether such a signal came. */
gboolean gmix_drive_is_stopped(void);

/** How progress is told: as --json and --quiet say, and as standard output is. */
GmixReportKind gmix_drive_choose_report(gboolean json, gboolean quiet);

/**
 * Trains until the run is over, or a signal came: then there is a checkpoint of the last step.
 * Tells the end, divergence and stopping excepted to people on standard error.
 * @returns FALSE where the run's folder can't be written
 */
gboolean gmix_drive(GmxTrainer *trainer, GmixReportKind kind, GError **error);
