/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's fields, shared by mix-lab.c (what stands where) and mix-lab-actions.c (what is done).
 */
#pragma once

#include "ui/mixlab/lab-layout.h"
#include "ui/mixlab/lab.h"
#include "ui/mixlab/mix-lab.h"

/** One card at a time where there is one column. */
typedef enum {
  GMX_LAB_TAB_PREDICTION,
  GMX_LAB_TAB_LOSS,
  GMX_LAB_TAB_BETA,
  GMX_LAB_TAB_SHEET,
  GMX_LAB_TABS
} GmxLabTab;

struct _GmxMixLab {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxLab *lab;
  gboolean narrow;
  char *run; /* name of the run's folder; NULL before the first step */

  GtkWidget *box, *tools, *bar, *bar_text, *stack, *layout;
  GtkWidget *cards[GMX_LAB_CARDS], *tabs[GMX_LAB_TABS];
  GtkWidget *browser; /* a window of its own; NULL until first asked for */
};

void gmx_mix_lab_class_install_actions(GtkWidgetClass *class);
/** Which actions make sense with what is there. */
void gmx_mix_lab_update_actions(GmxMixLab *lab);
/** Opens the browser for @target, see gmx_image_browser_set_target(). */
void gmx_mix_lab_browse(GmxMixLab *lab, int target);
