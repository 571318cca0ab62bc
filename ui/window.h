/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The studio's window: header, sidebar, pages, status line. It hosts the pages and knows no more
 * of them than their names. */
#pragma once

#include "engine/session.h"
#include "engine/train/session-file.h"

#include <adwaita.h>

#define GMX_TYPE_WINDOW (gmx_window_get_type())
G_DECLARE_FINAL_TYPE(GmxWindow, gmx_window, GMX, WINDOW, AdwApplicationWindow)

/**
 * A window with a session of its own, which opens at once what @file says.
 * @param file read now, not kept
 * @param path where @file was read from; NULL where it is none
 * @param weights file that the first run's weights begin with; NULL: they are drawn
 * @param run_dir folder that gets one folder a run; NULL for the user's default place
 */
GmxWindow *gmx_window_new(AdwApplication *application, const GmxSessionFile *file, const char *path,
                          const char *weights, const char *run_dir);

/** Says in the bar under the header what went wrong and what would be right. */
void gmx_window_say(GmxWindow *window, const char *what, const char *right);

/** Opens the lesson called @lesson or, where there is none, the lesson in the file of that name. */
void gmx_window_open_lesson(GmxWindow *window, const char *lesson);

/** Makes style sheets, icons and menus known; before the application runs. */
void gmx_window_register_resources(void);

/** Adds the application's actions and the shortcuts; once, when the application starts. */
void gmx_window_prepare_application(AdwApplication *application);
