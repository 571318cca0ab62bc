/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of gmix-studio: one for each setting, and a few of the window's own. */
#pragma once

#include "engine/train/session-file.h"

typedef struct {
  GmxSessionFile *session; /* what the file said, with the options given over its settings */
  char *path;              /* of that file; NULL where none was given or it can't be read */
  char *weights;           /* file that the run's weights begin with; NULL: they are drawn */
  char *wrong;             /* why it can't, for the window to say; NULL */
  char *run_dir;           /* NULL: the user's default place */
  char *lesson;            /* to open: a name or a file; NULL */
  char *style;             /* "system", "light", "dark" */
  char *frame_times;       /* file that gets the times of the window's frames; NULL */
} StudioOptions;

/**
 * Reads the command line. FALSE: the program ends with @status; what is wrong was said in one line
 * (status 2), or what was asked for was printed (status 0).
 */
gboolean studio_options_parse(StudioOptions *options, int *argc, char ***argv, int *status);

void studio_options_clear(StudioOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StudioOptions, studio_options_clear)
