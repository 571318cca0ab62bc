/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's files share: window.c builds, window-actions.c acts. */
#pragma once

#include "ui/settings.h"
#include "ui/window.h"

struct _GmxWindow {
  AdwApplicationWindow parent_instance;

  GmxSession *session;
  GmxSettings *settings;

  GtkWidget *views; /* the window, or the inspector over it */
  GtkWidget *bin;
  GtkWidget *sidebar_button, *train_button, *step_button, *reset_button;
  GtkWidget *titles, *title; /* the switcher, or the narrow title */
  GtkWidget *flap, *pages, *page_bar, *status_bar, *notice_bar;
  gboolean settings_on_train, settings_elsewhere; /* whether the sidebar shows beside a page */
};

void gmx_window_class_install_actions(GtkWidgetClass *class);
/** Which actions make sense in the session's state. */
void gmx_window_update_actions(GmxWindow *window);

/** @content and the inspector, one of which shows. */
GtkWidget *gmx_window_new_views(GmxWindow *window, GtkWidget *content);
