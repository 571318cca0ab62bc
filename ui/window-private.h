/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's files share: window.c builds, window-actions.c acts. */
#pragma once

#include "engine/train/session-file.h"
#include "ui/settings.h"
#include "ui/window.h"

struct _GmxWindow {
  AdwApplicationWindow parent_instance;

  GmxSession *session;
  GmxSettings *settings;
  char *session_path; /* file that the session was opened from or saved to last; or NULL */

  GtkWidget *views; /* the window, or the inspector over it */
  GtkWidget *bin;
  GtkWidget *sidebar_button, *train_button, *step_button, *reset_button, *undo_button;
  GtkWidget *titles, *title; /* the switcher, or the narrow title */
  GtkWidget *flap, *pages, *page_bar, *status_bar, *notice_bar;
  gboolean settings_on_train, settings_elsewhere; /* whether the sidebar shows beside a page */
};

void gmx_window_class_install_actions(GtkWidgetClass *class);
/** Which actions make sense in the session's state. */
void gmx_window_update_actions(GmxWindow *window);
/** What can be undone, in the button's tooltip. */
void gmx_window_update_undo(GmxWindow *window);

/** Opens the run that @file names, or its settings, and shows its page. */
void gmx_window_take_session(GmxWindow *window, const GmxSessionFile *file);
/** What the actions of that name do (window-session.c). */
void gmx_window_open_session(GtkWidget *widget, const char *name, GVariant *parameter);
void gmx_window_save_session(GtkWidget *widget, const char *name, GVariant *parameter);

/** @content and the inspector, one of which shows. */
GtkWidget *gmx_window_new_views(GmxWindow *window, GtkWidget *content);
