/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deleting a run, so that it can come back.
 *
 * The desktop's trash is asked first (freedesktop.org's Trash specification 1.0); where it refuses,
 * as on system mounts, the folder moves into `.trash` beside the runs. To find a trashed folder
 * again without the desktop's services, its information file is looked up in the home trash. */
#include "engine/runs/run-private.h"

#include "engine/train/run-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* The path of the run, a new line, the path in the trash (empty: not found there). */
static char *undo_new(const char *path, const char *trashed) {
  return g_strdup_printf("%s\n%s", path, trashed);
}

static gboolean move(const char *from, const char *to, GError **error) {
  if (g_rename(from, to) == 0)
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s can't be moved to %s: %s", from, to,
              g_strerror(errno));
  return FALSE;
}

static char *trash_path(const char *part, const char *name) {
  return g_build_filename(g_get_user_data_dir(), "Trash", part, name, NULL);
}

/* The newest date at which @path went to the home trash, by the information file called @name;
 * NULL where that file tells of another. */
static char *trashed_when(const char *name, const char *path) {
  g_autofree char *file = trash_path("info", name);
  g_autoptr(GKeyFile) info = g_key_file_new();
  if (!g_key_file_load_from_file(info, file, G_KEY_FILE_NONE, NULL))
    return NULL;
  g_autofree char *escaped = g_key_file_get_string(info, "Trash Info", "Path", NULL);
  g_autofree char *original = escaped ? g_uri_unescape_string(escaped, NULL) : NULL;
  return g_strcmp0(original, path) == 0
             ? g_key_file_get_string(info, "Trash Info", "DeletionDate", NULL)
             : NULL;
}

/* Where @path lies in the home trash; NULL where it is not found. */
static char *find_trashed(const char *path) {
  g_autofree char *folder = trash_path("info", NULL);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autofree char *newest = NULL, *found = NULL;
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *when = trashed_when(name, path);
    if (!when || !g_str_has_suffix(name, ".trashinfo") || (newest && strcmp(when, newest) < 0))
      continue;
    g_free(newest);
    g_free(found);
    newest = g_steal_pointer(&when);
    found = g_strndup(name, strlen(name) - strlen(".trashinfo"));
  }
  return found ? trash_path("files", found) : NULL;
}

/* A name in @folder that is not taken. */
static char *free_name(const char *folder, const char *name) {
  char *path = g_build_filename(folder, name, NULL);
  for (int i = 2; g_file_test(path, G_FILE_TEST_EXISTS); i++) {
    g_autofree char *numbered = g_strdup_printf("%s-%d", name, i);
    g_free(path);
    path = g_build_filename(folder, numbered, NULL);
  }
  return path;
}

static gboolean trash_beside(const char *path, char **undo, GError **error) {
  g_autofree char *parent = g_path_get_dirname(path), *name = g_path_get_basename(path);
  g_autofree char *folder = g_build_filename(parent, ".trash", NULL);
  if (g_mkdir_with_parents(folder, 0755) != 0) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s can't be made: %s", folder,
                g_strerror(errno));
    return FALSE;
  }
  g_autofree char *to = free_name(folder, name);
  if (!move(path, to, error))
    return FALSE;
  *undo = undo_new(path, to);
  return TRUE;
}

gboolean gmx_run_trash(const char *path, char **undo, GError **error) {
  g_autoptr(GFile) file = g_file_new_for_path(path);
  if (!g_file_trash(file, NULL, NULL))
    return trash_beside(path, undo, error);
  g_autofree char *trashed = find_trashed(path);
  *undo = undo_new(path, trashed ? trashed : "");
  return TRUE;
}

gboolean gmx_run_untrash(const char *undo, GError **error) {
  g_auto(GStrv) parts = g_strsplit(undo, "\n", 2);
  if (!parts[0] || !parts[1] || !*parts[1]) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ,
                "the run lies in the desktop's trash; restore it from there");
    return FALSE;
  }
  if (g_file_test(parts[0], G_FILE_TEST_EXISTS)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s is there already", parts[0]);
    return FALSE;
  }
  if (!move(parts[1], parts[0], error))
    return FALSE;
  g_autofree char *name = g_path_get_basename(parts[1]);
  g_autofree char *described = g_strconcat(name, ".trashinfo", NULL);
  g_autofree char *info = trash_path("info", described);
  g_autofree char *files = trash_path("files", NULL);
  if (g_str_has_prefix(parts[1], files))
    g_unlink(info);
  return TRUE;
}
