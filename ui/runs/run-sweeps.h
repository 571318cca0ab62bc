/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps made from runs that are there: the same settings with other seeds, the same seeds with
 * other methods. */
#pragma once

#include "engine/runs/run-library.h"
#include "engine/train/sweep.h"

/** Seeds from "1-5, 8": numbers and ranges in any order, without repeats. NULL with an error in one
 * line. GArray of int, rising. */
GArray *gmx_run_parse_seeds(const char *text, GError **error);
/** "1-5, 8", as gmx_run_parse_seeds() takes it. Free it. */
char *gmx_run_print_seeds(const GArray *seeds);
/** The seeds of @entries. */
GArray *gmx_run_list_seeds(GPtrArray *entries);
/** The @count smallest seeds from 1 that no run of @entries has. */
GArray *gmx_run_next_seeds(GPtrArray *entries, int count);

/** A name that begins with @wish and that no sweep in @taken has. Free it. */
char *gmx_run_free_name(const char *wish, const char *const *taken);

/** @entry's settings with @seeds; @name is free. */
GmxSweep *gmx_run_repeat(GmxRunEntry *entry, const char *name, const GArray *seeds, GError **error);
/** @entry's settings with each of @methods. */
GmxSweep *gmx_run_other_methods(GmxRunEntry *entry, const char *name, const char *const *methods,
                                const GArray *seeds, GError **error);
