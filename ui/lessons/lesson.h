/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson as its file says it: steps that show a text, point at a part of the window, and wait for
 * a condition. docs/lessons.md describes the format for those who write one.
 *
 * Files are YAML: a teacher writes paragraphs and formulas without quoting them, and libyaml knows
 * the line of each word, so that what is wrong can be said where it stands. No display here. */
#pragma once

#include "engine/train/config.h"
#include "ui/lessons/condition.h"

#define GMX_LESSON_ERROR (gmx_lesson_error_quark())
GQuark gmx_lesson_error_quark(void);

typedef enum {
  GMX_LESSON_ERROR_READ,   /* the file can't be read */
  GMX_LESSON_ERROR_FORMAT, /* it says what no lesson can; the message has the line */
} GmxLessonError;

/** A remark for who did something else than what is waited for. */
typedef struct {
  GmxCondition *when; /* NULL: always */
  char *say;          /* Pango markup with placeholders */
} GmxLessonRemark;

/** A measure that is kept when the step is done, under a name for later steps. */
typedef struct {
  char *name, *measure;
} GmxLessonKeep;

/** Texts are Pango markup with placeholders for gmx_lesson_fill(), in the reader's language. */
typedef struct {
  char *title, *text;
  char *formula;      /* NULL for none */
  char *page;         /* that is shown when the step begins; NULL: the one that is there */
  char **points;      /* names of widgets to point at, the first that shows; empty for none */
  GmxCondition *wait; /* NULL: a step to read */
  GPtrArray *remarks; /* GmxLessonRemark: the first that holds is shown while it waits */
  char *done;         /* said when the condition held; NULL for "Done" */
  GPtrArray *keeps;   /* GmxLessonKeep */
} GmxLessonStep;

typedef struct {
  char *name; /* "mixed-image": progress is kept under it */
  char *title, *summary;
  int minutes; /* that it takes; 0: not said */
  char *path;  /* of the file */
  gboolean builtin;
  GmxConfig *config;  /* settings that it opens a run with; NULL: it takes the run that is open */
  char **setup_names; /* of the settings that the file says, in its order; empty without */
  GPtrArray *steps;   /* GmxLessonStep, at least one */
} GmxLesson;

/**
 * Reads the lesson in @bytes.
 * @param path names it in messages ("PATH:LINE: what is wrong")
 * @param languages in falling order, for keys as "text[de]"; NULL: the user's
 * @param domain gettext's domain of texts without such a key; NULL: they are not translated
 */
GmxLesson *gmx_lesson_parse(GBytes *bytes, const char *path, const char *const *languages,
                            const char *domain, GError **error);

/** Reads the file at @path, a teacher's own. */
GmxLesson *gmx_lesson_load(const char *path, const char *const *languages, GError **error);

void gmx_lesson_free(GmxLesson *lesson);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxLesson, gmx_lesson_free)

const GmxLessonStep *gmx_lesson_get_step(const GmxLesson *lesson, guint step);

/** @text with "{alpha}", "{test-accuracy}", "{kept-name}" and "{widget.property}" filled in,
 * escaped for markup; "–" for what is not known. Free with g_free(). */
char *gmx_lesson_fill(const char *text, const GmxLessonContext *context);
