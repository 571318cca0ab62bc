/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings in files: sessions of the studio (.gmix), and what `gmix train --config` takes.
 *
 *   {"gmix": 1, "settings": {"method": "dg-mix", …}, "page": "train",
 *    "run": "…/runs/2026-11-22-1134-shapes-cnn-g-mix-s1", "window": {"width": 1280, …}}
 *
 * "settings" may leave out what is as by default. A member that is not known is an error, because a
 * misspelt one would be lost in silence. */
#pragma once

#include "engine/train/config.h"

#define GMX_SESSION_FILE_ERROR (gmx_session_file_error_quark())
GQuark gmx_session_file_error_quark(void);

typedef enum {
  GMX_SESSION_FILE_ERROR_READ,   /* the file can't be read */
  GMX_SESSION_FILE_ERROR_FORMAT, /* it holds something else */
} GmxSessionFileError;

/** A session. Zero-initialise, fill in, gmx_session_file_save(). */
typedef struct {
  GmxConfig *config;
  char *page;         /* "train", "samples"…; NULL: not said */
  char *run;          /* path of a run folder; NULL for none */
  JsonObject *window; /* what the window keeps for itself; NULL for nothing */
} GmxSessionFile;

/** Reads the session at @path; errors name the file, and the member that is wrong. */
GmxSessionFile *gmx_session_file_load(const char *path, GError **error);
/** Replaces the file at @path. */
gboolean gmx_session_file_save(const GmxSessionFile *file, const char *path, GError **error);
void gmx_session_file_free(GmxSessionFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSessionFile, gmx_session_file_free)

/**
 * The settings of the file at @path: a session, a run's run.json, or a plain object of settings.
 * What it leaves out is as by default. A relative folder in "data" counts from the file's folder.
 */
GmxConfig *gmx_config_load(const char *path, GError **error);

/** Makes "data" of @config absolute where it is a path relative to @folder (NULL: the working
 * folder), so that a run can be resumed from anywhere. */
void gmx_config_make_data_absolute(GmxConfig *config, const char *folder);
