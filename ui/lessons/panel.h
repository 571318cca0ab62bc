/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel of the lessons: the list with its progress, what a lesson will open, its steps, its
 * end.
 *
 * It stands beside the pages or, where there is no room, as a sheet below them, which folds. */
#pragma once

#include "ui/settings.h"

#include <adwaita.h>

#define GMX_TYPE_LESSON_PANEL (gmx_lesson_panel_get_type())
G_DECLARE_FINAL_TYPE(GmxLessonPanel, gmx_lesson_panel, GMX, LESSON_PANEL, GtkWidget)

/**
 * @param window whose parts the lessons point at; it outlives the panel
 * @param pages the window's pages
 * Signal "close": the learner wants it to go.
 */
GtkWidget *gmx_lesson_panel_new(GmxSettings *settings, GtkWidget *window, AdwViewStack *pages);

/** As a sheet below the pages, or beside them. */
void gmx_lesson_panel_set_sheet(GmxLessonPanel *panel, gboolean sheet);

/** The list of lessons, read anew; a lesson that is under way is left where it is. */
void gmx_lesson_panel_show_list(GmxLessonPanel *panel);
/** What the lesson called @name will do; FALSE where there is none. */
gboolean gmx_lesson_panel_show_lesson(GmxLessonPanel *panel, const char *name);
/** The same with a file from anywhere. */
gboolean gmx_lesson_panel_open_file(GmxLessonPanel *panel, const char *path, GError **error);

/** The title of the lesson called @name; NULL where there is none. */
const char *gmx_lesson_panel_get_title(GmxLessonPanel *panel, const char *name);

/** The panel is hidden: the lesson waits, and nothing is pointed at. */
void gmx_lesson_panel_leave(GmxLessonPanel *panel);
/** It is shown again: the lesson goes on. */
void gmx_lesson_panel_return(GmxLessonPanel *panel);

/** Tells that an action of the window was used. */
void gmx_lesson_panel_note_action(GmxLessonPanel *panel, const char *action);
