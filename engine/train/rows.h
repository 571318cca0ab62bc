/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file that grows by rows, and can be cut back.
 *
 * Rows go through a buffer that is written when it is full, when a second has gone by, or when
 * asked. Fields are RFC 4180's, lines end in "\n", numbers read the same in every language. */
#pragma once

#include <gio/gio.h>

typedef struct GmxRows GmxRows;

/** Makes (or empties) the file at @path and writes @header, the first line without its end. */
GmxRows *gmx_rows_create(const char *path, const char *header, GError **error);
/**
 * Opens the file at @path, whose first line must be @header, to append to it.
 * @param earlier the header of a version that had fewer of the columns; a file that begins with it
 * keeps them, and fields beyond them are left out of its rows. NULL: there was none
 */
GmxRows *gmx_rows_open(const char *path, const char *header, const char *earlier, GError **error);
/** Closes; what is still buffered is written as far as it can be. */
void gmx_rows_free(GmxRows *rows);

/** The fields of the row under way, then its end. */
void gmx_rows_add_int(GmxRows *rows, gint64 value);
void gmx_rows_add_number(GmxRows *rows, double value);
/** As many digits as it takes to read the same double back. */
void gmx_rows_add_exact(GmxRows *rows, double value);
void gmx_rows_add_text(GmxRows *rows, const char *text);
gboolean gmx_rows_end(GmxRows *rows, GError **error);

gboolean gmx_rows_flush(GmxRows *rows, GError **error);
/** Flushes, and waits until the rows would outlast a loss of power. */
gboolean gmx_rows_sync(GmxRows *rows, GError **error);

/**
 * Drops every row from the first on whose whole number in the first field is larger than @last, and
 * what is no whole row in its place: one without its line's end, or zeros that a loss of power
 * left.
 */
gboolean gmx_rows_cut(GmxRows *rows, gint64 last, GError **error);
/** The first field of the last row that gmx_rows_cut() kept; 0 for none. */
gint64 gmx_rows_get_last(GmxRows *rows);
const char *gmx_rows_get_path(GmxRows *rows);
