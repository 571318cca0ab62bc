/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new run's run.json says. run-folder.c writes it and adds what comes of the run; run-info.c
 * reads it. */
#pragma once

#include "engine/data/dataset.h"
#include "engine/train/config.h"

/** @returns an object of the caller's; docs/design.md lists what is in it */
JsonNode *gmx_run_describe(GmxConfig *config, GmxDataset *dataset);
