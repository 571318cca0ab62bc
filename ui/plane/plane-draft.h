/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points that somebody draws: added, moved, given another class, removed, and all of it undone. No
 * display: the editor has the pointer, this has the points.
 *
 * Of the points that are added, every third is held out (two are trained on before one is), so that
 * there is something to judge by.
 * Signal "changed" (): points, classes, or what can be undone. */
#pragma once

#include "ui/plane/plane-points.h"

#define GMX_PLANE_MAX_CLASSES 10

#define GMX_TYPE_PLANE_DRAFT (gmx_plane_draft_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneDraft, gmx_plane_draft, GMX, PLANE_DRAFT, GObject)

/** The points of @dataset, both parts; NULL or images: none, and two classes. */
GmxPlaneDraft *gmx_plane_draft_new(GmxDataset *dataset);

int gmx_plane_draft_get_count(GmxPlaneDraft *draft);
const GmxPoint *gmx_plane_draft_get(GmxPlaneDraft *draft, int index);
/** All of them, as they are now. Free with gmx_plane_points_unref(). */
GmxPlanePoints *gmx_plane_draft_copy_points(GmxPlaneDraft *draft);

int gmx_plane_draft_get_classes(GmxPlaneDraft *draft);
const char *gmx_plane_draft_get_class_name(GmxPlaneDraft *draft, int label);
/** One more class, called "class N" by its number; FALSE where there are as many as there may be.
 */
gboolean gmx_plane_draft_add_class(GmxPlaneDraft *draft);

/** What follows is one change, until the next gmx_plane_draft_begin(): undo takes it back whole. */
void gmx_plane_draft_begin(GmxPlaneDraft *draft);
/** A new point; returns its index. */
int gmx_plane_draft_add(GmxPlaneDraft *draft, double x, double y, int label);
void gmx_plane_draft_move(GmxPlaneDraft *draft, int index, double x, double y);
void gmx_plane_draft_relabel(GmxPlaneDraft *draft, int index, int label);
void gmx_plane_draft_remove(GmxPlaneDraft *draft, int index);
void gmx_plane_draft_clear(GmxPlaneDraft *draft);

gboolean gmx_plane_draft_can_undo(GmxPlaneDraft *draft);
gboolean gmx_plane_draft_can_redo(GmxPlaneDraft *draft);
void gmx_plane_draft_undo(GmxPlaneDraft *draft);
void gmx_plane_draft_redo(GmxPlaneDraft *draft);

/** Index of the point nearest to (@x, @y) within @reach, all in data coordinates; −1: none. */
int gmx_plane_draft_find(GmxPlaneDraft *draft, double x, double y, double reach);

/** One line that says why nothing can be learned from the points yet; NULL where it can. */
char *gmx_plane_draft_get_problem(GmxPlaneDraft *draft);

/** Writes the points as CSV (gmx_points_write_csv()). Classes without a point are left out. */
gboolean gmx_plane_draft_save(GmxPlaneDraft *draft, const char *path, GError **error);
