/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The studio's window: header, sidebar, pages, status line. It hosts the pages and knows no more
 * of them than their names. */
#pragma once

#include "engine/session.h"

#include <adwaita.h>

#define GMX_TYPE_WINDOW (gmx_window_get_type())
G_DECLARE_FINAL_TYPE(GmxWindow, gmx_window, GMX, WINDOW, AdwApplicationWindow)

/** A window with a session of its own, which opens @config at once. @run_dir may be NULL. */
GmxWindow *gmx_window_new(AdwApplication *application, GmxConfig *config, const char *run_dir);

/** Makes style sheets, icons and menus known; before the application runs. */
void gmx_window_register_resources(void);

/** Adds the application's actions and the shortcuts; once, when the application starts. */
void gmx_window_prepare_application(AdwApplication *application);
