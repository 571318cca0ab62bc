/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of a run on points, as fast as they are drawn.
 *
 * Once a frame of the window, while something is watching and there is something new, the feed asks
 * the session for its weights; a thread of its own, off the worker pool, computes and paints; the
 * newest moment replaces an older one that still waits. At rest nothing is asked and no frame clock
 * runs.
 *
 * Signal "frame" (GmxPlaneFrame *frame): a new one, on the main context. */
#pragma once

#include "engine/session.h"
#include "ui/plane/plane-frame.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PLANE_FEED (gmx_plane_feed_get_type())
G_DECLARE_FINAL_TYPE(GmxPlaneFeed, gmx_plane_feed, GMX, PLANE_FEED, GObject)

/**
 * Follows @session, at the pace of @paced_by's frame clock and only while that is mapped. The feed
 * belongs to the caller, who gives it up no later than the widget.
 */
GmxPlaneFeed *gmx_plane_feed_new(GmxSession *session, GtkWidget *paced_by);

GmxSession *gmx_plane_feed_get_session(GmxPlaneFeed *feed);

/** The newest frame; NULL before the first, and after another run was opened until its first. */
GmxPlaneFrame *gmx_plane_feed_get_frame(GmxPlaneFeed *feed);

/**
 * Paints @look from now on in the place of @before (either may be NULL), and the newest moment anew
 * for it at once. Called by views; each asks for one look at a time.
 */
void gmx_plane_feed_change_look(GmxPlaneFeed *feed, GmxPlaneLook *before, GmxPlaneLook *look);

/** Holds still at the present frame (looks are still followed), or goes on. */
void gmx_plane_feed_set_frozen(GmxPlaneFeed *feed, gboolean frozen);

/** Holds still at a moment that is not the session's newest: @weights of a run on points, and the
 * mixed points to draw there; @gallery may be NULL. */
void gmx_plane_feed_show(GmxPlaneFeed *feed, GmxWeights *weights, GmxGallery *gallery);

/** Frames computed so far, for tests and figures. */
guint64 gmx_plane_feed_get_count(GmxPlaneFeed *feed);
