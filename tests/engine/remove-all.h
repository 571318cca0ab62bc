/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests leave behind, taken away. In a header, because most tests are one file. */
#pragma once

#include <glib/gstdio.h>

/** Removes @path and what lies in it. A link goes, not what it points at. */
static inline void remove_all(const char *path) {
  const gboolean link = g_file_test(path, G_FILE_TEST_IS_SYMLINK);
  g_autoptr(GDir) dir = link ? NULL : g_dir_open(path, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    remove_all(child);
  }
  g_remove(path);
}
