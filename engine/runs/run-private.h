/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the run library's files share. */
#pragma once

#include "engine/runs/run-library.h"

/** The run in folder @path; NULL where there is none. Called on any thread. */
GmxRunEntry *gmx_run_entry_load(const char *path);

/** Title (NULL: none was given) and tags (never NULL) from notes.json in @path. */
void gmx_run_notes_read(const char *path, char **title, char ***tags);
/** Writes them; without title and tags the file goes. */
gboolean gmx_run_notes_write(const char *path, const char *title, const char *const *tags,
                             GError **error);

/** Moves the run folder @path to the trash; @undo is what gmx_run_untrash() takes. */
gboolean gmx_run_trash(const char *path, char **undo, GError **error);
gboolean gmx_run_untrash(const char *undo, GError **error);
