/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Samples page's files share: samples-page.c acts, samples-page-build.c puts together. */
#pragma once

#include "ui/samples/samples-feed.h"
#include "ui/samples/samples-page.h"

/** What the narrow page shows one of at a time. */
enum { GMX_CARD_SHARP, GMX_CARD_FLAT, GMX_CARD_SCATTER, GMX_CARD_CLASSES, GMX_N_CARDS };

struct _GmxSamplesPage {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxSampleModel *model;
  GmxSamplesFeed *feed;
  char *run; /* its name; NULL before the first step */
  gboolean narrow;

  GtkWidget *bin, *toolbar, *notice;
  GtkWidget *stack; /* "empty", "work" */
  GtkWidget *switcher, *buttons[GMX_N_CARDS];
  GtkWidget *left, *galleries, *grids[3]; /* by GmxSide */
  GtkWidget *inspected;                   /* grid whose tile was inspected last */
  GtkWidget *nothing;                     /* in the place of the galleries */
  GtkWidget *hint, *hint_button;
  GtkWidget *side, *scatter, *classes, *scrubber;
  GPtrArray *attention; /* GtkEventController of what holds still while it is looked at, borrowed */
};

/** Makes all widgets; nothing is connected yet. */
void gmx_samples_page_build(GmxSamplesPage *page);
