/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `gmix eval` prints: the figures, and what each class is taken for. */
#pragma once

#include "engine/train/checkpoint.h"
#include "engine/train/evaluation.h"
#include "engine/train/run-folder.h"

/** What was measured; borrowed. */
typedef struct {
  const GmxRunInfo *run;
  GmxDataset *dataset;
  const GmxCheckpoint *checkpoint;
  const GmxEvaluation *result;
  const GmxPredictions *predictions;
  gboolean confusion; /* the matrix is asked for */
  const char *csv;    /* file with a row an example; NULL: none was asked for */
} GmixEvalReport;

/** For people, or (@json) one JSON object in one line. */
void gmix_eval_print(const GmixEvalReport *report, gboolean json);
