/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the learner is in each lesson, kept in one file:
 *
 *   {"mixed-image": {"step": 3, "finished": false, "kept": {"plain": [0.91, "test-accuracy"]}}, …}
 */
#pragma once

#include <gio/gio.h>

typedef struct GmxLessonProgress GmxLessonProgress;

/** Where the user's lies. Free with g_free(). */
char *gmx_lesson_progress_path(void);

/**
 * Reads the file at @path, which need not be there.
 * @param wrong gets one line where it is there and can't be read: then nothing is known, and the
 *   file is put aside (PATH.broken) when something is kept; may be NULL, free it
 */
GmxLessonProgress *gmx_lesson_progress_load(const char *path, char **wrong);
void gmx_lesson_progress_free(GmxLessonProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxLessonProgress, gmx_lesson_progress_free)

/** The step of @lesson that comes next, 0 before it was begun. */
guint gmx_lesson_progress_get_step(GmxLessonProgress *progress, const char *lesson);
/** Whether it was ever gone through to its end. */
gboolean gmx_lesson_progress_is_finished(GmxLessonProgress *progress, const char *lesson);
/** The measures kept in @lesson: name → double[2], value and number of the measure. */
GHashTable *gmx_lesson_progress_get_kept(GmxLessonProgress *progress, const char *lesson);

void gmx_lesson_progress_keep(GmxLessonProgress *progress, const char *lesson, const char *name,
                              double value, int measure);
void gmx_lesson_progress_set_step(GmxLessonProgress *progress, const char *lesson, guint step);
void gmx_lesson_progress_finish(GmxLessonProgress *progress, const char *lesson);
/** Replaces the file. */
gboolean gmx_lesson_progress_save(GmxLessonProgress *progress, GError **error);
