/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data set of a run that was trained earlier. */
#pragma once

#include "engine/train/run-folder.h"

/** The images that @run was trained with, and no others: their checksum is compared. */
GmxDataset *gmix_load_run_data(const GmxRunInfo *run, GError **error);
