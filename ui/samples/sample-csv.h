/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Examples as a CSV table: probe.csv's columns, and what is known beside them. */
#pragma once

#include "ui/samples/sample-model.h"

/** @count samples as rows under a header; free it. */
char *gmx_samples_to_csv(GmxSample *const *samples, guint count);
