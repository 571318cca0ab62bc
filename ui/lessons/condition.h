/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a lesson waits for: a tree of conditions on settings, measures, pages, states, actions and
 * named widgets.
 *
 * A condition knows the program only through GmxLessonWorld, so it is read and judged without a
 * window. */
#pragma once

#include <glib.h>

typedef struct GmxCondition GmxCondition;

/** What a condition may ask. Texts are as the command line and files write them. */
typedef struct {
  char *(*setting)(gpointer data, const char *name);
  double (*measure)(gpointer data, const char *name); /* NaN: not known */
  const char *(*page)(gpointer data);
  const char *(*state)(gpointer data);
  gint64 (*steps)(gpointer data); /* done since the lesson's step began */
  gint64 (*epochs)(gpointer data);
  gboolean (*acted)(gpointer data, const char *action); /* since the lesson's step began */
  gboolean (*emitted)(gpointer data, const char *widget, const char *signal); /* the same */
  gboolean (*visible)(gpointer data, const char *widget);
  char *(*property)(gpointer data, const char *widget, const char *path); /* NULL: not there */
} GmxLessonWorld;

/** What a step is judged by. */
typedef struct {
  const GmxLessonWorld *world;
  gpointer data;
  GHashTable *starts; /* what was true when the step began: gmx_lesson_starts_new() */
  GHashTable *kept;   /* name → double*: measures kept by earlier steps */
} GmxLessonContext;

void gmx_condition_free(GmxCondition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxCondition, gmx_condition_free)

/** Whether it holds now. What is not known (yet) compares as false. */
gboolean gmx_condition_holds(const GmxCondition *condition, const GmxLessonContext *context);

GHashTable *gmx_lesson_starts_new(void);
/**
 * Notes the values that @condition may compare with later ("start"). To be called when the step
 * begins, and then often: what was not known yet is noted as soon as it is.
 */
void gmx_condition_note_start(const GmxCondition *condition, const GmxLessonContext *context);

/** Whether anything that @condition compares is other than when the step began. */
gboolean gmx_condition_has_moved(const GmxCondition *condition, const GmxLessonContext *context);

/** Calls @func for each widget whose property or signal @condition looks at; NULL has none. */
typedef void (*GmxConditionVisit)(const char *widget, const char *property, const char *signal,
                                  gpointer data);
void gmx_condition_visit_widgets(const GmxCondition *condition, GmxConditionVisit func,
                                 gpointer data);
