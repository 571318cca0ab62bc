/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's CSV file read back as columns of numbers.
 *
 * A file may grow while it is read, or end in half a row where a run was killed: a last row without
 * its line's end is left out. */
#pragma once

#include <gio/gio.h>

typedef struct GmxColumns GmxColumns;

/** Reads the file at @path; a row with more or fewer fields than the first line is an error that
 * names the file and the line. */
GmxColumns *gmx_columns_read(const char *path, GError **error);
void gmx_columns_free(GmxColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxColumns, gmx_columns_free)

/** The columns' names in their order, NULL-terminated. Owned by @columns. */
const char *const *gmx_columns_get_names(GmxColumns *columns);
/** Rows below the first line. */
int gmx_columns_get_count(GmxColumns *columns);
/** The column called @name, one number a row; NaN where a field is empty or no number. NULL where
 * there is no such column. Owned by @columns. */
const double *gmx_columns_find(GmxColumns *columns, const char *name);
