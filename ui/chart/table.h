/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of several series as one CSV table, joined on x. */
#pragma once

#include <glib.h>

typedef struct _GmxTable GmxTable;

/** @x_name heading of the first column. */
GmxTable *gmx_table_new(const char *x_name);
void gmx_table_free(GmxTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxTable, gmx_table_free)

/** A column of @count points with rising x. The arrays must live until gmx_table_write(). */
void gmx_table_add(GmxTable *table, const char *name, const double *x, const double *y,
                   gsize count);
/** The table: RFC 4180, points as decimals, empty cells where a column has no point at x. */
char *gmx_table_write(GmxTable *table);
