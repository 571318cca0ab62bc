/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program: ends it with SIGKILL at its n-th call that changes a file below a
 * folder, and writes down what would outlast a loss of power by then. A kill by the clock hits the
 * short moments between two calls too rarely.
 *
 *   CUT_UNDER   only files whose path holds this count
 *   CUT_AT      the call that is not made any more (of a write the first half is); 0: none
 *   CUT_LOG     gets a line for each: "create PATH", "sync PATH SIZE", "cut PATH SIZE",
 *               "rename FROM TO"; a folder is synced with size 0
 *   CUT_HURRY   the monotonic clock runs so many times as fast */
/* Otherwise open() would be called open64() here already. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int counts(const char *path) {
  const char *under = getenv("CUT_UNDER");
  return under && path && strstr(path, under);
}

static int counts_file(int file, char path[PATH_MAX]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = '\0';
  return counts(path);
}

/* Whether the call under way is the one; its maker then calls die(). */
static int is_last(void) {
  static int calls;
  const char *at = getenv("CUT_AT");
  return __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) == (at ? atoi(at) : 0);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;)
    pause();
}

static void note(const char *format, ...) {
  char line[3 * PATH_MAX];
  const char *log = getenv("CUT_LOG");
  va_list arguments;
  if (!log)
    return;
  va_start(arguments, format);
  const int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  const long file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0644);
  if (file < 0 || syscall(SYS_write, file, line, (size_t)length) != length)
    abort();
  syscall(SYS_close, file);
}

static int make_file(int folder, const char *path, int flags, mode_t mode) {
  char whole[2 * PATH_MAX] = "";
  char base[PATH_MAX] = "";
  if (path[0] != '/' && folder != AT_FDCWD)
    counts_file(folder, base);
  snprintf(whole, sizeof whole, "%s%s%s", base, base[0] ? "/" : "", path);
  const int making = (flags & O_CREAT) && counts(whole) && access(whole, F_OK) != 0;
  if (making && is_last())
    die();
  const int file = (int)syscall(SYS_openat, folder, path, flags, mode);
  if (making && file >= 0)
    note("create %s\n", whole);
  return file;
}

#define OPEN(name)                                                                                 \
  int name(const char *path, int flags, ...) {                                                     \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    const mode_t mode = (flags & O_CREAT) ? va_arg(arguments, mode_t) : 0;                         \
    va_end(arguments);                                                                             \
    return make_file(AT_FDCWD, path, flags, mode);                                                 \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
  int name(int folder, const char *path, int flags, ...) {                                         \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    const mode_t mode = (flags & O_CREAT) ? va_arg(arguments, mode_t) : 0;                         \
    va_end(arguments);                                                                             \
    return make_file(folder, path, flags, mode);                                                   \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *data, size_t length) {
  char path[PATH_MAX];
  if (counts_file(file, path) && is_last()) {
    syscall(SYS_write, file, data, length / 2);
    die();
  }
  return syscall(SYS_write, file, data, length);
}

static int sync_with(long call, int file) {
  char path[PATH_MAX];
  struct stat state;
  const int counting = counts_file(file, path);
  if (counting && is_last())
    die();
  const int result = (int)syscall(call, file);
  if (counting && result == 0 && fstat(file, &state) == 0)
    note("sync %s %lld\n", path, S_ISDIR(state.st_mode) ? 0LL : (long long)state.st_size);
  return result;
}

int fsync(int file) {
  return sync_with(SYS_fsync, file);
}

int fdatasync(int file) {
  return sync_with(SYS_fdatasync, file);
}

static int cut(int file, off_t length) {
  char path[PATH_MAX];
  const int counting = counts_file(file, path);
  if (counting && is_last())
    die();
  const int result = (int)syscall(SYS_ftruncate, file, length);
  if (counting && result == 0)
    note("cut %s %lld\n", path, (long long)length);
  return result;
}

int ftruncate(int file, off_t length) {
  return cut(file, length);
}

int ftruncate64(int file, off64_t length) {
  return cut(file, length);
}

int rename(const char *from, const char *to) {
  if (counts(to) && is_last())
    die();
  const int result = REAL(rename)(from, to);
  if (counts(to) && result == 0)
    note("rename %s %s\n", from, to);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  if (counts(path) && is_last())
    die();
  return REAL(mkdir)(path, mode);
}

int unlink(const char *path) {
  if (counts(path) && is_last())
    die();
  return REAL(unlink)(path);
}

int unlinkat(int folder, const char *path, int flags) {
  char base[PATH_MAX];
  if (counts_file(folder, base) && is_last())
    die();
  return REAL(unlinkat)(folder, path, flags);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  const char *hurry = getenv("CUT_HURRY");
  const int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result != 0 || !hurry || clock != CLOCK_MONOTONIC)
    return result;
  const long long fast = (now->tv_sec % 1000000 * 1000000000LL + now->tv_nsec) * atoi(hurry);
  now->tv_sec = fast / 1000000000;
  now->tv_nsec = fast % 1000000000;
  return 0;
}
