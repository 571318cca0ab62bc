/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data files written by the tests, good and bad, into a folder that is removed afterwards. */
#pragma once

#include "engine/data/dataset.h"

#include <glib/gstdio.h>

/** A folder of its own for each test case. */
typedef struct {
  char *folder;
} GmxDataFolder;

void gmx_test_folder_set_up(GmxDataFolder *fixture, gconstpointer data);
void gmx_test_folder_tear_down(GmxDataFolder *fixture, gconstpointer data);

/** Bytes that grow; free with g_byte_array_unref(). */
GByteArray *gmx_test_idx_images(guint count, guint height, guint width, guint seed);
GByteArray *gmx_test_idx_labels(guint count, guint classes);
GByteArray *gmx_test_cifar_records(guint count, guint seed);

/** Writes @bytes as @name into @folder, gzipped where the name ends in .gz; takes @bytes. */
void gmx_test_write(const char *folder, const char *name, GByteArray *bytes);

/** Cuts file @name of @folder down to @size bytes. */
void gmx_test_cut(const char *folder, const char *name, gsize size);

/** Six training images of 5 × 7, four held-out, three classes. @suffix "" or ".gz". */
void gmx_test_write_idx_set(const char *folder, const char *suffix);

/** Five batches of 3 records and a test batch of 2. */
void gmx_test_write_cifar_set(const char *folder);

/** Loads @folder, expects @code and one line that names @file and says @words. */
void gmx_test_expect_error(const char *folder, GmxDataError code, const char *file,
                           const char *words);

/** The parts of the test program. */
void gmx_test_add_idx(void);
void gmx_test_add_cifar(void);
void gmx_test_add_pictures(void);
void gmx_test_add_batch(void);
