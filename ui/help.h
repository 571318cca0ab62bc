/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "?" behind a control: what it is, its formula, where that comes from, and its lesson. */
#pragma once

#include <gtk/gtk.h>

/** What there is to say; all but the title may be NULL. */
typedef struct {
  const char *title, *text; /* plain */
  const char *formula;      /* Pango markup */
  const char *source;       /* plain: "SAM: Foret et al., arXiv 2010.01412" */
  const char *lesson;       /* name of a built-in lesson; left out where there is none of it */
} GmxHelp;

/** Fills in what is to be said when somebody asks; strings are kept by @data. Where that is NULL it
 * is the button. */
typedef void (*GmxHelpFunc)(gpointer data, GmxHelp *help);

/**
 * A small "?" that asks @func each time it is pressed.
 * @param name of the control, for people who do not see it: "Help on Mixing strength"
 */
GtkWidget *gmx_help_button_new(const char *name, GmxHelpFunc func, gpointer data);

/** Gives the button another control's name. */
void gmx_help_button_set_name(GtkWidget *button, const char *name);
