/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock of a run folder. Removing the file while it is locked leaves one race: somebody may have
 * opened it just before. So whoever gets a lock looks whether it is that of the file that now has
 * the name, and begins again where it is not. */
#include "engine/train/run-lock.h"
#include "engine/train/run-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct GmxRunLock {
  char *path; /* of the run folder, as it was named when it was locked */
  int folder; /* a descriptor of it: the run may be moved while it is locked */
  int file;
};

#define LOCK_FILE ".lock"
#define MANY 100 /* tries; in practice the second succeeds */

static int lock_command(int file, int command, struct flock *lock) {
  int result;
  *lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
  do
    result = fcntl(file, command, lock);
  while (result != 0 && errno == EINTR);
  return result;
}

/* Whether @file still has the name of the lock file in @folder. */
static gboolean is_current(int folder, int file) {
  struct stat mine, named;
  return fstat(file, &mine) == 0 && fstatat(folder, LOCK_FILE, &named, 0) == 0 &&
         mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

static int close_with(int file, int number) {
  close(file);
  errno = number;
  return -1;
}

/* A locked descriptor of the lock file in @folder; -1 with errno, EAGAIN where it is locked. */
static int open_locked(int folder) {
  for (int i = 0; i < MANY; i++) {
    struct flock lock;
    const int file = openat(folder, LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
      return -1;
    if (lock_command(file, F_OFD_SETLK, &lock) != 0)
      return close_with(file, errno == EACCES ? EAGAIN : errno);
    if (is_current(folder, file))
      return file;
    close(file);
  }
  errno = EAGAIN;
  return -1;
}

static GmxRunLock *fail(const char *folder, int number, GError **error) {
  if (number == EAGAIN)
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED,
                "%s is being trained by another process; wait for its end, or stop it there",
                folder);
  else
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "run folder %s can't be locked: %s",
                folder, g_strerror(number));
  return NULL;
}

/* NULL with errno. */
static GmxRunLock *try_lock(const char *path) {
  const int folder = open(path, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
  if (folder < 0)
    return NULL;
  const int file = open_locked(folder);
  if (file < 0) {
    close_with(folder, errno);
    return NULL;
  }
  GmxRunLock *lock = g_new0(GmxRunLock, 1);
  lock->path = g_canonicalize_filename(path, NULL);
  lock->folder = folder;
  lock->file = file;
  return lock;
}

GmxRunLock *gmx_run_lock_take(const char *folder, GError **error) {
  GmxRunLock *lock = try_lock(folder);
  return lock ? lock : fail(folder, errno, error);
}

/* Another worker that could not begin removes the empty folder again: then it is made anew. */
GmxRunLock *gmx_run_lock_take_new(const char *folder, GError **error) {
  for (int i = 0; i < MANY; i++) {
    if (g_mkdir(folder, 0755) != 0 && errno != EEXIST) {
      g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "run folder %s can't be made: %s",
                  folder, g_strerror(errno));
      return NULL;
    }
    GmxRunLock *lock = try_lock(folder);
    if (lock)
      return lock;
    if (errno != ENOENT)
      break;
  }
  return fail(folder, errno, error);
}

const char *gmx_run_lock_get_folder(GmxRunLock *lock) {
  return lock->path;
}

/* The name goes first: the other way round it might be another's file by then. */
void gmx_run_lock_free(GmxRunLock *lock) {
  if (!lock)
    return;
  if (is_current(lock->folder, lock->file))
    unlinkat(lock->folder, LOCK_FILE, 0);
  close(lock->file);
  close(lock->folder);
  g_free(lock->path);
  g_free(lock);
}

gboolean gmx_run_lock_is_held(const char *folder) {
  g_autofree char *path = g_build_filename(folder, LOCK_FILE, NULL);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  struct flock lock;
  if (file < 0)
    return FALSE;
  const gboolean held = lock_command(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(file);
  return held;
}
