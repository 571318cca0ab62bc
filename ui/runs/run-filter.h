/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which runs the words of a search find. */
#pragma once

#include "engine/runs/run-library.h"

typedef struct GmxRunFilter GmxRunFilter;

/** Words parted by spaces; all must be found, in any case. NULL: every run passes. */
GmxRunFilter *gmx_run_filter_new(const char *text);
void gmx_run_filter_free(GmxRunFilter *filter);
gboolean gmx_run_filter_passes(GmxRunFilter *filter, GmxRunEntry *entry);
