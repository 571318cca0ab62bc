/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page's fields, shared by landscape-page.c (what stands where) and landscape-actions.c (what
 * is done). */
#pragma once

#include "ui/chart/chart.h"
#include "ui/landscape/explorer.h"
#include "ui/landscape/landscape-page.h"
#include "ui/landscape/terrain-view.h"

struct _GmxLandscapePage {
  GtkWidget parent_instance;

  GmxExplorer *explorer;
  GSimpleActionGroup *actions;
  gboolean narrow;

  GtkWidget *box, *tools, *bar, *stack, *bin, *columns, *left, *right, *curvature;
  GtkWidget *key[2], *key_names[2], *note; /* the two runs over the lines */
  GmxTerrainView *view;
  GmxChart *charts[2]; /* along ε̂, along a random direction */
};

/** Makes the page's actions, "landscape.plane" and others. */
void gmx_landscape_page_add_actions(GmxLandscapePage *page);
/** Their states and whether they make sense, anew. */
void gmx_landscape_page_update_actions(GmxLandscapePage *page);
/** landscape-save.c: the actions that save. */
void gmx_landscape_page_add_save_actions(GmxLandscapePage *page);
/** Says in the bar over the page what could not be done. */
void gmx_landscape_page_fail(GmxLandscapePage *page, const char *what, const char *message);
