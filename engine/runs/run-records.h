/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's steps and epochs read back as the records that training wrote.
 *
 * As gmx_columns_read() has it: a last row without its line's end is left out. */
#pragma once

#include "engine/train/records.h"

/** The rows of steps.csv in the run folder @path as GmxStepRecord, freed with the array. A value
 * that is empty, or whose column an older run does not have, is NaN; a row without its step or
 * epoch is an error that names the file and the line. */
GArray *gmx_run_read_steps(const char *path, GError **error);
/** The same of epochs.csv, as GmxEpochRecord. */
GArray *gmx_run_read_epochs(const char *path, GError **error);
