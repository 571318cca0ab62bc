/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's files share: window.c and window-header.c build, window-actions.c acts. */
#pragma once

#include "engine/train/session-file.h"
#include "ui/settings.h"
#include "ui/slowmotion/motion.h"
#include "ui/window.h"

struct _GmxWindow {
  AdwApplicationWindow parent_instance;

  GmxSession *session;
  GmxSettings *settings;
  GmxMotion *motion;  /* the Train page's */
  char *session_path; /* file that the session was opened from or saved to last; or NULL */

  GtkWidget *views; /* the window, or the inspector over it */
  GtkWidget *inspector;
  GtkWidget *bin;
  GtkWidget *sidebar_button, *train_button, *step_button, *reset_button, *undo_button;
  GtkWidget *titles, *title; /* the switcher, or the narrow title */
  GtkWidget *flap, *pages, *page_bar, *status_bar, *notice_bar;
  GtkWidget *lessons, *lesson_bin, *lesson_button;
  GtkWidget *lesson_beside, *lesson_below, *lesson_under_inspector; /* where the lessons stand */
  gboolean settings_on_train, settings_elsewhere; /* whether the sidebar shows beside a page */
};

/** window-header.c: the header bar; the pages are there already. */
GtkWidget *gmx_window_new_header(GmxWindow *window);
/** What the button trains, pauses or says in the session's state. */
void gmx_window_show_train_button(GmxWindow *window);
void gmx_window_set_header_narrow(GmxWindow *window, gboolean narrow);

void gmx_window_class_install_actions(GtkWidgetClass *class);
/** Adds the actions that choose one of several. */
void gmx_window_add_choices(GmxWindow *window);
/** Which actions make sense in the session's state. */
void gmx_window_update_actions(GmxWindow *window);
/** What can be undone, in the button's tooltip. */
void gmx_window_update_undo(GmxWindow *window);

/** Opens the run that @file names, or its settings, and shows its page.
 * @param weights file that a new run's weights begin with; NULL: they are drawn */
void gmx_window_take_session(GmxWindow *window, const GmxSessionFile *file, const char *weights);
/** The same with the session at @path; what is wrong with it is said. */
void gmx_window_open_session_file(GmxWindow *window, const char *path);
/** What the actions of that name do (window-session.c). */
void gmx_window_open_session(GtkWidget *widget, const char *name, GVariant *parameter);
void gmx_window_save_session(GtkWidget *widget, const char *name, GVariant *parameter);
/** Likewise (window-weights.c). */
void gmx_window_open_weights(GtkWidget *widget, const char *name, GVariant *parameter);
/** Lets files of weights, and sessions, be dropped on the window. */
void gmx_window_add_drop(GmxWindow *window);

/** Makes the lessons' panel, and gives it its place wherever the window changes (window-lessons.c).
 * To be called when all else is built; returns what the window holds. */
GtkWidget *gmx_window_add_lessons(GmxWindow *window, GtkWidget *views);
/** Tells the lessons that an action of the window was used. */
void gmx_window_note_action(GmxWindow *window, const char *action);
void gmx_window_class_install_lesson_actions(GtkWidgetClass *class);
/** Gives the parts of the window their names for lessons: docs/lessons.md. */
void gmx_window_name_parts(GmxWindow *window);
/** Closes the inspector, if it is open. */
void gmx_window_close_inspector(GmxWindow *window);

/** @content and the inspector, one of which shows. */
GtkWidget *gmx_window_new_views(GmxWindow *window, GtkWidget *content);
