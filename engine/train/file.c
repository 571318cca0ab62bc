/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replacing a file as a whole. */
#include "engine/train/file.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

gboolean gmx_file_replace(const char *path, gconstpointer data, gsize length, GError **error) {
  g_autoptr(GError) wrong = NULL;

  if (g_file_set_contents_full(path, data, (gssize)length,
                               G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                               &wrong))
    return TRUE;
  /* GLib's message names the temporary file, which tells people nothing. */
  g_set_error(error, wrong->domain, wrong->code, "%s can't be written: %s", path,
              gmx_file_reason(wrong));
  return FALSE;
}

void gmx_file_sync_folder(const char *folder) {
  const int file = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);

  if (file < 0)
    return;
  fsync(file);
  close(file);
}

const char *gmx_file_reason(const GError *error) {
  const char *reason = g_strrstr(error->message, ": ");

  return reason != NULL ? reason + 2 : error->message;
}
