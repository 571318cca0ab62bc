/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons there are: the built-in ones, and the user's own in a folder. */
#pragma once

#include "ui/lessons/lesson.h"

/** A file of the library. */
typedef struct {
  GmxLesson *lesson; /* NULL: it can't be read */
  char *wrong;       /* why, in one line; NULL: it can */
} GmxLessonEntry;

/** Where the user's own lie. Free with g_free(). */
char *gmx_lesson_folder(void);

/**
 * The built-in lessons in the order of their files' names, then those of @folder (which need not be
 * there) in theirs; one of the user's with the name of a built-in one takes its place.
 * @param resources path of the built-in ones in the program's resources; NULL for none
 * @param folder NULL for none
 * @param languages as gmx_lesson_parse() takes them
 * @returns array of GmxLessonEntry
 */
GPtrArray *gmx_lesson_library_load(const char *resources, const char *folder,
                                   const char *const *languages);

/** Adds the file at @path as one of the user's own. */
void gmx_lesson_library_add_file(GPtrArray *library, const char *path,
                                 const char *const *languages);

/** The lesson called @name; NULL where there is none. Owned by @library. */
GmxLesson *gmx_lesson_library_find(GPtrArray *library, const char *name);
