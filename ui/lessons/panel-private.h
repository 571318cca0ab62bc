/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the panel's files share: panel.c is the shell, panel-list.c the list, panel-intro.c what a
 * lesson begins and ends with, panel-step.c a step. */
#pragma once

#include "ui/lessons/guide.h"
#include "ui/lessons/lesson-library.h"
#include "ui/lessons/own-run.h"
#include "ui/lessons/panel.h"

struct _GmxLessonPanel {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GPtrArray *library; /* of GmxLessonEntry */
  GmxLesson *opened;  /* from a file outside of the library, or NULL */
  GmxLessonProgress *progress;
  GmxGuide *guide;
  GmxLessonRun *run;
  const GmxLesson *lesson; /* that is shown; borrowed; NULL on the list */
  gboolean sheet, folded, away;
  gboolean opening; /* the lesson begins when its run stands */
  guint resume;     /* step at which the lesson was left when the panel was hidden */

  GtkWidget *box, *head, *to_list, *title, *fold, *stack, *scroller;
  /* the list */
  GtkWidget *list_box, *go_back;
  /* intro and end */
  GtkWidget *intro_title, *intro_summary, *intro_setup, *intro_note, *start, *keep_run;
  GtkWidget *end_text, *end_next, *end_back;
  /* a step */
  GtkWidget *count, *bar, *step_title, *text, *formula, *remark, *remark_icon, *remark_text;
  GtkWidget *back, *show, *skip, *next;
};

/** The page of that name in the panel's stack: "list", "intro", "step", "end". */
void gmx_lesson_panel_show_page(GmxLessonPanel *panel, const char *page);

GtkWidget *gmx_lesson_panel_new_list(GmxLessonPanel *panel);
/** Fills the list with the library as it is. */
void gmx_lesson_panel_fill_list(GmxLessonPanel *panel);

GtkWidget *gmx_lesson_panel_new_intro(GmxLessonPanel *panel);
GtkWidget *gmx_lesson_panel_new_end(GmxLessonPanel *panel);
/** Shows what @lesson will do. */
void gmx_lesson_panel_introduce(GmxLessonPanel *panel, const GmxLesson *lesson);
/** Shows that @lesson is finished, and what comes after it. */
void gmx_lesson_panel_show_end(GmxLessonPanel *panel, const GmxLesson *lesson);
/** The learner's own run can be gone back to, or not. */
void gmx_lesson_panel_update_run(GmxLessonPanel *panel);

GtkWidget *gmx_lesson_panel_new_step(GmxLessonPanel *panel);
/** Shows the guide's step, and how it stands. */
void gmx_lesson_panel_update_step(GmxLessonPanel *panel);
void gmx_lesson_panel_update_remark(GmxLessonPanel *panel);

/** A label that wraps, from the left. */
GtkWidget *gmx_lesson_panel_new_label(const char *style);
/** A button called @name for lessons and tests. */
GtkWidget *gmx_lesson_panel_new_button(const char *label, const char *name, GCallback clicked,
                                       GmxLessonPanel *panel);
