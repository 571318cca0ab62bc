/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leads through a lesson: it knows the step, shows its page, points at its widget, and judges
 * the step's condition by the live window.
 *
 * Signals: "step" when another step, or lesson, is there; "judged" when the step is done, or what
 * is to be said about it may have changed; "finished" when the last step was left, and the lesson
 * is over. */
#pragma once

#include "ui/lessons/lesson-progress.h"
#include "ui/lessons/lesson.h"
#include "ui/settings.h"

#include <adwaita.h>

#define GMX_TYPE_GUIDE (gmx_guide_get_type())
G_DECLARE_FINAL_TYPE(GmxGuide, gmx_guide, GMX, GUIDE, GObject)

/**
 * @param window whose named widgets are looked for; borrowed, it outlives the guide
 * @param pages the window's pages by the names that lessons use
 * @param progress borrowed, it outlives the guide
 */
GmxGuide *gmx_guide_new(GmxSettings *settings, GtkWidget *window, AdwViewStack *pages,
                        GmxLessonProgress *progress);

/** Begins @lesson, which is borrowed until the next one, at @step. NULL ends the lesson. */
void gmx_guide_begin(GmxGuide *guide, const GmxLesson *lesson, guint step);

const GmxLesson *gmx_guide_get_lesson(GmxGuide *guide); /* NULL: none */
guint gmx_guide_get_step(GmxGuide *guide);
/** Whether what the step waits for has come; at once for a step to read. */
gboolean gmx_guide_is_done(GmxGuide *guide);

/** Goes to the next step; after the last the lesson is finished, and over. What the step keeps is
 * kept if it was done. */
void gmx_guide_next(GmxGuide *guide);
void gmx_guide_back(GmxGuide *guide);

/** What to say of the step as it stands, as markup: a remark, or that it is done; NULL: nothing. */
char *gmx_guide_get_remark(GmxGuide *guide);
/** @text of the step with its placeholders filled in. */
char *gmx_guide_fill(GmxGuide *guide, const char *text);

/** Tells that an action of the window was used. */
void gmx_guide_note_action(GmxGuide *guide, const char *action);

/** Where there is little room the settings cover the pages: then they are opened only by
 * gmx_guide_show_point(). */
void gmx_guide_set_cramped(GmxGuide *guide, gboolean cramped);
/** Whether the window has the widget that the step points at. */
gboolean gmx_guide_has_point(GmxGuide *guide);
/** Brings the widget that the step points at into sight. */
void gmx_guide_show_point(GmxGuide *guide);
