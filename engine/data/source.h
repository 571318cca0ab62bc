/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One data file, plain or gzipped, read to the byte.
 *
 * Which of the two it is the file's first bytes say, not its name: browsers unpack files and keep
 * the name. Every error names the file, what is there and what is due. */
#pragma once

#include "engine/data/content.h"

typedef struct {
  char *path;
  guint64 file_size; /* on disk */
  guint64 position;  /* bytes handed out so far, unpacked */
  gboolean gzipped;
  GInputStream *stream;
} GmxSource;

/** Opens @path; an error when it is missing, empty, unreadable or not a regular file. */
GmxSource *gmx_source_open(const char *path, GCancellable *cancellable, GError **error);
void gmx_source_free(GmxSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSource, gmx_source_free)

/**
 * Whether the file can hold @due bytes in all; asked before memory is taken for them. A plain file
 * must have that size exactly, a gzipped one can at most unpack to a multiple of its size.
 * @param meaning how @due comes about, for the message: "60000 images of 28 × 28"
 */
gboolean gmx_source_check_size(GmxSource *source, guint64 due, const char *meaning, GError **error);

/** Reads exactly @size bytes into @out. @due: bytes the whole file should have, for the message. */
gboolean gmx_source_read(GmxSource *source, void *out, gsize size, guint64 due,
                         GmxDataReading *reading, GError **error);

/** Checks that nothing follows; for gzip this also checks the sum at its end. */
gboolean gmx_source_expect_end(GmxSource *source, GCancellable *cancellable, GError **error);
