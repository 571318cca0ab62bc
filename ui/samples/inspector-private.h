/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the inspector's files share: inspector.c builds it, inspector-example.c decides what it
 * shows, inspector-save.c writes it as a picture. */
#pragma once

#include "ui/samples/inspected.h"
#include "ui/samples/inspector.h"

#include <adwaita.h>

struct _GmxInspector {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxSampleModel *model;

  GmxGallery *gallery; /* NULL: nothing is shown */
  GmxDataset *dataset;
  int index;
  GmxIntrusion *found;           /* by a search of its own, of @gallery */
  GCancellable *search;          /* of the search under way */
  gconstpointer shown_intrusion; /* what the cards show, to compare with */
  guint take_focus;              /* source */

  GtkWidget *bin, *toasts, *header_bin, *header, *title, *back, *menu;
  GtkWidget *train, *previous, *next;
  GtkWidget *scroller, *content, *rows[2], *aside, *aside_bin;
  GtkWidget *images, *prediction, *side, *path, *neighbours;
};

enum { GMX_INSPECTOR_CLOSED, GMX_INSPECTOR_MIX, GMX_INSPECTOR_PROBE, GMX_INSPECTOR_SEARCHED };
/** Emits one of the signals above that has no arguments. */
void gmx_inspector_emit(GmxInspector *inspector, int signal);
void gmx_inspector_emit_searched(GmxInspector *inspector, GmxIntrusion *found);

/** Follows model and session; disconnects by itself. */
void gmx_inspector_follow(GmxInspector *inspector);
/** The example before (−1) or after (+1) in the order that is listed. FALSE: there is none. */
gboolean gmx_inspector_step(GmxInspector *inspector, int direction);
/** Shows all that is known now. */
void gmx_inspector_refresh(GmxInspector *inspector);
void gmx_inspector_start_search(GmxInspector *inspector);
void gmx_inspector_stop_search(GmxInspector *inspector);
/** What is shown, for the cards; borrowed, until the next change. */
GmxInspected gmx_inspector_get_inspected(GmxInspector *inspector);

/** Asks where to, and writes the cards as a PNG file. */
void gmx_inspector_save(GmxInspector *inspector);
/** The same into @path, at once; the widget must be on the screen. */
gboolean gmx_inspector_write(GmxInspector *inspector, const char *path, GError **error);
