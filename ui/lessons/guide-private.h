/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the guide's files share: guide.c goes from step to step, guide-world.c answers what a
 * condition asks of the window. */
#pragma once

#include "ui/lessons/guide.h"
#include "ui/lessons/measures.h"

struct _GmxGuide {
  GObject parent_instance;

  GmxSettings *settings;
  GtkWidget *window;
  AdwViewStack *pages;
  GmxMeasures *measures;
  GmxLessonProgress *progress;

  const GmxLesson *lesson;
  guint step;
  gboolean done;
  gboolean touched; /* the learner has done something since the step began */
  GHashTable *starts;
  gint64 first_step, first_epoch; /* trained when the lesson's step began */
  GmxConfig *first_config;
  char *first_page;
  GHashTable *acted;  /* set of actions since the step began */
  GPtrArray *watches; /* signals of widgets that the step's conditions ask for */
  GtkWidget *pointed; /* weak: has the outline */
  gboolean cramped;
  gboolean brought; /* it was brought into sight */
  guint poll;       /* source */
};

/** What the step is judged by now; valid until the next step begins. */
GmxLessonContext gmx_guide_context(GmxGuide *guide);
const GmxLessonStep *gmx_guide_present(GmxGuide *guide);

/** Begins to watch, or gives up, the signals that the step asks for. */
void gmx_guide_watch(GmxGuide *guide);
void gmx_guide_unwatch(GmxGuide *guide);
/** Connects to widgets that have come, or came anew, since. */
void gmx_guide_renew_watches(GmxGuide *guide);

/** Judges the step now, and points at what is to be pointed at. */
void gmx_guide_judge(GmxGuide *guide);
