/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that a lesson opens for itself, and the way back to the one that was open before. */
#pragma once

#include "ui/settings.h"

#define GMX_TYPE_LESSON_RUN (gmx_lesson_run_get_type())
G_DECLARE_FINAL_TYPE(GmxLessonRun, gmx_lesson_run, GMX, LESSON_RUN, GObject)

/** Signal "changed": there is a run to go back to, or none any more. */
GmxLessonRun *gmx_lesson_run_new(GmxSettings *settings);

/** Opens a run with @config. The one that is open is remembered, unless it is a lesson's too; the
 * session writes its checkpoint when it is left. */
void gmx_lesson_run_open(GmxLessonRun *run, GmxConfig *config);

/** Whether there is a run to go back to. */
gboolean gmx_lesson_run_has_earlier(GmxLessonRun *run);
/** Opens it again where it was left, with its settings. */
void gmx_lesson_run_go_back(GmxLessonRun *run);
