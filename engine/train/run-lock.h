/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who trains a run: a lock on the file `.lock` in its folder.
 *
 * The kernel releases the lock when its process ends, however it ends, so that a killed process
 * leaves no run locked. The file is removed at a clean close; one that lies about without a lock
 * means nothing. The lock is an open file description's (Linux's F_OFD_SETLK): two threads of one
 * process exclude each other as two processes do, NFS carries it to other machines, and to ask who
 * holds it disturbs nobody. */
#pragma once

#include <gio/gio.h>

typedef struct GmxRunLock GmxRunLock;

/**
 * Locks the run folder @folder, which exists.
 * @returns NULL with GMX_RUN_ERROR_LOCKED where it is locked already, with GMX_RUN_ERROR_WRITE
 * where the lock can't be made
 */
GmxRunLock *gmx_run_lock_take(const char *folder, GError **error);

/** Makes @folder where it is missing (its parent exists) and locks it. */
GmxRunLock *gmx_run_lock_take_new(const char *folder, GError **error);

/** The run folder, with its whole path. */
const char *gmx_run_lock_get_folder(GmxRunLock *lock);

/** Removes the file and unlocks. */
void gmx_run_lock_free(GmxRunLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRunLock, gmx_run_lock_free)

/** Whether somebody, this process included, holds the lock of run folder @folder. */
gboolean gmx_run_lock_is_held(const char *folder);
