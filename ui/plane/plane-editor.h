/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing on planes with pointer and keyboard: what a press, a drag or a key does to a draft.
 *
 * Pointer: Draw adds points where it is pressed and along the way it is dragged, or moves the point
 * it was pressed on; Relabel and Erase act on the points that they pass. Keys, on a plane that has
 * the focus: arrows move a cursor (with Shift finely, with Ctrl they take the point under it
 * along), Return draws, Delete erases, the digits choose a class and relabel the point under the
 * cursor. */
#pragma once

#include "ui/plane/plane-draft.h"
#include "ui/plane/plane-view.h"

typedef enum { GMX_PLANE_DRAW, GMX_PLANE_RELABEL, GMX_PLANE_ERASE } GmxPlaneTool;

#define GMX_TYPE_PLANE_EDITOR (gmx_plane_editor_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneEditor, gmx_plane_editor, GMX, PLANE_EDITOR, GObject)

/** Property "label" (int): the class that is drawn, which keys may change too. */
GmxPlaneEditor *gmx_plane_editor_new(void);
/** Listens on @view from now on. The editor must not outlive its views. */
void gmx_plane_editor_add_view(GmxPlaneEditor *editor, GmxPlaneView *view);
/** What is edited, shown on every view; NULL: the views show their data again, and nothing acts. */
void gmx_plane_editor_set_draft(GmxPlaneEditor *editor, GmxPlaneDraft *draft);
void gmx_plane_editor_set_tool(GmxPlaneEditor *editor, GmxPlaneTool tool);
void gmx_plane_editor_set_label(GmxPlaneEditor *editor, int label);
int gmx_plane_editor_get_label(GmxPlaneEditor *editor);
