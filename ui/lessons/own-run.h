/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that a lesson opens for itself, and the way back to the one that was open before. That is
 * kept in a file, so that it outlives the window:
 *
 *   {"run": "/…/runs/2026-…", "settings": {"data": "fashion-mnist", …}}
 */
#pragma once

#include "ui/settings.h"

#define GMX_TYPE_LESSON_RUN (gmx_lesson_run_get_type())
G_DECLARE_FINAL_TYPE(GmxLessonRun, gmx_lesson_run, GMX, LESSON_RUN, GObject)

/** Where the user's file lies. Free with g_free(). */
char *gmx_lesson_run_path(void);

/** Signal "changed": there is a run to go back to, or none any more. @path: of the file, which need
 * not be there; one that can't be read is as none. */
GmxLessonRun *gmx_lesson_run_new(GmxSettings *settings, const char *path);

/** Opens a run with @config. The one that is open is remembered, unless it is a lesson's too, or an
 * earlier one is kept and this has made no step; the session writes its checkpoint when it is left.
 */
void gmx_lesson_run_open(GmxLessonRun *run, GmxConfig *config);

/** Whether there is a run to go back to. */
gboolean gmx_lesson_run_has_earlier(GmxLessonRun *run);
/** Opens it again where it was left, with its settings. */
void gmx_lesson_run_go_back(GmxLessonRun *run);
